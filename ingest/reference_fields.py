"""Parsing one reference: authors, title, venue, year, volume, pages and identifiers.

Owns finding where a title begins and ends and what venue follows, for the styles that papers use.
Refuses to guess: what cannot be told stays empty, and the raw text is always kept.
"""

from __future__ import annotations

import re

from ingest.identifiers import find_arxiv_id, find_doi, find_url, plausible_year
from ingest.paper import Reference
from ingest.reference_authors import read_authors
from ingest.reference_east_asian import is_east_asian, split_entry
from ingest.reference_list import RawEntry

__all__ = ["parse_reference"]

_LINKS = re.compile(
    r"(?:(?:available\s+(?:at|from|online)\s*:?\s*)?(?:https?://|ftp://|www\.)\S+)|"
    r"(?:\bdoi\s*[:=]?\s*)?(?:https?://(?:dx\.)?doi\.org/)?\b10\.\d{4,9}/\S+|"
    r"\[\s*(?:inspire|hep-\w+|astro-ph|gr-qc|cond-mat[^\]]{0,20}|nucl-\w+|math[^\]]{0,20})\s*\]|"
    r"arxiv\s*(?:preprint)?\s*(?:arxiv)?\s*[:.]?\s*(?:\d{4}\.\d{4,5}|[a-z\-]+(?:\.[A-Z]{2})?/\d{7})(?:v\d+)?",
    re.IGNORECASE,
)
_YEAR = re.compile(r"(?<![\d\-–/.])((?:1[5-9]|20)\d\d)(?:[a-z](?!\w))?(?![\d]|[-–/]\d{2,})")
_BRACED_YEAR = re.compile(
    r"\(\s*(?:[^()]{0,30}?[\s,.])?((?:1[5-9]|20)\d\d)[a-z]?(?:[,;\s][^()]{0,30})?\s*\)"
)
_LEADING_YEAR = re.compile(
    r"\s*[,.]?\s*[(\[]?\s*(?:(?:1[5-9]|20)\d\d[a-z]?"
    r"(?:\s*,\s*(?:Jan|Feb|Mar|Apr|May|June?|July?|Aug|Sept?|Oct|Nov|Dec)[a-z]*\.?(?:\s+\d{1,2})?)?"
    r"|in press|to appear|forthcoming|n\.d\.)\s*[)\]]?\s*[.,:;]?\s*"
)
_QUOTED_ANYWHERE = re.compile(
    r"(?:“|\"|‘‘|``|«|„)\s*([^“”\"«»]{4,}?)(?:”|\"|’’|''|»|“|’(?=,))[\s.,;]*"
)
_SINGLE_QUOTED_ANYWHERE = re.compile(
    r"(?:^|(?<=[\s,.(]))[‘'`]\s*([^‘’'`]{12,}?)\s*,?[’'](?=[\s.,;]|$)[\s.,;]*"
)
_LOOSE_MARK = re.compile(r"\s+([,.;:)])(?=\S)")
_LONGEST_ENTRY = 1200
"""No single reference is longer: what comes after is not parsed, and hostile text is bounded."""
_LEFT_LABEL = re.compile(r"^\s*(?:\[\d{1,3}\]|\d{1,3}\s?[-.)](?!\d))\s*")
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
_TIGHT_MARK = re.compile(r"(?<=[a-z]{3})([.,;:])(?=[A-Z])")
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
_VOLUME = re.compile(r"\b(?:vol(?:ume|s|\.)?|bd\.|tome)\s*\.?\s*([A-Z]?\d{1,4})\b", re.IGNORECASE)
_VOLUME_PAGE_YEAR = re.compile(
    r"[\s.]([A-Z]?\d{1,4})\s*,\s*[A-Z]?\d{1,7}(?:\s*[-–]\s*\d+)?\s*\(\s*(?:1[89]|20)\d\d"
)
_VOLUME_YEAR = re.compile(r"[\s.]([A-Z]?\d{1,4})\s*\(\s*(?:1[89]|20)\d\d\s*\)")
_VOLUME_ISSUE = re.compile(
    r"\b([A-Z]?\d{1,4})\s*\(\s*(?:no\.?\s*)?[\d–\-/\w. ]{1,12}\)\s*[:,]?\s*(?:pp?\.?\s*)?\w?\d"
)
_VOLUME_COLON = re.compile(r"(?<![\d(])\b([A-Z]?\d{1,4})\s*:\s*(?:pp?\.?\s*)?\w?\d+")
_VOLUME_COMMA = re.compile(
    r"\s([A-Z]?\d{1,4})\s*,\s*(?:no\.?\s*\d+\s*,\s*)?(?:pp?\.?\s*)?[A-Z]?\d{1,6}(?:\s*[-–—]+\s*[A-Z]?\d+)?\b"
)
_VOLUME_PLAIN = re.compile(
    r"[A-Za-z.)]\s+([A-Z]?\d{1,4})\s+(?:\(\d{4}\)\s+)?[A-Z]?\d{1,6}(?:\s*[-–—]\s*[A-Z]?\d+)?\b"
)
_PAGES = re.compile(
    r"\b(?:pages?|pp?|seiten|S)\s*\.?\s*:?\s*([A-Za-z]{0,2}\d+(?:[.:]\d+)?(?:\s*[-–—−]+\s*[A-Za-z]{0,2}\d+(?:[.:]\d+)?)?)",
)
_PAGE_RANGE = re.compile(r"(?<![\d\w./])([A-Z]?\d{1,6}\s*[-–—−]+\s*[A-Z]?\d{1,6})(?![\d\w/])")
_FIRST_PAGE = re.compile(r"\d\s*(?:\(\d+\))?\s*[,:]\s*([A-Z]{0,2}\d{1,7}[A-Z]?)\b(?![-–])")
_DATED_JOURNAL = re.compile(
    r"(?:[A-Z][\w.’'\-]*\s+){1,7}(?:\(?(?:19|20)\d\d\)?\s*[;,:]|\d{1,4}\s*(?:\(\d+\))?\s*[:,]\s*\d)"
)
_ABBREVIATION = re.compile(
    r"(?:\b[A-Z]|\b(?:vs|al|St|Dr|Mr|no|vol|Vol|No|pp|ed|eds|Proc|Int|Conf|Symp|J|Phys|Rev|Lett|"
    r"Trans|Sci|Math|Comput|Appl|Univ|e\.g|i\.e|cf|etc|approx|Jr|Sr))$"
)


