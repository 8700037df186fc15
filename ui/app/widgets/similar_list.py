"""Papers like one, each by the passage that is most like it.

Owns drawing them; opening one opens that paper at the passage.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, ClassVar

from textual.content import Content

from ui.app import wording
from ui.app.widgets.row_list import RowList
from ui.safe_text import one_line

if TYPE_CHECKING:
    from workbench.types import Hit

__all__ = ["SimilarList"]

_BAR = 6


class SimilarList(RowList):
    """Title and byline with a bar for likeness, then the likest passage."""

    ROW_HEIGHT: ClassVar[int] = 4
    HELP = (
        "Papers like this one, the likest first, each with the passage that is most like it. "
        "Enter opens one there."
    )

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002 -- Textual's word
        super().__init__(id=id)
        self.hits: Sequence[Hit] = ()

    def show_hits(self, hits: Sequence[Hit]) -> None:
        """Replace all rows."""
        self.hits = hits
        self.set_row_count(len(hits))

    def row_content(self, index: int, width: int) -> Sequence[Content]:
        """Four lines: title and bar, byline, a line of the passage, a blank one."""
        hit = self.hits[index]
        best = max(self.hits[0].score, 1e-9)
        bar = f" {wording.bar(hit.score / best, _BAR)}"
        title = Content.styled(wording.title(hit.paper), "$title")
        page = f"  p. {hit.passage.page} "
        text = Content(one_line(hit.passage.text, width * 2)).truncate(
            max(4, width - len(page)), ellipsis=True
        )
        return [
            title.truncate(width - len(bar), ellipsis=True, pad=True)
            + Content.styled(bar, "$accent"),
            Content.styled("  " + wording.byline(hit.paper), "$quiet"),
            Content.assemble((page, "$faint"), (text.plain, "$quiet")),
        ]
