"""Year, venue, DOI and arXiv id of a paper: each with where it came from and how sure it is.

Owns weighing page, furniture, metadata, XMP and file name against each other. Refuses to look at
the reference list, whose years and DOIs are other papers'.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from ingest.identifiers import (
    arxiv_id_of_file,
    find_doi,
    find_versioned_arxiv_id,
    find_years,
    plausible_year,
)
from ingest.paper import Field, Reference
from ingest.textclean import plain

__all__ = ["FILE_DATE_CONFIDENCE", "Evidence", "identify", "venue_name", "without_reprint_year"]

_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|"
    r"sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?|spring|summer|fall|autumn|winter)"
)
_DATED = re.compile(
    rf"(?:\b{_MONTH}\b\.?\s*(?:\d{{1,2}}(?:st|nd|rd|th)?(?:\s?[-–]\s?\d{{1,2}})?,?\s*)?,?\s*'?((?:18|19|20)\d\d))"
    rf"|(?:\b\d{{1,2}}\.?\s+{_MONTH}\.?,?\s+((?:18|19|20)\d\d))",
    re.IGNORECASE,
)
_RIGHTS = re.compile(
    r"(?:copyright|©|c⃝|\(c\))\s*(?:\(c\)\s*)?(?:by\s+)?(?:the\s+)?((?:18|19|20)\d\d)", re.IGNORECASE
)
_PUBLICATION = re.compile(
    r"proceedings|proc\.|conference|symposium|workshop|journal|transactions|\bvol\b|volume|"
    r"\bno\.|issue|pages|\bpp\.|appear|published|acm|ieee|usenix|springer|elsevier|letters|"
    r"lecture notes|annals|bulletin|magazine|[’']\d\d\b",
    re.IGNORECASE,
)
_SHORT_YEAR = re.compile(r"\b[A-Z][A-Za-z]{2,9}\s?[’'‘](\d\d)\b")
_OTHER_DATE = re.compile(
    r"received|revised|submitted|accepted|retrieved|downloaded|accessed|printed|compiled",
    re.IGNORECASE,
)
_EARLIER = re.compile(
    r"\b(?:preliminary|earlier|previous|conference|workshop|short(?:er)?|abridged|condensed) "
    r"version|\bextended abstract of (?:this|a part)\b",
    re.IGNORECASE,
)
"""A line that tells when another version of the paper appeared: a date for want of a better."""
_CITED_YEAR = re.compile(
    r"(?:\bet al\.?,?|(?:&|\band)\s+[A-Z][^\W\d_]+,?)\s*\((?:19|20)\d\d[a-z]?\)"
    r"|\([A-Z][^()\d]*,\s*(?:19|20)\d\d[a-z]?\)"
)
"""Another work by its authors, as in "Adams & Brown (2001)", in a footnote of the first page."""
_YEAR_BEHIND = r"[^\n]{0,160}?(?:\b((?:18|19|20)\d\d)\b|\b[A-Z]{2,9}\s?[’'‘](\d\d)\b)"
_OWN_NOTE = re.compile(
    r"\W*(?:\d\s*)?(?:"
    r"this(?:\s+is\s+an?\s[^.]{0,60}\bof\s+an?)?\s+(?:paper|article|report|essay|chapter|lecture|"
    r"version|work)\s+(?:(?:that|which|originally|first|will|has|was|is|been|be|to|also)\s+)*"
    r"(?:appear(?:s|ed)?|published|presented|reprinted|given|delivered)\s+(?:in|at|as|by|from)\b"
    r"|(?:(?:originally|first|will|to|also)\s+)*(?:appear(?:s|ed|ing)?|published|presented|reprinted"
    r"(?:\s+with\s+permission)?)\s+(?:in|at|from)\b"
    r"|(?:in:?\s+)?(?:proceedings|proc\.)\s+(?:of|\d)"
    rf"){_YEAR_BEHIND}",
    re.IGNORECASE,
)
"""A note that says where the paper itself appeared, from its first word on."""
_NOTE_CHARACTERS = 350
"""What is longer is running text."""

_VENUE = re.compile(
    r"(?:proceedings of|proc\. of|journal of|transactions on|communications of|international "
    r"(?:conference|journal|workshop|symposium)|conference on|symposium on|workshop on|letters|"
    r"\bjournal\b|lecture notes|advances in|magazine|annals of|bulletin of|review of)",
    re.IGNORECASE,
)
_METADATA_DATE = re.compile(r"D?:?((?:19|20)\d\d)")


@dataclass(frozen=True, slots=True)
class Evidence:
    """Where a paper's date and identifiers may stand.

    ``front`` is the first page's text around title and authors, ``notes`` what stood at its foot
    and in running heads, ``stamps`` archive stamps, ``body`` the first page's running text.
    """

    front: Sequence[str]
    notes: Sequence[str]
    stamps: Sequence[str]
    body: Sequence[str]
    metadata: dict[str, str]
    xmp: dict[str, str]
    file_stem: str


def identify(evidence: Evidence) -> dict[str, Field]:
    """Return what could be found of ``year``, ``venue``, ``doi`` and ``arxiv_id``.

    The arXiv id keeps its printed version, as in ``2004.12832v2``.
    """
    found = {
        "arxiv_id": _arxiv_id(evidence),
        "doi": _doi(evidence),
        "venue": _venue(evidence),
    }
    found["year"] = _year(evidence, found["arxiv_id"])
    return {name: field for name, field in found.items() if field is not None}


def _arxiv_id(evidence: Evidence) -> Field | None:
    """Find the paper's own id; its version stays, so that versions can be put in order."""
    for texts, source, confidence in (
        (evidence.stamps, "page", 0.99),
        ((*evidence.notes, *evidence.front), "page", 0.9),
        (evidence.xmp.values(), "xmp", 0.8),
        (evidence.metadata.values(), "metadata", 0.8),
    ):
        found = (find_versioned_arxiv_id(text) for text in texts)
        if value := next(filter(None, found), ""):
            return Field(value, source, confidence)
    if value := arxiv_id_of_file(evidence.file_stem):
        return Field(value, "file name", 0.7)
    return None


