"""What both indexes of a library are: a folder of derived files that one object has open.

Owns how such an object is let go of and how its folder is thrown away, and nothing of what is in
the folder.
"""

from __future__ import annotations

import shutil
from abc import ABC, abstractmethod
from pathlib import Path
from types import TracebackType
from typing import Self

__all__ = ["ClosedOnExit", "FolderIndex"]


class ClosedOnExit(ABC):
    """What ``with`` closes, however its block ends."""

    @abstractmethod
    def close(self) -> None:
        """Let go of what is held. Safe to call twice."""

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()


class FolderIndex(ClosedOnExit):
    """An index in a folder of its own, which can be filled again from the catalogue."""

    @classmethod
    def reset(cls, folder: Path) -> None:
        """Remove an index from disk. None may be open on it."""
        if folder.is_dir():
            shutil.rmtree(folder)
        else:
            folder.unlink(missing_ok=True)
