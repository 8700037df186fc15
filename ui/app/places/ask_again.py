"""Asking the question that was asked another way: narrowed, as another kind, in other words.

Owns the ways; asking is ``ask.py``'s.
"""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.binding import Binding, BindingType

from ui.app import wording, work
from ui.app.asking import Asking
from ui.app.messages import RewordOffered
from ui.app.places.ask_citations import AnswerCitations
from ui.app.widgets.chip_line import ChipLine
from ui.safe_text import one_line

if TYPE_CHECKING:
    from textual.widgets import Input

    from ui.app.dialogs.kind import Way
    from ui.app.jobs import Job
    from ui.app.session import Session
    from workbench.types import Answer, QuestionUnderstood

__all__ = ["AskingAgain"]


class AskingAgain(AnswerCitations):
    """A place in which a question is answered, one at a time."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("k", "kind", "Kind", show=False, id="ask.kind",
                tooltip="Ask again as another kind of question, or with another effort"),
        Binding("r", "again", "Again", show=False, id="ask.again",
                tooltip="Ask the same question again, and say what is different now"),
        Binding("c", "chips", "Narrow", show=False, id="ask.chips",
                tooltip="Go to what the question was taken for and narrowed to, to change it"),
        Binding("i", "refine", "Refine", show=False, id="ask.refine",
                tooltip="Put the question back into the box, to ask it in other words"),
        Binding("w", "reword", "Reword", show=False, id="ask.reword",
                tooltip="Put the answer into other words, for an audience or in a language"),
        Binding("b", "searches", "Searches", show=False, id="ask.searches",
                tooltip="Open or close the searches behind the answer"),
    ]  # fmt: skip

    def __init__(self, session: Session, name: str) -> None:
        super().__init__(session, name)
        self._request = 0
        self._job: Job | None = None
        self._asking = Asking("")
        self._understood: Answer | QuestionUnderstood | None = None

    @property
    def is_asking(self) -> bool:
        """Whether an answer is being looked for."""
        return self._job is not None

    def box(self) -> Input:
        """The question."""
        raise NotImplementedError

    def begin(self, asking: Asking) -> None:
        """Ask; a question that is being answered is given up."""
        raise NotImplementedError

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """An answer can be asked for again; what was understood is changed before that too."""
        if action in {"kind", "again", "refine"}:
            return self.answer is not None
        if action == "reword":
            return self.answer is not None and not self.answer.refused
        if action == "chips":
            return bool(self.view.chips.chips)
        if action == "searches":
            return self.view.searches.has_class("-there")
        return super().check_action(action, parameters)

    @on(ChipLine.Chosen, "#understood")
    def _chip_chosen(self, event: ChipLine.Chosen) -> None:
        event.stop()
        kind, _, number = event.chip.name.partition(" ")
        if self._understood is None:
            return
        if kind == "offer":
            offered = self._understood.could_narrow[int(number)]
            self.begin(self._asking.taking(offered, self._understood))
        elif kind in {"kind", "effort"}:
            self.action_kind()
        else:
            self._narrow()

    @on(ChipLine.TakenOut, "#understood")
    def _chip_taken_out(self, event: ChipLine.TakenOut) -> None:
        event.stop()
        if self._understood is not None:
            self.begin(self._asking.without(event.chip.name, self._understood))

    def _narrow(self) -> None:
        """Ask for a filter, then ask the question again under it."""
        from ui.app.dialogs.narrow import NarrowDialog

        understood, asking = self._understood, self._asking

        def again(term: str | None) -> None:
            if term and understood is not None:
                self.begin(asking.narrowed(term, understood))

        self.app.push_screen(NarrowDialog(), again)

    def action_kind(self) -> None:
        """Ask again as something else."""
        from ui.app.dialogs.kind import KindDialog

        understood, asking = self._understood, self._asking
        if understood is None:
            return

        def again(way: Way | None) -> None:
            if way is not None:
                self.begin(replace(asking, kind=way.kind, effort=way.effort))

        self.app.push_screen(KindDialog(understood.kind, understood.effort), again)

    def action_chips(self) -> None:
        """To what the question was taken for."""
        self.view.chips.reach()

    def action_again(self) -> None:
        """Ask the same question again, and compare."""
        if self.answer is not None:
            self.begin(Asking.again(self.answer))

    def action_refine(self) -> None:
        """Put the question back into the box."""
        if self.answer is not None:
            self.box().value = self.answer.question
            self.box().focus()

    def action_reword(self) -> None:
        """Put the answer into other words, where there is a writer that can."""
        self.session.start(
            work.why_not_reword, lane="list", title="The answer in other words", target=self
        )

    def on_reword_offered(self, message: RewordOffered) -> None:
        """Ask in which words, or say why there can be no others."""
        message.stop()
        if message.why_not:
            told = one_line(wording.with_keys(message.why_not))
            self.app.notify(told, severity="warning", markup=False)
            return
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
        self.keys_changed()

    def action_searches(self) -> None:
        """Open or close the searches behind the answer."""
        self.view.searches.action_open_or_close()
