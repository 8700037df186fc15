"""The results of a search: one row for each paper, its best passage under the title.

Owns drawing a paper with its hits. It does not search.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, ClassVar

from textual.content import Content

from ui.app import wording
from ui.app.highlight import query_stems, snippet
from ui.app.widgets.row_list import RowList

if TYPE_CHECKING:
    from workbench.search.hits import PaperHits
    from workbench.types import SearchResult

__all__ = ["ResultList"]


class ResultList(RowList):
    """Papers found, with the words of the query marked in their best passages."""

    ROW_HEIGHT: ClassVar[int] = 5

    HELP = (
        "Papers found, best first, each with its best passage. Moving shows all passages of the "
        "paper at the right; Enter opens the paper at the passage."
    )

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002 -- Textual's word
        super().__init__(id=id)
        self.groups: list[PaperHits] = []
        self.stems: frozenset[str] = frozenset()
        self._query = ""

    def show_result(self, result: SearchResult) -> None:
        """Replace everything; when the same query was run again, stay on the same paper."""
        stay_on = self.current.paper.id if self.current and result.query == self._query else ""
        # the search that made the result has imported it by now
        from workbench.search.hits import group_by_paper

        self._query = result.query
        self.groups = group_by_paper(result.hits)
        self.stems = query_stems(result.query)
        at = next((i for i, group in enumerate(self.groups) if group.paper.id == stay_on), None)
        self.set_row_count(len(self.groups), keep_cursor=at is not None)
        if at is not None:
            self.cursor = at

    @property
    def current(self) -> PaperHits | None:
        """The group under the cursor."""
        return self.groups[self.cursor] if self.groups else None

    def row_content(self, index: int, width: int) -> Sequence[Content]:
        """Title and score, up to two lines of the best passage, page and byline."""
        group = self.groups[index]
        best = group.hits[0]
        text = snippet(best.passage.text, self.stems, (width - 2) * 2 - 6)
        lines = text.wrap(width - 2)[:2]
        return [
            self._head(group, width),
            *[Content("  ") + line for line in lines],
            self._foot(group),
        ]

    def _head(self, group: PaperHits, width: int) -> Content:
        best = group.hits[0]
        # what was only listed has no score
        score = f" {best.score:.2f}" if best.scores else ""
        title = Content.styled(wording.title(group.paper), "$title")
        title = title.truncate(width - len(score) - 1, ellipsis=True, pad=True)
        return Content.assemble(title, " ", (score, "$accent"))

    def _foot(self, group: PaperHits) -> Content:
        best = group.hits[0]
        more = len(group.hits) - 1
        parts = [f"p. {best.passage.page}", f"+ {more} more" if more else ""]
        parts.append(wording.byline(group.paper))
        return Content.styled("  " + " · ".join(filter(None, parts)), "$quiet")
