"""Other weights of time and citations for hits that are there already, without searching again.

Owns the quick answer to a moved control. A whole search weighs before it reads closely, and might
read other passages closely than these: its result takes the place of this one when it comes.
"""

from __future__ import annotations

from dataclasses import replace

from index.fusion import FusedPassage
from workbench.search.explain import reason
from workbench.search.hits import largest, newest_first
from workbench.search.weigh import Priors, Weighing, weigh
from workbench.types import Hit, SearchResult

__all__ = ["reweighed"]

_BEFORE_WEIGHING = (
    "lexical_share",
    "dense_share",
    "feedback_share",
    "linked_share",
    "own_words_share",
)
"""What a hit's score was made of when it was weighed, by ``fuse``, ``widen`` and ``own_words``."""
_ANEW = ("recency_share", "citations_share", "votes_share")
"""What is taken out: weights, and votes, whose worth depends on the score."""


def reweighed(result: SearchResult, priors: Priors, weighing: Weighing) -> SearchResult:
    """The same hits with their shares of time and citations as ``weighing`` has them, best first.

    A work's newest version comes first as before; what votes were worth is taken out.

    Args:
        result: Of a search.
        priors: Of the library.
        weighing: How much time and citations count now.
    """
    hits = sorted((_weighed(hit, priors, weighing) for hit in result.hits), key=lambda h: -h.score)
    best = largest(hit.scores for hit in hits)
    told = [replace(hit, reason=reason(hit.scores, best, hit.paper)) for hit in hits]
    return replace(result, hits=newest_first(told))


def _weighed(hit: Hit, priors: Priors, weighing: Weighing) -> Hit:
    before = sum(hit.scores.get(name, 0.0) for name in _BEFORE_WEIGHING)
    bare = FusedPassage(hit.passage.id, before, {})
    [fresh] = weigh([bare], {hit.passage.id: hit.paper.id}, priors, weighing)
    others = {name: value for name, value in hit.scores.items() if name not in _ANEW}
    score = hit.score - sum(hit.scores.get(name, 0.0) for name in _ANEW)
    return replace(hit, score=score + fresh.score - before, scores={**others, **fresh.terms})
