"""What kind of publication a document is: article, thesis, slides, letter and so on.

Owns the judgement and how sure it is. It is made in two steps: the shape of the pages and the
form of a letter say how the text has to be read; the words around the title, the identifiers,
the outline and the length tell the other kinds. Refuses to read the text accordingly:
``ingest.slides`` and ``ingest.letters`` do. A kind that is not sure stays ``""``.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import median

from ingest.abstract import is_running_text
from ingest.blocks import Block, BodyType, Role
from ingest.document import OutlineEntry
from ingest.paper import Field, Page, PageText
from ingest.textclean import plain

__all__ = ["READ_KINDS", "Cues", "kind_of", "shape_of"]

READ_KINDS = (
    "article", "conference paper", "preprint", "thesis", "report", "book", "chapter", "slides",
    "poster", "letter",
)  # fmt: skip
"""The kinds that the reader tells apart; a person may name others."""

_LANDSCAPE = 1.2
"""A page that much wider than high is a slide or a sheet on its side."""
_SLIDE_TYPE = 0.022
"""Slides are set so large: type size by height of the page. Twelve point on A4 is 0.014."""
_SLIDE_CHARACTERS = 1_500
"""A page of prose has twice as many."""
_LEAST_ON_A_SLIDE = 30
_FEWEST_SLIDES = 3
_POSTER_SIDE = 1_100
"""Points of the shorter side; A2, the smallest poster, has 1,191."""
_POSTER_CHARACTERS = 600
"""Fewer are a single slide or a cover."""
_TITLE_PAGE_LINES = 40
_TITLE_PAGES = 4
"""Covers, title page and its back stand on so many first pages."""
_THESIS_PAGES, _BOOK_PAGES, _CHAPTER_PAGES = 15, 80, 120
_LINE = 140
"""Characters of a line that says what it stands on; a longer one is a sentence."""
_BOOK_CHAPTERS = 4

_DEGREE = re.compile(
    r"\b(?:thesis|dissertation)\b.{0,80}?\b(?:submitted|presented|degree|fulfil|requirements)"
    r"|\b(?:submitted|presented)\b.{0,160}?\b(?:degree of|(?:doctor|master|bachelor) of)\b"
    r"|(?:partial|full)\s+fulfil?lment\s+of\s+(?:the\s+)?requirements"
    r"|zur erlangung (?:des|der).{0,60}(?:grad|würde)|inaugural-?dissertation"
    r"|th[eè]se (?:de doctorat|présentée|pour obtenir|soutenue)|tesis (?:doctoral|de maestría)"
    r"|tesi di (?:laurea|dottorato)|proefschrift ter verkrijging",
    re.IGNORECASE | re.DOTALL,
)
_THESIS_LINE = re.compile(
    r"\s*(?:a\s+)?(?:ph\.?\s?d\.?|doctoral|master(?:['’]?s)?|m\.?sc\.?|bachelor(?:['’]?s)?|diploma)"
    r"\s+(?:thesis|dissertation)\W*$|\s*(?:thesis|dissertation|(?:diplom|master|bachelor|doktor)"
    r"arbeit|habilitationsschrift|mémoire de (?:maîtrise|master))\W*$",
    re.IGNORECASE,
)
_REPORT_LINE = re.compile(
    r"\b(?:technical|research|internal|progress|annual|scientific)\s+report\b|\btech\.?\s*rep"
    r"(?:ort|\b)|\bworking\s+paper\b|\bwhite\s?paper\b|\breport\s+(?:no|nr|number|tr|[A-Z]{2,})\b"
    r"|\b(?:technical\s+)?memo(?:randum)?\s+(?:no\.?\s*)?\d|\bforschungsbericht\b"
    r"|\brapport\s+de\s+recherche\b|\b[A-Z]{2,6}[/–-]TR[/–-]\d|\b[A-Z]{2,6}\s+TR[–-]\d"
    r"|\bTR[–-]\d{2,4}[–-]\d|\b[A-Z]{2,6}/TM[–-]\d",
    re.IGNORECASE,
)
_ELSEWHERE = re.compile(
    r"\b(?:see|also|full|extended|longer|earlier|appear\w*|available|version|based|reprint\w*)\b",
    re.IGNORECASE,
)
"""A line that names another report or a later paper."""
_CHAPTER_LABEL = re.compile(
    r"\s*(?:chapter|kapitel|chapitre|capítulo|capitolo|hoofdstuk)\s+(?:\d{1,3}|[ivxlc]{1,6}|"
    r"one|two|three|four|five|six|seven|eight|nine|ten)\b",
    re.IGNORECASE,
)
_ISBN = re.compile(r"\bISBN(?:-1[03])?\b", re.IGNORECASE)
_EDITORS = re.compile(r"\((?:eds?|hrsg)\.?\)|\bedited by\b", re.IGNORECASE)
_MEETING = re.compile(
    r"\b(?:proc(?:eedings|\.)|conference|symposium|workshop|lecture notes in)\b", re.IGNORECASE
)
_JOURNAL = re.compile(
    r"\b(?:journal|transactions|letters|magazine|annals|bulletin|communications|review)\b"
    r"|\bvol(?:ume|\.)",
    re.IGNORECASE,
)
_MEETING_DATE = re.compile(r"\b[A-Z][A-Za-z]{2,9}\s?[’'‘]\d\d\b\s*[,:(]")
"""``Pages ’07, June 2007``: how permission notes name a meeting."""
_ISSUE = re.compile(r"\bvol(?:ume|\.)\s*\d+\W{1,3}(?:no|number|issue|nr)\b", re.IGNORECASE)
_UNPUBLISHED = re.compile(
    r"\bpre-?print\b|\bunder review\b|\b(?:bio|med|chem|psy|soc)rxiv\b|\bsubmitted to\b"
    r"|\bnot (?:yet )?peer[- ]reviewed\b|\bworking draft\b",
    re.IGNORECASE,
)
_PREPRINT_DOI = re.compile(r"10\.(?:48550|21203|31234|26434|20944|2139|1101/\d)")
"""How the DOIs begin that preprint servers give; one of them shares its prefix with journals."""


@dataclass(frozen=True, slots=True)
class Cues:
    """What tells a kind: pages, blocks with the roles they have so far, what stood at the edges.

    ``identity`` holds year, venue, DOI and arXiv id, ``edges`` the first pages' notes, running
    heads and stamps.
    """

    pages: Sequence[Page]
    blocks: Sequence[Block]
    identity: Mapping[str, Field]
    edges: Sequence[str]
    outline: Sequence[OutlineEntry]


def shape_of(pages: Sequence[Page], body: BodyType) -> str:
    """Return ``slides`` or ``poster`` where the form of the pages says so, or ``""``.

    Slides are several pages on their side, in large type, with little on each; a poster is one
    sheet as large as a wall's.
    """
    texts = [page for page in pages if page.text in {PageText.NATIVE, PageText.RECOGNISED}]
    if not texts:
        return ""
    height = median(page.height for page in texts)
    if (
        len(pages) == 1
        and min(texts[0].width, height) >= _POSTER_SIDE
        and texts[0].characters >= _POSTER_CHARACTERS
    ):
        return "poster"
    wide = sum(page.width > _LANDSCAPE * page.height for page in texts)
    sparse = _LEAST_ON_A_SLIDE < median(page.characters for page in texts) < _SLIDE_CHARACTERS
    large = body.size > _SLIDE_TYPE * height
    slides = len(texts) >= _FEWEST_SLIDES and wide > 0.8 * len(texts) and sparse and large
    return "slides" if slides else ""


def kind_of(cues: Cues) -> Field | None:
    """Return the kind of a document that is neither slides, poster nor letter, if it tells.

    What the document says of itself on a title page comes first, then what it stands in.
    """
    found = (
        _thesis(cues)
        or _report(cues)
        or _book(cues)
        or _chapter(cues)
        or _published(cues)
        or _preprint(cues)
    )
    return found if found is None or found.value in READ_KINDS else None


def _thesis(cues: Cues) -> Field | None:
    """A title page that names the degree, or ``PhD thesis`` standing alone on it."""
    if len(cues.pages) < _THESIS_PAGES:
        return None
    blocks = _title_pages(cues)
    text = " ".join(block.text for block in blocks)
    lines = [plain(line.text) for block in blocks for line in block.lines]
    if _DEGREE.search(text):
        return Field("thesis", "page", 0.95)
    if any(map(_THESIS_LINE.match, lines)):
        return Field("thesis", "page", 0.85)
    return None


def _report(cues: Cues) -> Field | None:
    named = [
        line
        for line in _front_lines(cues)
        if _REPORT_LINE.search(line) and not _ELSEWHERE.search(line)
    ]
    return Field("report", "page", 0.85) if named else None


def _book(cues: Cues) -> Field | None:
    """Many pages, and either an ISBN on the first ones or chapters in the outline."""
    if len(cues.pages) < _BOOK_PAGES:
        return None
    first = cues.pages[0].number + 2 * _TITLE_PAGES
    early = [block.text for block in cues.blocks if block.page <= first]
    if any(map(_ISBN.search, (*early, *cues.edges))):
        return Field("book", "page", 0.9)
    headings = [b.text for b in cues.blocks if b.role is Role.HEADING]
    labels = {
        match.group().casefold()
        for text in (*(entry.title for entry in cues.outline), *headings)
        if (match := _CHAPTER_LABEL.match(text))
    }
    return Field("book", "outline", 0.7) if len(labels) >= _BOOK_CHAPTERS else None


def _chapter(cues: Cues) -> Field | None:
    """``Chapter 3`` above the title, or the book's editors named at the foot of the page."""
    if len(cues.pages) > _CHAPTER_PAGES:
        return None
    lines = _front_lines(cues)
    labels = {match.group().casefold() for line in lines if (match := _CHAPTER_LABEL.match(line))}
    if len(labels) == 1:
        return Field("chapter", "page", 0.85)
    if any(_EDITORS.search(line) and not _MEETING.search(line) for line in lines):
        meets = any(_MEETING.search(line) or re.search(r"\bLN[CA][SI]\b", line) for line in lines)
        return None if meets else Field("chapter", "page", 0.6)
    return None


