"""The head of the paper list: column names that sort by a click.

Owns drawing the names and saying which was clicked.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from textual import events
from textual.content import Content
from textual.message import Message
from textual.reactive import reactive
from textual.style import Style
from textual.widget import Widget

from ui.app.widgets.paper_columns import column_widths

__all__ = ["ListHeader"]


class ListHeader(Widget):
    """One line of column names; an arrow shows the order."""

    DEFAULT_CSS = """
    ListHeader { height: 1; color: $faint; text-wrap: nowrap; }
    """

    order: reactive[str] = reactive("added")
    descending: reactive[bool] = reactive(False)
    columns: reactive[Sequence[str] | None] = reactive(None)
    """Names of the columns that a person wants beside the title; ``None`` for the usual."""

    @dataclass
    class ColumnClicked(Message):
        """A column's name was clicked."""

        order: str

    def render(self) -> Content:
        """Names over their columns."""
        parts = [Content("   ")]
        for column, width in column_widths(self.size.width - 3, self.columns):
            is_order = bool(column.order) and column.order == self.order
            arrow = (" ↓" if self.descending else " ↑") if is_order else ""
            name = Content.styled(column.name + arrow, "$accent" if is_order else "")
            name = name.truncate(width - 1, pad=True)
            parts.append(name.stylize(Style.from_meta({"order": column.order})) + " ")
        return Content("").join(parts)

    def on_click(self, event: events.Click) -> None:
        """Sort by the column under the pointer."""
        order = event.style.meta.get("order")
        if order:
            self.post_message(self.ColumnClicked(order))
