"""What the list of papers can be narrowed to: kinds of papers, collections, tags.

Owns their order, wording and drawing.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from textual.content import Content

from ui.app.widgets.row_list import RowList
from ui.safe_text import one_line

if TYPE_CHECKING:
    from workbench.types import Collection

__all__ = ["KIND_WORDS", "Shelf", "ShelfList"]

KIND_WORDS = {
    "": "all papers",
    "unread": "unread",
    "read": "read",
    "starred": "starred ★",
    "noted": "with a note ✎",
    "versions": "in several versions ⇄",
    "copies": "in several files",
    "warned": "with something odd in the file",
}
"""Kinds of papers as the library calls them, in words."""


@dataclass(frozen=True, slots=True)
class Shelf:
    """One of them: ``kind`` is ``show``, ``collection`` or ``tag``."""

    kind: str
    name: str

    @property
    def words(self) -> str:
        """How it is called on one line."""
        if self.kind == "show":
            return KIND_WORDS[self.name]
        name = one_line(self.name, 100)
        return f"#{name}" if self.kind == "tag" else name


class ShelfList(RowList):
    """Kinds, then collections, then tags, each with how many papers it has."""

    HELP = (
        "What the list can be narrowed to. Enter shows those papers; on a collection, `r` gives "
        "it another name and Delete forgets it: its papers stay, and `u` takes that back."
    )

    DEFAULT_CSS = """
    ShelfList { background: $surface; }
    """

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002 -- Textual's word
        super().__init__(id=id)
        self.shelves: list[tuple[Shelf, int]] = []

    def show_shelves(
        self, kinds: Mapping[str, int], collections: Sequence[Collection], tags: Mapping[str, int]
    ) -> None:
        """Replace all rows; kinds without papers are left out."""
        shown = [kind for kind in KIND_WORDS if kinds.get(kind) or not kind]
        self.shelves = [(Shelf("show", kind), kinds.get(kind, 0)) for kind in shown]
        self.shelves += [(Shelf("collection", c.name), c.papers) for c in collections]
        self.shelves += [(Shelf("tag", tag), count) for tag, count in tags.items()]
        self.set_row_count(len(self.shelves))

    @property
    def current(self) -> Shelf | None:
        """What is under the cursor."""
        return self.shelves[self.cursor][0] if self.shelves else None

    def row_content(self, index: int, width: int) -> Sequence[Content]:
        """What it is called at the left, how many and of what sort at the right."""
        shelf, count = self.shelves[index]
        sort = "" if shelf.kind == "show" else shelf.kind
        right = f" {count:>7,}  {sort:<10}"
        name = Content(shelf.words).truncate(width - len(right), ellipsis=True, pad=True)
        return [name + Content.styled(right, "$faint")]