def _published(cues: Cues) -> Field | None:
    """By the venue that the page or the furniture names; ``Submitted to`` is not published."""
    venue, lines = cues.identity.get("venue"), _front_lines(cues)
    if any(map(_UNPUBLISHED.search, lines)):
        return None
    if venue is None:
        return _by_notes(lines)
    if venue.value.lower().startswith("arxiv") or _UNPUBLISHED.search(venue.value):
        return None
    if _MEETING.search(venue.value):
        return Field("conference paper", venue.source, 0.8)
    if _JOURNAL.search(venue.value):
        return Field("article", venue.source, 0.75)
    return None


def _by_notes(lines: Sequence[str]) -> Field | None:
    """A volume and issue are a journal's, a short name with its year is a meeting's."""
    if any(map(_ISSUE.search, lines)):
        return Field("article", "page", 0.7)
    if any(map(_MEETING_DATE.search, lines)):
        return Field("conference paper", "page", 0.7)
    return None


def _preprint(cues: Cues) -> Field | None:
    doi, arxiv_id = cues.identity.get("doi"), cues.identity.get("arxiv_id")
    if doi is not None and _PREPRINT_DOI.match(doi.value):
        return Field("preprint", doi.source, 0.85)
    if any(map(_UNPUBLISHED.search, _front_lines(cues))):
        return Field("preprint", "page", 0.7)
    if arxiv_id is not None and doi is None:
        return Field("preprint", arxiv_id.source, min(arxiv_id.confidence, 0.8))
    return None


