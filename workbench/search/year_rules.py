"""The patterns by which a question says years: what counts as a sign of time, and what follows it.

Owns the words. Each pattern wants a sign of time beside what it takes for a year, since papers are
full of numbers and names: ``TREC 2019``, ``Windows 95``, ``BERT``. A sign that counts as well as it
dates (``up to``, ``after``, ``between``) holds only where no thing that could be counted follows:
``up to 1995 on parsing`` is a year, ``up to 1995 threads`` a number.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from workbench.search.epochs import epoch_pattern

__all__ = ["CENTURIES", "NUMBERS", "SPANS", "WORD_DECADES", "events_in", "time_alone", "year_rules"]

NUMBERS = {"one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7,
            "eight": 8, "nine": 9, "ten": 10, "fifteen": 15, "twenty": 20, "thirty": 30,
            "a few": 3, "few": 3, "couple of": 2, "a couple of": 2, "several": 5}  # fmt: skip
SPANS = {"year": 1, "decade": 10, "quarter-century": 25, "quarter century": 25,
          "quarter of a century": 25, "half-century": 50, "half century": 50,
          "half a century": 50, "century": 100}  # fmt: skip
WORD_DECADES = {"twenties": 20, "thirties": 30, "forties": 40, "fifties": 50, "sixties": 60,
                 "seventies": 70, "eighties": 80, "nineties": 90}  # fmt: skip
CENTURIES = {"sixteenth": 16, "seventeenth": 17, "eighteenth": 18, "nineteenth": 19,
              "twentieth": 20, "twenty-first": 21, "16th": 16, "17th": 17, "18th": 18,
              "19th": 19, "20th": 20, "21st": 21}  # fmt: skip
_PAPERS = (
    r"(?:published|written|appeared|appearing|papers?|articles?|work|works|studies|study|research|"
    r"literature|publications?|results|released|presented|reviews?|surveys?|reports?)"
)
_PURSUITS = (
    rf"(?:{_PAPERS}|approaches|techniques|methods|systems|models|theories|debates|measurements|"
    r"experiments|ideas|views|attempts)"
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
# what a number counts is no year, whatever stands before it: `since 2000 patients`, `in 1900 K`
_COUNTED = (
    r"(?!\s*(?:%|°|[kmgt]?hz|[kmgt]?b|[mkn]?m|[mk]?g|ms|ev|[kmgt]ev|k|px|dpi|rpm|[kmg]?pa|bits?|"
    r"bytes?|dimensions?|epochs?|steps?|iterations?|tokens?|samples?|participants?|patients?|"
    r"subjects?|documents?|queries|images?|words?|nodes?|users?|people|times|points?|hours?|days?|"
    r"weeks?|months?|years?|minutes?|seconds?|meters?|metres?|genomes?|genes|cells?|sequences?|"
    r"units?|layers?|parameters?|records?|items?|entries|lines?|pages?|degrees?|volts?|watts?|"
    r"kelvin|angstroms?|euros?|dollars?|feet|miles)\b)(?![\w.%]*\d|%)"
)
# what goes on with the sentence after a year; anything else is what a number counts
_GOES_ON = (
    r"(?=\s*(?:$|[?!.,;:)\n…]|(?:and|or|but|in|on|of|for|to|with|without|about|regarding|using|by|"
    r"at|from|into|than|that|which|who|what|when|where|how|why|did|does|do|was|were|is|are|has|"
    r"have|had|can|could|would|there|the|a|an|until|till|after|before|since|excluding|except|"
    r"compared|versus|vs|only|ad|ce|it|its|people|we|they|nobody|"
    rf"{_PURSUITS})\b))"
)
_DATE = r"(?P<{}>[12]\d{{3}})(?!\s*[-–]?\s*scale)"


def _year(name: str) -> str:
    """A year after a sign that is of time alone."""
    return _DATE.format(name) + _COUNTED


def _bare_year(name: str) -> str:
    """A year after a sign that counts as well as it dates."""
    return _DATE.format(name) + _COUNTED + _GOES_ON


def _any_of(words: Mapping[str, int]) -> str:
    return "|".join(sorted(words, key=len, reverse=True))


_AMOUNT = rf"(?:(?P<count>\d{{1,3}}|{_any_of(NUMBERS)})\s+)?"
_SPAN = rf"(?P<span>{_any_of(SPANS)})s?"
_PART = r"(?P<part>early |mid[- ]|late )?"
_DECADE = rf"{_PART}(?P<decade>[12]\d\d0)'?s\b"
_THEN = r"(?:\s*(?:and|or|to|through|until|-|–|—)\s*(?:the\s+)?"
_SHORT_DECADE = rf"(?:the\s+)?{_PART}['’]?(?P<short>[2-9]0)['’]?s\b"
_IN = r"\b(?:in|during|of|from|throughout)"


# -- rules -------------------------------------------------------------------------------------

_Rule = tuple[str, str]
"""What the rule is called, and its pattern."""


def year_rules() -> list[_Rule]:
    """All of them; words that one took are gone for the next."""
    return [*_ranges(), *_decades(), *_spans(), *_bounds(), *_single_years(), *_times_of_things()]


def _ranges() -> list[_Rule]:
    """Two years, or one with years to both sides."""
    before, after = r"(?:before|prior to|until|up to|till|pre|by)", r"(?:since|from|after|post)"
    to = r"\s*(?:and|to|until|through|-|–|—|\.\.)\s*"
    return [
        ("around", (rf"\b(?:in |within )?the (?P<count>\d+|{'|'.join(NUMBERS)}) years "
                   rf"before (?:or|and) after (?:the )?{_year('a')}")),
        ("range", (rf"\b(?:between|from|during|in|over)\s+(?:the years\s+)?{_year('a')}"
                  rf"{to}{_bare_year('b')}")),
        ("range", rf"\(\s*{_year('a')}\s*(?:-|–|—|to)\s*{_year('b')}\s*\)"),
        ("range", rf"(?:^|[,:;])\s*{_year('a')}\s*[-–—]\s*{_year('b')}(?=\s*(?:$|[?.,;:]))"),
        ("range", rf"\b{_year('a')}\s+(?:to|until|through)\s+{_year('b')}(?=\s*(?:$|[?.,;:]))"),
        ("either", rf"\b{before}[\s-]+{_year('a')}\s+(?:or|and)\s+{after}[\s-]+{_year('b')}"),
    ]  # fmt: skip


def _decades() -> list[_Rule]:
    """Decades and centuries by name."""
    spelt = _any_of(WORD_DECADES)
    later = rf"{_THEN}['’]?(?P<later>(?:[12]\d)?\d0)['’]?s\b)?"
    named = (rf"{_PART}(?P<word>{spelt})\b{_THEN}(?P<later_word>{spelt})\b)?"
             r"(?! of (?!the century))")  # fmt: skip
    papers = rf"(?= (?:\w+ ){{0,2}}?{_PURSUITS}\b)"
    return [
        ("since_decade", rf"\bsince (?:the )?{_DECADE}"),
        ("before_decade", rf"\b(?:before|prior to) (?:the )?{_DECADE}"),
        ("decade", rf"{_IN} (?:the )?{_DECADE}{later}"),
        ("decade", rf"\b{_DECADE}{later}{papers}"),
        # at the start it heads what is looked for; `early` and `late` are said of nothing else
        ("decade", rf"(?:^|\b(?=(?:early|mid|late)[ -])){_DECADE}{later}"),
        ("short_decade", rf"{_IN} {_SHORT_DECADE}(?! (?:percentile|half|cohort))"),
        ("word_decade", rf"{_IN} the {named}"),
        ("century", rf"\b(?P<century>{_any_of(CENTURIES)})[- ]century\b{papers}"),
        ("turn", r"\b(?:around|at|since)?\s*the turn of the (?:century|millennium)\b"),
        ("this_span", r"\b(?:in |of |during |over )?this (?P<span>decade|century)\b"),
        ("last_decade", r"\b(?:in |of |during |over )?the previous decade\b"),
    ]


def _spans() -> list[_Rule]:
    """So many years back from today."""
    last_year = r"(?<!the )(?<!past )last year\b"
    return [
        ("this_year", r"\b(?:from |in |published )?this year\b(?!['’]s)"),
        ("since_last_year", rf"\bsince {last_year}"),
        ("last_year", rf"\b(?:from |in |published )?{last_year}"),
        ("past", (rf"\b(?:in|over|within|during|from|of|for)?\s*(?:the )?(?:last|past|previous) "
                 rf"{_AMOUNT}{_SPAN}\b")),
        ("past", rf"\b(?:no|not) (?:older|more) than {_AMOUNT}{_SPAN}(?: old| ago)?\b"),
        ("older", rf"\b(?:more|older) than {_AMOUNT}{_SPAN}(?: old| ago)?(?=\s*(?:$|[?.,;:]))"),
        ("past", rf"\b(?:less|fewer|younger|newer) than {_AMOUNT}{_SPAN}(?: old| ago)\b"),
    ]  # fmt: skip


def _bounds() -> list[_Rule]:
    """One year that begins or ends what is meant."""
    the_year = r"(?:the year\s+)?"
    return [
        ("from", rf"\bfrom\s+{_year('a')}\s*(?:on(?=\s*(?:[?.,;:)]|$))|onwards?\b|forward\b)"),
        ("from", (rf"\b(?:in\s+)?{_year('a')}\s*(?:onwards?\b|and later\b|or later\b|"
                 r"and after\b|or newer\b)")),
        ("upto", rf"\b{_year('a')}\s*(?:and|or) (?:earlier|before|older)\b"),
        ("upto", rf"\b(?:no|not) later than\s+{the_year}{_year('a')}"),
        ("from", rf"\b(?:no|not) (?:older|earlier) than\s+{the_year}{_year('a')}"),
        ("from", rf"\bsince\s+{the_year}{_year('a')}"),
        ("from", rf"\b(?:as of|starting (?:in|from))\s+{_bare_year('a')}"),
        ("after", rf"\b(?:later than|newer than|more recent than)\s+{the_year}{_bare_year('a')}"),
        ("after", rf"\bpost-{_year('a')}"),
        ("after", rf"\b(?:(?<!looking )after|post)\s+{the_year}{_bare_year('a')}"),
        ("before", rf"\bpre-{_year('a')}"),
        ("before", (rf"\b(?:before|prior to|earlier than|older than|pre)\s+{the_year}"
                    rf"{_bare_year('a')}")),
        ("upto", (rf"\b(?:until|up to(?: and including)?|till|by)\s+{the_year}{_bare_year('a')}")),
    ]  # fmt: skip


def _single_years() -> list[_Rule]:
    """The year in which something was published or took place."""
    return [
        *(("event", pattern) for pattern in _events()),
        ("year", rf"\b{_PAPERS}\s+(?:\w+\s+)?(?:in|from|of|during)\s+{_year('a')}(?!\s*[-–]\d)"),
        ("year", rf"\b(?:a|an|the|his|her|their|any|all)\s+{_year('a')}\s+{_PAPERS}\b"),
        ("year", rf"\b(?:in|during)\s+{_year('a')}(?=\s*(?:[?.,;]|$|\band\b|\bcompared\b))"),
    ]


def _events() -> list[str]:
    """A year in which something took place in the world."""
    return [
        rf"\bthe\s+{_year('a')}\s+(?:[\w-]+\s+){{0,3}}?{_EVENTS}\b",
        rf"\b{_HAPPENED}\s+in\s+{_year('a')}",
    ]


def events_in(question: str) -> Iterator[re.Match[str]]:
    """Where a question names an event or a happening by its year: ``the 2008 crisis``."""
    for pattern in _events():
        yield from re.finditer(pattern, question, re.IGNORECASE)


def time_alone(words: str) -> str:
    """Words that say years, without what they date: ``in 2018`` of ``papers in 2018``.

    Empty where they name a thing rather than a time: ``data from Kepler``.
    """
    if _OF_THINGS.match(words) and not re.search(r"\b[12]\d{3}\b", words):
        return ""
    if between := _DATED_AFTER.match(words):
        return between["year"]
    return _DATED_BEFORE.sub("", words, count=1)


_OF_THINGS = re.compile(
    r"(?:data|observations|results|images|measurements|spectra|catalog)", re.IGNORECASE
)
_DATED_BEFORE = re.compile(rf"^{_PAPERS}\s+(?:\w+\s+)?(?=(?:in|from|of|during)\s)", re.IGNORECASE)
_DATED_AFTER = re.compile(
    rf"^(?:a|an|the|his|her|their|any|all)\s+(?P<year>\d{{4}})\s+{_PAPERS}", re.IGNORECASE
)


def _times_of_things() -> list[_Rule]:
    """Things that began in a known year."""
    epoch = rf"(?:the\s+)?(?P<epoch>{epoch_pattern()})(?![\w-]*\d)(?:'s)?"
    advent = (r"(?:(?:launch|release|advent|introduction|arrival|discovery|rise|invention|start|"
              r"publication|appearance|onset) of (?:the )?)?")  # fmt: skip
    age = r"(?:(?:era|age|time|times|days) of (?:the )?)?"
    return [
        ("years_of", (rf"\b(?:data|observations|results|images|measurements|spectra|catalogue|"
                     rf"catalog)\s+(?:\w+\s+)?(?:from|of|by) {epoch}(?=\s*(?:{_MISSION}|release|"
                     rf"data release)\b)")),
        ("since", rf"\b(?:since|after|following) (?:the )?{advent}{epoch}\b"),
        ("since", rf"\bpost-{epoch}\b"),
        ("since", rf"\b{epoch}\b(?=[^.?!]*\bsince its (?:launch|release|introduction|start)\b)"),
        ("since", rf"\b(?:in|of|during) the (?:era|age|time|times|epoch) of {epoch}\b"),
        ("since", rf"\b(?:in|of|during) the {epoch} (?:era|age|epoch)\b"),
        ("prior", rf"\b(?:before|prior to|predating) (?:the )?{age}{advent}{epoch}\b"),
        ("prior", rf"\bpre-{epoch}\b"),
    ]  # fmt: skip
