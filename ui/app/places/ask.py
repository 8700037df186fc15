"""The Ask place: a question, its answer as it grows, and the quotes it stands on.

Owns the course of one question: asked, quotes found, drafted, settled, or stopped. Requests are
numbered, so that a late answer never lands under another question.
"""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.widget import Widget
from textual.widgets import ContentSwitcher, Input, Static

from ui.app import work
from ui.app.messages import (
    AnswerExported,
    AnswerSettled,
    AnswersRead,
    DraftGrown,
    EvidenceArrived,
    FileInTheWay,
    JobCancelled,
    JobFailed,
    PapersRead,
    VoteKept,
)
from ui.app.places.place import Place
from ui.app.widgets.answer_prose import AnswerProse
from ui.app.widgets.answer_view import AnswerView
from ui.app.widgets.evidence_pane import EvidencePane
from ui.app.widgets.question_box import QuestionBox
from ui.app.widgets.quote_card import QuoteCard
from ui.app.widgets.row_list import RowList
from ui.app.widgets.start_list import StartList, suggested_questions
from ui.app.widgets.text_box import TextBox
from ui.app.wording import short_path

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ui.app.dialogs.kind import Way
    from ui.app.jobs import Job
    from ui.app.session import Session
    from workbench.types import Answer, PaperSummary

__all__ = ["AskPlace"]


