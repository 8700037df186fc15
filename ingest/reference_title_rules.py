"""Where a reference's title stands by the rules of the styles that papers follow.

Owns marks, venue words and endings that part a title from its venue. Refuses to have the last
word: what it tells is one of the things that ``ingest.reference_titles`` weighs.
"""

from __future__ import annotations

import re

__all__ = ["told_title"]

_NO_TITLE = re.compile(
    r"(?:ph\.?\s?d\.?\s+(?:thesis|diss)|master|diplom|private comm|arxiv|to appear|in press|"
    r"submitted|unpublished|in preparation|e-?print|preprint|th[eè]se|dissertation|"
    r"personal comm|\(|\[|[\d\W]*$)",
    re.IGNORECASE,
)
_ENDINGS = (
    re.compile(r",?\s+\(?(?:\d+(?:st|nd|rd|th)|[Ss]econd|[Tt]hird|[Rr]evised|[Ff]irst)\s+[Ee]d"),
    re.compile(r"\s*\([^()]*\b(?:1[5-9]|20)\d\d[a-z]?\s*\)\s*(?:\[[^\]]*\])?\s*\.?$"),
    re.compile(
        r",\s+(?:vol(?:ume|\.)\s|to appear|in press|submitted|talk\b|preprint|technical report|"
        r"tech\. rep|Ph\.?\s?D|Master|private|unpublished|mimeo|manuscript|available|thesis|"
        r"dissertation|(?-i:[A-Z]{2,}(?:-[A-Z]+)*[- ]\d)|pp?\.\s|no\.\s|e-?print)",
        re.IGNORECASE,
    ),
    re.compile(
        r",\s+(?:[A-Z][\w.’'\-]*(?:\s*[–,]\s*|\s+and\s+|\s+)){0,5}[A-Z][\w.’'\-]*"
        r",?\s+(?:1[5-9]|20)\d\d[a-z]?\.?$"
    ),
    re.compile(r",\s*(?:1[5-9]|20)\d\d[a-z]?\s*\.?$"),
    re.compile(r"\s+\((?:[A-Z]\.\s?)+[A-Z]\w+,?\s+(?:Trans|Eds?)\b"),
    re.compile(r"\s+(?:19|20)\d\d\s+(?=(?:[A-Z][\w.]*\s+(?:(?:of|and|the)\s+)?){1,6}\d)"),
    re.compile(
        r"(?<=[a-z)\d])\s+(?=(?:[A-Z][A-Za-z]*\s+(?:(?:of|and|the)\s+)?){1,6}"
        r"(?:\(?(?:19|20)\d\d\)?\s*;?\s*\(?\d|\d{1,4}\s*(?:\([\w .]{1,12}\))?\s*:\s*[A-Z]?\d))"
    ),
    re.compile(r"\.\s+(?=volume\s\d)"),
    re.compile(r",\s+[A-ZÀ-Þ][\w.\-]+(?:,?\s[A-ZÀ-Þ][\w.\-]+){0,2}\s*:\s*[A-ZÀ-Þ]"),
    re.compile(r",\s+(?:ed(?:s|ited by|itor)?\b|trad\b|trans\. )", re.IGNORECASE),
    re.compile(
        r",\s+(?:[A-ZÀ-Þ][\w&.\-]*\s+){0,4}(?:Press|Verlag|Publish(?:ers?|ing)|Books|University|"
        r"[ÉE]ditions?|Springer|Wiley|Elsevier|Birkhäuser)\b"
    ),
    re.compile(r",\s+[Ii]n:?\s+(?=[A-Z])"),
    re.compile(
        r"\s*[\[(](?:with discussion|in [A-Z][a-z]+\b|report|thesis|abstract|review)", re.IGNORECASE
    ),
    re.compile(r",\s*(?:19|20)\d\d\s*[A-Z]"),
    re.compile(
        r"(?<=[a-z\d)])\s+(?=(?:[A-Z]\.\s*)?(?:[A-Z][a-z]{1,5}\.\s*){2,}"
        r"|(?:[A-Z]\.\s*)(?:[A-Z][a-z]{2,9}\.\s*))"
    ),
    re.compile(r",\s*(?=(?:[A-Z][\w\-]{0,12}\.\s?)+[\w. É:]*\d)"),
    re.compile(r"\s+\(?(?:item|ISBN|ISSN)\s"),
)
_SINGLE_QUOTED = re.compile(r"\s*[‘'`](.{12,}?)[’'](?=[\s.,;])[\s.,;]*", re.DOTALL)
_JOURNAL_NEXT = re.compile(
    r"(?P<name>[A-Z][\w.&’'\-]*(?:[\s:]+(?:[A-Z][\w.&’'\-]*|of|and|the|in|für|de|der|di|on|for|&)){0,9}?)"
    r"\s*,?\s+(?:[A-E]\s?)?(?:vol(?:ume|\.)?\s*)?(?P<volume>[A-Z]?\d{1,4})\b(?=\s*[,:(\s])"
)
_JOURNAL_ALONE = re.compile(
    r"(?P<name>[A-Z][^,;()\d]{1,80}?)[\s,.;:]*(?:[Vv]ol(?:ume|\.)?\s*|\(?(?:19|20)\d\d\)?[\s,;:]*)?"
    r"\(?(?P<number>[A-Z]?\d{1,4})\b"
)
_SMALL_WORDS = frozenset("of and the in für de der di on for des du la le del et und &".split())
_LEADING_IN = re.compile(r"^(?:in:?|In:)\s+(?=[A-Z])")
_STOP = re.compile(r"([.?!])\s+(?=[\"“A-Z0-9À-ÞIi(\[]|https?:|www\.)|[.?!]\s*$")
_VENUE_WORD = re.compile(
    r"(?:\bin:?\s+|\b)(?:proc(?:eedings|\.)|journal\b|j\.\s|trans(?:actions|\.)|conference|conf\.|"
    r"symposium|symp\.|workshop|lecture notes|advances in|annals|bulletin|ieee\b|acm\b|"
    r"physical review|phys\.\s|rev\.\s|lett\.|nature\b|science\b|communications of|comm\.\s|"
    r"ph\.?\s?d\.?\s|master'?s? thesis|technical report|tech\.\s?rep|university|press\b|springer|"
    r"wiley|elsevier|mit press|addison|morgan kaufmann|prentice|mcgraw|kluwer|academic press)",
    re.IGNORECASE,
)
_IN = re.compile(r"\s*[,.]?\s*\b(?:In|in)\b\s*:?\s+(?=[A-Z“\"\d])")
_DATED_JOURNAL = re.compile(
    r"(?:[A-Z][\w.’'\-]*\s+){1,7}(?:\(?(?:19|20)\d\d\)?\s*[;,:]|\d{1,4}\s*(?:\(\d+\))?\s*[:,]\s*\d)"
)
_ABBREVIATION = re.compile(
    r"(?:\b[A-Z]|\b(?:vs|al|St|Dr|Mr|no|vol|Vol|No|pp|ed|eds|Proc|Int|Conf|Symp|J|Phys|Rev|Lett|"
    r"Trans|Sci|Math|Comput|Appl|Univ|e\.g|i\.e|cf|etc|approx|Jr|Sr))$"
)

