"""Parsing one reference: authors, title, venue, year, volume, pages and identifiers.

Owns the order of the steps, the year, and what follows the title: venue, volume and pages.
``ingest.reference_titles`` finds the title. Refuses to guess: what cannot be told stays empty,
and the raw text is always kept.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from ingest.identifiers import find_arxiv_id, find_doi, find_url, plausible_year
from ingest.paper import Reference
from ingest.reference_authors import read_authors
from ingest.reference_east_asian import is_east_asian, names_and_title, read_names
from ingest.reference_list import RawEntry
from ingest.reference_spans import Entry
from ingest.reference_title_rules import told_title
from ingest.reference_titles import chosen_title

__all__ = ["bare_text", "parse_reference", "seen_entry"]

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
_LINK = "¤"
"""Stands for a link: a mark that no word is made of."""
_LOOSE_MARK = re.compile(r"\s+([,.;:)])(?=\S)")
_LONGEST_ENTRY = 1200
"""No single reference is longer: what comes after is not parsed, and hostile text is bounded."""
_BETWEEN = 14
"""A year and its marks may stand between the names and the title."""
_LEFT_LABEL = re.compile(
    r"^\s*(?:\[\d{1,3}\]|[\[(]?[A-Za-z\d]{1,3}-\d{1,3}\]|\d{1,3}\s?[-.)](?!\d))\s*"
)
_TIGHT_MARK = re.compile(r"(?<=[a-z]{3})([.,;:])(?=[A-Z])")
_VOLUME = re.compile(r"\b(?:vol(?:ume|s|\.)?|bd\.|tome)\s*\.?\s*([A-Z]?\d{1,4})\b", re.IGNORECASE)
_VOLUME_PAGE_YEAR = re.compile(
    r"[\s.]([A-Z]?\d{1,4})\s*,\s*[A-Z]?\d{1,7}(?:\s*[-–]\s*\d+)?\s*\(\s*(?:1[89]|20)\d\d"
)
_VOLUME_DATED_ISSUE = re.compile(r"\s([A-Z]?\d{1,4})\s*,\s*\d{1,3}\s*\(\s*[A-Z][a-z]{2,8}\.?")
"""``J. ACM 25, 4 (Oct.), 581``: the number before the dated one is the volume."""
_VOLUME_YEAR = re.compile(r"(?<![:,\d])[\s.]([A-Z]?\d{1,4})\s*\(\s*(?:1[89]|20)\d\d\s*\)")
_VOLUME_ISSUE = re.compile(
    r"\b([A-Z]?\d{1,4})\s*\(\s*(?:no\.?\s*)?[\d–\-/\w. ]{1,12}\)\s*[:,]?\s*(?:pp?\.?\s*)?\w?\d"
)
_VOLUME_COLON = re.compile(r"(?<![\d(])\b([A-Z]?\d{1,4}[A-Z]?)\s*:\s*(?:pp?\.?\s*)?\w?\d+")
_VOLUME_COMMA = re.compile(
    r"\s([A-Z]?\d{1,4})\s*,\s*(?:no\.?\s*\d+\s*,\s*)?(?:(?:pp?|pages?)\b\.?\s*)?[A-Z]?\d{1,6}(?:\s*[-–—]+\s*[A-Z]?\d+)?\b"
)
_VOLUME_SUPPLEMENT = re.compile(r"[;,\s](\d{1,4})\s*,?\s*\(?Suppl\b")
_VOLUME_PLAIN = re.compile(
    r"[A-Za-z.)]\s+([A-Z]?\d{1,4})\s+(?:\(\d{4}\)\s+)?[A-Z]?\d{1,6}(?:\s*[-–—]\s*[A-Z]?\d+)?\b"
)
_PAGES = re.compile(
    r"\b(?:pages?|pp?|seiten|S)\s*\.?\s*:?\s*([A-Za-z]{0,2}\d+(?:[.:]\d+)?(?:\s*[-–—−]+\s*[A-Za-z]{0,2}\d+(?:[.:]\d+)?)?)",
)
_PAGE_RANGE = re.compile(r"(?<![\d\w./])([A-Z]?\d{1,6}\s*[-–—−]+\s*[A-Z]?\d{1,6})(?![\d\w/])")
_PAGE_AFTER_YEAR = re.compile(
    r"\d\s*\(\s*(?:\w+\s*,?\s*)?(?:18|19|20)\d\d\s*\)\s*[,:]?\s*(?:no\.?\s*\d+\s*,\s*)?"
    r"([A-Z]{0,2}\d{1,7})\b(?!\s*\()"
)
_REPORT_BEFORE = re.compile(r"(?:\bTR|[Rr]eport|\bno\.?|\b[A-Z]{2,}[-–])\s*#?\s*[-–]?$|[(#]$")
_FIRST_PAGE = re.compile(r"\d\s*(?:\(\d+\))?\s*[,:]\s*([A-Z]{0,2}\d{1,7}[A-Z]?)\b(?![-–])")


def parse_reference(entry: RawEntry, position: int) -> Reference:
    """Return the entry's fields as far as they can be told."""
    text = entry.text
    bare = bare_text(text, labelled=bool(entry.label))
    seen = seen_entry(bare)
    span = chosen_title(seen)
    after = bare[span[1] if span else seen.title_begin :].replace(_LINK, " ")
    title = _tidy(bare[slice(*span)]) if span else ""
    year = _year(bare, seen.names_end)
    volume = _volume(after)
    venue, volume = _with_series(_venue(after, title), volume)
    return Reference(
        position=position,
        raw=text,
        label=entry.label,
        title=title,
        authors=tuple(_authors(seen, span[0] if span else None)),
        year=year,
        venue=venue,
        volume=volume,
        pages=_pages(after, year),
        doi=find_doi(text),
        arxiv_id=find_arxiv_id(text),
        url=find_url(text),
    )


