"""Vectors and ids for the tests of the meaning index."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np

from index.dense import DenseIndex

DIMENSION = 32
MODEL = "tiny:0"


def unit_vectors(count: int, seed: int = 0) -> np.ndarray:
    """Vectors in a few clusters, as embeddings of real texts are."""
    random = np.random.default_rng(seed)
    centres = random.normal(size=(20, DIMENSION))
    vectors = centres[random.integers(0, 20, count)] + 0.7 * random.normal(size=(count, DIMENSION))
    unit: np.ndarray = vectors / np.linalg.norm(vectors, axis=1, keepdims=True)
    return unit.astype(np.float32)


def ids(count: int, start: int = 0) -> list[str]:
    """Ids spread over the whole range, as hashes are."""
    return [f"{(start + n) * 2654435761 % (1 << 63):016x}" for n in range(count)]


def nearest(vectors: np.ndarray, names: Sequence[str], query: np.ndarray, k: int) -> list[str]:
    return [names[at] for at in np.argsort(-(vectors @ query), kind="stable")[:k]]


def opened(folder: Path) -> DenseIndex:
    return DenseIndex(folder, DIMENSION, MODEL)


def fill(folder: Path, count: int) -> tuple[np.ndarray, list[str]]:
    """Save an index of so many passages there; their vectors and ids."""
    vectors, names = unit_vectors(count), ids(count)
    with opened(folder) as index:
        index.add(names, vectors)
        index.save()
    return vectors, names
