"""The index of meaning, kept in step with the vectors of the catalogue.

Owns when it is opened, changed, saved and filled, one folder a model.
"""

from __future__ import annotations

import hashlib
import logging
import shutil
import threading
from collections.abc import Collection, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from index.errors import ClosedIndexError, IndexingError
from workbench.catalogue.passages import IndexedPassage
from workbench.filling import Filling
from workbench.indexes.parts import IndexParts

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from index.dense import DenseIndex

__all__ = ["MeaningInStep"]

log = logging.getLogger(__name__)

_SAVE_EVERY = 4096
"""New vectors after which the index of meaning is saved, so that a crash costs little."""
_VECTORS_AT_ONCE = 2048
_GROW_AFTER_SECONDS = 3.0
"""From opening on: a command that searches once has ended by then."""


class MeaningInStep(IndexParts):
    """The meaning's part of a library's indexes."""

    _dense: DenseIndex | None = None
    _meaning_filling: Filling | None = None
    _graph_growing: Filling | None = None
    _unsaved = 0

    def open_dense(self, model: str, dimension: int) -> DenseIndex:
        """The index of meaning for one embedding model; what it lacks, ``notes`` says.

        Args:
            model: The model's key, as vectors are stored under.
            dimension: Length of its vectors.
        """
        with self._guard:
            if self._dense is not None and self._dense.model_key != model:
                self._close_dense()
            if self._dense is None:
                self._dense = self._open_dense(model, dimension)
                self._bring_meaning_up(self._dense)
            return self._dense

    def forget_vectors(self, passage_ids: Collection[str]) -> None:
        """Take passages out of the index of meaning, if it is open; if not, it is brought up."""
        with self._changing:
            if (dense := self._dense) is not None and passage_ids:
                self._stop_graph()
                dense.remove(passage_ids)
                self._unsaved += len(passage_ids)

    def add_vectors(
        self,
        model: str,
        dimension: int,
        passages: Sequence[IndexedPassage],
        vectors: NDArray[np.float32],
        *,
        stop: threading.Event | None = None,
    ) -> int:
        """Take new vectors into the index and the catalogue; searchable at once, saved at times.

        Args:
            model: The model's key.
            dimension: Length of its vectors.
            passages: What was embedded.
            vectors: One for each.
            stop: Ends the building of a graph, which saving may need, when set.

        Returns:
            How many: passages that changed while they were embedded go on waiting.

        Raises:
            ClosedIndexError: The index was closed meanwhile; all of them go on waiting.
        """
        dense = self.open_dense(model, dimension)
        self._stop_graph()
        # what is being filled takes out of the index what the catalogue does not have
        with self._changing:
            # the index checks them: a vector that is none must never reach the catalogue
            dense.add([passage.id for passage in passages], vectors)
            changed = self._catalogue.vectors.add_unchanged(model, passages, vectors)
            dense.remove(changed)
            self._unsaved += len(passages)
        if self._unsaved >= _SAVE_EVERY:
            self.save_dense(stop=stop)
        return len(passages) - len(changed)

    def save_dense(self, *, grow: bool = True, stop: threading.Event | None = None) -> None:
        """Write the index of meaning to disk, stamped with the catalogue's generation.

        Args:
            grow: Whether its graph may be built or grown, which can take minutes.
            stop: Ends the building when set; all else is saved.
        """
        # not under the guard: a save may build a graph for minutes, and searches go on meanwhile
        if (dense := self._dense) is not None and self._is_kept:
            # not between a vector's end in the catalogue and its end here
            with self._changing:
                generation = self._catalogue.vectors.generation()
            filling = self._meaning_filling
            is_part = filling is not None and filling.is_running
            try:
                dense.save(-generation if is_part else generation, grow=grow, stop=stop)
            except ClosedIndexError:
                # whoever closed it saved it first
                return
            self._unsaved = 0

    def forget_other_models(self, model: str) -> None:
        """Delete the vectors of all other models, in the catalogue and on disk.

        Called when one model's vectors are complete; until then those of the last one are kept,
        so that going back costs nothing.
        """
        self._catalogue.vectors.keep_only(model)
        kept = self._dense_folder(model).name
        for folder in self._folder.glob("dense*"):
            if folder.name != kept:
                shutil.rmtree(folder, ignore_errors=True)

    def _dense_folder(self, model: str) -> Path:
        """One folder a model, so that going back to the last one finds its index as it was."""
        return self._folder / f"dense-{hashlib.sha256(model.encode()).hexdigest()[:12]}"

    def _open_dense(self, model: str, dimension: int) -> DenseIndex:
        from index.dense import DenseIndex

        folder = self._dense_folder(model)
        return self._opened(
            lambda: DenseIndex(folder, dimension, model), lambda: DenseIndex.reset(folder)
        )

    def _bring_meaning_up(self, index: DenseIndex) -> None:
        """Start comparing the index of meaning with the catalogue, where it may differ."""
        if index.generation == self._catalogue.vectors.generation():
            self._grow_soon(index)
            return
        log.info("the index of meaning is compared with the catalogue")
        total = self._catalogue.vectors.count(index.model_key)
        work = Filling("part of the library's meaning", total, lambda f: self._fill(index, f))
        self._meaning_filling = work
        work.start()
        work.wait(self._patience)

    def _grow_soon(self, index: DenseIndex) -> None:
        """Go on building a graph that was stopped when the library was left."""
        if not (self._is_kept and index.must_grow()):
            return

        def grow(growing: Filling) -> None:
            if not growing.stopping.wait(_GROW_AFTER_SECONDS):
                index.save(stop=growing.stopping)

        self._graph_growing = Filling("the graph of meaning", 0, grow)
        self._graph_growing.start()

    def _stop_graph(self) -> None:
        """Let a change go before the building of a graph; the next save goes on with it."""
        if (growing := self._graph_growing) is not None:
            growing.stop()

    def _fill(self, index: DenseIndex, filling: Filling) -> None:
        """Take out what the catalogue does not have, and in what it has otherwise or besides."""
        vectors = self._catalogue.vectors
        with self._changing:
            labels = vectors.labels(index.model_key)
            index.keep_only(labels)
        for start in range(0, len(labels), _VECTORS_AT_ONCE):
            if filling.stopping.is_set():
                break
            with self._changing:
                index.correct(
                    *vectors.of(index.model_key, labels[start : start + _VECTORS_AT_ONCE])
                )
            filling.done = start
        # a vector is in the index before it is in the catalogue, so this is no more than is there
        with self._changing:
            generation = vectors.generation()
        is_whole = not filling.stopping.is_set()
        if self._is_kept:
            number = generation if is_whole else -generation
            index.save(number, grow=is_whole, stop=filling.stopping)

    def _close_dense(self) -> None:
        """Save and let go of the index of meaning, and of what fills it."""
        if self._dense is not None:
            # a save may be building a graph, and whoever searches waits for this
            self._dense.stop_growing()
        self._stop_graph()
        if self._meaning_filling is not None:
            self._meaning_filling.stop()
        try:
            if self._unsaved:
                self.save_dense(grow=False)
        except IndexingError:
            log.warning("the dense index was not saved; it is brought up next time", exc_info=True)
        if self._dense is not None:
            self._dense.close()
        self._dense = self._meaning_filling = self._graph_growing = None
