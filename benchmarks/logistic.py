"""Logistic regression small enough to read, and its cross-validation by group.

Owns the numbers only; the three scripts beside it own what is fitted.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

__all__ = ["balanced_accuracy", "fit", "held_out_scores", "print_weights"]

Floats = npt.NDArray[np.float64]


def fit(
    values: Floats, labels: Floats, ridge: float = 1.0, weights: Floats | None = None
) -> Floats:
    """Newton's method with a ridge on all but the bias; returns bias first."""
    design = np.c_[np.ones(len(values)), values]
    beta = np.zeros(design.shape[1])
    penalty = np.eye(len(beta)) * ridge
    penalty[0, 0] = 1e-3
    share = np.ones(len(labels)) if weights is None else weights
    for _ in range(50):
        odds = 1 / (1 + np.exp(-design @ beta))
        curve = share * odds * (1 - odds) + 1e-9
        slope = design.T @ (share * (odds - labels)) + penalty @ beta
        step = np.linalg.solve((design * curve[:, None]).T @ design + penalty, slope)
        beta -= step
        if np.abs(step).max() < 1e-7:
            break
    return beta


def held_out_scores(
    values: Floats,
    labels: Floats,
    groups: Sequence[str],
    folds: int = 5,
    ridge: float = 1.0,
    weights: Floats | None = None,
) -> Floats:
    """Each row's log odds from a fit that never saw its group."""
    names = sorted(set(groups))
    np.random.RandomState(0).shuffle(names)
    fold_of = {name: i % folds for i, name in enumerate(names)}
    row_folds = np.array([fold_of[group] for group in groups])
    scores = np.zeros(len(labels))
    for fold in range(folds):
        inside, outside = row_folds == fold, row_folds != fold
        some = None if weights is None else weights[outside]
        beta = fit(values[outside], labels[outside], ridge, some)
        scores[inside] = np.c_[np.ones(inside.sum()), values[inside]] @ beta
    return scores


def balanced_accuracy(scores: Floats, labels: Floats, threshold: float = 0.0) -> float:
    """Mean of the two classes' recalls."""
    said = scores > threshold
    return float(((said[labels == 1]).mean() + (~said[labels == 0]).mean()) / 2)


def print_weights(names: Sequence[str], beta: Floats) -> None:
    """One line a weight, ready to be copied into the module that holds them."""
    for name, weight in zip(("bias", *names), beta, strict=True):
        print(f"    {name!r}: {weight:.2f},")
