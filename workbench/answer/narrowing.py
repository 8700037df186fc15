"""What a question itself says of years, authors and venues, and which of it narrows the search.

Owns telling what is asked of the literature ("since 2018", "by Feld") from what may be asked of
the world ("in 1998", when something was measured), and a person from a thing named after one
("Newton's method"): the former narrow, and are shown; the latter are only offered. Finding either
in the words is ``workbench.search.understand``'s.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from workbench.answer.kinds import Kind
from workbench.answer.people import people_asked
from workbench.answer.words import content_stems
from workbench.errors import QueryError
from workbench.search.query import parse_query
from workbench.search.work_verb import without_the_verb
from workbench.search.year_rules import events_in, time_alone
from workbench.types import Answer, Filters, Hit, QuestionUnderstood, Suggestion

__all__ = [
    "Narrowing",
    "Suggest",
    "names_what_narrowed",
    "narrowing_of",
    "set_beside",
    "without_years",
]

Suggest = Callable[[str], Sequence[Suggestion]]
"""A question to what it may mean beside its words."""

_OF_LITERATURE = re.compile(
    r"\b(?:papers?|articles?|stud(?:y|ies)|publications?|published|works?|written|literature"
    r"|research|researchers|authors?)\b",
    re.IGNORECASE,
)
_UNTIL_NOW = re.compile(
    r"\b(?:since|as of|onwards?|newer|younger|fewer|(?:no|not) (?:older|earlier|more)"
    r"|(?:last|past|previous|this) (?:[\w-]+ ){0,3}?"
    r"(?:years?|decades?|century|centuries|quarter|half))\b",
    re.IGNORECASE,
)
"""Signs of a period up to now, which are said of what was written rather than of what happened."""
_OPEN_ENDED = re.compile(r"^year:(?:\d{4}\.\.|\.\.\d{4})$")
_HOW_DONE = re.compile(
    r"^how (?:was|were)\b.*\b(?:\w{2,}ed|done|found|made|built|written)\b", re.IGNORECASE
)
"""Asks for a method of the time, which is as old as the papers that describe it."""
_SAID_BY = re.compile(
    r"(?:by|according to)\s(?!.*['’]s$)|.*\bet al$|(?:did|does|has|have|do)\s"
    r"|.*['’]s\s+(?:papers?|articles?|thesis|book|lectures?)$",
    re.IGNORECASE,
)
"""Words by which a person is named as who wrote; a method or a theorem only bears their name."""
_OVERVIEWS = frozenset({Kind.PAPERS, Kind.CHANGE, Kind.CONSENSUS, Kind.SYNTHESIS})
"""Kinds that ask what was written; a period in them is when it was written."""
_SPACE_BEFORE_STOP = re.compile(r"\s+([?.,;:!])")
_LEFT_OPEN = re.compile(r"^[\s,;]+|(?:[\s,;]|\b(?:and|of|by|from|in))+(?=[?.!]?$)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Narrowing:
    """A question without the words that narrow it, and what they narrow it to.

    ``filters`` are those set beside it together with those that were read from it; ``is_unsure``
    says that years among these may be of the world after all.
    """

    question: str
    filters: Filters
    narrowed_by: tuple[Suggestion, ...] = ()
    could_narrow: tuple[Suggestion, ...] = ()
    is_unsure: bool = False


def narrowing_of(
    question: str,
    filters: Filters,
    kind: Kind,
    suggest: Suggest,
    *,
    read: bool = True,
    words: str = "",
    inherited: Sequence[Suggestion] = (),
    narrowed_by: Sequence[Suggestion] | None = None,
) -> Narrowing:
    """Take what narrows out of a question.

    Args:
        question: What a person asked; filters typed in it (``tag:thesis``) always narrow.
        filters: What was set beside it; years and papers set there are not read from the question.
        kind: What the question asks for.
        suggest: Finds what it may mean.
        read: Whether anything but typed filters may narrow.
        words: What is read, where that is not the whole question: a follow-up without its topic.
        inherited: What was read from the question before this; each stays unless this says
            something of its kind.
        narrowed_by: What was read from this question before, in place of reading it anew.

    Raises:
        QueryError: A filter is typed wrongly.
    """
    rest, typed = _typed(question)
    beside = replace(filters, terms=_each_once((*filters.terms, *typed)))
    # counting reads years and names itself
    found = () if kind is Kind.COUNT else _suggested(words or rest, suggest)
    people: tuple[Suggestion, ...] = ()
    if kind is not Kind.COUNT and not any(_names_writer(s) for s in found):
        people = _people(words or rest, suggest)
        found = (*(s for s in found if not people or s.kind != "author"), *people)
    if narrowed_by is not None:
        taken = tuple(narrowed_by)
    else:
        taken = _taken(found, people, rest, kind, filters, inherited) if read else ()
    dated = any(s.kind == "years" for s in taken)  # then newness is spoken for
    offered = tuple(
        s
        for s in found
        if not (
            s in taken
            or s.filter in {t.filter for t in taken}
            or s.filter in beside.terms
            or (dated and s.kind == "recency")
        )
    )
    bare = without_years(rest, taken)
    narrowed = replace(beside, terms=_each_once((*beside.terms, *(s.filter for s in taken))))
    unsure = any(s.kind == "years" and not _is_of_literature(s, rest, kind) for s in taken)
    return Narrowing(bare, narrowed, taken, offered, unsure)


def names_what_narrowed(hit: Hit, narrowed_by: Sequence[Suggestion]) -> bool:
    """Whether a passage names the people and venues that a question was narrowed by.

    False where it was narrowed by years: no passage makes up for those.
    """
    text = f"{hit.passage.text} {hit.paper.title}".casefold()
    return all(s.kind in {"author", "venue"} and _name(s) in text for s in narrowed_by)


def set_beside(understood: Answer | QuestionUnderstood) -> Filters:
    """What narrows a question beside what was read from it."""
    read = {taken.filter for taken in understood.narrowed_by}
    beside = tuple(term for term in understood.filters.terms if term not in read)
    return replace(understood.filters, terms=beside)


def _typed(question: str) -> tuple[str, tuple[str, ...]]:
    """The question without the filters that are typed in it, and these."""
    try:
        parsed = parse_query(question)
    except QueryError:
        if not re.search(r"\b\w+:\S", question):
            return question, ()  # a stray quotation mark or parenthesis is no filter
        raise
    if not parsed.filters or not parsed.has_words:
        return question, ()
    rest = question
    for text in parsed.filter_texts():
        rest = rest.replace(text, " ")
    return _tidied(rest), parsed.filter_texts()


def _taken(
    found: Sequence[Suggestion],
    people: Sequence[Suggestion],
    question: str,
    kind: Kind,
    filters: Filters,
    inherited: Sequence[Suggestion],
) -> tuple[Suggestion, ...]:
    """What narrows: what is said anew, and what was said before of other kinds."""
    # after a question of some years, other years are those of papers too
    dated = any(s.kind == "years" for s in inherited)
    new = [
        s
        for s in found
        if (s in people and not filters.papers)
        or _is_meant(s, question, kind, filters)
        or (dated and s.kind == "years" and not any(events_in(s.words)))
    ]
    said = {s.kind for s in new}
    return (*(s for s in inherited if s.kind not in said), *new)


def _is_meant(suggestion: Suggestion, question: str, kind: Kind, filters: Filters) -> bool:
    if suggestion.kind == "years":
        if filters.since is not None or filters.until is not None:
            return False
        if any(events_in(suggestion.words)):
            return False
        return (
            _is_of_literature(suggestion, question, kind)
            or bool(_OF_LITERATURE.search(without_the_verb(question)))
            or bool(_OPEN_ENDED.match(suggestion.filter) and _HOW_DONE.match(question))
        )
    if suggestion.kind == "author" and not _names_writer(suggestion):
        return False
    # newness only shifts what is found: it leaves nothing out, and is offered
    return suggestion.kind in {"author", "venue"} and not filters.papers


def _is_of_literature(years: Suggestion, question: str, kind: Kind) -> bool:
    """Whether years are surely those of papers: the question asks what was written then."""
    said = re.escape(years.words)
    papers_then = rf"{_OF_LITERATURE.pattern}\s+{said}"
    of_papers = re.search(papers_then, without_the_verb(question), re.IGNORECASE)
    return (
        kind in _OVERVIEWS
        or bool(of_papers)
        or bool(_UNTIL_NOW.search(years.words))
        or bool(_OF_LITERATURE.search(years.words))
    )


def _suggested(question: str, suggest: Suggest) -> tuple[Suggestion, ...]:
    """What a question may mean; an event's year is told apart, so that the rest can narrow."""
    found = tuple(suggest(question))
    plain = question
    for event in events_in(question):
        plain = plain.replace(event[0], " ")
    if plain == question:
        return found
    years = [s for s in suggest(plain) if s.kind == "years"]
    return (*years, *(s for s in found if s not in years))


