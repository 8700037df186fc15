"""The two indexes of a library, kept in step with its catalogue.

Owns when an index is opened, changed and saved, and that what is on disk is never trusted to match
the catalogue unless it says so. Each index carries the catalogue's generation it was saved at.
Where the two differ, because a process was killed, a file was deleted or damaged, or another model
made it, the index is brought up to the catalogue, which is the truth, in the background
(``workbench/filling.py``): words that are in already are found meanwhile, and what is missing is
said. An index that is only part of generation ``g`` carries ``-g``.
"""

from __future__ import annotations

import hashlib
import logging
import shutil
import threading
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import contextmanager
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from index.errors import IndexingError, StaleIndexError
from index.lexical import LexicalIndex
from index.protocols import LexicalDocument
from ingest.paper import Paper
from workbench.catalogue.catalogue import Catalogue
from workbench.catalogue.papers import paper_id
from workbench.catalogue.passages import IndexedPassage, as_indexed
from workbench.errors import LibraryError
from workbench.filling import Filling

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from index.dense import DenseIndex

__all__ = ["Indexes"]

log = logging.getLogger(__name__)

T = TypeVar("T")

_SAVE_EVERY = 4096
"""New vectors after which the index of meaning is saved, so that a crash costs little."""
_PATIENCE_SECONDS = 3.0
"""How long opening waits for an index to be filled: enough for some thousand passages, so that a
small library never gives half a result.
"""
_COMMIT_EVERY = 20_000
"""Passages after which words that are being filled in become visible and durable."""
_PAPERS_AT_ONCE = 128
"""Read together, since every question to a large catalogue takes a while."""
_VECTORS_AT_ONCE = 2048


