"""Reading order: which line of a page a person reads after which.

Owns finding columns and ordering a page's fragments into whole lines. Refuses to know what a
line means. The method: look for a gutter, a vertical strip with text lines on both sides that
share their height on the page; lines that cross the strip (a title, a wide abstract, a wide
figure) cut the page into bands; inside a band the left side is read before the right one, each
side again by the same rule. Where there is no gutter, the file's own order stands if it runs
down the page, and lines are sorted by height if it does not.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import reduce
from itertools import pairwise
from operator import or_
from statistics import median

from ingest.lines import Line, merged

__all__ = ["in_reading_order"]

_LEAST_LINES = 3
_MOST_DEPTH = 6
_MOST_CUTS = 4
_COLUMN_CHARACTERS = 16
_CONFLICT_COST = 24.0
_WIDE_STRIP = 30.0
_BALANCE = 100.0
_LEAST_OVERLAP = 12.0
_HOLE_COST = 8.0
_HOLE = 16.0
_COLUMN_FILL = 0.42
_TEXT_SIZE, _NOTE_SIZE = 0.97, 0.9
"""In sizes of the page's usual type: the least of its text, and the most of a side note."""
_MOSTLY = 0.6
_MARGIN_GAP = 4.0
_SLOT = 2.0
"""Height, in points, of the slots by which text beside text is found."""
_MOST_SLOTS = 10_000
"""A page may be 14,400 points high (ISO 32000-1, annex C); broken files claim any height."""
_Heights = dict[int, int]
"""By ``id`` of a line the slots of the page's height that it takes, one bit each."""


@dataclass(frozen=True, slots=True)
class _Gutter:
    """A vertical strip between two columns, and the lines on its sides and across it."""

    left: list[Line]
    right: list[Line]
    crossing: list[Line]
    score: float


def in_reading_order(fragments: Sequence[Line], right_to_left: bool = False) -> list[Line]:
    """Return the page's lines in reading order, each with its region and column edges set.

    Args:
        fragments: Upright fragments of one page in file order.
        right_to_left: Whether the right column is read first, as in Arabic or Hebrew.
    """
    regions: list[list[Line]] = []
    inside, *beside = _side_columns(list(fragments))
    heights = {id(line): _height_slots(line) for line in inside}
    _split(inside, regions, heights, right_to_left, 0)
    regions += [sorted(side, key=lambda line: line.y0) for side in beside if side]
    ordered: list[Line] = []
    for number, region in enumerate(regions):
        lines = _rows(region, right_to_left)
        _set_edges(lines, number)
        ordered += lines
    return ordered


def _side_columns(lines: list[Line]) -> tuple[list[Line], list[Line], list[Line]]:
    """Part small print in the page's margins from the text: text, left notes, right notes.

    Side notes are too few and too short to be columns, but stand wholly outside the text's edges.
    """
    letters: Counter[float] = Counter()
    for line in lines:
        letters[line.size] += len(line.text)
    if len(letters) < 2:
        return lines, [], []
    size = letters.most_common(1)[0][0]
    texts = [line for line in lines if line.size >= _TEXT_SIZE * size]
    if not texts or sum(len(line.text) for line in texts) < _MOSTLY * letters.total():
        return lines, [], []
    left = min(line.x0 for line in texts) - _MARGIN_GAP
    right = max(line.x1 for line in texts) + _MARGIN_GAP
    notes = [line for line in lines if line.size < _NOTE_SIZE * size and not line.vertical]
    before = [line for line in notes if line.x1 < left]
    after = [line for line in notes if line.x0 > right]
    apart = {id(line) for line in (*before, *after)}
    return [line for line in lines if id(line) not in apart], before, after


def _split(
    lines: list[Line], regions: list[list[Line]], heights: _Heights, rtl: bool, depth: int
) -> None:
    """Add the regions of ``lines`` in reading order."""
    enough = depth < _MOST_DEPTH and len(lines) > 2 * _LEAST_LINES
    gutter = _best_gutter(lines, heights) if enough else None
    if gutter is None:
        _split_across(lines, regions, heights, rtl, depth)
        return
    first, second = (gutter.right, gutter.left) if rtl else (gutter.left, gutter.right)
    for band in _bands(first, second, gutter.crossing):
        if band[2]:
            regions.append(band[2])
        for side in band[:2]:
            _split(side, regions, heights, rtl, depth + 1)


