"""The meaning index: nearest passages by the cosine of their vectors.

Owns the choice between two ways of searching. Exact search multiplies the whole matrix; it is
used while there are fewer than ``GRAPH_FROM`` passages, for filters that leave few, and always
for the newest rows. Beyond that an HNSW graph finds nearly the same (recall in
``benchmarks/search.py``) without looking at every row. Derived data: whatever is wrong with the
folder, the answer is to rebuild it from the catalogue, which ``StaleIndexError`` asks for.
"""

from __future__ import annotations

import shutil
import threading
from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from pathlib import Path
from types import TracebackType
from typing import Self

import numpy as np

from index.dense_files import DenseFiles, Sidecar
from index.dense_view import DenseView, GrowingRows
from index.errors import IndexingError, VectorError
from index.graph import HnswGraph
from index.protocols import PassageFilter, ScoredPassage
from index.rows import DEAD, PassageRows, labels_of
from index.unit_vectors import unit_vectors

__all__ = ["DenseIndex"]

GRAPH_FROM = 20_000
"""Passages from which a graph is kept; below, exact search takes a few milliseconds. At this size
on two busy cores exact search took 10.8 ms and the graph 0.6 ms, at a recall@10 of 0.998.
"""
TAIL_MOST = 4096
"""Newest rows that are searched exactly before a save puts them into the graph."""
DEAD_SHARE = 0.3
"""Share of dead rows from which a save compacts the index."""
LOADED_AT_OPEN = 512 << 20
"""Bytes of a graph, some 300,000 passages, up to which opening waits for it: less than a second.
A larger one (1.7 GB and four seconds at a million) is loaded after the first search has been
answered without it.
"""
LOAD_AFTER_SECONDS = 1.0
"""From the first search on: hnswlib stops all other threads while it loads, and a command that
searches once has ended by then.
"""
_GRAPH_SAVE_SHARE = 0.02
"""The graph's file is written anew when this share of its rows is new."""
_SAMPLE = 1000
"""Rows from which the spread of cosines is told, to within a fortieth."""
_LEAST_SAMPLE = 32
_FAR_SHARE = 0.05
"""Share of the sample that lies below what counts as far. What stands last among the candidates of
a search of a whole library lies there: 1.4 to 1.9 standard deviations below the mean.
"""


