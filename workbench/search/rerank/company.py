"""Passages judged by the company they keep: what now stands first says more of what is meant.

Owns two cheap looks at the first passages together, neither of which reads a text: nearness to the
query moved towards them, and citations between their papers and the others.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from workbench.catalogue.impact import Impact
from workbench.search.fuse import moved_towards
from workbench.search.match import Meaning

__all__ = ["Company"]

FEEDBACK_FROM = 3
"""Passages at the top that the query is moved towards."""
FEEDBACK_STEP = 1.0
"""How far: after close reading the first passages are trusted as much as the query itself."""
LINKED_FROM = 10
"""Papers at the top whose citations count."""


@dataclass(frozen=True, slots=True)
class Company:
    """What one search knows of its candidates beside their texts.

    Args:
        meaning: The query's embedding and the index of meaning; None where there is none.
        papers: The paper of each candidate.
        impact: The citations of the library.
    """

    meaning: Meaning | None
    papers: Mapping[str, str]
    impact: Impact

    def nearness(self, ids: Sequence[str]) -> dict[str, float]:
        """Cosine of each passage with the query moved towards the first of them."""
        if self.meaning is None:
            return {}
        best = dict.fromkeys(ids[:FEEDBACK_FROM], 1.0)
        moved = moved_towards(self.meaning, best, FEEDBACK_STEP)
        return self.meaning.index.scores(moved, list(ids))

    def links(self, ids: Sequence[str]) -> dict[str, float]:
        """How much the paper of each passage is tied to the papers that stand first, 0 or more.

        Two papers are tied by 1 where one cites the other, and by the cosine of their sets of
        cited and citing papers (bibliographic coupling, Kessler 1963, and co-citation, Small
        1973); ties to a paper further down count less, as ranks do in nDCG. Nothing where no
        candidate has a link.
        """
        papers = list(dict.fromkeys(self.papers[name] for name in ids if name in self.papers))
        links: dict[str, set[str]] = defaultdict(set)
        for paper, other in self.impact.links_of(papers):
            links[paper].add(other)
        if not links:
            return {}
        first = papers[:LINKED_FROM]
        tied = {paper: _ties(paper, first, links) for paper in papers}
        return {name: tied[self.papers[name]] for name in ids if name in self.papers}


def _ties(paper: str, first: Sequence[str], links: Mapping[str, set[str]]) -> float:
    own = links.get(paper, set())
    ties = 0.0
    for place, other in enumerate(first):
        if other == paper:
            continue
        theirs = links.get(other, set())
        shared = len(own & theirs)
        tie = shared / math.sqrt(len(own) * len(theirs)) if shared else 0.0
        ties += min(1.0, tie + (other in own)) / math.log2(place + 2)
    return ties