def _title_pages(cues: Cues) -> list[Block]:
    """Return the blocks of those first pages that hold no running text and few lines."""
    found: list[Block] = []
    lines: Counter[int] = Counter()
    for block in cues.blocks:
        lines[block.page] += len(block.lines)
    first = cues.pages[0].number
    for number in range(first, first + _TITLE_PAGES):
        blocks = [block for block in cues.blocks if block.page == number]
        few = lines[number] <= _TITLE_PAGE_LINES
        if few and not any(map(_is_prose, blocks)):
            found += blocks
    return found


def _is_prose(block: Block) -> bool:
    """Running text of several lines, unless it is the very sentence that names the degree."""
    return is_running_text(block) and len(block.lines) > 1 and not _DEGREE.search(block.text)


def _front_lines(cues: Cues) -> list[str]:
    """Return the lines that stand around the title, on title pages and at the pages' edges."""
    first = cues.blocks[0].page if cues.blocks else 1
    blocks = [b for b in cues.blocks if b.page == first and b.role in {Role.FRONT, Role.FOOTNOTE}]
    lines = [plain(line.text) for block in (*blocks, *_title_pages(cues)) for line in block.lines]
    lines += [plain(text) for text in cues.edges]
    return [line for line in dict.fromkeys(lines) if line and len(line) <= _LINE]
