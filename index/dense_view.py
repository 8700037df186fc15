"""The rows of a dense index at one moment, and how the nearest of them are found.

Owns the arithmetic: exact search by matrix product, graph search with the newest rows searched
beside it, and what is kept of both. It changes nothing and locks nothing: a view is made under the
index's lock and then worked on while others add.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from index.graph import HnswGraph
from index.protocols import PassageFilter
from index.rows import DEAD

__all__ = ["DenseView", "Finder", "GrowingRows"]

Finder = Callable[[np.ndarray], np.ndarray]
"""Labels (n,) to rows (n,), ``DEAD`` where there is none."""

EXACT_COST = 15
"""How the two ways under a filter compare. Exact search costs in proportion to the rows ``n`` that
the filter leaves; asking the graph for enough to have ``k`` of them left costs in proportion to
``k * all rows / n``. Exact search is used while ``n * n <= EXACT_COST * k * all rows``. With a
million rows of 384 numbers and ``k`` of 200 both take 13 ms where about 55,000 are left.
"""
_MARGIN = 1.3
"""More is asked of the graph than a filter takes away on average, since topics are not spread
evenly over what filters keep."""
_WIDER = 4
"""Where too few were left, this many times more are asked for, as long as that is quicker."""
_WHOLE_SHARE = 0.25
"""Share of the rows from which multiplying them all is cheaper than picking them out."""
_ROWS_AT_ONCE = 1024
"""Rows multiplied at once. A product of this size stays on the calling thread; larger ones BLAS
spreads over threads and waits for them, which took 11 ms and not 0.3 for 10,000 rows on two cores
that had other work.
"""

_SAMPLE = 1000
"""Rows from which the spread of cosines is told, to within a fortieth."""
_LEAST_SAMPLE = 32
_TWENTIETH = 1.645
"""Standard deviations below the mean of a normal distribution that a twentieth of it lies."""


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

    A row that dies meanwhile may still be found; its label is ``DEAD`` then.

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
        self, query: np.ndarray, k: int, allowed: PassageFilter | None, find: Finder
    ) -> tuple[np.ndarray, np.ndarray]:
        """Rows and cosines of the best ``k`` rows, in no order; among the allowed, if given."""
        if allowed is None:
            return self._nearest_of_all(query, k) or self.nearest_exactly(query, k, None)
        count = min(allowed.count, len(self.labels))
        while self._graph is not None and count * count > EXACT_COST * k * len(self.labels):
            asked = int(_MARGIN * k * len(self.labels) / count)
            found = self._nearest_of_all(query, asked)
            if found is None:
                break
            is_allowed = allowed.allows(self.labels[found[0]])
            if np.count_nonzero(is_allowed) >= k:
                return _best(found[0][is_allowed], found[1][is_allowed], k)
            # what is near lies outside of what is allowed: as if the filter were narrower
            count //= _WIDER
        rows = find(allowed.labels())
        return self.nearest_exactly(query, k, rows[(rows != DEAD) & (rows < len(self.labels))])

    def _nearest_of_all(self, query: np.ndarray, k: int) -> tuple[np.ndarray, np.ndarray] | None:
        """Rows and cosines from the graph and the newest rows; None where it cannot say."""
        if self._graph is None:
            return None
        edge = min(self._graph.rows, len(self.labels))
        living = np.count_nonzero(self.labels[:edge] != DEAD)
        from_graph = self._graph.search(query, min(k, int(living)))
        if from_graph is None:
            return None
        # a save may have put rows in, and a removal taken some out, since this view was made
        rows, cosines = from_graph
        is_known = rows < edge
        tail = self.nearest_exactly(query, k, np.flatnonzero(self.labels[edge:] != DEAD) + edge)
        rows = np.concatenate([rows[is_known], tail[0]])
        return _best(rows, np.concatenate([cosines[is_known], tail[1]]), k)

    def cosines(self, query: np.ndarray, rows: np.ndarray) -> np.ndarray:
        """Cosines (n,) of rows with the query."""
        if len(rows) > _WHOLE_SHARE * len(self.labels):
            whole: np.ndarray = self._all_cosines(query)[rows]
            return whole
        cosines = np.empty(len(rows), np.float32)
        for start in range(0, len(rows), _ROWS_AT_ONCE):
            some = slice(start, start + _ROWS_AT_ONCE)
            np.dot(self.vectors(rows[some]), query, out=cosines[some])
        return cosines

    def sample(self, query: np.ndarray) -> np.ndarray:
        """Cosines (n,) with rows from all over the index; none where these are too few to tell."""
        count = len(self.labels)
        rows = np.linspace(0, count - 1, min(_SAMPLE, count)).astype(np.int64)
        rows = rows[self.labels[rows] != DEAD]
        return self.cosines(query, rows if len(rows) >= _LEAST_SAMPLE else rows[:0])

    def own_spread(self) -> float:
        """The standard deviation of cosines among rows from all over the index; 0 for too few.

        It is told by the lower half of them, as that of a normal distribution. The upper half holds
        passages of one paper, which are alike in any library, and are more of it in a small one.
        """
        count = len(self.labels)
        rows = np.linspace(0, count - 1, min(_SAMPLE, count)).astype(np.int64)
        rows = rows[self.labels[rows] != DEAD]
        if len(rows) < _LEAST_SAMPLE:
            return 0.0
        vectors = self.vectors(rows)
        some = np.linspace(0, len(rows) - 1, _LEAST_SAMPLE).astype(np.int64)
        cosines = vectors[some] @ vectors.T
        is_itself = np.zeros(cosines.shape, bool)
        is_itself[np.arange(len(some)), some] = True
        low, median = np.quantile(cosines[~is_itself], (0.05, 0.5))
        return float(median - low) / _TWENTIETH

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

    def nearest_exactly(
        self, query: np.ndarray, k: int, rows: np.ndarray | None
    ) -> tuple[np.ndarray, np.ndarray]:
        """Rows and cosines of the best ``k`` of these rows, or of all living ones, in no order."""
        if rows is not None:
            return _best(rows, self.cosines(query, rows), k)
        cosines = self._all_cosines(query)
        cosines[self.labels == DEAD] = -np.inf
        rows, best = _best(np.arange(len(cosines)), cosines, k)
        is_alive = best > -np.inf
        return rows[is_alive], best[is_alive]

    def _all_cosines(self, query: np.ndarray) -> np.ndarray:
        """Cosines of all rows, dead ones included, (s + f,)."""
        cosines, at = np.empty(len(self.labels), np.float32), 0
        for matrix in (self._saved, self._fresh):
            for start in range(0, len(matrix), _ROWS_AT_ONCE):
                some = matrix[start : start + _ROWS_AT_ONCE]
                np.dot(some, query, out=cosines[at : at + len(some)])
                at += len(some)
        return cosines


def _best(rows: np.ndarray, cosines: np.ndarray, k: int) -> tuple[np.ndarray, np.ndarray]:
    """The ``k`` largest, in no order."""
    if k <= 0:
        return rows[:0], cosines[:0]
    if len(rows) > k:
        kept = np.argpartition(-cosines, k - 1)[:k]
        rows, cosines = rows[kept], cosines[kept]
    return rows, cosines
