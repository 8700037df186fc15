"""Works that papers cite, as a question names them: "Chaum", "Knuth (1973)", "Chaum's mixes".

Owns reading author, year and words of the title out of such a name, and the sentence and table that
tell who cites it. Every cited work is shown beside the paper that cites it, so that a name that
several authors bear can be seen through.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from workbench.answer.attribution import author_year
from workbench.answer.counted import CitedWork, CitingPaper
from workbench.answer.words import STOP_WORDS, visible
from workbench.types import PaperSummary, Table

__all__ = ["told_works", "works_named"]

_MOST_ROWS = 50
_PARTICLES = r"(?:(?:van|von|de|der|den|del|di|da|la|le|ter|al|bin) )*"
_WHOLE_NAME = rf"{_PARTICLES}[A-Z][\w’-]*\.?(?: {_PARTICLES}[A-Z][\w’-]*\.?){{0,3}}"
_NAMED = re.compile(
    rf"^(?P<authors>{_WHOLE_NAME}(?:(?:, and |, | and | & ){_WHOLE_NAME})*)(?:,? et al\.?)?"
    r"(?:['’]s?)?"
    r"(?:,? \(?(?P<year>(?:1[5-9]|20)\d\d)[a-z]?\)?)?"
    r"(?: (?P<title>.+))?$"
)
_POSSESSIVE = re.compile(r"['’]s? ")
_BETWEEN_AUTHORS = re.compile(r", and |, | and | & ")
_WORD = re.compile(r"[\w’'-]+")
_ONLY_SAYS_WORK = frozenset(
    "article articles book books paper papers study studies thesis work works".split()
)


def works_named(name: str, *, by_author: bool = False) -> tuple[CitedWork, ...]:
    """What a name may stand for: works of people of that name, works with it in their titles.

    Args:
        name: What follows "cite" in a question.
        by_author: Whether it is said to be an author's: "papers by Chaum".
    """
    text = " ".join(name.split())
    owned = _POSSESSIVE.search(text)
    if owned:
        work = _of_people(text)
        return (work,) if work else ()
    people = _of_people(text)
    of_title = () if by_author else (CitedWork(title=(text,)),)
    return ((people,) if people and not people.title else ()) + of_title


def told_works(
    works: Sequence[CitedWork],
    citing: Callable[[CitedWork], Sequence[CitingPaper]],
    keeps: Callable[[PaperSummary], bool],
    years: str,
) -> tuple[str, Table | None] | None:
    """The sentence and the table of who cites these works; ``None`` where nobody does.

    Args:
        works: What a name may stand for.
        citing: The catalogue's papers that cite such a work, with what they cite.
        keeps: Whether a paper is of the years and papers that were asked for.
        years: These years, for a person, with a space before.
    """
    told: list[str] = []
    rows: list[CitingPaper] = []
    for work in works:
        if found := citing(work):
            kept = [row for row in found if keeps(row.paper)]
            told.append(_sentence(work, len(kept), years))
            rows += [row for row in kept if row not in rows]
    return (" ".join(told), _citing_table(rows)) if told else None


def _citing_table(rows: Sequence[CitingPaper]) -> Table | None:
    """Papers with the works that they cite; ``None`` where there are none."""
    told = tuple(
        (
            author_year(row.paper),
            visible(row.paper.title),
            "; ".join(filter(None, map(visible, row.cited))),
        )
        for row in rows[:_MOST_ROWS]
    )
    return Table(("Paper", "Title", "Cites"), told) if told else None


def _of_people(text: str) -> CitedWork | None:
    """A name that opens with people's; they may have a year, and a title if they own it."""
    found = _NAMED.match(text)
    if not found:
        return None
    families = tuple(_family(whole) for whole in _BETWEEN_AUTHORS.split(found["authors"]))
    words = _WORD.findall(found["title"] or "")
    title = tuple(
        word
        for word in words
        if word.lower() not in STOP_WORDS and word.lower() not in _ONLY_SAYS_WORK
    )
    return CitedWork(families, title, int(found["year"]) if found["year"] else None)


def _family(whole: str) -> str:
    """The last word of a name, without what makes it a possessive."""
    return whole.rstrip(".").split()[-1].removesuffix("’s").removesuffix("'s")


def _sentence(work: CitedWork, number: int, years: str) -> str:
    papers = f"{number or 'No'} paper{'s' * (number != 1)} of your library{years}"
    many = f"{papers} cite{'s' * (number == 1)}"
    of = f" of {work.year}" if work.year is not None else ""
    parts = []
    if work.authors:
        parts.append(f"{_listed(work.authors)} among their authors")
    if work.title:
        parts.append(f"{_listed(work.title)} in their title")
    return f"{many} works{of} with {' and '.join(parts)}."


def _listed(words: Sequence[str]) -> str:
    quoted = [f"“{visible(word)}”" for word in words]
    return quoted[0] if len(quoted) == 1 else f"{', '.join(quoted[:-1])} and {quoted[-1]}"
