"""Which columns the list of papers shows.

Owns the window.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.widgets import Static

from ui.app.dialogs.dialog import Dialog
from ui.app.widgets.check_list import CheckList
from ui.app.widgets.paper_columns import COLUMNS, USUAL
from ui.app.widgets.row_list import RowList

__all__ = ["ColumnsDialog", "ColumnsWish"]


@dataclass(frozen=True, slots=True)
class ColumnsWish:
    """Names of the wanted columns beside the title; ``None`` for the usual ones."""

    names: tuple[str, ...] | None


class ColumnsDialog(Dialog["ColumnsWish | None"]):
    """Closes with the wanted columns."""

    HELP = (
        "Space shows or hides a column, Enter keeps it. What you choose is remembered. On a narrow "
        "screen the last ones are left out so that titles can be read. `d` goes back to the usual "
        "columns, which come as there is room."
    )

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("d", "usual", "Usual", id="columns.usual",
                tooltip="The usual columns again, as many as there is room for"),
    ]  # fmt: skip

    def __init__(self, chosen: Sequence[str] | None) -> None:
        super().__init__()
        self._chosen = USUAL if chosen is None else chosen

    def compose(self) -> ComposeResult:
        """Heading, list, keys."""
        rows = [(c.name, "", c.name in self._chosen) for c in COLUMNS[1:]]
        with Vertical(id="box"):
            yield Static("Columns beside the title", classes="heading", markup=False)
            yield CheckList(rows, id="columns")
            keys = "space show or hide · enter keep · d the usual · escape leave"
            yield Static(keys, classes="keys", markup=False)

    @on(RowList.Chosen, "#columns")
    def _keep(self, event: RowList.Chosen) -> None:
        event.stop()
        states = self.query_one(CheckList).states
        self.dismiss(ColumnsWish(tuple(name for name, is_on in states.items() if is_on)))

    def action_usual(self) -> None:
        """Back to what fits by itself."""
        self.dismiss(ColumnsWish(None))
