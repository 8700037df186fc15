"""Earlier questions and their answers, to go back to.

Owns the window; reading them and showing the chosen one are the Ask place's business.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widgets import Input, Static

from ui.app.dialogs.dialog import Dialog
from ui.app.widgets.row_list import RowList
from ui.app.widgets.start_list import StartList
from ui.app.widgets.text_box import TextBox

if TYPE_CHECKING:
    from workbench.types import Answer

__all__ = ["AnswersDialog"]


class AnswersDialog(Dialog["Answer | None"]):
    """A list of answers that typing narrows."""

    HELP = "Questions asked before, newest first. Typing narrows the list, Enter shows one again."

    DEFAULT_CSS = """
    AnswersDialog { #box { height: 24; max-height: 84%; } StartList { background: $surface; } }
    """

    def __init__(self, answers: Sequence[Answer]) -> None:
        super().__init__()
        self._answers = answers

    def compose(self) -> ComposeResult:
        """Heading, box, list."""
        with Vertical(id="box"):
            heading = "Earlier questions" if self._answers else "Nothing was asked yet"
            yield Static(heading, classes="heading", markup=False)
            yield TextBox("type to narrow", id="narrow")
            yield StartList()

    def on_mount(self) -> None:
        """Show all of them."""
        self._show("")

    def _show(self, text: str) -> None:
        words = text.casefold().split()
        shown = [a for a in self._answers if all(w in a.question.casefold() for w in words)]
        self.query_one(StartList).show_starts(shown, ())

    @on(Input.Changed)
    def _narrow(self, event: Input.Changed) -> None:
        event.stop()
        self._show(event.value)

    @on(TextBox.Left)
    def _to_list(self, event: TextBox.Left) -> None:
        event.stop()
        event.prevent_default()  # the frame would close the window
        self.query_one(StartList).focus()

    @on(Input.Submitted)
    def _take_first(self, event: Input.Submitted) -> None:
        event.stop()
        self.query_one(StartList).action_choose()

    @on(RowList.Chosen)
    def _choose(self, event: RowList.Chosen) -> None:
        event.stop()
        self.dismiss(self.query_one(StartList).starts[event.index].answer)