class AskPlace(Place):
    """Question box, answer and evidence."""

    HELP = (
        "Ask a question in whole words. Quotes from your papers come first, then an answer made "
        "of them; every sentence is checked against the quotes it cites."
    )

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "cancel", "Cancel", id="ask.cancel",
                tooltip="Stop looking for an answer"),
        Binding("e,ctrl+s", "export", "Save", id="ask.save",
                tooltip="Save the answer as a Markdown file"),
        Binding("y", "copy", "Copy", id="ask.copy",
                tooltip="Copy the answer and its sources to the clipboard"),
        Binding("h,ctrl+r", "earlier", "Earlier", id="ask.earlier",
                tooltip="Show questions asked before"),
        Binding("k", "kind", "Kind", show=False, id="ask.kind",
                tooltip="Ask again as another kind of question, or with another effort"),
        Binding("n", "new", "New", show=False, id="ask.new", tooltip="Begin a new question"),
    ]  # fmt: skip

    DEFAULT_CSS = """
    AskPlace {
        #start-head { height: auto; padding: 0 2 1 2; color: $quiet; }
        .columns { padding-top: 0; }
        ContentSwitcher { height: 1fr; }
    }
    """

    def __init__(self, session: Session) -> None:
        super().__init__(session, "ask")
        self.answer: Answer | None = None
        self._request = 0
        self._job: Job | None = None
        self._question = ""
        self._pending_question = ""
        self._recent: Sequence[Answer] = ()
        self._suggested: list[str] = []
        self._wants_dialog = False

    def compose(self) -> ComposeResult:
        """Box on top; start or answer left, evidence right."""
        yield QuestionBox("ask your papers a question", id="question")
        with ContentSwitcher(initial="start"):
            with Vertical(id="start"):
                yield Static(id="start-head", markup=False)
                yield StartList(id="starts")
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
        if action in {"export", "copy", "kind"}:
            return self.answer is not None
        if action in {"new", "fold"}:
            return self.query_one(ContentSwitcher).current != "start"
        return super().check_action(action, parameters)

    # -- starting ----------------------------------------------------------------------------

    def library_opened(self) -> None:
        """Show where to begin, and ask what was typed meanwhile."""
        self.library_changed()
        if self._pending_question:
            self.ask(self._pending_question)

    def library_changed(self) -> None:
        """Suggest questions from the titles that are here now."""
        if not self.session.is_open:
            return
        first_papers = partial(work.read_papers, "", "added", True, 12, 0, 0)
        self.session.start(first_papers, lane="list", title="Papers", target=self)
        self._read_earlier(20)

    def _read_earlier(self, limit: int) -> None:
        self.session.start(
            partial(work.read_answers, limit), lane="list", title="Earlier answers", target=self
        )

    def on_papers_read(self, message: PapersRead) -> None:
        """Titles to suggest questions from."""
        self._suggest(message.rows)

    def _suggest(self, papers: Sequence[PaperSummary]) -> None:
        self._suggested = suggested_questions(papers)
        self._show_starts()

    def on_answers_read(self, message: AnswersRead) -> None:
        """Earlier answers, for the start or for the window that asked for them."""
        self._recent = message.answers
        self._show_starts()
        if self._wants_dialog:
            from ui.app.dialogs.answers import AnswersDialog

            self._wants_dialog = False
            self.app.push_screen(AnswersDialog(message.answers), self._show_earlier)

    def _show_starts(self) -> None:
        newest: dict[str, Answer] = {}
        for answer in self._recent:
            newest.setdefault(answer.question, answer)
        recent = list(newest.values())[:6]
        self.query_one(StartList).show_starts(recent, self._suggested)
        head = "Asked before, and where one could begin:" if self._recent else ""
        if not head and self._suggested:
            head = "Ask anything about your papers. For instance:"
        self.query_one("#start-head", Static).update(head)

    @on(RowList.Chosen, "#starts")
    def _start_chosen(self, event: RowList.Chosen) -> None:
        event.stop()
        start = self.query_one(StartList).starts[event.index]
        if start.answer is not None:
            self._show_earlier(start.answer)
        else:
            self.ask(start.question)
            self.box().focus()

    # -- asking ------------------------------------------------------------------------------

    @on(Input.Submitted, "#question")
    def _submitted(self, event: Input.Submitted) -> None:
        event.stop()
        if question := event.value.strip():
            self.ask(question, follows=self.answer)

    def ask(self, question: str, way: Way | None = None, follows: Answer | None = None) -> None:
        """Begin with a question; one that is being answered is given up.

        ``way`` says what it is taken for; ``follows`` is the answer that it may go on from.
        """
        if self._job is not None:
            self._job.abandon()
            self._job = None
        self._request += 1
        self._question = question
        self.answer = None
        self._show_answer_side()
        self.box().value = ""
        self.view.begin(question)
        if not self.session.is_open:
            self._pending_question = question
            self.view.stop("waiting for the library to open …")
            return
        self._pending_question = ""
        self._job = self.session.start(
            partial(
                work.ask, question, self._request, way.kind if way else "",
                way.effort if way else "", follows,
            ),
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
            await self._settle(message.answer)
            self._read_earlier(20)

    async def _settle(self, answer: Answer) -> None:
        self.answer = answer
        heading = "Nearest passages" if answer.refused else "Evidence"
        await self.evidence.show_citations(answer.citations, heading)
        self.evidence.show_current(0)
        self.view.settle(answer)
        self._keys_changed()

    def on_job_failed(self, message: JobFailed) -> None:
        """Say it in the answer's place too; the box with the detail comes from the app."""
        if self._job is not None and message.job == self._job.number:
            self._stopped(f"✗ {message.problem}")

    def _stopped(self, why: str) -> None:
        """No answer comes; the question goes back into the box, to be changed."""
        self._job = None
        self.view.stop(why)
        if not self.box().value:
            self.box().value = self._question
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
        target.focus()

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
        self.evidence.show_current(event.n)
        self._keys_changed()

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
        self.evidence.show_current(event.n)
        self._keys_changed()

    @on(QuoteCard.Voted)
    def _voted(self, event: QuoteCard.Voted) -> None:
        event.stop()
        if self.answer is not None:
            self.session.start(
                partial(work.vote, self.answer, event.n, event.value),
                lane="list", title="Keeping your vote", target=self,
            )  # fmt: skip

    def on_vote_kept(self, message: VoteKept) -> None:
        """Say what it does, and how to take it back."""
        told = {
            1: f"[{message.n}] is good: its passage moves up a little (0 takes it back)",
            -1: f"[{message.n}] is bad: its passage moves down a little (0 takes it back)",
            0: f"no vote on [{message.n}]",
        }
        self.notify(told[message.value], markup=False)

    # -- keeping -----------------------------------------------------------------------------

    def action_earlier(self) -> None:
        """Show earlier questions."""
        self._wants_dialog = True
        if self.session.is_open:
            self._read_earlier(200)

    def _show_earlier(self, answer: Answer | None) -> None:
        if answer is not None:
            self._request += 1
            self._show_answer_side()
            self.run_worker(
                self._settle(answer), group="settle", exclusive=True, exit_on_error=True
            )
            self.view.prose.focus()

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

    def action_kind(self) -> None:
        """Ask again as something else."""
        from ui.app.dialogs.kind import KindDialog

        answer = self.answer
        if answer is None:
            return

        def again(way: Way | None) -> None:
            if way is not None:
                self.ask(answer.question, way)

        self.app.push_screen(KindDialog(answer), again)

    def action_export(self) -> None:
        """Ask for a file name, then write."""
        from ui.app.dialogs.export import ExportDialog

        if self.answer is not None:
            self.app.push_screen(ExportDialog(self.answer.question), self._export)

    def _export(self, path: str | None, overwrite: bool = False) -> None:
        if path and self.answer is not None:
            self.session.start(
                partial(work.export_answer, self.answer, path, overwrite),
                lane="list", title="Saving the answer", target=self,
            )  # fmt: skip

    def on_file_in_the_way(self, message: FileInTheWay) -> None:
        """Ask before a file is replaced."""
        from ui.app.dialogs.confirm import ConfirmDialog

        def replace(yes: bool | None) -> None:
            if yes:
                self._export(message.path, overwrite=True)

        question = f"There is a file {message.path} already."
        self.app.push_screen(ConfirmDialog(question, "replace it", "keep it"), replace)

    def on_answer_exported(self, message: AnswerExported) -> None:
        """Say where it is."""
        where = short_path(str(Path(message.path).expanduser().absolute()))
        self.notify(f"Saved to {where}", markup=False)

    def action_copy(self) -> None:
        """Copy prose and sources (OSC 52)."""
        if self.answer is None:
            return
        sources = [
            f"[{c.n}] {c.paper.title} ({c.paper.year or 'n.d.'}), p. {c.page}: “{c.quote}”"
            for c in self.answer.citations
        ]
        self.app.copy_to_clipboard("\n".join([self.answer.text, "", *sources]))
        self.notify("Answer and sources copied", markup=False)
