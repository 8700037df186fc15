"""Title and authors: what stands before the abstract and the first section.

Owns choosing them from the first page, and saying how sure that is. The page is trusted before
the metadata, which is often wrong. Refuses to order or clean text, to find the abstract
(``ingest.abstract`` does) and to date the paper (``ingest.dating`` does).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from ingest.abstract import ABSTRACT_NAME, INTRODUCTION_NAME, MOST_FRONT_BLOCKS, is_running_text
from ingest.blocks import Block, BodyType, Role
from ingest.front_authors import Authorship, names_beside, read_authorship
from ingest.headings import KNOWN_NAMES, heading_name
from ingest.letters import Letter
from ingest.lines import Line
from ingest.names import names_institution, split_author_line
from ingest.paper import Field
from ingest.textclean import folded, plain

__all__ = ["FrontMatter", "read_front_matter"]

_FIRST_NUMBER = re.compile(r"\s*(?:1|I)[.:]?\s+[A-Z][\w ,:'’\-]{2,70}$")
_MODEST_TITLE = re.compile(
    r"untitled|microsoft word|^(?:presentation|slide|document|folie)\s?\d*$|"
    r"^doi:|\.(?:doc|docx|tex|dvi|pdf|ps|indd|qxd)\b|^paper\b|^\W*$",
    re.IGNORECASE,
)
_NOT_TITLE = re.compile(
    r"arxiv:|https?:|www\.|^\s*(?:vol(?:ume)?|no|issn|isbn|doi)\b|technical report\b.{0,12}$|"
    r"\.{6}|(?:\. ){6}|see discussions|downloaded from|"
    r"^\s*(?:research|original|review)\s+(?:article|paper)s?\s*$|"
    r"^\s*(?:open access|article|letter|preprint|draft|contents?|invited paper|full paper|report|"
    r"editorial|corrigendum|erratum|featured articles?|articles)\s*$|@|"
    r"^\s*(?:a\s+)?(?:(?:ph\.?\s?d\.?|doctoral|master(?:['’]?s)?|bachelor(?:['’]?s)?)\s+)?"
    r"(?:thesis|dissertation)\s*$|"
    r"^\s*(?:chapter|kapitel|chapitre|capítulo)\s+(?:\d{1,3}|[ivxlc]{1,6})\W*$",
    re.IGNORECASE,
)
_COVER = re.compile(
    r"see discussions, stats, and author profiles|this article was downloaded by|"
    r"jstor is a not-for-profit|your use of the jstor archive|hal is a multi-disciplinary|"
    r"provided to you for free and open access|recommended citation|"
    r"this paper is included in the proceedings",
    re.IGNORECASE,
)
_CHAPTER_LABEL = re.compile(
    r"(?:chapter|kapitel|chapitre|capítulo)\s+(?:\d{1,3}|[ivxlc]{1,6})\b[\s.:—–-]*(?=\w.*\s\w)",
    re.IGNORECASE,
)
"""What stands before a chapter's title counts the chapters and is not part of it."""
_FORMULA = re.compile(r"[=~^{}∑∫√≤≥]")
_NOT_SUBTITLE = re.compile(
    r"@|\b(?:19|20)\d\d\b|^\s*(?:by\b|draft|version|to appear|submitted)|https?:|\bvol\b",
    re.IGNORECASE,
)
_STAR_NOTE = re.compile(r"\?\s+[A-Z]")
"""How a footnote opens whose star is drawn by a font without names for its signs."""
_EMPTY_BRACKETS = re.compile(r"\(\s*\)|\[\s*\]")
_TITLE_PAGE = 40
_ROW_HEIGHT = 4
"""Points within which blocks of authors that begin beside each other are one row."""
"""A first page without running text has at most so many lines below its title."""


@dataclass(slots=True)
class FrontMatter:
    """What the first pages say.

    ``beside_title`` is what stands in the title's block behind it, ``end`` the place of the first
    block that is not front.
    """

    title: str = ""
    authors: tuple[str, ...] = ()
    emails: tuple[str, ...] = ()
    affiliations: tuple[str, ...] = ()
    subtitle: str = ""
    beside_title: str = ""
    end: int = 0
    provenance: dict[str, Field] = field(default_factory=dict)

    def become_letter(self, letter: Letter) -> None:
        """Keep nothing that a letterhead seemed to say; a subject line is the title."""
        self.title, self.subtitle, self.beside_title = letter.subject, "", ""
        self.authors = (letter.signed,) if letter.signed else ()
        self.affiliations, self.provenance = (), {}
        if letter.subject:
            self.provenance["title"] = Field(letter.subject, "page", 0.8)
        if letter.signed:
            self.provenance["authors"] = Field(letter.signed, "page", 0.7)


