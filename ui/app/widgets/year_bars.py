"""Papers by year as bars, and choosing a span of years by key, click or drag.

Owns drawing and choosing. What is done with the span is the place's business.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.message import Message
from textual.widget import Widget

from ui.app import wording

__all__ = ["Span", "YearBars"]

_BARS = " ▁▂▃▄▅▆▇█"

Span = tuple[int, int]
"""First and last year, both included."""


class YearBars(Widget, can_focus=True):
    """Bars over the years, and a line that says what is chosen; the chosen span is bright."""

    HELP = (
        "Papers by year. Left and right move the end of the chosen years, shift with them moves "
        "the beginning, Escape chooses all again. A click chooses a year, a second one elsewhere "
        "all years up to there, and so does dragging."
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
    YearBars { height: 3; padding: 0 2; pointer: pointer; }
    YearBars:focus { background: $surface; }
    """

    BAR_LINES: ClassVar[int] = 2
    """Lines that the tallest bar takes."""

    EMPTY: ClassVar[str] = ""
    """What is said where there is no year to show."""

    @dataclass
    class SpanChosen(Message):
        """Other years were chosen; ``None`` is all of them."""

        years: Span | None

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002 -- Textual's word
        super().__init__(id=id)
        self._counts: Counter[int] = Counter()
        self._first, self._last = 0, 0
        self._pressed: Span | None = None
        """The years on which the mouse was pressed, until it is let go."""
        self.span: Span | None = None

    def show_counts(self, counts: Mapping[int, int]) -> None:
        """Show how many papers there are of each year; a span outside them is chosen no more."""
        self._counts = Counter(counts)
        self._first, self._last = min(counts, default=0), max(counts, default=0)
        if self.span and (self.span[0] > self._last or self.span[1] < self._first):
            self.span = None
        self.refresh()

    def show_span(self, first: int | None, last: int | None) -> None:
        """Let these years be the chosen ones, without telling anyone; ``None`` is an open side."""
        low = self._first if first is None else first
        high = self._last if last is None else last
        is_all = low <= self._first and high >= self._last
        self.span = None if is_all or low > high else (low, high)
        self.refresh()
        self.refresh_bindings()

    # -- drawing -----------------------------------------------------------------------------

    @property
    def _years(self) -> int:
        return self._last - self._first + 1

    @property
    def _scale(self) -> int:
        """Columns a year takes, so that all fit."""
        return max(1, min(4, self.content_size.width // max(1, self._years)))

    def _columns(self) -> int:
        return min(self.content_size.width, self._years * self._scale)

    def _years_at(self, column: int) -> Span:
        """The years that a column stands for; several where there are more years than columns."""
        years, width = self._years, self.content_size.width
        if years <= width:
            year = min(self._last, self._first + column // self._scale)
            return year, year
        first = self._first + -(-column * years // width)
        last = self._first + -(-(column + 1) * years // width) - 1
        return min(first, self._last), min(max(first, last), self._last)

    def _column_of(self, year: int) -> int:
        years, width = self._years, self.content_size.width
        if years <= width:
            return (year - self._first) * self._scale
        return (year - self._first) * width // years

    def render(self) -> Content:
        """Bars, and what is chosen."""
        if not self._counts:
            return Content.styled(self.EMPTY, "$faint")
        return Content("\n").join([*self._bar_lines(), self._year_line()])

    def _bar_lines(self) -> list[Content]:
        """The bars, the highest line first."""
        heights: Counter[int] = Counter()
        for year, papers in self._counts.items():
            heights[self._column_of(year)] += papers
        most = max(heights.values())
        steps = len(_BARS) - 1
        lines = []
        for line in reversed(range(self.BAR_LINES)):
            parts = []
            for column in range(self._columns()):
                papers = heights.get(column - column % self._scale, 0)
                # what is there at all is seen, however little it is
                level = -(-papers * steps * self.BAR_LINES // most) - line * steps
                is_gap = self._scale > 2 and column % self._scale == self._scale - 1
                glyph = " " if is_gap else _BARS[max(0, min(level, steps))]
                is_in = self._is_in(self._years_at(column))
                parts.append((glyph, "$accent" if is_in else "$line"))
            lines.append(Content.assemble(*parts))
        return lines

    def _is_in(self, years: Span) -> bool:
        return self.span is None or (self.span[0] <= years[1] and years[0] <= self.span[1])

    def _year_line(self) -> Content:
        span = self.span or (self._first, self._last)
        inside = sum(n for year, n in self._counts.items() if self._is_in((year, year)))
        said = f"{span[0]}" if span[0] == span[1] else f"{span[0]}–{span[1]}"
        text = f"{said} · {wording.count(inside, 'paper')}"
        if self.span is None and self.content_size.width > 60:
            text += " · years: Tab, then ← →"
        return Content.styled(text, "$accent" if self.span else "$quiet")

    # -- choosing ----------------------------------------------------------------------------

    def choose(self, span: Span | None) -> None:
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

    def _years_under(self, event: events.MouseEvent) -> Span | None:
        """The years under the pointer, at the ends of the bars for one that is beside them."""
        if not self._counts or not self._columns():
            return None
        column = event.get_content_offset_capture(self).x
        return self._years_at(max(0, min(column, self._columns() - 1)))

    def on_mouse_down(self, event: events.MouseDown) -> None:
        """Begin a click or a drag."""
        column = event.get_content_offset_capture(self).x
        if event.button == 1 and 0 <= column < self._columns():
            self._pressed = self._years_under(event)
            self.capture_mouse()

    def on_mouse_move(self, event: events.MouseMove) -> None:
        """Show what a drag would choose."""
        here = self._years_under(event)
        if self._pressed is not None and here is not None and here != self._pressed:
            self.span = _from_to(self._pressed, here)
            self.refresh()

    def on_mouse_up(self, event: events.MouseUp) -> None:
        """End a click or a drag."""
        pressed, self._pressed = self._pressed, None
        self.release_mouse()
        here = self._years_under(event)
        if pressed is None or here is None:
            return
        if here == pressed:
            self._clicked(here)
        else:
            span = _from_to(pressed, here)
            self.span = None if span == self.span else self.span
            self.choose(span)

    def _clicked(self, years: Span) -> None:
        """One year; from the chosen one to another; all again on the chosen one."""
        if self.span == years:
            self.choose(None)
        elif self.span is not None and self.span == self._years_at(self._column_of(self.span[0])):
            self.choose(_from_to(self.span, years))
        else:
            self.choose(years)


def _from_to(one: Span, other: Span) -> Span:
    return min(one[0], other[0]), max(one[1], other[1])
