"""The headings of a paper.

Owns drawing them; opening one shows its page.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from textual.content import Content

from ui.app.widgets.row_list import RowList
from ui.safe_text import one_line

if TYPE_CHECKING:
    from workbench.types import Section

__all__ = ["OutlineList"]


class OutlineList(RowList):
    """Headings, indented by level, with their pages."""

    HELP = "The outline of this paper. Enter turns to a section's page."

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002 -- Textual's word
        super().__init__(id=id)
        self.sections: Sequence[Section] = ()

    def show_sections(self, sections: Sequence[Section]) -> None:
        """Replace all rows."""
        self.sections = sections
        self.set_row_count(len(sections))

    def row_content(self, index: int, width: int) -> Sequence[Content]:
        """Heading at the left, page at the right."""
        section = self.sections[index]
        page = f" {section.page}"
        indent = "  " * max(0, min(section.level - 1, 4))
        heading = Content(indent + one_line(section.title, 200))
        return [heading.truncate(width - len(page), ellipsis=True, pad=True) + Content.styled(
            page, "$faint")]  # fmt: skip
