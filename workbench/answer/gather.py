"""From sub-questions to one list of hits that has something for each of them.

Owns searching the parts of a question and fusing their lists. Does not search itself: it is
handed the library's search as a function, and fuses ranks only (Cormack, Clarke and Büttcher
2009), since scores of different queries cannot be compared.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from workbench.answer.cancelling import raise_if_cancelled
from workbench.answer.understand import Understanding
from workbench.types import Filters, Hit, SearchResult

__all__ = ["Gathered", "Search", "gather"]

Search = Callable[[str, Filters, int], SearchResult]
"""Query, filters and number of hits to ranked hits."""

_RANK_OFFSET = 20
"""Smaller than the usual 60: lists are short and their first places should tell."""


@dataclass(frozen=True, slots=True)
class Gathered:
    """Hits for a question.

    ``hits`` is the fused list, best first. ``by_part`` holds each sub-question's own list.
    ``queries`` are what was searched, in order.
    """

    hits: tuple[Hit, ...]
    by_part: Mapping[str, tuple[Hit, ...]]
    queries: tuple[str, ...]
    notes: tuple[str, ...]


def gather(
    understood: Understanding,
    search: Search,
    filters: Filters,
    k: int,
    cancel: threading.Event | None = None,
) -> Gathered:
    """Search the question and each of its parts, and fuse what they found.

    Raises:
        CancelledError: ``cancel`` was set between two searches.
    """
    queries = tuple(dict.fromkeys((understood.question, *understood.parts)))
    by_query: dict[str, tuple[Hit, ...]] = {}
    notes: dict[str, None] = {}
    for query in queries:
        raise_if_cancelled(cancel)
        result = search(query, filters, k)
        by_query[query] = result.hits
        notes.update(dict.fromkeys(result.notes))
    hits = by_query[queries[0]] if len(queries) == 1 else _fuse(list(by_query.values()), k)
    by_part = {part: by_query[part] for part in understood.parts}
    return Gathered(hits, by_part, queries, tuple(notes))


def _fuse(lists: list[tuple[Hit, ...]], k: int) -> tuple[Hit, ...]:
    """Reciprocal rank fusion; each hit keeps the form it had where it ranked best."""
    shares: dict[str, float] = {}
    best: dict[str, Hit] = {}
    for hits in lists:
        for hit in hits:
            key = hit.passage.id
            shares[key] = shares.get(key, 0.0) + 1 / (_RANK_OFFSET + hit.rank)
            if key not in best or hit.rank < best[key].rank:
                best[key] = hit
    order = sorted(shares, key=lambda key: (-shares[key], best[key].rank, key))
    return tuple(best[key] for key in order[:k])
