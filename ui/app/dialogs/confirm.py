"""A question with two answers, the harmless one first.

Owns the window only.
"""

from __future__ import annotations

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widgets import Button, Static

from ui.app.dialogs.dialog import Dialog
from ui.safe_text import plain

__all__ = ["ConfirmDialog"]


class ConfirmDialog(Dialog[bool]):
    """Yes or no; Escape is no."""

    HELP = "Answer with `y` or `n`."

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("y", "answer(True)", "Yes", id="confirm.yes", tooltip="Yes, do it"),
        Binding("n,escape", "answer(False)", "No", id="confirm.no", tooltip="No, leave it"),
    ]

    DEFAULT_CSS = """
    ConfirmDialog {
        Horizontal { height: 1; margin-top: 1; }
        Button { height: 1; border: none; margin-right: 2; background: $raised; }
        Button:focus { background: $accent; color: $background; }
    }
    """

    def __init__(self, question: str, yes: str, no: str) -> None:
        super().__init__()
        self._question = question
        self._labels = (yes, no)

    def compose(self) -> ComposeResult:
        """The question and two buttons."""
        with Vertical(id="box"):
            yield Static(Content(plain(self._question)))
            with Horizontal():
                yield Button(Content(f"n  {self._labels[1]}"), id="no", compact=True)
                yield Button(Content(f"y  {self._labels[0]}"), id="yes", compact=True)

    @on(Button.Pressed)
    def _pressed(self, event: Button.Pressed) -> None:
        self.dismiss(event.button.id == "yes")

    def action_answer(self, yes: bool) -> None:
        """Close with an answer."""
        self.dismiss(yes)