def bare_text(text: str, *, labelled: bool) -> str:
    """Return an entry on one line: links become a mark, spaces stand where marks ask for them."""
    bare = _LOOSE_MARK.sub(r"\1 ", _LINKS.sub(f" {_LINK} ", text))
    bare = " ".join(_TIGHT_MARK.sub(r"\1 ", bare).split())[:_LONGEST_ENTRY]
    return bare if labelled else _LEFT_LABEL.sub("", bare)


def seen_entry(bare: str) -> Entry:
    """Return an entry's words with what the grammars of names, quotes and titles tell of it."""
    if is_east_asian(bare):
        return _seen_east_asian(bare)
    quoted = _first_quoted(bare)
    authors, end = read_authors(bare[: quoted.start()] if quoted else bare)
    leading = _LEADING_YEAR.match(bare, end) if authors else None
    dated = leading is not None and any(char.isdigit() for char in leading.group())
    form = "0" if not authors else "1" if "," in authors[0] else "2"
    begin = leading.end() if leading else end
    return Entry(
        bare,
        names=authors,
        names_end=end,
        title_begin=begin,
        style="q" * bool(quoted) + "y" * dated + form,
        quoted=quoted.span(1) if quoted else None,
        told=quoted.span(1) if quoted else told_title(bare, begin),
    )


def _seen_east_asian(bare: str) -> Entry:
    authors, end, told = names_and_title(bare)
    return Entry(
        bare,
        names=authors,
        names_end=end,
        title_begin=told[0] if told else end,
        style="e" + "12"[len(authors) > 1],
        quoted=None,
        told=told,
    )


def _authors(seen: Entry, title_begin: int | None) -> Sequence[str]:
    """Read the names again where the title shows that they end earlier or go on."""
    end = seen.names_end
    if title_begin is None or end <= title_begin <= end + _BETWEEN:
        return seen.names
    if is_east_asian(seen.text):
        return read_names(seen.text[:title_begin])
    return read_authors(seen.text[:title_begin])[0]


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


