"""What a paper cites, and which of it stands in this library.

Owns drawing references; opening one that is here opens that paper.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, ClassVar

from textual.content import Content

from ui.app import wording
from ui.app.widgets.row_list import RowList
from ui.safe_text import one_line

if TYPE_CHECKING:
    from workbench.types import ReferenceRow

__all__ = ["ReferenceList"]


class ReferenceList(RowList):
    """References: ● in this library, ○ not."""

    ROW_HEIGHT: ClassVar[int] = 2
    HELP = "What this paper cites: ● in this library (Enter opens it), ○ not in it."

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002 -- Textual's word
        super().__init__(id=id)
        self.references: Sequence[ReferenceRow] = ()

    def show_references(self, references: Sequence[ReferenceRow]) -> None:
        """Replace all rows."""
        self.references = references
        self.set_row_count(len(references))

    def row_content(self, index: int, width: int) -> Sequence[Content]:
        """Title, then authors and year; the raw entry where it could not be parsed."""
        reference = self.references[index]
        here = reference.cited_paper_id is not None
        mark = ("● ", "$good") if here else ("○ ", "$faint")
        title = one_line(reference.title)
        if not title:
            lines = Content(one_line(reference.raw, width * 2)).wrap(width - 2)[:2]
            return [Content.assemble(mark, lines[0]), *[Content("  ") + li for li in lines[1:]]]
        facts = (wording.authors(reference.authors), str(reference.year or ""))
        return [
            Content.assemble(mark, (title, "$title" if here else "")),
            Content.styled("  " + " · ".join(filter(None, facts)), "$quiet"),
        ]
