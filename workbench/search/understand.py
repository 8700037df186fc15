"""What a question says of time and people: suggestions that a person sees and can remove.

Owns the rules. Nothing is filtered by them: each suggestion is a filter in the query language
that a front end may offer, with the words of the question that it came from. The rules want a
sign of time (``since``, ``before``, ``in the 1990s``, ``the last five years``, ``in the era of``)
beside what they take for one: a number or a name alone suggests nothing, since papers are full of
both (``Windows 95``, ``TREC 2019``, ``BERT``). A question that sets *before* against *after*
wants both sides, so it suggests nothing either.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from workbench.search.epochs import Epoch, epoch_pattern, epochs
from workbench.types import Suggestion

__all__ = ["Known", "Years", "suggest", "year_filter", "years_meant"]

EARLIEST_YEAR = 1000
Years = tuple[int | None, int | None]
"""First and last year, both included; None leaves that side open."""


class Known(Protocol):
    """What a library can say of names, so that none is suggested that finds nothing."""

    def has_author(self, name: str) -> bool:
        """Whether a paper is by someone of this name."""

    def has_venue(self, name: str) -> bool:
        """Whether a paper appeared there."""


@dataclass(frozen=True, slots=True)
class _Meant:
    """Years that a stretch of the question means."""

    start: int
    end: int
    years: Years


def suggest(question: str, this_year: int, known: Known | None = None) -> tuple[Suggestion, ...]:
    """What a question may mean, in the order years, recency, author, venue.

    Args:
        question: A person's words.
        this_year: What ``the last five years`` count back from.
        known: The library's names; without it no author or venue is suggested.
    """
    meant = _meant(question, this_year)
    found: list[Suggestion] = []
    if meant:
        years = _union([m.years for m in meant])
        words = " … ".join(question[m.start : m.end].strip(" ,.?()") for m in meant)
        found.append(Suggestion("years", year_filter(years), words, _label(years)))
    recency = _recency(question, [m.years for m in meant], this_year)
    if recency is not None:
        level, words = recency
        label = f"newness matters {level} of 10"
        found.append(Suggestion("recency", f"search.recency={level}", words, label))
    if known is not None:
        found.extend(_names(question, known))
    return tuple(found)


def years_meant(question: str, this_year: int) -> tuple[Years, ...]:
    """The years a question is about, earliest first and none twice; empty where it says none."""
    return _union([meant.years for meant in _meant(question, this_year)])


def year_filter(years: Sequence[Years]) -> str:
    """Ranges of years in the query language."""
    each = [f"year:{first or ''}..{last or ''}" if first != last else f"year:{first}"
            for first, last in years]  # fmt: skip
    return each[0] if len(each) == 1 else f"({' OR '.join(each)})"


# -- years -------------------------------------------------------------------------------------

_NUMBERS = {"one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7,
            "eight": 8, "nine": 9, "ten": 10, "fifteen": 15, "twenty": 20, "thirty": 30,
            "a few": 3, "few": 3, "couple of": 2, "a couple of": 2, "several": 5}  # fmt: skip
_SPANS = {"year": 1, "decade": 10, "quarter-century": 25, "quarter century": 25,
          "quarter of a century": 25, "half-century": 50, "half century": 50,
          "century": 100}  # fmt: skip
_WORD_DECADES = {"twenties": 20, "thirties": 30, "forties": 40, "fifties": 50, "sixties": 60,
                 "seventies": 70, "eighties": 80, "nineties": 90}  # fmt: skip
# what a number counts is no year: `after 2000 iterations`, `between 1500 and 2000 Hz`
_COUNTED = (
    r"(?!\s*(?:%|°|[kmgt]?hz|[kmgt]?b|[mkn]?m|[mk]?g|ms|ev|[kmgt]ev|k|px|dpi|rpm|bits?|bytes?|"
    r"dimensions?|epochs?|steps?|iterations?|tokens?|samples?|participants?|patients?|subjects?|"
    r"documents?|queries|images?|words?|nodes?|users?|people|times|points?|hours?|days?|weeks?|"
    r"months?|years?|minutes?|seconds?|meters?|metres?|genomes?|genes|cells?|sequences?|units?|"
    r"layers?|parameters?|records?|items?|entries|lines?|pages?|degrees?|volts?|watts?|"
    r"kelvin|angstroms?|euros?|dollars?|feet|miles|km|cm|mm|nm|mhz)\b)(?![\w.%]*\d|%)"
)
_YEAR = rf"(?P<{{0}}>[12]\d{{{{3}}}})(?!\s*[-–]?\s*scale){_COUNTED}"
_PAPERS = (
    r"(?:published|written|appeared|appearing|papers?|articles?|work|works|studies|study|research|"
    r"literature|publications?|results|released|presented)"
)
_EVENTS = (
    r"(?:eclipse|eruption|earthquake|tsunami|crisis|pandemic|outbreak|epidemic|election|referendum|"
    r"hurricane|flood|drought|heatwave|heat wave|transit|supernova|recession|strike|war|"
    r"financial crisis|olympics|census|reform)"
)
_HAPPENED = (
    r"(?:observed|discovered|detected|launched|introduced|invented|released|began|started|founded|"
    r"recorded|occurred|happened)"
)
_MISSION = r"(?:mission|missions|spacecraft|orbiter|probe|telescope|survey|rover|lander|satellite)"
_BOTH_SIDES = re.compile(
    r"\b(?:before and after|pre- and post-?|before versus after|before vs\.? after)", re.IGNORECASE
)
_AMOUNT = rf"(?:(?P<count>\d{{1,3}}|{'|'.join(sorted(_NUMBERS, key=len, reverse=True))})\s+)?"
_SPAN = rf"(?P<span>{'|'.join(sorted(_SPANS, key=len, reverse=True))})s?"


def _year(name: str) -> str:
    return _YEAR.format(name)


def _rules() -> list[tuple[str, str]]:
    """What each rule is called, and its pattern; words that one took are gone for the next."""
    epoch = rf"(?:the\s+)?(?P<epoch>{epoch_pattern()})(?![\w-]*\d)(?:'s)?"
    decade = r"(?P<part>early |mid[- ]|late )?(?P<decade>[12]\d\d0)'?s\b"
    spelt = "|".join(_WORD_DECADES)
    named = rf"(?P<part>early |mid[- ]|late )?(?P<word>{spelt})\b(?! of (?!the century))"
    after, before = r"(?:since|from|after|post)", r"(?:before|prior to|until|up to|till|pre|by)"
    return [
        ("around", (rf"\b(?:in |within )?the (?P<count>\d+|{'|'.join(_NUMBERS)}) years "
                   rf"before (?:or|and) after (?:the )?{_year('a')}")),
        ("range", (rf"\b(?:between|from|during|in|over)\s+(?:the years\s+)?{_year('a')}\s*"
                  rf"(?:and|to|until|through|-|–|—|\.\.)\s*{_year('b')}")),
        ("range", rf"\(\s*{_year('a')}\s*(?:-|–|—|to)\s*{_year('b')}\s*\)"),
        ("either", rf"\b{before}[\s-]+{_year('a')}\s+(?:or|and)\s+{after}[\s-]+{_year('b')}"),
        ("since_decade", rf"\bsince (?:the )?{decade}"),
        ("before_decade", rf"\b(?:before|prior to) (?:the )?{decade}"),
        ("decade", rf"\b(?:in|during|of|from|throughout) (?:the )?{decade}"),
        ("decade", (rf"\b{decade}"
                   rf"(?= (?:paper|papers|work|works|research|literature|methods|studies))")),
        ("word_decade", rf"\b(?:in|during|of|from|throughout) the {named}"),
        ("past", (rf"\b(?:in|over|within|during|from|of|for)?\s*(?:the )?(?:last|past|previous) "
                 rf"{_AMOUNT}{_SPAN}\b")),
        ("ago", rf"\b(?:no|not) (?:older|more) than {_AMOUNT}{_SPAN}(?: old| ago)?\b"),
        ("this_year", r"\b(?:from |in |published )?this year\b"),
        ("last_year", r"\b(?:since|from|in) last year\b"),
        ("from", rf"\bfrom\s+{_year('a')}\s*(?:on(?=\s*(?:[?.,;)]|$))|onwards?\b|forward\b)"),
        ("from", rf"\b(?:in\s+)?{_year('a')}\s*(?:onwards?\b|and later\b|or later\b|and after\b)"),
        ("upto", rf"\b{_year('a')}\s*(?:and|or) (?:earlier|before)\b"),
        ("from", rf"\bsince\s+(?:the year\s+)?{_year('a')}"),
        ("from", rf"\b(?:no (?:older|earlier) than|as of|starting (?:in|from))\s+{_year('a')}"),
        ("after", (rf"\b(?:(?<!looking )after|later than|newer than|post)[\s-]+(?:the year\s+)?"
                  rf"{_year('a')}")),
        ("before", (rf"\b(?:before|prior to|earlier than|older than|pre)[\s-]+(?:the year\s+)?"
                   rf"{_year('a')}")),
        ("upto", (rf"\b(?:until|up to|till|no later than|not later than)\s+(?:the year\s+)?"
                 rf"{_year('a')}")),
        ("event", rf"\bthe\s+{_year('a')}\s+(?:[\w-]+\s+){{0,3}}?{_EVENTS}\b"),
        ("event", rf"\b{_HAPPENED}\s+in\s+{_year('a')}"),
        ("year", rf"\b{_PAPERS}\s+(?:\w+\s+)?(?:in|from|of|during)\s+{_year('a')}(?!\s*[-–]\d)"),
        ("year", rf"\b(?:in|during)\s+{_year('a')}(?=\s*(?:[?.,;)]|$|\band\b|\bcompared\b))"),
        ("years_of", (rf"\b(?:data|observations|results|images|measurements|spectra|catalogue|"
                     rf"catalog)\s+(?:\w+\s+)?(?:from|of|by) {epoch}(?=\s*(?:{_MISSION}|release|"
                     rf"data release)\b)")),
        ("since", (rf"\b(?:since|after|following) (?:the )?(?:(?:launch|release|advent|"
                  rf"arrival|discovery|rise|invention|start|publication) of )?{epoch}\b")),
        ("since", rf"\bpost-{epoch}\b"),
        ("since", rf"\b{epoch}\b(?=[^.?!]*\bsince its (?:launch|release|introduction|start)\b)"),
        ("since", rf"\b(?:in|of|during) the (?:era|age|time|times|epoch) of {epoch}\b"),
        ("since", rf"\b(?:in|of|during) the {epoch} (?:era|age|epoch)\b"),
        ("prior", (rf"\b(?:before|prior to|predating) (?:the )?(?:(?:launch|release|advent|"
                  rf"introduction|arrival|discovery|rise|invention|publication) of )?{epoch}\b")),
        ("prior", rf"\bpre-{epoch}\b"),
    ]  # fmt: skip


_ENDS_LEFT_OUT = re.compile(
    r"\b(?:excluding|except|without) (?:the )?(?:its )?first and (?:the )?last years?\b"
)
_LEFT_OUT = re.compile(r"\b(?:excluding|except for|apart from|other than|leaving out)\b[^,;.?!]*")
_AHEAD = 1
"""Years that papers are dated ahead of the calendar."""


def _meant(question: str, this_year: int) -> list[_Meant]:
    """Stretches that mean years, in the order of the question."""
    text = question.lower()
    if len(text) != len(question):  # a few letters change length in lower case
        question = text
    if _sets_both_sides(text):
        return []
    for left_out in _LEFT_OUT.finditer(text):
        text = _blanked(text, left_out)
    found: list[_Meant] = []
    for name, pattern in _rules():
        for match in re.finditer(pattern, text):
            years = _READINGS[name](match, this_year, question.lower())
            if _sensible(years, this_year):
                found.extend(_Meant(match.start(), match.end(), each) for each in years)
                text = _blanked(text, match)
    return _one_a_stretch(sorted(found, key=lambda meant: (meant.start, meant.end)))


def _blanked(text: str, match: re.Match[str]) -> str:
    """The text without what a rule took, every other place unchanged."""
    return text[: match.start()] + "\n" * len(match[0]) + text[match.end() :]


def _sets_both_sides(text: str) -> bool:
    """Whether *before* is set against *after*, with no count of years that says how far."""
    both = _BOTH_SIDES.search(text)
    return both is not None and not re.search(r"\byears? before (?:and|or) after\b", text)


def _one_a_stretch(found: list[_Meant]) -> list[_Meant]:
    """Ranges of one stretch stay together; its words are told once."""
    kept: list[_Meant] = []
    for meant in found:
        if kept and (kept[-1].start, kept[-1].end) == (meant.start, meant.end):
            meant = _Meant(meant.end, meant.end, meant.years)
        kept.append(meant)
    return kept


def _sensible(years: Sequence[Years], this_year: int) -> bool:
    """Whether papers can be from then: `by 2050` and `between 3000 and 4000` are no such years."""
    for first, last in years:
        if first is not None and not EARLIEST_YEAR <= first <= this_year + _AHEAD:
            return False
        if last is not None and not EARLIEST_YEAR <= last <= this_year + _AHEAD:
            return False
        if first is not None and last is not None and first > last:
            return False
    return True


def _count(match: re.Match[str]) -> int:
    said = match["count"]
    return 1 if said is None else int(said) if said.isdigit() else _NUMBERS[said]


def _decade_years(match: re.Match[str], start: int) -> Years:
    """A decade, or its early, middle or late years."""
    part = (match["part"] or "").strip(" -")
    first, last = {"": (0, 9), "early": (0, 4), "mid": (3, 7), "late": (5, 9)}[part]
    return start + first, start + last


def _epoch(match: re.Match[str]) -> Epoch:
    return epochs()[match["epoch"]]


def _lasting(match: re.Match[str], text: str) -> list[Years]:
    """A mission's data: from its first year on, or inside its ends where the question says so."""
    epoch = _epoch(match)
    if epoch.last is not None and _ENDS_LEFT_OUT.search(text):
        return [(epoch.first + 1, epoch.last - 1)]
    return [(epoch.first, None)]


