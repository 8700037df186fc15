"""What several of the shapes are made of: a paper, a passage, a quote, filters."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from workbench.types import Citation, Filters, Hit, PaperSummary, StoredPassage

__all__ = [
    "Json",
    "citation_part",
    "filters_part",
    "hit_part",
    "paper_part",
    "paper_row",
    "passage_part",
    "seconds_part",
]

Json = dict[str, Any]


def hit_part(hit: Hit) -> Json:
    """One hit of a search."""
    return {
        "rank": hit.rank,
        "score": hit.score,
        "scores": dict(hit.scores),
        "paper": paper_part(hit.paper),
        "passage": passage_part(hit.passage),
        "reason": hit.reason,
    }


def paper_part(paper: PaperSummary) -> Json:
    """The little that names a paper wherever one is meant."""
    return {
        "id": paper.id,
        "citekey": paper.citekey,
        "title": paper.title,
        "authors": list(paper.authors),
        "year": paper.year,
        "year_is_file_date": paper.year_is_file_date,
        "path": paper.path,
    }


def paper_row(paper: PaperSummary) -> Json:
    """A paper as lists show it."""
    return {
        **paper_part(paper),
        "state": paper.state.value,
        "reason": paper.reason,
        "pages": paper.pages,
        "venue": paper.venue,
        "cited_by": paper.cited_by,
        "subtitle": paper.subtitle,
        "tags": list(paper.tags),
        "read": paper.is_read,
        "starred": paper.is_starred,
        "versions": paper.versions,
        "newest": paper.newest_id or paper.id,
        "collections": list(paper.collections),
        "has_note": paper.has_note,
    }


def passage_part(passage: StoredPassage) -> Json:
    """A stored passage."""
    return {
        "id": passage.id,
        "text": passage.text,
        "section": passage.section,
        "page": passage.page,
        "kind": passage.kind.value,
    }


def citation_part(citation: Citation) -> Json:
    """A quote with where it stands."""
    return {
        "n": citation.n,
        "paper": paper_part(citation.paper),
        "passage": passage_part(citation.passage),
        "page": citation.page,
        "quote": citation.quote,
        "in_one_piece": citation.in_one_piece,
    }


def filters_part(filters: Filters) -> Json:
    """What a search was narrowed to."""
    return {
        "since": filters.since,
        "until": filters.until,
        "papers": list(filters.papers),
        "terms": list(filters.terms),
    }


def seconds_part(timings: Mapping[str, float]) -> dict[str, float]:
    """Durations, to a tenth of a millisecond."""
    return {step: round(seconds, 4) for step, seconds in timings.items()}