def _people(question: str, suggest: Suggest) -> tuple[Suggestion, ...]:
    """Authors of the library whose family names alone say that a question is about them."""
    named = people_asked(question)
    each = [[s for s in suggest(f"by {name}") if s.kind == "author"] for name in named]
    if not named or not all(each):
        return ()
    either = " OR ".join(found[0].filter for found in each)
    whole = f"({either})" if len(named) > 1 else either
    return (Suggestion("author", whole, " and ".join(named), f"by {' or '.join(named)}"),)


def _names_writer(suggestion: Suggestion) -> bool:
    return suggestion.kind == "author" and bool(_SAID_BY.match(suggestion.words))


def without_years(question: str, taken: Sequence[Suggestion]) -> str:
    """The question without the years that narrow it; names stay, since texts speak of people."""
    rest = question
    for suggestion in taken:
        if suggestion.kind == "years":
            for words in suggestion.words.split(" … "):
                rest = rest.replace(time_alone(words), " ", 1)
    rest = _tidied(rest)
    return rest if content_stems(rest) else question


def _tidied(text: str) -> str:
    return _LEFT_OPEN.sub("", _SPACE_BEFORE_STOP.sub(r"\1", " ".join(text.split())))


def _name(suggestion: Suggestion) -> str:
    return suggestion.filter.partition(":")[2].strip('"').casefold()


def _each_once(terms: Sequence[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(terms))
