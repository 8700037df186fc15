"""Papers on a plane, like near like.

Owns the geometry alone: vectors in, positions and groups out. Deterministic, NumPy only.

The layout follows UMAP (McInnes, Healy and Melville 2018, arXiv:1802.03426) in its plainest form:
a graph of nearest neighbours, edges that pull, and as many random pairs that push, with the
attraction and repulsion of Böhm, Berens and Kobak 2022 (arXiv:2007.08902) for a Cauchy kernel. It
begins at the first two principal components, so that the large distances mean something too.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

__all__ = ["cluster", "lay_out", "principal_components"]

Matrix = NDArray[np.float32]

NEIGHBOURS = 12
COMPONENTS = 32
"""Dimensions that neighbours and groups are found in; the rest is mostly noise of single papers."""
ROUNDS = 200
PUSHES = 4
"""Random pairs that push for each edge that pulls."""
LONGEST_STEP = 4.0
SPREAD = 10.0
"""Extent of the plane the layout moves in, against which a step is measured."""
MOST_GROUPS = 14
"""More names than this do not fit a screen."""
LEAST_FOR_GROUPS = 6
"""With fewer papers a group would be a paper."""
_BLOCK = 1024


def lay_out(vectors: Matrix, *, seed: int = 0) -> Matrix:
    """Positions in 0..1 on both axes.

    Args:
        vectors: Shape ``(n, dimension)``, unit length.
        seed: For the random pairs; the same input gives the same plane.

    Returns:
        Shape ``(n, 2)``.
    """
    count = len(vectors)
    if count < 3:
        plane = np.full((count, 2), 0.5, np.float32)
        plane[:, 0] = (np.arange(count) + 1) / (count + 1)
        return plane
    components = principal_components(vectors, min(COMPONENTS, count - 1))
    plane = np.zeros((count, 2), np.float32)
    plane[:, : min(2, components.shape[1])] = components[:, :2]
    plane *= SPREAD / max(1e-6, float(np.abs(plane).max()))
    # papers that are the same in every component must not stay on top of each other
    chance = np.random.default_rng(seed)
    plane += chance.normal(0, 1e-3, plane.shape).astype(np.float32)
    heads, tails = _edges(components, min(NEIGHBOURS, count - 1))
    for step in range(ROUNDS):
        _move(plane, heads, tails, 1.0 - step / ROUNDS, chance)
    return _framed(plane)


def principal_components(vectors: Matrix, dimensions: int) -> Matrix:
    """Coordinates along the directions of most variance, shape ``(n, dimensions)``.

    Each direction is turned so that its largest weight is positive: the same papers never come
    out mirrored.
    """
    centred = vectors - vectors.mean(axis=0)
    _, directions = np.linalg.eigh(centred.T @ centred)
    chosen = directions[:, ::-1][:, :dimensions]
    largest = np.abs(chosen).argmax(axis=0)
    chosen = chosen * np.sign(chosen[largest, np.arange(chosen.shape[1])])
    components: Matrix = (centred @ chosen).astype(np.float32)
    return components


def cluster(vectors: Matrix, *, seed: int = 0) -> NDArray[np.intp]:
    """A group for each paper, shape ``(n,)``, numbered from 0 by size, largest first.

    K-means (Lloyd 1982) with the seeding of Arthur and Vassilvitskii 2007; about ``sqrt(n / 2)``
    groups, at least one and at most ``MOST_GROUPS``.
    """
    count = len(vectors)
    groups = max(1, min(MOST_GROUPS, round((count / 2) ** 0.5)))
    if count < LEAST_FOR_GROUPS:
        return np.zeros(count, np.intp)
    points = principal_components(vectors, min(COMPONENTS, count - 1))
    centres = _seeds(points, groups, np.random.default_rng(seed))
    labels = np.zeros(count, np.intp)
    for _ in range(50):
        nearest = _distances(points, centres).argmin(axis=1)
        if (nearest == labels).all():
            break
        labels = nearest
        for group in range(groups):
            members = points[labels == group]
            if len(members):
                centres[group] = members.mean(axis=0)
    return _by_size(labels)


def _edges(points: Matrix, neighbours: int) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Each point with its nearest others, as two lists of ends."""
    tails = np.empty((len(points), neighbours), np.intp)
    for start in range(0, len(points), _BLOCK):
        distances = _distances(points[start : start + _BLOCK], points)
        rows = np.arange(len(distances))
        distances[rows, start + rows] = np.inf
        tails[start : start + _BLOCK] = np.argpartition(distances, neighbours - 1, axis=1)[
            :, :neighbours
        ]
    heads = np.repeat(np.arange(len(points)), neighbours)
    return heads, tails.ravel()


def _distances(some: Matrix, others: Matrix) -> Matrix:
    """Squared distances, shape ``(len(some), len(others))``."""
    squares: Matrix = (some**2).sum(axis=1)[:, None] + (others**2).sum(axis=1)[None, :]
    squares -= 2.0 * (some @ others.T)
    return squares


def _move(
    plane: Matrix,
    heads: NDArray[np.intp],
    tails: NDArray[np.intp],
    heat: float,
    chance: np.random.Generator,
) -> None:
    """One round: edges pull, random pairs push, both less as it cools down."""
    pull = plane[tails] - plane[heads]
    pull *= (heat / (1.0 + (pull**2).sum(axis=1)))[:, None]
    moved = _summed(heads, pull, len(plane)) - _summed(tails, pull, len(plane))
    for _ in range(PUSHES):
        others = chance.integers(len(plane), size=len(plane))
        push = plane - plane[others]
        squares = (push**2).sum(axis=1)
        push *= (heat * NEIGHBOURS / PUSHES / ((0.1 + squares) * (1.0 + squares)))[:, None]
        moved += push
    plane += np.clip(moved / 4.0, -LONGEST_STEP * heat, LONGEST_STEP * heat)


def _summed(at: NDArray[np.intp], values: Matrix, count: int) -> Matrix:
    columns = [np.bincount(at, weights=values[:, axis], minlength=count) for axis in (0, 1)]
    return np.stack(columns, axis=1).astype(np.float32)


def _framed(plane: Matrix) -> Matrix:
    """Stretched to 0..1; far outliers are moved to the rim, so that they do not shrink the rest."""
    low, high = np.percentile(plane, [1, 99], axis=0)
    margin = 0.08 * (high - low) + 1e-6
    framed: Matrix = (plane - (low - margin)) / (high - low + 2 * margin)
    return np.clip(framed, 0.0, 1.0).astype(np.float32)


def _seeds(points: Matrix, groups: int, chance: np.random.Generator) -> Matrix:
    centres = [points[chance.integers(len(points))]]
    nearest = _distances(points, np.array(centres)).min(axis=1)
    while len(centres) < groups:
        weights = np.maximum(nearest, 0.0).astype(np.float64)
        total = weights.sum()
        chosen = chance.choice(len(points), p=weights / total) if total > 0 else 0
        centres.append(points[chosen])
        nearest = np.minimum(nearest, _distances(points, np.array(centres[-1:])).ravel())
    return np.array(centres, np.float32)


def _by_size(labels: NDArray[np.intp]) -> NDArray[np.intp]:
    groups, sizes = np.unique(labels, return_counts=True)
    order = groups[np.argsort(-sizes, kind="stable")]
    renumbered = np.empty(int(groups.max()) + 1, np.intp)
    renumbered[order] = np.arange(len(order))
    return renumbered[labels]
