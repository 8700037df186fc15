"""What is searched within, what is found, and what a query may mean."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from workbench.types.papers import PaperSummary, StoredPassage

__all__ = ["CountScope", "Filters", "Hit", "SearchResult", "Suggestion"]


@dataclass(frozen=True, slots=True)
class Filters:
    """What a search is narrowed to. Years are inclusive; ``None`` leaves that side open."""

    since: int | None = None
    until: int | None = None
    papers: tuple[str, ...] = ()
    """Paper ids; empty means all papers."""
    terms: tuple[str, ...] = ()
    """Filters in the query language, each of which must hold: ``author:knuth``, ``tag:thesis``."""

    def __bool__(self) -> bool:
        years = self.since is not None or self.until is not None
        return years or bool(self.papers) or bool(self.terms)


@dataclass(frozen=True, slots=True)
class CountScope:
    """The papers that are counted; ``None`` and empty leave that side open."""

    since: int | None = None
    until: int | None = None
    papers: tuple[str, ...] = ()
    author: str = ""
    """Words of an author's name, in any case."""
    mentioning: str = ""
    """What title, abstract or text must hold, in any case."""
    lacking: str = ""
    """What is not known of them: ``year``, ``authors``, ``abstract``, ``title``, ``venue``, ``doi``
    or ``references``."""


@dataclass(frozen=True, slots=True)
class Hit:
    """One ranked passage with its paper.

    ``scores`` holds every term of ``score`` by name: ``lexical`` (BM25), ``dense`` and
    ``feedback`` (cosines), ``citation_ties``, ``neighbours``, ``like_words``, ``sentences``,
    ``late_interaction``, ``like_first`` and ``cross_encoder`` (of reading again), and what each
    adds to the score, ``lexical_share`` and so on, with ``recency_share``, ``citations_share``
    and ``linked_share``, which may be below 0. The shares add up to ``score``.
    A method to which the passage means nothing, or that could not be used, has no entry.
    """

    rank: int
    score: float
    scores: Mapping[str, float]
    paper: PaperSummary
    passage: StoredPassage
    reason: str = ""
    """Why it stands where it does, in one line."""
    nearness: float | None = None
    """How far its cosine lies above what is far from the query, in standard deviations of the
    cosines among the library's passages, whatever the embedding model. None where meaning was not
    searched, or the library is too small to tell."""


@dataclass(frozen=True, slots=True)
class Suggestion:
    """Something a question may mean; nothing is filtered until a person takes it.

    Args:
        kind: ``years``, ``author``, ``venue`` or ``recency``.
        filter: What to add to the query (``year:2018..``), or for ``recency`` the setting
            ``search.recency=7``.
        words: The question's own words that it came from.
        label: The same for a person: ``2018 or later``.
    """

    kind: str
    filter: str
    words: str
    label: str


@dataclass(frozen=True, slots=True)
class SearchResult:
    """Ranked hits for one query. ``notes`` say what a person must know about how complete it is."""

    query: str
    filters: Filters
    hits: tuple[Hit, ...]
    timings: Mapping[str, float]
    """Seconds by step: ``lexical``, ``embed``, ``dense``, ``fuse``, …, ``total``."""
    notes: tuple[str, ...] = ()
    suggestions: tuple[Suggestion, ...] = ()
    """What the query may mean beside its words."""
    papers: tuple[str, ...] = ()
    """Ids of all papers that were ranked, best first: those of the hits, and more."""
