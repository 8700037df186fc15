"""Tying captions to the pictures and rows that they name.

Owns finding the room that a figure or table takes: between its caption and the nearest text above
or below in the same columns. Refuses to look at pictures' bytes, which would cost more time than
the rest of a page; ``ingest.captions`` says what a caption is.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from ingest.blocks import Block, Role
from ingest.captions import caption_label
from ingest.hyphens import Vocabulary, joined_lines
from ingest.paper import Figure, Rectangle
from ingest.textclean import plain

__all__ = ["read_figures"]

_LEAST_ROOM = 24.0
"""Points: lower room than two lines of print holds no picture."""
_FEW_LETTERS = 0.5
"""Rows of figures have a smaller share of letters than sentences have."""
_MARGIN = 0.06
"""Share of the page's height that heads and feet take."""
_TABLES = ("tab", "tav")
_LISTINGS = ("alg", "lis", "box")


def read_figures(
    blocks: Sequence[Block], heights: Mapping[int, float], vocabulary: Vocabulary
) -> tuple[Figure, ...]:
    """Return the captioned figures and tables in reading order.

    Args:
        blocks: All blocks, with their roles.
        heights: Page heights in points by page number.
        vocabulary: The paper's words, by which the lines of a caption are joined.
    """
    captions = [block for block in blocks if block.role is Role.CAPTION]
    captioned = {caption.page for caption in captions}
    by_page: dict[int, list[_Placed]] = {}
    for block in blocks:
        if block.role is not Role.DROPPED and block.page in captioned:
            placed = _Placed(block, _box(block), _is_content(block))
            by_page.setdefault(block.page, []).append(placed)
    return tuple(
        _figure(block, by_page[block.page], heights[block.page], vocabulary) for block in captions
    )


class _Placed(NamedTuple):
    """A block, where it stands, and whether it may belong to a picture."""

    block: Block
    box: Rectangle
    is_content: bool


def _figure(
    caption: Block, page: Sequence[_Placed], height: float, vocabulary: Vocabulary
) -> Figure:
    printed = plain(joined_lines([line.text for line in caption.lines], vocabulary))
    label, text = caption_label(printed)
    start = label[:3].lower()
    kind = "table" if start in _TABLES else "listing" if start in _LISTINGS else "figure"
    return Figure(kind, label, text, caption.page, _room(caption, page, height, kind))


def _room(caption: Block, page: Sequence[_Placed], height: float, kind: str) -> Rectangle | None:
    """Choose the room above or below: where rows and labels stand, else as the kind asks."""
    box = _box(caption)
    beside = [other for other in page if other.block is not caption and _overlaps(other.box, box)]
    text = [other.box for other in beside if not other.is_content]
    above = _strip(box, text, height, upward=True)
    below = _strip(box, text, height, upward=False)
    content = [other.box for other in beside if other.is_content]
    filled_above, filled_below = _filled(above, content), _filled(below, content)
    upward = filled_above >= filled_below if filled_above != filled_below else kind == "figure"
    top, bottom = above if upward else below
    if bottom - top < _LEAST_ROOM:
        return None
    inside = [b for b in content if top - 2 <= b.y0 and b.y1 <= bottom + 2]
    x0 = min([box.x0, caption.lines[0].column_x0, *(b.x0 for b in inside)])
    x1 = max([box.x1, caption.lines[0].column_x1, *(b.x1 for b in inside)])
    return Rectangle(caption.page, x0, top, x1, bottom)


def _strip(
    box: Rectangle, text: Sequence[Rectangle], height: float, *, upward: bool
) -> tuple[float, float]:
    """Return top and bottom of the room between the caption and the nearest text."""
    if upward:
        edges = [b.y1 for b in text if b.y1 <= box.y0 + 2]
        return max(edges, default=_MARGIN * height), box.y0
    edges = [b.y0 for b in text if b.y0 >= box.y1 - 2]
    return box.y1, min(edges, default=(1 - _MARGIN) * height)


def _is_content(block: Block) -> bool:
    """Rows and labels belong to a picture; so does what has hardly any letters."""
    text = block.text
    return block.role is Role.FLOAT or (
        block.role in {Role.BODY, Role.FOOTNOTE}
        and sum(map(str.isalpha, text)) < _FEW_LETTERS * len(text.replace(" ", ""))
    )


def _filled(strip: tuple[float, float], content: Sequence[Rectangle]) -> float:
    """Return how much of the strip's height rows and labels take, in points."""
    top, bottom = strip
    return sum(b.y1 - b.y0 for b in content if top - 2 <= b.y0 and b.y1 <= bottom + 2)


def _box(block: Block) -> Rectangle:
    lines = block.lines
    return Rectangle(
        block.page,
        min(line.x0 for line in lines),
        min(line.y0 for line in lines),
        max(line.x1 for line in lines),
        max(line.y1 for line in lines),
    )


def _overlaps(one: Rectangle, other: Rectangle) -> bool:
    return min(one.x1, other.x1) > max(one.x0, other.x0)
