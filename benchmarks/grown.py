"""Passages and vectors for measuring at sizes that no collection at hand reaches.

Owns growth: from real passages with their embeddings to any number, so that what is measured at a
million still looks like text and like embeddings of text. A grown vector is a real one moved by
half the difference of two others of its own neighbourhood, which keeps the clusters, their spread
and their directions. A grown text is made of sentences drawn from one neighbourhood's papers, so
that a query's words still crowd where its subject is.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

__all__ = ["RealPassages", "grown_texts", "grown_vectors"]

_TOPICS = 160
_STEP = 0.5
"""Part of a difference of two neighbours that is added: distances stay like those of real ones."""
_SENTENCES = 5


@dataclass(frozen=True)
class RealPassages:
    """What there is of real text.

    Args:
        texts: Passages.
        vectors: Their unit vectors, float32 (n, dimension).
    """

    texts: list[str]
    vectors: np.ndarray


def topics_of(vectors: np.ndarray, seed: int = 0, rounds: int = 8) -> np.ndarray:
    """The topic (n,) of each vector by spherical k-means; every topic has at least three."""
    random = np.random.default_rng(seed)
    centres = vectors[random.choice(len(vectors), min(_TOPICS, len(vectors) // 8), replace=False)]
    for _ in range(rounds):
        nearest: np.ndarray = np.argmax(vectors @ centres.T, axis=1)
        for topic in range(len(centres)):
            members = vectors[nearest == topic]
            if len(members) < 3:
                centres[topic] = vectors[random.integers(len(vectors))]
            else:
                mean = members.mean(axis=0)
                centres[topic] = mean / np.linalg.norm(mean)
    nearest = np.argmax(vectors @ centres.T, axis=1)
    counts = np.bincount(nearest, minlength=len(centres))
    # a topic of one or two has no differences to move by
    nearest[counts[nearest] < 3] = int(np.argmax(counts))
    return nearest


def grown_vectors(
    real: np.ndarray, topics: np.ndarray, count: int, seed: int = 1
) -> Iterator[tuple[np.ndarray, np.ndarray]]:
    """``count`` vectors in batches, (b, dimension), each with its topic, (b,); real ones first."""
    random = np.random.default_rng(seed)
    members = [np.flatnonzero(topics == topic) for topic in range(int(topics.max()) + 1)]
    first = min(count, len(real))
    yield real[:first], topics[:first]
    for start in range(first, count, 20_000):
        size = min(20_000, count - start)
        base = random.integers(0, len(real), size)
        drawn = topics[base]
        left, right = (
            np.array([members[topic][random.integers(len(members[topic]))] for topic in drawn])
            for _ in range(2)
        )
        moved = real[base] + _STEP * (real[left] - real[right])
        unit = moved / np.linalg.norm(moved, axis=1, keepdims=True)
        yield unit.astype(np.float32), drawn


def grown_texts(
    texts: list[str], topics: np.ndarray, wanted: np.ndarray, seed: int = 2
) -> Iterator[str]:
    """One text for each wanted topic (m,); real ones first, in their order."""
    random = np.random.default_rng(seed)
    pools: list[list[str]] = [[] for _ in range(int(topics.max()) + 1)]
    for text, topic in zip(texts, topics.tolist(), strict=True):
        pools[topic] += [part for part in text.split(". ") if len(part) > 30]
    everything = [sentence for pool in pools for sentence in pool]
    yield from texts[: len(wanted)]
    for topic in wanted[len(texts) :].tolist():
        pool = pools[topic] or everything
        yield ". ".join(pool[at] for at in random.integers(0, len(pool), _SENTENCES).tolist())
