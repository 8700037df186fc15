"""The fitted trees of the support checker, and what they say of one row of features.

Owns reading ``assets/support_trees.json``, which ``benchmarks/support_weights.py`` writes: one list
of trees for a checker with an embedder, one for words alone. Change the features and fit again.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from functools import lru_cache
from importlib import resources

from workbench.answer.support_features import SUPPORT_FEATURES

__all__ = ["Node", "log_odds", "support_probability"]

Node = float | list["int | float | Node"]
"""A leaf's log odds, or ``[feature, threshold, below or equal, above]``."""


def support_probability(values: Sequence[float], *, embedded: bool) -> float:
    """Probability (0..1) that a sentence with these features is supported."""
    from math import exp

    trees = _fitted()["embedded" if embedded else "words"]
    return 1 / (1 + exp(-log_odds(trees, values)))


def log_odds(trees: Sequence[Node], values: Sequence[float]) -> float:
    """The sum of the leaves that a row of features reaches."""
    total = 0.0
    for tree in trees:
        node = tree
        while isinstance(node, list):
            feature, threshold, low, high = node
            assert isinstance(feature, int)
            assert isinstance(threshold, int | float)
            node = low if values[feature] <= threshold else high
        total += node
    return total


@lru_cache(maxsize=1)
def _fitted() -> dict[str, list[Node]]:
    text = (resources.files("assets") / "support_trees.json").read_text(encoding="utf-8")
    stored = json.loads(text)
    if stored["features"] != list(SUPPORT_FEATURES):
        raise ValueError("support_trees.json was fitted for other features")
    fitted: dict[str, list[Node]] = stored["trees"]
    return fitted
