"""The papers of this library that cite a paper.

Owns drawing them; opening one opens that paper.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, ClassVar

from textual.content import Content

from ui.app import wording
from ui.app.widgets.row_list import RowList

if TYPE_CHECKING:
    from workbench.types import PaperSummary

__all__ = ["CitedByList"]


class CitedByList(RowList):
    """Citing papers."""

    ROW_HEIGHT: ClassVar[int] = 2
    HELP = "The papers of this library that cite this one. Enter opens one."

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002 -- Textual's word
        super().__init__(id=id)
        self.papers: Sequence[PaperSummary] = ()

    def show_papers(self, papers: Sequence[PaperSummary]) -> None:
        """Replace all rows."""
        self.papers = papers
        self.set_row_count(len(papers))

    def row_content(self, index: int, width: int) -> Sequence[Content]:
        """Title and byline."""
        paper = self.papers[index]
        return [
            Content.styled(wording.title(paper), "$title").truncate(width, ellipsis=True),
            Content.styled(wording.byline(paper), "$quiet"),
        ]
