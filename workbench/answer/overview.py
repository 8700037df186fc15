"""What papers say of themselves: for a question that names papers and asks nothing more of them.

Owns telling such a question ("what did Quirk et al. do?"), and choosing from the papers' abstracts.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from workbench.answer.candidates import Candidate, quotable
from workbench.answer.fitting import summarises
from workbench.answer.gather import Gathered
from workbench.answer.kinds import Kind
from workbench.answer.people import NOTHING_MORE
from workbench.answer.quotes import Quote
from workbench.answer.run import Run
from workbench.answer.trail import Asked
from workbench.answer.words import content_stems
from workbench.errors import NothingLeftError
from workbench.types import Hit

__all__ = ["asks_overview", "overview"]

_AUTHOR = re.compile(r'author:("[^"]+"|[^\s()]+)')
_WITH_OTHERS = r"(?:(?:,| and| &) [A-Z][\w'’-]+)*"
"""Names beside that of an author: those they wrote with."""
_KINDS = frozenset({Kind.FACT, Kind.DEFINITION, Kind.SYNTHESIS})
_MOST_PER_PAPER = 4
_OPENS_AT = 0.4
"""What it is worth that a sentence opens its abstract: it says what the paper is about."""
_LESS = 1e-3
"""Keeps quotes in the order in which they are chosen."""


def asks_overview(run: Run) -> bool:
    """Whether a question is narrowed to people's or chosen papers, and asks no more than them."""
    authors = [taken for taken in run.narrowing.narrowed_by if taken.kind == "author"]
    if run.understood.kind not in _KINDS or not (authors or run.filters.papers):
        return False
    rest = run.understood.whole
    for taken in authors:
        named = " ".join(_AUTHOR.findall(taken.filter))
        for word in named.replace('"', " ").split():
            rest = re.sub(rf"\b{re.escape(word)}\b{_WITH_OTHERS}", " ", rest)
    return set(content_stems(rest)) <= NOTHING_MORE


def overview(run: Run) -> tuple[Gathered, list[Quote]] | None:
    """The abstracts that are left, and the sentences of them that say most; None without any."""
    narrow = replace(run.filters, terms=(*run.filters.terms, "section:abstract"))
    asked = Asked(run.understood.whole, narrow, "overview")
    try:
        [result] = run.trail.run([asked], run.plan.passages)
    except NothingLeftError:
        return None
    gathered = Gathered.of(run.understood, result)
    quotes = _chosen(gathered.hits, run.understood.whole, run.plan.quotes)
    return (gathered, quotes) if quotes else None


def _chosen(hits: Sequence[Hit], question: str, most: int) -> list[Quote]:
    """The best sentences of each abstract, the opening one first; each paper is heard alike."""
    papers: dict[str, list[Candidate]] = {}
    for candidate in quotable(hits):
        papers.setdefault(candidate.hit.paper.id, []).append(candidate)
    each = min(_MOST_PER_PAPER, max(1, most // max(1, len(papers))))
    chosen: list[Quote] = []
    for own in papers.values():
        first = min(own, key=_place)
        told = sorted(own, key=lambda c: (-_tells(c, opens=c is first), _place(c)))
        for candidate in sorted(_apart(told)[:each], key=_place):
            value = 1.0 - _LESS * len(chosen)
            chosen.append(Quote(candidate, value, value, question, None))
    return chosen[:most]


def _tells(candidate: Candidate, *, opens: bool) -> float:
    return summarises(candidate.core, candidate.hit.passage) + _OPENS_AT * opens


def _apart(candidates: Sequence[Candidate]) -> list[Candidate]:
    """Without those whose text one before them holds."""
    kept: list[Candidate] = []
    for candidate in candidates:
        if not any(candidate.core in other.text or other.core in candidate.text for other in kept):
            kept.append(candidate)
    return kept


def _place(candidate: Candidate) -> tuple[int, int]:
    return (candidate.hit.passage.position, candidate.start)
