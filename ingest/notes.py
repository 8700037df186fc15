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
from ingest.textclean import RAISED_OPEN, folded

__all__ = ["mark_edge_notes", "mark_notes", "mark_running_lines"]

_MARKER = re.compile(rf"\s*(?:{RAISED_OPEN}|[∗*†‡§¶⋆♯]|\d{{1,2}}\s?[A-Z(“\"h]|\(?\d{{1,2}}[).]\s)")
_GRANT = re.compile(r"permission to (?:copy|make digital)|classroom use is granted", re.IGNORECASE)
_SERIES = re.compile(
    r"proceedings of|journal of|transactions on|workshop on|conference on|symposium on|letters\b|"
    r"\bvol(?:ume)?\b|\bno\.|\d+\s?\(\d+\)|\bdoi:|论文|論文集|学会|저널",
    re.IGNORECASE,
)
_SENTENCE_END = re.compile(r"[.!?…。][\"'”’»)\]]*$")
_MARGIN = 0.1
_TITLE_START = 10
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
    breaks_off = False
    for column in _columns(blocks):
        first_page = column[0].page <= blocks[0].page + 1
        opening = column[0].page == blocks[0].page
        foot = _foot(column, body, heights[column[0].page], opening, goes_on=breaks_off)
        rights = first_page and any(is_publication_note(block.text) for block in foot)
        for block in (block for block in foot if block.role is Role.BODY):
            marked = _MARKER.match(block.lines[0].text) is not None
            if rights and not (marked and not is_publication_note(block.text)):
                block.role = Role.DROPPED
                notes.append(block.text)
            elif marked or first_page or (breaks_off and block is foot[0]):
                block.role = Role.FOOTNOTE
        breaks_off = bool(foot) and _breaks_off(foot[-1])
    return notes


def _breaks_off(block: Block) -> bool:
    """Return whether a footnote stops in the middle of a sentence, to go on in the next column."""
    return block.role is Role.FOOTNOTE and _SENTENCE_END.search(block.text.strip()) is None


def mark_running_lines(
    blocks: Sequence[Block], title: str, body: BodyType, heights: dict[int, float]
) -> list[str]:
    """Drop heads and feet that a short paper prints once only; return their texts.

    A line in the margin of a later page belongs to the page where it repeats the title's
    beginning, or names a series in smaller type than the text.
    """
    whole = folded(title)
    texts: list[str] = []
    for place, block in enumerate(blocks):
        if block.role is not Role.BODY or block.page == blocks[0].page or len(block.lines) > 2:
            continue
        height = heights[block.page]
        margin = _MARGIN * height
        if block.lines[-1].y1 > margin and block.lines[0].y0 < height - margin:
            continue
        text = folded(block.text)
        _, begun, rest = text.rpartition(whole[:_TITLE_START])
        repeats = len(begun) == _TITLE_START and whole.startswith(begun + rest)
        series = _SERIES.search(block.text) and block.size < 0.97 * body.size
        if (repeats or series) and _stands_alone(blocks, place):
            block.role = Role.DROPPED
            texts.append(block.text)
    return texts


def _stands_alone(blocks: Sequence[Block], place: int) -> bool:
    """Return whether a block in the margin is parted from its neighbour in its column."""
    block = blocks[place]
    following = blocks[place + 1] if place + 1 < len(blocks) else None
    same = following is not None and following.lines[0].region == block.lines[0].region
    below = following.gap_above if following is not None and same else 99.0
    return min(block.gap_above, below) > 0.9 * block.size


def _columns(blocks: Sequence[Block]) -> list[list[Block]]:
    """Group blocks by page and region, order kept."""
    columns: dict[tuple[int, int], list[Block]] = {}
    for block in blocks:
        columns.setdefault((block.page, block.lines[0].region), []).append(block)
    return list(columns.values())


def _foot(
    column: Sequence[Block], body: BodyType, height: float, first_page: bool, *, goes_on: bool
) -> list[Block]:
    """Return the small blocks that end a column, in order, from the first marked one on.

    One without a mark may be the rest of a footnote that ``goes_on`` from the column before.
    """
    foot: list[Block] = []
    for block in reversed(column):
        low = block.lines[0].y0 > _LOWER_PART * height
        if block.role is Role.DROPPED:
            foot.insert(0, block)
            continue
        if block.role is not Role.BODY or not low or block.size >= _SMALLER * body.size:
            break
        foot.insert(0, block)
    while foot and not _starts_small_print(foot[0], first_page):
        if goes_on and foot[0].role is Role.BODY and foot[0].text[:1].islower():
            break
        foot.pop(0)
    return foot


def _starts_small_print(block: Block, first_page: bool) -> bool:
    """A footnote has its mark; on a first page small print may stand apart without one."""
    apart = first_page and block.gap_above > 0.8 * block.size
    marked = _MARKER.match(block.lines[0].text) is not None
    return marked or apart or is_publication_note(block.text)


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
