"""Reading order: which line of a page a person reads after which.

Owns parting a page into regions and their order. Refuses to know what a line means. The method:
look for a gutter (``ingest.gutters``), a vertical strip with text lines on both sides that
share their height on the page; lines that cross the strip (a title, a wide abstract, a wide
figure) cut the page into bands; inside a band the left side is read before the right one, each
side again by the same rule. Where there is no gutter, fragments are joined into the lines of one
column (``ingest.printed_rows``).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from statistics import median

from ingest.gutters import LEAST_LINES, Heights, best_gutter, height_slots, left_edges
from ingest.lines import Line
from ingest.printed_rows import in_rows

__all__ = ["in_reading_order"]

_MOST_DEPTH = 6
_MOST_CUTS = 4
_TEXT_SIZE, _NOTE_SIZE = 0.97, 0.9
"""In sizes of the page's usual type: the least of its text, and the most of a side note."""
_MOSTLY = 0.6
_MARGIN_GAP = 4.0


def in_reading_order(fragments: Sequence[Line], right_to_left: bool = False) -> list[Line]:
    """Return the page's lines in reading order, each with its region and column edges set.

    Args:
        fragments: Upright fragments of one page in file order.
        right_to_left: Whether the right column is read first, as in Arabic or Hebrew.
    """
    regions: list[list[Line]] = []
    inside, *beside = _side_columns(list(fragments))
    heights = {id(line): height_slots(line) for line in inside}
    _split(inside, regions, heights, right_to_left, 0)
    regions += [sorted(side, key=lambda line: line.y0) for side in beside if side]
    ordered: list[Line] = []
    for number, region in enumerate(regions):
        lines = in_rows(region, right_to_left)
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
    lines: list[Line], regions: list[list[Line]], heights: Heights, rtl: bool, depth: int
) -> None:
    """Add the regions of ``lines`` in reading order."""
    enough = depth < _MOST_DEPTH and len(lines) > 2 * LEAST_LINES
    gutter = best_gutter(lines, heights) if enough else None
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
    lines: list[Line], regions: list[list[Line]], heights: Heights, rtl: bool, depth: int
) -> None:
    """Where no gutter runs through, look for one above or below a gap between lines.

    A wide table or a chart between the columns hides the gutter of the whole page.
    """
    if len(lines) > 4 * LEAST_LINES and depth < _MOST_DEPTH and left_edges(lines):
        for height in _wide_gaps(lines):
            above = [line for line in lines if line.y1 <= height]
            below = [line for line in lines if line.y1 > height]
            if _has_columns(above, heights) or _has_columns(below, heights):
                _split(above, regions, heights, rtl, depth + 1)
                _split(below, regions, heights, rtl, depth + 1)
                return
    if lines:
        regions.append(lines)


def _has_columns(lines: list[Line], heights: Heights) -> bool:
    return len(lines) > 2 * LEAST_LINES and best_gutter(lines, heights) is not None


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
