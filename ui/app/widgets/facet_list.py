"""What the papers found have in common, as a list whose rows narrow the search.

Owns drawing the counts and which of them is chosen; the query is the Search place's.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.message import Message

from ui.app import wording
from ui.app.widgets.row_list import RowList
from ui.safe_text import one_line

if TYPE_CHECKING:
    from workbench.search.facets import Facet

__all__ = ["FacetList"]

_NAME_WIDTH = 11
_BAR_WIDTH = 6


class FacetList(RowList):
    """Authors, venues, folders, tags, collections and marks, with how many papers have each."""

    HELP = (
        "What the papers found have in common. Enter or a click narrows the search to it: it then "
        "stands in the query. The same again takes it out. Escape goes back to the results."
    )

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", "Results", id="facets.leave",
                tooltip="Back from what narrows the search to the results"),
    ]  # fmt: skip

    class Left(Message):
        """The person is done narrowing."""

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002 -- Textual's word
        super().__init__(id=id)
        self.facets: Sequence[Facet] = ()
        self._chosen: frozenset[str] = frozenset()

    def show_facets(self, facets: Sequence[Facet], chosen: Sequence[str]) -> None:
        """Replace all rows; the cursor stays on the same value where it is there still."""
        at = self.current.filter if self.current else ""
        self.facets = facets
        self._chosen = frozenset(text.casefold() for text in chosen)
        self.set_row_count(len(facets), keep_cursor=True)
        self.cursor = next((n for n, facet in enumerate(facets) if facet.filter == at), 0)

    @property
    def current(self) -> Facet | None:
        """The value under the cursor."""
        return self.facets[self.cursor] if self.facets else None

    def row_content(self, index: int, width: int) -> Sequence[Content]:
        """Field, value, how many papers."""
        facet = self.facets[index]
        is_first = not index or self.facets[index - 1].name != facet.name
        most = max(other.papers for other in self.facets if other.name == facet.name)
        is_chosen = facet.filter.casefold() in self._chosen
        tail = f" {wording.bar(facet.papers / most, _BAR_WIDTH)} {facet.papers:>4}"
        head = Content.assemble(
            ((facet.name if is_first else "").ljust(_NAME_WIDTH), "$faint"),
            ("✓ " if is_chosen else "", "$accent"),
            (_shown(facet), "bold $accent" if is_chosen else "$foreground"),
        )
        room = max(1, width - len(tail))
        return [
            Content.assemble(head.truncate(room, ellipsis=True, pad=True), (tail, "$quiet"))
        ]  # fmt: skip

    def action_leave(self) -> None:
        """Back to the results."""
        self.post_message(self.Left())

    def on_click(self, event: events.Click) -> None:
        """One click narrows: there is nothing to look at first."""
        event.prevent_default()
        if (index := self._row_at(event)) is not None:
            self.cursor = index
            self.action_choose()


def _shown(facet: Facet) -> str:
    """The value on one line; of a folder its own name and the one above."""
    if facet.name == "folder":
        return one_line("/".join(facet.value.rsplit("/", 2)[-2:]))
    return one_line(facet.value)
