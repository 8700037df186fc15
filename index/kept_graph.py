"""The graph of a meaning index, between its file and memory.

Owns when the graph is loaded, built, grown and written, and what is said of one that cannot be
had. The rows themselves are ``dense``'s; those that are not in the graph are searched exactly.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable

import numpy as np

from index.dense_files import DenseFiles, Sidecar
from index.dense_view import DenseView
from index.graph import HnswGraph
from index.rows import DEAD

__all__ = ["KeptGraph"]

log = logging.getLogger(__name__)

GRAPH_FROM = 20_000
"""Passages from which a graph is kept; below, exact search takes a few milliseconds. At this size
on two busy cores exact search took 10.8 ms and the graph 0.6 ms, at a recall@10 of 0.998.
"""
TAIL_MOST = 4096
"""Newest rows that are searched exactly before a save puts them into the graph."""
LOADED_AT_OPEN = 512 << 20
"""Bytes of a graph, some 300,000 passages, up to which opening waits for it: less than a second.
A larger one (1.7 GB and four seconds at a million) is loaded after the first search has been
answered without it.
"""
LOAD_AFTER_SECONDS = 1.0
"""From the first search on: hnswlib stops all other threads while it loads, and a command that
searches once has ended by then.
"""
ROWS_A_ROUND = 100_000
"""Rows after which a graph that is being built is saved, a minute or two on two cores: what is
stopped before it is whole goes on from there, and nobody who leaves waits for a large file.
"""
_STOPPED = "its building was stopped"
_SAVE_SHARE = 0.02
"""The graph's file is written anew when this share of its rows is new."""


class KeptGraph:
    """The graph of one index. Whoever changes it holds the index's lock for changes.

    Args:
        files: The index's folder.
        sidecar: What the folder holds.
        dimension: Length of the vectors.
    """

    def __init__(self, files: DenseFiles, sidecar: Sidecar, dimension: int) -> None:
        self._files = files
        self._dimension = dimension
        self._timer: threading.Timer | None = None
        self.graph: HnswGraph | None = None
        """None while there are too few rows for one, or where it is not to be had."""
        self.is_awaited = files.graph_bytes(sidecar) > LOADED_AT_OPEN
        """Whether there is a large one on disk that is not loaded yet."""
        self.problem = ""
        """Why a graph that should be there is done without; ``""`` when all is well."""

    def load(self, sidecar: Sidecar, labels: np.ndarray) -> None:
        """Take the saved graph, where there is one; one that cannot be had is not tried again.

        Args:
            sidecar: What the folder holds; it forgets a graph that cannot be had, so that the
                next save builds it again.
            labels: Of all rows, int64 (n,): passages may have gone since it was saved.
        """
        self.is_awaited = False
        if not sidecar.graph:
            is_due = np.count_nonzero(labels != DEAD) >= GRAPH_FROM
            self.problem = "it was not built yet" if is_due else ""
            return
        rows = sidecar.graph_rows
        try:
            path = self._files.graph_path(sidecar)
            graph = None if path is None else HnswGraph.load(path, self._dimension, rows)
            why = "its file is damaged"
        except MemoryError:
            graph, why = None, "there is too little memory for it"
        except OSError as error:
            graph, why = None, error.strerror or str(error)
        if graph is None:
            sidecar.forget_graph()
            self.problem = why
            log.warning("the graph in %s cannot be used: %s", self._files.folder, why)
            return
        graph.remove(np.flatnonzero(labels[:rows] == DEAD))
        self.graph = graph
        is_whole = len(labels) - rows <= TAIL_MOST
        self.problem = "" if is_whole else _STOPPED

    def load_soon(self, load: Callable[[], None]) -> None:
        """Have ``load`` called in the background, a moment after the first search."""
        if self._timer is None:
            self._timer = threading.Timer(LOAD_AFTER_SECONDS, load)
            self._timer.daemon = True
            self._timer.start()

    def remove(self, rows: np.ndarray) -> None:
        """Leave dead rows out of all results."""
        if self.graph is not None:
            self.graph.remove(rows)

    def must_grow(self, sidecar: Sidecar, alive: int, rows: int) -> bool:
        """Whether so many rows are not in the graph that a search would be slow.

        Args:
            sidecar: What the folder holds.
            alive: Rows that belong to a passage.
            rows: All rows.
        """
        if self.graph is not None or self.is_awaited:
            held = self.graph.rows if self.graph is not None else sidecar.graph_rows
            return rows - held > TAIL_MOST
        return alive >= GRAPH_FROM

    def grow(self, view: DenseView, stop: Callable[[], bool] = lambda: False) -> bool:
        """Put the next ``ROWS_A_ROUND`` rows in; searches go on meanwhile.

        Args:
            view: All rows.
            stop: Asked every few milliseconds. The rows that are in by then are used, and the next
                growing goes on from there.

        Returns:
            Whether it was not stopped.
        """
        graph = self.graph or HnswGraph(self._dimension)
        first, rows = graph.rows, len(view.labels)
        goes_on = graph.add(
            view.vectors(np.arange(first, min(first + ROWS_A_ROUND, rows))), stop=stop
        )
        dead = np.flatnonzero(view.labels == DEAD)
        graph.remove(dead[dead >= first])
        self.graph = graph
        self.problem = "" if goes_on and rows - graph.rows <= TAIL_MOST else _STOPPED
        return goes_on

    def write(self, sidecar: Sidecar) -> None:
        """Save the graph where enough of it is new; the sidecar notes it."""
        graph = self.graph
        if graph is not None and graph.rows - sidecar.graph_rows > _SAVE_SHARE * graph.rows:
            self._files.write_graph(sidecar, graph.native, graph.rows)

    def drop(self) -> None:
        """Let go of it: what it numbers is no more."""
        if self._timer is not None:
            self._timer.cancel()
        self.graph = None
        self.is_awaited = False
        self.problem = ""
