"""From a ranked list to hits: the best few, not all of one paper, with their text and paper."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from index.fusion import FusedPassage
from workbench.catalogue.catalogue import Catalogue
from workbench.search.explain import reason
from workbench.types import Hit, PaperSummary

__all__ = ["PaperHits", "group_by_paper", "load_hits"]


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
        catalogue: Where text and papers are; only what is taken is read.
        each_paper: Most passages of one paper.
    """
    chosen = _best_of_each(ranked, papers, each_paper)[:k]
    passages = catalogue.passages.by_ids([hit.passage_id for hit in chosen])
    # a paper may have been removed a moment ago
    chosen = [hit for hit in chosen if hit.passage_id in passages]
    summaries = catalogue.papers.summaries({p.paper_id for p in passages.values()})
    best = _largest(chosen)
    return tuple(
        Hit(rank, hit.score, _rounded(hit.terms), paper, passage, reason(hit.terms, best, paper))
        for rank, hit in enumerate(chosen, start=1)
        if (paper := summaries.get((passage := passages[hit.passage_id]).paper_id))
    )


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


def _largest(hits: Iterable[FusedPassage]) -> dict[str, float]:
    """The largest value of each term."""
    largest: dict[str, float] = {}
    for hit in hits:
        for name, value in hit.terms.items():
            largest[name] = max(value, largest.get(name, value))
    return largest


def _rounded(scores: Mapping[str, float]) -> dict[str, float]:
    return {name: round(float(value), 6) for name, value in scores.items()}
