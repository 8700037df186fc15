"""What the list of the Library shows: which shelf of papers, in which columns.

Owns choosing them, and renaming and deleting collections from there; reading the list is
``library``'s.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType

from ui.app.places.place import Place
from ui.app.widgets.list_header import ListHeader
from ui.app.widgets.paper_list import PaperList
from ui.app.widgets.shelf_list import Shelf
from ui.app.widgets.text_box import TextBox
from ui.app.work import keeping

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ui.app.dialogs.columns import ColumnsWish
    from ui.app.dialogs.shelves import ShelfWish
    from ui.app.messages.keeping import ShelvesRead
    from ui.app.session import Session

__all__ = ["ALL", "LibraryShelves"]

ALL = Shelf("show", "")
"""Every paper of the library."""


class LibraryShelves(Place):
    """A place with a box ``#narrow``, a ``ListHeader`` and a ``PaperList`` called ``papers``."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f", "show_shelves", "Show", id="library.show",
                tooltip="Show a collection, a tag, unread papers and the like"),
        Binding("C", "choose_columns", "Columns", show=False, id="library.columns",
                tooltip="Choose which columns are shown"),
    ]  # fmt: skip

    def __init__(self, session: Session, name: str) -> None:
        super().__init__(session, name)
        self.shelf = ALL
        """What the list is narrowed to beside what is typed."""

    def reload(self, *, keep_cursor: bool = False) -> None:
        """Count and read anew under the current filter and order."""
        raise NotImplementedError

    def box(self) -> TextBox:
        """The filter."""
        return self.query_one("#narrow", TextBox)

    @property
    def papers(self) -> PaperList:
        """The list."""
        return self.query_one("#papers", PaperList)

    def narrowed_to(self) -> tuple[str, str]:
        """Collection and kind of papers, as the library takes them."""
        is_collection = self.shelf.kind == "collection"
        return (self.shelf.name, "") if is_collection else ("", self.shelf.name)

    def action_choose_columns(self) -> None:
        """Choose columns."""
        from ui.app.dialogs.columns import ColumnsDialog

        def chosen(wish: ColumnsWish | None) -> None:
            if wish is not None:
                self.set_columns(wish.names)

        self.app.push_screen(ColumnsDialog(self.papers.columns), chosen)

    def set_columns(self, names: Sequence[str] | None) -> None:
        """Show these columns; ``None`` shows what fits."""
        self.papers.columns = names
        self.papers.forget_rows()
        self.query_one(ListHeader).columns = names

    def action_show_shelves(self) -> None:
        """Look what the list can be narrowed to."""
        self.session.start(
            keeping.read_shelves, lane="list", title="Collections and tags", target=self
        )

    def on_shelves_read(self, message: ShelvesRead) -> None:
        """Let one be chosen."""
        from ui.app.dialogs.shelves import ShelvesDialog

        window = ShelvesDialog(message.kinds, message.collections, message.tags, self.shelf)
        self.app.push_screen(window, self._shelf_wished)

    def _shelf_wished(self, wish: ShelfWish | None) -> None:
        if wish is None:
            return
        if wish.what == "show":
            self.show(wish.shelf)
            return
        name = wish.shelf.name
        if wish.what == "delete":
            change = partial(keeping.delete_collection, name)
        else:
            change = partial(keeping.rename_collection, name, wish.new)
        self.session.start(change, lane="edit", title="The change", target=self)

    def show(self, shelf: Shelf) -> None:
        """Narrow to a shelf; a tag is narrowed to by what is typed, where it can be changed."""
        if shelf.kind == "tag":
            self.shelf = ALL
            self.box().value = shelf.name
        else:
            self.shelf = shelf
            self.reload()
        self.refresh_bindings()
