"""Time and citations as priors: they settle near-equals and never make up for relevance.

Owns what a year and a count are worth. A prior lies in -1..1, 0 where nothing is known, and adds

    ``level / 10 * STRONGEST * prior * score``

to a hit's score. The part is in proportion to the hit's own score, so that what means nothing to
the query gains nothing, and at level 1 (*gentle*) two hits change places only when their scores
are within a few hundredths of each other.

*Recency* is ``2 * 0.5 ** (age / half_life) - 1``: 1 for the newest year of the library, 0 at the
half-life, towards -1 beyond. *Citations* is a percentile: citations per year of a paper's life
among the papers of the same age (two years to either side), mapped to -1..1 and drawn to 0 where
there are few such papers. Counts from outside are compared with counts from outside, the library's
own with its own.
"""

from __future__ import annotations

import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from index.fusion import FusedPassage
from workbench.catalogue.catalogue import Catalogue
from workbench.catalogue.impact import PaperImpacts
from workbench.settings import SearchSettings

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

__all__ = ["LEVELS", "PRESETS", "PriorKeeper", "Priors", "Weighing", "weigh", "weighing_of"]

LEVELS = 10
"""Levels run from 0, no part in the order, to this."""
STRONGEST = 0.5
"""Share of its own score that a hit gains or loses at most, for each prior at the highest level."""
SAME_AGE_YEARS = 2
FEW_PEERS = 8
"""With this many papers of the same age a citation percentile counts half."""


@dataclass(frozen=True, slots=True)
class Weighing:
    """How much time and citations matter.

    Args:
        recency: Level 0..10 of newness.
        citations: Level 0..10 of citations per year.
        half_life: Years after which a paper is neither new nor old, above 0.
    """

    recency: float = 0.0
    citations: float = 0.0
    half_life: float = 8.0

    def __bool__(self) -> bool:
        return self.recency > 0 or self.citations > 0


PRESETS: Mapping[str, tuple[float, float]] = {
    "off": (0.0, 0.0),
    "gentle": (1.0, 1.0),
    "strong": (4.0, 2.0),
}
"""Levels of recency and citations by name."""


@dataclass(frozen=True, slots=True)
class Priors:
    """Ages in years and citation priors in -1..1, by paper; what is unknown is left out."""

    ages: Mapping[str, int]
    citations: Mapping[str, float]

    def recency(self, paper_id: str, half_life: float) -> float:
        """The prior of newness in -1..1; 0 for a paper without a year."""
        age = self.ages.get(paper_id)
        return 0.0 if age is None else 2 * 0.5 ** (age / half_life) - 1


@dataclass(slots=True)
class PriorKeeper:
    """Keeps a library's priors until its papers or their counts change. Safe from any thread."""

    catalogue: Catalogue
    _version: tuple[int, ...] = ()
    _priors: Priors = Priors({}, {})
    _guard: threading.Lock = field(default_factory=threading.Lock)

    def priors(self) -> Priors:
        """The priors as of now."""
        version = self.catalogue.impact.version()
        with self._guard:
            if version != self._version:
                self._priors = make_priors(self.catalogue.impact.all(), datetime.now(UTC).year)
                self._version = version
            return self._priors


def weighing_of(settings: SearchSettings) -> Weighing:
    """The preset in the settings, with what they say of either prior in its place."""
    recency, citations = PRESETS[settings.weigh]
    return Weighing(
        settings.recency if settings.recency >= 0 else recency,
        settings.citations if settings.citations >= 0 else citations,
        settings.half_life,
    )


def weigh(
    ranked: Sequence[FusedPassage],
    papers: Mapping[str, str],
    priors: Priors,
    weighing: Weighing,
) -> list[FusedPassage]:
    """Add both priors to scores, best first; ties in the order before.

    Args:
        ranked: Passages with their scores, 0 or more.
        papers: The paper of each passage.
        priors: Of the library.
        weighing: How much they count; nothing is changed where neither does.
    """
    if not weighing:
        return list(ranked)
    weighed = []
    for hit in ranked:
        paper_id = papers.get(hit.passage_id, "")
        reach = STRONGEST / LEVELS * hit.score
        shares = {
            "recency_share": reach
            * weighing.recency
            * priors.recency(paper_id, weighing.half_life),
            "citations_share": reach * weighing.citations * priors.citations.get(paper_id, 0.0),
        }
        told = {name: share for name, share in shares.items() if share}
        score = hit.score + sum(shares.values())
        weighed.append(FusedPassage(hit.passage_id, score, {**hit.terms, **told}))
    return sorted(weighed, key=lambda hit: -hit.score)


def make_priors(impacts: PaperImpacts, this_year: int) -> Priors:
    """Priors of a whole library; a paper's age is counted from the library's newest year."""
    import numpy as np

    dated = np.flatnonzero(~np.isnan(impacts.years))
    if not len(dated):
        return Priors({}, {})
    years, imported = impacts.years[dated].astype(np.int64), impacts.imported[dated]
    ages = np.maximum(0, min(this_year, int(years.max())) - years)
    priors = np.empty(len(dated))
    for chosen, counts in (
        (np.isnan(imported), impacts.cited_by[dated]),
        (~np.isnan(imported), imported),
    ):
        priors[chosen] = _citation_priors(counts[chosen], ages[chosen])
    names = [impacts.papers[at] for at in dated.tolist()]
    return Priors(
        dict(zip(names, ages.tolist(), strict=True)),
        dict(zip(names, priors.tolist(), strict=True)),
    )


def _citation_priors(counts: NDArray[np.float64], ages: NDArray[np.int64]) -> NDArray[np.float64]:
    """Percentiles (n,) in -1..1 of citations per year among papers of the same age."""
    import numpy as np

    order = np.argsort(ages, kind="stable")
    sorted_ages, rates = ages[order], (counts / (ages + 1))[order]
    priors = np.empty(len(ages))
    for age in np.unique(sorted_ages).tolist():
        first, last, low, high = np.searchsorted(
            sorted_ages, (age, age + 1, age - SAME_AGE_YEARS, age + SAME_AGE_YEARS + 1)
        ).tolist()
        peers = np.sort(rates[low:high])
        trust = len(peers) / (len(peers) + FEW_PEERS)
        priors[order[first:last]] = trust * _percentiles(rates[first:last], peers)
    return priors


def _percentiles(rates: NDArray[np.float64], peers: NDArray[np.float64]) -> NDArray[np.float64]:
    """Where each rate stands among sorted peers, -1 lowest to 1 highest; ties share a place."""
    import numpy as np

    below = np.searchsorted(peers, rates, side="left")
    upto = np.searchsorted(peers, rates, side="right")
    place: NDArray[np.float64] = (below + upto) / len(peers) - 1
    return place
