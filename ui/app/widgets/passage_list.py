"""All passages of a paper in reading order.

Owns drawing them; opening one shows its page.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, ClassVar

from textual.content import Content

from ui.app.widgets.row_list import RowList
from ui.safe_text import one_line

if TYPE_CHECKING:
    from workbench.types import StoredPassage

__all__ = ["PassageList"]


class PassageList(RowList):
    """Passages with their page and section."""

    ROW_HEIGHT: ClassVar[int] = 4
    HELP = "The passages this paper was cut into. Enter shows one on its page."

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002 -- Textual's word
        super().__init__(id=id)
        self.passages: Sequence[StoredPassage] = ()

    def show_passages(self, passages: Sequence[StoredPassage]) -> None:
        """Replace all rows."""
        self.passages = passages
        self.set_row_count(len(passages))

    def row_content(self, index: int, width: int) -> Sequence[Content]:
        """Place, then two lines of text."""
        passage = self.passages[index]
        place = " · ".join(filter(None, (f"p. {passage.page}", one_line(passage.section, 120))))
        text = Content(one_line(passage.text, width * 2))
        return [Content.styled(place, "$accent"), *text.wrap(width)[:2]]
