"""Side notes: small print in a narrow column of its own beside the text.

Owns recognising them, so that they leave the flow of the text around them; they stay searchable.
Refuses to know footnotes (``ingest.notes``) and labels of charts (``ingest.captions``).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from ingest.blocks import Block, BodyType, Role

__all__ = ["mark_side_notes"]

_SMALLER = 0.9
_NARROWER = 0.5
_BODY_SIZE = 0.97


def mark_side_notes(blocks: Sequence[Block], body: BodyType) -> None:
    """Give the role of footnotes to running text in small type in narrow columns of their own.

    Narrow is less than half as wide as the page's widest column of text in the usual type.
    """
    columns: dict[int, dict[int, list[Block]]] = defaultdict(lambda: defaultdict(list))
    for block in blocks:
        columns[block.page][block.lines[0].region].append(block)
    for regions in columns.values():
        texts = [column for column in regions.values() if _holds_body(column, body)]
        widest = max(map(_width, texts), default=0.0)
        for column in regions.values():
            if _width(column) < _NARROWER * widest and not _holds_body(column, body):
                _mark(column, body)


def _holds_body(column: Sequence[Block], body: BodyType) -> bool:
    return any(block.role is Role.BODY and block.size >= _BODY_SIZE * body.size for block in column)


def _width(column: Sequence[Block]) -> float:
    line = column[0].lines[0]
    return line.column_x1 - line.column_x0


def _mark(column: Sequence[Block], body: BodyType) -> None:
    for block in column:
        if block.role is Role.BODY and block.size < _SMALLER * body.size:
            block.role = Role.FOOTNOTE
