"""From sub-questions to one list of hits that has something for each of them.

Owns what is searched for a question and its parts, and fusing the lists. Does not search itself: a
``Trail`` does. It fuses ranks only (Cormack, Clarke and Büttcher 2009), since scores of different
queries cannot be compared.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from workbench.answer.abbreviations import other_form
from workbench.answer.fitting import defined_term
from workbench.answer.kinds import Kind
from workbench.answer.naming import (
    absent_names,
    is_specific,
    papers_named,
    quoted_titles,
    without_titles,
)
from workbench.answer.origin import matter_of_origin
from workbench.answer.trail import Asked, Trail
from workbench.answer.understand import Understanding
from workbench.answer.words import letters_only, visible
from workbench.types import Filters, Hit, PaperSummary, SearchResult

__all__ = ["Gathered", "gather", "merged"]

_RANK_OFFSET = 20
"""Smaller than the usual 60: lists are short and their first places should tell."""

_FOR_TITLE = 8
"""Hits in which the paper of a quoted title is looked for."""
_MOST_ABOUT = 3
"""Papers with a term in their titles that are searched for its definition."""
_MOST_ABSENT = 2
"""Names that nothing found holds which are searched for by themselves."""
_OVERVIEW = "results show that we find conclude"
"""What is searched, in a paper that is named, where the question asks for nothing in particular."""


@dataclass(frozen=True, slots=True)
class Gathered:
    """Hits for a question.

    ``hits`` is the fused list, best first. ``by_part`` holds each sub-question's own list.
    ``queries`` are the question and its parts, in the order in which they were searched; wordings
    that the rules add to reach definitions and findings are not among them.
    """

    hits: tuple[Hit, ...]
    by_part: Mapping[str, tuple[Hit, ...]]
    queries: tuple[str, ...]
    notes: tuple[str, ...]

    @classmethod
    def of(cls, understood: Understanding, result: SearchResult) -> Gathered:
        """What one search found for a question and all its parts."""
        by_part = dict.fromkeys(understood.parts, result.hits)
        return cls(result.hits, by_part, (understood.whole,), result.notes)

    def asked_anew(self, understood: Understanding) -> Gathered:
        """The same hits as evidence for another question."""
        by_part = dict.fromkeys(understood.parts, self.hits)
        return Gathered(self.hits, by_part, (understood.whole,), self.notes)


def gather(understood: Understanding, trail: Trail, filters: Filters, k: int) -> Gathered:
    """Search the question and each of its parts side by side, and fuse what they found.

    A question that names papers of the library by their titles is searched in those alone.

    Raises:
        CancelledError: The trail was cancelled.
    """
    found = _search_all(_own_queries(understood, filters), trail, k)
    named = _named_papers(understood.question, found, trail, filters)
    if named and not filters.papers:
        narrowed = _within(named, understood, trail, filters, k)
        if any(result.hits for result in narrowed.values()):
            return _gathered(understood, narrowed, k, _said(named))
    found |= _introduced(understood, found, trail, filters, k)
    found |= _search_all(_of_absent_names(understood, found, filters), trail, k)
    return _gathered(understood, found, k, ())


def merged(
    gathered: Gathered, hits: Sequence[Hit], most: int, notes: Sequence[str] = ()
) -> Gathered:
    """What was gathered with the hits of one more search; nothing that was found is lost.

    New hits follow those that the question itself found, so that a word added to a query cannot
    outrank the question; at most ``most`` of them are added.
    """
    held = {hit.passage.id for hit in gathered.hits}
    new = tuple(hit for hit in hits if hit.passage.id not in held)[:most]
    last = len(gathered.hits)
    lowest = min((hit.score for hit in gathered.hits), default=1.0)
    placed = tuple(
        replace(hit, rank=last + n, score=min(hit.score, lowest))
        for n, hit in enumerate(new, start=1)
    )
    every = (*gathered.hits, *placed)
    one = len(gathered.by_part) == 1
    by_part = {part: every if one else (*own, *placed) for part, own in gathered.by_part.items()}
    return Gathered(every, by_part, gathered.queries, _latest((*gathered.notes, *notes)))


def _introduced(
    understood: Understanding,
    found: Mapping[str, SearchResult],
    trail: Trail,
    filters: Filters,
    k: int,
) -> dict[str, SearchResult]:
    """For a definition: what the term is said to be, most of all in papers named for it; for who
    was first: what is said of where its matter comes from.
    """
    if understood.kind is Kind.FIRST and not filters.papers:
        return _search_all(_origins(understood, found, filters), trail, k)
    term = defined_term(understood.question) if understood.kind is Kind.DEFINITION else ""
    if not term or filters.papers:
        return {}
    wanted = letters_only(term)
    hits = [hit for result in found.values() for hit in result.hits]
    about = dict.fromkeys(h.paper.id for h in hits if wanted in letters_only(h.paper.title))
    asked = [Asked(f"{term} is a, is defined as", filters, "definition", 1)]
    if about:
        narrow = replace(filters, papers=tuple(about)[:_MOST_ABOUT])
        asked.append(Asked(f"we present {term}, a {term} is a", narrow, "definition", 1))
    return _search_all(asked, trail, k)


def _of_absent_names(
    understood: Understanding, found: Mapping[str, SearchResult], filters: Filters
) -> list[Asked]:
    """The question once more for each name in it that nothing found holds, in passages that do.

    The other words of a question may be met so often elsewhere that no paper on what it names is
    among the first.
    """
    hits = [hit for result in found.values() for hit in result.hits]
    about = (f"{hit.paper.title} {' '.join(hit.paper.authors)}" for hit in hits)
    absent = absent_names(understood.question, hits, about)
    plain = understood.question.replace('"', " ")
    return [Asked(f'"{name}" {plain}', filters, "part", 1) for name in absent[:_MOST_ABSENT]]


def _origins(
    understood: Understanding, found: Mapping[str, SearchResult], filters: Filters
) -> list[Asked]:
    """What a matter is said to come from, under its other name too ("MIL")."""
    matter = " ".join(matter_of_origin(understood.question))
    if not matter:
        return []
    short = other_form(matter, [h.passage.text for result in found.values() for h in result.hits])
    names = " ".join(filter(None, (matter, short)))
    return [Asked(f"{names} first introduced by, since its introduction", filters, "part", 1)]


def _gathered(
    understood: Understanding, found: Mapping[str, SearchResult], k: int, said: tuple[str, ...]
) -> Gathered:
    lists = [result.hits for result in found.values()]
    hits = lists[0] if len(lists) == 1 else _fuse(lists, k)
    one = len(understood.parts) == 1
    by_part = {part: hits if one else found[part].hits for part in understood.parts}
    notes = _latest((*said, *(note for result in found.values() for note in result.notes)))
    asked = tuple(dict.fromkeys(understood.queries))
    return Gathered(hits, by_part, asked, notes)


def _latest(notes: Sequence[str]) -> tuple[str, ...]:
    """Each note once; of those that differ in their figures alone, such as a share that grew
    between two searches, the last.
    """
    return tuple({re.sub(r"\d+", "#", note): note for note in notes}.values())


def _own_queries(understood: Understanding, filters: Filters) -> list[Asked]:
    """The question, and its parts under it."""
    first, *parts = dict.fromkeys(understood.queries)
    return [Asked(first, filters, "question"), *(Asked(p, filters, "part", 1) for p in parts)]


def _search_all(asked: Sequence[Asked], trail: Trail, k: int) -> dict[str, SearchResult]:
    results = trail.run(asked, k) if asked else []
    return {one.query: result for one, result in zip(asked, results, strict=True)}


def _named_papers(
    question: str, found: Mapping[str, SearchResult], trail: Trail, filters: Filters
) -> tuple[PaperSummary, ...]:
    """Papers named by title.

    A quoted title is searched without its marks, which would ask for passages that quote it.
    """
    asked = [Asked(title, filters, "title", 1) for title in quoted_titles(question)]
    results = (*found.values(), *_search_all(asked, trail, _FOR_TITLE).values())
    return papers_named(question, (hit.paper for result in results for hit in result.hits))


def _within(
    named: Sequence[PaperSummary],
    understood: Understanding,
    trail: Trail,
    filters: Filters,
    k: int,
) -> dict[str, SearchResult]:
    """The question and its parts, searched in the papers that it names.

    What asks for nothing in particular is also searched as what papers say of their results.
    """
    narrow = replace(filters, papers=tuple(paper.id for paper in named))
    queries = list(dict.fromkeys(understood.queries))
    asked = [Asked(query.replace('"', " "), narrow, "title", 1) for query in queries]
    if not is_specific(without_titles(understood.question, named)):
        asked.append(Asked(_OVERVIEW, narrow, "overview", 1))
        queries.append(_OVERVIEW)
    return dict(zip(queries, trail.run(asked, k), strict=True))


def _said(named: Sequence[PaperSummary]) -> tuple[str, ...]:
    return tuple(f"searched only in “{visible(paper.title)}”, which is named" for paper in named)


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
