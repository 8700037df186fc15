"""Where a question begins: what was asked before, and what the titles suggest to ask.

Owns reading both and the window of earlier questions; asking is the Ask place's.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.message import Message
from textual.widgets import Static

from ui.app import work
from ui.app.messages import AnswersRead, PapersRead
from ui.app.widgets.row_list import RowList
from ui.app.widgets.start_list import StartList, suggested_questions

if TYPE_CHECKING:
    from ui.app.session import Session
    from workbench.types import Answer

__all__ = ["AskStart"]

NEWEST_ANSWERS = 20
"""Answers read for the start, which shows each question once."""
SHOWN_QUESTIONS = 6
ALL_ANSWERS = 200
"""Answers read for the window."""
NEWEST_PAPERS = 12
"""Papers whose titles may suggest a question; not every title does."""


class AskStart(Vertical):
    """A line, and a list of questions."""

    DEFAULT_CSS = """
    AskStart #start-head { height: auto; padding: 0 2 1 2; color: $quiet; }
    """

    @dataclass
    class QuestionChosen(Message):
        """A suggested question is to be asked."""

        question: str

    @dataclass
    class AnswerWanted(Message):
        """An earlier answer is to be shown again."""

        answer: Answer

    def __init__(self, session: Session) -> None:
        super().__init__(id="start")
        self._session = session
        self._recent: Sequence[Answer] = ()
        self._suggested: list[str] = []
        self._wants_window = False

    def compose(self) -> ComposeResult:
        """Heading and list."""
        yield Static(id="start-head", markup=False)
        yield StartList(id="starts")

    def read_anew(self) -> None:
        """Suggest questions from the titles that are here now, and what was asked."""
        newest = partial(work.read_papers, "", "added", True, NEWEST_PAPERS, 0, 0)
        self._session.start(newest, lane="list", title="Papers", target=self)
        self.read_earlier()

    def read_earlier(self) -> None:
        """Read what was asked."""
        self._read_answers(NEWEST_ANSWERS)

    def show_window(self) -> None:
        """Show all that was asked, as soon as it is read."""
        self._wants_window = True
        self._read_answers(ALL_ANSWERS)

    def _read_answers(self, limit: int) -> None:
        read = partial(work.read_answers, limit)
        self._session.start(read, lane="list", title="Earlier answers", target=self)

    def on_papers_read(self, message: PapersRead) -> None:
        """Titles to suggest questions from."""
        self._suggested = suggested_questions(message.rows)
        self._show()

    def on_answers_read(self, message: AnswersRead) -> None:
        """Earlier answers, for the list or for the window that asked for them."""
        self._recent = message.answers
        self._show()
        if self._wants_window:
            from ui.app.dialogs.answers import AnswersDialog

            self._wants_window = False
            self.app.push_screen(AnswersDialog(message.answers), self._want_answer)

    def _want_answer(self, answer: Answer | None) -> None:
        if answer is not None:
            self.post_message(self.AnswerWanted(answer))

    def _show(self) -> None:
        newest: dict[str, Answer] = {}
        for answer in self._recent:
            newest.setdefault(answer.question, answer)
        recent = list(newest.values())[:SHOWN_QUESTIONS]
        self.query_one(StartList).show_starts(recent, self._suggested)
        head = "Asked before, and where one could begin:" if self._recent else ""
        if not head and self._suggested:
            head = "Ask anything about your papers. For instance:"
        self.query_one("#start-head", Static).update(head)

    @on(RowList.Chosen, "#starts")
    def _chosen(self, event: RowList.Chosen) -> None:
        event.stop()
        start = self.query_one(StartList).starts[event.index]
        if start.answer is not None:
            self.post_message(self.AnswerWanted(start.answer))
        else:
            self.post_message(self.QuestionChosen(start.question))
