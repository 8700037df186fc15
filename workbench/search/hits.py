"""From a ranked list to hits: the best few, not all of one paper, with their text and paper.

Owns what is shown of a work that the library holds in several versions: the newest version's
passages stand before the older ones', and a passage that says the same in both is shown once.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from typing import TypeVar

from index.fusion import FusedPassage
from workbench.catalogue.catalogue import Catalogue
from workbench.search.explain import reason
from workbench.types import Hit, PaperSummary, StoredPassage

__all__ = ["PaperHits", "group_by_paper", "largest", "load_hits", "newest_first"]


T = TypeVar("T")

_RUN = 4
"""Words in a row that are compared."""
_SAME = 0.8
"""Share of the runs of both that both have, from which two texts say the same."""
_Found = tuple[FusedPassage, PaperSummary, StoredPassage]


@dataclass(frozen=True, slots=True)
class PaperHits:
    """A paper with its hits, best first."""

    paper: PaperSummary
    hits: tuple[Hit, ...]


def load_hits(
    ranked: Sequence[FusedPassage],
    papers: Mapping[str, str],
    k: int,
    catalogue: Catalogue,
    each_paper: int,
) -> tuple[Hit, ...]:
    """Take the best ``k``, at most ``each_paper`` of one paper, with their text and paper.

    Args:
        ranked: Passages, best first.
        papers: The paper of each.
        k: Most hits.
        catalogue: Where text and papers are; no more than ``2 * k`` passages are read.
        each_paper: Most passages of one paper.
    """
    # more than are wanted: some may say the same, in a paper or in versions of it
    chosen = _best_of_each(ranked, papers, each_paper)[: 2 * k]
    summaries = catalogue.papers.summaries({papers[hit.passage_id] for hit in chosen})
    passages = catalogue.passages.by_ids([hit.passage_id for hit in chosen])
    # a paper may have been removed a moment ago
    chosen = [
        hit for hit in chosen if hit.passage_id in passages and papers[hit.passage_id] in summaries
    ]
    found = [(hit, summaries[papers[hit.passage_id]], passages[hit.passage_id]) for hit in chosen]
    found = _newest_first(found)[:k]
    best = largest(hit.terms for hit, _, _ in found)
    return tuple(
        Hit(rank, hit.score, _rounded(hit.terms), paper, passage, reason(hit.terms, best, paper))
        for rank, (hit, paper, passage) in enumerate(found, start=1)
    )


def _newest_first(found: Sequence[_Found]) -> list[_Found]:
    """Hits of one work's versions change places so that the newest version's come first.

    Places of different works stay as they are. Of passages that say the same, word for word but for
    case and punctuation or nearly so, the one of the newest version is kept.
    """
    return _within_places(found, [_work(paper) for _, paper, _ in found], _once)


def newest_first(hits: Sequence[Hit]) -> tuple[Hit, ...]:
    """Hits in a new order of scores, ranked anew: those of a work's newest version come first.

    Places of different works stay as they are, as in ``load_hits``.
    """
    ordered = _within_places(
        hits,
        [_work(hit.paper) for hit in hits],
        lambda own: sorted(own, key=lambda hit: _is_older(hit.paper)),
    )
    return tuple(replace(hit, rank=rank) for rank, hit in enumerate(ordered, start=1))


def _within_places(
    items: Sequence[T], works: Sequence[str], order: Callable[[Sequence[T]], Sequence[T]]
) -> list[T]:
    """Each work's items in an order of their own, in the places that they have among the others."""
    together: dict[str, list[T]] = defaultdict(list)
    for item, work in zip(items, works, strict=True):
        together[work].append(item)
    waiting = {work: iter(order(own)) for work, own in together.items()}
    # an order may leave items out; the work's last places close up then
    return [item for work in works for item in islice(waiting[work], 1)]


def _once(hits: Sequence[_Found]) -> list[_Found]:
    """A work's hits, the newest version's first, each text once."""
    kept: list[_Found] = []
    said: list[frozenset[tuple[str, ...]]] = []
    for one in sorted(hits, key=lambda one: _is_older(one[1])):
        runs = _runs(one[2].text)
        if not any(_is_said(runs, other) for other in said):
            kept.append(one)
            said.append(runs)
    return kept


def _runs(text: str) -> frozenset[tuple[str, ...]]:
    """All runs of ``_RUN`` words (Broder 1997), or the text's only one where it has fewer."""
    words = re.findall(r"\w+", text.casefold())
    return frozenset(tuple(words[at : at + _RUN]) for at in range(max(1, len(words) - _RUN + 1)))


def _is_said(runs: frozenset[tuple[str, ...]], other: frozenset[tuple[str, ...]]) -> bool:
    """Whether two texts say nearly the same; texts without words do not."""
    return () not in runs and len(runs & other) >= _SAME * len(runs | other)


def _is_older(paper: PaperSummary) -> bool:
    return bool(paper.newest_id) and paper.newest_id != paper.id


def _work(paper: PaperSummary) -> str:
    """The work that a paper is a version of, named after its newest version."""
    return paper.newest_id or paper.id


def _best_of_each(
    ranked: Sequence[FusedPassage], papers: Mapping[str, str], each_paper: int
) -> list[FusedPassage]:
    """The list without what goes beyond ``each_paper`` passages of one paper."""
    taken: dict[str, int] = {}
    kept = []
    for hit in ranked:
        paper_id = papers.get(hit.passage_id)
        if paper_id is not None and taken.get(paper_id, 0) < each_paper:
            taken[paper_id] = taken.get(paper_id, 0) + 1
            kept.append(hit)
    return kept


def group_by_paper(hits: Iterable[Hit]) -> list[PaperHits]:
    """Hits gathered under their papers; papers stand where their best hit stood."""
    groups: dict[str, list[Hit]] = {}
    for hit in hits:
        groups.setdefault(hit.paper.id, []).append(hit)
    return [PaperHits(found[0].paper, tuple(found)) for found in groups.values()]


def largest(terms: Iterable[Mapping[str, float]]) -> dict[str, float]:
    """The largest value of each term over all hits."""
    best: dict[str, float] = {}
    for of_one in terms:
        for name, value in of_one.items():
            best[name] = max(value, best.get(name, value))
    return best


def _rounded(scores: Mapping[str, float]) -> dict[str, float]:
    return {name: round(float(value), 6) for name, value in scores.items()}
