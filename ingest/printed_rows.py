"""Printed rows: one column's fragments from top to bottom, those on one row joined.

Owns what stands on one row, and when the file's own order is better than the order of heights: it
is wherever it runs down the page. Refuses to look for columns.
"""

from __future__ import annotations

from itertools import pairwise

from ingest.gutters import COLUMN_CHARACTERS
from ingest.lines import Line, merged

__all__ = ["in_rows"]


def in_rows(region: list[Line], rtl: bool) -> list[Line]:
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
    texts = len(line.text) >= COLUMN_CHARACTERS and len(last.text) >= COLUMN_CHARACTERS
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
