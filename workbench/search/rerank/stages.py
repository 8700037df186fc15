"""The stages that there are: neighbouring words, like words, late interaction, cross-encoder.

Owns what each asks of index and embedder, and which of them make up *fast* and *careful*. Weights
and depths are one setting for every library, checked by ``benchmarks/ranking.py``.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from index.query_text import QueryText
from index.words import STOP_WORDS, segment
from workbench.engines import MODEL_UNAVAILABLE, Engines
from workbench.indexes import Indexes
from workbench.search.rerank.cascade import Reading, Stage

__all__ = ["MODES", "make_stages"]

MODES = ("off", "fast", "careful")
_MOST_WORDS = 64
"""Words of a query that are compared; what is longer is hardly a query."""


def make_stages(
    mode: str, words: QueryText, indexes: Indexes, engines: Engines
) -> tuple[Stage, ...]:
    """The stages of a mode, cheap before dear.

    Args:
        mode: One of ``MODES``.
        words: The query, for the index of words.
        indexes: Of the library.
        engines: Its embedder.
    """
    if mode == "off":
        return ()
    reader = _Reader(words, indexes, engines)
    fast = (
        Stage("neighbours", 0.05, 50, reader.neighbours),
        Stage("like_words", 0.1, 50, reader.like_words),
    )
    if mode == "fast":
        return fast
    careful = (*fast, Stage("late_interaction", 0.3, 30, reader.late_interaction))
    if not reader.has_cross_encoder():
        return careful
    return (*careful, Stage("cross_encoder", 1.0, 20, reader.cross_encoder))


@dataclass(frozen=True, slots=True)
class _Reader:
    """Asks the index and the embedder for one search."""

    words: QueryText
    indexes: Indexes
    engines: Engines

    def neighbours(self, reading: Reading, ids: Sequence[str], _ms: float) -> Mapping[str, float]:
        """Words that stand together in the query stand together in the passage."""
        del reading
        near = self.indexes.lexical().nearness(self.words, ids)
        return {name: near.get(name, 0.0) for name in ids}

    def like_words(self, reading: Reading, ids: Sequence[str], _ms: float) -> Mapping[str, float]:
        """The query's words or words like them occur, rare words counting more."""
        said = segment(reading.query).words
        words = [word for word in said if word not in STOP_WORDS] or said
        words = words[:_MOST_WORDS]
        weights = self.indexes.lexical().rarities(words)
        host = self.engines.embedder().engine.host
        texts = [reading.texts[name] for name in ids]
        scores = host.soft_match(words, weights, texts, cancel=reading.cancel)
        return dict(zip(ids, scores, strict=True))

    def late_interaction(
        self, reading: Reading, ids: Sequence[str], milliseconds: float
    ) -> Mapping[str, float]:
        """Each token of the query in its context meets its likest token in the passage."""
        engine = self.engines.embedder().engine
        texts = [reading.texts[name] for name in ids]
        scores = engine.late_interaction(reading.query, texts, milliseconds, cancel=reading.cancel)
        return {ids[number]: score for number, score in scores.items()}

    def has_cross_encoder(self) -> bool:
        """Whether a model that reads pairs is chosen; one that cannot be had is told when asked."""
        try:
            return self.engines.reranker() is not None
        except MODEL_UNAVAILABLE:
            return True

    def cross_encoder(
        self, reading: Reading, ids: Sequence[str], milliseconds: float
    ) -> Mapping[str, float]:
        """Query and passage are read as one text."""
        host = self.engines.reranker()
        if host is None:
            return {}
        texts = [reading.texts[name] for name in ids]
        scores = host.rank(reading.query, texts, milliseconds, cancel=reading.cancel)
        return {ids[number]: score for number, score in scores.items()}
