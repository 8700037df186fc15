"""Asking once whether to leave, where a single letter asked for it.

Owns the window only; leaving is the app's business.
"""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.widgets import Static

from ui.app.dialogs.dialog import Dialog

__all__ = ["QuitDialog"]


class QuitDialog(Dialog[bool]):
    """Leave or stay; Escape stays."""

    HELP = "`q`, `y` or Enter leaves carrel, Escape stays. What was finished is kept."

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("q,y,enter", "answer(True)", "Leave", id="quit.leave", tooltip="Leave carrel"),
        Binding("n,escape", "answer(False)", "Stay", id="quit.stay", tooltip="Stay in carrel"),
    ]

    def compose(self) -> ComposeResult:
        """The question and its keys."""
        with Vertical(id="box"):
            yield Static("Leave carrel?", classes="heading", markup=False)
            yield Static("What was finished is kept.", markup=False)
            yield Static("q, y or enter leave · escape stay", classes="keys", markup=False)

    def action_answer(self, yes: bool) -> None:
        """Close with an answer."""
        self.dismiss(yes)
