"""Headings that the text runs on from, in the same line.

Owns parting such a line: what is set as a heading belongs to the heading, the rest to the
paragraph below. Where the type tells, the heading ends where its type ends; where the whole line
counts as bold, at its first stop. Refuses to say which blocks are headings: ``ingest.headings``
does, and what it does not choose is put together again.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from ingest.blocks import Block, BodyType, Role, runs_on
from ingest.lines import Lead, Line

__all__ = ["Parting", "part_run_in_headings", "rejoin"]

_RUN_IN = re.compile(r"(.{2,90}?[^\W\d_]{3}[.:?])\s+(?=[A-Z“(])")
"""The words up to the first stop; an initial or ``vs.`` before it is none."""
_SENTENCE_BEGINS = re.compile(r"[\s—–-]*[\"“‘'(\[]?(?:[A-Z](?:[a-z]|\s)|[^\x00-\u024f])")
_NUMBERED = re.compile(r"(?:\d{1,2}(?:\.\d{1,2}){0,3}\.?|[IVX]{1,5}\.|[A-Z]\.)\s+[A-Z]")
_CLEARLY_LARGER = 1.1
"""Type larger than the text's by this factor is display type, however short the words in it."""
_MOST_HEADING_LINES = 3
_LETTER_WIDTH = 0.6
"""The width of a bold letter, in sizes of type, generously."""
_BETWEEN = " —–-"
"""What may stand between a heading and its text in place of a stop."""
_SAME_SIZE = 0.6
"""In points, as ``ingest.blocks`` tells sizes of type apart."""


@dataclass(frozen=True, slots=True)
class Parting:
    """Where a line was parted: the heading's block, the text's, and the line as printed."""

    heading: Block
    text: Block
    line: Line


def part_run_in_headings(blocks: list[Block], body: BodyType, front_end: int) -> list[Parting]:
    """Part lines that begin as a heading and go on as text, in place; return where.

    A line that counts as bold because most of its letters are, without lighter type behind them
    and without a stop inside, is the beginning of its paragraph and no heading.
    """
    if body.bold:
        return []
    partings = _part_by_type(blocks, body, max(front_end, 0))
    parted = {id(parting.heading) for parting in partings}
    _part_by_stop(blocks, max(front_end, 0), parted)
    return partings


def rejoin(blocks: list[Block], partings: Sequence[Parting]) -> None:
    """Put together again, in place, what was parted and is no heading after all."""
    for parting in partings:
        heading, text = parting.heading, parting.text
        if heading.role is not Role.BODY or text.role is not Role.BODY:
            continue
        text.lines[:1] = [*heading.lines[:-1], parting.line]
        text.gap_above = heading.gap_above
        text.forget_text()
        place = next(i for i, block in enumerate(blocks) if block is heading)
        del blocks[place]


def _part_by_type(blocks: list[Block], body: BodyType, start: int) -> list[Parting]:
    """Part where bold type ends inside a line and a sentence of the text begins there."""
    partings: list[Parting] = []
    place = start
    while place < len(blocks):
        block = blocks[place]
        found = _first_lead(block) if block.role is Role.BODY else None
        above = blocks[place - 1] if place > start else None
        if found and _goes_on_as_text(blocks, place, found, body, above):
            parting = _parted(blocks, place, found, above)
            partings.append(parting)
            place = next(i for i, held in enumerate(blocks) if held is parting.text)
        place += 1
    return partings


def _first_lead(block: Block) -> tuple[int, Lead] | None:
    """Return which line the bold beginning of a block ends in, and its end, if inside a line."""
    for place, line in enumerate(block.lines[:_MOST_HEADING_LINES]):
        if line.lead:
            return place, line.lead
        if not line.bold:
            return None
    return None


def _goes_on_as_text(
    blocks: Sequence[Block],
    place: int,
    found: tuple[int, Lead],
    body: BodyType,
    above: Block | None,
) -> bool:
    number, lead = found
    line = blocks[place].lines[number]
    below = _line_below(blocks, place, number)
    if below is None or below.bold or not _is_text_type(lead, body):
        return False
    if not _SENTENCE_BEGINS.match(line.text[len(lead.text) :]):
        return False
    if lead.size > _CLEARLY_LARGER * lead.rest_size or line.bold or _NUMBERED.match(lead.text):
        return True
    return above is not None and _is_begun_in(above, line, lead)