def read_front_matter(
    blocks: Sequence[Block], body: BodyType, metadata: dict[str, str], xmp: dict[str, str]
) -> FrontMatter:
    """Read the first page and mark its blocks as front matter; fall back to metadata and XMP."""
    front = FrontMatter()
    if not blocks:
        _title_from_files(front, metadata, xmp)
        return front
    page = _first_page(blocks)
    begin = next(i for i, block in enumerate(blocks) if block.page >= page)
    places = _title_places(blocks, begin, page, body, metadata)
    if places:
        _set_title(front, blocks, places, metadata)
    else:
        _title_from_files(front, metadata, xmp)
    for place in (*range(begin), *places):
        if blocks[place].role is Role.BODY:
            blocks[place].role = Role.FRONT
    _mark_above_title(blocks, begin, places)
    after = places[-1] + 1 if places else begin
    bottom = max((line.y1 for i in places for line in blocks[i].lines), default=0.0)
    zone = _author_zone(blocks, page, bottom)
    above = blocks[begin : places[0]] if places else []
    _set_authors(front, read_authorship(zone, metadata), above, metadata)
    if places:
        front.subtitle = _subtitle(zone, blocks[places[0]].size, body)
    if front.subtitle:
        front.provenance["subtitle"] = Field(front.subtitle, "page", 0.7)
    for block in zone:
        block.role = Role.FRONT
    front.end = after
    return front


def _set_authors(
    front: FrontMatter, read: Authorship, above: Sequence[Block], metadata: dict[str, str]
) -> None:
    """Take the names below the title, else those above or beside it, else the metadata's."""
    names, told = read.names, read.field
    if told is None or told.source != "page":
        found, field_beside = names_beside(front.beside_title, above, metadata)
        names, told = (found, field_beside) if found else (names, told)
    front.authors, front.emails, front.affiliations = names, read.emails, read.affiliations
    if told is not None:
        front.provenance["authors"] = told


def _subtitle(zone: Sequence[Block], title_size: float, body: BodyType) -> str:
    """Return what stands right below the title in type between the title's and the text's."""
    if not zone:
        return ""
    block = zone[0]
    text = _title_text(block.lines)
    between = 1.1 * body.size < block.size < 0.95 * title_size
    worded = len(text.split()) >= 3 and any(word[:1].islower() for word in text.split())
    stranger = split_author_line(block.lines[0].text) or names_institution(text)
    if between and worded and not stranger and not _NOT_SUBTITLE.search(text):
        return text
    return ""


def _mark_above_title(blocks: Sequence[Block], begin: int, places: Sequence[int]) -> None:
    """What stands above the title on its page is the journal's or the report's, not text."""
    if not places:
        return
    top = blocks[places[0]].lines[0].y0
    for block in blocks[begin : places[0]]:
        above = block.lines[-1].y1 <= top + 3
        if block.role is Role.BODY and above and not is_running_text(block):
            block.role = Role.FRONT


def _first_page(blocks: Sequence[Block]) -> int:
    """Return the first page that is no cover sheet of a repository."""
    first = blocks[0].page
    text = " ".join(block.text for block in blocks if block.page == first)[:4000]
    later = next((block.page for block in blocks if block.page > first), first)
    return later if _COVER.search(text) else first


def _title_places(
    blocks: Sequence[Block], begin: int, page: int, body: BodyType, metadata: dict[str, str]
) -> list[int]:
    """Return the places of the blocks that make up the title, neighbours all."""
    limit = _abstract_place(blocks, begin, page)
    places = [
        place
        for place in range(begin, min(limit, begin + MOST_FRONT_BLOCKS))
        if blocks[place].page == page and _may_be_title(blocks[place])
    ]
    if not places:
        return []
    best = max(places, key=lambda place: (_title_score(blocks[place], body, metadata), -place))
    chosen = [best]
    while chosen[-1] + 1 in places and _continues_title(blocks[chosen[-1]], blocks[chosen[-1] + 1]):
        chosen.append(chosen[-1] + 1)
    while chosen[0] - 1 in places and _continues_title(blocks[chosen[0] - 1], blocks[chosen[0]]):
        chosen.insert(0, chosen[0] - 1)
    return chosen


def _abstract_place(blocks: Sequence[Block], begin: int, page: int) -> int:
    for place in range(begin, len(blocks)):
        if blocks[place].page > page:
            return place
        if ABSTRACT_NAME.match(blocks[place].text) or INTRODUCTION_NAME.match(blocks[place].text):
            return max(place, begin + 1)
    return len(blocks)


def _may_be_title(block: Block) -> bool:
    text = block.text
    letters = sum(char.isalpha() for char in text)
    enough = letters >= 4 and len(text) <= 300 and len(block.lines) <= 6
    return enough and block.role is Role.BODY and not _NOT_TITLE.search(text)


def _title_score(block: Block, body: BodyType, metadata: dict[str, str]) -> float:
    """Larger type wins; bold, capitals and agreement with the metadata help."""
    text = block.text
    score = block.size / body.size * 10
    letters = [char for char in text if char.isalpha()]
    if block.bold and not body.bold:
        score += 1.5
    if sum(char.isupper() for char in letters) > 0.9 * len(letters):
        score += 0.8
    if len(text.split()) < 2:
        score -= 4
    if _FORMULA.search(text) or len(letters) < 0.6 * len(text.replace(" ", "")):
        score -= 8
    if metadata.get("title") and _alike(text, metadata["title"]):
        score += 4
    names = split_author_line(block.lines[0].text)
    if names and sum(map(len, names)) > 0.6 * len(text):
        score -= 3
    return score


