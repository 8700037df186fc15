"""What can be seen at every place where a reference's title may begin or end.

Owns cutting an entry into words and stretches between marks, the places that may begin or end a
title, and the names of what is seen there (``begin_features``, ``end_features``), which
``ingest.reference_titles`` weighs. Refuses to choose: the weights are fitted by
``benchmarks/reference_weights.py`` on labelled entries.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

__all__ = ["Entry", "Stretch", "begin_features", "begins", "end_features", "ends", "none_features"]

_WORD = re.compile(r"[^\W\d_]+(?:['’`´][^\W\d_]+)*|\d+")
_STRONG = frozenset(',.;:?!()[]"“”„«»')
_SMALL = frozenset(
    """of the in and for on a an to with by from der die des für und de la et du les von zur über
    sur dans del los y el en e do da""".split()
)
_FARTHEST_END = 60
"""No title has more words: places beyond are not looked at."""
_FARTHEST_BEGIN = 30
"""So many stretches after the authors' end may still be names that the grammar did not know,"""
_LONG_STRETCHES = 3
"""but only until so many of them were too long for a name."""
_LONGEST_NAME = 3
"""Words of a stretch that may still be a name."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """A run of words between marks: how long it is and what its words look like.

    ``case`` is ``n`` (numbers only), ``C`` (all words capital), ``c`` (all but short ones), ``m``
    (mixed) or ``l`` (mostly small letters).
    """

    first: int
    last: int
    words: int
    case: str
    abbreviations: int
    numbers: int
    small: int
    opened_by: str
    closed_by: str


class Entry:
    """One entry's text cut into words, with what the grammar of names and marks told of it.

    Args:
        text: The entry on one line, links taken out.
        names: The authors that the entry begins with.
        names_end: Where their list ends, as a place in ``text``.
        title_begin: Where the title begins when a leading year and marks are skipped.
        style: How the entry is set: quoted, dated after the authors, form of the first name.
        quoted: The span of the first quotation that may be the title, or None.
        told: The title's span as the rules of ``ingest.reference_fields`` tell it, or None.
    """

    def __init__(
        self,
        text: str,
        names: Sequence[str],
        names_end: int,
        title_begin: int,
        style: str,
        quoted: tuple[int, int] | None,
        told: tuple[int, int] | None,
    ) -> None:
        found = list(_WORD.finditer(text))
        self.text = text
        self.names = tuple(names)
        self.starts = [match.start() for match in found]
        self.stops = [match.end() for match in found]
        self.words = [match.group() for match in found]
        self.lower = [word.lower() for word in self.words]
        self.shapes = [_shape(word) for word in self.words]
        self.glue = _glue(text, self.starts, self.stops)
        self.style = style
        self.names_end = names_end
        self.title_begin = title_begin
        self.first = self._word_at(title_begin)
        self.quoted = self._words_of(quoted)
        self.told = self._words_of(told)

    def _word_at(self, place: int) -> int:
        return next((i for i, start in enumerate(self.starts) if start >= place), len(self.starts))

    def _words_of(self, span: tuple[int, int] | None) -> tuple[int, int] | None:
        """Return the first and the last word inside a span of the text."""
        if span is None:
            return None
        inside = [i for i, start in enumerate(self.starts) if span[0] <= start < span[1]]
        return (inside[0], inside[-1]) if inside else None

    @cached_property
    def stretches(self) -> list[Stretch]:
        """The entry's stretches in order; a full stop behind a short name word parts nothing."""
        groups: list[list[int]] = []
        for i, mark in enumerate(self.glue[:-1]):
            if i and not _parts(mark, self.words[i - 1]):
                groups[-1].append(i)
            else:
                groups.append([i])
        return [self._stretch(group) for group in groups]

    @cached_property
    def stretch_of(self) -> list[int]:
        """The number of each word's stretch."""
        return [n for n, s in enumerate(self.stretches) for _ in range(s.first, s.last + 1)]

    @cached_property
    def next_number(self) -> list[int]:
        """How many words stand between each word and the next number, at most 9."""
        distances = [9] * len(self.words)
        distance = 9
        for i in range(len(self.words) - 1, -1, -1):
            distances[i] = distance
            distance = 0 if self.words[i][0].isdigit() else min(distance + 1, 9)
        return distances

    def _stretch(self, group: list[int]) -> Stretch:
        worded = [self.words[i] for i in group if not self.words[i][0].isdigit()]
        capital = sum(word[0].isupper() for word in worded)
        long_small = sum(word[0].islower() and len(word) > 3 for word in worded)
        return Stretch(
            first=group[0],
            last=group[-1],
            words=_bucket(len(worded)),
            case=_case(len(worded), capital, long_small),
            abbreviations=min(
                sum(self.glue[i + 1][:1] == "." and not self.words[i][0].isdigit() for i in group),
                3,
            ),
            numbers=min(len(group) - len(worded), 2),
            small=min(sum(word.lower() in _SMALL for word in worded), 2),
            opened_by=self.glue[group[0]],
            closed_by=self.glue[group[-1] + 1],
        )


