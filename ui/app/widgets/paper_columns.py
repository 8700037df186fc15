"""The columns of the list of papers: what each shows, sorts by and needs of width.

Owns which columns and orders there are and which of them fit; the list draws them, the head names
them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ui.app import wording
from ui.safe_text import one_line

if TYPE_CHECKING:
    from workbench.types import PaperSummary

__all__ = ["COLUMNS", "ORDERS", "USUAL", "Column", "cell_text", "column_widths"]

_LEAST_TITLE = 20
"""Cells that a title keeps before columns at the right are left out for it."""

_NARROW = 90
"""Cells below which authors get less room."""

_WIDE = 160
"""Cells from which on the longest titles have room to spare, which other columns can use."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column: what it is called, what it sorts by, how wide it is (0 takes what is left)."""

    name: str
    order: str
    """What the library calls this order."""
    width: int
    least: int = 0
    """The list must be at least this wide for a usual column to be shown by itself."""
    wide: int = 0
    """Cells that it has on a wide screen, where that is more."""


COLUMNS = (
    Column("Title", "title", 0),
    Column("Authors", "author", 22, wide=32),
    Column("Year", "year", 9),
    Column("Venue", "venue", 18, 110, wide=36),
    Column("Cited", "cited", 7, 90),
    Column("Tags", "tags", 12, 112, wide=20),
    Column("Collections", "collections", 16, 170, wide=22),
    Column("Pages", "pages", 7, 140),
    Column("Read", "read", 6, 0),
    Column("Key", "citekey", 24, 0),
)
"""Every column, in the order in which they stand."""

USUAL = ("Authors", "Year", "Venue", "Cited", "Tags", "Collections", "Pages")
"""Columns that are shown where there is room, before a person chose any."""


ORDERS = (
    ("added", True, "newest added first", "oldest added first"),
    ("title", False, "by title", "by title, from the end"),
    ("author", False, "by author", "by author, from the end"),
    ("year", True, "latest year first", "earliest year first"),
    ("venue", False, "by venue", "by venue, from the end"),
    ("cited", True, "most cited first", "least cited first"),
    ("tags", False, "by tag", "by tag, from the end"),
    ("collections", False, "by collection", "by collection, from the end"),
    ("pages", True, "longest first", "shortest first"),
    ("read", True, "read ones first", "unread ones first"),
    ("citekey", False, "by citation key", "by citation key, from the end"),
)
"""Orders that the key walks through: name, descending, how it is called, and turned round."""


def column_widths(width: int, chosen: Sequence[str] | None = None) -> list[tuple[Column, int]]:
    """The columns that are shown in ``width`` cells, with the width each one gets.

    Args:
        width: Cells there are.
        chosen: Names of the columns that a person wants beside the title: all of them, from the
            left, as long as the title keeps some room; ``None`` for the usual ones that fit.
    """
    wanted = USUAL if chosen is None else chosen
    shown = [
        c for c in COLUMNS[1:] if c.name in wanted and (chosen is not None or width >= c.least)
    ]
    while shown and _left(shown, width) < _LEAST_TITLE and chosen:
        shown.pop()
    rest = max(10, _left(shown, width))
    return [(COLUMNS[0], rest), *((c, _width(c, width)) for c in shown)]


def _left(shown: Sequence[Column], width: int) -> int:
    """What the columns leave to the title, and to the gaps around it."""
    return width - sum(_width(column, width) for column in shown) - 2


def _width(column: Column, width: int) -> int:
    if width >= _WIDE:
        return max(column.width, column.wide)
    return column.width - (8 if column.name == "Authors" and width < _NARROW else 0)


def cell_text(column: Column, paper: PaperSummary) -> str:
    """What stands in a column for a paper, on one line and harmless."""
    match column.name:
        case "Title":
            return _marks(paper) + wording.title(paper)
        case "Authors":
            return wording.authors(paper.authors)
        case "Year":
            return paper.year_label
        case "Venue":
            return one_line(paper.venue, 80)
        case "Tags":
            return one_line(" ".join(f"#{tag}" for tag in paper.tags), 80)
        case "Collections":
            return one_line(", ".join(paper.collections), 80)
        case "Cited":
            return f"{paper.cited_by or '':>5}"
        case "Read":
            return "read" if paper.is_read else ""
        case "Key":
            return one_line(paper.citekey, 80)
        case _:
            return f"{paper.pages or '':>5}"


def _marks(paper: PaperSummary) -> str:
    """Signs before the title: other versions, a star, a note."""
    version = "↳ " if paper.newest_id else ("⇄ " if paper.versions > 1 else "")
    return version + ("★ " if paper.is_starred else "") + ("✎ " if paper.has_note else "")