def _doi(evidence: Evidence) -> Field | None:
    for text in (*evidence.front, *evidence.notes):
        if value := find_doi(text):
            return Field(value, "page", 0.95)
    if value := find_doi(evidence.xmp.get("doi", "")):
        return Field(value, "xmp", 0.95)
    for name in ("doi", "subject", "title", "keywords"):
        if value := find_doi(evidence.metadata.get(name, "")):
            return Field(value, "metadata", 0.85)
    if value := find_doi(evidence.file_stem.replace("_", "/", 1)):
        return Field(value, "file name", 0.5)
    return None


FILE_DATE_CONFIDENCE = 0.3
"""How sure a year is that only tells when the file was made."""
_REPRINT_YEARS = 4
"""A file made this much later than the newest work it cites is a scan or a reprint."""


def without_reprint_year(
    identity: Mapping[str, Field], references: Sequence[Reference], *, has_text: bool
) -> dict[str, Field]:
    """Return ``identity`` without a year that nothing printed supports.

    A paper whose pages print no year is dated by its file. Where nothing could be read, or the
    newest reference is ``_REPRINT_YEARS`` older, that is the date of a scan, and a year that is
    not known is better than a wrong one. The day the file was made, unlike a publisher's note or
    an arXiv number, counts only where a dated reference is near it.
    """
    year = identity.get("year")
    if year is None or year.source == "page":
        return dict(identity)
    newest = max((entry.year for entry in references if entry.year), default=None)
    reprint = newest is not None and newest + _REPRINT_YEARS < int(year.value)
    unsupported = newest is None and year.confidence <= FILE_DATE_CONFIDENCE
    if has_text and not (reprint or unsupported):
        return dict(identity)
    return {name: field for name, field in identity.items() if name != "year"}


_VENUE_LEAD = re.compile(
    r"^\s*(?:(?:first published|appearing|appeared|to appear|published|article|open access to)\s+)?"
    r"(?:in:?\s+)?(?:the\s+)?(?=\S)",
    re.IGNORECASE,
)
_VENUE_TAIL = re.compile(r"\s*(?:\bdoi\b|https?:|www\.|©|c⃝|\(c\)|\bcopyright\b)", re.IGNORECASE)
_ISSUE_TAIL = re.compile(
    r"[\s,;:.·|]*(?:\b(?:vol(?:ume|\.)?|no\.|number|issue|nr\.|pages?|pp?\.)\s*\d"
    # 9(1), and 12 (2020) 1, and 4, 223-242, and 98, 1464 (2007), and (1988) 1:65-75
    r"|[\s,.]\s*\d{1,4}\s*\(\d|,\s*\d{1,4}\s*[,:]\s*\d|\s\d{1,4},\s*\d+\s*\("
    r"|\((?:18|19|20)\d\d\)\s*\d"
    rf"|[,;.·|(]\s*(?:\d{{1,2}}(?:\s?[-–]\s?\d{{1,2}})?\.?\s+)?{_MONTH}\b[^,;]{{0,12}},?\s*(?:18|19|20)\d\d"
    r"|[,;.·|]\s*(?:(?:18|19|20)\d\d|\d{1,3})\W*$)",
    re.IGNORECASE,
)
"""Volume, issue, pages and date, which stand behind a venue's name; "NAACL-HLT 2013" is a name."""
_TEMPLATE = re.compile(r"\bjournal name\b|\b20YY\b|\bvol\. V\b", re.IGNORECASE)
"""What stands in a class file's example and was never filled in."""
_AROUND = " ,;.|·-"
_BROKEN_WORD = re.compile(r"(?<=[a-z])- (?=[a-z])")


