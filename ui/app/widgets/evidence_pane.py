"""The quotes an answer stands on, beside it.

Owns the cards and which of them is looked at.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from ui.app.widgets.quote_card import QuoteCard, passage_score

if TYPE_CHECKING:
    from workbench.types import Citation

__all__ = ["EvidencePane"]


class EvidencePane(VerticalScroll, can_focus=False):
    """Quote cards, one of them current."""

    HELP = "The quotes behind the answer. Up and down move from quote to quote."

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up,k", "previous", "Previous quote", show=False, id="evidence.previous",
                tooltip="Move to the quote before this one"),
        Binding("down,j", "next", "Next quote", show=False, id="evidence.next",
                tooltip="Move to the quote after this one"),
    ]  # fmt: skip

    DEFAULT_CSS = """
    EvidencePane {
        scrollbar-size-vertical: 1; padding: 0 0 0 1;
        #evidence-head { height: 2; color: $faint; padding: 0 1; }
    }
    """

    def compose(self) -> ComposeResult:
        """A heading; cards come with the evidence."""
        yield Static("", id="evidence-head", markup=False)

    @property
    def cards(self) -> list[QuoteCard]:
        """The cards in order."""
        return list(self.query(QuoteCard))

    async def show_citations(self, citations: tuple[Citation, ...], heading: str) -> None:
        """Replace all cards; nothing is done when they are the same already."""
        self.query_one("#evidence-head", Static).update(Content(heading))
        if [card.citation for card in self.cards] == list(citations):
            return
        with self.app.batch_update():
            await self.query(QuoteCard).remove()
            best = max(map(passage_score, citations), default=1.0)
            await self.mount_all([QuoteCard(citation, best) for citation in citations])
        self.scroll_to(y=0, animate=False)

    def show_current(self, n: int) -> None:
        """Look closer at the quote numbered ``n``."""
        for card in self.cards:
            card.current = card.citation.n == n
            if card.current:
                # after the card has grown to its full height
                self.call_after_refresh(self.scroll_to_widget, card, animate=False)

    def _move(self, step: int) -> None:
        cards = self.cards
        at = next((i for i, card in enumerate(cards) if card.has_focus), -1)
        if 0 <= at + step < len(cards):
            cards[at + step].focus()

    def action_previous(self) -> None:
        """Focus the quote before."""
        self._move(-1)

    def action_next(self) -> None:
        """Focus the quote after."""
        self._move(1)
