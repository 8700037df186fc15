"""Questions about the library's own papers, counted in the catalogue and never guessed.

Owns reading what is to be counted out of the question, and the table that answers it. The counts
themselves come from functions that are handed in.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace

from workbench.answer.attribution import author_year, named_in_full
from workbench.answer.counted import Counted, Counter
from workbench.answer.kept import FRAME, Kept, kept_in
from workbench.answer.one_paper import about_one_paper
from workbench.answer.words import content_stems, visible
from workbench.types import CountScope, Filters, Table

__all__ = ["Counted", "Counter", "count"]

_MOST_ROWS = 15
_MOST_NAMED = 200
"""Papers that are named where a question asks for them; that more are left out is said."""
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
_ARTICLE = re.compile(r"^(?:an?|the) ", re.IGNORECASE)
_MOST = r"\b(?:most|least|oftenest|fewest|more than)\b"
_NUMBERS = "zero one two three four five six seven eight nine ten".split()
_N = rf"(?:\d{{1,4}}|{'|'.join(_NUMBERS)})"
_MORE_THAN = re.compile(
    rf"(?:\b(?:on|in|of|with|to) )?\b(?:more than (?P<more>{_N})|at least (?P<least>{_N})|several"
    r"|multiple) (?:papers?|articles?|studies|publications?|times)\b",
    re.IGNORECASE,
)
_OF_MANY = re.compile(
    r"^(?:which|what|who|how many) ?(?:authors?|venues?|journals?)\b", re.IGNORECASE
)
_OF_VENUES = re.compile(r"^\S+(?: many)? (?:venues?|journals?)", re.IGNORECASE)
_NAMES_THEM = re.compile(r"(?:which|what|list|find|show)\b", re.IGNORECASE)
"""How a question opens that wants to have papers named, and not their number alone."""
_MENTIONS = re.compile(
    r"\b(?:mention(?:s|ing)?|about|on|use|using|discuss|contain(?:ing)?) "
    r"(?P<term>[\w][\w\s'-]*?)(?=\s+(?:since|before|after|between|from|in|until) \d{4}|[?.]|$)",
    re.IGNORECASE,
)


def count(question: str, filters: Filters, counter: Counter) -> Counted | None:
    """Count what a question asks for; ``None`` where the catalogue cannot tell what that is."""
    question, more_than = _without_threshold(question)
    rest, asked = _asked(question, filters)
    if more_than is not None:
        return _repeated(question, more_than, asked, counter)
    found = about_one_paper(rest, asked, counter)
    if found is not None:
        return found
    kept = kept_in(rest)
    if kept is not None and _is_understood(kept.rest):
        # what is mentioned, and by whom, must not run into what is kept
        _, beside = _asked(kept.rest, filters)
        return _by_kept(kept, replace(beside, since=asked.since, until=asked.until), counter)
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
    mentioned = _ARTICLE.sub("", term["term"].strip()) if term and not author else ""
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
    return set(content_stems(rest)) <= FRAME


def _by_one(asked: CountScope, counter: Counter) -> Counted:
    """The papers that are left, by name: of one author, on a matter, of some years."""
    number = counter.papers(asked)
    text = _held(number, _which(asked)) + _undated(asked, counter)
    if asked.author and not number:
        text += " Authors' names are looked for, not where they work."
    return _named(text, number, asked, counter)


def _by_kept(kept: Kept, asked: CountScope, counter: Counter) -> Counted:
    """The papers that their reader keeps so, by name, of those that are left."""
    if kept.lacking:
        lacking = replace(asked, lacking=kept.lacking)
        number = counter.papers(lacking)
        return _named(_held(number, f"{_which(asked)} {kept.label}"), number, lacking, counter)
    ids = counter.leaving(kept.term)
    if asked.papers:
        ids = [identifier for identifier in ids if identifier in asked.papers]
    told = f" {kept.label}{_which(replace(asked, papers=()))}"
    scope = replace(asked, papers=tuple(ids))
    number = counter.papers(scope) if ids else 0  # no papers named would be all of them
    undated = _undated(scope, counter) if ids else ""
    return _named(_held(number, told) + undated, number, scope, counter)


def _held(number: int, which: str) -> str:
    return f"Your library holds {number or 'no'} paper{'s' * (number != 1)}{which}."


def _undated(asked: CountScope, counter: Counter) -> str:
    """Of papers that some years leave out because theirs is not known."""
    if asked.since is None and asked.until is None:
        return ""
    number = counter.papers(replace(asked, since=None, until=None, lacking="year"))
    several = "papers whose years are" if number != 1 else "paper whose year is"
    return f" {number} more {several} not known may be of that time." if number else ""


def _named(text: str, number: int, asked: CountScope, counter: Counter) -> Counted:
    if not number:
        return Counted(text, None)
    found = counter.listed(asked, _MOST_NAMED)
    rows = tuple((author_year(paper), visible(paper.title)) for paper in found)
    left_out = f" The newest {len(rows)} are named." if len(rows) < number else ""
    return Counted(text + left_out, Table(("Paper", "Title"), rows))


def _papers(asked: CountScope, counter: Counter) -> Counted:
    number = counter.papers(asked)
    years = counter.by_year(asked)
    rows = tuple((str(year or "not known"), str(papers)) for year, papers in years)
    table = Table(("Year", "Papers"), rows) if len(rows) > 1 else None
    return Counted(_held(number, _which(asked)) + _undated(asked, counter), table)


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


def _repeated(question: str, more_than: int, asked: CountScope, counter: Counter) -> Counted:
    """Authors, or venues, with more papers than this."""
    is_of_venues = _OF_VENUES.search(question)
    found = (counter.venues if is_of_venues else counter.authors)(asked, _MOST_NAMED)
    rows = [(visible(name), str(papers)) for name, papers in found if papers > more_than]
    what = "venue" if is_of_venues else "author"
    are = f"{len(rows) or 'No'} {what}{'s' * (len(rows) != 1)} ha{'s' if len(rows) == 1 else 've'}"
    several = f"more than {more_than} paper{'s' * (more_than != 1)}"
    text = f"{are} {several}{_which(asked)}, by {what}s' names as they are printed."
    left_out = f" Only the first {_MOST_NAMED} are named." if len(rows) == _MOST_NAMED else ""
    table = Table((what.capitalize(), "Papers"), tuple(rows)) if rows else None
    return Counted(text + left_out, table)


def _without_threshold(question: str) -> tuple[str, int | None]:
    """A question on authors or venues less "more than one paper", and that number."""
    found = _MORE_THAN.search(question) if _OF_MANY.search(question) else None
    if found is None:
        return question, None
    word = (found["more"] or found["least"] or "two").lower()
    number = int(word) if word.isdigit() else _NUMBERS.index(word)
    rest = f"{question[: found.start()]} {question[found.end() :]}"
    return " ".join(rest.split()), number if found["more"] else number - 1


def _cited(asked: CountScope, counter: Counter) -> Counted:
    found = counter.cited(asked, _MOST_ROWS)
    if not found:
        return Counted(f"No paper{_which(asked)} is cited by another one of your library.", None)
    paper, times = found[0]
    named = named_in_full(paper)
    text = f"Most cited within your library is {named}: by {times} of its papers."
    rows = tuple((author_year(p), visible(p.title), str(n)) for p, n in found)
    return Counted(text, Table(("Paper", "Title", "Cited by"), rows))


def _oldest(asked: CountScope, counter: Counter) -> Counted:
    return _dated(asked, counter, newest=False)


def _newest(asked: CountScope, counter: Counter) -> Counted:
    return _dated(asked, counter, newest=True)


def _longest(asked: CountScope, counter: Counter) -> Counted:
    return _by_pages(asked, counter, most=True)


def _shortest(asked: CountScope, counter: Counter) -> Counted:
    return _by_pages(asked, counter, most=False)


def _by_pages(asked: CountScope, counter: Counter, *, most: bool) -> Counted:
    found = counter.longest(asked, _MOST_ROWS, most=most)
    if not found:
        return Counted(f"Your library holds no paper{_which(asked)}.", None)
    paper, pages = found[0]
    word = "longest" if most else "shortest"
    which = _which(asked, one=True)
    many = f"{pages} page{'s' * (pages != 1)}"
    text = f"The {word} paper{which} is {named_in_full(paper)}: {many}."
    rows = tuple((str(n), author_year(p), visible(p.title)) for p, n in found)
    return Counted(text, Table(("Pages", "Paper", "Title"), rows))


def _added(asked: CountScope, counter: Counter) -> Counted:
    found = counter.added(asked, _MOST_ROWS)
    if not found:
        return Counted(f"Your library holds no paper{_which(asked)}.", None)
    paper, day = found[0]
    which = _which(asked, one=True)
    text = f"The paper{which} that was added last is {named_in_full(paper)}: on {day}."
    rows = tuple((added, author_year(p), visible(p.title)) for p, added in found)
    return Counted(text, Table(("Added", "Paper", "Title"), rows))


def _dated(asked: CountScope, counter: Counter, *, newest: bool) -> Counted:
    found = counter.dated(asked, _MOST_ROWS, newest=newest)
    if not found:
        return Counted(f"No paper{_which(asked)} has a known year.", None)
    paper, _ = found[0]
    word = "newest" if newest else "oldest"
    which = _which(asked, one=True)
    text = f"The {word} paper{which} is {named_in_full(paper)}."
    rows = tuple((str(year), author_year(p), visible(p.title)) for p, year in found)
    return Counted(text, Table(("Year", "Paper", "Title"), rows))


def _which(asked: CountScope, *, one: bool = False) -> str:
    """For a person, with a space before: " by Feld, since 2010, that mention “graphs”"."""
    parts = [
        f"by {visible(asked.author)}" if asked.author else "",
        _years(asked.since, asked.until),
        f"that mention{'s' * one} “{visible(asked.mentioning)}”" if asked.mentioning else "",
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
    (re.compile(r"\blongest\b|\bmost pages\b", re.IGNORECASE), _longest),
    (re.compile(r"\bshortest\b|\b(?:fewest|least) pages\b", re.IGNORECASE), _shortest),
    (
        re.compile(r"\badd(?:ed)?\b.*\b(?:last|recently|lately)\b|\badded papers\b", re.IGNORECASE),
        _added,
    ),
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
