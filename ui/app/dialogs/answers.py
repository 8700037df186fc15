"""Earlier questions and their answers, to go back to.

Owns the window; reading them and showing the chosen one are the Ask place's business.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widgets import Static

from ui.app.dialogs.narrowing import NarrowingDialog, holds_all
from ui.app.widgets.row_list import RowList
from ui.app.widgets.start_list import StartList
from ui.app.widgets.text_box import TextBox

if TYPE_CHECKING:
    from workbench.types import Answer

__all__ = ["AnswersDialog"]


class AnswersDialog(NarrowingDialog["Answer | None"]):
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

    def show_matching(self, words: str) -> None:
        """Show the answers whose questions have these words."""
        shown = [answer for answer in self._answers if holds_all(words, answer.question)]
        self.query_one(StartList).show_starts(shown, ())

    @on(RowList.Chosen)
    def _choose(self, event: RowList.Chosen) -> None:
        event.stop()
        self.dismiss(self.query_one(StartList).starts[event.index].answer)
