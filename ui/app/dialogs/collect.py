"""Which collections papers are in.

Owns the window and telling where they come in and go out.
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
from textual.widgets import Input, Static

from ui.app import wording
from ui.app.dialogs.dialog import Dialog
from ui.app.widgets.check_list import CheckList
from ui.app.widgets.row_list import RowList
from ui.app.widgets.text_box import TextBox
from ui.safe_text import one_line, plain
from workbench.errors import EditError
from workbench.kept_names import kept_name, name_key

if TYPE_CHECKING:
    from workbench.types import Collection, PaperSummary

__all__ = ["CollectDialog", "Collected"]


@dataclass(frozen=True, slots=True)
class Collected:
    """Collections that papers come into, new ones included, and go out of."""

    added: tuple[str, ...]
    dropped: tuple[str, ...]


class CollectDialog(Dialog["Collected | None"]):
    """Collections to mark, and a box for a new one."""

    HELP = (
        "Space marks the collections that the papers are to be in, Enter keeps it. Tab goes to "
        "the box, where a new collection is named; with Enter it is made and holds them."
    )

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("tab", "app.focus_next", "Next", show=False, id="collect.focus-next",
                tooltip="Between the list and the box"),
    ]  # fmt: skip

    DEFAULT_CSS = """
    CollectDialog {
        .heading { text-wrap: nowrap; text-overflow: ellipsis; }
        #wrong { color: $bad; }
        TextBox { margin-top: 1; }
    }
    """

    def __init__(self, papers: Sequence[PaperSummary], collections: Sequence[Collection]) -> None:
        super().__init__()
        self._papers = papers
        self._before: dict[str, bool | None] = {}
        self._counts = {collection.name: collection.papers for collection in collections}
        for name in self._counts:
            inside = sum(name in paper.collections for paper in papers)
            self._before[name] = inside == len(papers) if inside in (0, len(papers)) else None

    def compose(self) -> ComposeResult:
        """Heading, list, box, keys."""
        one = len(self._papers) == 1
        what = wording.title(self._papers[0]) if one else f"{len(self._papers):,} papers"
        rows = [
            (name, wording.count(self._counts[name], "paper"), inside)
            for name, inside in self._before.items()
        ]
        with Vertical(id="box"):
            yield Static(f"Collections: {one_line(what, 66)}", classes="heading", markup=False)
            if rows:
                yield CheckList(rows, id="collections")
            yield TextBox("a new collection", id="new")
            yield Static(id="wrong", markup=False)
            keys = "space mark · enter keep · tab new · escape leave" if rows else "enter make it"
            yield Static(keys, classes="keys", markup=False)

    @on(RowList.Chosen, "#collections")
    def _keep(self, event: RowList.Chosen) -> None:
        event.stop()
        self._close_with(())

    @on(Input.Submitted, "#new")
    def _make(self, event: Input.Submitted) -> None:
        event.stop()
        if not event.value.strip():
            self._close_with(())
            return
        try:
            name = kept_name(event.value)
        except EditError as error:
            told = Content(f"{plain(error.message)}: {plain(error.hint)}")
            self.query_one("#wrong", Static).update(told)
            return
        same = [known for known in self._before if name_key(known) == name_key(name)]
        self._close_with(same or (name,))

    def _close_with(self, more: Sequence[str]) -> None:
        lists = self.query(CheckList)
        states = dict(lists.first().states) if lists else {}
        states |= dict.fromkeys(more, True)
        added = tuple(n for n, on in states.items() if on and self._before.get(n) is not True)
        dropped = tuple(n for n, on in states.items() if on is False and self._before[n] != on)
        self.dismiss(Collected(added, dropped) if added or dropped else None)