def _alike(text: str, other: str) -> bool:
    a, b = folded(text), folded(other)
    return len(a) >= 8 and len(b) >= 8 and (a in b or b in a)


def _continues_title(first: Block, second: Block) -> bool:
    same_size = abs(first.size - second.size) < 0.06 * first.size
    same_style = first.bold == second.bold and first.lines[0].font == second.lines[0].font
    gap = second.lines[0].y0 - first.lines[-1].y1
    return same_size and same_style and -first.size < gap < 2.2 * first.size


def _set_title(
    front: FrontMatter, blocks: Sequence[Block], places: list[int], metadata: dict[str, str]
) -> None:
    title = _title_text([line for place in places for line in blocks[place].lines])
    title = _CHAPTER_LABEL.sub("", title, count=1) if _CHAPTER_LABEL.match(title) else title
    agrees = _alike(title, metadata.get("title", ""))
    whole, title = title, _without_surroundings(title, plain(metadata.get("title", "")))
    at = whole.lower().find(title.lower())
    front.beside_title = whole[at + len(title) :].lstrip(" .,:;–—-") if at >= 0 else ""
    front.title = _without_lost(_without_note_mark(title, blocks, blocks[places[-1]]))
    confidence = 0.4 if "\ufffd" in title else 0.97 if agrees else 0.85
    front.provenance["title"] = Field(front.title, "page", confidence)


def _without_note_mark(title: str, blocks: Sequence[Block], last: Block) -> str:
    """Take a last ``?`` for what a drawn star gave where a note on the title's page opens so."""
    if not title.endswith("?"):
        return title
    noted = any(
        _STAR_NOTE.match(plain(line.text))
        for block in blocks
        if block.page == last.page
        for line in block.lines
        if line.y0 > last.lines[-1].y1
    )
    return title[:-1].rstrip() if noted else title


def _without_lost(title: str) -> str:
    """Leave out characters that no reader could tell, and the signs they leave hanging."""
    if "\ufffd" not in title:
        return title
    kept = _EMPTY_BRACKETS.sub("", title.replace("\ufffd", ""))
    return plain(kept).strip(" ,:;–—-")


def _without_surroundings(title: str, told: str) -> str:
    """Where the printed title holds all of the metadata's and little more, take the latter.

    What is left over is a section's name before the title or an author's behind it.
    """
    printed, inner = folded(title), folded(told)
    held = len(inner) >= 16 and inner in printed and len(inner) >= 0.5 * len(printed)
    return told if held and not _MODEST_TITLE.search(told) else title


def _title_text(lines: Sequence[Line]) -> str:
    text = ""
    for line in lines:
        part = plain(re.sub("\ue000[^\ue001]*\ue001", "", line.text))
        if text.endswith("-") and part[:1].islower():
            text = text[:-1] + part
        else:
            text = f"{text} {part}".strip()
    return text.rstrip("∗*†‡§¶⋆ ").strip()


def _title_from_files(front: FrontMatter, metadata: dict[str, str], xmp: dict[str, str]) -> None:
    """Take the title that the file itself notes, where it is one."""
    for source, told in (("metadata", metadata), ("xmp", xmp)):
        title = _without_lost(plain(told.get("title", "")))
        if title and not _MODEST_TITLE.search(title):
            front.title = title
            front.provenance["title"] = Field(title, source, 0.4)
            return


def _author_zone(blocks: Sequence[Block], page: int, title_bottom: float) -> list[Block]:
    """Return the blocks between title and text, in rows from top to bottom.

    Authors often stand side by side, so the zone is found by height and not by reading order.
    """
    below = [
        block
        for block in blocks
        if block.page == page and block.role is Role.BODY and block.lines[0].y0 > title_bottom - 3
    ]
    bottom = min((block.lines[0].y0 for block in below if _starts_text(block)), default=None)
    if bottom is None:
        is_title_page = blocks[-1].page > page and sum(len(b.lines) for b in below) <= _TITLE_PAGE
        return below if is_title_page else _lines_of_names(below)
    zone = [block for block in below if block.lines[-1].y1 <= bottom + 3]
    return sorted(zone, key=_row_and_place)


def _row_and_place(block: Block) -> tuple[int, float]:
    """Where a block begins: a mark printed above its first line does not lift it a row."""
    named = (line for line in block.lines if any(map(str.isalpha, line.text)))
    first = next(named, block.lines[0])
    return round(first.y0 / _ROW_HEIGHT), first.x0


def _lines_of_names(below: Sequence[Block]) -> list[Block]:
    """Return the blocks right below the title that hold names; a letter or slide may have none."""
    named = []
    for block in below[:3]:
        if not split_author_line(block.lines[0].text):
            break
        named.append(block)
    return named


def _starts_text(block: Block) -> bool:
    text = block.text
    known = ABSTRACT_NAME.match(text) or INTRODUCTION_NAME.match(text) or _FIRST_NUMBER.match(text)
    return bool(known) or heading_name(text) in KNOWN_NAMES or is_running_text(block)
