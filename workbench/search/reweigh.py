"""Other weights of time and citations for hits that are there already, without searching again.

Owns the quick answer to a moved control. A whole search weighs before it reads closely, and might
read other passages closely than these: its result takes the place of this one when it comes.
"""

from __future__ import annotations

from dataclasses import replace

from index.fusion import FusedPassage
from workbench.search.weigh import Priors, Weighing, weigh
from workbench.types import Hit, SearchResult

__all__ = ["reweighed"]

_BEFORE_WEIGHING = ("lexical_share", "dense_share", "feedback_share")
"""What a hit's score was made of when it was weighed; see ``fuse.py``."""
_WEIGHED = ("recency_share", "citations_share")


def reweighed(result: SearchResult, priors: Priors, weighing: Weighing) -> SearchResult:
    """The same hits with their shares of time and citations as ``weighing`` has them, best first.

    Args:
        result: Of a search.
        priors: Of the library.
        weighing: How much time and citations count now.
    """
    hits = sorted((_weighed(hit, priors, weighing) for hit in result.hits), key=lambda h: -h.score)
    ranked = tuple(replace(hit, rank=rank) for rank, hit in enumerate(hits, start=1))
    return replace(result, hits=ranked)


def _weighed(hit: Hit, priors: Priors, weighing: Weighing) -> Hit:
    before = sum(hit.scores.get(name, 0.0) for name in _BEFORE_WEIGHING)
    bare = FusedPassage(hit.passage.id, before, {})
    [fresh] = weigh([bare], {hit.passage.id: hit.paper.id}, priors, weighing)
    others = {name: value for name, value in hit.scores.items() if name not in _WEIGHED}
    score = hit.score - sum(hit.scores.get(name, 0.0) for name in _WEIGHED)
    return replace(hit, score=score + fresh.score - before, scores={**others, **fresh.terms})
