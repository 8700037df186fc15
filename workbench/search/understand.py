"""What a question says of time and people: suggestions that a person sees and can remove.

Owns which suggestions there are; which years are meant is ``years``'s. Nothing is filtered by them:
each suggestion is a filter in the query language that a front end may offer, with the words of the
question that it came from.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Protocol

from workbench.search.years import Years, year_filter, years_meant
from workbench.types import Suggestion

__all__ = ["Known", "suggest"]


class Known(Protocol):
    """What a library can say of names, so that none is suggested that finds nothing."""

    def has_author(self, name: str) -> bool:
        """Whether a paper is by someone of this name."""

    def has_venue(self, name: str) -> bool:
        """Whether a paper appeared there."""


def suggest(question: str, this_year: int, known: Known | None = None) -> tuple[Suggestion, ...]:
    """What a question may mean, in the order years, recency, author, venue.

    Args:
        question: A person's words.
        this_year: What ``the last five years`` count back from.
        known: The library's names; without it no author or venue is suggested.
    """
    meant = years_meant(question, this_year)
    ranges = meant.ranges if meant else ()
    found: list[Suggestion] = []
    if meant:
        found.append(Suggestion("years", year_filter(ranges), meant.words, _label(ranges)))
    recency = _recency(question, ranges, this_year)
    if recency is not None:
        level, words = recency
        label = f"newness matters {level} of 10"
        found.append(Suggestion("recency", f"search.recency={level}", words, label))
    if known is not None:
        found.extend(_names(question, known, is_dated=meant is not None))
    return tuple(found)


def _label(years: Sequence[Years]) -> str:
    return " or ".join(
        f"{last} or earlier"
        if first is None
        else f"{first} or later"
        if last is None
        else f"{first}"
        if first == last
        else f"{first}–{last}"
        for first, last in years
    )


# -- recency -----------------------------------------------------------------------------------

_NEW = re.compile(
    r"\b(?:the )?(?:latest|newest|most recent|state[- ]of[- ]the[- ]art|current|up[- ]to[- ]date|"
    r"cutting[- ]edge|recent|recently|nowadays|today's|new developments?)\b",
    re.IGNORECASE,
)
_VERY_NEW = re.compile(r"latest|newest|most recent|cutting|up[- ]to[- ]date", re.IGNORECASE)
_NOT_NEW = re.compile(
    r"\b(?:current (?:density|densities|source|flow|transformer|loop|sheet|carrying)|"
    r"(?:electric|alternating|direct|ocean|tidal|eddy) currents?)\b",
    re.IGNORECASE,
)


def _recency(question: str, years: Sequence[Years], this_year: int) -> tuple[int, str] | None:
    """How much newness matters, 1..10, and the words that say so; None where nothing does."""
    said = _NEW.search(_NOT_NEW.sub(" ", question))
    if said:
        return (10 if _VERY_NEW.search(said[0]) else 7), said[0].strip()
    starts = [first for first, last in years if first is not None and last is None]
    if not starts:
        return None
    return _level_of_age(this_year - max(starts)), f"{max(starts)} or later"


def _level_of_age(age: int) -> int:
    """A question that begins near today cares for newness; one that goes far back hardly does."""
    for most, level in ((2, 10), (5, 9), (12, 8), (20, 7), (35, 6), (60, 5)):
        if age <= most:
            return level
    return 2


# -- names -------------------------------------------------------------------------------------

_CAPITAL = r"[A-ZÀ-ÖØ-Þ][\w'’-]+"
_NAME = rf"{_CAPITAL}(?:\s+(?:(?:van|von|de|der|la|le|di)\s+)*{_CAPITAL}){{0,2}}"
_THEIRS = (
    r"(?:papers?|work|articles?|algorithm|method|model|theorem|proof|hints|thesis|book|lectures?|"
    r"results?|ideas?|views?|argument)"
)
_SAID = (
    r"(?:says?|said|wrote|writes?|argued?|argues|found|finds?|thinks?|thought|showed?|propose[ds]?)"
)
# the possessive is among the words, which tells `by Newton's method` from `by Newton`
_BY = re.compile(
    rf"\b(?:by|of|from|according to)\s+(?P<name>{_NAME})"
    r"(?:['’]s\b|(?=\s+et al\b|\s*[?.,;]|\s*$|\s+(?:and|on|about|in|before|after|since)\b))"
    rf"|\b(?P<cited>{_CAPITAL})\s+et al\b|\b(?P<owner>[A-Z][\w-]+)['’]s\s+{_THEIRS}\b"
    rf"|\b(?:did|does|has|have|do)\s+(?P<asked>{_NAME})\s+(?:ever\s+)?{_SAID}\b"
    rf"|\b(?P<saying>{_NAME})\s+{_SAID}\b"
    rf"|\b(?P<on>{_CAPITAL})(?:\s+and\s+(?P<other>{_CAPITAL}))?\s+(?:on|about)\s"
)
_LOOSE = frozenset({"saying", "on", "other"})
"""Signs of a person that stand beside ordinary words too: `Light on`, `Price found`."""
_FIRST = re.compile(rf"^\s*(?P<first>{_CAPITAL})(?:\s+and\s+(?P<second>{_CAPITAL}))?\s+[a-z]")
# names of people that begin questions as ordinary words: `Young stars before 2010`
_ORDINARY = frozenset(
    "young old long short small large little big high low deep black white brown green gray grey "
    "red blue silver gold rich poor good best wise strong sharp hard cold snow rain frost winter "
    "summer may march june day week field forest wood woods stone rock rivers lake hill fish fox "
    "wolf bird power powers price prices cook baker hunter fisher page book bell ball light speed "
    "sun moon star stars love joy hope true king prince major minor chance case cases cross "
    "human man mann mind moral lane street marsh waters wells banks fields rose flowers".split()
)
_VENUE = re.compile(
    r"\b(?:published|appeared|presented|papers?|articles?|work)\s+(?:in|at|from)\s+(?:the\s+)?"
    r"(?P<venue>[A-Z][\w&.-]*(?:\s+(?:(?:of|on|and|in|the|for)\s+)*[A-Z][\w&.-]*){0,5})"
)


def _names(question: str, known: Known, *, is_dated: bool) -> Iterator[Suggestion]:
    """Authors and venues that the question names and the library has."""
    seen: set[str] = set()
    for match in _VENUE.finditer(question):
        name = match["venue"].rstrip(".")
        if name not in seen and known.has_venue(name):
            seen.add(name)
            yield Suggestion("venue", f"venue:{_quoted(name)}", match[0], f"in {name}")
    for name, words in _people(question, is_dated=is_dated):
        if name not in seen and known.has_author(name):
            seen.add(name)
            yield Suggestion("author", f"author:{_quoted(name)}", words, f"by {name}")


def _people(question: str, *, is_dated: bool) -> Iterator[tuple[str, str]]:
    """What may be a person's name, and the words that say so.

    A name that merely begins the question counts where the question is of some time, as in *Lampson
    hints before transformers*; otherwise it is too often what is asked about (*Markov chains*).
    """
    for match in _BY.finditer(question):
        for group, name in match.groupdict().items():
            if name and not (group in _LOOSE and name.lower() in _ORDINARY):
                yield name, match[0].strip()
    if is_dated and (first := _FIRST.match(question)):
        for name in filter(None, first.groups()):
            if name.lower() not in _ORDINARY:
                yield name, name


def _quoted(name: str) -> str:
    return f'"{name}"' if " " in name else name