_VENUE_LEAD = re.compile(r"[\s.,;:’'”\"`»)\]]*(?:(?:[Ii]n|IN|[Dd]ans)\b\s*:?\s*|in(?=[A-Z]))?")
_MONTH = (
    "(?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|"
    "Sept?(?:ember)?|Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?)"
)
_VENUE_END = re.compile(
    r",?\s*(?:\b[Vv]ol(?:ume|\.|\b)|\bpp?\.|\bpages?\b|\bno\.|\b[Nn]o\b|\bed(?:s|ited)?\b|\(|\[|¤|[제第]\s?\d|"
    r"\d{1,4}\s?[권卷期号號年巻]|(?<![-–'’\d])\d{1,4}\s*[,:(;]|\b(?:1[5-9]|20)\d\d\b(?!\s+(?:[A-Z]\w+\s+)*(?:Conf|Symp|Work|Meet|Congr))|"
    r",\s+[A-Z]?\d+\b|\s[A-Z]?\d{1,4}\b(?!\s*(?:th|st|nd|rd)\b)(?!\s+(?:[A-Z]\w+\s+)*(?:Conf|Symp|Work)))|"
    r"(?:,|(?<=[a-z]{6})\.)\s+(?:ACM|IEEE|AAAI|MIT|Springer|Morgan|Elsevier|Kluwer|North-Holland|Academic|Cambridge|"
    r"Oxford|Addison|Wiley|Prentice|[A-Z][a-z]+ (?:Press|University)|Amsterdam|Berlin|New York|"
    rf"{_MONTH})\b|"
    r"(?<=[a-z]{6})[.]\s+(?=[A-Z][a-z]{3,})(?![A-Z]\w+\.?(?:\s[A-Z&]\w*\.?){0,3}\s*[,(]?\s*[A-Z]?\d)|$"
)
_NO_VENUE = re.compile(
    r"(?:\d{1,2}(?:st|nd|rd|th)|second|third|fourth|fifth|sixth|revised|first)\s+ed|"
    r"(?:vol|pages?|pp|no|nr|and|in|the|edited by|translated by|available|accessed|online|"
    r"to appear|in press|submitted|unpublished|personal comm|private comm|ph\.?\s?d|thesis|"
    r"doctoral|master)\b|(?:technical|tech\.?)\s+rep",
    re.IGNORECASE,
)
_PUBLISHER = re.compile(
    r"\bpress\b|\bpubl|\bverlag\b|\bbooks\b|\buniversity\b|\béditions?\b|springer|wiley|elsevier|"
    r"birkh|kluwer|mcgraw|prentice|addison|morgan kaufmann|\bhall\b|norton|o’reilly|o'reilly|"
    r"cambridge|oxford|new york|london|paris|berlin|\binc\b|\bltd\b|world scientific",
    re.IGNORECASE,
)
_SERIAL = re.compile(
    r"journal|\bj\.|proc|conf|symp|works|trans|lett|rev\b|review|annals|bulletin|lecture notes|"
    r"series|reports?\b|studies|quarterly|magazine|archive|acta|zeitschrift|newsletter|notes",
    re.IGNORECASE,
)
_PLACE_AND_YEAR = re.compile(r"[A-ZÀ-Þ][\w.\-]*(?:(?:\s|,\s|/)[A-ZÀ-Þ][\w.\-]*){0,2}")


def _venue(after: str, title: str) -> str:
    """Return the name of journal or proceedings that follows the title."""
    lead = _VENUE_LEAD.match(after)
    told = lead is not None and "n" in lead.group().lower()
    text = _without_editors(after[lead.end() :] if lead else after)
    text = re.sub(r"^\(?(?:19|20)\d\d\)?[.,:;]?\s+", "", text)
    if text.startswith("(") or _NO_VENUE.match(text):
        return ""
    match = _VENUE_END.search(text, 2) if len(text) > 2 else None
    name = _tidy(text[: match.start()] if match else text).strip("'’`‘ ")
    name = re.sub(r",?\s+pp?$", "", name)
    if sum(char.isalpha() for char in name) < 2:
        return ""
    publisher = title and not told and _is_publisher(name, text)
    return "" if publisher else name


def _is_publisher(name: str, text: str) -> bool:
    """``MIT Press, 1998`` and ``Leiden 1978`` say who made a book and where, not where it stands.

    A year, and pages at most, follow them; a journal's volume follows a journal.
    """
    numbers = [found for found in re.findall(r"\d+", text) if not _is_year(found)]
    if _SERIAL.search(name) or len(numbers) > 1 or _volume(text):
        return False
    return bool(_PUBLISHER.search(name) or ":" in name or _PLACE_AND_YEAR.fullmatch(name))


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
        _VOLUME_DATED_ISSUE,
        _VOLUME_SUPPLEMENT,
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


def _pages(text: str, year: int | None) -> str:
    """Return the pages; a number that is the entry's year is none."""
    for match in _PAGES.finditer(text):
        if match.group(1) != str(year):
            return _tidy_pages(match.group(1))
    for match in _PAGE_RANGE.finditer(text):
        first, last = re.split(r"\s*[-–—−]+\s*", match.group(1))
        if str(year) not in {first, last} and not _names_report(text[: match.start()]):
            return _tidy_pages(match.group(1))
    for pattern in (_PAGE_AFTER_YEAR, _FIRST_PAGE):
        first_page = pattern.search(text)
        if first_page and first_page.group(1) != str(year):
            return first_page.group(1)
    return ""


def _names_report(before: str) -> bool:
    """``TR-91-469`` and ``Report 93-3`` are numbers of reports, ``42(2-3)`` one of an issue."""
    return _REPORT_BEFORE.search(before) is not None


def _tidy_pages(text: str) -> str:
    return re.sub(r"\s*[-–—−]+\s*", "–", text)


def _tidy(text: str) -> str:
    return " ".join(text.split()).strip(' .,;:“”"')
