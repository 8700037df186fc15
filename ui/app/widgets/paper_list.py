"""The library as a list of any length, read page by page as it is scrolled.

Owns which pages of rows are held, which papers are chosen, and how a row is drawn. Pages are asked
for by a message; whoever hears it hands them over with ``add_rows``.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType
from textual.cache import LRUCache
from textual.content import Content
from textual.message import Message

from ui.app import wording
from ui.app.widgets.paper_columns import cell_text, column_widths
from ui.app.widgets.row_list import RowList

if TYPE_CHECKING:
    from workbench.types import PaperSummary

__all__ = ["CHOOSE", "PAGE", "PaperList"]

PAGE = 200
"""Rows asked for at once: a few screens, read by DuckDB in some milliseconds."""

AHEAD = 60
"""Rows beyond those on the screen that are asked for too, so that a page key finds them here."""

CHOOSE = Binding("space", "choose_row", "Choose", id="papers.choose",
                 tooltip="Choose this row, or not any more: keys act on all chosen")  # fmt: skip
"""For lists of which several rows can be meant."""


class PaperList(RowList):
    """All papers of the library, or those that a text narrows it to."""

    HELP = (
        "The papers of this library. `/` narrows the list, `o` changes the order, `r` turns it "
        "round, `space` chooses papers for what is done next, Enter opens one. ● ready, ◐ words "
        "only, ○ skipped, ✗ failed, ✓ chosen; ★ starred, ✎ has a note, ⇄ has other versions, ↳ "
        "older version; papers marked read are dimmed."
    )

    # the columns stand below their names, whether the list is long enough for a bar or not
    DEFAULT_CSS = "PaperList { scrollbar-gutter: stable; }"

    BINDINGS: ClassVar[list[BindingType]] = [
        CHOOSE,
        Binding("ctrl+a", "choose_all", "Choose all", show=False, id="papers.choose-all",
                tooltip="Choose all papers of this list, or none"),
    ]  # fmt: skip

    @dataclass
    class RowsWanted(Message):
        """Rows from ``offset`` on are about to be seen and not here yet."""

        offset: int

    class ChoiceChanged(Message):
        """Other papers are chosen now."""

    class AllWanted(Message):
        """All papers of the list are to be chosen, also those that are not here."""

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002 -- Textual's word
        super().__init__(id=id)
        self.columns: Sequence[str] | None = None
        """Names of the columns that a person wants beside the title; ``None`` for the usual."""
        self.chosen: dict[str, None] = {}
        """Ids of the chosen papers, in the order in which they were chosen."""
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
        held = set(self._pages.keys())
        # an LRUCache keeps the value that a key has already
        self._pages.discard(offset // PAGE)
        self._pages[offset // PAGE] = rows
        # what had to make room is asked for again when it is next seen
        self._wanted -= held.difference(self._pages.keys())
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

    def choose(self, ids: Iterable[str]) -> None:
        """Let these papers be chosen, and no others."""
        self.chosen = dict.fromkeys(ids)
        self.forget_rows()
        self.post_message(self.ChoiceChanged())

    def action_choose_row(self) -> None:
        """Choose the paper under the cursor, or not any more, and go on to the next."""
        if paper := self.current:
            others = [key for key in self.chosen if key != paper.id]
            self.choose(others if paper.id in self.chosen else [*others, paper.id])
            self.cursor += 1

    def action_choose_all(self) -> None:
        """Choose all, or none where some are chosen already."""
        if self.chosen:
            self.choose(())
        else:
            self.post_message(self.AllWanted())

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
        if paper.id in self.chosen:
            mark, colour = "✓", "$accent"
        read = "$quiet" if paper.is_read else ""
        cells = [Content.assemble((f"{mark} ", colour))]
        for column, column_width in column_widths(width, self.columns):
            style = read if column.name == "Title" else "$quiet"
            text = Content.styled(cell_text(column, paper), style)
            cells.append(text.truncate(column_width - 1, ellipsis=True, pad=True) + " ")
        return [Content("").join(cells)]
