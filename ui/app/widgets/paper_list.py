"""The library as a list of any length, read page by page as it is scrolled.

Owns which pages of rows are held and how a paper is drawn in columns. Pages are asked for by a
message; whoever hears it hands them over with ``add_rows``.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from textual.cache import LRUCache
from textual.content import Content
from textual.message import Message

from ui.app import wording
from ui.app.widgets.row_list import RowList
from ui.safe_text import one_line

if TYPE_CHECKING:
    from workbench.types import PaperSummary

__all__ = ["COLUMNS", "Column", "PaperList", "column_widths"]

PAGE = 200
"""Rows asked for at once: a few screens, read by DuckDB in some milliseconds."""

AHEAD = 60
"""Rows beyond those on the screen that are asked for too, so that a page key finds them here."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column: what it is called, what it sorts by, how wide it is (0 takes what is left)."""

    name: str
    order: str
    """What the library calls this order; empty where it cannot sort by it."""
    width: int
    least: int
    """The list must be at least this wide for the column to be shown."""


COLUMNS = (
    Column("Title", "title", 0, 0),
    Column("Authors", "author", 22, 0),
    Column("Year", "year", 5, 0),
    Column("Venue", "", 18, 110),
    Column("Cited", "cited", 6, 90),
    Column("Tags", "", 12, 112),
    Column("Pages", "", 6, 140),
)


def column_widths(width: int) -> list[tuple[Column, int]]:
    """The columns that fit into ``width`` with the width each one gets."""
    shown = [column for column in COLUMNS if width >= column.least]
    fixed = sum(c.width - (8 if c.name == "Authors" and width < 90 else 0) for c in shown)
    rest = max(10, width - fixed - 2)
    return [
        (c, rest if not c.width else c.width - (8 if c.name == "Authors" and width < 90 else 0))
        for c in shown
    ]


class PaperList(RowList):
    """All papers of the library, or those that a text narrows it to."""

    HELP = (
        "The papers of this library. `/` narrows the list, `o` changes the order, `r` turns it "
        "round, Enter opens a paper. ● ready, ◐ words only, ○ skipped, ✗ failed; ★ starred, ⇄ has "
        "other versions, ↳ older version; papers marked read are dimmed."
    )

    @dataclass
    class RowsWanted(Message):
        """Rows from ``offset`` on are about to be seen and not here yet."""

        offset: int

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002 -- Textual's word
        super().__init__(id=id)
        self._pages: LRUCache[int, Sequence[PaperSummary]] = LRUCache(64)
        self._wanted: set[int] = set()
        """Pages asked for, or here and up to date."""

    def start_over(self, count: int, *, keep_cursor: bool = False) -> None:
        """Expect ``count`` new rows; the first page of them comes unasked.

        With ``keep_cursor`` it is the same list at a later time: old rows stay on the screen
        until the new ones are here, so that nothing flickers while papers are being read.
        """
        self._wanted = {0}
        if not keep_cursor:
            self._pages.clear()
        self.set_row_count(count, keep_cursor=keep_cursor)

    def add_rows(self, offset: int, rows: Sequence[PaperSummary]) -> None:
        """Take a page of rows."""
        # an LRUCache keeps the value that a key has already
        self._pages.discard(offset // PAGE)
        self._pages[offset // PAGE] = rows
        self._wanted.add(offset // PAGE)
        self.forget_rows()
        if offset <= self.cursor < offset + PAGE:
            self.post_message(self.Highlighted(self, self.cursor))

    def paper_at(self, index: int) -> PaperSummary | None:
        """The paper of a row, or ``None`` while it is being read."""
        self._want(index // PAGE)
        page = self._pages.get(index // PAGE)
        if page is None:
            return None
        at = index % PAGE
        return page[at] if at < len(page) else None

    @property
    def current(self) -> PaperSummary | None:
        """The paper under the cursor."""
        return self.paper_at(self.cursor) if self.row_count else None

    def _want(self, page: int) -> None:
        if page not in self._wanted:
            self._wanted.add(page)
            self.post_message(self.RowsWanted(page * PAGE))

    def row_content(self, index: int, width: int) -> Sequence[Content]:
        """One line: state, title, authors, year and what else fits."""
        paper = self.paper_at(index)
        self._want(max(0, index - AHEAD) // PAGE)
        self._want(min(self.row_count - 1, index + AHEAD) // PAGE)
        if paper is None:
            return [Content.styled("  …", "$faint")]
        mark, colour = wording.STATE_MARKS[paper.state]
        read = "$quiet" if paper.is_read else ""
        cells = [Content.assemble((f"{mark} ", colour))]
        for column, column_width in column_widths(width):
            style = read if column.name == "Title" else "$quiet"
            text = Content.styled(_cell(column, paper), style)
            cells.append(text.truncate(column_width - 1, ellipsis=True, pad=True) + " ")
        return [Content("").join(cells)]


def _cell(column: Column, paper: PaperSummary) -> str:
    match column.name:
        case "Title":
            return _marks(paper) + wording.title(paper)
        case "Authors":
            return wording.authors(paper.authors)
        case "Year":
            return str(paper.year or "")
        case "Venue":
            return one_line(paper.venue, 80)
        case "Tags":
            return one_line(" ".join(f"#{tag}" for tag in paper.tags), 80)
        case "Cited":
            return f"{paper.cited_by or '':>5}"
        case _:
            return f"{paper.pages or '':>5}"


def _marks(paper: PaperSummary) -> str:
    """Signs before the title: a star, other versions, an older version under its newest one."""
    version = "↳ " if paper.newest_id else ("⇄ " if paper.versions > 1 else "")
    return version + ("★ " if paper.is_starred else "")
