"""What every room of the house shares: the version and the root of the error family.

    CarrelError
    ├── ingest.errors.ReadError          a file could not be read into a paper
    ├── index.errors.IndexingError       an index could not be built, saved or opened
    │   └── index.errors.ModelError      a model could not be loaded, or its process died
    └── workbench.errors.LibraryError    the library, its settings or its models are not usable
        └── …                            leaves are drawn in ``workbench/errors.py``

This module owns no behaviour and imports nothing of the project, so that ``ingest`` and
``index`` can raise errors of one family without knowing each other.
"""

from __future__ import annotations

from typing import ClassVar

__all__ = ["CarrelError", "__version__"]

__version__ = "0.1.0"


class CarrelError(Exception):
    """Something went wrong that a person can be told about.

    Args:
        message: What happened, and to which file or setting. One sentence, no trailing newline.
        hint: What to do next. Empty when there is nothing useful to say.
    """

    retryable: ClassVar[bool] = False
    """Whether doing the same again later may succeed without the person changing anything."""

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint

    def __reduce__(self) -> tuple[type[CarrelError], tuple[str, str]]:
        """Survive the trip home from a child process with the hint intact."""
        return (type(self), (self.message, self.hint))

    def __str__(self) -> str:
        return f"{self.message} ({self.hint})" if self.hint else self.message
