"""The Ask place: a question, its answer as it grows, and the quotes it stands on.

Owns the course of one question: asked, quotes found, drafted, settled, or stopped. Requests are
numbered, so that a late answer never lands under another question.
"""

from __future__ import annotations

from dataclasses import replace
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
from ui.app.places.ask_keeping import AnswerKeeping
from ui.app.widgets.answer_prose import AnswerProse
from ui.app.widgets.answer_view import AnswerView
from ui.app.widgets.ask_start import AskStart
from ui.app.widgets.chip_line import ChipLine
from ui.app.widgets.evidence_pane import EvidencePane
from ui.app.widgets.question_box import QuestionBox
from ui.app.widgets.quote_card import QuoteCard
from ui.app.widgets.start_list import StartList
from ui.app.widgets.text_box import TextBox

if TYPE_CHECKING:
    from ui.app.dialogs.kind import Way
    from ui.app.jobs import Job
    from ui.app.session import Session
    from workbench.answer.changes import Changes
    from workbench.types import Answer, QuestionUnderstood

__all__ = ["AskPlace"]


class AskPlace(AnswerKeeping):
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
        Binding("k", "kind", "Kind", show=False, id="ask.kind",
                tooltip="Ask again as another kind of question, or with another effort"),
        Binding("r", "again", "Again", show=False, id="ask.again",
                tooltip="Ask the same question again, and say what is different now"),
        Binding("c", "chips", "Narrow", show=False, id="ask.chips",
                tooltip="Go to what the question was taken for and narrowed to, to change it"),
        Binding("p", "page", "Page", show=False, id="ask.page",
                tooltip="Show or hide the page of the quote that is looked at, beside it"),
        Binding("i", "refine", "Refine", show=False, id="ask.refine",
                tooltip="Put the question back into the box, to ask it in other words"),
        Binding("w", "reword", "Reword", show=False, id="ask.reword",
                tooltip="Put the answer into other words, for an audience or in a language"),
        Binding("b", "searches", "Searches", show=False, id="ask.searches",
                tooltip="Open or close the searches behind the answer"),
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
        self._request = 0
        self._job: Job | None = None
        self._asking = Asking("")
        self._understood: Answer | QuestionUnderstood | None = None
        self._is_waiting = False
        """Whether a question waits for the library to open."""

    def compose(self) -> ComposeResult:
        """Box on top; start or answer left, evidence right."""
        yield QuestionBox("ask your papers a question", id="question")
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

    @property
    def view(self) -> AnswerView:
        """Question and answer."""
        return self.query_one(AnswerView)

    @property
    def evidence(self) -> EvidencePane:
        """The quotes."""
        return self.query_one(EvidencePane)

    @property
    def is_asking(self) -> bool:
        """Whether an answer is being looked for."""
        return self._job is not None

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Keys are there only where they do something."""
        if action == "cancel":
            return self.is_asking
        if action in {"kind", "again", "refine"}:
            return self.answer is not None
        if action == "reword":
            return self.answer is not None and not self.answer.refused
        if action == "chips":
            return bool(self.view.chips.chips)
        if action == "page":
            return bool(self.evidence.cards)
        if action == "searches":
            return self.view.searches.has_class("-there")
        if action in {"new", "fold"}:
            return self.query_one(ContentSwitcher).current != "start"
        return super().check_action(action, parameters)

    # -- starting ----------------------------------------------------------------------------

    def library_opened(self) -> None:
        """Show where to begin, and ask what was typed meanwhile."""
        self.library_changed()
        if self._is_waiting:
            self._begin(self._asking)

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
        self._begin(Asking(question, follows=follows))

    def _begin(self, asking: Asking) -> None:
        """Ask; a question that is being answered is given up."""
        if self._job is not None:
            self._job.abandon()
            self._job = None
        self._request += 1
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
        self._keys_changed()

    def _keys_changed(self) -> None:
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
        self._keys_changed()

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
            self._keys_changed()
            return
        self.view.stop(why)
        if not self.box().value:
            self.box().value = self._asking.question
        self._keys_changed()

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

    # -- asking it another way -----------------------------------------------------------------

    @on(ChipLine.Chosen, "#understood")
    def _chip_chosen(self, event: ChipLine.Chosen) -> None:
        event.stop()
        kind, _, number = event.chip.name.partition(" ")
        if self._understood is None:
            return
        if kind == "offer":
            offered = self._understood.could_narrow[int(number)]
            self._begin(self._asking.taking(offered, self._understood))
        elif kind in {"kind", "effort"}:
            self.action_kind()
        else:
            self._narrow()

    @on(ChipLine.TakenOut, "#understood")
    def _chip_taken_out(self, event: ChipLine.TakenOut) -> None:
        event.stop()
        if self._understood is not None:
            self._begin(self._asking.without(event.chip.name, self._understood))

    def _narrow(self) -> None:
        """Ask for a filter, then ask the question again under it."""
        from ui.app.dialogs.narrow import NarrowDialog

        understood, asking = self._understood, self._asking

        def again(term: str | None) -> None:
            if term and understood is not None:
                self._begin(asking.narrowed(term, understood))

        self.app.push_screen(NarrowDialog(), again)

    def action_kind(self) -> None:
        """Ask again as something else."""
        from ui.app.dialogs.kind import KindDialog

        understood, asking = self._understood, self._asking
        if understood is None:
            return

        def again(way: Way | None) -> None:
            if way is not None:
                self._begin(replace(asking, kind=way.kind, effort=way.effort))

        self.app.push_screen(KindDialog(understood.kind, understood.effort), again)

    def action_chips(self) -> None:
        """To what the question was taken for."""
        self.view.chips.reach()

    def action_again(self) -> None:
        """Ask the same question again, and compare."""
        if self.answer is not None:
            self._begin(Asking.again(self.answer))

    def action_refine(self) -> None:
        """Put the question back into the box."""
        if self.answer is not None:
            self.box().value = self.answer.question
            self.box().focus()

    def action_reword(self) -> None:
        """Put the answer into other words."""
        from ui.app.dialogs.reword import RewordDialog

        self.app.push_screen(RewordDialog(), self._reword)

    def _reword(self, wish: tuple[str, str] | None) -> None:
        if wish is None or self.answer is None or self.is_asking:
            return
        self._request += 1
        self._job = self.session.start(
            partial(work.reword, self.answer, *wish, self._request),
            lane="ask", title="The answer in other words", target=self,
        )  # fmt: skip
        self.view.stop("writing it in other words …   escape cancels")
        self._keys_changed()

    def action_searches(self) -> None:
        """Open or close the searches behind the answer."""
        self.view.searches.action_open_or_close()

    # -- citations ---------------------------------------------------------------------------

    @on(QuestionBox.Stepped)
    def _stepped(self, event: QuestionBox.Stepped) -> None:
        event.stop()
        self.view.prose.action_step(event.step)

    @on(QuestionBox.OpenWanted)
    def _open_wanted(self, event: QuestionBox.OpenWanted) -> None:
        event.stop()
        self.view.prose.action_open()

    @on(AnswerProse.CitationReached)
    def _citation_reached(self, event: AnswerProse.CitationReached) -> None:
        event.stop()
        self._look_at(event.n)

    def _look_at(self, n: int) -> None:
        """Show the quote numbered ``n`` in its passage, and its page where that is wanted."""
        self.evidence.show_current(n)
        self._show_page()
        self._keys_changed()

    async def action_page(self) -> None:
        """Show or hide the page beside the evidence."""
        self.toggle_class("-page")
        if self.has_class("-page") and self._open_side is None:
            self.action_fold()
        if self.has_class("-page") and not self.query("PageBeside"):
            # page pictures need NumPy, which must not be paid for before the first paint
            from ui.app.widgets.page_beside import PageBeside

            await self.query_one(".side").mount(PageBeside(self.session))
        # the page is drawn for the room that it has
        self.call_after_refresh(self._show_page)

    def _show_page(self) -> None:
        """Show the page of the quote that is looked at, or of the first."""
        if self.has_class("-page"):
            from ui.app.widgets.page_beside import PageBeside

            n = self.view.prose.current or 1
            for card in self.evidence.cards:
                if card.citation.n == n:
                    self.query_one(PageBeside).show_citation(card.citation)

    @on(AnswerProse.CitationOpened)
    def _citation_opened(self, event: AnswerProse.CitationOpened) -> None:
        event.stop()
        for card in self.evidence.cards:
            if card.citation.n == event.n:
                # posted from here: a message made here and posted by the card would stop here
                self.post_message(card.chosen_paper)

    @on(QuoteCard.Reached)
    def _quote_reached(self, event: QuoteCard.Reached) -> None:
        event.stop()
        self.view.prose.current = event.n
        self._look_at(event.n)

    # -- earlier -----------------------------------------------------------------------------

    def action_earlier(self) -> None:
        """Show earlier questions."""
        if self.session.is_open:
            self._start.show_window()

    def show_earlier(self, answer: Answer | None) -> None:
        """Show an answer that was given before."""
        if answer is not None:
            self._request += 1
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
        if self._job is not None:
            self._job.abandon()
            self._job = None
        self._request += 1
        self.answer = None
        self.query_one(ContentSwitcher).current = "start"
        self.remove_class("-folded")
        self.box().value = ""
        self.box().focus()
        self._keys_changed()
