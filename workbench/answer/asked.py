"""What sort of thing a question asks for, and how plainly a sentence tells one.

Owns counts of a thing ("how many *patients*"), spans of time, figures, years, people and the
languages that programs are written in, each told by its form alone: a number beside the thing, a
unit of time, a capital. Knows no facts; how much a form counts is for ``relevance`` and ``refuse``.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from workbench.answer.everyday import is_everyday
from workbench.answer.spelling import held_share
from workbench.answer.words import content_stems, fold_text, names, stem, tokens

__all__ = ["LEAST_TOLD", "Asked", "Sort", "asked_for", "asked_thing", "told"]


class Sort(StrEnum):
    """The sorts of things that have a form of their own."""

    COUNT = "count"
    """How many of something."""
    DURATION = "duration"
    FIGURE = "figure"
    """A measured value: an overhead, an accuracy, how fast."""
    YEAR = "year"
    PERSON = "person"
    LANGUAGE = "language"
    """What a program is written in."""


LEAST_TOLD = {
    Sort.COUNT: 1.0,
    Sort.DURATION: 1.0,
    Sort.LANGUAGE: 1.0,
    Sort.YEAR: 0.4,
    Sort.PERSON: 0.4,
}
"""How plainly a quote must tell these, whose forms are so plain that what holds none of them does
not answer: of 55 questions which two libraries answer, none was answered without."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A sort, and the stems of what is counted or measured; none where the form says enough.

    ``given`` are numbers and names of the question itself, which tell nothing.
    """

    sort: Sort
    things: frozenset[str]
    given: frozenset[str]


_THING = re.compile(
    r"\b(?P<asks>how (?:many|much)|what|which|whose|what (?:kind|type|sort)s? of)\s+"
    r"(?P<thing>(?:[\w'’-]+\s+){0,3}?[\w'’-]+?)\s+"
    r"(?=(?:is|are|was|were|do|does|did|has|have|had|can|could|will|would|must|should|to|of|in|for"
    r"|on|at|by|from|with|that|which|per|be|need|make|made|take|took|use|used)\b"
    r"|[a-z]+(?:s|ed)\b)",
    re.IGNORECASE,
)
"""What a question wants to be told of, before the verb or preposition that follows it."""
_COUNTED = re.compile(
    r"\bhow many (?:of (?:the|these|those|all) )?(?P<thing>(?:(?!(?:is|are|was|were|do|does|did|has"
    r"|have|had|can|could|will|would|must|should|may|might|to|of|in|for|on|at|by|from|with|that"
    r"|which|who|per|need|make|made|take|took|use|used)\b)[\w'’-]+ ?){1,4})",
    re.IGNORECASE,
)
_FIGURES = (
    r"(?:overhead|cost|speed-?up|throughput|latency|accuracy|precision|recall|rate|ratio|score"
    r"|percentage|fraction|share|proportion|number|amount|size|length|value|factor|bandwidth"
    r"|capacity|frequency|probability|temperature|dose|price|time|error|depth|dimension"
    r"|threshold|distance|speed|weight|f-?score|memory|improvement|reduction)s?"
)
_HOW_LONG = (
    r"\bhow many (?:\w+ )?(?:seconds|minutes|hours|days|weeks|months)\b"
    r"|\bhow long (?:did|does|do|has|have|had|will|would|may|might|can|could|must|should)\b"
    r"|\bhow long .*\b(?:take|takes|took|last|lasts|lasted)\b"
)
_HOW_MUCH = (
    r"\bhow much (?!(?:\w+er|more|less|better|worse|of|do|does|did|is|are|was|were|can|could|has"
    r"|have|the|an?)\b)(?P<amount>[\w-]+)|"
    r"\b(?:how (?:much|long|fast|large|big|high|small|often|far|accurate|heavy|deep|wide|old|hot)"
    r"|by how much)\b"
    rf"|\b(?:what|which) (?:[\w-]+ ){{0,3}}?(?P<figure>{_FIGURES})\b"
    r"|^what (?:is|are|was|were) the (?:[\w-]+ ){0,3}?"
    rf"(?P<said>{_FIGURES}) (?:of|for|in|on)\b"
)
_WHICH_LANGUAGE = (
    r"\b(?:what|which) (?:programming |computer )?languages? (?:is|are|was|were) .*"
    r"\b(?:written|implemented|programmed|coded|developed|built)\b"
)
_SORTS = (
    (Sort.DURATION, _HOW_LONG),
    (Sort.COUNT, r"\bhow many\b"),
    (Sort.FIGURE, _HOW_MUCH),
    (Sort.LANGUAGE, _WHICH_LANGUAGE),
    (Sort.YEAR, r"\b(?:what|which) year\b|^(?:[^,?]+, )?when (?:was|were|did)\b"),
    (Sort.PERSON, r"^who(?:m|se)?\b"),
)
_READ = tuple((sort, re.compile(pattern, re.IGNORECASE)) for sort, pattern in _SORTS)
_MARKS = re.compile(
    r"\[+\d[\d\s,;–-]*\]+|\((?:19|20)\d\d[a-z]?\)|\bone of\b"
    r"|\b(?:figures?|fig|tables?|sections?|sec|chapters?|equations?|eq|algorithms?|theorems?"
    r"|lemmas?|pages?|pp?|steps?|phases?|lines?|examples?|hypothes[ie]s)\b\.? ?\(?\d[\d.]*\)?",
    re.IGNORECASE,
)
"""Numbers that count nothing: references, what is numbered, and "one of them"."""
_YEAR = re.compile(r"\b(?:1[6-9]|20)\d\d\b")
_SPELLED = frozenset(
    """
    one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen
    seventeen eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety hundred
    hundreds thousand thousands million millions billion dozen dozens half third quarter once twice
    none several few double tenfold twofold threefold
    """.split()
)
_PLURAL = re.compile(r"(?:[^su]s|people|men|children|mice|data|criteria|vertices)$", re.IGNORECASE)
_VAGUE = frozenset({"several", "few"})
_ORDER = re.compile(r"\b[OΘΩ] ?\(")
"""How something grows is told as a number is: "in O(log N) steps"."""
_PARTS = frozenset({"percentag", "share", "fraction", "proport", "overhead", "rate"})
"""Figures that are told as so many in a hundred, often without their names."""
_TIMES = frozenset(
    map(
        stem,
        """
        second seconds minute minutes hour hours day days week weeks month months year years decade
        decades millisecond milliseconds microseconds nanoseconds ms ns sec secs min mins s h
        """.split(),
    )
)
_PEOPLE = frozenset(
    map(
        stem,
        """
        participants subjects volunteers respondents people persons individuals students patients
        users adults children men women males females workers nurses physicians
        """.split(),
    )
)
_ANYBODY = frozenset(map(stem, "participants subjects people persons individuals".split()))
"""What a question calls people of whom a paper may say what they are."""
_AFTER, _UNIT_AFTER = 4, 2
"""Words after a number among which what it counts stands, or its unit of time."""
_LINKING = frozenset("is are was were of to equals n".split())
"""Words between a thing and the number of it: "the number of patients was 12"."""
_BESIDE = 12
"""Words to either side of the name of a figure among which its value stands."""
_SAME_WORD = 0.6
"""Likeness from which a word is a form of the thing's; "personal" is none of "person"."""
_LOOSE = 0.4
"""What a number is worth that is not beside what was asked for, or a name that may be nobody's."""
_PERSON = re.compile(
    r"\b[A-Z][a-z]+(?:[A-Z][a-z]+)? (?:et al\b|and [A-Z][a-z]|\(?(?:1[89]|20)\d\d|\[\d|[A-Z]\.? ?"
    r"|[A-Z][a-z]+)|\b(?:by|[Pp]rofessor|Dr\.?|Mr\.?) [A-Z]|\b[A-Z]\. ?[A-Z][a-z]+"
)
_AGENT = re.compile(
    r"\b[a-z]+(?:ed|[ao]wn|ilt|ade|en|ought|aught|un|et) by (?:an?|the|our|its|their|two|three|some"
    r"|several) [a-z]{3,}"
)
"""Somebody without a name: "sorted by the clerk of the library"."""
_PER_CENT = re.compile(r"%|\bper ?cent\b|\b(?:half|third|quarter)s?\b|\d ?[x×]\b", re.IGNORECASE)
_MEASURED = re.compile(
    r"\d ?(?:[KMGTP]i?B|bytes?|bits?|k?Wh?|MW|[kmµ]?g|[kmµn]m|Hz|[kMG]Hz|[kM]?J|dollars|euros)\b"
    r"|[$€£] ?\d"
)
"""A number with a unit, which says without its name what is measured."""
_WRITTEN_IN = re.compile(
    r"\b(?:written|implement\w*|coded|programm\w*|developed|built|wrote|rewritten)\b"
    r"(?: [\w-]+){0,4}? (?:in|using|with) (?:the )?[A-Z]"
)