def _glue(text: str, starts: list[int], stops: list[int]) -> list[str]:
    """Return the marks before, between and after the words; ``_`` is a space alone."""
    places = zip([0, *stops], [*starts, len(text)], strict=True)
    raw = [text[begin:end] for begin, end in places]
    return ["".join(part.split())[:3] or ("_" if part else "") for part in raw]


def _shape(word: str) -> str:
    if word[0].isdigit():
        dated = len(word) == 4 and word[:2] in {"17", "18", "19", "20"}
        return "Y" if dated else str(min(len(word), 5))
    if len(word) == 1:
        return "X" if word.isupper() else "x"
    if word.isupper():
        return "XX" if len(word) < 5 else "XXX"
    if word[0].isupper():
        return "Xx" if len(word) < 5 else "Xxx"
    return "xx" if len(word) < 4 else "xxx"


def _parts(mark: str, word_before: str) -> bool:
    if mark == ".":
        return len(word_before) > 4 or not word_before[0].isupper()
    return not _STRONG.isdisjoint(mark)


def _bucket(count: int) -> int:
    return next((low for low in (14, 9, 6, 4) if count >= low), count)


def _case(count: int, capital: int, long_small: int) -> str:
    if not count:
        return "n"
    if capital == count:
        return "C"
    if not long_small:
        return "c"
    return "m" if capital > 1 and long_small <= 0.4 * count else "l"


def begins(entry: Entry) -> list[int]:
    """Return the words that may begin the title, in order of print."""
    if entry.first >= len(entry.words):
        return []
    number = entry.stretch_of[entry.first]
    found = {stretch.first for stretch in entry.stretches[max(number - 3, 0) : number]}
    long = 0
    for stretch in entry.stretches[number : number + _FARTHEST_BEGIN]:
        found.add(stretch.first)
        long += stretch.words > _LONGEST_NAME
        if long >= _LONG_STRETCHES:
            break
    found.add(entry.first)
    found |= {span[0] for span in (entry.quoted, entry.told) if span}
    return sorted(found)


def begin_features(entry: Entry, i: int) -> list[str]:
    """Return what is seen where word ``i`` would begin the title."""
    lower, shapes, glue = entry.lower, entry.shapes, entry.glue
    number = entry.stretch_of[i]
    here = entry.stretches[number]
    steps = max(min(number - entry.stretch_of[entry.first], 4), -3)
    before = shapes[i - 1] if i else "^"
    second = shapes[i + 1] if i + 1 < len(shapes) else "$"
    place = ("=" if i == entry.first else "~") + str(steps)
    told = "0" if entry.told is None else "=<>"[(i > entry.told[0]) - (i < entry.told[0])]
    quoted = "0" if entry.quoted is None else "=<>"[(i > entry.quoted[0]) - (i < entry.quoted[0])]
    found = [
        f"p{place}",
        f"ps{place}{entry.style}",
        f"pc{place}{here.case}{here.words}",
        f"pt{place}{told}",
        f"t{told}{quoted}",
        f"ts{told}{entry.style}",
        f"q{quoted}{entry.style}",
        f"g{glue[i]}",
        f"gs{before}{glue[i]}{shapes[i]}",
        f"ss{shapes[i]}{glue[i + 1]}{second}",
        f"w{lower[i]}",
        f"gw{glue[i]}{lower[i]}",
        f"c{here.case}{here.words}",
        f"cc{here.case}{here.closed_by}{here.opened_by}",
        f"ca{here.abbreviations}{here.numbers}{here.case}",
        f"in{entry.starts[i] < entry.names_end}{shapes[i]}",
    ]
    if i:
        found += [f"v{lower[i - 1]}", f"vg{lower[i - 1]}{glue[i]}"]
        past = entry.stretches[number - 1] if number else here
        found += [f"o{past.case}{past.words}{glue[i]}", f"oc{past.case}{past.words}>{here.case}"]
        found.append(f"on{past.numbers}{past.abbreviations}{here.case}{here.words}")
    if number + 1 < len(entry.stretches):
        then = entry.stretches[number + 1]
        found += [f"n{here.case}>{then.case}{then.words}", f"nd{here.words}{then.numbers}"]
    return found


def ends(entry: Entry, begin: int) -> list[int]:
    """Return the words that may end a title beginning with word ``begin``, in order of print."""
    last = len(entry.words) - 1
    found = []
    for i in range(begin, min(begin + _FARTHEST_END, last + 1)):
        mark = entry.glue[i + 1]
        marked = not _STRONG.isdisjoint(mark) or "'" in mark or "’" in mark
        if i == last or marked or not entry.words[i + 1][0].islower():
            found.append(i)
    return found