_READINGS: Mapping[str, Callable[[re.Match[str], int, str], list[Years]]] = {
    "around": lambda m, _now, _text: [(int(m["a"]) - _count(m), int(m["a"]) + _count(m))],
    "range": lambda m, _now, _text: [(int(m["a"]), int(m["b"]))],
    "either": lambda m, _now, _text: [(None, int(m["a"]) - 1), (int(m["b"]) + 1, None)],
    "since_decade": lambda m, _now, _text: [(_decade_years(m, int(m["decade"]))[0], None)],
    "before_decade": lambda m, _now, _text: [(None, int(m["decade"]) - 1)],
    "decade": lambda m, _now, _text: [_decade_years(m, int(m["decade"]))],
    "word_decade": lambda m, _now, _text: [_decade_years(m, 1900 + _WORD_DECADES[m["word"]])],
    "past": lambda m, now, _text: [(now - _count(m) * _SPANS[m["span"]], None)],
    "ago": lambda m, now, _text: [(now - _count(m) * _SPANS[m["span"]], None)],
    "this_year": lambda _m, now, _text: [(now, now)],
    "last_year": lambda m, now, _text: [(now - 1, None if m[0].startswith("since") else now - 1)],
    "from": lambda m, _now, _text: [(int(m["a"]), None)],
    "after": lambda m, _now, _text: [(int(m["a"]) + 1, None)],
    "before": lambda m, _now, _text: [(None, int(m["a"]) - 1)],
    "upto": lambda m, _now, _text: [(None, int(m["a"]))],
    "event": lambda m, _now, _text: [(int(m["a"]), None)],
    "year": lambda m, _now, _text: [(int(m["a"]), int(m["a"]))],
    "years_of": lambda m, _now, text: _lasting(m, text),
    "since": lambda m, _now, _text: [(_epoch(m).first, None)],
    "prior": lambda m, _now, _text: [(None, _epoch(m).first - 1)],
}
"""How each rule's match is read."""