@lru_cache(maxsize=256)
def asked_for(question: str) -> Asked | None:
    """What a question asks for, where that has a form of its own."""
    plain = fold_text(question).rstrip("?. ")
    for sort, pattern in _READ:
        match = pattern.search(plain)
        if match:
            named = match.groupdict()
            figure = named.get("amount") or named.get("figure") or named.get("said") or ""
            things = _things(plain, sort, figure)
            numbers = {word for word in tokens(plain) if word[0].isdigit()}
            return Asked(sort, things, frozenset(numbers | names(plain)))
    return None


def asked_thing(question: str) -> list[str]:
    """Stems of what a question wants to be told of ("how many *patents* …"), none for words that
    anybody uses.
    """
    match = _THING.search(question)
    asked = content_stems(match["thing"]) if match else []
    return [item for item in asked if not is_everyday(item)]


def told(asked: Asked, sentence: str) -> float:
    """How plainly (0..1) a sentence tells what is asked for, by its form."""
    if asked.sort is Sort.YEAR:
        return float(any(year not in asked.given for year in _YEAR.findall(sentence)))
    if asked.sort is Sort.PERSON:
        return _person_told(asked, fold_text(sentence))
    if asked.sort is Sort.LANGUAGE:
        return float(bool(_WRITTEN_IN.search(fold_text(sentence))))
    words = tokens(_ORDER.sub("0 ", _MARKS.sub(" ", fold_text(sentence))))
    places = [i for i, word in enumerate(words) if _is_number(word) and word not in asked.given]
    if not places:
        return 0.0
    if asked.sort is Sort.FIGURE:
        in_parts = bool(asked.things & _PARTS) and bool(_PER_CENT.search(sentence))
        measured = bool(asked.things) and bool(_MEASURED.search(sentence))
        return 1.0 if in_parts or measured else _figure_told(asked, words, places)
    if any(_counts(asked.things, words, i) for i in places if words[i] not in _VAGUE):
        return 1.0
    following = [words[place + 1] if place + 1 < len(words) else "" for place in places]
    bare = any(stem(word) not in _TIMES for word in following)
    return _LOOSE if bare and asked.sort is Sort.COUNT else 0.0


