"""Searches that were kept, to make one again or forget it.

Owns the window; reading, running and forgetting them are the Search place's business.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Static

from ui.app.dialogs.narrowing import NarrowingDialog, holds_all
from ui.app.widgets.row_list import RowList
from ui.app.widgets.text_box import TextBox
from ui.safe_text import one_line

if TYPE_CHECKING:
    from workbench.types import SavedSearch

__all__ = ["KeptSearchesDialog", "TakenSearch"]


@dataclass(frozen=True, slots=True)
class TakenSearch:
    """A kept search, to be made again or, where ``forget``, forgotten."""

    search: SavedSearch
    forget: bool = False


class _SearchRows(RowList):
    """Names, each with its query."""

    HELP = "Searches that you kept. Enter makes one again, Delete forgets it (`u` brings it back)."

    DEFAULT_CSS = """
    _SearchRows { background: $surface; }
    """

    searches: Sequence[SavedSearch] = ()

    def row_content(self, index: int, width: int) -> Sequence[Content]:
        """Name, query, and how its results are ordered."""
        del width
        search = self.searches[index]
        controls = " · ".join(f"{name} {value}" for name, value in search.controls.items())
        query = "  ".join(filter(None, (one_line(search.query, 200), one_line(controls, 80))))
        return [Content.assemble((one_line(search.name, 60), "$title"), "  ", (query, "$quiet"))]


class KeptSearchesDialog(NarrowingDialog["TakenSearch | None"]):
    """A list of searches that typing narrows."""

    HELP = (
        "Searches that you kept. Typing narrows the list, Enter makes one again; down goes to the "
        "list, where Delete forgets one."
    )

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("delete", "forget", "Forget", id="kept.forget",
                tooltip="Forget the search under the cursor"),
    ]  # fmt: skip

    DEFAULT_CSS = """
    KeptSearchesDialog { #box { height: 20; max-height: 84%; } }
    """

    def __init__(self, searches: Sequence[SavedSearch]) -> None:
        super().__init__()
        self._searches = searches

    def compose(self) -> ComposeResult:
        """Heading, box, list."""
        heading = "Kept searches" if self._searches else "No search was kept yet: m keeps one"
        with Vertical(id="box"):
            yield Static(heading, classes="heading", markup=False)
            yield TextBox("type to narrow", id="narrow")
            yield _SearchRows()
            yield Static(
                "enter search · delete forget · escape leave", classes="keys", markup=False
            )

    @property
    def rows(self) -> _SearchRows:
        """The searches that are shown."""
        return self.query_one(_SearchRows)

    def show_matching(self, words: str) -> None:
        """Show the searches that have these words in their name or query."""
        self.rows.searches = [
            search for search in self._searches if holds_all(words, f"{search.name} {search.query}")
        ]
        self.rows.set_row_count(len(self.rows.searches))

    @on(RowList.Chosen)
    def _choose(self, event: RowList.Chosen) -> None:
        event.stop()
        self.dismiss(TakenSearch(self.rows.searches[event.index]))

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """In the box Delete is a key for letters."""
        if action == "forget":
            return self.rows.has_focus and bool(self.rows.searches)
        return super().check_action(action, parameters)

    def action_forget(self) -> None:
        """Forget the search under the cursor."""
        self.dismiss(TakenSearch(self.rows.searches[self.rows.cursor], forget=True))
