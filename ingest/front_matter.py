"""Title, authors, abstract and the rest of a paper's first page.

Owns choosing bibliographic fields and saying where each came from and how sure it is. The page is
trusted before the metadata, which is often wrong. Refuses to order or clean text.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from ingest.blocks import Block, BodyType, Role
from ingest.headings import KNOWN_NAMES, heading_name
from ingest.identifiers import find_years
from ingest.lines import Line
from ingest.names import is_person_name, split_author_line
from ingest.paper import Field
from ingest.textclean import folded, plain

__all__ = ["FrontMatter", "read_front_matter"]

_ABSTRACT = re.compile(r"\s*(?:a\s?b\s?s\s?t\s?r\s?a\s?c\s?t|summary|synopsis|zusammenfassung|résumé)\b", re.IGNORECASE)
_RUN_IN_ABSTRACT = re.compile(
    r"\s*(?:abstract|a\s?b\s?s\s?t\s?r\s?a\s?c\s?t|summary)\s*(?:[.:—–-]+\s*|\s+(?=[A-Z]))", re.IGNORECASE
)
_INTRODUCTION = re.compile(
    r"\s*(?:(?:1|I|§\s?1)\s*[.:]?\s*)?(?:introduction|motivation|background)\b[\s.:]*$", re.IGNORECASE
)
_FIRST_NUMBER = re.compile(r"\s*(?:1|I)[.:]?\s+[A-Z][\w ,:'’\-]{2,70}$")
_AFTER_ABSTRACT = re.compile(
    r"\s*(?:key\s?-?words?|index terms|categories and subject|general terms|ccs concepts|"
    r"acm reference|permission to|copyright|pacs|msc|jel|additional key|subject class|"
    r"mathematics subject|1\.? introduction|contents\b)",
    re.IGNORECASE,
)
_KEYWORDS = re.compile(
    r"\s*(?:additional\s+)?(?:key\s?-?words?(?: and phrases)?|index terms)\b\s*[.:—–-]*\s*", re.IGNORECASE
)
_VENUE = re.compile(
    r"(?:in\s+)?(?:proceedings|proc\.|journal|transactions|letters|magazine|review|annals|bulletin|"
    r"conference|symposium|workshop|communications of|lecture notes|vol\.|advances in)",
    re.IGNORECASE,
)
_MODEST_TITLE = re.compile(r"untitled|microsoft word|^doi:|\.(?:doc|docx|tex|dvi|pdf|ps|indd|qxd)\b|^paper\b|^\W*$", re.IGNORECASE)
_NOT_TITLE = re.compile(
    r"arxiv:|https?:|www\.|^\s*(?:vol(?:ume)?|no|issn|isbn|doi)\b|technical report\b.{0,12}$|"
    r"see discussions|downloaded from|^\s*(?:research|original|review)\s+(?:article|paper)s?\s*$|"
    r"^\s*(?:open access|article|letter|preprint|draft|contents?|invited paper|full paper|report|"
    r"editorial|corrigendum|erratum|featured articles?)\s*$|@",
    re.IGNORECASE,
)
_MOST_FRONT_BLOCKS = 60


@dataclass(slots=True)
class FrontMatter:
    """What the first pages say. ``end`` is the place of the first block that is not front."""

    title: str = ""
    subtitle: str = ""
    authors: tuple[str, ...] = ()
    abstract: str = ""
    keywords: tuple[str, ...] = ()
    year: int | None = None
    venue: str = ""
    emails: tuple[str, ...] = ()
    affiliations: tuple[str, ...] = ()
    end: int = 0
    provenance: dict[str, Field] = field(default_factory=dict)


def read_front_matter(
    blocks: Sequence[Block], body: BodyType, metadata: dict[str, str]
) -> FrontMatter:
    """Read the first page; mark its blocks' roles (front, abstract); fall back to metadata."""
    front = FrontMatter()
    if not blocks:
        _title_from_metadata(front, metadata)
        return front
    first_page = _first_page(blocks)
    begin = next(i for i, block in enumerate(blocks) if block.page >= first_page)
    title_places = _title_places(blocks, begin, first_page, body, metadata)
    _set_title(front, blocks, title_places, metadata)
    after = title_places[-1] + 1 if title_places else begin
    stop = _front_stop(blocks, after, body)
    _set_authors(front, blocks, after, stop, metadata)
    for block in blocks[:stop]:
        block.role = Role.FRONT
    front.end = stop
    return front