def _split_across(
    lines: list[Line], regions: list[list[Line]], heights: _Heights, rtl: bool, depth: int
) -> None:
    """Where no gutter runs through, look for one above or below a gap between lines.

    A wide table or a chart between the columns hides the gutter of the whole page.
    """
    if len(lines) > 4 * _LEAST_LINES and depth < _MOST_DEPTH and _left_edges(lines):
        for height in _wide_gaps(lines):
            above = [line for line in lines if line.y1 <= height]
            below = [line for line in lines if line.y1 > height]
            if _has_columns(above, heights) or _has_columns(below, heights):
                _split(above, regions, heights, rtl, depth + 1)
                _split(below, regions, heights, rtl, depth + 1)
                return
    if lines:
        regions.append(lines)


def _has_columns(lines: list[Line], heights: _Heights) -> bool:
    return len(lines) > 2 * _LEAST_LINES and _best_gutter(lines, heights) is not None


def _wide_gaps(lines: list[Line]) -> list[float]:
    """Return the heights of the widest gaps that no line crosses, widest first."""
    ordered = sorted(lines, key=lambda line: line.y0)
    least = 0.5 * median(line.height for line in lines)
    gaps: list[tuple[float, float]] = []
    bottom = ordered[0].y1
    for line in ordered[1:]:
        if line.y0 - bottom > least:
            gaps.append((line.y0 - bottom, bottom))
        bottom = max(bottom, line.y1)
    return [height for _, height in sorted(gaps, reverse=True)[:_MOST_CUTS]]


def _bands(
    first: list[Line], second: list[Line], crossing: list[Line]
) -> list[tuple[list[Line], list[Line], list[Line]]]:
    """Cut both columns at the crossing lines: (first side, second side, lines above them)."""
    order = {id(line): place for place, line in enumerate(crossing)}
    events = [(line.y0 + line.y1, 2, line) for line in crossing]
    events += [(line.y0 + line.y1, 0, line) for line in first]
    events += [(line.y0 + line.y1, 1, line) for line in second]
    events.sort(key=lambda event: event[0])
    bands: list[tuple[list[Line], list[Line], list[Line]]] = [([], [], [])]
    for _, side, line in events:
        if side == 2 and (bands[-1][0] or bands[-1][1]):
            bands.append(([], [], []))
        bands[-1][side].append(line)
    for band in bands:
        band[2].sort(key=lambda line: order[id(line)])
    return [_in_file_order(band, first, second) for band in bands]


def _in_file_order(
    band: tuple[list[Line], list[Line], list[Line]], first: list[Line], second: list[Line]
) -> tuple[list[Line], list[Line], list[Line]]:
    """Put a band's sides back into file order, which the next steps build upon."""
    chosen = {id(line) for side in band[:2] for line in side}
    left = [line for line in first if id(line) in chosen]
    right = [line for line in second if id(line) in chosen]
    return left, right, band[2]


def _best_gutter(lines: list[Line], heights: _Heights) -> _Gutter | None:
    best: _Gutter | None = None
    for edge in _left_edges(lines):
        gutter = _gutter_at(lines, edge, heights)
        if gutter is not None and (best is None or gutter.score > best.score):
            best = gutter
    return best


def _left_edges(lines: list[Line]) -> list[float]:
    """Return where several lines begin, as candidates for a right column's left edge."""
    counts: dict[int, int] = {}
    for line in lines:
        slot = int(line.x0 / 3)
        counts[slot] = counts.get(slot, 0) + 1
    leftmost = min(line.x0 for line in lines)
    busy = [
        slot
        for slot, count in counts.items()
        if count + counts.get(slot + 1, 0) >= _LEAST_LINES and slot * 3 > leftmost + 40
    ]
    busy.sort(key=lambda slot: -counts[slot])
    return [slot * 3.0 for slot in busy[:10]]


def _gutter_at(lines: list[Line], edge: float, heights: _Heights) -> _Gutter | None:
    """Judge the strip that ends at ``edge``; None where it does not part two columns."""
    left = [line for line in lines if line.x1 <= edge + 1]
    right = [line for line in lines if line.x0 >= edge - 1]
    if len(left) < _LEAST_LINES or len(right) < _LEAST_LINES:
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
    return _Gutter(left, right, crossers, score)


