"""A list of things that are each on, off, or on for some of what is meant.

Owns the marks and changing them; what they mean is for whoever shows it.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.content import Content

from ui.app.widgets.row_list import RowList
from ui.safe_text import one_line

__all__ = ["CheckList"]

_MOST_ROWS = 12

_MARKS = {True: ("✓ ", "$good"), False: ("· ", "$faint"), None: ("~ ", "$partly")}


class CheckList(RowList):
    """Rows with a mark. ``None`` is on for some; pressed once it is on for all."""

    HELP = "Space changes the row under the cursor: ✓ on, · off, ~ on for some. Enter keeps it all."

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("space", "change", "On or off", id="check.toggle",
                tooltip="Change the row under the cursor"),
    ]  # fmt: skip

    DEFAULT_CSS = """
    CheckList { background: $surface; }
    """

    def __init__(
        self, rows: Sequence[tuple[str, str, bool | None]], *, id: str | None = None  # noqa: A002 -- Textual's word
    ) -> None:  # fmt: skip
        """Show rows of a name, a word about it, and whether it is on."""
        super().__init__(id=id)
        self._rows = [(name, word) for name, word, _ in rows]
        self.states: dict[str, bool | None] = {name: state for name, _, state in rows}

    def on_mount(self) -> None:
        """Rows are known from the start."""
        self.set_row_count(len(self._rows))
        self.styles.height = max(1, min(_MOST_ROWS, len(self._rows)))

    def row_content(self, index: int, width: int) -> Sequence[Content]:
        """Mark and name at the left, the word at the right."""
        name, word = self._rows[index]
        told = f" {one_line(word, 40)}"
        label = Content(one_line(name, 200)).truncate(
            max(4, width - len(told) - 2), ellipsis=True, pad=True
        )
        return [Content.assemble(_MARKS[self.states[name]], label, (told, "$faint"))]

    def action_change(self) -> None:
        """On where it was off, or on for some only."""
        if self._rows:
            name, _ = self._rows[self.cursor]
            self.states[name] = not self.states[name]
            self.forget_rows()

    def on_click(self, event: events.Click) -> None:
        """A click changes a row at once, and keeps nothing yet."""
        event.prevent_default()
        index = self._row_at(event)
        if index is not None:
            self.cursor = index
            self.action_change()