def _things(plain: str, sort: Sort, figure: str) -> frozenset[str]:
    if sort is Sort.DURATION:
        return _TIMES
    if sort is Sort.FIGURE:
        named_stems = frozenset(content_stems(figure))
        return named_stems | _TIMES if "time" in named_stems else named_stems
    match = _COUNTED.search(plain) if sort is Sort.COUNT else None
    counted = _up_to_plural(match["thing"].split()) if match else ""
    stems = [item for item in content_stems(counted) if item.isalpha()]
    telling = frozenset(item for item in stems if not is_everyday(item)) or frozenset(stems)
    return telling | _PEOPLE if telling & _ANYBODY else telling


def _up_to_plural(words: Sequence[str]) -> str:
    """The words up to the first plural: "patents" of "patents protect the guard"."""
    ends = (i for i, word in enumerate(words, start=1) if _PLURAL.search(word))
    return " ".join(words[: next(ends, len(words))])


def _person_told(asked: Asked, plain: str) -> float:
    if _PERSON.search(plain):
        return 1.0
    return _LOOSE if _AGENT.search(plain) or names(plain) - asked.given else 0.0


def _is_number(word: str) -> bool:
    return word[0].isdigit() or word in _SPELLED


def _counts(things: frozenset[str], words: Sequence[str], place: int) -> bool:
    """Whether the number at a place stands beside one of the things."""
    last = place + 1 + (_UNIT_AFTER if things is _TIMES else _AFTER)
    after = words[place + 1 : last]
    if "ago" in after[:2]:
        return False  # that is when, not how long
    held = {stem(word) for word in after}
    before = words[max(0, place - 2) : place]
    held |= {stem(word) for word in before[-1:]}
    held |= {stem(word) for word in before[:1] if before[-1] in _LINKING}
    return any(held_share(thing, held) >= _SAME_WORD for thing in things)


def _figure_told(asked: Asked, words: Sequence[str], places: Sequence[int]) -> float:
    if not asked.things:
        return 1.0
    named = [i for i, word in enumerate(words) if held_share(stem(word), asked.things) == 1]
    near = any(abs(i - place) <= _BESIDE for i in named for place in places)
    return 1.0 if near else _LOOSE
