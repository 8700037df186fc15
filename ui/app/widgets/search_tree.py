"""The searches behind an answer as a small tree that grows while they are made.

Owns drawing it, whole while it grows and as one line afterwards. The graph comes from the library.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from textual.content import Content
from textual.reactive import reactive
from textual.widgets import Static

from ui.app import wording
from ui.safe_text import one_line

if TYPE_CHECKING:
    from workbench.types import SearchNode

__all__ = ["SearchTree"]

_LEAST_QUERY = 20
"""Cells of a query that are shown however narrow it gets."""

_ROLES = {
    "question": "",
    "part": "part",
    "definition": "definition",
    "title": "paper named",
    "overview": "overview",
    "gap": "gap in the draft",
    "before": "answer before",
    "everywhere": "not narrowed",
}


class SearchTree(Static):
    """One line for each search, those that it led to indented under it.

    It takes no focus: between the question and its answer there should be no stop for Tab.
    """

    DEFAULT_CSS = """
    SearchTree { height: auto; color: $quiet; pointer: pointer; text-wrap: nowrap;
        text-overflow: ellipsis; display: none;
        &.-there { display: block; }
        &:hover { color: $foreground; }
    }
    """

    is_open: reactive[bool] = reactive(True)

    def __init__(self) -> None:
        super().__init__(markup=False)
        self._searches: dict[int, SearchNode] = {}

    def show_nodes(self, nodes: Sequence[SearchNode], *, is_open: bool) -> None:
        """Replace the tree."""
        self._searches = {node.number: node for node in nodes}
        self.set_reactive(SearchTree.is_open, is_open)
        self._draw()

    def grow(self, node: SearchNode) -> None:
        """Add a search, or say what came of one that was planned."""
        self._searches[node.number] = node
        self._draw()

    def action_open_or_close(self) -> None:
        """Open or close."""
        self.is_open = not self.is_open

    def on_resize(self) -> None:
        """Queries are cut to the width."""
        self._draw()

    def on_click(self) -> None:
        """Open or close."""
        self.action_open_or_close()

    def watch_is_open(self) -> None:
        """Draw it the other way."""
        self._draw()

    def _draw(self) -> None:
        self.set_class(bool(self._searches), "-there")
        lines = self._lines(0, "") if self.is_open else [self._summary()]
        self.update(Content("\n").join(lines))

    def _lines(self, under: int, indent: str) -> list[Content]:
        """The searches below one, each followed by those that it led to."""
        children = [node for node in self._searches.values() if self._above(node) == under]
        lines = []
        for node in children:
            is_last = node is children[-1]
            branch = "" if not under else "└ " if is_last else "├ "
            room = self.content_size.width - len(indent + branch)
            lines.append(Content.assemble((indent + branch, "$line"), _line(node, room)))
            below = indent + ("" if not under else "  " if is_last else "│ ")
            lines += self._lines(node.number, below)
        return lines

    def _above(self, node: SearchNode) -> int:
        """The search above it, 0 where that is not there, or would lead round in a circle."""
        return node.under if node.under in self._searches and node.under < node.number else 0

    def _summary(self) -> Content:
        done = [node for node in self._searches.values() if node.passages is not None]
        made = wording.count(len(done), "search", "searches")
        found = wording.count(sum(node.new for node in done), "passage")
        return Content.styled(f"▸ {made} · {found}", "$faint")


def _line(node: SearchNode, room: int) -> Content:
    """What was searched, as much of it as fits, and what came of it."""
    role = _ROLES.get(node.role, node.role)
    mark, colour = ("◌", "$partly") if node.passages is None else ("●", "$good")
    if node.passages is None:
        came = "…"
    else:
        came = wording.count(node.passages, "passage")
        # what the first one found is all new
        came += f", {node.new} new" if node.number > 1 and node.passages else ""
    head = Content.assemble((f"{mark} ", colour), (f"{role}: " if role else "", "$faint"))
    left = room - head.cell_length - len(came) - 2
    query = Content(one_line(node.query)).truncate(max(left, _LEAST_QUERY), ellipsis=True)
    return Content.assemble(head, query, (f"  {came}", "$faint"))
