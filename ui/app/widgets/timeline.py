"""Papers by year with the arcs of one paper's citations above them.

Owns the arcs; bars and the choosing of years are those of ``YearBars``.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import ClassVar

from textual.content import Content

from ui.app.widgets.year_bars import YearBars

__all__ = ["Timeline"]


class Timeline(YearBars):
    """Three lines: arcs, bars, years."""

    HELP = (
        f"{YearBars.HELP} The arcs above tie the paper under the cursor to the years of the "
        "papers it cites and is cited by."
    )

    BAR_LINES: ClassVar[int] = 1
    EMPTY: ClassVar[str] = "no paper has a year yet"

    DEFAULT_CSS = """
    Timeline { height: 4; padding: 0 1; border-top: solid $line; }
    Timeline:focus { border-top: solid $accent; background: $background; }
    """

    def __init__(self) -> None:
        super().__init__()
        self._arcs: tuple[int, Sequence[int]] | None = None

    def show_years(self, years: Sequence[int]) -> None:
        """Count papers by their years."""
        self.show_counts(Counter(years))

    def show_arcs(self, year: int | None, others: Sequence[int]) -> None:
        """Tie one year to others."""
        self._arcs = (year, others) if year is not None and others else None
        self.refresh()

    def render(self) -> Content:
        """Arcs, bars, years."""
        below = super().render()
        return Content("\n").join([self._arc_line(), below]) if self._counts else below

    def _arc_line(self) -> Content:
        """``╭──┴──╮`` between the years of one paper and of those it is tied to."""
        if self._arcs is None:
            return Content("")
        year, others = self._arcs
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