def end_features(entry: Entry, begin: int, i: int) -> list[str]:
    """Return what is seen where word ``i`` would end a title beginning with word ``begin``."""
    shapes, mark = entry.shapes, entry.glue[i + 1]
    number, first_number = entry.stretch_of[i], entry.stretch_of[begin]
    here, opening = entry.stretches[number], entry.stretches[first_number]
    inside = entry.text[entry.starts[begin] : entry.stops[i]]
    count = _bucket(i - begin + 1)
    told = "0" if entry.told is None else "=<>"[(i > entry.told[1]) - (i < entry.told[1])]
    quoted = "0" if entry.quoted is None else "=<>"[(i > entry.quoted[1]) - (i < entry.quoted[1])]
    whole = "=" if i == here.last else "~"
    stretches = min(number - first_number, 4)
    stops = min(inside.count(". "), 3)
    found = [
        f"g{mark}{whole}",
        f"l{entry.lower[i]}",
        f"lg{entry.lower[i]}{mark}",
        f"ls{entry.lower[i][-3:]}",
        f"L{count}{mark}",
        f"L{count}{whole}{opening.case}",
        f"s{stretches}{mark}",
        f"ss{stretches}{stops}{opening.case}",
        f"b{inside.count('(') - inside.count(')')}{mark}",
        f"t{told}{mark}",
        f"t{told}{entry.style}",
        f"tq{told}{quoted}{whole}",
        f"q{quoted}{entry.style}{mark}",
        f"y{entry.style}{mark}",
        f"d{here.case}{here.words}{mark}",
        f"dn{here.numbers}{here.abbreviations}{mark}{whole}",
    ]
    if i + 1 == len(entry.words):
        return [*found, "$", f"${entry.style}", f"$o{opening.case}{stretches}"]
    found += [f"h{shapes[i]}{mark}{shapes[i + 1]}", f"x{min(entry.next_number[i], 9)}{whole}"]
    return found + _what_follows(entry, i, opening, mark, whole)


def _what_follows(entry: Entry, i: int, opening: Stretch, mark: str, whole: str) -> list[str]:
    lower, j = entry.lower, i + 1
    then = entry.stretches[entry.stretch_of[j]]
    second = lower[j + 1] if j + 1 < len(lower) else "$"
    shape = entry.shapes[j + 1] if j + 1 < len(lower) else "$"
    found = [
        f"r{lower[j]}",
        f"rg{mark}{lower[j]}",
        f"rr{lower[j]} {second}",
        f"r2{second}",
        f"rs{lower[j][-3:]}{mark}",
        f"hh{entry.shapes[j]}{entry.glue[j + 1]}{shape}{mark}",
        f"n{then.case}{then.words}{whole}",
        f"nn{then.abbreviations}{then.numbers}{then.case}{mark}",
        f"nc{then.case}{then.closed_by}{mark}",
        f"o{opening.case}>{then.case}{mark}{whole}",
        f"oo{opening.case}{opening.words}>{then.case}{then.words}{whole}",
        f"xm{entry.next_number[i]}{then.case}{mark}",
        f"k{min(len(entry.stretches) - entry.stretch_of[j], 6)}{then.case}{mark}",
    ]
    found += [f"w{word}" for word in lower[j : min(then.last + 1, j + 7)]]
    after = entry.stretch_of[j] + 1
    if after < len(entry.stretches):
        later = entry.stretches[after]
        found.append(f"a{then.case}{then.words}>{later.case}{later.words}{later.opened_by}")
        found.append(f"aw{entry.lower[later.first]}")
    return found


def none_features(entry: Entry, begin: int) -> list[str]:
    """Return what speaks for an entry without a title, where word ``begin`` would begin it."""
    here = entry.stretches[entry.stretch_of[begin]]
    rest = entry.words[begin:]
    worded = sum(word[0].islower() and len(word) > 3 for word in rest)
    found = [
        "0",
        f"0s{entry.style}",
        f"0t{entry.told is None}{entry.quoted is None}",
        f"0c{here.case}{here.words}{here.closed_by}",
        f"0a{here.abbreviations}{here.numbers}{here.case}",
        f"0l{min(worded, 5)}",
        f"0n{_bucket(len(rest))}",
        f"0x{entry.next_number[begin]}{here.case}",
        f"0w{entry.lower[begin]}",
        f"0g{entry.glue[begin]}",
        f"0S{entry.shapes[begin]}{entry.glue[begin + 1]}",
    ]
    found += [f"0b{word}" for word in entry.lower[begin : begin + 6]]
    following = entry.stretch_of[begin] + 1
    if following < len(entry.stretches):
        then = entry.stretches[following]
        found.append(f"0d{here.case}{here.words}>{then.case}{then.words}{then.opened_by}")
    return found
