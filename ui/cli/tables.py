"""A table of an answer as plain lines, no wider than other text.

Owns the widths of its columns alone; what stands in the cells is the answer's.
"""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from itertools import zip_longest
from typing import TYPE_CHECKING

from ui.cli.words import WIDTH, in_line

if TYPE_CHECKING:
    from workbench.types import Table

__all__ = ["table_lines"]

_GAP = "  "


def table_lines(table: Table) -> str:
    """Columns as wide as their longest cell; where that is too wide, cells run over several lines
    and rows stand apart.
    """
    rows = [[in_line(cell) for cell in row] for row in (table.columns, *table.rows)]
    longest = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    widths = _fitting(longest, WIDTH - len(_GAP) * (len(longest) - 1))
    between = "\n" if widths == longest else "\n\n"
    return between.join(_row(row, widths) for row in rows)


def _fitting(longest: Sequence[int], room: int) -> list[int]:
    """Widths that fit: a column that needs less than its share leaves the rest to the others."""
    widths: dict[int, int] = {}
    for left, column in enumerate(sorted(range(len(longest)), key=longest.__getitem__)):
        share = max(1, room - sum(widths.values())) // (len(longest) - left)
        widths[column] = max(1, min(longest[column], share))
    return [widths[column] for column in range(len(longest))]


def _row(cells: Sequence[str], widths: Sequence[int]) -> str:
    columns = [
        textwrap.wrap(cell, width, break_on_hyphens=False) or [""]
        for cell, width in zip(cells, widths, strict=True)
    ]
    lines = zip_longest(*columns, fillvalue="")
    return "\n".join(
        _GAP.join(part.ljust(width) for part, width in zip(line, widths, strict=True)).rstrip()
        for line in lines
    )
