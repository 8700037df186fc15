"""Gutters: the vertical strips that part the columns of a page.

Owns what a gutter is and how well a strip parts the lines on both sides of it: text must share its
height on the page, fill its column's width and have no holes; a line that crosses beside other
text speaks against the strip. Refuses to order lines.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import reduce
from itertools import pairwise
from operator import or_
from statistics import median

from ingest.lines import Line

__all__ = [
    "COLUMN_CHARACTERS",
    "LEAST_LINES",
    "Gutter",
    "Heights",
    "best_gutter",
    "height_slots",
    "left_edges",
]

LEAST_LINES = 3
"""Lines of a column, at least."""
COLUMN_CHARACTERS = 16
"""Characters of a line of running text, at least."""
_CONFLICT_COST = 24.0
_WIDE_STRIP = 30.0
_BALANCE = 100.0
_LEAST_OVERLAP = 12.0
_HOLE_COST = 8.0
_HOLE = 16.0
_COLUMN_FILL = 0.42
_SLOT = 2.0
"""Height, in points, of the slots by which text beside text is found."""
_MOST_SLOTS = 10_000
"""A page may be 14,400 points high (ISO 32000-1, annex C); broken files claim any height."""
Heights = dict[int, int]
"""By ``id`` of a line the slots of the page's height that it takes, one bit each."""


@dataclass(frozen=True, slots=True)
class Gutter:
    """A vertical strip between two columns, and the lines on its sides and across it."""

    left: list[Line]
    right: list[Line]
    crossing: list[Line]
    score: float


def best_gutter(lines: list[Line], heights: Heights) -> Gutter | None:
    """Return the strip that parts these lines best; None where none parts two columns."""
    best: Gutter | None = None
    for edge in left_edges(lines):
        gutter = _gutter_at(lines, edge, heights)
        if gutter is not None and (best is None or gutter.score > best.score):
            best = gutter
    return best


def left_edges(lines: list[Line]) -> list[float]:
    """Return where several lines begin, as candidates for a right column's left edge."""
    counts: dict[int, int] = {}
    for line in lines:
        slot = int(line.x0 / 3)
        counts[slot] = counts.get(slot, 0) + 1
    leftmost = min(line.x0 for line in lines)
    busy = [
        slot
        for slot, count in counts.items()
        if count + counts.get(slot + 1, 0) >= LEAST_LINES and slot * 3 > leftmost + 40
    ]
    busy.sort(key=lambda slot: -counts[slot])
    return [slot * 3.0 for slot in busy[:10]]


def _gutter_at(lines: list[Line], edge: float, heights: Heights) -> Gutter | None:
    """Judge the strip that ends at ``edge``; None where it does not part two columns."""
    left = [line for line in lines if line.x1 <= edge + 1]
    right = [line for line in lines if line.x0 >= edge - 1]
    if len(left) < LEAST_LINES or len(right) < LEAST_LINES:
        return None
    across = [line for line in lines if line.x1 > edge + 1 and line.x0 < edge - 1]
    crossing = _settle_conflicts(across, left, right, edge, heights)
    if crossing is None:
        return None
    crossers, conflicts = crossing
    if not (_is_column(left) and _is_column(right)):
        return None
    strip = edge - _typical_end(left)
    shared = _SLOT * (_covered(left, heights) & _covered(right, heights)).bit_count()
    if strip < -2 or shared <= 0:
        return None
    score = shared - _CONFLICT_COST * conflicts + min(strip, _WIDE_STRIP)
    score += _BALANCE * _balance(left, right) - _HOLE_COST * (_holes(left) + _holes(right))
    return Gutter(left, right, crossers, score)


def _is_column(side: list[Line]) -> bool:
    """Columns hold running text: most of their letters stand in lines that fill the width."""
    worded = [line for line in side if len(line.text) >= COLUMN_CHARACTERS]
    letters = sum(len(line.text) for line in side)
    if len(worded) < LEAST_LINES or sum(len(line.text) for line in worded) < 0.6 * letters:
        return False
    x0 = min(line.x0 for line in worded)
    x1 = max(line.x1 for line in worded)
    return median(_row_widths(worded)) > _COLUMN_FILL * max(x1 - x0, 1.0)


