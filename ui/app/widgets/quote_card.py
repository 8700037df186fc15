"""One numbered quote of an answer's evidence.

Owns drawing it short, and at length when it is the one being looked at: then the quote stands
marked in its passage with its score explained.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.message import Message
from textual.reactive import reactive
from textual.widget import Widget

from ui.app import wording
from ui.app.highlight import mark_quote
from ui.app.messages import PaperChosen
from ui.safe_text import one_line

if TYPE_CHECKING:
    from workbench.types import Citation

__all__ = ["QuoteCard", "passage_score"]


def passage_score(citation: Citation) -> float:
    """What the passage of a quote scored in the search."""
    shares = [value for name, value in citation.scores.items() if name.endswith("_share")]
    return sum(shares) if shares else citation.score


class QuoteCard(Widget, can_focus=True):
    """A quote with its number, paper and page."""

    HELP = (
        "A quote, word for word from a paper. Moving to it shows it in its passage; Enter opens "
        "the paper at that page."
    )

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "open", "Open page", id="quote.open",
                tooltip="Open the paper at the page of this quote"),
        Binding("plus", "vote(1)", "Good", show=False, id="quote.good",
                tooltip="Say that this quote was good: its passage moves up a little"),
        Binding("minus", "vote(-1)", "Bad", show=False, id="quote.bad",
                tooltip="Say that this quote was bad: its passage moves down a little"),
        Binding("0", "vote(0)", "No vote", show=False, id="quote.no-vote",
                tooltip="Take back what was said of this quote"),
    ]  # fmt: skip

    DEFAULT_CSS = """
    QuoteCard {
        height: auto; padding: 0 1; margin: 0 0 1 0; border-left: outer $background;
        pointer: pointer;
        &:hover { background: $surface; border-left: outer $surface; }
        &.-current { background: $raised; border-left: outer $line; }
        &.-current:focus { border-left: outer $accent; }
    }
    """

    current: reactive[bool] = reactive(False, layout=True, toggle_class="-current")

    @dataclass
    class Voted(Message):
        """The person found this quote good (1) or bad (-1), or takes that back (0)."""

        n: int
        value: int

    @dataclass
    class Reached(Message):
        """The person moved to this quote."""

        n: int

    def __init__(self, citation: Citation, best: float = 1.0) -> None:
        super().__init__()
        self.citation = citation
        self._best = best
        """The best score among the quotes that are shown: its bar is the full one."""

    def render(self) -> Content:
        """Number, source and quote; at length the passage and its score."""
        lines = [self._head()]
        if not self.current:
            lines.append(Content(f"“{one_line(self.citation.quote, 320)}”"))
            return Content("\n").join(lines)
        passage = one_line(self.citation.passage.text, 6000)
        lines.append(mark_quote(passage, one_line(self.citation.quote, 6000)))
        if self.citation.scores:
            lines.append(wording.score_lines(self.score, self.citation.scores))
        return Content("\n").join(lines)

    def _head(self) -> Content:
        paper = self.citation.paper
        source = f"{wording.authors(paper.authors) or wording.title(paper)} {paper.year_label}"
        parts = [
            (f"[{self.citation.n}] ", "bold $accent"),
            (source.strip(), "$title"),
            (f" · p. {self.citation.page}", "$quiet"),
        ]
        if self.citation.in_parts:
            # a viewer that looks for the quote as a whole does not find it there
            parts.append((", in parts", "$quiet"))
        if self.citation.has_flat_signs:
            parts.append((", signs set flat: see the page", "$partly"))
        if score := self.score:
            bar = wording.bar(score / max(self._best, 1e-9), 6)
            parts += [("  ", ""), (bar, "$accent on $raised"), (f" {score:.2f}", "$accent")]
        return Content.assemble(*parts)

    @property
    def score(self) -> float:
        """What its passage scored in the search, so that bars mean the same in both places."""
        return passage_score(self.citation)

    def on_focus(self) -> None:
        """Being reached by the keyboard."""
        self.post_message(self.Reached(self.citation.n))

    def on_click(self, event: events.Click) -> None:
        """The first click looks closer, the second opens the page."""
        event.stop()
        if self.current and event.chain == 2:
            self.action_open()

    def action_vote(self, value: int) -> None:
        """Say what the quote was worth."""
        self.post_message(self.Voted(self.citation.n, value))

    def action_open(self) -> None:
        """Open the paper at the quote's page."""
        self.post_message(self.chosen_paper)

    @property
    def chosen_paper(self) -> PaperChosen:
        """The message that opens the paper at this quote."""
        c = self.citation
        return PaperChosen(c.paper.id, c.page, c.quote, c.passage.rectangles)
