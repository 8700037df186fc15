"""Where a sign inside a printed row could not be read: one mark stands for it.

Owns which unreadable fragments leave a mark behind. A row that lost a sign without one would read
as a whole sentence that says something else ("the nature of requires"); with it the sentence is
found, shows its hole, and is not quoted. Lost figures that stand by themselves, such as the cells
of a table or the labels of a chart, leave nothing.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import replace

from ingest.lines import Line

__all__ = ["LOST_SIGN", "with_marked_holes"]

LOST_SIGN = "\N{REPLACEMENT CHARACTER}"
_NEAR = 0.6
"""How far off, in letter sizes, a word of the same row may stand: a wide space, no gutter."""
_LONGEST = 8.0
"""How wide, in letter sizes, a lost sign or symbol may be: longer ones are formulas or prose."""
_HIGHEST = 2.0
"""How high, in heights of the words beside it, its box may be: that of a tall bracket or of a sum
spans several rows and does not tell in which it stands.
"""
_TALLEST = 3.0
"""How high, in letter sizes, a row may be."""
_NO_SIZE = 0.3
"""Of the letters beside it: a sign is not set smaller, so a font that says so gives pixels."""
_BASELINE = 0.22
"""Where letters stand in the box of their row, as a share of its height from below."""
_WORD = re.compile(r"[^\W\d_]{2,}")


def with_marked_holes(kept: Sequence[Line], dropped: Sequence[Line]) -> list[Line]:
    """Return ``kept`` with a mark for each of ``dropped`` that stands in a row beside its words.

    Args:
        kept: The lines of a page that can be read, in the file's order.
        dropped: Its other lines.

    Returns:
        The kept lines in their order; each mark stands next to the words it belongs to, as high as
        they are, with ``LOST_SIGN`` for its text.
    """
    rows = sorted(filter(_is_row, kept), key=_bottom)
    bottoms = [line.y1 for line in rows]
    tallest = max((line.height for line in rows), default=0.0)
    before: dict[int, list[Line]] = {}
    behind: dict[int, list[Line]] = {}
    for sign in filter(_runs_on, dropped):
        low, high = bisect_left(bottoms, sign.y0), bisect_right(bottoms, sign.y1 + tallest)
        beside = [words for words in rows[low:high] if _beside(sign, words)]
        if beside:
            words = min(beside, key=lambda line: line.x0)
            side = behind if words.x0 < sign.x0 else before
            side.setdefault(id(words), []).append(_mark(sign, words))
    return [
        line
        for words in kept
        for line in (*before.get(id(words), ()), words, *behind.get(id(words), ()))
    ]


def _runs_on(line: Line) -> bool:
    return line.direction == 0 and not line.vertical and line.size > 0


def _is_row(line: Line) -> bool:
    """Return whether it is a row of words, as high as its letters ask for: not an initial."""
    level = _runs_on(line) and line.height <= _TALLEST * line.size
    return level and _WORD.search(line.text) is not None


def _bottom(line: Line) -> float:
    return line.y1


def _beside(sign: Line, words: Line) -> bool:
    """Return whether ``words`` stand in the sign's row and next to it.

    A bitmap font, whose size says nothing, draws its glyphs upside down: their boxes hang from the
    baseline, into the row below.
    """
    if sign.x1 - sign.x0 > _LONGEST * words.size or sign.height > _HIGHEST * words.height:
        return False
    if max(words.x0 - sign.x1, sign.x0 - words.x1) > _NEAR * words.size:
        return False
    if sign.size < _NO_SIZE * words.size:
        return abs(sign.y0 - (words.y1 - _BASELINE * words.height)) <= 0.1 * words.height
    shared = min(sign.y1, words.y1) - max(sign.y0, words.y0)
    return shared >= 0.5 * min(sign.height, words.height)


def _mark(sign: Line, words: Line) -> Line:
    box = (sign.x0, words.y0, sign.x1, words.y1)
    return replace(
        words, x0=sign.x0, x1=sign.x1, text=LOST_SIGN, box=box, block=sign.block, lead=None
    )
