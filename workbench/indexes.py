"""The two indexes of a library, kept in step with its catalogue.

Owns when an index is built, changed, saved and rebuilt. Each index on disk carries the catalogue's
generation it was saved at; when the two differ, because a process was killed, a file was deleted
or another model made it, the index is built again from the catalogue, which is the truth.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Collection, Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from index.errors import IndexingError, StaleIndexError
from index.lexical import LexicalIndex
from index.protocols import LexicalDocument
from workbench.catalogue.catalogue import Catalogue

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from index.dense import DenseIndex

__all__ = ["Indexes"]

log = logging.getLogger(__name__)

_SAVE_EVERY = 4096
"""New vectors after which the index of meaning is saved, so that a crash costs little."""


class Indexes:
    """Opens the indexes on first use. Every call is safe from any thread.

    Args:
        folder: The library's ``index/`` folder; it may be empty or missing.
        catalogue: What the indexes are built from.
    """

    def __init__(self, folder: Path, catalogue: Catalogue) -> None:
        self._folder = folder
        self._catalogue = catalogue
        self._guard = threading.RLock()
        self._lexical: LexicalIndex | None = None
        self._dense: DenseIndex | None = None
        self._unsaved = 0

    def lexical(self) -> LexicalIndex:
        """The index of words, in step with the catalogue."""
        with self._guard:
            if self._lexical is None:
                self._lexical = self._open_lexical()
            return self._lexical

    def open_dense(self, model: str, dimension: int) -> DenseIndex:
        """The index of meaning for one embedding model, in step with the catalogue.

        Args:
            model: The model's key, as vectors are stored under.
            dimension: Length of its vectors.
        """
        with self._guard:
            if self._dense is not None and self._dense.model_key != model:
                self._dense.close()
                self._dense = None
            if self._dense is None:
                self._dense = self._open_dense(model, dimension)
            return self._dense

    def replace_words(self, paper_id: str, documents: Iterable[LexicalDocument]) -> None:
        """Put one paper's passages in place of what was there; visible after ``commit_words``."""
        lexical = self.lexical()
        lexical.remove([paper_id])
        lexical.add(documents)

    def commit_words(self) -> None:
        """Make changed words visible to searches, and durable."""
        self.lexical().commit(self._catalogue.passages.generation())

    def remove(self, paper_ids: Sequence[str], passage_ids: Sequence[str]) -> None:
        """Take papers out of both indexes, after they were taken out of the catalogue."""
        self.lexical().remove(paper_ids)
        self.commit_words()
        self.forget_vectors(passage_ids)

    def forget_vectors(self, passage_ids: Collection[str]) -> None:
        """Take passages out of the index of meaning, if it is open; if not, it is rebuilt."""
        with self._guard:
            if self._dense is not None and passage_ids:
                self._dense.remove(passage_ids)
                self._unsaved += len(passage_ids)

    def add_vectors(
        self, model: str, dimension: int, ids: Sequence[str], vectors: NDArray[np.float32]
    ) -> None:
        """Take new vectors in; searchable at once, saved now and then."""
        self.open_dense(model, dimension).add(ids, vectors)
        self._unsaved += len(ids)
        if self._unsaved >= _SAVE_EVERY:
            self.save_dense()

    def save_dense(self) -> None:
        """Write the index of meaning to disk, stamped with the catalogue's generation."""
        # not under the guard: a save may build a graph for minutes, and searches go on meanwhile
        if (dense := self._dense) is not None:
            dense.save(self._catalogue.vectors.generation())
            self._unsaved = 0

    def close(self) -> None:
        """Save what is worth saving and let go of the files."""
        with self._guard:
            try:
                if self._unsaved:
                    self.save_dense()
            except IndexingError:
                log.warning("the dense index was not saved; it is rebuilt next time", exc_info=True)
            if self._lexical is not None:
                self._lexical.close()
            if self._dense is not None:
                self._dense.close()
            self._lexical = self._dense = None

    def _open_lexical(self) -> LexicalIndex:
        folder = self._folder / "lexical"
        wanted = self._catalogue.passages.generation()
        try:
            index = LexicalIndex(folder)
        except StaleIndexError as error:
            log.info("%s", error)
            LexicalIndex.reset(folder)
            index = LexicalIndex(folder)
        if index.generation != wanted:
            self._rebuild_lexical(index, wanted)
        return index

    def _rebuild_lexical(self, index: LexicalIndex, generation: int) -> None:
        log.info("the index of words is built again from the catalogue")
        index.clear()
        for batch in self._catalogue.passages.all_indexed():
            index.add(LexicalDocument(p.id, p.paper_id, p.text, p.title, p.section) for p in batch)
        index.commit(generation)

    def _open_dense(self, model: str, dimension: int) -> DenseIndex:
        from index.dense import DenseIndex

        folder = self._folder / "dense"
        wanted = self._catalogue.vectors.generation()
        try:
            index = DenseIndex(folder, dimension, model)
        except StaleIndexError as error:
            log.info("%s", error)
            DenseIndex.reset(folder)
            index = DenseIndex(folder, dimension, model)
        if index.generation != wanted:
            index = self._rebuild_dense(index, wanted)
        return index

    def _rebuild_dense(self, old: DenseIndex, generation: int) -> DenseIndex:
        from index.dense import DenseIndex

        log.info("the index of meaning is built again from the catalogue")
        old.close()
        DenseIndex.reset(old.path)
        index = DenseIndex(old.path, old.dimension, old.model_key)
        for ids, vectors in self._catalogue.vectors.batches(index.model_key):
            index.add(ids, vectors)
        index.save(generation)
        return index
