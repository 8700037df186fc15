"""Choosing what the list of papers shows, and looking after collections.

Owns the window; what is wished for is done by whoever opened it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Input, Static

from ui.app.dialogs.dialog import Dialog
from ui.app.widgets.row_list import RowList
from ui.app.widgets.shelf_list import Shelf, ShelfList
from ui.app.widgets.text_box import TextBox
from ui.safe_text import plain
from workbench.errors import EditError
from workbench.kept_names import kept_name

if TYPE_CHECKING:
    from workbench.types import Collection

__all__ = ["ShelfWish", "ShelvesDialog"]


@dataclass(frozen=True, slots=True)
class ShelfWish:
    """What is to be done with a shelf: ``show`` it, or ``rename`` or ``delete`` a collection."""

    what: str
    shelf: Shelf
    new: str = ""


class ShelvesDialog(Dialog["ShelfWish | None"]):
    """All that the list can be narrowed to."""

    HELP = (
        "Enter shows these papers only; Escape in the library shows all again. Collections are "
        "filled with `c` on papers."
    )

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("r", "rename", "Rename", id="shelves.rename",
                tooltip="Give this collection another name"),
        Binding("delete,backspace", "delete", "Delete", id="shelves.delete",
                tooltip="Forget this collection; its papers stay"),
    ]  # fmt: skip

    DEFAULT_CSS = """
    ShelvesDialog {
        ShelfList { height: auto; max-height: 16; }
        #new { display: none; margin-top: 1; }
        #wrong { color: $bad; }
    }
    """

    def __init__(
        self, kinds: Mapping[str, int], collections: Sequence[Collection], tags: Mapping[str, int],
        shown: Shelf,
    ) -> None:  # fmt: skip
        super().__init__()
        self._shelves = (kinds, collections, tags)
        self._shown = shown

    def compose(self) -> ComposeResult:
        """Heading, list, a box for another name, keys."""
        with Vertical(id="box"):
            yield Static("Show", classes="heading", markup=False)
            yield ShelfList(id="shelves")
            yield TextBox("another name", id="new")
            yield Static(id="wrong", markup=False)
            keys = "enter show · r rename · delete forget collection · escape leave"
            yield Static(keys, classes="keys", markup=False)

    def on_mount(self) -> None:
        """The cursor stands on what is shown now."""
        rows = self.query_one(ShelfList)
        rows.show_shelves(*self._shelves)
        rows.styles.height = min(16, rows.row_count)
        rows.cursor = next((i for i, (s, _) in enumerate(rows.shelves) if s == self._shown), 0)
        rows.focus()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Only collections have names and an end, and not while typing."""
        if action in {"rename", "delete"}:
            current = self.query_one(ShelfList).current
            is_typing = isinstance(self.focused, TextBox)
            return not is_typing and current is not None and current.kind == "collection"
        return super().check_action(action, parameters)

    @on(RowList.Highlighted, "#shelves")
    def _moved(self, event: RowList.Highlighted) -> None:
        event.stop()
        self.refresh_bindings()

    @on(RowList.Chosen, "#shelves")
    def _show(self, event: RowList.Chosen) -> None:
        event.stop()
        self.dismiss(ShelfWish("show", self.query_one(ShelfList).shelves[event.index][0]))

    def action_delete(self) -> None:
        """Forget the collection under the cursor."""
        if current := self.query_one(ShelfList).current:
            self.dismiss(ShelfWish("delete", current))

    def action_rename(self) -> None:
        """Type another name."""
        if current := self.query_one(ShelfList).current:
            box = self.query_one("#new", TextBox)
            box.value = current.name
            box.display = True
            box.focus()

    @on(Input.Submitted, "#new")
    def _renamed(self, event: Input.Submitted) -> None:
        event.stop()
        current = self.query_one(ShelfList).current
        try:
            new = kept_name(event.value)
        except EditError as error:
            told = Content(f"{plain(error.message)}: {plain(error.hint)}")
            self.query_one("#wrong", Static).update(told)
            return
        if current is not None:
            self.dismiss(ShelfWish("rename", current, new))