_LONGEST_ABBREVIATION = 8


def told_title(text: str, begin: int) -> tuple[int, int] | None:
    """Return the span of the title in ``text``, looked for from ``begin`` on, or None."""
    rest = text[begin:].lstrip(" .,:;)")
    quoted = _SINGLE_QUOTED.match(rest)
    if quoted:
        return _placed(text, rest, quoted.span(1))
    if _NO_TITLE.match(rest) or _is_journal_start(rest):
        return None
    rest = _LEADING_IN.sub("", rest)
    return _placed(text, rest, (0, _title_end(rest)))


def _placed(text: str, rest: str, span: tuple[int, int]) -> tuple[int, int]:
    """Return a span of ``rest``, which ends ``text``, as one of ``text``."""
    skipped = len(text) - len(rest)
    return skipped + span[0], skipped + span[1]


def _is_journal_start(rest: str) -> bool:
    """Physics style gives no title: only a journal's name, then volume and page."""
    match = _JOURNAL_ALONE.match(rest)
    if not match:
        return False
    words = match.group("name").split()
    if len(words) > 9 or any(word.endswith(".") and len(word) > 10 for word in words[:-1]):
        return False
    if any(word[0].islower() and word not in _SMALL_WORDS for word in words):
        return False
    tail = re.sub(r"[\[(][^\])]*[\])]", " ", rest[match.end() :])
    numbers = re.findall(r"\d+", match.group("number") + " " + tail)
    more_words = re.findall(r"[^\W\d_]{4,}", tail)
    return len(numbers) >= 2 and len(more_words) <= 2


