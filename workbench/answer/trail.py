"""The searches behind one answer: run side by side, and kept as a graph that is told as it grows.

Owns running them and their nodes. What is searched, and what is made of it, is for others.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field, replace

from workbench.answer.cancelling import raise_if_cancelled
from workbench.types import Filters, Hit, SearchNode, SearchResult

__all__ = ["Asked", "Search", "Trail"]

Search = Callable[[str, Filters, int], SearchResult]
"""Query, filters and number of hits to ranked hits."""

_SIDE_BY_SIDE = 4
"""Searches at a time. More wait for the one process that embeds queries."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A search to be made. ``role`` and ``under`` are those of its ``SearchNode``.

    ``shown`` tells a person what is searched where that is longer than they would read.
    """

    query: str
    filters: Filters
    role: str
    under: int = 0
    round: int = 1
    shown: str = ""


@dataclass(slots=True)
class Trail:
    """Makes the searches of one answer, and remembers them.

    Args:
        search: The library's search; called from several threads at once.
        tell: Hears each node when its search is planned and again when it is done, always on the
            thread that ``run`` was called on.
        cancel: Checked whenever a search is planned or done.
    """

    search: Search
    tell: Callable[[SearchNode], None] = lambda node: None  # noqa: ARG005
    cancel: threading.Event | None = None
    _nodes: dict[int, SearchNode] = field(default_factory=dict)
    _met: set[str] = field(default_factory=set)

    @property
    def nodes(self) -> tuple[SearchNode, ...]:
        """All searches so far, in the order in which they were planned."""
        return tuple(self._nodes.values())

    def run(self, asked: Sequence[Asked], k: int) -> list[SearchResult]:
        """Make searches side by side; their results come back in the order asked for.

        Raises:
            CancelledError: ``cancel`` was set.
        """
        numbers = [self._planned(one) for one in asked]
        if len(asked) == 1:
            results = [self.search(asked[0].query, asked[0].filters, k)]
            self._done(numbers[0], results[0].hits)
            return results
        with ThreadPoolExecutor(_SIDE_BY_SIDE, "carrel-ask") as pool:
            running = [pool.submit(self.search, one.query, one.filters, k) for one in asked]
            try:
                # in the order of the plan, so that what is new in each does not depend on luck
                for number, future in zip(numbers, running, strict=True):
                    self._done(number, future.result().hits)
            except BaseException:
                _call_off(running)
                raise
        return [future.result() for future in running]

    def add(self, asked: Asked, hits: Sequence[Hit]) -> None:
        """Note passages that were at hand without a search."""
        self._done(self._planned(asked), hits)

    def _planned(self, one: Asked) -> int:
        raise_if_cancelled(self.cancel)
        number = len(self._nodes) + 1
        self._set(SearchNode(number, one.shown or one.query, one.role, one.under, round=one.round))
        return number

    def _done(self, number: int, hits: Sequence[Hit]) -> None:
        raise_if_cancelled(self.cancel)
        found = {hit.passage.id for hit in hits}
        papers = len({hit.paper.id for hit in hits})
        new = len(found - self._met)
        self._met |= found
        node = self._nodes[number]
        self._set(replace(node, passages=len(found), papers=papers, new=new))

    def _set(self, node: SearchNode) -> None:
        self._nodes[node.number] = node
        self.tell(node)


def _call_off(running: Sequence[Future[SearchResult]]) -> None:
    """Let no search begin that has not; those under way notice the cancelling themselves."""
    for future in running:
        future.cancel()
