"""Asking for the name under which a search is kept.

Owns the window; keeping it is the library's.
"""

from __future__ import annotations

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widgets import Input, Static

from ui.app.dialogs.dialog import Dialog
from ui.app.widgets.text_box import TextBox
from ui.safe_text import one_line

__all__ = ["KeepSearchDialog"]

_LONGEST_GUESS = 40


class KeepSearchDialog(Dialog["str | None"]):
    """Asks for a name."""

    HELP = "The query and how its results are ordered are kept under this name. Enter keeps them."

    def __init__(self, query: str) -> None:
        super().__init__()
        self._query = query

    def compose(self) -> ComposeResult:
        """Heading, query, box, keys."""
        with Vertical(id="box"):
            yield Static("Keep this search", classes="heading", markup=False)
            yield Static(one_line(self._query, 200), markup=False)
            box = TextBox("name", id="name")
            box.value = one_line(self._query, _LONGEST_GUESS)
            yield box
            yield Static("enter keep · escape leave", classes="keys", markup=False)

    @on(Input.Submitted)
    def _keep(self, event: Input.Submitted) -> None:
        event.stop()
        if name := event.value.strip():
            self.dismiss(name)