def _title_end(rest: str) -> int:
    """Return where an unquoted title ends: at a full stop, or before what names a venue."""
    stops = [match for match in _STOP.finditer(rest) if not _is_abbreviation(rest, match)]
    stops = stops[_asks_first(rest, stops) :]
    first = stops[0].start() + (rest[stops[0].start()] in "?!") if stops else len(rest)
    ends = [first]
    comma = _venue_after_comma(rest[:first])
    if comma is not None:
        ends.append(comma)
    ends += [found.start() for pattern in _ENDINGS if (found := pattern.search(rest, 8))]
    end = min(ends)
    return _with_subtitle(rest, stops) if end == first else end


def _asks_first(rest: str, stops: list[re.Match[str]]) -> bool:
    """``Stems or Words? Conflation in a Collection. Journal`` goes on behind its question."""
    if len(stops) < 2 or rest[stops[0].start()] not in "?!":
        return False
    second = rest[stops[0].end() : stops[1].start()]
    return (
        len(second.split()) >= 3 and not _VENUE_WORD.match(second) and not re.search(r"\d", second)
    )


def _with_subtitle(rest: str, stops: list[re.Match[str]]) -> int:
    """Return where a title ends whose second sentence is still title: mostly small words."""
    first = stops[0].start() + (rest[stops[0].start()] in "?!") if stops else len(rest)
    if len(stops) < 3:
        return first
    second = rest[stops[0].end() : stops[1].start()]
    words = [word for word in second.split() if word.isalpha()]
    small = sum(word[0].islower() and len(word) > 2 for word in words)
    venue = (
        _VENUE_WORD.match(second) or re.match(r"(?:In|in)\b", second) or re.search(r"\d", second)
    )
    if len(words) >= 4 and small >= 0.5 * len(words) and not venue:
        return stops[1].start()
    return first


def _is_abbreviation(rest: str, match: re.Match[str]) -> bool:
    """Return whether a stop ends an abbreviation; before a journal and its year it does not."""
    if _DATED_JOURNAL.match(rest, match.end()):
        return False
    if rest[match.start()] != "." or match.start() < 8:
        return rest[match.start()] == "." and match.start() < 3
    if match.end() >= len(rest):
        return False
    nearest = max(match.start() - _LONGEST_ABBREVIATION, 0)
    return _ABBREVIATION.search(rest, nearest, match.start()) is not None


def _venue_after_comma(text: str) -> int | None:
    """Return the comma after which a venue begins, for styles that stop with commas only."""
    found = _IN.search(text, 10)
    if found and _VENUE_WORD.match(text[found.end() :]):
        return found.start()
    for match in re.finditer(r",\s+", text):
        after = text[match.end() :]
        if match.start() > 12 and (_VENUE_WORD.match(after) or _journal_with_volume(after)):
            return match.start()
    return None


def _journal_with_volume(after: str) -> bool:
    match = _JOURNAL_NEXT.match(after)
    return match is not None and bool(re.match(r"\s*[,:(]", after[match.end() :]))
