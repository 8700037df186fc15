"""Headings that the text runs on from, in the same line.

Owns parting such a line: what is bold up to the first stop is a heading, the rest belongs to the
paragraph below. Refuses to say which blocks are headings: ``ingest.headings`` does.
"""

from __future__ import annotations

import re
from dataclasses import replace

from ingest.blocks import Block, BodyType, Role, runs_on

__all__ = ["part_run_in_headings"]

_RUN_IN = re.compile(r"(.{2,90}?[^\W\d_]{3}[.:?])\s+(?=[A-Z“(])")
"""The words up to the first stop; an initial or ``vs.`` before it is none."""


def part_run_in_headings(blocks: list[Block], body: BodyType, front_end: int) -> None:
    """Part bold lines that go on in the block below without a gap, in place.

    Such a line counts as bold because most of its letters are. One without a stop inside is the
    beginning of its paragraph and no heading.
    """
    place = max(front_end, 0)
    while place + 1 < len(blocks):
        block, below = blocks[place], blocks[place + 1]
        if not body.bold and _is_run_in(block, below):
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
