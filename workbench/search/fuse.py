"""The lists of both matches into one.

Owns which fusion a library searches with; the arithmetic is ``index.fusion``'s. Words are scaled
by the best match of words. Cosines are scaled by how much they spread over the library for this
query, so that meaning counts for more where it tells passages apart, whatever the embedder. Where
filters leave a part of the library, they count from what is far in the whole of it: a passage alone
in its scope is as near as it would be in company. Both
are fused once; what then stands first says more of what is meant than the query alone, so the
query's embedding is moved towards it, and nearness to the moved one is a third list:
pseudo-relevance feedback (Rocchio 1971) in the space of the embeddings. It ranks what was matched
and brings in nothing new.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from index.fusion import FusedPassage, fill_in, fuse_convex
from index.protocols import ScoredPassage
from workbench.search.match import Matched, Meaning
from workbench.settings import SearchSettings

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

__all__ = ["fuse", "moved_towards"]

SPREADS = 6.0
"""Standard deviations above the lowest cosine that count as much as the best match of words; from 5
to 6 it makes little difference.
"""
FEEDBACK_FROM = 3
"""Passages at the top that the query is moved towards; up to 10 it makes little difference."""
FEEDBACK_STEP = 0.5
"""How far: their mean counts half as much as the query itself."""


def fuse(matched: Matched, settings: SearchSettings) -> list[FusedPassage]:
    """One list, best first, with every list's true score for every candidate.

    Args:
        matched: What the indexes found.
        settings: The shares of meaning and of feedback.

    Passages that were only listed keep their order, and have neither score nor terms.
    """
    if "listed" in matched.lists:
        return [FusedPassage(hit.passage_id, 0.0, {}) for hit in matched.lists["listed"]]
    lists = fill_in(matched.lists, matched.scorers)
    weights = {"lexical": 1 - settings.dense_weight, "dense": settings.dense_weight}
    floors, reaches = {"lexical": 0.0}, _reaches(matched.meaning)
    if matched.meaning is not None:
        floors |= _floor("dense", lists["dense"], matched.meaning, matched.meaning.vector)
    # after fill_in, what has no dense score has no vector yet
    first = fuse_convex(lists, weights, floors, ["dense"], reaches)
    if matched.meaning is None or not settings.feedback:
        return first
    moved = _moved(first, matched.meaning)
    lists["feedback"] = _feedback(first, matched.meaning, moved)
    floors |= _floor("feedback", lists["feedback"], matched.meaning, moved)
    weights["feedback"] = settings.feedback
    return fuse_convex(lists, weights, floors, ["dense", "feedback"], reaches)


def _reaches(meaning: Meaning | None) -> dict[str, float]:
    """What a large difference of cosines is; nothing in a library too small to tell."""
    spread = 0.0 if meaning is None else meaning.index.spread(meaning.vector)
    return dict.fromkeys(("dense", "feedback"), SPREADS * spread) if spread else {}


def _floor(
    name: str, hits: Sequence[ScoredPassage], meaning: Meaning, vector: NDArray[np.float32]
) -> dict[str, float]:
    """From where the cosines of a narrowed search count; nothing where the lowest of them says it.

    In the whole library the candidates reach down to what has nothing to do with the query; those
    that filters leave may all be near.
    """
    far = meaning.index.far(vector) if meaning.is_narrowed and hits else None
    return {} if far is None else {name: min(far, *(hit.score for hit in hits))}


def _moved(fused: Sequence[FusedPassage], meaning: Meaning) -> NDArray[np.float32]:
    """The query's embedding moved towards the best that was found."""
    best = {hit.passage_id: hit.score for hit in fused[:FEEDBACK_FROM]}
    return moved_towards(meaning, best, FEEDBACK_STEP)


def _feedback(
    fused: Sequence[FusedPassage], meaning: Meaning, moved: NDArray[np.float32]
) -> list[ScoredPassage]:
    """All candidates by nearness to the query moved towards the best of them."""
    scores = meaning.index.scores(moved, [hit.passage_id for hit in fused])
    found = [ScoredPassage(passage_id, score) for passage_id, score in scores.items()]
    return sorted(found, key=lambda hit: (-hit.score, hit.passage_id))


def moved_towards(
    meaning: Meaning, weights: Mapping[str, float], step: float
) -> NDArray[np.float32]:
    """The query's embedding moved towards passages (Rocchio 1971), of unit length.

    Args:
        meaning: The index of meaning and the query's embedding.
        weights: What each passage counts in their mean; those without a vector count nothing.
        step: How much the mean counts beside the query.
    """
    import numpy as np

    vectors = meaning.index.vectors(list(weights))
    known = {name: weight for name, weight in weights.items() if name in vectors}
    total = sum(known.values())
    if not total:
        return meaning.vector
    mean = sum(vectors[name] * (weight / total) for name, weight in known.items())
    moved: NDArray[np.float32] = meaning.vector + step * mean
    return (moved / np.linalg.norm(moved)).astype(np.float32)
