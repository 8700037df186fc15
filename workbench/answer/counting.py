"""Questions about the library's own papers, counted in the catalogue and never guessed.

Owns reading what is to be counted out of the question, and the table that answers it. The counts
themselves come from functions that are handed in.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace

from workbench.answer.attribution import author_year
from workbench.answer.counted import Counted, Counter
from workbench.answer.one_paper import about_one_paper
from workbench.answer.words import content_stems, stem, visible
from workbench.types import CountScope, Filters, Table

__all__ = ["Counted", "Counter", "count"]

_MOST_ROWS = 15
_YEAR = r"(?:1[5-9]|20)\d\d"
_BETWEEN = re.compile(
    rf"\b(?:between|from) (?P<a>{_YEAR}) (?:and|to|until|till|-|–) ?(?P<b>{_YEAR})", re.IGNORECASE
)
_SINCE = re.compile(rf"\b(?P<word>since|after) (?P<a>{_YEAR})\b", re.IGNORECASE)
_BEFORE = re.compile(rf"\b(?P<word>before|until|till) (?P<b>{_YEAR})\b", re.IGNORECASE)
_IN_YEAR = re.compile(rf"\b(?:in|from|of) (?P<a>{_YEAR})\b", re.IGNORECASE)
_AUTHOR = r"(?P<author>[A-Z][\w'’-]+(?: [A-Z][\w'’.-]*)*)"
_BY_AUTHOR = re.compile(rf"\b(?:by|from) {_AUTHOR}(?=$|[\s?.,])")
_AUTHOR_WROTE = re.compile(
    rf"\b(?:did|has|have) {_AUTHOR} (?:co-?)?(?:write|written|author(?:ed)?|publish(?:ed)?)\b"
    rf"|\b(?:were|was) (?:written|published|authored) by (?P<writer>[A-Z][\w'’-]+)"
)
_MOST = r"\b(?:most|least|oftenest|fewest|more than)\b"
_NAMES_THEM = re.compile(r"(?:which|what|list|find|show)\b", re.IGNORECASE)
"""How a question opens that wants to have papers named, and not their number alone."""
_FRAME = frozenset(
    stem(word)
    for word in "library hold article study publication literature year total collection write"
    " written publish published author altogether".split()
)
"""Words of a question for how many papers there are that leave none of them out."""
_MENTIONS = re.compile(
    r"\b(?:mention(?:s|ing)?|about|on|use|using|discuss|contain(?:ing)?) "
    r"(?P<term>[\w][\w\s'-]*?)(?=\s+(?:since|before|after|between|from|in|until) \d{4}|[?.]|$)",
    re.IGNORECASE,
)


def count(question: str, filters: Filters, counter: Counter) -> Counted | None:
    """Count what a question asks for; ``None`` where the catalogue cannot tell what that is."""
    rest, asked = _asked(question, filters)
    found = about_one_paper(rest, asked, counter)
    if found is not None:
        return found
    for pattern, answer in _COUNTS:
        if pattern.search(rest):
            return answer(asked, counter)
    if not _is_understood(rest):
        return None
    named = asked.author or asked.mentioning or _NAMES_THEM.match(rest)
    return _by_one(asked, counter) if named else _papers(asked, counter)


def _asked(question: str, filters: Filters) -> tuple[str, CountScope]:
    """The question without its years, and what is counted."""
    since, until, rest = filters.since, filters.until, question
    for pattern in (_BETWEEN, _SINCE, _BEFORE, _IN_YEAR):
        if match := pattern.search(question):
            said = match.groupdict()
            first, last = _read_years(said.get("word", ""), said.get("a"), said.get("b"))
            since = since if first is None else first
            until = first if pattern is _IN_YEAR else until if last is None else last
            rest = " ".join((question[: match.start()] + question[match.end() :]).split())
            break
    author = _AUTHOR_WROTE.search(question) or _BY_AUTHOR.search(question)
    term = _MENTIONS.search(question)
    named = next((name for name in author.groups() if name), "") if author else ""
    mentioned = term["term"].strip() if term and not author else ""
    return rest, CountScope(since, until, filters.papers, named, mentioned)


def _read_years(word: str, first: str | None, last: str | None) -> tuple[int | None, int | None]:
    since = int(first) + (word.lower() == "after") if first else None
    until = int(last) - (word.lower() == "before") if last else None
    return since, until


def _is_understood(rest: str) -> bool:
    """Whether nothing is asked beside author, mention and the number of papers itself.

    A question with more in it is about something else, and the number of all papers is no answer.
    """
    for pattern in (_AUTHOR_WROTE, _BY_AUTHOR, _MENTIONS):
        rest = pattern.sub(" ", rest)
    return set(content_stems(rest)) <= _FRAME


def _by_one(asked: CountScope, counter: Counter) -> Counted:
    """The papers that are left, by name: of one author, on a matter, of some years."""
    number = _papers(asked, counter)
    found = counter.listed(asked, _MOST_ROWS)
    rows = tuple((author_year(paper), visible(paper.title)) for paper in found)
    return replace(number, table=Table(("Paper", "Title"), rows) if rows else None)


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
    (re.compile(rf"{_MOST}.*\bcited\b|\bcited\b.*{_MOST}", re.IGNORECASE), _cited),
    (re.compile(r"\b(?:oldest|earliest)\b", re.IGNORECASE), _oldest),
    (re.compile(r"\b(?:newest|latest|most recent)\b", re.IGNORECASE), _newest),
    (
        re.compile(
            rf"\bhow many authors\b|\b(?:per|each|by|an?) author\b|\b(?:authors?|who)\b.*{_MOST}",
            re.IGNORECASE,
        ),
        _authors,
    ),
    (re.compile(r"\b(?:venues?|journals?|conferences?)\b", re.IGNORECASE), _venues),
    (
        re.compile(r"\b(?:(?:per|each|by|a|which|what) (?:year|decade)s?)\b", re.IGNORECASE),
        _by_year,
    ),
)
"""What is counted, by a word of the question; papers where none is there."""
