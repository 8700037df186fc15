"""What a paper cites, and which of it stands in this library.

Owns their order and drawing; opening one that is here opens that paper.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType
from textual.content import Content

from ui.app import wording
from ui.app.widgets.row_list import RowList
from ui.safe_text import one_line
from workbench.names import family_name

if TYPE_CHECKING:
    from workbench.types import ReferenceRow

__all__ = ["ReferenceList"]


class ReferenceList(RowList):
    """References: ● in this library, ○ not."""

    ROW_HEIGHT: ClassVar[int] = 2
    HELP = (
        "What this paper cites: ● in this library (Enter opens it), ○ not in it, with how many of "
        "your papers cite it. `o` puts the missing ones that are cited most first, or all back "
        "into the order in which they are printed."
    )

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("o", "change_order", "Missing first", id="references.order",
                tooltip="Most cited missing references first, or as they are printed"),
    ]  # fmt: skip

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002 -- Textual's word
        super().__init__(id=id)
        self.references: Sequence[ReferenceRow] = ()
        self.missing_first = False
        self._printed: Sequence[ReferenceRow] = ()

    def show_references(self, references: Sequence[ReferenceRow]) -> None:
        """Replace all rows."""
        self._printed = references
        self._arrange()

    def action_change_order(self) -> None:
        """Missing ones first, or as printed."""
        self.missing_first = not self.missing_first
        self._arrange()

    def _arrange(self) -> None:
        self.references = self._printed
        if self.missing_first:
            self.references = sorted(
                self._printed,
                key=lambda r: (r.cited_paper_id is not None, -r.cited_here, r.position),
            )
        self.set_row_count(len(self.references))

    def row_content(self, index: int, width: int) -> Sequence[Content]:
        """Label and title, then authors and year; the raw entry where it could not be parsed."""
        reference = self.references[index]
        here = reference.cited_paper_id is not None
        mark = ("● ", "$good") if here else ("○ ", "$faint")
        label = _label(reference)
        title = one_line(reference.title)
        if not title:
            text = f"{label} {one_line(reference.raw, width * 2)}"
            lines = Content(text).wrap(width - 2)[:2]
            return [Content.assemble(mark, lines[0]), *[Content("  ") + li for li in lines[1:]]]
        facts = [wording.authors(reference.authors), str(reference.year or "")]
        if not here and reference.cited_here > 1:
            facts.append(f"cited by {reference.cited_here} of your papers")
        return [
            Content.assemble(mark, (f"{label} ", "$accent"), (title, "$title" if here else "")),
            Content.styled("  " + " · ".join(filter(None, facts)), "$quiet"),
        ]


def _label(reference: ReferenceRow) -> str:
    """How the text names it: ``[12]`` as printed, else ``(Khattab, 2020)``."""
    if reference.label:
        return f"[{one_line(reference.label, 20)}]"
    first = family_name(reference.authors[0]) if reference.authors else ""
    named = ", ".join(filter(None, (one_line(first, 40), str(reference.year or ""))))
    return f"({named})" if named else f"{reference.position}."
