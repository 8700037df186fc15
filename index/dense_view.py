"""The rows of a dense index at one moment, and how the nearest of them are found.

Owns the arithmetic: exact search by matrix product, graph search with the newest rows searched
beside it, and what is kept of both. It changes nothing and locks nothing: a view is made under the
index's lock and then worked on while others add.
"""

from __future__ import annotations

import numpy as np

from index.graph import HnswGraph
from index.rows import DEAD

__all__ = ["EXACT_COST", "DenseView", "GrowingRows"]

EXACT_COST = 200
"""How the two ways under a filter compare: exact search costs in proportion to the rows that the
filter leaves, and the graph visits more nodes the fewer it leaves. Exact search is used while the
square of the rows left is at most this times all rows: 2,000 of 20,000, 14,000 of a million.
"""
_WHOLE_SHARE = 0.25
"""Share of the rows from which multiplying them all is cheaper than picking them out."""


class GrowingRows:
    """Rows that are only ever appended, so that what was handed out stays as it was.

    Args:
        dimension: Length of a row.
        start: Rows to begin with, (n, dimension).
    """

    def __init__(self, dimension: int, start: np.ndarray | None = None) -> None:
        self._buffer = np.empty((0, dimension), np.float32) if start is None else start
        self._count = len(self._buffer)

    @property
    def rows(self) -> np.ndarray:
        """All rows (n, dimension), a view."""
        return self._buffer[: self._count]

    def append(self, rows: np.ndarray) -> None:
        """Add rows (n, dimension)."""
        needed = self._count + len(rows)
        if needed > len(self._buffer):
            grown = np.empty((max(needed, 2 * self._count, 256), rows.shape[1]), np.float32)
            grown[: self._count] = self.rows
            self._buffer = grown
        self._buffer[self._count : needed] = rows
        self._count = needed


class DenseView:
    """The index at one moment: what a search works on while others add.

    Args:
        saved: The first rows, (s, dimension).
        fresh: The rows after them, (f, dimension).
        labels: Labels of all rows, (s + f,).
        graph: Over the first rows, or None.
    """

    def __init__(
        self, saved: np.ndarray, fresh: np.ndarray, labels: np.ndarray, graph: HnswGraph | None
    ) -> None:
        self._saved = saved
        self._fresh = fresh
        self.labels = labels
        self._graph = graph

    def nearest(
        self, query: np.ndarray, k: int, allowed: np.ndarray | None
    ) -> tuple[np.ndarray, np.ndarray]:
        """Rows and cosines of the best ``k`` living rows, among ``allowed`` rows if given."""
        if self._graph is None:
            return self._exact(query, k, allowed)
        if allowed is not None and len(allowed) ** 2 <= EXACT_COST * len(self.labels):
            return self._exact(query, k, allowed)
        wanted = self.labels != DEAD
        if allowed is not None:
            is_allowed = np.zeros(len(wanted), np.bool_)
            is_allowed[allowed] = True
            wanted &= is_allowed
        edge = min(self._graph.rows, len(wanted))
        reachable = int(np.count_nonzero(wanted[:edge]))
        mask = None if allowed is None else wanted
        from_graph = self._graph.search(query, min(k, reachable), mask)
        if from_graph is None:
            return self._exact(query, k, np.flatnonzero(wanted))
        # a save may have put rows in, and a removal taken some out, since this view was made
        rows, cosines = from_graph
        is_known = (rows < edge) & wanted[np.minimum(rows, edge - 1)]
        tail = self._exact(query, k, np.flatnonzero(wanted[edge:]) + edge)
        rows = np.concatenate([rows[is_known], tail[0]])
        return _best(rows, np.concatenate([cosines[is_known], tail[1]]), k)

    def cosines(self, query: np.ndarray, rows: np.ndarray) -> np.ndarray:
        """Cosines (n,) of rows with the query."""
        if len(rows) > _WHOLE_SHARE * len(self.labels):
            cosines: np.ndarray = self._all_cosines(query)[rows]
        else:
            cosines = self.vectors(rows) @ query
        return cosines

    def vectors(self, rows: np.ndarray) -> np.ndarray:
        """Vectors (n, dimension) of rows, copied."""
        split = len(self._saved)
        if not len(rows) or int(rows.max()) < split:
            picked: np.ndarray = self._saved[rows]
            return picked
        vectors = np.empty((len(rows), self._saved.shape[1]), np.float32)
        in_saved = rows < split
        vectors[in_saved] = self._saved[rows[in_saved]]
        vectors[~in_saved] = self._fresh[rows[~in_saved] - split]
        return vectors

    def _exact(
        self, query: np.ndarray, k: int, rows: np.ndarray | None
    ) -> tuple[np.ndarray, np.ndarray]:
        if rows is not None:
            return _best(rows, self.cosines(query, rows), k)
        cosines = self._all_cosines(query)
        cosines[self.labels == DEAD] = -np.inf
        rows, best = _best(np.arange(len(cosines)), cosines, k)
        is_alive = best > -np.inf
        return rows[is_alive], best[is_alive]

    def _all_cosines(self, query: np.ndarray) -> np.ndarray:
        """Cosines of all rows, dead ones included, (s + f,)."""
        return np.concatenate([self._saved @ query, self._fresh @ query])


def _best(rows: np.ndarray, cosines: np.ndarray, k: int) -> tuple[np.ndarray, np.ndarray]:
    """The ``k`` largest, in no order."""
    if k <= 0:
        return rows[:0], cosines[:0]
    if len(rows) > k:
        kept = np.argpartition(-cosines, k - 1)[:k]
        rows, cosines = rows[kept], cosines[kept]
    return rows, cosines
