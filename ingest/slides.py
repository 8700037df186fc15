"""Slides: each page's title is a heading.

Owns finding the line that names a slide, and keeping it where several slides share it. Refuses
to decide that a file is slides: ``ingest.kinds`` does.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import groupby

from ingest.blocks import Block, BodyType, Role
from ingest.furniture import Furniture, PageFragments, without_furniture
from ingest.textclean import folded

__all__ = ["mark_slide_titles", "without_slide_furniture"]

_UPPER_PART = 0.35
"""Share of the page's height in which its title stands."""
_LARGER = 1.1
"""Titles are set so much larger than the text."""
_MOST_LINES = 3
_MOST_CHARACTERS = 140


def without_slide_furniture(
    pages: Sequence[PageFragments], body: BodyType
) -> tuple[list[PageFragments], Furniture]:
    """Take furniture away, but no large type: what recurs in it is a title that goes on."""
    large = {
        page.number: [line for line in page.fragments if line.size > _LARGER * body.size]
        for page in pages
    }
    rest = [
        replace(page, fragments=[x for x in page.fragments if x.size <= _LARGER * body.size])
        for page in pages
    ]
    cleared, furniture = without_furniture(rest)
    whole = [replace(page, fragments=large[page.number] + page.fragments) for page in cleared]
    return whole, furniture


def mark_slide_titles(
    blocks: Sequence[Block], body: BodyType, heights: Mapping[int, float], front_end: int
) -> None:
    """Give the role of heading to one block a page: the topmost that is set like a title.

    Args:
        blocks: The document's blocks in reading order.
        body: The document's prevailing type.
        heights: Heights of the pages in points, by number.
        front_end: Blocks before this place are the deck's title, never a slide's.
    """
    title = ""
    for page, group in groupby(blocks[front_end:], key=lambda block: block.page):
        found = _slide_title(list(group), body, _UPPER_PART * heights.get(page, 0.0))
        if found is None:
            continue
        if folded(found.text) == title:
            found.role = Role.DROPPED  # the slide goes on: its title is said already
            continue
        title = folded(found.text)
        found.role, found.level, found.title = Role.HEADING, 1, found.text


def _slide_title(blocks: Sequence[Block], body: BodyType, lowest: float) -> Block | None:
    """Return the block above the others, where it is larger or bolder than the text."""
    upper = [b for b in blocks if b.role is Role.BODY and b.lines[0].y1 <= lowest]
    block = min(upper, key=lambda block: block.lines[0].y0, default=None)
    if block is None or len(block.lines) > _MOST_LINES or len(block.text) > _MOST_CHARACTERS:
        return None
    larger = block.size > _LARGER * body.size or (block.bold and not body.bold)
    return block if larger and sum(map(str.isalpha, block.text)) >= 3 else None
