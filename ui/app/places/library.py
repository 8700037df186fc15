"""The Library place: all papers in a list that opens at any size at once.

Owns narrowing and order, and fetches the pages of rows that the list asks for. A generation
number keeps rows of an older order out of a younger list.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.timer import Timer
from textual.widget import Widget
from textual.widgets import Input, Static

from ui.app import wording, work
from ui.app.messages import LibraryChanged, PaperChosen, PapersCounted, PapersRead
from ui.app.paper_actions import VERSIONS, PaperActions
from ui.app.places.place import Place
from ui.app.widgets.list_header import ListHeader
from ui.app.widgets.paper_list import PAGE, PaperList
from ui.app.widgets.row_list import RowList
from ui.app.widgets.text_box import TextBox

if TYPE_CHECKING:
    from ui.app.session import Session
    from workbench.types import PaperDetail, PaperSummary

__all__ = ["LibraryPlace"]

ORDERS = (
    ("added", True, "newest added first", "oldest added first"),
    ("title", False, "by title", "by title, from the end"),
    ("author", False, "by author", "by author, from the end"),
    ("year", True, "latest year first", "earliest year first"),
    ("cited", True, "most cited first", "least cited first"),
)
"""Orders that the key walks through: name, descending, how it is called, and turned round."""


_ON_PAPER = frozenset({"edit_paper", "tag_paper", "toggle_read", "toggle_star", "show_versions"})


class LibraryPlace(Place, PaperActions):
    """A filter, the column heads and the list."""

    HELP = (
        "All papers of this library. `/` narrows the list, `o` and a click on a head sort it. `e` "
        "corrects what was read, `#` tags, `m` marks read, `*` puts a star, `v` shows versions."
    )

    HAS_SIDE: ClassVar[bool] = False

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("o", "next_order", "Order", id="library.order",
                tooltip="Sort by the next column"),
        Binding("r", "reverse", "Reverse", id="library.reverse",
                tooltip="Turn the order round"),
        Binding("escape", "clear", "Clear filter", id="library.clear",
                tooltip="Show all papers again"),
        VERSIONS,
    ]  # fmt: skip

    DEFAULT_CSS = """
    LibraryPlace {
        #shown { height: 1; padding: 0 2; color: $quiet; margin-bottom: 1; }
    }
    """

    def __init__(self, session: Session) -> None:
        super().__init__(session, "library")
        self.order, self.descending = ORDERS[0][0], ORDERS[0][1]
        self._generation = 0
        self._keep_cursor = False
        self._timer: Timer | None = None

    def compose(self) -> ComposeResult:
        """Filter, count, heads, list."""
        yield TextBox("narrow by title, author, year, tag or citation key", id="narrow")
        yield Static(id="shown", markup=False)
        with Vertical(classes="main"):
            yield ListHeader()
            yield PaperList(id="papers")

    def box(self) -> TextBox:
        """The filter."""
        return self.query_one("#narrow", TextBox)

    @property
    def papers(self) -> PaperList:
        """The list."""
        return self.query_one("#papers", PaperList)

    def first_focus(self) -> Widget:
        """The list: most come here to look, not to type."""
        return self.papers

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """There is something to clear only where something was typed."""
        if action == "clear":
            return bool(self.box().value)
        if action in _ON_PAPER:
            return self.papers.row_count > 0 and not isinstance(self.screen.focused, TextBox)
        return super().check_action(action, parameters)

    def current_paper(self) -> PaperSummary | None:
        """The paper under the cursor."""
        return self.papers.current

    def paper_changed(self, detail: PaperDetail) -> None:
        """Everyone looks again: a title or a year may stand in other places too."""
        del detail
        self.post_message(LibraryChanged())

    def library_opened(self) -> None:
        """Read the first page."""
        self.reload()

    def library_changed(self) -> None:
        """Read again what is shown, without losing the place in it."""
        self.reload(keep_cursor=True)

    def reload(self, *, keep_cursor: bool = False) -> None:
        """Count and read anew under the current filter and order."""
        if not self.session.is_open:
            return
        self._generation += 1
        self._keep_cursor = keep_cursor
        header = self.query_one(ListHeader)
        header.order, header.descending = self.order, self.descending
        self._read(0)

    def _read(self, offset: int) -> None:
        self.session.start(
            partial(
                work.read_papers, self.box().value.strip(), self.order, self.descending,
                PAGE, offset, self._generation,
            ),
            lane="list", title="The list of papers", target=self,
        )  # fmt: skip

    def on_papers_counted(self, message: PapersCounted) -> None:
        """The list gets its length before its rows."""
        if message.generation != self._generation:
            return
        self.papers.start_over(message.count, keep_cursor=self._keep_cursor)
        total = wording.count(message.total, "paper")
        shown = total if message.count == message.total else f"{message.count:,} of {total}"
        nothing = message.total and not message.count
        what = "no paper matches · escape clears the filter" if nothing else self._order_label
        self.query_one("#shown", Static).update(Content(f"{shown} · {what}"), layout=False)
        self.refresh_bindings()

    @property
    def _order_label(self) -> str:
        _, descending, usual, turned = next(o for o in ORDERS if o[0] == self.order)
        return usual if self.descending == descending else turned

    def on_papers_read(self, message: PapersRead) -> None:
        """Rows for the list."""
        if message.generation == self._generation:
            self.papers.add_rows(message.offset, message.rows)

    def on_paper_list_rows_wanted(self, message: PaperList.RowsWanted) -> None:
        """The list is about to show rows that are not here."""
        message.stop()
        self._read(message.offset)

    @on(Input.Changed, "#narrow")
    def _narrowed(self, event: Input.Changed) -> None:
        event.stop()
        if self._timer is not None:
            self._timer.stop()
        self._timer = self.set_timer(0.12, self.reload)

    @on(Input.Submitted, "#narrow")
    @on(TextBox.Left, "#narrow")
    def _to_list(self, event: Input.Submitted | TextBox.Left) -> None:
        event.stop()
        if self.papers.row_count:
            self.papers.focus()
        elif isinstance(event, TextBox.Left):
            self.action_clear()

    def action_clear(self) -> None:
        """Show all papers again."""
        self.box().value = ""

    @on(ListHeader.ColumnClicked)
    def _column_clicked(self, event: ListHeader.ColumnClicked) -> None:
        event.stop()
        if event.order == self.order:
            self.action_reverse()
        else:
            self._sort(event.order)

    def _sort(self, order: str) -> None:
        self.order = order
        self.descending = next(o[1] for o in ORDERS if o[0] == order)
        self.reload()

    def action_next_order(self) -> None:
        """Sort by the next column."""
        names = [o[0] for o in ORDERS]
        self._sort(names[(names.index(self.order) + 1) % len(names)])

    def action_reverse(self) -> None:
        """Turn the order round."""
        self.descending = not self.descending
        self.reload()

    @on(RowList.Chosen, "#papers")
    def _open(self, event: RowList.Chosen) -> None:
        event.stop()
        paper = self.papers.paper_at(event.index)
        if paper is not None:
            self.post_message(PaperChosen(paper.id))
