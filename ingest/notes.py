"""Footnotes, and the publication notes at the edge of a first page.

Owns telling small print at the foot of a column from running text: footnotes stay part of the
paper but leave the flow of the text around them; notes about rights, venue and receipt are page
furniture, kept only for dating the paper. Refuses to parse them.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from ingest.blocks import Block, BodyType, Role
from ingest.furniture import is_publication_note
from ingest.textclean import RAISED_OPEN

__all__ = ["mark_edge_notes", "mark_notes"]

_MARKER = re.compile(rf"\s*(?:{RAISED_OPEN}|[∗*†‡§¶⋆♯]|\d{{1,2}}\s?[A-Z(“\"h]|\(?\d{{1,2}}[).]\s)")
_GRANT = re.compile(r"permission to (?:copy|make digital)|classroom use is granted", re.IGNORECASE)
_SMALLER = 0.94
_LOWER_PART = 0.5
_FIRST_PAGE_EDGE = 0.16


def mark_notes(blocks: Sequence[Block], body: BodyType, heights: dict[int, float]) -> list[str]:
    """Mark footnotes and publication notes; return the texts of the latter.

    Args:
        blocks: Blocks in reading order.
        body: The document's prevailing type.
        heights: Page heights in points by page number.
    """
    notes: list[str] = []
    for column in _columns(blocks):
        foot = _foot(column, body, heights[column[0].page])
        first_page = column[0].page <= blocks[0].page + 1
        rights = first_page and any(is_publication_note(block.text) for block in foot)
        for block in (block for block in foot if block.role is Role.BODY):
            marked = _MARKER.match(block.lines[0].text) is not None
            if rights and not (marked and not is_publication_note(block.text)):
                block.role = Role.DROPPED
                notes.append(block.text)
            elif marked or first_page:
                block.role = Role.FOOTNOTE
    return notes


def _columns(blocks: Sequence[Block]) -> list[list[Block]]:
    """Group blocks by page and region, order kept."""
    columns: dict[tuple[int, int], list[Block]] = {}
    for block in blocks:
        columns.setdefault((block.page, block.lines[0].region), []).append(block)
    return list(columns.values())


def _foot(column: Sequence[Block], body: BodyType, height: float) -> list[Block]:
    """Return the small blocks that end a column, in order, from the first marked one on."""
    foot: list[Block] = []
    for block in reversed(column):
        low = block.lines[0].y0 > _LOWER_PART * height
        if block.role is Role.DROPPED:
            foot.insert(0, block)
            continue
        if block.role is not Role.BODY or not low or block.size >= _SMALLER * body.size:
            break
        foot.insert(0, block)
    while foot and not (_MARKER.match(foot[0].lines[0].text) or is_publication_note(foot[0].text)):
        foot.pop(0)
    return foot


def mark_edge_notes(
    blocks: Sequence[Block], body: BodyType, heights: dict[int, float]
) -> list[str]:
    """Drop notes about rights and venue at the edges of the first page; return their texts."""
    notes = []
    first = blocks[0].page if blocks else 0
    for block in blocks:
        if block.page != first or block.role is not Role.BODY or len(block.lines) > 14:
            continue
        height = heights[first]
        above = block.lines[-1].y1 < _FIRST_PAGE_EDGE * height
        below = block.lines[0].y0 > (1 - 2 * _FIRST_PAGE_EDGE) * height
        granted = _GRANT.search(block.text) is not None and block.size < body.size
        if granted or ((above or below) and is_publication_note(block.text)):
            block.role = Role.DROPPED
            notes.append(block.text)
    return notes
