"""The prose of an answer: a growing draft first, then checked sentences with their marks.

Owns drawing the sentences and walking through their citations. The prose is plain text by
contract, so it is drawn as text with spans and never parsed as Markdown: what a paper says cannot
become a link, a heading or a picture.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.message import Message
from textual.reactive import reactive
from textual.style import Style
from textual.widget import Widget

from ui.app.wording import SUPPORT_MARKS, with_keys
from ui.safe_text import one_line, plain

if TYPE_CHECKING:
    from workbench.types import Answer, Sentence, Table

__all__ = ["QUOTES", "AnswerProse"]

QUOTES = "quotes"
"""Model of an answer that no model wrote: its sentences are the papers' own."""

_WIDEST_CELL = 60
_CITATION = re.compile(r"\s*\[(\d+)\]")


class AnswerProse(Widget, can_focus=True):
    """Sentences, their citations, and whether each one holds."""

    HELP = (
        "The answer. Left and right (or a number) move through its citations; the evidence at "
        "the right follows. Enter opens the page. ✓ supported by its quotes, ~ partly, ✗ not."
    )

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left", "step(-1)", "Previous citation", show=False, id="answer.previous-citation",
                tooltip="Move to the citation before"),
        Binding("right", "step(1)", "Citations", key_display="←→", id="answer.next-citation",
                tooltip="Move to the next citation; its quote is shown beside"),
        Binding("enter", "open", "Open page", id="answer.open-page",
                tooltip="Open the paper at the page of the current citation"),
        Binding("plus", "vote(1)", "Good", show=False, id="answer.good",
                tooltip="Say that this answer was good"),
        Binding("minus", "vote(-1)", "Bad", show=False, id="answer.bad",
                tooltip="Say that this answer was bad"),
        Binding("0", "vote(0)", "No vote", show=False, id="answer.no-vote",
                tooltip="Take back what was said of this answer"),
        *[
            Binding(str(n), f"cite({n})", f"Citation {n}", show=False, id=f"cite.{n}",
                    tooltip=f"Show the quote behind [{n}]")
            for n in range(1, 10)
        ],
    ]  # fmt: skip

    DEFAULT_CSS = """
    AnswerProse { height: auto; width: 1fr; padding: 0; }
    """

    draft: reactive[str] = reactive("", layout=True)
    answer: reactive[Answer | None] = reactive(None, layout=True)
    current: reactive[int] = reactive(0)
    """Number of the citation that is looked at; 0 for none."""

    @dataclass
    class CitationReached(Message):
        """A citation was moved to or clicked."""

        n: int

    @dataclass
    class CitationOpened(Message):
        """The page of a citation is wanted."""

        n: int

    @dataclass
    class Voted(Message):
        """The person found the answer good (1) or bad (-1), or takes that back (0)."""

        value: int

    def render(self) -> Content:
        """The checked sentences, or the draft while there are none."""
        if self.answer is None:
            return Content.styled(plain(self.draft) + "▌", "$quiet") if self.draft else Content("")
        return _prose(self.answer, self.current)

    @property
    def order(self) -> list[int]:
        """Numbers of the citations in the order of reading, each once."""
        if self.answer is None:
            return []
        cited = [n for sentence in self.answer.sentences for n in sentence.citations]
        return list(dict.fromkeys(cited)) or [c.n for c in self.answer.citations]

    def action_step(self, step: int) -> None:
        """Move through the citations."""
        order = self.order
        if not order:
            return
        if self.current not in order:
            at = 0 if step > 0 else len(order) - 1
        else:
            at = max(0, min(order.index(self.current) + step, len(order) - 1))
        self._reach(order[at])

    def action_cite(self, n: int) -> None:
        """Move to the citation with a number."""
        if self.answer is not None and any(c.n == n for c in self.answer.citations):
            self._reach(n)

    def action_open(self) -> None:
        """Open the page of the current citation, or of the first."""
        if n := self.current or next(iter(self.order), 0):
            self.post_message(self.CitationOpened(n))

    def action_vote(self, value: int) -> None:
        """Say what the answer was worth."""
        if self.answer is not None:
            self.post_message(self.Voted(value))

    def on_mouse_move(self, event: events.MouseMove) -> None:
        """Pointing at ``[n]`` shows its quote, and points at nothing else until it leaves."""
        n = event.style.meta.get("citation")
        if n is not None and n != self.current:
            self._reach(n)

    def on_click(self, event: events.Click) -> None:
        """A click on ``[n]`` moves there, a second one opens its page."""
        n = event.style.meta.get("citation")
        if n is None:
            return
        event.stop()
        if event.chain >= 2 and n == self.current:
            self.post_message(self.CitationOpened(n))
        else:
            self._reach(n)

    def _reach(self, n: int) -> None:
        self.current = n
        self.post_message(self.CitationReached(n))


def _prose(answer: Answer, current: int) -> Content:
    if not answer.sentences:
        parts = [Content(plain(with_keys(answer.text)))]
        return Content("\n\n").join([*parts, *_table(answer.table)])
    parts = []
    paragraph = -1
    for sentence in answer.sentences:
        if sentence.paragraph != paragraph:
            paragraph = sentence.paragraph
            parts.append(_opening(answer, paragraph, is_first=not parts))
        else:
            parts.append(Content(" "))
        parts.append(_sentence(sentence, current, is_checked=answer.model != QUOTES))
    return Content("").join(parts)


def _opening(answer: Answer, paragraph: int, *, is_first: bool) -> Content:
    """What stands before a paragraph: a blank line, and its heading where it has one."""
    heading = answer.headings[paragraph] if paragraph < len(answer.headings) else ""
    gap = "" if is_first else "\n\n"
    return Content.assemble(gap, (f"{plain(heading)}\n", "bold $quiet") if heading else "")


def _table(table: Table | None) -> list[Content]:
    """A count as lines, its columns as wide as their longest cell."""
    if table is None:
        return []
    rows = [[one_line(cell, _WIDEST_CELL) for cell in row] for row in (table.columns, *table.rows)]
    widths = [max(len(row[n]) for row in rows) for n in range(len(table.columns))]
    lines = [
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
        for row in rows
    ]
    return [Content.assemble((f"{lines[0]}\n", "bold $quiet"), "\n".join(lines[1:]))]


def _sentence(sentence: Sentence, current: int, *, is_checked: bool) -> Content:
    # a quote stands on itself: a mark on it would say nothing and look like a verdict
    mark, colour = SUPPORT_MARKS[sentence.support] if is_checked else ("", "")
    marks = [_citation(n, current) for n in sentence.citations]
    text = Content(_CITATION.sub("", plain(sentence.text)))
    # no space before the mark: a line would break there
    return Content.assemble(text, " ", *marks, (mark, colour))


def _citation(n: int, current: int) -> Content:
    style = "bold $background on $accent" if n == current else "$accent"
    label = Content.styled(f"[{n}]", style)
    return label.stylize(Style.from_meta({"citation": n}))
