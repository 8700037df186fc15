"""Which years a question means: ``since 2018``, ``in the 90s``, ``before transformers``.

Owns how what ``year_rules`` found is read. A question that sets *before* against *after* wants both
sides and means no years.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from workbench.search.epochs import Epoch, epochs
from workbench.search.work_verb import without_the_verb
from workbench.search.year_rules import CENTURIES, NUMBERS, SPANS, WORD_DECADES, year_rules

__all__ = ["Years", "YearsMeant", "year_filter", "years_meant"]

EARLIEST_YEAR = 1000
PRINTING = 1500
"""Before the first printed papers only an event with a name has a year."""
Years = tuple[int | None, int | None]
"""First and last year, both included; None leaves that side open."""


@dataclass(frozen=True, slots=True)
class YearsMeant:
    """What a question says of years."""

    ranges: tuple[Years, ...]
    """Earliest first and none twice; at least one."""
    words: str
    """The words of the question that say so."""


@dataclass(frozen=True, slots=True)
class _Meant:
    """Years that a stretch of the question means."""

    start: int
    end: int
    years: Years


def years_meant(question: str, this_year: int) -> YearsMeant | None:
    """The years a question is about; None where it says none.

    Args:
        question: A person's words.
        this_year: What ``the last five years`` count back from.
    """
    meant = _meant(question, this_year)
    if not meant:
        return None
    words = " … ".join(question[m.start : m.end].strip(" ,.:?()") for m in meant if m.end > m.start)
    return YearsMeant(_union([m.years for m in meant]), words)


def year_filter(years: Sequence[Years]) -> str:
    """Ranges of years in the query language."""
    each = [f"year:{first or ''}..{last or ''}" if first != last else f"year:{first}"
            for first, last in years]  # fmt: skip
    return each[0] if len(each) == 1 else f"({' OR '.join(each)})"


_BOTH_SIDES = re.compile(
    r"\b(?:before and after|pre- and post-?|before versus after|before vs\.? after)", re.IGNORECASE
)
_ENDS_LEFT_OUT = re.compile(
    r"\b(?:excluding|except|without) (?:the )?(?:its )?first and (?:the )?last years?\b"
)
_LEFT_OUT = re.compile(r"\b(?:excluding|except for|apart from|other than|leaving out)\b[^,;.?!]*")
_AHEAD = 1
"""Years that papers are dated ahead of the calendar."""


# -- reading -----------------------------------------------------------------------------------


def _meant(question: str, this_year: int) -> list[_Meant]:
    """Stretches that mean years, in the order of the question."""
    text = question.lower()
    if len(text) != len(question):  # a few letters change length in lower case
        question = text
    text = without_the_verb(text)
    if _sets_both_sides(text):
        return []
    for left_out in _LEFT_OUT.finditer(text):
        text = _blanked(text, left_out)
    found: list[_Meant] = []
    for name, pattern in year_rules():
        earliest = EARLIEST_YEAR if name == "event" else PRINTING
        for match in re.finditer(pattern, text):
            years = _READINGS[name](match, this_year, question.lower())
            if _sensible(years, earliest, this_year):
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


def _sensible(years: Sequence[Years], earliest: int, this_year: int) -> bool:
    """Whether papers can be from then: `by 2050` and `between 3000 and 4000` are no such years."""
    for first, last in years:
        if any(y is not None and not earliest <= y <= this_year + _AHEAD for y in (first, last)):
            return False
        if first is not None and last is not None and first > last:
            return False
    return True


def _count(match: re.Match[str]) -> int:
    said = match["count"]
    return 1 if said is None else int(said) if said.isdigit() else NUMBERS[said]


def _decade_years(match: re.Match[str], start: int, end: int | None = None) -> Years:
    """A decade, or its early, middle or late years; or all up to the end of a later one."""
    part = (match["part"] or "").strip(" -")
    first, last = {"": (0, 9), "early": (0, 4), "mid": (3, 7), "late": (5, 9)}[part]
    return start + first, start + last if end is None else end + 9


def _decade(match: re.Match[str], _now: int, _text: str) -> list[Years]:
    start, later = int(match["decade"]), match["later"]
    # `the 1960s and 70s` says the century once
    end = None if later is None else int(later) + (start // 100 * 100 if len(later) < 4 else 0)
    return [_decade_years(match, start, end)]


def _short_decade(match: re.Match[str], now: int, _text: str) -> list[Years]:
    """``the 90s``, the latest there were."""
    start = 2000 + int(match["short"])
    return [_decade_years(match, start if start <= now else start - 100)]


def _word_decade(match: re.Match[str], _now: int, _text: str) -> list[Years]:
    later = match["later_word"]
    end = 1900 + WORD_DECADES[later] if later else None
    return [_decade_years(match, 1900 + WORD_DECADES[match["word"]], end)]


def _century(match: re.Match[str], now: int, _text: str) -> list[Years]:
    start = 100 * (CENTURIES[match["century"]] - 1)
    return [(start, None if start + 99 >= now else start + 99)]


def _epoch(match: re.Match[str]) -> Epoch:
    return epochs()[match["epoch"]]


def _lasting(match: re.Match[str], _now: int, text: str) -> list[Years]:
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
    "decade": _decade,
    "short_decade": _short_decade,
    "word_decade": _word_decade,
    "century": _century,
    "turn": lambda _m, _now, _text: [(1998, 2002)],
    "this_span": lambda m, now, _text: [(now - now % SPANS[m["span"]], None)],
    "last_decade": lambda _m, now, _text: [(now - now % 10 - 10, now - now % 10 - 1)],
    "past": lambda m, now, _text: [(now - _count(m) * SPANS[m["span"]], None)],
    "older": lambda m, now, _text: [(None, now - _count(m) * SPANS[m["span"]] - 1)],
    "this_year": lambda _m, now, _text: [(now, now)],
    "since_last_year": lambda _m, now, _text: [(now - 1, None)],
    "last_year": lambda _m, now, _text: [(now - 1, now - 1)],
    "from": lambda m, _now, _text: [(int(m["a"]), None)],
    "after": lambda m, _now, _text: [(int(m["a"]) + 1, None)],
    "before": lambda m, _now, _text: [(None, int(m["a"]) - 1)],
    "upto": lambda m, _now, _text: [(None, int(m["a"]))],
    "event": lambda m, _now, _text: [(int(m["a"]), None)],
    "year": lambda m, _now, _text: [(int(m["a"]), int(m["a"]))],
    "years_of": _lasting,
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