def parse_reference(entry: RawEntry, position: int) -> Reference:
    """Return the entry's fields as far as they can be told."""
    text = entry.text
    bare = _TIGHT_MARK.sub(r"\1 ", _LOOSE_MARK.sub(r"\1 ", _LINKS.sub(" ", text)))
    bare = " ".join(bare.split())[:_LONGEST_ENTRY]
    if not entry.label:
        bare = _LEFT_LABEL.sub("", bare)
    if is_east_asian(bare):
        return _east_asian(entry, position, bare)
    quoted = _first_quoted(bare)
    authors, end = read_authors(bare[: quoted.start()] if quoted else bare)
    year = _year(bare, end)
    if quoted:
        title, after = _tidy(quoted.group(1)), bare[quoted.end() :]
        rest = after
    else:
        rest = _without_leading_year(bare[end:])
        title, after = _title(rest)
    volume = _volume(after or rest)
    venue, volume = _with_series(_venue(after), volume)
    return Reference(
        position=position,
        raw=text,
        label=entry.label,
        title=title,
        authors=tuple(authors),
        year=year,
        venue=venue,
        volume=volume,
        pages=_pages(after or rest),
        doi=find_doi(text),
        arxiv_id=find_arxiv_id(text),
        url=find_url(text),
    )


def _east_asian(entry: RawEntry, position: int, bare: str) -> Reference:
    authors, title, after = split_entry(bare)
    return Reference(
        position=position,
        raw=entry.text,
        label=entry.label,
        title=title,
        authors=tuple(authors),
        year=_year(bare, 0),
        venue=_tidy(re.split(r"[,，.．。\d(（]", after, maxsplit=1)[0]),
        volume=_volume(after),
        pages=_pages(after),
        doi=find_doi(entry.text),
        arxiv_id=find_arxiv_id(entry.text),
        url=find_url(entry.text),
    )


def _first_quoted(text: str) -> re.Match[str] | None:
    """Return the quoted title, where quotation marks show one; a later quote is no title."""
    for pattern in (_QUOTED_ANYWHERE, _SINGLE_QUOTED_ANYWHERE):
        match = pattern.search(text)
        if match and match.start() < 0.7 * len(text):
            return match
    return None


