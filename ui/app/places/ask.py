"""The Ask place: a question, its answer as it grows, and the quotes it stands on.

Owns the course of one question: asked, quotes found, drafted, settled, or stopped. Requests are
numbered, so that a late answer never lands under another question.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.widget import Widget
from textual.widgets import ContentSwitcher, Input

from ui.app import work
from ui.app.asking import Asking
from ui.app.messages import (
    AnswerSettled,
    DraftGrown,
    EvidenceArrived,
    JobCancelled,
    JobFailed,
    NewPapersCounted,
    QuestionRead,
    SearchGrown,
)
from ui.app.places.ask_again import AskingAgain
from ui.app.widgets.answer_view import AnswerView
from ui.app.widgets.ask_start import AskStart
from ui.app.widgets.evidence_pane import EvidencePane
from ui.app.widgets.question_box import QuestionBox
from ui.app.widgets.start_list import StartList
from ui.app.widgets.text_box import TextBox

if TYPE_CHECKING:
    from ui.app.session import Session
    from workbench.answer.changes import Changes
    from workbench.types import Answer

__all__ = ["AskPlace"]


class AskPlace(AskingAgain):
    """Question box, answer and evidence."""

    HELP = (
        "Ask a question in whole words. Quotes from your papers come first, then an answer made "
        "of them; every sentence is checked against the quotes it cites."
    )

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "cancel", "Cancel", id="ask.cancel",
                tooltip="Stop looking for an answer"),
        Binding("h,ctrl+r", "earlier", "Earlier", id="ask.earlier",
                tooltip="Show questions asked before"),
        Binding("n", "new", "New", show=False, id="ask.new", tooltip="Begin a new question"),
    ]  # fmt: skip

    DEFAULT_CSS = """
    AskPlace {
        .columns { padding-top: 0; }
        ContentSwitcher { height: 1fr; }
        &.-page PageBeside { display: block; }
    }
    """

    def __init__(self, session: Session) -> None:
        super().__init__(session, "ask")
        self._is_waiting = False
        """Whether a question waits for the library to open."""

    def compose(self) -> ComposeResult:
        """Box on top; start or answer left, evidence right."""
        yield QuestionBox("ask your papers a question", id="question", starts_with_slash=False)
        with ContentSwitcher(initial="start"):
            yield AskStart(self.session)
            with Horizontal(id="asked-columns", classes="columns"):
                with Vertical(classes="main"):
                    yield AnswerView()
                with Vertical(classes="side"):
                    yield EvidencePane()

    def box(self) -> QuestionBox:
        """The question."""
        return self.query_one("#question", QuestionBox)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Keys are there only where they do something."""
        if action == "cancel":
            return self.is_asking
        if action in {"new", "fold"}:
            return self.query_one(ContentSwitcher).current != "start"
        return super().check_action(action, parameters)

    # -- starting ----------------------------------------------------------------------------

    def library_opened(self) -> None:
        """Show where to begin, and ask what was typed meanwhile."""
        self.library_changed()
        if self._is_waiting:
            self.begin(self._asking)

    def library_changed(self) -> None:
        """Suggest questions from the titles that are here now."""
        if self.session.is_open:
            self._start.read_anew()

    @property
    def _start(self) -> AskStart:
        """Where one begins."""
        return self.query_one(AskStart)

    @on(AskStart.QuestionChosen)
    def _question_chosen(self, event: AskStart.QuestionChosen) -> None:
        event.stop()
        self.ask(event.question)
        self.box().focus()

    @on(AskStart.AnswerWanted)
    def _answer_wanted(self, event: AskStart.AnswerWanted) -> None:
        event.stop()
        self.show_earlier(event.answer)

    # -- asking ------------------------------------------------------------------------------

    @on(Input.Submitted, "#question")
    def _submitted(self, event: Input.Submitted) -> None:
        event.stop()
        if question := event.value.strip():
            self.ask(question, follows=self.answer)

    def ask(self, question: str, follows: Answer | None = None) -> None:
        """Begin with a question; ``follows`` is the answer that it may go on from."""
        self.begin(Asking(question, follows=follows))

    def begin(self, asking: Asking) -> None:
        """Ask; a question that is being answered is given up."""
        self._give_up()
        self._asking = asking
        self._understood = None
        self.answer = None
        self._show_answer_side()
        self.box().value = ""
        self.view.begin(asking.question)
        self._is_waiting = not self.session.is_open
        if self._is_waiting:
            self.view.stop("waiting for the library to open …")
            return
        self._job = self.session.start(
            partial(work.ask, asking, self._request),
            lane="ask", title="The answer", target=self,
        )  # fmt: skip
        self.keys_changed()

    def _give_up(self) -> None:
        """Want nothing more of the question that is being answered."""
        if self._job is not None:
            self._job.abandon()
            self._job = None
        self._is_waiting = False
        self._request += 1

    def keys_changed(self) -> None:
        """Let the box and the bottom line know what can be done now."""
        box = self.box()
        box.is_asking = self.is_asking
        box.has_answer = self.answer is not None and bool(self.view.prose.order)
        box.has_current = self.view.prose.current > 0
        self.refresh_bindings()

    def _show_answer_side(self) -> None:
        self.query_one(ContentSwitcher).current = "asked-columns"
        self.remove_class("-folded")
        self.refresh_bindings()

    def on_question_read(self, message: QuestionRead) -> None:
        """Say what the question was taken for, so that it can be changed at once."""
        if message.request == self._request:
            self._understood = message.understood
            self.view.show_understood(message.understood)

    def on_search_grown(self, message: SearchGrown) -> None:
        """Show a search that was planned, or what came of it."""
        if message.request == self._request and self.answer is None:
            self.view.show_search(message.node)

    async def on_evidence_arrived(self, message: EvidenceArrived) -> None:
        """Quotes first: they are shown before a word of prose is written."""
        if message.request == self._request:
            await self.evidence.show_citations(message.citations, "Evidence")
            self.view.show_quotes_found(len(message.citations))

    def on_draft_grown(self, message: DraftGrown) -> None:
        """The draft grew."""
        if message.request == self._request and self.answer is None:
            self.view.grow(message.text)

    async def on_answer_settled(self, message: AnswerSettled) -> None:
        """The checked answer takes the draft's place."""
        if message.request == self._request:
            self._job = None
            await self._settle(message.answer, message.changes)
            self._start.read_earlier()

    async def _settle(self, answer: Answer, changes: Changes | None = None) -> None:
        self.answer = answer
        self._understood = answer
        heading = "Nearest passages" if answer.refused else "Evidence"
        await self.evidence.show_citations(answer.citations, heading)
        self.evidence.show_current(0)
        self._show_page()
        self.view.settle(answer, changes)
        self.keys_changed()

    def on_job_failed(self, message: JobFailed) -> None:
        """Say it in the answer's place too; the box with the detail comes from the app."""
        if self._job is not None and message.job == self._job.number:
            self._stopped(f"✗ {message.problem}")

    def _stopped(self, why: str) -> None:
        """No answer comes; the question goes back into the box, to be changed.

        An answer that was only to be put into other words stays.
        """
        self._job = None
        if self.answer is not None:
            self.view.settle(self.answer)
            self.keys_changed()
            return
        self.view.stop(why)
        if not self.box().value:
            self.box().value = self._asking.question
        self.keys_changed()

    def on_job_cancelled(self, message: JobCancelled) -> None:
        """Stopped by the person."""
        message.stop()
        if self._job is not None and message.job == self._job.number:
            self._stopped("cancelled; the question is back in the box")

    def action_cancel(self) -> None:
        """Stop the question that is being answered."""
        if self._job is not None:
            self._job.cancel()
            self.view.stop("cancelling …")

    @on(TextBox.Left, "#question")
    def _leave_box(self, event: TextBox.Left) -> None:
        event.stop()
        at_start = self.query_one(ContentSwitcher).current == "start"
        target: Widget = self.query_one(StartList) if at_start else self.view.prose
        # an answer longer than the screen would hide the question above it
        target.focus(scroll_visible=False)

    # -- earlier -----------------------------------------------------------------------------

    def action_earlier(self) -> None:
        """Show earlier questions."""
        if self.session.is_open:
            self._start.show_window()

    def show_earlier(self, answer: Answer | None) -> None:
        """Show an answer that was given before."""
        if answer is not None:
            self._give_up()
            self._asking = Asking.again(answer)
            self._show_answer_side()
            count = partial(work.count_new_papers, answer)
            self.session.start(count, lane="list", title="New papers", target=self)
            self.run_worker(
                self._settle(answer), group="settle", exclusive=True, exit_on_error=True
            )
            self.view.prose.focus()

    def on_new_papers_counted(self, message: NewPapersCounted) -> None:
        """Say that asking again may give another answer."""
        if self.answer is not None and message.answer_id == self.answer.id:
            self.view.show_new_papers(message.papers)

    def action_new(self) -> None:
        """Back to where one begins."""
        self._give_up()
        self.answer = None
        self.query_one(ContentSwitcher).current = "start"
        self.remove_class("-folded")
        self.box().value = ""
        self.box().focus()
        self.keys_changed()
