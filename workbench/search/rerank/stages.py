"""The stages that there are: words, company, late interaction, and models that judge.

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
from workbench.search.rerank.cascade import Reading, Scores, Stage
from workbench.search.rerank.company import Company

__all__ = ["LIKE_FIRST_WEIGHT", "MODES", "make_stages"]

MODES = ("off", "fast", "careful")
LIKE_FIRST_WEIGHT = 0.5
"""What nearness to what stands first counts at most, beside a fused score of about 1."""
_MOST_WORDS = 64
"""Words of a query that are compared; what is longer is hardly a query."""
_ALL = 1000
"""Deeper than the lists are: stages that look at all candidates at once."""


def make_stages(
    mode: str,
    words: QueryText,
    indexes: Indexes,
    engines: Engines,
    company: Company,
    likelihood: float = 0.0,
) -> tuple[Stage, ...]:
    """The stages of a mode, cheap before dear.

    Args:
        mode: One of ``MODES``.
        words: The query, for the index of words.
        indexes: Of the library.
        engines: Its embedder.
        company: What is known of the candidates beside their texts.
        likelihood: Weight of the writer's reading, 0 or more; 0 leaves it out.
    """
    if mode == "off":
        return ()
    reader = _Reader(words, indexes, engines, company)
    # ties go by what words and meaning put first, likeness by all that was read before it
    ties = Stage("citation_ties", 0.1, _ALL, reader.citation_ties, needs_text=False)
    like_first = Stage("like_first", LIKE_FIRST_WEIGHT, _ALL, reader.like_first, needs_text=False)
    stages = [
        ties,
        Stage("neighbours", 0.05, 50, reader.neighbours, needs_text=False),
        Stage("like_words", 0.1, 50, reader.like_words),
    ]
    if mode == "careful":
        stages.append(Stage("late_interaction", 0.2, 10, reader.late_interaction))
    stages.append(like_first)
    if mode == "careful" and reader.has_cross_encoder():
        stages.append(Stage("cross_encoder", 1.0, 20, reader.cross_encoder))
    if likelihood > 0:
        stages.append(Stage("likelihood", likelihood, 20, reader.likelihood))
    return tuple(stages)


@dataclass(frozen=True, slots=True)
class _Reader:
    """Asks the index and the embedder for one search."""

    words: QueryText
    indexes: Indexes
    engines: Engines
    company: Company

    def citation_ties(
        self, reading: Reading, ids: Sequence[str], _ms: float
    ) -> Mapping[str, float]:
        """The paper is tied by citations to those that stand first."""
        del reading
        links = self.company.links(ids)
        return {name: links.get(name, 0.0) for name in ids}

    def like_first(self, reading: Reading, ids: Sequence[str], _ms: float) -> Scores:
        """The passage is near in meaning to the query and what stands first taken together."""
        del reading
        near = self.company.nearness(ids)
        # what is not embedded yet is known by its words alone
        return {name: near.get(name) for name in ids}

    def neighbours(self, reading: Reading, ids: Sequence[str], _ms: float) -> Mapping[str, float]:
        """Words that stand together in the query stand together in the passage."""
        del reading
        near = self.indexes.lexical().nearness(self.words, ids)
        return {name: near.get(name, 0.0) for name in ids}

    def like_words(self, reading: Reading, ids: Sequence[str], _ms: float) -> Mapping[str, float]:
        """The query's words or words like them occur, rare words counting more."""
        words, weights = self._telling_words(reading.query)
        host = self.engines.embedder().engine.host
        texts = [reading.texts[name] for name in ids]
        scores = host.soft_match(words, weights, texts, cancel=reading.cancel)
        return dict(zip(ids, scores, strict=True))

    def _telling_words(self, query: str) -> tuple[list[str], list[float]]:
        """The words of a query that say something, and how rare each is in the library."""
        said = segment(query).words
        words = [word for word in said if word not in STOP_WORDS] or list(said)
        words = words[:_MOST_WORDS]
        return words, self.indexes.lexical().rarities(words)

    def late_interaction(
        self, reading: Reading, ids: Sequence[str], milliseconds: float
    ) -> Mapping[str, float]:
        """Each token of the query in its context meets its likest token in the passage."""
        engine = self.engines.embedder().engine
        texts = [reading.texts[name] for name in ids]
        weights = dict(zip(*self._telling_words(reading.query), strict=True))
        scores = engine.late_interaction(
            reading.query, texts, milliseconds, weights=weights, cancel=reading.cancel
        )
        return {ids[number]: score for number, score in scores.items()}

    def has_cross_encoder(self) -> bool:
        """Whether a model that reads pairs is chosen; one that cannot be had is told when asked."""
        try:
            return self.engines.reranker() is not None
        except MODEL_UNAVAILABLE:
            return True

    def cross_encoder(self, reading: Reading, ids: Sequence[str], milliseconds: float) -> Scores:
        """Query and passage are read as one text."""
        host = self.engines.reranker()
        if host is None:
            return dict.fromkeys(ids)
        texts = [reading.texts[name] for name in ids]
        scores = host.rank(reading.query, texts, milliseconds, cancel=reading.cancel)
        return {ids[number]: score for number, score in scores.items()}

    def likelihood(
        self, reading: Reading, ids: Sequence[str], milliseconds: float
    ) -> Mapping[str, float]:
        """The writer finds the query likely after the passage."""
        _, host = self.engines.writer()
        texts = [reading.texts[name] for name in ids]
        scores = host.likelihoods(reading.query, texts, milliseconds, cancel=reading.cancel)
        return {ids[number]: score for number, score in scores.items()}