def _venue(evidence: Evidence) -> Field | None:
    for text in (*evidence.notes, *evidence.front):
        line = plain(text)
        if _TEMPLATE.search(line):
            continue
        if _VENUE.search(line) and 8 < len(line) < 200 and "permission" not in line.lower():
            return Field(venue_name(line), "page", 0.6)
    return None


def venue_name(line: str) -> str:
    """Return the venue's name: the line without the words before it and what follows the name.

    That is volume, issue, pages and date, rights and links; a place stays.
    """
    joined = _BROKEN_WORD.sub("", line)
    named = _VENUE_TAIL.split(_VENUE_LEAD.sub("", joined), maxsplit=1)[0].strip(_AROUND)
    return _ISSUE_TAIL.split(named, maxsplit=1)[0].strip(_AROUND) or named


def _year(evidence: Evidence, arxiv_id: Field | None) -> Field | None:
    """Weigh dates: publication before rights before any month, stamps, then metadata."""
    near = [_without_cited(plain(text)) for text in (*evidence.notes, *evidence.front)]
    own = [text for text in near if not (_OTHER_DATE.search(text) or _EARLIER.search(text))]
    for lines, confidence in (
        ([text for text in own if _PUBLICATION.search(text)], 0.9),
        ([text for text in near if _RIGHTS.search(text)], 0.9),
        (own, 0.8),
        (evidence.stamps, 0.8),
        (near, 0.6),
    ):
        if year := _first_year(lines):
            return Field(str(year), "page", confidence)
    for line in near:
        if short := _SHORT_YEAR.search(line):
            return Field(str(_full_year(int(short.group(1)))), "page", 0.7)
    if year := _noted_year(evidence.body):
        return Field(str(year), "page", 0.7)
    return _year_from_files(evidence, arxiv_id)


def _without_cited(line: str) -> str:
    """Return the line without other works' years; where it tells of a venue they may be its own."""
    return line if _PUBLICATION.search(line) else _CITED_YEAR.sub(" ", line)


def _noted_year(texts: Iterable[str]) -> int | None:
    """Return the year of a note among the running text that says where the paper appeared."""
    for text in texts:
        line = plain(text)
        if len(line) > _NOTE_CHARACTERS or _EARLIER.search(line):
            continue
        if match := _OWN_NOTE.match(line):
            year = int(match.group(1) or _full_year(int(match.group(2))))
            if plausible_year(year):
                return year
    return None


def _first_year(lines: Iterable[str]) -> int | None:
    """Return the first year: dated ones first, then rights, then any that stands alone."""
    held = list(lines)
    for pattern in (_DATED, _RIGHTS):
        for line in held:
            if match := pattern.search(line):
                year = int(next(group for group in match.groups() if group))
                if plausible_year(year):
                    return year
    for line in held:
        if years := find_years(line):
            return years[0]
    return None


def _full_year(two_digits: int) -> int:
    return 1900 + two_digits if two_digits >= 50 else 2000 + two_digits


def _year_from_files(evidence: Evidence, arxiv_id: Field | None) -> Field | None:
    if match := _METADATA_DATE.match(evidence.xmp.get("date", "")):
        return Field(match.group(1), "xmp", 0.7)
    if arxiv_id and arxiv_id.value[:4].isdigit():
        return Field(str(2000 + int(arxiv_id.value[:2])), arxiv_id.source, 0.7)
    if match := _METADATA_DATE.match(evidence.metadata.get("creationDate", "")):
        return Field(match.group(1), "metadata", FILE_DATE_CONFIDENCE)
    return None
