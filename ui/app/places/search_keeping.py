"""Keeping searches of the Search place under names, and making one again.

Owns the two windows and what is said of them; the searches are the library's, and searching is
``search.py``'s.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType

from ui.app import work
from ui.app.messages import SavedSearchesRead, SearchKept, SearchNameTaken
from ui.app.places.place import Place
from ui.app.search_chips import Controls
from ui.app.undo import UndoStep
from ui.app.widgets.text_box import TextBox
from ui.safe_text import plain

if TYPE_CHECKING:
    from ui.app.dialogs.kept_searches import TakenSearch
    from ui.app.session import Session

__all__ = ["SearchKeeping"]


class SearchKeeping(Place):
    """A place whose searches can be kept."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(
            "m",
            "keep",
            "Keep",
            show=False,
            id="search.keep",
            tooltip="Keep this search under a name",
        ),
        Binding(
            "o",
            "kept",
            "Kept searches",
            show=False,
            id="search.kept-searches",
            tooltip="Show the searches that you kept, and make one again",
        ),
    ]

    def __init__(self, session: Session, name: str) -> None:
        super().__init__(session, name)
        self._controls: Controls = {}

    def box(self) -> TextBox:
        """The query."""
        raise NotImplementedError

    def make_again(self, query: str, controls: Controls) -> None:
        """Search for a query, its results ordered as these controls say."""
        raise NotImplementedError

    def action_keep(self) -> None:
        """Ask for a name, then keep the query and how its results are ordered."""
        from ui.app.dialogs.keep_search import KeepSearchDialog

        query = self.box().value.strip()
        if not query:
            self.notify("There is nothing to keep: the box is empty")
            return
        self.app.push_screen(KeepSearchDialog(query), self._keep)

    def _keep(self, name: str | None, replaces: bool = False) -> None:
        query = self.box().value.strip()
        if name and query and self.session.is_open:
            keep = partial(work.keep_search, name, query, dict(self._controls), replaces)
            self.session.start(keep, lane="list", title="Keeping the search", target=self)

    def on_search_name_taken(self, message: SearchNameTaken) -> None:
        """Ask before a kept search is replaced."""
        from ui.app.dialogs.confirm import ConfirmDialog

        def replace(yes: bool | None) -> None:
            if yes:
                self._keep(message.name, replaces=True)

        question = f"There is a kept search {plain(message.name)} already."
        self.app.push_screen(ConfirmDialog(question, "replace it", "keep it"), replace)

    def on_search_kept(self, message: SearchKept) -> None:
        """Say so."""
        self.notify(plain(message.words), markup=False)

    def action_kept(self) -> None:
        """Read the kept searches, then show them."""
        if self.session.is_open:
            self.session.start(work.read_searches, lane="list", title="Kept searches", target=self)

    def on_saved_searches_read(self, message: SavedSearchesRead) -> None:
        """Show them."""
        from ui.app.dialogs.kept_searches import KeptSearchesDialog

        self.app.push_screen(KeptSearchesDialog(message.searches), self._take_kept)

    def _take_kept(self, taken: TakenSearch | None) -> None:
        if taken is None:
            return
        search = taken.search
        if taken.forget:
            forget = partial(work.forget_search, search.name)
            self.session.start(forget, lane="list", title="Forgetting the search", target=self)
            words = f"forgot the search {plain(search.name)}"
            self.session.undo.add(UndoStep(words, partial(work.put_back_search, search)))
        else:
            self.make_again(search.query, dict(search.controls))
