"""Hits that differ from one another, where a person wants that.

Owns maximal marginal relevance (Carbonell & Goldstein, SIGIR 1998) over the embeddings: hits are
chosen one after another, and each loses a share of its own score in proportion to its likeness to
the likest hit chosen before it. What is like nothing above it loses nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from index.fusion import FusedPassage

if TYPE_CHECKING:
    from workbench.search.match import Meaning

__all__ = ["diversify"]

DEPTH = 50
"""Passages that are compared; ten hits are hardly ever chosen from further down."""
_UNLIKE = 0.3
"""Cosine at which two passages of one library have no more in common than their field."""


def diversify(
    ranked: Sequence[FusedPassage], meaning: Meaning | None, weight: float
) -> list[FusedPassage]:
    """Order the first passages by what they add; the others stay behind them.

    Args:
        ranked: Passages, best first.
        meaning: The index that has their embeddings; None changes nothing.
        weight: What a passage that repeats another loses of its score, 0 to 1.

    Returns:
        All passages; those that lost something have a ``repeats_share`` below 0.
    """
    if meaning is None or weight <= 0 or not ranked:
        return list(ranked)
    import numpy as np

    first, rest = list(ranked[:DEPTH]), list(ranked[DEPTH:])
    vectors = meaning.index.vectors([hit.passage_id for hit in first])
    blank = np.zeros_like(meaning.vector)
    known = np.array([vectors.get(hit.passage_id, blank) for hit in first])
    scores = np.array([hit.score for hit in first])
    likest = np.zeros(len(first))
    waiting = np.ones(len(first), bool)
    chosen: list[FusedPassage] = []
    for _ in first:
        lost = -weight * likest * np.maximum(scores, 0)
        best = int(np.argmax(np.where(waiting, scores + lost, -np.inf)))
        waiting[best] = False
        chosen.append(_with_loss(first[best], float(lost[best])))
        likeness = (known @ known[best] - _UNLIKE) / (1 - _UNLIKE)
        likest = np.maximum(likest, np.clip(likeness, 0, 1))
    return chosen + rest


def _with_loss(hit: FusedPassage, lost: float) -> FusedPassage:
    if not lost:
        return hit
    return FusedPassage(hit.passage_id, hit.score + lost, {**hit.terms, "repeats_share": lost})
