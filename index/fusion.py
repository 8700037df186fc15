"""Several ranked lists into one.

Owns two ways, over any number of lists, each with every term of the result by name:

- *Convex combination* of scores scaled to 0..1 (Bruch, Gai & Ingber, "An Analysis of Fusion
  Functions for Hybrid Retrieval", ACM TOIS 2023): a list's best score becomes 1 and its floor 0;
  the fused score is the weighted mean. The floor is the score below which nothing is known: the
  last one of a full list, or the smallest score the method can give, as theirs is. Where it is
  known what a large difference of scores is, a list may be scaled by that instead, so that it
  counts less where its scores lie close together.
- *Reciprocal rank fusion* (Cormack, Clarke & Büttcher, SIGIR 2009): the sum of
  1 / (60 + rank), for lists whose scores do not compare.

Convex combination is the default: on SciFact, CACM and Cranfield it is better than reciprocal
ranks with one setting for all (``carrel evaluate retrieval``).
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass

from index.protocols import ScoredPassage

__all__ = [
    "DEFAULT_WEIGHTS",
    "FusedPassage",
    "Scorer",
    "fill_in",
    "fuse_convex",
    "fuse_reciprocal",
]

DEFAULT_WEIGHTS: Mapping[str, float] = {"lexical": 0.55, "dense": 0.45}
"""Best mean over three collections with lists filled in; from 0.4 to 0.6 it changes by 0.005."""

RANK_CONSTANT = 60


Scorer = Callable[[Collection[str]], Mapping[str, float]]
"""Gives the score of each of the passages it is handed that it knows."""


_Shares = dict[str, dict[str, float]]
"""Terms by passage."""


@dataclass(frozen=True, slots=True)
class FusedPassage:
    """A passage with its fused score and where it comes from.

    ``terms`` holds, for each list that found the passage, the list's own score under its name
    and its part of ``score`` under ``<name>_share``; the shares add up to ``score``.
    """

    passage_id: str
    score: float
    terms: Mapping[str, float]


def fill_in(
    lists: Mapping[str, Sequence[ScoredPassage]], scorers: Mapping[str, Scorer]
) -> dict[str, list[ScoredPassage]]:
    """Give every list the scores of what only the others found.

    A passage just below the end of one list is not worth nothing there. With each index's true
    score for every candidate, the fused order hardly depends on how long the lists were.

    Args:
        lists: Ranked lists by name.
        scorers: By the same names, what scores passages one by one (``LexicalIndex.scores`` with
            the query bound, ``DenseIndex.scores`` with the vector). A list without one, or that
            found nothing at all, stays as it is.
    """
    everything = {hit.passage_id for hits in lists.values() for hit in hits}
    filled = {}
    for name, hits in lists.items():
        more = everything - {hit.passage_id for hit in hits}
        scores = scorers[name](sorted(more)) if more and hits and name in scorers else {}
        extra = [ScoredPassage(passage_id, score) for passage_id, score in scores.items()]
        filled[name] = sorted([*hits, *extra], key=lambda hit: (-hit.score, hit.passage_id))
    return filled


def fuse_convex(
    lists: Mapping[str, Sequence[ScoredPassage]],
    weights: Mapping[str, float] = DEFAULT_WEIGHTS,
    floors: Mapping[str, float] | None = None,
    incomplete: Collection[str] = (),
    reaches: Mapping[str, float] | None = None,
) -> list[FusedPassage]:
    """Fuse by scaled scores, best first; ties in the order of ids.

    Args:
        lists: Ranked lists by name. An empty list is left out, and the weights of the others are
            scaled up to a sum of 1, so that a search by words alone still scores in 0..1.
        weights: Each list's weight, 0 or more; a list without one counts nothing.
        floors: The score that becomes 0, by list; without one the list's lowest score does.
        incomplete: Lists whose silence on a passage says nothing, as the dense one's on a passage
            that is not embedded yet: such a passage is judged by the other lists alone.
        reaches: By list, how far above its floor a score becomes 1, above 0; without one the
            list's best does. A score beyond it counts for more than 1, so that the best keep
            their order: only without reaches do fused scores end at 1.
    """
    filled = {name: hits for name, hits in lists.items() if hits and weights.get(name, 0.0) > 0}
    total = sum(weights[name] for name in filled)
    shares: _Shares = {}
    scores: dict[str, float] = {}
    for name, hits in filled.items():
        top = max(hit.score for hit in hits)
        floor = (floors or {}).get(name, min(hit.score for hit in hits))
        reach = (reaches or {}).get(name, top - floor)
        weight, key = weights[name] / total, f"{name}_share"
        for hit in hits:
            scaled = max(0.0, (hit.score - floor) / reach) if reach > 0 else 1.0
            terms = shares.setdefault(hit.passage_id, {})
            terms[name] = hit.score
            terms[key] = share = weight * scaled
            scores[hit.passage_id] = scores.get(hit.passage_id, 0.0) + share
    gaps = [name for name in filled if name in incomplete and len(filled[name]) < len(shares)]
    if gaps:
        _make_up(shares, scores, {name: weights[name] / total for name in filled}, gaps)
    return _ranked(shares, scores)


def _make_up(
    shares: _Shares, scores: dict[str, float], weights: Mapping[str, float], gaps: Sequence[str]
) -> None:
    """Judge passages on which an incomplete list is silent by the other lists alone."""
    for passage_id, terms in shares.items():
        silent = sum(weights[name] for name in gaps if name not in terms)
        if 0 < silent < 1:
            for name in weights.keys() & terms.keys():
                terms[f"{name}_share"] /= 1 - silent
            scores[passage_id] /= 1 - silent


def fuse_reciprocal(
    lists: Mapping[str, Sequence[ScoredPassage]],
    weights: Mapping[str, float] | None = None,
    constant: int = RANK_CONSTANT,
) -> list[FusedPassage]:
    """Fuse by ranks, best first; ties in the order of ids.

    Args:
        lists: Ranked lists by name, best first.
        weights: Each list's weight; without them every list counts alike.
        constant: What is added to each 1-based rank; larger values flatten the top.
    """
    shares: _Shares = {}
    scores: dict[str, float] = {}
    for name, hits in lists.items():
        weight = 1.0 if weights is None else weights.get(name, 0.0)
        for rank, hit in enumerate(hits, start=1):
            terms = shares.setdefault(hit.passage_id, {})
            terms[name] = hit.score
            terms[f"{name}_share"] = share = weight / (constant + rank)
            scores[hit.passage_id] = scores.get(hit.passage_id, 0.0) + share
    return _ranked(shares, scores)


def _ranked(shares: _Shares, scores: Mapping[str, float]) -> list[FusedPassage]:
    order = sorted(scores, key=lambda passage_id: (-scores[passage_id], passage_id))
    return [FusedPassage(name, scores[name], shares[name]) for name in order]
