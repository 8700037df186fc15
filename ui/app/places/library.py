"""The Library place: all papers in a list that opens at any size at once.

Owns what is typed to narrow it and its order, and fetches the pages of rows that the list asks
for. A generation number keeps rows of an older order out of a younger list.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.timer import Timer
from textual.widget import Widget
from textual.widgets import ContentSwitcher, Input, Static

from ui.app import wording, work
from ui.app.messages import JobFailed, LibraryChanged, PaperChosen, PapersCounted, PapersRead
from ui.app.messages.keeping import PaperIdsRead, PapersChanged
from ui.app.paper_actions import VERSIONS
from ui.app.places.library_shelves import ALL, LibraryShelves
from ui.app.problem_actions import ProblemActions
from ui.app.widgets.list_header import ListHeader
from ui.app.widgets.paper_columns import COLUMNS, ORDERS
from ui.app.widgets.paper_list import PAGE, PaperList
from ui.app.widgets.problem_list import ProblemList
from ui.app.widgets.row_list import RowList
from ui.app.widgets.shelf_list import KIND_WORDS, Shelf
from ui.app.widgets.text_box import TextBox
from ui.app.work import keeping
from ui.safe_text import one_line

if TYPE_CHECKING:
    from ui.app.session import Session
    from workbench.types import PaperSummary

__all__ = ["LibraryPlace"]

_READING = "The list of papers"
"""How the job is called that reads them."""

_ON_PAPER = frozenset({
    "edit_paper", "tag_papers", "collect_papers", "write_note", "toggle_read", "toggle_star",
    "write_papers", "open_pdf", "reveal_file", "remove_papers", "show_versions",
})  # fmt: skip
_ON_LIST = frozenset({"next_order", "reverse", "show_shelves", "choose_columns"})


class LibraryPlace(LibraryShelves, ProblemActions):
    """A filter, the column heads and the list."""

    HELP = (
        "All papers of this library. `/` narrows the list, `f` shows a collection, a tag or what "
        "is unread, `o` and a click on a head sort, `C` chooses columns, `p` shows problems. `e` "
        "corrects what was read, `#` tags, `c` collects, `n` writes a note, `m` marks read, `*` "
        "puts a star, `w` writes a bibliography, `v` shows versions, Delete takes papers out; "
        "with papers chosen by `space`, what can be is done to all of them."
    )

    HAS_SIDE: ClassVar[bool] = False

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("o", "next_order", "Order", show=False, id="library.order",
                tooltip="Sort by the next column"),
        Binding("r", "reverse", "Reverse", show=False, id="library.reverse",
                tooltip="Turn the order round"),
        Binding("escape", "clear", "Clear", id="library.clear",
                tooltip="Choose no papers, then show all papers again"),
        VERSIONS,
    ]  # fmt: skip

    DEFAULT_CSS = """
    LibraryPlace {
        #shown { height: 1; padding: 0 2; color: $quiet; margin-bottom: 1; }
        ContentSwitcher { height: 1fr; }
    }
    """

    def __init__(self, session: Session) -> None:
        super().__init__(session, "library")
        self.order, self.descending = ORDERS[0][0], ORDERS[0][1]
        self._generation = 0
        self._keep_cursor = False
        self._counted: tuple[int, int] | None = None
        self._timer: Timer | None = None

    def compose(self) -> ComposeResult:
        """Filter, count, heads, list; problems in their place."""
        yield TextBox(
            "narrow by title, author, year, tag, note or citation key",
            id="narrow",
            starts_with_slash=False,
        )
        yield Static(id="shown", markup=False)
        with ContentSwitcher(initial="listed", classes="main"):
            with Vertical(id="listed"):
                yield ListHeader()
                yield PaperList(id="papers")
            yield ProblemList(id="problems")

    def first_focus(self) -> Widget:
        """The list: most come here to look, not to type."""
        return self.problems if self.shows_problems else self.papers

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Something to clear only where something is narrowed; papers only where they are."""
        is_typing = isinstance(self.screen.focused, TextBox)
        if action == "clear":
            narrowed = bool(self.box().value) or self.shelf != ALL or bool(self.papers.chosen)
            return narrowed or self.shows_problems
        if action in _ON_PAPER:
            return self.papers.row_count > 0 and not is_typing and not self.shows_problems
        if action in _ON_LIST:
            return not self.shows_problems
        if action == "read_again":
            return self.shows_problems and self.problems.row_count > 0
        return super().check_action(action, parameters)

    def remembered(self) -> dict[str, Any]:
        """Order, columns and shelf too."""
        columns = self.papers.columns
        return super().remembered() | {
            "order": self.order,
            "descending": self.descending,
            "columns": None if columns is None else list(columns),
            "shelf": [self.shelf.kind, self.shelf.name],
        }

    def restore(self, state: Mapping[str, Any]) -> None:
        """Be as one was left; what does not fit any more is left out."""
        super().restore(state)
        if state.get("order") in [o[0] for o in ORDERS]:
            self.order, self.descending = state["order"], state.get("descending") is True
        match state.get("columns"):
            case [*names]:
                self.set_columns([c.name for c in COLUMNS[1:] if c.name in names])
            case _:
                pass
        match state.get("shelf"):
            case ["show", str(name)] if name in KIND_WORDS:
                self.shelf = Shelf("show", name)
            case ["collection", str(name)]:
                self.shelf = Shelf("collection", name)
            case _:
                pass

    def current_paper(self) -> PaperSummary | None:
        """The paper under the cursor."""
        return self.papers.current

    def meant_papers(self) -> Sequence[str]:
        """The chosen papers, or the one under the cursor."""
        return list(self.papers.chosen) or super().meant_papers()

    def papers_changed(self) -> None:
        """Everyone looks again: a title or a year may stand in other places too."""
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
        if self.shows_problems:
            self.read_problems()

    def _read(self, offset: int) -> None:
        collection, show = self.narrowed_to()
        self.session.start(
            partial(
                work.read_papers, self.box().value.strip(), self.order, self.descending, PAGE,
                offset, self._generation, collection=collection, show=show,
            ),
            lane="list", title=_READING, target=self,
        )  # fmt: skip

    def on_papers_counted(self, message: PapersCounted) -> None:
        """The list gets its length before its rows."""
        if message.generation != self._generation:
            return
        self._counted = (message.count, message.total)
        self.papers.start_over(message.count, keep_cursor=self._keep_cursor)
        self.tell()
        self.refresh_bindings()

    def tell(self) -> None:
        """Say how many papers there are, of what, in which order, and how many are chosen."""
        if self.shows_problems:
            told = wording.count(self.problems.row_count, "problem")
            told += " · enter tells what helps · p back to the papers"
        elif self._counted is None:
            return
        else:
            count, total = self._counted
            shown = wording.count(total, "paper")
            shown = shown if count == total else f"{count:,} of {shown}"
            nothing = total and not count
            what = "no paper matches · escape clears the filter" if nothing else self._order_label
            shelf = "" if self.shelf == ALL else f" · {self.shelf.words}"
            chosen = f"✓ {len(self.papers.chosen):,} chosen · " if self.papers.chosen else ""
            told = f"{chosen}{shown}{shelf} · {what}"
        self.query_one("#shown", Static).update(Content(told), layout=False)

    @property
    def _order_label(self) -> str:
        _, descending, usual, turned = next(o for o in ORDERS if o[0] == self.order)
        return usual if self.descending == descending else turned

    def on_papers_read(self, message: PapersRead) -> None:
        """Rows for the list."""
        if message.generation == self._generation:
            self.papers.add_rows(message.offset, message.rows)

    def on_job_failed(self, message: JobFailed) -> None:
        """A collection that is gone by now is no reason to show nothing."""
        if message.title == _READING and self.shelf != ALL:
            message.stop()
            self.app.notify(one_line(message.problem), markup=False)
            self.show(ALL)

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
        if self.shows_problems or self.papers.row_count:
            self.first_focus().focus()
        elif isinstance(event, TextBox.Left):
            self.action_clear()

    def action_clear(self) -> None:
        """Back from the problems; else choose none; else show all papers again."""
        if self.shows_problems:
            self.action_toggle_problems()
        elif self.papers.chosen:
            self.papers.choose(())
        else:
            self.box().value = ""
            if self.shelf != ALL:
                self.show(ALL)

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

    @on(PaperList.ChoiceChanged)
    def _choice_changed(self, event: PaperList.ChoiceChanged) -> None:
        event.stop()
        self.tell()
        self.refresh_bindings()

    @on(PaperList.AllWanted)
    def _choose_all(self, event: PaperList.AllWanted) -> None:
        event.stop()
        self.session.start(
            partial(keeping.read_paper_ids, self.box().value.strip(), *self.narrowed_to()),
            lane="list", title=_READING, target=self,
        )  # fmt: skip

    def on_paper_ids_read(self, message: PaperIdsRead) -> None:
        """All papers of the list are chosen."""
        self.papers.choose(message.ids)

    def on_papers_changed(self, message: PapersChanged) -> None:
        """What was chosen was dealt with; the rest is done by ``PaperActions``' own handler."""
        if message.renamed is not None:
            before, now = message.renamed
            if self.shelf == Shelf("collection", before):
                self.shelf = Shelf("collection", now) if now else ALL
        if self.papers.chosen:
            self.papers.choose(())
