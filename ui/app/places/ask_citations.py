"""The citations of an answer: moving through them, their quotes beside, and the page of one.

Owns what is looked at; the answer itself is asked for and shown by ``ask.py``.
"""

from __future__ import annotations

from typing import ClassVar

from textual import on
from textual.binding import Binding, BindingType

from ui.app.places.ask_keeping import AnswerKeeping
from ui.app.widgets.answer_prose import AnswerProse
from ui.app.widgets.answer_view import AnswerView
from ui.app.widgets.evidence_pane import EvidencePane
from ui.app.widgets.question_box import QuestionBox
from ui.app.widgets.quote_card import QuoteCard

__all__ = ["AnswerCitations"]


class AnswerCitations(AnswerKeeping):
    """A place with an ``AnswerView``, an ``EvidencePane`` and a ``QuestionBox``."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("p", "page", "Page", show=False, id="ask.page",
                tooltip="Show or hide the page of the quote that is looked at, beside it"),
    ]  # fmt: skip

    @property
    def view(self) -> AnswerView:
        """Question and answer."""
        return self.query_one(AnswerView)

    @property
    def evidence(self) -> EvidencePane:
        """The quotes."""
        return self.query_one(EvidencePane)

    def keys_changed(self) -> None:
        """Let the box and the bottom line know what can be done now."""
        raise NotImplementedError

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Without a quote there is no page to show."""
        if action == "page":
            return bool(self.evidence.cards)
        return super().check_action(action, parameters)

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
        self.keys_changed()

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