def _is_column(side: list[Line]) -> bool:
    """Columns hold running text: most of their letters stand in lines that fill the width."""
    worded = [line for line in side if len(line.text) >= _COLUMN_CHARACTERS]
    letters = sum(len(line.text) for line in side)
    if len(worded) < _LEAST_LINES or sum(len(line.text) for line in worded) < 0.6 * letters:
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
    texts = [line for line in side if len(line.text) >= _COLUMN_CHARACTERS]
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
    across: list[Line], left: list[Line], right: list[Line], edge: float, heights: _Heights
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


def _covered(side: list[Line], heights: _Heights) -> int:
    """Return the slots of the page's height in which a side holds text."""
    return reduce(or_, map(heights.__getitem__, map(id, side)), 0)


def _height_slots(line: Line) -> int:
    return _slots(int(line.y0 / _SLOT) + 1, int(line.y1 / _SLOT))


def _slots(first: int, last: int) -> int:
    """Return the bits from ``first`` up to, not including, ``last``, as far as pages go."""
    first, last = max(first, 0), min(last, _MOST_SLOTS)
    return ((1 << (last - first)) - 1) << first if last > first else 0


def _rows(region: list[Line], rtl: bool) -> list[Line]:
    """Order one column's fragments from top to bottom and join those on one printed row."""
    if region and region[0].vertical:
        return sorted(region, key=lambda line: (-line.x0, line.y0))
    fragments = None if rtl else _by_runs(region)
    if fragments is None:
        fragments = _sorted_rows(region, rtl)
    lines: list[Line] = []
    for fragment in fragments:
        if lines and _same_row(lines[-1], fragment):
            lines[-1] = _side_by_side(lines[-1], fragment, rtl)
        else:
            lines.append(fragment)
    return lines


def _side_by_side(first: Line, second: Line, rtl: bool) -> Line:
    if (second.x0 < first.x0) != rtl:
        return merged(second, first)
    return merged(first, second)


def _same_row(above: Line, fragment: Line) -> bool:
    overlap = min(above.y1, fragment.y1) - max(above.y0, fragment.y0)
    if overlap <= 0.5 * min(above.height, fragment.height):
        return False
    apart = max(fragment.x0 - above.x1, above.x0 - fragment.x1)
    return apart > -0.3 * max(above.size, fragment.size)


def _by_runs(region: list[Line]) -> list[Line] | None:
    """Return file order, its downward runs sorted by height; None where runs overlap.

    A file may give a page's heading last; inside a run, file order knows more of formulas than
    heights do.
    """
    runs: list[list[Line]] = []
    for line in region:
        if runs and not _steps_up(runs[-1][-1], line):
            runs[-1].append(line)
        else:
            runs.append([line])
    runs.sort(key=lambda run: run[0].y0 + run[0].y1)
    for above, below in pairwise(runs):
        lowest = max(line.y1 for line in above)
        if lowest > min(line.y0 for line in below) + 0.6 * below[0].height:
            return None
    return [line for run in runs for line in run]


def _steps_up(last: Line, line: Line) -> bool:
    """Return whether the file goes back up the page; the parts of a formula may, a little."""
    if line.y1 > last.y0 + 1:
        return False
    texts = len(line.text) >= _COLUMN_CHARACTERS and len(last.text) >= _COLUMN_CHARACTERS
    return texts or line.y1 <= last.y0 - 1.2 * last.height


def _sorted_rows(region: list[Line], rtl: bool) -> list[Line]:
    """Sort by printed row, then along the row."""
    waiting = sorted(region, key=lambda line: line.y0 + line.y1)
    rows: list[list[Line]] = []
    for line in waiting:
        if rows and _joins_row(rows[-1][-1], line):
            rows[-1].append(line)
        else:
            rows.append([line])
    for row in rows:
        row.sort(key=lambda line: -line.x1 if rtl else line.x0)
    return [line for row in rows for line in row]


def _joins_row(last: Line, line: Line) -> bool:
    overlap = min(last.y1, line.y1) - max(last.y0, line.y0)
    return overlap > 0.5 * min(last.height, line.height)


def _set_edges(lines: list[Line], region: int) -> None:
    """Note on every line which column it stands in and where that column begins and ends."""
    if not lines:
        return
    long_lines = [line for line in lines if len(line.text) > 20] or lines
    x0 = min(line.x0 for line in long_lines)
    x1 = max(line.x1 for line in long_lines)
    for line in lines:
        line.region = region
        line.column_x0 = x0
        line.column_x1 = x1
