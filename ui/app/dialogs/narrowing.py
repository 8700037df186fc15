"""A window with a list that typing narrows.

Owns the way between box and list. What the rows are, and what taking one gives back, is for the
windows made of it.
"""

from __future__ import annotations

from textual import on
from textual.widgets import Input

from ui.app.dialogs.dialog import Dialog, Result
from ui.app.widgets.row_list import RowList
from ui.app.widgets.text_box import TextBox

__all__ = ["NarrowingDialog", "holds_all"]


def holds_all(words: str, text: str) -> bool:
    """Whether a text holds each of these words, in any case."""
    folded = text.casefold()
    return all(word in folded for word in words.casefold().split())


class NarrowingDialog(Dialog[Result]):
    """A box over a list: Enter in the box takes the first row, leaving it goes to the list."""

    @property
    def rows(self) -> RowList:
        """The list."""
        return self.query_one(RowList)

    def show_matching(self, words: str) -> None:
        """Fill the list with what has these words; all of it where there are none."""
        raise NotImplementedError

    def on_mount(self) -> None:
        """Show all of them."""
        self.show_matching("")

    @on(Input.Changed)
    def _narrow(self, event: Input.Changed) -> None:
        event.stop()
        self.show_matching(event.value)

    @on(TextBox.Left)
    def _to_list(self, event: TextBox.Left) -> None:
        event.stop()
        event.prevent_default()  # the frame would close the window
        self.rows.focus()

    @on(Input.Submitted)
    def _take_first(self, event: Input.Submitted) -> None:
        event.stop()
        self.rows.action_choose()
