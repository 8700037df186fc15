"""Papers by year: bars, the chosen years, and the arcs of one paper's citations.

Owns drawing and choosing a span of years. What is done with the span is the place's business.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.message import Message
from textual.widget import Widget

from ui.app import wording

__all__ = ["Timeline"]

_BARS = " ▁▂▃▄▅▆▇█"


class Timeline(Widget, can_focus=True):
    """Three lines: arcs, bars, years; the chosen span is bright."""

    HELP = (
        "Papers by year. Left and right move the end of the chosen years, shift with them moves "
        "the beginning, Escape chooses all again; a click chooses a year. The arcs above tie the "
        "paper under the cursor to the years of the papers it cites and is cited by."
    )

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left,h", "move(0, -1)", "Earlier end", show=False, id="years.end-earlier",
                tooltip="End the chosen years one year earlier"),
        Binding("right,l", "move(0, 1)", "Later end", show=False, id="years.end-later",
                tooltip="End the chosen years one year later"),
        Binding("shift+left,H", "move(-1, 0)", "Earlier start", show=False,
                id="years.start-earlier", tooltip="Begin the chosen years one year earlier"),
        Binding("shift+right,L", "move(1, 0)", "Later start", show=False, id="years.start-later",
                tooltip="Begin the chosen years one year later"),
        Binding("escape", "all", "All years", id="years.all", tooltip="Choose all years again"),
    ]  # fmt: skip

    DEFAULT_CSS = """
    Timeline { height: 4; padding: 0 1; border-top: solid $line; }
    Timeline:focus { border-top: solid $accent; }
    """

    @dataclass
    class SpanChosen(Message):
        """Other years were chosen; ``None`` is all of them."""

        years: tuple[int, int] | None

    def __init__(self) -> None:
        super().__init__()
        self._counts: Counter[int] = Counter()
        self._first, self._last = 0, 0
        self.span: tuple[int, int] | None = None
        self._arcs: tuple[int, Sequence[int]] | None = None

    def show_years(self, years: Sequence[int]) -> None:
        """Count papers by their years; a span outside them is chosen no more."""
        self._counts = Counter(years)
        self._first, self._last = min(years, default=0), max(years, default=0)
        if self.span and (self.span[0] > self._last or self.span[1] < self._first):
            self.span = None
        self.refresh()

    def show_arcs(self, year: int | None, others: Sequence[int]) -> None:
        """Tie one year to others."""
        self._arcs = (year, others) if year is not None and others else None
        self.refresh()

    # -- drawing -----------------------------------------------------------------------------

    @property
    def _scale(self) -> int:
        """Columns a year takes, so that all fit."""
        years = self._last - self._first + 1
        return max(1, min(4, self.content_size.width // max(1, years)))

    def _year_at(self, column: int) -> int:
        years = self._last - self._first + 1
        width = self.content_size.width
        if years <= width:
            return min(self._last, self._first + column // self._scale)
        return min(self._last, self._first + column * years // width)

    def _column_of(self, year: int) -> int:
        years = self._last - self._first + 1
        width = self.content_size.width
        if years <= width:
            return (year - self._first) * self._scale
        return (year - self._first) * width // years

    def render(self) -> Content:
        """Arcs, bars, years."""
        if not self._counts:
            return Content.styled("no paper has a year yet", "$faint")
        return Content("\n").join([self._arc_line(), self._bar_line(), self._year_line()])

    def _columns(self) -> int:
        years = self._last - self._first + 1
        return min(self.content_size.width, years * self._scale)

    def _bar_line(self) -> Content:
        heights: Counter[int] = Counter()
        width = self._columns()
        for year, papers in self._counts.items():
            heights[self._column_of(year)] += papers
        most = max(heights.values())
        parts = []
        for column in range(width):
            start = column - column % self._scale
            level = -(-heights.get(start, 0) * (len(_BARS) - 1) // most)
            is_gap = self._scale > 2 and column % self._scale == self._scale - 1
            glyph = " " if is_gap else _BARS[level]
            parts.append((glyph, "$accent" if self._is_in(self._year_at(column)) else "$line"))
        return Content.assemble(*parts)

    def _is_in(self, year: int) -> bool:
        return self.span is None or self.span[0] <= year <= self.span[1]

    def _year_line(self) -> Content:
        span = self.span or (self._first, self._last)
        inside = sum(n for year, n in self._counts.items() if self._is_in(year))
        said = f"{span[0]}" if span[0] == span[1] else f"{span[0]}–{span[1]}"
        text = f"{said} · {wording.count(inside, 'paper')}"
        if self.span is None and self.content_size.width > 60:
            text += " · years: Tab, then ← →"
        return Content.styled(text, "$accent" if self.span else "$quiet")

    def _arc_line(self) -> Content:
        """``╭──┴──╮`` between the years of one paper and of those it is tied to."""
        if self._arcs is None:
            return Content("")
        year, others = self._arcs
        assert year is not None
        own = self._column_of(year)
        ends = sorted({self._column_of(other) for other in others} - {own})
        if not ends:
            return Content("")
        low, high = min(own, *ends), max(own, *ends)
        line = ["─"] * (high - low + 1)
        for column in ends:
            line[column - low] = "┬"
        line[0], line[-1] = "╭", "╮"
        line[own - low] = "◉"
        return Content.assemble((" " * low + "".join(line), "$quiet"))

    # -- choosing ----------------------------------------------------------------------------

    def choose(self, span: tuple[int, int] | None) -> None:
        """Choose years, all of them when none are left out."""
        if span is not None and span[0] <= self._first and span[1] >= self._last:
            span = None
        if span != self.span:
            self.span = span
            self.refresh()
            self.refresh_bindings()
            self.post_message(self.SpanChosen(span))

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """There is something to give up only where years were chosen."""
        return self.span is not None if action == "all" else super().check_action(
            action, parameters
        )  # fmt: skip

    def action_move(self, start: int, end: int) -> None:
        """Move one end of the span by years."""
        if self._counts:
            low, high = self.span or (self._first, self._last)
            low = max(self._first, min(low + start, high))
            high = min(self._last, max(high + end, low))
            self.choose((low, high))

    def action_all(self) -> None:
        """Choose all years."""
        self.choose(None)

    def on_click(self, event: events.Click) -> None:
        """Choose the year under the pointer; the chosen one again chooses all."""
        column = event.get_content_offset_capture(self).x
        if self._counts and 0 <= column < self._columns():
            year = self._year_at(column)
            self.choose(None if self.span == (year, year) else (year, year))
