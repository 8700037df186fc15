"""What a thumb up or down is worth in a ranking: a little, and told.

Owns that worth. A passage gains or loses a share of its own score, so that a vote lifts what is
near the top and drags up nothing that means nothing; the part stands in the hit's scores as
``votes``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from workbench.types import SearchResult

__all__ = ["MOST", "with_feedback"]

MOST = 0.1
"""Share of its own score that a passage gains or loses at most, with two votes or more."""
_BY_VOTE = 0.05


def with_feedback(result: SearchResult, votes: Mapping[str, int]) -> SearchResult:
    """The result with the hits that were voted on moved up or down.

    Args:
        result: Ranked hits.
        votes: Passage id to the sum of its votes.
    """
    if not any(hit.passage.id in votes for hit in result.hits):
        return result
    weighed = []
    for hit in result.hits:
        share = max(-MOST, min(MOST, _BY_VOTE * votes.get(hit.passage.id, 0)))
        part = round(share * abs(hit.score), 6)
        scores = {**hit.scores, "votes": part} if part else hit.scores
        weighed.append(replace(hit, score=hit.score + part, scores=scores))
    weighed.sort(key=lambda hit: -hit.score)
    hits = tuple(replace(hit, rank=rank) for rank, hit in enumerate(weighed, start=1))
    return replace(result, hits=hits)