def _row_widths(side: list[Line]) -> list[float]:
    """Return the summed widths of fragments that share a printed row."""
    rows: dict[int, float] = {}
    for line in side:
        slot = int(line.y1 / 4)
        slot = slot - 1 if slot - 1 in rows else slot
        rows[slot] = rows.get(slot, 0.0) + line.x1 - line.x0
    return list(rows.values())


def _balance(left: list[Line], right: list[Line]) -> float:
    """Return the narrower side's width by the wider one's: columns are mostly of one width."""
    widths = [
        max(line.x1 for line in side) - min(line.x0 for line in side) for side in (left, right)
    ]
    return min(widths) / max(*widths, 1.0)


def _holes(side: list[Line]) -> int:
    """Count rows with a hole between two texts: a sign that a side is really two columns.

    Labels set apart from their entries are no texts.
    """
    texts = [line for line in side if len(line.text) >= COLUMN_CHARACTERS]
    ordered = sorted(texts, key=lambda line: (int(line.y1 / 6), line.x0))
    return sum(
        int(first.y1 / 6) == int(second.y1 / 6) and second.x0 - first.x1 > _HOLE
        for first, second in pairwise(ordered)
    )


def _typical_end(left: list[Line]) -> float:
    """Return where the left column's lines end, a few that stick out left aside."""
    ends = sorted(line.x1 for line in left)
    return ends[int(len(ends) * 0.9)]


def _settle_conflicts(
    across: list[Line], left: list[Line], right: list[Line], edge: float, heights: Heights
) -> tuple[list[Line], int] | None:
    """Give lines that cross the strip beside other text to a side; return the true crossers.

    A wide formula that sticks out of its column stands beside lines of the other column; a title
    stands beside nothing. More than a few conflicts mean that this is no gutter: None. Returned
    with the crossers is how many conflicts there were.
    """
    crossing: list[Line] = []
    conflicts = 0
    bound = 0.12 * min(len(left), len(right)) + 1
    left_end = _typical_end(left)
    covered_left, covered_right = _covered(left, heights), _covered(right, heights)
    for line in across:
        slots = _inner_slots(line)
        beside_left = _beside(slots, covered_left)
        beside_right = _beside(slots, covered_right)
        within_right = line.x0 > left_end - _LEAST_OVERLAP
        if not beside_left and not beside_right and not within_right:
            crossing.append(line)
            continue
        conflicts += 1
        if conflicts > bound:
            return None
        by_middle = (line.x0 + line.x1) / 2 < edge and not within_right
        goes_left = by_middle if beside_left == beside_right else beside_right
        (left if goes_left else right).append(line)
    return crossing, conflicts


def _beside(slots: int, covered: int) -> bool:
    """Return whether more than half of a line's height has other text beside it."""
    return 2 * (slots & covered).bit_count() > slots.bit_count()


def _inner_slots(line: Line) -> int:
    """Return the slots that lie wholly inside a line's height, at least one."""
    first, last = int(line.y0 / _SLOT) + 1, int(line.y1 / _SLOT)
    return _slots(first, max(last, first + 1))


def _covered(side: list[Line], heights: Heights) -> int:
    """Return the slots of the page's height in which a side holds text."""
    return reduce(or_, map(heights.__getitem__, map(id, side)), 0)


def height_slots(line: Line) -> int:
    """Return the slots of the page's height that a line takes, one bit each."""
    return _slots(int(line.y0 / _SLOT) + 1, int(line.y1 / _SLOT))


def _slots(first: int, last: int) -> int:
    """Return the bits from ``first`` up to, not including, ``last``, as far as pages go."""
    first, last = max(first, 0), min(last, _MOST_SLOTS)
    return ((1 << (last - first)) - 1) << first if last > first else 0