def _year(text: str, authors_end: int) -> int | None:
    """Choose the year: right after the authors, else in brackets, else the last that stands."""
    leading = _LEADING_YEAR.match(text, authors_end) if authors_end else None
    if leading and (found := _YEAR.search(leading.group().strip("()[] .,:;"))):
        return int(found.group(1))
    braced = [int(match.group(1)) for match in _BRACED_YEAR.finditer(text)]
    standing = [int(match.group(1)) for match in _YEAR.finditer(text)]
    for years in (braced, standing):
        good = [year for year in years if plausible_year(year)]
        if good:
            return good[-1]
    return None


def _without_leading_year(rest: str) -> str:
    match = _LEADING_YEAR.match(rest)
    return (rest[match.end() :] if match else rest).lstrip(" .,:;)")


def _title(rest: str) -> tuple[str, str]:
    """Return the title and what follows it."""
    match = _SINGLE_QUOTED.match(rest)
    if match:
        return _tidy(match.group(1)), rest[match.end() :]
    if _NO_TITLE.match(rest) or _is_journal_start(rest):
        return "", rest
    rest = re.sub(r"^(?:in:?|In:)\s+(?=[A-Z])", "", rest)
    end = _title_end(rest)
    return _tidy(rest[:end]), rest[end:].lstrip(" .,;:")


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
    return _ABBREVIATION.search(rest[: match.start()]) is not None and match.end() < len(rest)


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


_VENUE_END = re.compile(
    r",?\s*(?:\bvol(?:ume|\.)|\bpp?\.|\bpages?\b|\bno\.|\bed(?:s|ited)?\b|\(|\d{1,4}\s*[,:(]|"
    r"\b(?:1[5-9]|20)\d\d\b|,\s+[A-Z]?\d+\b|\s[A-Z]?\d{1,4}\b)|(?<=[a-z]{6})[.]\s+(?=[A-Z][a-z]{3,})|$"
)


def _venue(after: str) -> str:
    """Return the name of journal or proceedings that follows the title."""
    text = after.lstrip(" .,;:")
    text = re.sub(r"^(?:[Ii]n|IN)\b\s*:?\s*", "", text)
    text = _without_editors(text)
    text = re.sub(r"^\(?(?:19|20)\d\d\)?[.,:;]?\s+", "", text)
    if text.startswith("("):
        return ""
    match = _VENUE_END.search(text, 2) if len(text) > 2 else None
    name = _tidy(text[: match.start()] if match else text)
    name = re.sub(r",?\s+pp?$", "", name)
    return name if sum(char.isalpha() for char in name) >= 2 else ""


def _without_editors(text: str) -> str:
    """Drop editors that stand between ``In`` and the name of their volume."""
    names, end = read_authors(text)
    told = re.search(r"\(?\s*[Ee]d(?:itor)?s?\b\.?\s*\)?[,:.]*\s*$", text[:end])
    return text[end:].lstrip(" .,;:") if names and told else text


def _with_series(venue: str, volume: str) -> tuple[str, str]:
    """Physics journals print their series before the volume: ``Phys. Rev. D95`` is D, 95."""
    match = re.fullmatch(r"([A-E])(\d+)", volume)
    if match and venue and not venue.endswith(f" {match.group(1)}"):
        return f"{venue}. {match.group(1)}", match.group(2)
    return venue, match.group(2) if match else volume


def _volume(text: str) -> str:
    for pattern in (
        _VOLUME,
        _VOLUME_PAGE_YEAR,
        _VOLUME_YEAR,
        _VOLUME_ISSUE,
        _VOLUME_COLON,
        _VOLUME_COMMA,
        _VOLUME_PLAIN,
    ):
        match = pattern.search(text)
        if match and not _is_year(match.group(1)):
            return match.group(1)
    return ""


def _is_year(text: str) -> bool:
    return text.isdigit() and len(text) == 4 and plausible_year(int(text))


def _pages(text: str) -> str:
    for match in _PAGES.finditer(text):
        if not _is_year(match.group(1)):
            return _tidy_pages(match.group(1))
    for match in _PAGE_RANGE.finditer(text):
        first, last = re.split(r"\s*[-–—−]+\s*", match.group(1))
        if not (_is_year(first) and _is_year(last)):
            return _tidy_pages(match.group(1))
    first_page = _FIRST_PAGE.search(text)
    if first_page and not _is_year(first_page.group(1)):
        return first_page.group(1)
    return ""


def _tidy_pages(text: str) -> str:
    return re.sub(r"\s*[-–—−]+\s*", "–", text)


def _tidy(text: str) -> str:
    return " ".join(text.split()).strip(' .,;:“”"')
