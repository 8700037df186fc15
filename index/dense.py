"""The meaning index: nearest passages by the cosine of their vectors.

Owns the choice between two ways of searching. Exact search multiplies the whole matrix; it is
used while there are fewer than ``GRAPH_FROM`` passages, for filters that leave few, and always
for the newest rows. Beyond that an HNSW graph finds nearly the same (recall in
``benchmarks/search.py``) without looking at every row. Derived data: whatever is wrong with the
folder, the answer is to rebuild it from the catalogue, which ``StaleIndexError`` asks for.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np

from index.dense_files import DenseFiles, Sidecar
from index.dense_view import DenseView, GrowingRows
from index.errors import ClosedIndexError, IndexingError, VectorError
from index.folder_index import FolderIndex
from index.kept_graph import KeptGraph
from index.protocols import PassageFilter, ScoredPassage
from index.rows import DEAD, PassageRows, labels_of
from index.unit_vectors import unit_vectors

__all__ = ["DenseIndex"]

DEAD_SHARE = 0.3
"""Share of dead rows from which a save compacts the index."""
_SAME_SIZE = 1.25
"""How many times as many passages have the same spread: it is not told anew for each that is added.
"""
_FAR_SHARE = 0.05
"""Share of the sample that lies below what counts as far. What stands last among the candidates of
a search of a whole library lies there: 1.4 to 1.9 standard deviations below the mean.
"""


class DenseIndex(FolderIndex):
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
        self._sidecar = self._files.read_sidecar(model_key, dimension)
        self._saved = self._files.map_vectors(self._sidecar)
        self._rows = PassageRows(self._files.read_labels(self._sidecar))
        if self._rows.alive != self._sidecar.count:
            raise self._files.stale("its labels are not those the sidecar counts")
        self._files.check_vectors(self._sidecar)
        self._fresh = GrowingRows(dimension)
        self._kept = KeptGraph(self._files, self._sidecar, dimension)
        if not self._kept.is_awaited:
            self._kept.load(self._sidecar, self._rows.labels)
        self._own_spread = (0, 0.0)  # rows, and the spread that was told for as many
        self._is_closed = False
        self._is_ending = threading.Event()
        self._are_labels_unsaved = False
        self._is_compacted_unsaved = False

    @property
    def model_key(self) -> str:
        """The model whose vectors these are."""
        return self._sidecar.model

    @property
    def generation(self) -> int:
        """The number given to the last save; 0 for a new index."""
        return self._sidecar.generation

    @property
    def is_graph_awaited(self) -> bool:
        """Whether a large graph is not loaded yet: searches compare every passage until then."""
        return self._kept.is_awaited

    @property
    def graph_problem(self) -> str:
        """Why the graph is done without, until a save has built it; ``""`` if it is not."""
        return self._kept.problem

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
            ClosedIndexError: The index was closed.
        """
        if not len(passage_ids):
            return
        labels = labels_of(passage_ids)
        values = unit_vectors(vectors, len(labels), self.dimension)
        if len(np.unique(labels)) != len(labels):
            raise VectorError("a passage was given two vectors at once")
        with self._changing:
            self._must_be_open()
            self._kill(self._rows.find(labels))
            with self._state:
                self._fresh.append(values)
                self._rows.append(labels)
            self._are_labels_unsaved = True

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
            self._must_be_open()
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
            self._must_be_open()
            rows = np.flatnonzero(self._rows.labels != DEAD)
            self._kill(rows[~np.isin(self._rows.labels[rows], labels)])

    def remove(self, passage_ids: Iterable[str]) -> None:
        """Take passages out; ids that are not there are passed over."""
        with self._changing:
            self._must_be_open()
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
        if self._kept.is_awaited:
            self._kept.load_soon(self.finish_loading)
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
        this is what tells a large difference from a small one. 0 where there are too few passages
        to tell.
        """
        cosines = self._sample(vector)
        return float(cosines.std()) if len(cosines) else 0.0

    def far(self, vector: np.ndarray) -> float | None:
        """The cosine of a vector with what is far from it, of the same sample as ``spread``.

        All but ``_FAR_SHARE`` of the passages are nearer; None where there are too few to tell.
        """
        cosines = self._sample(vector)
        return float(np.quantile(cosines, _FAR_SHARE)) if len(cosines) else None

    def own_spread(self) -> float:
        """The standard deviation of the cosines among its own passages, 0 or more.

        It is the same for every query, as ``spread`` is not: by it, what is near by one embedding
        model can be told from what is near by another. 0 where there are too few passages to tell.
        """
        with self._state:
            view = self._view()
        size, spread = self._own_spread
        if not size <= len(view.labels) < _SAME_SIZE * size:
            size, spread = len(view.labels), view.own_spread()
            self._own_spread = (size, spread)
        return spread

    def _sample(self, vector: np.ndarray) -> np.ndarray:
        query = unit_vectors(np.asarray(vector)[None], 1, self.dimension)[0]
        with self._state:
            view = self._view()
        return view.sample(query)

    def vectors(self, passage_ids: Collection[str]) -> dict[str, np.ndarray]:
        """The stored unit vector (dimension,) of each of these passages that is in the index."""
        names = list(passage_ids)
        labels = labels_of(names)
        with self._state:
            view, rows = self._view(), self._rows.find(labels)
        known = np.flatnonzero(rows != DEAD)
        stored = view.vectors(rows[known])
        return {names[at]: vector for at, vector in zip(known.tolist(), stored, strict=True)}

    def save(
        self,
        generation: int | None = None,
        *,
        grow: bool = True,
        stop: threading.Event | None = None,
    ) -> None:
        """Make all changes durable in one step, and compact where it pays.

        Only what changed is written, and a large graph that is not loaded is loaded only when it
        has to grow.

        Args:
            generation: The catalogue's number for this state; without it the last one stays.
            grow: Whether the graph may grow: building it for the first time takes about half a
                millisecond per passage and core. Searches go on meanwhile.
            stop: Ends the growing soon when set, as ``stop_growing`` and ``close`` do; all
                but the last rows of the graph is saved, and the next save goes on from there.

        Raises:
            ClosedIndexError: The index was closed.
            IndexingError: The disk is full or the folder not writable. The index on disk is then
                the one of the last save, and this one goes on working.
        """
        with self._changing:
            self._must_be_open()

            def ends() -> bool:
                return self._is_ending.is_set() or (stop is not None and stop.is_set())

            try:
                goes_on = self._save_once(generation, grow, ends)
                while goes_on:
                    # a large graph is saved round by round
                    goes_on = self._save_once(None, grow, ends)
            except OSError as error:
                raise self._files.unwritable(error) from error

    def _save_once(self, generation: int | None, grow: bool, stop: Callable[[], bool]) -> bool:
        """Save all there is and one round of the graph; whether there are more rounds to go."""
        sidecar = replace(self._sidecar, extents=list(self._sidecar.extents))
        sidecar.serial += 1
        if generation is not None:
            sidecar.generation = generation
        if self._is_compacted_unsaved or self._pays_compacting(grow):
            self._compact(sidecar)
        else:
            self._files.append_vectors(sidecar, self._fresh.rows)
        goes_on = grow and self._grow_graph(sidecar, stop)
        sidecar.count = self._rows.alive
        if self._is_saved_as(sidecar):
            return goes_on
        self._files.write(sidecar, self._rows.labels if self._are_labels_unsaved else None)
        saved = self._files.map_vectors(sidecar)
        with self._state:
            self._sidecar, self._saved = sidecar, saved
            self._fresh = GrowingRows(self.dimension)
        self._are_labels_unsaved = self._is_compacted_unsaved = False
        return goes_on

    def must_grow(self) -> bool:
        """Whether so many passages are not in the graph that searches are slow."""
        return self._kept.must_grow(self._sidecar, self._rows.alive, len(self._rows))

    def _pays_compacting(self, may_grow: bool) -> bool:
        # it costs the graph, which is of more use than the room as long as none may be built
        many_dead = self._rows.dead > DEAD_SHARE * max(len(self._rows), 1)
        return many_dead and (may_grow or not self._sidecar.graph)

    def _is_saved_as(self, sidecar: Sidecar) -> bool:
        """Whether the folder holds this state already."""
        was_saved = self._sidecar.serial > 0
        is_same = replace(sidecar, serial=self._sidecar.serial) == self._sidecar
        return was_saved and is_same and not self._are_labels_unsaved

    def stop_growing(self) -> None:
        """Have a save that builds the graph end soon: this index is closed next."""
        self._is_ending.set()

    def close(self) -> None:
        """Let go of the files. Changes since the last save are dropped; later ones are refused."""
        self.stop_growing()
        with self._changing, self._state:
            self._is_closed = True
            self._kept.drop()
            self._saved = np.empty((0, self.dimension), np.float32)
            self._fresh = GrowingRows(self.dimension)
            self._rows = PassageRows()

    def finish_loading(self) -> None:
        """Load a graph that is awaited, or wait until it is loaded, where there is one."""
        with self._changing:
            if self._kept.is_awaited and not self._is_closed:
                self._kept.load(self._sidecar, self._rows.labels)

    def _must_be_open(self) -> None:
        if self._is_closed:
            raise ClosedIndexError(
                "the index of meaning was closed before all was in it",
                "the next reading goes on with what is missing",
            )

    def _kill(self, rows: np.ndarray) -> None:
        rows = rows[rows != DEAD]
        with self._state:
            self._rows.kill(rows)
        self._kept.remove(rows)
        self._are_labels_unsaved |= bool(len(rows))

    def _view(self) -> DenseView:
        """What there is now. The labels may die in place while the view is worked on."""
        return DenseView(self._saved, self._fresh.rows, self._rows.labels, self._kept.graph)

    def _compact(self, sidecar: Sidecar) -> None:
        """Write the living rows as a new file; the graph is dropped and built again."""
        alive = np.flatnonzero(self._rows.labels != DEAD)
        vectors, labels = self._view().vectors(alive), self._rows.labels[alive]
        sidecar.vectors = f"vectors-{sidecar.serial}.f32"
        sidecar.rows, sidecar.extents = 0, []
        sidecar.forget_graph()
        self._files.append_vectors(sidecar, vectors)
        self._are_labels_unsaved = self._is_compacted_unsaved = True
        with self._state:
            self._kept.drop()
            self._saved, self._fresh = vectors[:0], GrowingRows(self.dimension, vectors)
            self._rows = PassageRows(labels)

    def _grow_graph(self, sidecar: Sidecar, stop: Callable[[], bool]) -> bool:
        """Put a round of new rows into the graph where there are enough; whether more are to go."""
        if stop():
            return False
        alive, rows = self._rows.alive, len(self._rows)
        if self._kept.must_grow(sidecar, alive, rows):
            if self._kept.is_awaited:
                self._kept.load(sidecar, self._rows.labels)
            if not self._kept.grow(self._view(), stop):
                return False
        self._kept.write(sidecar)
        return self._kept.must_grow(sidecar, alive, rows)


def _ranked(labels: np.ndarray, cosines: np.ndarray) -> list[ScoredPassage]:
    order = np.lexsort((labels, -cosines))
    return [ScoredPassage(f"{labels[at]:016x}", float(cosines[at])) for at in order.tolist()]
