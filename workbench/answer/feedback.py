"""What a thumb up or down is worth in a ranking: a little, and told.

Owns that worth. A passage gains or loses a share of its own score, so that a vote lifts what is
near the top and drags up nothing that means nothing; the part stands in the hit's scores as
``votes_share``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from workbench.types import Hit, SearchResult

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
        weighed.append(_moved(hit, part) if part else hit)
    weighed.sort(key=lambda hit: -hit.score)
    hits = tuple(replace(hit, rank=rank) for rank, hit in enumerate(weighed, start=1))
    return replace(result, hits=hits)


def _moved(hit: Hit, part: float) -> Hit:
    said = f"you voted it {'up' if part > 0 else 'down'}"
    return replace(
        hit,
        score=hit.score + part,
        scores={**hit.scores, "votes_share": part},
        reason=f"{hit.reason}; {said}" if hit.reason else said,
    )