def _first_page(blocks: Sequence[Block]) -> int:
    """Return the first page that is no cover sheet of a repository."""
    first = blocks[0].page
    text = " ".join(block.text for block in blocks if block.page == first)[:4000]
    cover = re.search(
        r"see discussions, stats, and author profiles|this article was downloaded by|"
        r"jstor is a not-for-profit|your use of the jstor archive|you are free to copy the document|"
        r"hal is a multi-disciplinary|provided to you for free and open access|"
        r"recommended citation",
        text,
        re.IGNORECASE,
    )
    later = next((block.page for block in blocks if block.page > first), first)
    return later if cover else first


def _title_places(
    blocks: Sequence[Block],
    begin: int,
    page: int,
    body: BodyType,
    metadata: dict[str, str],
) -> list[int]:
    """Return the places of the blocks that make up the title, neighbours all."""
    limit = _abstract_place(blocks, begin, page)
    places = [
        place
        for place in range(begin, min(limit, begin + _MOST_FRONT_BLOCKS))
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
        if _ABSTRACT.match(blocks[place].text) or _INTRODUCTION.match(blocks[place].text):
            return max(place, begin + 1)
    return len(blocks)


def _may_be_title(block: Block) -> bool:
    text = block.text
    letters = sum(char.isalpha() for char in text)
    return 4 <= letters and len(text) <= 300 and not _NOT_TITLE.search(text) and len(block.lines) <= 6


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
    return same_size and same_style and second.gap_above < 2.2 * first.size


def _set_title(
    front: FrontMatter, blocks: Sequence[Block], places: list[int], metadata: dict[str, str]
) -> None:
    if not places:
        _title_from_metadata(front, metadata)
        return
    lines = [line for place in places for line in blocks[place].lines]
    title = _title_text(lines)
    agrees = _alike(title, metadata.get("title", ""))
    front.title = title
    front.provenance["title"] = Field(title, "page", 0.97 if agrees else 0.85)


def _title_text(lines: Sequence[Line]) -> str:
    text = ""
    for line in lines:
        part = re.sub("\ue000[^\ue001]*\ue001", "", line.text)
        part = plain(part)
        if text.endswith("-") and part[:1].islower():
            text = text[:-1] + part
        else:
            text = f"{text} {part}".strip()
    return text.rstrip("∗*†‡§¶⋆ ").strip()


def _title_from_metadata(front: FrontMatter, metadata: dict[str, str]) -> None:
    title = metadata.get("title", "").strip()
    if title and not _MODEST_TITLE.search(title):
        front.title = title
        front.provenance["title"] = Field(title, "metadata", 0.4)


def _front_stop(blocks: Sequence[Block], after: int, body: BodyType) -> int:
    """Return the place of the first block that is abstract, section or running text."""
    page = blocks[after - 1].page if after else blocks[0].page
    for place in range(after, min(len(blocks), after + _MOST_FRONT_BLOCKS)):
        block = blocks[place]
        if block.page > page + 1:
            return place
        text = block.text
        if _ABSTRACT.match(text) or _INTRODUCTION.match(text) or _FIRST_NUMBER.match(text):
            return place
        if _is_running_text(block) or heading_name(text) in KNOWN_NAMES:
            return place
    return min(len(blocks), after + _MOST_FRONT_BLOCKS)


def _is_running_text(block: Block) -> bool:
    text = block.text
    words = text.split()
    small = sum(word[:1].islower() for word in words)
    return len(text) > 200 and small > 0.5 * len(words) and "@" not in text[:200]


def _set_authors(
    front: FrontMatter,
    blocks: Sequence[Block],
    after: int,
    stop: int,
    metadata: dict[str, str],
) -> None:
    names: list[str] = []
    affiliations: list[str] = []
    emails: list[str] = []
    for block in blocks[after:stop]:
        for line in block.lines:
            found = split_author_line(line.text)
            emails += re.findall(r"[\w.+\-]+@[\w\-]+\.[\w.\-]+", line.text)
            if found:
                names += [name for name in found if name not in names]
            elif any(char.isalpha() for char in line.text) and "@" not in line.text:
                affiliations.append(plain(line.text))
    front.affiliations = tuple(affiliations)
    front.emails = tuple(emails)
    if names:
        front.authors = tuple(names)
        front.provenance["authors"] = Field("; ".join(names), "page", 0.8)
        return
    listed = [n.strip() for n in re.split(r"[;,]| and ", metadata.get("author", ""))]
    if listed and all(is_person_name(name) for name in listed):
        front.authors = tuple(listed)
        front.provenance["authors"] = Field("; ".join(listed), "metadata", 0.5)


def year_of(texts: Sequence[str]) -> int | None:
    """Return the year that dates a paper, from lines that date it, the surest kind first."""
    for text in texts:
        years = find_years(text)
        if years:
            return years[-1]
    return None
