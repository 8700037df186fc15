"""A set of papers in one of the formats that reference managers read.

Owns the list of formats; each format's rules are in its own file.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from workbench.errors import ExportError
from workbench.export.bibtex import bibtex
from workbench.export.csl_json import csl_json
from workbench.export.ris import ris
from workbench.types import PaperDetail

__all__ = ["FORMATS", "bibliography"]

FORMATS: Mapping[str, Callable[[Sequence[PaperDetail]], str]] = {
    "bibtex": bibtex,
    "ris": ris,
    "csl-json": csl_json,
}
"""Format names as the command line takes them."""


def bibliography(
    papers: Sequence[PaperDetail],
    format: str,  # noqa: A002 -- the word a caller looks for
) -> str:
    """The papers as text in ``format``, in the order given.

    Raises:
        ExportError: The format is not known.
    """
    if format not in FORMATS:
        known = ", ".join((*FORMATS, "markdown"))
        raise ExportError(f"there is no format {format!r}", f"one of {known}")
    return FORMATS[format](papers)
