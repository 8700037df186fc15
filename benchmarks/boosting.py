"""Gradient-boosted trees small enough to read (Friedman 2001), and their cross-validation by group.

Owns the fitting; ``workbench.answer.support_trees`` owns the reading of what was fitted. Trees are
fitted to the gradient of the logistic loss with Newton steps in the leaves, each on a share of the
rows and columns (Friedman 2002). The same seed gives the same trees.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

__all__ = ["Boosting", "fit_trees", "held_out_tree_scores"]

Floats = npt.NDArray[np.float64]
Integers = npt.NDArray[np.int64]
Node = float | list["int | float | Node"]
"""A leaf's log odds, or ``[feature, threshold, below or equal, above]``."""


@dataclass(frozen=True, slots=True)
class Boosting:
    """How many trees of what size, and how slowly they learn."""

    trees: int = 250
    rate: float = 0.03
    depth: int = 3
    least_rows: int = 20
    rows_share: float = 0.7
    columns_share: float = 0.4
    bins: int = 16
    ridge: float = 5.0


def fit_trees(
    values: Floats, labels: Floats, how: Boosting | None = None, seed: int = 0
) -> list[Node]:
    """Trees whose leaves add up to the log odds of a row."""
    grower = _Grower(values, labels, how or Boosting(), np.random.RandomState(seed))
    return [grower.next_tree() for _ in range(grower.how.trees)]


def held_out_tree_scores(
    values: Floats, labels: Floats, groups: Sequence[str], folds: int = 5, seed: int = 0
) -> Floats:
    """Each row's log odds from trees that never saw its group."""
    from workbench.answer.support_trees import log_odds

    names = sorted(set(groups))
    np.random.RandomState(seed).shuffle(names)
    fold_of = {name: i % folds for i, name in enumerate(names)}
    row_folds = np.array([fold_of[group] for group in groups])
    scores = np.zeros(len(labels))
    for fold in range(folds):
        inside = row_folds == fold
        trees = fit_trees(values[~inside], labels[~inside])
        scores[inside] = [log_odds(trees, [float(v) for v in row]) for row in values[inside]]
    return scores


class _Grower:
    """Grows one tree after another on what those before left unexplained."""

    def __init__(
        self, values: Floats, labels: Floats, how: Boosting, chance: np.random.RandomState
    ) -> None:
        self.how = how
        self._labels, self._chance = labels, chance
        shares = np.linspace(0, 1, how.bins + 1)[1:-1]
        self._cuts = [np.unique(np.quantile(column, shares)) for column in values.T]
        columns = zip(self._cuts, values.T, strict=True)
        self._bins = np.stack([np.searchsorted(c, column) for c, column in columns], axis=1)
        self._odds = np.zeros(len(labels))

    def next_tree(self) -> Node:
        chance = 1 / (1 + np.exp(-self._odds))
        self._slope, self._curve = self._labels - chance, chance * (1 - chance)
        rows = np.flatnonzero(self._chance.rand(len(self._labels)) < self.how.rows_share)
        wide = self._chance.rand(len(self._cuts)) < self.how.columns_share
        return self._node(rows, np.arange(len(self._labels)), np.flatnonzero(wide), 0)

    def _node(self, rows: Integers, everyone: Integers, columns: Integers, depth: int) -> Node:
        """Split ``rows``, or end; ``everyone`` is who reaches this node, whether sampled or not."""
        split = self._best_split(rows, columns) if depth < self.how.depth else None
        if split is None:
            slope, curve = self._slope[rows].sum(), self._curve[rows].sum()
            leaf = float(self.how.rate * slope / (curve + self.how.ridge))
            self._odds[everyone] += leaf
            return round(leaf, 5)
        column, cut = split
        sides = []
        for above in (False, True):
            keep = (self._bins[:, column] > cut) == above
            sides.append(self._node(rows[keep[rows]], everyone[keep[everyone]], columns, depth + 1))
        return [column, round(float(self._cuts[column][cut]), 6), *sides]

    def _best_split(self, rows: Integers, columns: Integers) -> tuple[int, int] | None:
        best, found = 1e-6, None
        slope, curve = self._slope[rows], self._curve[rows]
        whole = slope.sum() ** 2 / (curve.sum() + self.how.ridge)
        for column in columns:
            bins, count = self._bins[rows, column], len(self._cuts[column]) + 1
            left = [np.bincount(bins, w, count).cumsum()[:-1] for w in (slope, curve)]
            sizes = np.bincount(bins, minlength=count).cumsum()[:-1]
            gain = left[0] ** 2 / (left[1] + self.how.ridge) - whole
            gain += (slope.sum() - left[0]) ** 2 / (curve.sum() - left[1] + self.how.ridge)
            gain[(sizes < self.how.least_rows) | (len(rows) - sizes < self.how.least_rows)] = 0
            if len(gain) and gain.max() > best:
                best, found = float(gain.max()), (int(column), int(gain.argmax()))
        return found