def _is_text_type(lead: Lead, body: BodyType) -> bool:
    return lead.rest_font == body.font and abs(lead.rest_size - body.size) < _SAME_SIZE


def _line_below(blocks: Sequence[Block], place: int, found: int) -> Line | None:
    """Return the line right below, of this block or the next, in the same column."""
    block = blocks[place]
    line = block.lines[found]
    if found + 1 < len(block.lines):
        return block.lines[found + 1]
    if place + 1 == len(blocks) or blocks[place + 1].role is not Role.BODY:
        return None
    below = blocks[place + 1].lines[0]
    near = below.page == line.page and below.region == line.region
    return below if near and blocks[place + 1].gap_above < _SAME_SIZE * line.size else None


def _is_begun_in(above: Block, line: Line, lead: Lead) -> bool:
    """Return whether the heading began in the block above, in the same type."""
    last = above.lines[-1]
    return (
        above.role is Role.BODY
        and len(above.lines) < _MOST_HEADING_LINES
        and last.page == line.page
        and last.region == line.region
        and -0.5 * last.size < line.y0 - last.y1 < _SAME_SIZE * last.size
        and last.lead is None
        and not _NUMBERED.match(lead.text)
        and last.column_x1 - last.x1 < _width_of_first_word(lead)
        and all(held.bold and abs(held.size - lead.size) < _SAME_SIZE for held in above.lines)
    )


def _width_of_first_word(lead: Lead) -> float:
    """Estimate, in points, the width of the first word and the space before it."""
    return _LETTER_WIDTH * lead.size * (1 + len(lead.text.split(" ", 1)[0]))


def _parted(
    blocks: list[Block], place: int, found: tuple[int, Lead], above: Block | None
) -> Parting:
    """Part a line of block ``place`` after its lead, in place; ``above`` may begin the heading."""
    block = blocks[place]
    number, lead = found
    line = block.lines[number]
    rest = replace(
        line,
        text=line.text[len(lead.text) :].lstrip(_BETWEEN),
        size=lead.rest_size,
        font=lead.rest_font,
        bold=False,
        lead=None,
    )
    head = replace(line, text=lead.text, size=lead.size, font=lead.font, bold=True, lead=None)
    heading = Block([*block.lines[:number], head], gap_above=block.gap_above)
    if block.lines[number + 1 :]:
        text = Block([rest, *block.lines[number + 1 :]])
        blocks.insert(place + 1, text)
    else:
        text = blocks[place + 1]
        text.prepend(rest)
        text.gap_above = 0.0
    blocks[place] = heading
    if above and not number and _is_begun_in(above, line, lead):
        heading.lines[:0] = above.lines
        heading.gap_above = above.gap_above
        del blocks[place - 1]
    return Parting(heading, text, line)


def _part_by_stop(blocks: list[Block], start: int, parted: set[int]) -> None:
    """Part lines that are bold as a whole; the blocks whose ``id`` is in ``parted`` are done."""
    place = start
    while place + 1 < len(blocks):
        block, below = blocks[place], blocks[place + 1]
        if id(block) not in parted and _is_run_in(block, below):
            (line,) = block.lines
            match = _RUN_IN.match(line.text)
            rest = line.text[match.end() :] if match else line.text
            below.prepend(replace(line, text=rest, bold=False))
            if match:
                block.lines[0] = replace(line, text=match.group(1))
                block.forget_text()
                below.gap_above = 0.0
                place += 1
            else:
                below.gap_above = block.gap_above
                del blocks[place]
                continue
        place += 1


def _is_run_in(block: Block, below: Block) -> bool:
    return (
        block.role is Role.BODY is below.role
        and len(block.lines) == 1
        and block.bold
        and not below.lines[0].bold
        and runs_on(block, below)
    )
