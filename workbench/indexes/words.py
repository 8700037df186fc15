"""The index of words, kept in step with the catalogue.

Owns when it is opened, changed, committed and filled, and the checking of what opening had no time
for.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import groupby

from index.errors import IndexingError
from index.lexical import LexicalIndex
from index.protocols import LexicalDocument
from ingest.paper import Paper
from workbench.catalogue.papers import paper_id
from workbench.catalogue.passages import IndexedPassage, as_indexed
from workbench.errors import LibraryError
from workbench.filling import Filling
from workbench.indexes.parts import IndexParts

__all__ = ["WordsInStep"]

log = logging.getLogger(__name__)

_COMMIT_EVERY = 20_000
"""Passages after which words that are being filled in become visible and durable."""
_PAPERS_AT_ONCE = 128
"""Read together, since every question to a large catalogue takes a while."""


class WordsInStep(IndexParts):
    """The words' part of a library's indexes."""

    _lexical: LexicalIndex | None = None
    _words_filling: Filling | None = None
    _checking: threading.Thread | None = None
    _words_generation = 0
    _words_are_behind = False
    _words_problem = ""
    """Why the words of some passages cannot be found for now; empty when all is well."""

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

    def _open_lexical(self) -> LexicalIndex:
        folder = self._folder / "lexical"
        return self._opened(lambda: LexicalIndex(folder), lambda: LexicalIndex.reset(folder))

    def _bring_words_up(self, index: LexicalIndex, patience: float | None = None) -> None:
        """Start filling the index of words, where it is not the catalogue's."""
        wanted = self._catalogue.passages.generation()
        self._words_generation = wanted
        self._words_are_behind = False
        self._words_problem = ""
        if index.generation == wanted:
            return
        log.info("the index of words is built again from the catalogue")
        if index.generation != -wanted and not self._emptied(index, -wanted):
            return
        total = self._catalogue.passages.count()
        work = Filling("part of the library's text", total, lambda f: self._fill_words(index, f))
        self._words_filling = work
        work.start()
        work.wait(self._patience if patience is None else patience)

    def _emptied(self, index: LexicalIndex, generation: int) -> bool:
        """Whether what is out of date could be taken out; else it serves, as far as it goes."""
        try:
            index.clear()
            index.commit(generation)
        except (IndexingError, OSError) as error:
            log.warning("the index of words cannot be renewed", exc_info=True)
            # what was asked of the writer and not kept must not be kept by a later commit
            index.close()
            self._words_are_behind = True
            self._words_problem = str(error)
            return False
        return True

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

    def _close_words(self) -> None:
        # what is being filled may wait to change something: waited for before this
        with self._changing:
            if self._lexical is not None:
                self._lexical.close()
            self._lexical = None


def _document(passage: IndexedPassage) -> LexicalDocument:
    return LexicalDocument(
        passage.id,
        passage.paper_id,
        passage.text,
        passage.title,
        passage.section,
        passage.references,
    )
