"""The map as characters: a mark for each paper or, where they are many, a dot of a Braille letter.

Owns turning positions into cells, and finding the paper nearest to a cell or in a direction. Knows
no widget. Braille cells are 2 dots wide and 4 high, so the plane is sampled at that fineness.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from workbench.types import PaperMap

__all__ = ["MapCell", "MapPicture"]

FEW = 400
"""Up to this many papers each gets a mark that is seen at once; more need the finer dots."""

_DOTS = np.array([[0x01, 0x02, 0x04, 0x40], [0x08, 0x10, 0x20, 0x80]])
"""Bits of a Braille letter by column and row of the dot (Unicode, block U+2800)."""


@dataclass(frozen=True, slots=True)
class MapCell:
    """One character of the map."""

    glyph: str
    group: int
    """The group most papers of this cell belong to."""
    is_lit: bool
    is_faded: bool
    """Whether all its papers are outside the chosen years."""


class MapPicture:
    """A map drawn for one size.

    Args:
        paper_map: What to draw.
        width, height: In characters, at least 1.
    """

    def __init__(self, paper_map: PaperMap, width: int, height: int) -> None:
        self._points = paper_map.points
        self.width, self.height = max(1, width), max(1, height)
        x = np.array([point.x for point in self._points], np.float64)
        y = np.array([point.y for point in self._points], np.float64)
        dots_x = np.minimum((x * self.width * 2).astype(int), self.width * 2 - 1)
        dots_y = np.minimum((y * self.height * 4).astype(int), self.height * 4 - 1)
        self._columns, self._rows = dots_x // 2, dots_y // 4
        self._bits = _DOTS[dots_x % 2, dots_y % 4] if len(x) else np.empty(0, int)
        self._members: dict[tuple[int, int], list[int]] = {}
        for index, cell in enumerate(zip(self._columns.tolist(), self._rows.tolist(), strict=True)):
            self._members.setdefault(cell, []).append(index)

    def cells(
        self, lit: Collection[int], is_shown: Callable[[int], bool]
    ) -> dict[tuple[int, int], MapCell]:
        """The cells that hold a paper, by column and row.

        Args:
            lit: Indexes of papers that stand out.
            is_shown: Whether a paper, by index, is within the chosen years.
        """
        return {cell: self._cell(members, lit, is_shown) for cell, members in self._members.items()}

    def _cell(
        self, members: list[int], lit: Collection[int], is_shown: Callable[[int], bool]
    ) -> MapCell:
        shown = [index for index in members if is_shown(index)]
        groups = [self._points[index].group for index in shown or members]
        group = max(set(groups), key=groups.count)
        if any(index in lit for index in shown):
            return MapCell("●", group, is_lit=True, is_faded=False)
        return MapCell(self._glyph(members), group, is_lit=False, is_faded=not shown)

    def _glyph(self, members: list[int]) -> str:
        if len(self._points) <= FEW:
            return "•" if len(members) == 1 else "∷"
        return chr(0x2800 + int(np.bitwise_or.reduce(self._bits[members])))

    def cell_of(self, index: int) -> tuple[int, int]:
        """Column and row of a paper."""
        return int(self._columns[index]), int(self._rows[index])

    def nearest(self, column: int, row: int, *, within: float = 3.0) -> int | None:
        """The paper nearest to a cell, by index, if one is near enough (in characters)."""
        if not self._points:
            return None
        distances = np.hypot(self._columns - column, 2 * (self._rows - row))
        index = int(distances.argmin())
        return index if distances[index] <= within else None

    def towards(self, index: int, dx: int, dy: int, is_shown: Callable[[int], bool]) -> int | None:
        """The nearest shown paper of another cell in a direction, within 45 degrees of it."""
        across = self._columns - self._columns[index]
        down = 2 * (self._rows - self._rows[index])  # a character is twice as high as wide
        ahead, aside = (across * dx, down) if dx else (down * dy, across)
        cost = ahead + 2.0 * np.abs(aside)
        reachable = (ahead > 0) & (np.abs(aside) <= ahead)
        candidates = [int(i) for i in np.flatnonzero(reachable) if is_shown(int(i))]
        if not candidates:
            return None
        return min(candidates, key=lambda i: float(cost[i]))