class DenseIndex:
    """A dense index in a folder.

    Args:
        path: The folder; made if it does not exist.
        dimension: Length of the vectors.
        model_key: The model that makes the vectors (``ResolvedModel.key``); an index of another
            model's is stale.

    Raises:
        StaleIndexError: What is in the folder cannot be used; ``DenseIndex.reset`` it and fill it
            again.
        IndexingError: The folder cannot be made.

    All methods may be called from any thread; searches do not wait for a save.
    """

    def __init__(self, path: Path, dimension: int, model_key: str) -> None:
        try:
            self._files = DenseFiles(path)
        except OSError as error:
            raise IndexingError(f"the folder {path} cannot be made ({error.strerror})") from error
        self.path = path
        self.dimension = dimension
        # changes and saves, which may take long, wait for each other; a search only ever waits
        # for the moment in which the matrices or their labels change hands
        self._changing = threading.RLock()
        self._state = threading.Lock()
        self._loads = threading.Lock()
        self._sidecar = self._files.read_sidecar(model_key, dimension)
        self._saved = self._files.map_vectors(self._sidecar)
        self._rows = PassageRows(self._files.read_labels(self._sidecar))
        if self._rows.alive != self._sidecar.count:
            raise self._files.stale("its labels are not those the sidecar counts")
        self._files.check_vectors(self._sidecar)
        self._fresh = GrowingRows(dimension)
        self._graph: HnswGraph | None = None
        self._loading: threading.Thread | None = None
        self._is_graph_awaited = self._files.graph_bytes(self._sidecar) > LOADED_AT_OPEN
        self._is_closed = False
        if not self._is_graph_awaited:
            self._load_graph()
        self._is_compacted_unsaved = False

    @classmethod
    def reset(cls, path: Path) -> None:
        """Remove an index from disk. No ``DenseIndex`` may be open on it."""
        if path.exists():
            shutil.rmtree(path)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    @property
    def model_key(self) -> str:
        """The model whose vectors these are."""
        return self._sidecar.model

    @property
    def generation(self) -> int:
        """The number given to the last save; 0 for a new index."""
        return self._sidecar.generation

    @property
    def has_graph(self) -> bool:
        """Whether unfiltered searches go through a graph, now or once it is loaded."""
        return self._graph is not None or self._is_graph_awaited

    @property
    def is_graph_awaited(self) -> bool:
        """Whether a large graph is not loaded yet: searches compare every passage until then."""
        return self._is_graph_awaited

    def count(self) -> int:
        """Passages that a search can find."""
        return self._rows.alive

    def passage_ids(self) -> set[str]:
        """The ids of all passages in the index."""
        labels = self._rows.labels
        return {f"{label:016x}" for label in labels[labels != DEAD].tolist()}

    def add(self, passage_ids: Sequence[str] | np.ndarray, vectors: np.ndarray) -> None:
        """Take vectors in, searchable at once; a passage that is there already is replaced.

        Args:
            passage_ids: Ids, or labels as an integer array, each at most once.
            vectors: Unit vectors (n, dimension).

        Raises:
            VectorError: Wrong shape, not finite, not of length one, or an id twice. Nothing is
                added then.
        """
        if not len(passage_ids):
            return
        labels = labels_of(passage_ids)
        values = unit_vectors(vectors, len(labels), self.dimension)
        if len(np.unique(labels)) != len(labels):
            raise VectorError("a passage was given two vectors at once")
        with self._changing:
            self._kill(self._rows.find(labels))
            with self._state:
                self._fresh.append(values)
                self._rows.append(labels)

    def correct(self, labels: np.ndarray, vectors: np.ndarray) -> int:
        """Take in those of these vectors that are not there, or are there with other numbers.

        Args:
            labels: Passages, int64 (n,), each at most once.
            vectors: Their unit vectors (n, dimension).

        Returns:
            How many were taken in.
        """
        if not len(labels):
            return 0
        with self._changing:
            rows = self._rows.find(labels)
            is_same = rows != DEAD
            is_same[is_same] = np.all(
                self._view().vectors(rows[is_same]) == vectors[is_same], axis=1
            )
            self.add(labels[~is_same], vectors[~is_same])
        return int(np.count_nonzero(~is_same))

    def keep_only(self, labels: np.ndarray) -> None:
        """Take out all passages but these, int64 (n,)."""
        with self._changing:
            rows = np.flatnonzero(self._rows.labels != DEAD)
            self._kill(rows[~np.isin(self._rows.labels[rows], labels)])

    def remove(self, passage_ids: Iterable[str]) -> None:
        """Take passages out; ids that are not there are passed over."""
        with self._changing:
            self._kill(self._rows.find(np.unique(labels_of(passage_ids))))

    def search(
        self, vector: np.ndarray, k: int, allowed: PassageFilter | None = None
    ) -> list[ScoredPassage]:
        """The best ``k`` passages by cosine, best first; ties in the order of ids.

        Args:
            vector: A unit vector (dimension,).
            k: How many at most.
            allowed: Only these passages. One that allows nothing finds nothing.

        Raises:
            VectorError: The vector does not fit.
        """
        query = unit_vectors(np.asarray(vector)[None], 1, self.dimension)[0]
        with self._state:
            view, rows = self._view(), self._rows

        def find(labels: np.ndarray) -> np.ndarray:
            with self._state:
                return rows.find(labels)

        found, cosines = view.nearest(query, k, allowed, find)
        if self._is_graph_awaited:
            self._load_soon()
        labels = view.labels[found]
        # a passage may have been removed while this went on
        is_alive = labels != DEAD
        return _ranked(labels[is_alive], cosines[is_alive])

    def search_exactly(
        self, vector: np.ndarray, k: int, allowed: PassageFilter | None = None
    ) -> list[ScoredPassage]:
        """The same by comparing every allowed vector: slow, and the measure of ``search``."""
        query = unit_vectors(np.asarray(vector)[None], 1, self.dimension)[0]
        with self._state:
            view = self._view()
            rows = None if allowed is None else self._rows.find(allowed.labels())
        found, cosines = view.nearest_exactly(
            query, k, None if rows is None else rows[rows != DEAD]
        )
        return _ranked(view.labels[found], cosines)

    def scores(self, vector: np.ndarray, passage_ids: Collection[str]) -> dict[str, float]:
        """The exact cosine of each of these passages that is in the index."""
        names = list(passage_ids)
        query = unit_vectors(np.asarray(vector)[None], 1, self.dimension)[0]
        labels = labels_of(names)
        with self._state:
            view, rows = self._view(), self._rows.find(labels)
        known = np.flatnonzero(rows != DEAD)
        cosines = view.cosines(query, rows[known])
        return {names[at]: float(c) for at, c in zip(known.tolist(), cosines, strict=True)}

    def spread(self, vector: np.ndarray) -> float:
        """The standard deviation of a vector's cosines with passages of all kinds, 0 or more.

        Cosines of one embedding model lie between 0.7 and 0.9, those of another between 0 and 0.8:
        this is what tells a large difference from a small one. Of a sample of rows, evenly spaced;
        0 where there are fewer than ``_LEAST_SAMPLE``.
        """
        cosines = self._sample(vector)
        return float(cosines.std()) if len(cosines) else 0.0

    def far(self, vector: np.ndarray) -> float | None:
        """The cosine of a vector with what is far from it, of the same sample as ``spread``.

        All but ``_FAR_SHARE`` of the passages are nearer; None where there are too few to tell.
        """
        cosines = self._sample(vector)
        return float(np.quantile(cosines, _FAR_SHARE)) if len(cosines) else None

    def _sample(self, vector: np.ndarray) -> np.ndarray:
        """Cosines (n,) with rows from all over the index; none where these are too few to tell."""
        query = unit_vectors(np.asarray(vector)[None], 1, self.dimension)[0]
        with self._state:
            view = self._view()
        count = len(view.labels)
        rows = np.linspace(0, count - 1, min(_SAMPLE, count)).astype(np.int64)
        rows = rows[view.labels[rows] != DEAD]
        return view.cosines(query, rows if len(rows) >= _LEAST_SAMPLE else rows[:0])

    def vectors(self, passage_ids: Collection[str]) -> dict[str, np.ndarray]:
        """The stored unit vector (dimension,) of each of these passages that is in the index."""
        names = list(passage_ids)
        labels = labels_of(names)
        with self._state:
            view, rows = self._view(), self._rows.find(labels)
        known = np.flatnonzero(rows != DEAD)
        stored = view.vectors(rows[known])
        return {names[at]: vector for at, vector in zip(known.tolist(), stored, strict=True)}

    def save(self, generation: int | None = None) -> None:
        """Make all changes durable in one step; grow the graph, and compact where it pays.

        Building a graph for the first time takes about half a millisecond per passage and core;
        searches go on meanwhile.

        Args:
            generation: The catalogue's number for this state; without it the last one stays.

        Raises:
            IndexingError: The disk is full or the folder not writable. The index on disk is then
                the one of the last save, and this one goes on working.
        """
        self.finish_loading()
        with self._changing:
            sidecar = replace(self._sidecar, extents=list(self._sidecar.extents))
            sidecar.serial += 1
            if generation is not None:
                sidecar.generation = generation
            try:
                many_dead = self._rows.dead > DEAD_SHARE * max(len(self._rows), 1)
                if many_dead or self._is_compacted_unsaved:
                    self._compact(sidecar)
                else:
                    self._files.append_vectors(sidecar, self._fresh.rows)
                self._grow_graph(sidecar)
            except OSError as error:
                raise self._files.unwritable(error) from error
            sidecar.count = self._rows.alive
            self._files.write(sidecar, self._rows.labels)
            saved = self._files.map_vectors(sidecar)
            with self._state:
                self._sidecar, self._saved = sidecar, saved
                self._fresh = GrowingRows(self.dimension)
            self._is_compacted_unsaved = False

    def clear(self) -> None:
        """Take everything out. Durable after ``save``."""
        with self._changing:
            self._kill(np.flatnonzero(self._rows.labels != DEAD))

    def close(self) -> None:
        """Let go of the files. Changes since the last save are dropped."""
        with self._changing, self._state:
            self._is_closed = True
            self._saved = np.empty((0, self.dimension), np.float32)
            self._fresh = GrowingRows(self.dimension)
            self._rows = PassageRows()
            self._graph = None

    def _kill(self, rows: np.ndarray) -> None:
        rows = rows[rows != DEAD]
        with self._state:
            self._rows.kill(rows)
        if self._graph is not None:
            self._graph.remove(rows)

    def _view(self) -> DenseView:
        """What there is now. The labels may die in place while the view is worked on."""
        return DenseView(self._saved, self._fresh.rows, self._rows.labels, self._graph)

    def _compact(self, sidecar: Sidecar) -> None:
        """Write the living rows as a new file; the graph is dropped and built again."""
        alive = np.flatnonzero(self._rows.labels != DEAD)
        vectors, labels = self._view().vectors(alive), self._rows.labels[alive]
        sidecar.vectors = f"vectors-{sidecar.serial}.f32"
        sidecar.rows, sidecar.extents = 0, []
        sidecar.graph, sidecar.graph_rows, sidecar.graph_crc = "", 0, 0
        self._files.append_vectors(sidecar, vectors)
        self._is_compacted_unsaved = True
        with self._state:
            self._graph = None
            self._saved, self._fresh = vectors[:0], GrowingRows(self.dimension, vectors)
            self._rows = PassageRows(labels)

    def _grow_graph(self, sidecar: Sidecar) -> None:
        """Put new rows into the graph where there are enough of them, and save it."""
        if self._graph is None and self._rows.alive < GRAPH_FROM:
            return
        graph = self._graph or HnswGraph(self.dimension)
        first = graph.rows
        if self._graph is None or len(self._rows) - first > TAIL_MOST:
            graph.add(self._view().vectors(np.arange(first, len(self._rows))))
            dead = np.flatnonzero(self._rows.labels == DEAD)
            graph.remove(dead[dead >= first])
            self._graph = graph
        if graph.rows - sidecar.graph_rows > _GRAPH_SAVE_SHARE * graph.rows:
            self._files.write_graph(sidecar, graph.native, graph.rows)

    def _load_soon(self) -> None:
        """Have a large graph loaded in the background, a moment after the first search."""
        with self._state:
            if self._loading is None and not self._is_closed:
                self._loading = threading.Timer(LOAD_AFTER_SECONDS, self.finish_loading)
                self._loading.daemon = True
                self._loading.start()

    def finish_loading(self) -> None:
        """Load the graph that is awaited, or wait until it is loaded, where there is one."""
        with self._loads:
            if self._is_graph_awaited and not self._is_closed:
                try:
                    self._load_graph()
                finally:
                    # whatever went wrong, it is not tried again: nothing is awaited any more
                    self._is_graph_awaited = False

    def _load_graph(self) -> None:
        """Take the saved graph; without a whole one, the next save builds it again."""
        sidecar = self._sidecar
        path, rows = self._files.graph_path(sidecar), sidecar.graph_rows
        try:
            graph = None if path is None else HnswGraph.load(path, self.dimension, rows)
        except (OSError, MemoryError):
            graph = None
        with self._state:
            if graph is None:
                sidecar.graph, sidecar.graph_rows, sidecar.graph_crc = "", 0, 0
            elif not self._is_closed:
                # passages may have gone while it was loaded
                graph.remove(np.flatnonzero(self._rows.labels[:rows] == DEAD))
                self._graph = graph


def _ranked(labels: np.ndarray, cosines: np.ndarray) -> list[ScoredPassage]:
    order = np.lexsort((labels, -cosines))
    return [ScoredPassage(f"{labels[at]:016x}", float(cosines[at])) for at in order.tolist()]