def _union(ranges: Sequence[Years]) -> tuple[Years, ...]:
    """What the question means in all: closed ranges side by side are alternatives; an open start
    and an open end that overlap (``after 2010 but before 2015``) are one range.
    """
    starts = [first for first, last in ranges if last is None and first is not None]
    ends = [last for first, last in ranges if first is None and last is not None]
    closed = sorted({(f, e) for f, e in ranges if f is not None and e is not None})
    if starts and ends and max(starts) <= min(ends):
        return ((max(starts), min(ends)),)
    merged: list[Years] = []
    if ends:
        merged.append((None, min(ends)))
    merged.extend(closed)
    if starts:
        merged.append((max(starts), None))
    return tuple(merged)


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

_NAME = r"[A-Z][\w'’-]+(?:\s+(?:(?:van|von|de|der|la|le|di)\s+)*[A-Z][\w'’-]+){0,2}"
_BY = re.compile(
    rf"\b(?:by|of|from)\s+(?P<name>{_NAME})"
    r"(?=\s+et al\b|['’]s\b|\s*[?.,;]|\s*$|\s+(?:and|on|about|in)\b)"
    rf"|\b(?P<cited>[A-Z][\w'’-]+)\s+et al\b|\b(?P<owner>[A-Z][\w-]+)['’]s\s+"
    rf"(?:papers?|work|articles?|algorithm|method|model|theorem|proof)\b"
)
_VENUE = re.compile(
    r"\b(?:published|appeared|presented|papers?|articles?|work)\s+(?:in|at|from)\s+(?:the\s+)?"
    r"(?P<venue>[A-Z][\w&.-]*(?:\s+(?:(?:of|on|and|in|the|for)\s+)*[A-Z][\w&.-]*){0,5})"
)


def _names(question: str, known: Known) -> Iterator[Suggestion]:
    """Authors and venues that the question names and the library has."""
    seen: set[str] = set()
    for match in _VENUE.finditer(question):
        name = match["venue"].rstrip(".")
        if name not in seen and known.has_venue(name):
            seen.add(name)
            yield Suggestion("venue", f"venue:{_quoted(name)}", match[0], f"in {name}")
    for match in _BY.finditer(question):
        name = match["name"] or match["cited"] or match["owner"]
        if name not in seen and known.has_author(name):
            seen.add(name)
            yield Suggestion("author", f"author:{_quoted(name)}", match[0].strip(), f"by {name}")


def _quoted(name: str) -> str:
    return f'"{name}"' if " " in name else name
