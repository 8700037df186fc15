"""Questions about the library's own papers, counted in the catalogue and never guessed.

Owns reading what is to be counted out of the question, and the table that answers it. The counts
themselves come from functions that are handed in.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

from workbench.answer.attribution import author_year
from workbench.answer.words import visible
from workbench.types import CountScope, Filters, PaperSummary, Table

__all__ = ["Counted", "Counter", "count"]

_MOST_ROWS = 15
_YEAR = r"(?:1[5-9]|20)\d\d"
_BETWEEN = re.compile(
    rf"\b(?:between|from) (?P<a>{_YEAR}) (?:and|to|until|till|-|–) ?(?P<b>{_YEAR})", re.IGNORECASE
)
_SINCE = re.compile(rf"\b(?P<word>since|after) (?P<a>{_YEAR})\b", re.IGNORECASE)
_BEFORE = re.compile(rf"\b(?P<word>before|until|till) (?P<b>{_YEAR})\b", re.IGNORECASE)
_IN_YEAR = re.compile(rf"\b(?:in|from|of) (?P<a>{_YEAR})\b", re.IGNORECASE)
_BY_AUTHOR = re.compile(r"\b(?:by|from) (?P<author>[A-Z][\w'’-]+(?: [A-Z][\w'’.-]*)*)(?=$|[\s?.,])")
_MENTIONS = re.compile(
    r"\b(?:mention(?:s|ing)?|about|on|use|using|discuss|contain(?:ing)?) "
    r"(?P<term>[\w][\w\s'-]*?)(?=\s+(?:since|before|after|between|from|in|until) \d{4}|[?.]|$)",
    re.IGNORECASE,
)


class Counter(Protocol):
    """What can be counted, each row with its number, the largest first."""

    def papers(self, scope: CountScope) -> int:
        """How many papers there are."""

    def by_year(self, scope: CountScope) -> Sequence[tuple[int | None, int]]:
        """Papers of each year, the oldest first."""

    def authors(self, scope: CountScope, limit: int) -> Sequence[tuple[str, int]]:
        """Papers of each author."""

    def venues(self, scope: CountScope, limit: int) -> Sequence[tuple[str, int]]:
        """Papers of each venue."""

    def cited(self, scope: CountScope, limit: int) -> Sequence[tuple[PaperSummary, int]]:
        """Papers with how many others cite them."""

    def dated(
        self, scope: CountScope, limit: int, *, newest: bool
    ) -> Sequence[tuple[PaperSummary, int]]:
        """Papers with their years, from one end."""


@dataclass(frozen=True, slots=True)
class Counted:
    """The answer to a question about the library: a sentence, and a table where there is one."""

    text: str
    table: Table | None


def count(question: str, filters: Filters, counter: Counter) -> Counted:
    """Count what a question asks for."""
    asked = _asked(question, filters)
    for pattern, answer in _COUNTS:
        if pattern.search(question):
            return answer(asked, counter)
    return _papers(asked, counter)


def _asked(question: str, filters: Filters) -> CountScope:
    since, until = filters.since, filters.until
    if match := _BETWEEN.search(question):
        since, until = int(match["a"]), int(match["b"])
    elif match := _SINCE.search(question):
        since = int(match["a"]) + (match["word"].lower() == "after")
    elif match := _BEFORE.search(question):
        until = int(match["b"]) - (match["word"].lower() == "before")
    elif match := _IN_YEAR.search(question):
        since = until = int(match["a"])
    author = _BY_AUTHOR.search(question)
    term = _MENTIONS.search(question)
    return CountScope(
        since,
        until,
        filters.papers,
        author["author"] if author else "",
        term["term"].strip() if term and not author else "",
    )


def _papers(asked: CountScope, counter: Counter) -> Counted:
    number = counter.papers(asked)
    text = f"Your library holds {number} paper{'s' * (number != 1)}{_which(asked)}."
    years = counter.by_year(asked)
    rows = tuple((str(year or "not known"), str(papers)) for year, papers in years)
    return Counted(text, Table(("Year", "Papers"), rows) if len(rows) > 1 else None)


def _by_year(asked: CountScope, counter: Counter) -> Counted:
    years = [(year, papers) for year, papers in counter.by_year(asked) if year is not None]
    if not years:
        return Counted(f"No paper{_which(asked)} has a known year.", None)
    most = max(years, key=lambda row: row[1])
    rows = tuple((str(year), str(papers)) for year, papers in years)
    text = f"Most papers{_which(asked)} are from {most[0]}: {most[1]}."
    return Counted(text, Table(("Year", "Papers"), rows))


def _authors(asked: CountScope, counter: Counter) -> Counted:
    return _ranked("Author", counter.authors(asked, _MOST_ROWS), asked)


def _venues(asked: CountScope, counter: Counter) -> Counted:
    return _ranked("Venue", counter.venues(asked, _MOST_ROWS), asked)


def _ranked(what: str, found: Sequence[tuple[str, int]], asked: CountScope) -> Counted:
    if not found:
        return Counted(f"No paper{_which(asked)} names its {what.lower()}.", None)
    most = found[0][1]
    first = [visible(name) for name, papers in found if papers == most]
    named = ", ".join(first[:5]) + (" and others" if len(first) > 5 else "")
    text = f"{named}: {most} paper{'s' * (most != 1)}{' each' * (len(first) > 1)}{_which(asked)}."
    rows = tuple((visible(name), str(papers)) for name, papers in found)
    return Counted(text, Table((what, "Papers"), rows))


def _cited(asked: CountScope, counter: Counter) -> Counted:
    found = counter.cited(asked, _MOST_ROWS)
    if not found:
        return Counted(f"No paper{_which(asked)} is cited by another one of your library.", None)
    paper, times = found[0]
    text = (
        f"Most cited within your library is {author_year(paper)}, “{visible(paper.title)}”: by "
        f"{times} of its papers."
    )
    rows = tuple((author_year(p), visible(p.title), str(n)) for p, n in found)
    return Counted(text, Table(("Paper", "Title", "Cited by"), rows))


def _oldest(asked: CountScope, counter: Counter) -> Counted:
    return _dated(asked, counter, newest=False)


def _newest(asked: CountScope, counter: Counter) -> Counted:
    return _dated(asked, counter, newest=True)


def _dated(asked: CountScope, counter: Counter, *, newest: bool) -> Counted:
    found = counter.dated(asked, _MOST_ROWS, newest=newest)
    if not found:
        return Counted(f"No paper{_which(asked)} has a known year.", None)
    paper, _ = found[0]
    word = "newest" if newest else "oldest"
    text = f"The {word} paper{_which(asked)} is {author_year(paper)}, “{visible(paper.title)}”."
    rows = tuple((str(year), author_year(p), visible(p.title)) for p, year in found)
    return Counted(text, Table(("Year", "Paper", "Title"), rows))


def _which(asked: CountScope) -> str:
    """For a person, with a space before: " by Feld, since 2010, that mention “graphs”"."""
    parts = [
        f"by {visible(asked.author)}" if asked.author else "",
        _years(asked.since, asked.until),
        f"that mention “{visible(asked.mentioning)}”" if asked.mentioning else "",
        f"among the {len(asked.papers)} chosen" if asked.papers else "",
    ]
    told = ", ".join(part for part in parts if part)
    return f" {told}" if told else ""


def _years(since: int | None, until: int | None) -> str:
    if since is not None and since == until:
        return f"from {since}"
    if since is not None and until is not None:
        return f"from {since} to {until}"
    if since is not None:
        return f"since {since}"
    return f"until {until}" if until is not None else ""


_COUNTS: tuple[tuple[re.Pattern[str], Callable[[CountScope, Counter], Counted]], ...] = (
    (re.compile(r"\bcited\b", re.IGNORECASE), _cited),
    (re.compile(r"\b(?:oldest|earliest)\b", re.IGNORECASE), _oldest),
    (re.compile(r"\b(?:newest|latest|most recent)\b", re.IGNORECASE), _newest),
    (re.compile(r"\b(?:authors?|who|wrote)\b", re.IGNORECASE), _authors),
    (re.compile(r"\b(?:venues?|journals?|conferences?)\b", re.IGNORECASE), _venues),
    (
        re.compile(r"\b(?:(?:per|each|by|a|which|what) (?:year|decade)s?)\b", re.IGNORECASE),
        _by_year,
    ),
)
"""What is counted, by a word of the question; papers where none is there."""