class Indexes:
    """Opens the indexes on first use. Every call is safe from any thread.

    Args:
        folder: The library's ``index/`` folder; it may be empty or missing.
        catalogue: What the indexes are built from.
        patience: Seconds that opening waits for an index to be filled before it goes on with a
            part of it.
    """

    def __init__(
        self, folder: Path, catalogue: Catalogue, patience: float = _PATIENCE_SECONDS
    ) -> None:
        self._folder = folder
        self._catalogue = catalogue
        self._patience = patience
        self._guard = threading.RLock()
        # what is being filled in must not bring back what is taken out at the same time, and no
        # commit may come between a change of the catalogue and the same one here; who holds it
        # never waits for the guard, which others hold while they wait for this
        self._changing = threading.RLock()
        self._lexical: LexicalIndex | None = None
        self._dense: DenseIndex | None = None
        self._words_filling: Filling | None = None
        self._meaning_filling: Filling | None = None
        self._checking: threading.Thread | None = None
        self._is_closing = False
        self._words_generation = 0
        self._words_are_behind = False
        self._unsaved = 0

    def lexical(self) -> LexicalIndex:
        """The index of words; what it lacks, ``notes`` says."""
        if (opened := self._lexical) is not None:
            return opened
        with self._guard:
            if self._lexical is None:
                index = self._open_lexical()
                self._bring_words_up(index)
                # last: nobody may have it before it is known what it lacks
                self._lexical = index
                if self._words_filling is None and index.is_large:
                    self._check_in_background()
            return self._lexical

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

    def notes(self) -> tuple[str, ...]:
        """What the indexes lack at the moment, and why."""
        fillings = (self._words_filling, self._meaning_filling)
        notes = [note for filling in fillings if filling and (note := filling.note())]
        if (dense := self._dense) is not None and dense.is_graph_awaited:
            notes.append("the first searches are slower: the graph of meaning is not loaded yet")
        if dense is not None and dense.graph_problem:
            notes.append(
                f"searches are slower: the graph of meaning is not usable ({dense.graph_problem}); "
                "it is built again with the next papers"
            )
        return tuple(notes)

    def wait_until_filled(self) -> None:
        """Wait until what is being filled in the background is complete."""
        for filling in (self._words_filling, self._meaning_filling):
            if filling is not None:
                filling.wait()

    def renew_words(self) -> None:
        """Build the index of words again, after a search found it damaged; returns at once."""
        with self._guard, self._changing:
            if self._words_filling is not None and self._words_filling.is_running:
                return
            if self._lexical is not None:
                self._lexical.close()
                LexicalIndex.reset(self._lexical.folder)
            self._lexical = self._open_lexical()
            self._bring_words_up(self._lexical, patience=0.0)

    def _check_in_background(self) -> None:
        """Check what opening had no time for, in an index of words that is large."""
        self._checking = threading.Thread(target=self.check_words, name="words-check", daemon=True)
        self._checking.start()

    def check_words(self) -> None:
        """Read every segment of words and compare its checksum; what is damaged is renewed."""
        damaged = self.lexical().find_damage()
        # a merge removes files while they are looked at; those that it leaves are checked
        if damaged is not None and damaged.exists() and not self._is_closing:
            log.warning("%s is damaged", damaged)
            self.renew_words()

    @contextmanager
    def in_step(self) -> Iterator[LexicalIndex]:
        """Hold while papers change in the catalogue and their words here; gives the words' index.

        A commit stamps the index with the catalogue's generation, and must not find there what is
        not in the index yet: were the process killed then, it would never be found.

        Raises:
            LibraryError: The indexes were closed.
        """
        self.lexical()
        with self._changing:
            if (index := self._lexical) is None:
                raise LibraryError("the library is closed")
            before = self._catalogue.passages.generation()
            try:
                yield index
            except BaseException:
                self._words_are_behind |= before != self._catalogue.passages.generation()
                raise

    def refresh_words(self, paper_id: str) -> None:
        """Take a paper's passages in as the catalogue has them; visible after ``commit_words``."""
        with self.in_step() as index:
            index.replace(paper_id, self._documents([paper_id]))

    def take_words(self, papers: Sequence[Paper]) -> None:
        """Take in papers that were just stored; visible after ``commit_words``.

        The same as ``refresh_words`` of each, without reading their passages back.
        """
        with self.in_step() as index:
            # asked for while nobody else changes words: a title may have been edited meanwhile
            titles = self._catalogue.papers.titles([paper_id(p.sha256) for p in papers])
            for paper in papers:
                identifier = paper_id(paper.sha256)
                if identifier in titles:
                    passages = as_indexed(paper, identifier, titles[identifier])
                    index.replace(identifier, map(_document, passages))

    def commit_words(self) -> None:
        """Make changed words visible to searches, and durable."""
        with self.in_step() as index:
            if self._words_are_behind:
                # with the stamp it has: the next start sees that it differs, and fills the index
                index.commit()
                return
            self._words_generation = self._catalogue.passages.generation()
            is_part = self._words_filling is not None
            index.commit(-self._words_generation if is_part else self._words_generation)

    def remove(self, paper_ids: Sequence[str], passage_ids: Sequence[str]) -> None:
        """Take papers out of both indexes, after they were taken out of the catalogue."""
        with self.in_step() as index:
            index.remove(paper_ids)
            self.commit_words()
            self.forget_vectors(passage_ids)

    def forget_vectors(self, passage_ids: Collection[str]) -> None:
        """Take passages out of the index of meaning, if it is open; if not, it is brought up."""
        with self._changing:
            if (dense := self._dense) is not None and passage_ids:
                dense.remove(passage_ids)
                self._unsaved += len(passage_ids)

    def add_vectors(
        self,
        model: str,
        dimension: int,
        passages: Sequence[IndexedPassage],
        vectors: NDArray[np.float32],
    ) -> int:
        """Take new vectors into the index and the catalogue; searchable at once, saved at times.

        Returns:
            How many: passages that changed while they were embedded go on waiting.
        """
        dense = self.open_dense(model, dimension)
        # what is being filled takes out of the index what the catalogue does not have
        with self._changing:
            # the index checks them: a vector that is none must never reach the catalogue
            dense.add([passage.id for passage in passages], vectors)
            changed = self._catalogue.vectors.add_unchanged(model, passages, vectors)
            dense.remove(changed)
            self._unsaved += len(passages)
        if self._unsaved >= _SAVE_EVERY:
            self.save_dense()
        return len(passages) - len(changed)

    def save_dense(self, *, grow: bool = True) -> None:
        """Write the index of meaning to disk, stamped with the catalogue's generation.

        Args:
            grow: Whether its graph may be built or grown, which can take minutes.
        """
        # not under the guard: a save may build a graph for minutes, and searches go on meanwhile
        if (dense := self._dense) is not None:
            # not between a vector's end in the catalogue and its end here
            with self._changing:
                generation = self._catalogue.vectors.generation()
            filling = self._meaning_filling
            is_part = filling is not None and filling.is_running
            dense.save(-generation if is_part else generation, grow=grow)
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

    def close(self) -> None:
        """Save what is worth saving and let go of the files."""
        # not under the guard: what is being filled or checked may wait for it
        self._is_closing = True
        if self._checking is not None:
            self._checking.join()
        for filling in (self._words_filling, self._meaning_filling):
            if filling is not None:
                filling.stop()
        with self._guard:
            self._close_dense()
            # what is being filled may wait to change something: waited for before this
            with self._changing:
                if self._lexical is not None:
                    self._lexical.close()
                self._lexical = None

    def _opened(self, open_index: Callable[[], T], reset: Callable[[], None]) -> T:
        """An index; one that is not usable is thrown away and begun anew.

        Raises:
            IndexingError: That cannot be done either.
        """
        try:
            return open_index()
        except StaleIndexError as error:
            log.info("%s", error)
        try:
            reset()
            return open_index()
        except (OSError, StaleIndexError) as error:
            raise IndexingError(
                f"an index cannot be made anew: {error}",
                f"make {self._folder} writable, or remove it: it is made again from the catalogue",
            ) from error

    # -- words ------------------------------------------------------------------------------------

    def _open_lexical(self) -> LexicalIndex:
        folder = self._folder / "lexical"
        return self._opened(lambda: LexicalIndex(folder), lambda: LexicalIndex.reset(folder))

    def _bring_words_up(self, index: LexicalIndex, patience: float | None = None) -> None:
        """Start filling the index of words, where it is not the catalogue's."""
        wanted = self._catalogue.passages.generation()
        self._words_generation = wanted
        self._words_are_behind = False
        if index.generation == wanted:
            return
        log.info("the index of words is built again from the catalogue")
        if index.generation != -wanted:
            index.clear()
            index.commit(-wanted)
        total = self._catalogue.passages.count()
        work = Filling("part of the library's text", total, lambda f: self._fill_words(index, f))
        self._words_filling = work
        work.start()
        work.wait(self._patience if patience is None else patience)

    def _fill_words(self, index: LexicalIndex, filling: Filling) -> None:
        """Add the papers that the index does not hold yet, whole papers at a time."""
        present = index.papers()
        missing = [i for i in self._catalogue.passages.paper_ids() if i not in present]
        uncommitted = 0
        for start in range(0, len(missing), _PAPERS_AT_ONCE):
            if filling.stopping.is_set():
                break
            with self._changing:
                some = self._documents(missing[start : start + _PAPERS_AT_ONCE])
                for paper_id, documents in groupby(some, lambda document: document.paper_id):
                    uncommitted += index.replace(paper_id, documents)
                if uncommitted > _COMMIT_EVERY:
                    index.commit(-self._words_generation)
                    filling.done += uncommitted
                    uncommitted = 0
        is_whole = not filling.stopping.is_set()
        with self._changing:
            if is_whole:
                self._words_filling = None
            index.commit(self._words_generation if is_whole else -self._words_generation)

    def _documents(self, paper_ids: Sequence[str]) -> Iterator[LexicalDocument]:
        return map(_document, self._catalogue.passages.indexed(paper_ids))

    # -- meaning ----------------------------------------------------------------------------------

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
            return
        log.info("the index of meaning is compared with the catalogue")
        total = self._catalogue.vectors.count(index.model_key)
        work = Filling("part of the library's meaning", total, lambda f: self._fill(index, f))
        self._meaning_filling = work
        work.start()
        work.wait(self._patience)

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
        index.save(generation if is_whole else -generation, grow=is_whole)

    def _close_dense(self) -> None:
        """Save and let go of the index of meaning, and of what fills it."""
        if self._meaning_filling is not None:
            self._meaning_filling.stop()
        try:
            if self._unsaved:
                self.save_dense(grow=False)
        except IndexingError:
            log.warning("the dense index was not saved; it is brought up next time", exc_info=True)
        if self._dense is not None:
            self._dense.close()
        self._dense = self._meaning_filling = None


def _document(passage: IndexedPassage) -> LexicalDocument:
    return LexicalDocument(
        passage.id,
        passage.paper_id,
        passage.text,
        passage.title,
        passage.section,
        passage.references,
    )
