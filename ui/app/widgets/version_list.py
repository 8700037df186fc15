"""What is tied to a paper: versions of the work, newest first, and supplements.

Owns drawing them.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, ClassVar

from textual.content import Content

from ui.app import wording
from ui.app.widgets.row_list import RowList

if TYPE_CHECKING:
    from workbench.types import PaperDetail

__all__ = ["VersionList"]


class VersionList(RowList):
    """Two lines a paper: how it is tied, and which it is."""

    ROW_HEIGHT: ClassVar[int] = 2
    HELP = "Versions and supplements of this paper. Enter opens one, `x` sets it apart."

    def __init__(self, detail: PaperDetail, *, id: str | None = None) -> None:  # noqa: A002 -- Textual's word
        super().__init__(id=id)
        self._detail = detail

    def on_mount(self) -> None:
        """Rows are known from the start."""
        self.set_row_count(len(self._detail.versions))
        self.styles.height = min(10, self.ROW_HEIGHT * len(self._detail.versions))

    def row_content(self, index: int, width: int) -> Sequence[Content]:
        """Relation and citation key, then the title."""
        del width
        version = self._detail.versions[index]
        facts = [wording.relation(version, self._detail), version.paper.citekey]
        facts.append(wording.byline(version.paper))
        return [
            Content.assemble((wording.title(version.paper), "$title")),
            Content.styled("  " + " · ".join(filter(None, facts)), "$quiet"),
        ]
