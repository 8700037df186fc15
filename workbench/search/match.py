"""Matching: what the index of words and the index of meaning find for a query in a scope.

Owns the asking of both indexes, how long each took, and what a person must know where one could
not answer in full. Ranks nothing itself: its lists are put together by ``fuse``.
"""

from __future__ import annotations

import threading
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING

from index.errors import RequestCancelledError, StaleIndexError
from index.fusion import Scorer
from index.protocols import ScoredPassage
from index.query_text import QueryText
from workbench.engines import MEANING_UNAVAILABLE, Engines
from workbench.errors import CancelledError
from workbench.indexes import Indexes
from workbench.search.narrow import Scope
from workbench.search.obey import Demands
from workbench.search.query import Query
from workbench.search.stopwatch import Stopwatch

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from index.dense import DenseIndex

__all__ = ["Matched", "Matcher", "Meaning"]


@dataclass(frozen=True, slots=True)
class Meaning:
    """The index of meaning as one search may use it: in its scope, for its query."""

    vector: NDArray[np.float32]
    """The query's embedding, of unit length."""
    index: DenseIndex
    demands: Demands
    """What the query demands of every passage, in the search's scope."""

    @property
    def is_narrowed(self) -> bool:
        """Whether filters leave a part of the library only."""
        return self.demands.scope.allowed is not None

    def best(self, wanted: int) -> list[ScoredPassage]:
        """The passages nearest to the query, best first, of those that hold to its demands."""
        return self.demands.best(partial(self.index.search, self.vector), wanted)

    def scores(self, passage_ids: Collection[str]) -> dict[str, float]:
        """How near each of these passages is to the query: the cosine."""
        return self.index.scores(self.vector, list(passage_ids))


@dataclass(frozen=True, slots=True)
class Matched:
    """What was found for one query, before it is one list."""

    lists: Mapping[str, Sequence[ScoredPassage]]
    """``lexical`` and ``dense``, best first; empty where nothing was found or could be asked.
    ``listed`` beside them where there were no words to rank by: in the order to show, unscored.
    """
    scorers: Mapping[str, Scorer]
    """By the same names, what gives any passage's true score; besides, ``nearness``: BM25 of the
    query's neighbouring words standing near each other (``LexicalIndex.nearness``).
    """
    meaning: Meaning | None
    """The index of meaning, where there is an embedder and something is embedded."""


@dataclass(slots=True)
class Matcher:
    """Asks both indexes for one search; ``notes`` grows with what could not be done."""

    indexes: Indexes
    engines: Engines
    scope: Scope
    watch: Stopwatch
    cancel: threading.Event
    notes: list[str] = field(default_factory=list)
    embedded: dict[str, NDArray[np.float32]] = field(default_factory=dict)
    """Embeddings of this search's queries by text: one is matched in several scopes."""

    def match(self, query: Query, candidates: int) -> Matched:
        """The best ``candidates`` passages of each index.

        A query of filters alone finds the first passage of each paper, newest papers first.

        Args:
            query: A person's words, taken apart.
            candidates: Most passages of each list.

        Raises:
            CancelledError: The search was cancelled.
        """
        self.notes += query.notes
        if not query.has_words:
            listed = self._newest(query, candidates)
            return Matched({"lexical": [], "dense": [], "listed": listed}, {}, None)
        lexical = self._words(query.words, candidates)
        dense, meaning = self._meaning(query.words, candidates)
        self.notes += self.indexes.notes()
        words = self.indexes.lexical()
        return Matched(
            {"lexical": lexical, "dense": dense},
            {
                "lexical": partial(words.scores, query.words),
                "dense": meaning.scores if meaning else _nothing,
                "nearness": partial(words.nearness, query.words),
            },
            meaning,
        )

    def _newest(self, query: Query, candidates: int) -> list[ScoredPassage]:
        """What there is to see where there are no words to rank by."""
        allowed, passages = self.scope.allowed, self.scope.catalogue.passages
        if query.words.is_demanding:
            try:
                allowed = self._demands(query.words).filter()
            except StaleIndexError as error:
                self._renew_words(error, "nothing can be left out")
                return []
        if allowed is not None and allowed.papers is None:
            ids = passages.first_among(allowed.labels(), candidates)
        else:
            ids = passages.first_of_papers(allowed.papers if allowed else None, candidates)
        self.notes.append("there are no words to rank by: the newest papers come first")
        return [ScoredPassage(passage_id, 0.0) for passage_id in ids]

    def _words(self, words: QueryText, candidates: int) -> list[ScoredPassage]:
        self._check_cancelled()
        try:
            with self.watch.step("lexical"):
                return self.indexes.lexical().search(words, candidates, self.scope.allowed)
        except StaleIndexError as error:
            self._renew_words(error, "meaning only")
            return []

    def _renew_words(self, error: StaleIndexError, meanwhile: str) -> None:
        self.indexes.renew_words()
        self.notes.append(f"{meanwhile}, words are being indexed anew: {error}")

    def _meaning(
        self, words: QueryText, candidates: int
    ) -> tuple[list[ScoredPassage], Meaning | None]:
        """Nearest passages by embedding, and what says how near any passage is.

        Nothing, and a note that says why, where there is no embedder.
        """
        self._check_cancelled()
        try:
            embedder = self.engines.embedder()
            dense = self.indexes.open_dense(embedder.key, embedder.dimension)
            self._note_coverage(dense.count())
            if not dense.count():
                return [], None
            if (vector := self.embedded.get(words.said)) is None:
                with self.watch.step("embed"):
                    vector = embedder.embed_query(words.said, self.cancel)
                self.embedded[words.said] = vector
            meaning = Meaning(vector, dense, self._demands(words))
            with self.watch.step("dense"):
                return meaning.best(candidates), meaning
        except RequestCancelledError as error:
            raise CancelledError("the search was cancelled") from error
        except MEANING_UNAVAILABLE as error:
            self.notes.append(f"words only: {error}")
            return [], None

    def _demands(self, words: QueryText) -> Demands:
        return Demands(self.indexes.lexical(), words.demanded, self.scope)

    def _note_coverage(self, embedded: int) -> None:
        passages = self.scope.catalogue.passages.count()
        if embedded < passages:
            share = 100 * embedded // passages
            self.notes.append(f"meaning covers {share} % of the passages so far")

    def _check_cancelled(self) -> None:
        if self.cancel.is_set():
            raise CancelledError("the search was cancelled")


def _nothing(passage_ids: Collection[str]) -> dict[str, float]:
    """No passage is known to be near."""
    del passage_ids
    return {}
