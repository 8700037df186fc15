"""A navigable graph over the first rows of a matrix (HNSW, Malkov & Yashunin 2018), by hnswlib.

Owns hnswlib's habits: the search width is lost by saving, capacity is fixed, asking for more than
there is raises, and neither growing nor adding may happen beside a search. Nodes are numbered by
row. Rows beyond ``rows`` are not in the graph; the dense index searches them exactly.
"""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

__all__ = ["EFFORT", "HnswGraph", "search_width"]

LINKS = 16
CONSTRUCTION_EFFORT = 100
EFFORT = 200
"""Width of the search (ef) beyond what is asked for, at least. Filters are no business of the
graph: a callback for each node that is visited costs more than asking for more nodes.
"""
ROWS_A_STEP = 500
"""Rows for each of which the width grows by one, so that recall holds as a graph grows. With 200
at a million passages recall@10 was 0.93, since some queries never left a cluster near where they
came in; with 2,000 it is 0.99 and takes 3 ms (``benchmarks/search.py``).
"""
_CHUNK = 64
"""Rows added while searches wait: some 30 ms."""


def search_width(k: int, rows: int) -> int:
    """How many candidates (ef) are kept on the way to the nearest ``k`` of a graph's rows."""
    return k + max(EFFORT, rows // ROWS_A_STEP)


class HnswGraph:
    """A graph of unit vectors under the inner product.

    Args:
        dimension: Length of the vectors.
    """

    def __init__(self, dimension: int) -> None:
        import hnswlib

        self._dimension = dimension
        self._lock = threading.Lock()
        self._graph: Any = hnswlib.Index(space="ip", dim=dimension)
        self._effort = 0
        self.rows = 0

    @classmethod
    def load(cls, path: Path, dimension: int, rows: int) -> HnswGraph | None:
        """Load a graph whose checksum was verified; None where hnswlib cannot.

        Args:
            path: The file.
            dimension: Length of the vectors.
            rows: How many rows it holds.
        """
        loaded = cls(dimension)
        try:
            loaded._graph.load_index(str(path), max_elements=rows)
        except RuntimeError:
            return None
        if loaded._graph.get_current_count() != rows:
            return None
        loaded.rows = rows
        loaded._graph.set_num_threads(1)
        return loaded

    @property
    def native(self) -> Any:  # noqa: ANN401 - hnswlib's own type
        """The object of hnswlib itself, for saving."""
        return self._graph

    def add(
        self, vectors: np.ndarray, threads: int = -1, stop: Callable[[], bool] = lambda: False
    ) -> bool:
        """Add the next rows, (n, dimension) float32, a few at a time between searches.

        Args:
            vectors: The rows.
            threads: How many work on it; -1 for one a core.
            stop: Asked between times; what is in by then stays in.

        Returns:
            Whether all were added.
        """
        self._make_room(self.rows + len(vectors))
        for start in range(0, len(vectors), _CHUNK):
            if stop():
                return False
            some = vectors[start : start + _CHUNK]
            numbers = np.arange(self.rows, self.rows + len(some))
            with self._lock:
                self._graph.add_items(some, numbers, num_threads=threads)
                self.rows += len(some)
        return True

    def remove(self, rows: np.ndarray) -> None:
        """Leave rows out of all results; rows that are not in the graph are passed over."""
        with self._lock:
            for row in rows[rows < self.rows].tolist():
                self._mark_dead(row)

    def search(self, vector: np.ndarray, k: int) -> tuple[np.ndarray, np.ndarray] | None:
        """Rows and cosines of about the nearest ``k``; None where fewer could be reached.

        Args:
            vector: A unit vector (dimension,).
            k: How many; at most the rows that are not dead.
        """
        if k < 1:
            return np.empty(0, np.int64), np.empty(0, np.float32)
        with self._lock:
            wanted = search_width(k, self.rows)
            if wanted != self._effort:
                self._graph.set_ef(wanted)
                self._effort = wanted
            try:
                rows, distances = self._graph.knn_query(vector, k=k, num_threads=1)
            except RuntimeError:
                return None
        return rows[0].astype(np.int64), 1.0 - distances[0]

    def _make_room(self, rows: int) -> None:
        with self._lock:
            if self._graph.max_elements == 0:
                self._graph.init_index(
                    max_elements=max(rows, 1024),
                    M=LINKS,
                    ef_construction=CONSTRUCTION_EFFORT,
                    random_seed=1,
                )
            elif rows > self._graph.max_elements:
                self._graph.resize_index(max(rows, int(1.25 * self._graph.max_elements)))

    def _mark_dead(self, row: int) -> None:
        # a saved graph remembers its dead, and marking one twice raises
        with contextlib.suppress(RuntimeError):
            self._graph.mark_deleted(row)
