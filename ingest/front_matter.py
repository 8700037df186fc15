"""Title, authors and abstract: what stands before the first section.

Owns choosing them from the first page, and saying how sure that is. The page is trusted before
the metadata, which is often wrong. Refuses to order or clean text, and to date the paper:
``ingest.dating`` does.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from ingest.blocks import Block, BodyType, Role
from ingest.headings import KNOWN_NAMES, heading_name
from ingest.lines import Line
from ingest.names import is_person_name, split_author_line
from ingest.paper import Field
from ingest.textclean import folded, plain

__all__ = ["FrontMatter", "mark_abstract", "read_front_matter"]

_ABSTRACT = re.compile(
    r"\s*(?:a\s?b\s?s\s?t\s?r\s?a\s?c\s?t|summary|synopsis|zusammenfassung|résumé|resumen)\b|\s*(?:概\s?要|要\s?旨|摘\s?要|抄録|あらまし|초록|요약)",
    re.IGNORECASE,
)
_RUN_IN_ABSTRACT = re.compile(
    r"\s*(?:extended\s+)?(?:a\s?b\s?s\s?t\s?r\s?a\s?c\s?t|summary)\s*(?:[.:—–-]+\s*|\s+(?=[A-Z]))"
    r"|\s*(?:概\s?要|要\s?旨|摘\s?要|抄録|あらまし|초록|요약)\s*[:：.]?\s*(?=\S)",
    re.IGNORECASE,
)
_INTRODUCTION = re.compile(
    r"\s*(?:(?:1|I|§\s?1)\s*[.:]?\s*)?(?:introduction|motivation|background|preface)\b[\s.:]*$",
    re.IGNORECASE,
)
_FIRST_NUMBER = re.compile(r"\s*(?:1|I)[.:]?\s+[A-Z][\w ,:'’\-]{2,70}$")
_AFTER_ABSTRACT = re.compile(
    r"\s*(?:key\s?-?words?|index terms|categories (?:and|&) subject|general terms|ccs concepts|"
    r"acm reference|permission to|copyright|pacs|msc|jel|additional key|subject class|"
    r"(?:\d{4} )?mathematics subject|ams subject|acm class|contents$|table of contents)\b",
    re.IGNORECASE,
)
_KEYWORDS = re.compile(
    r"\s*(?:additional\s+)?(?:key\s?-?words?(?: and phrases)?|index terms)\b\s*[.:—–-]*\s*",
    re.IGNORECASE,
)
_MODEST_TITLE = re.compile(
    r"untitled|microsoft word|^(?:presentation|slide|document|book|folie|diapositiva)\s?\d*$|^doi:|\.(?:doc|docx|tex|dvi|pdf|ps|indd|qxd)\b|^paper\b|^\W*$",
    re.IGNORECASE,
)
_NOT_TITLE = re.compile(
    r"arxiv:|https?:|www\.|^\s*(?:vol(?:ume)?|no|issn|isbn|doi)\b|technical report\b.{0,12}$|"
    r"see discussions|downloaded from|^\s*(?:research|original|review)\s+(?:article|paper)s?\s*$|"
    r"^\s*(?:open access|article|letter|preprint|draft|contents?|invited paper|full paper|report|"
    r"editorial|corrigendum|erratum|featured articles?|articles)\s*$|@",
    re.IGNORECASE,
)
_COVER = re.compile(
    r"see discussions, stats, and author profiles|this article was downloaded by|"
    r"jstor is a not-for-profit|your use of the jstor archive|hal is a multi-disciplinary|"
    r"provided to you for free and open access|recommended citation|"
    r"this paper is included in the proceedings",
    re.IGNORECASE,
)
_FORMULA = re.compile(r"[=~^{}∑∫√≤≥]")
_EMAIL = re.compile(r"[\w.+\-]+@[\w\-]+\.[\w.\-]+")
_EMAIL_GROUP = re.compile(
    r"(?:[{(\[]\s*([\w.+\-]+(?:\s*[,;|/]\s*[\w.+\-]+)*)\s*[})\]]|([\w.+\-]+))\s?@\s?([\w\-]+\.[\w.\-]+)"
)
"""One address, or several people's before one host: ``{adams, brown}@pages.org``."""
_RAISED_MARK = re.compile("\ue000[^\ue001]*\ue001")
_DATE_ALONE = re.compile(
    r"[\W\d]*(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*[\W\d]*(?:st|nd|rd|th)?[\W\d]*$",
    re.IGNORECASE,
)
_HASH = re.compile(r"\b[a-z]?\d{6,}\b")
_TITLE_PAGE = 40
"""A first page without running text has at most so many lines below its title."""
_MOST_FRONT_BLOCKS = 80
_MOST_ABSTRACT_CHARACTERS = 4000


@dataclass(slots=True)
class FrontMatter:
    """What the first pages say.

    ``beside_title`` is what stands in the title's block behind it, ``end`` the place of the first
    block that is not front.
    """

    title: str = ""
    authors: tuple[str, ...] = ()
    keywords: tuple[str, ...] = ()
    emails: tuple[str, ...] = ()
    affiliations: tuple[str, ...] = ()
    beside_title: str = ""
    end: int = 0
    provenance: dict[str, Field] = field(default_factory=dict)


def read_front_matter(
    blocks: Sequence[Block], body: BodyType, metadata: dict[str, str]
) -> FrontMatter:
    """Read the first page and mark its blocks as front matter; fall back to metadata."""
    front = FrontMatter()
    if not blocks:
        _title_from_metadata(front, metadata)
        return front
    page = _first_page(blocks)
    begin = next(i for i, block in enumerate(blocks) if block.page >= page)
    places = _title_places(blocks, begin, page, body, metadata)
    _set_title(front, blocks, places, metadata)
    for place in (*range(begin), *places):
        if blocks[place].role is Role.BODY:
            blocks[place].role = Role.FRONT
    _mark_above_title(blocks, begin, places)
    after = places[-1] + 1 if places else begin
    bottom = max((line.y1 for i in places for line in blocks[i].lines), default=0.0)
    zone = _author_zone(blocks, page, bottom)
    _set_authors(front, zone, metadata)
    if not front.authors or front.provenance["authors"].source != "page":
        _authors_elsewhere(front, blocks[begin : places[0]] if places else [], metadata)
    for block in zone:
        block.role = Role.FRONT
    front.end = after
    return front


def _authors_elsewhere(
    front: FrontMatter, above: Sequence[Block], metadata: dict[str, str]
) -> None:
    """Take names that stand alone above the title, or behind it in its own block."""
    names = split_author_line(front.beside_title)
    for block in above:
        found = split_author_line(block.lines[0].text) if len(block.lines) <= 2 else []
        if found and sum(map(len, found)) >= 0.7 * len(block.text):
            names += found
    if names:
        _choose_authors(front, names, _metadata_names(metadata), above)


def _mark_above_title(blocks: Sequence[Block], begin: int, places: Sequence[int]) -> None:
    """What stands above the title on its page is the journal's or the report's, not text."""
    if not places:
        return
    top = blocks[places[0]].lines[0].y0
    for block in blocks[begin : places[0]]:
        above = block.lines[-1].y1 <= top + 3
        if block.role is Role.BODY and above and not _is_running_text(block):
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
    if not places:
        _title_from_metadata(front, metadata)
        return
    title = _title_text([line for place in places for line in blocks[place].lines])
    agrees = _alike(title, metadata.get("title", ""))
    whole, title = title, _without_surroundings(title, plain(metadata.get("title", "")))
    at = whole.lower().find(title.lower())
    front.beside_title = whole[at + len(title) :].lstrip(" .,:;–—-") if at >= 0 else ""
    front.title = title
    front.provenance["title"] = Field(title, "page", 0.97 if agrees else 0.85)


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


def _title_from_metadata(front: FrontMatter, metadata: dict[str, str]) -> None:
    title = plain(metadata.get("title", ""))
    if title and not _MODEST_TITLE.search(title):
        front.title = title
        front.provenance["title"] = Field(title, "metadata", 0.4)


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
    return sorted(zone, key=lambda block: (round(block.lines[0].y0 / 4), block.lines[0].x0))


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
    known = _ABSTRACT.match(text) or _INTRODUCTION.match(text) or _FIRST_NUMBER.match(text)
    return bool(known) or heading_name(text) in KNOWN_NAMES or _is_running_text(block)


def _is_running_text(block: Block) -> bool:
    text = block.text
    words = text.split()
    small = sum(word[:1].islower() for word in words)
    return len(text) > 180 and small > 0.5 * len(words) and not _EMAIL.search(text[:200])


def _set_authors(front: FrontMatter, zone: Sequence[Block], metadata: dict[str, str]) -> None:
    listed = _metadata_names(metadata)
    names: list[str] = []
    affiliations: list[str] = []
    emails: list[str] = []
    size = 0.0
    for line in (line for block in zone for line in block.lines):
        emails += read_emails(line.text)
        found = [] if size and line.size < size - 0.6 else split_author_line(line.text)
        found = [name for name in found if folded(name) not in map(folded, names)]
        if found:
            size = size or line.size
            names += found
        elif "@" not in line.text and _may_be_affiliation(line.text):
            affiliations.append(plain(line.text))
    front.affiliations = tuple(dict.fromkeys(affiliations))
    front.emails = tuple(dict.fromkeys(emails))
    names = _parted(names, front.emails)
    _choose_authors(front, names, listed, zone)


def read_emails(text: str) -> list[str]:
    """Return the e-mail addresses of a line, marks before them left out, groups written out."""
    found = []
    for match in _EMAIL_GROUP.finditer(plain(_RAISED_MARK.sub(" ", text))):
        host = match.group(3).rstrip(".")
        people = re.split(r"\s*[,;|/]\s*", match.group(1) or match.group(2))
        found += [f"{person}@{host}" for person in people if person]
    return found


def _may_be_affiliation(text: str) -> bool:
    """Words of an institution or a place: no date, no lone mark, no publisher's token."""
    line = plain(text)
    letters = sum(char.isalpha() for char in line)
    return (
        letters >= 4
        and letters >= 0.5 * len(line.replace(" ", ""))
        and not _DATE_ALONE.match(line)
        and not _HASH.search(line)
    )


def _parted(names: Sequence[str], emails: Sequence[str]) -> list[str]:
    """Part two names that stand side by side with no mark between, where an address tells so.

    ``Anna Adams Bruno C. Brown`` are two people where both families sign an address each.
    """
    users = [folded(email.split("@")[0]) for email in emails]
    parted: list[str] = []
    for name in names:
        words = name.split()
        places = range(2, len(words) - 1) if len(users) > len(names) else range(0)
        pairs = [(" ".join(words[:i]), " ".join(words[i:])) for i in places]
        pair = next((p for p in pairs if all(_signs(part, users) for part in p)), None)
        parted += pair or (name,)
    return parted


def _signs(name: str, users: Sequence[str]) -> bool:
    """Return whether an address begins or ends with the family name, or with both names' start."""
    if not is_person_name(name):
        return False
    first, family = folded(name.split()[0]), folded(name.split()[-1])
    return any(
        (len(family) > 2 and family in user) or user in {first + family[:1], first[:1] + family}
        or (len(user) >= 3 and user.startswith(family) and first.startswith(user[len(family) :]))
        for user in users
    )


def _choose_authors(
    front: FrontMatter, names: list[str], listed: list[str], zone: Sequence[Block]
) -> None:
    """Prefer the page's names; take the metadata's where the page prints every one of them."""
    printed = folded(" ".join(block.text for block in zone))
    confirmed = bool(listed) and all(folded(name) in printed for name in listed)
    if confirmed and len(listed) > len(names):
        names = sorted(listed, key=lambda name: printed.find(folded(name)))
    if names:
        front.authors = tuple(names)
        sure = 0.95 if confirmed else 0.8
        front.provenance["authors"] = Field("; ".join(names), "page", sure)
    elif listed:
        front.authors = tuple(listed)
        front.provenance["authors"] = Field("; ".join(listed), "metadata", 0.5)


def _metadata_names(metadata: dict[str, str]) -> list[str]:
    text = re.sub(r"\([^)]*\)", "", metadata.get("author", ""))
    listed = [plain(name) for name in re.split(r"\s*[;,]\s*|\s+and\s+", text) if name.strip()]
    return listed if listed and all(is_person_name(name) for name in listed) else []


def mark_abstract(blocks: Sequence[Block], front: FrontMatter) -> None:
    """Give the abstract's blocks their role, and read the keywords that follow it.

    An abstract is what follows its heading, or a block that begins with the word; failing both,
    running text between authors and the first heading is taken where a heading follows.
    """
    begin = next(
        (i for i, block in enumerate(blocks[:_MOST_FRONT_BLOCKS]) if _is_abstract(block)), None
    )
    if begin is None:
        begin = _unnamed_abstract(blocks)
    _read_keywords(blocks, front)
    if begin is None:
        return
    heading = blocks[begin].role is Role.HEADING
    taken = 0
    for block in blocks[begin + heading : begin + _MOST_FRONT_BLOCKS]:
        ends = block.role is Role.HEADING or _INTRODUCTION.match(block.text)
        if ends or (block.role is Role.BODY and _AFTER_ABSTRACT.match(block.text)):
            break
        if block.role is not Role.BODY:
            continue
        taken += len(block.text)
        if taken > _MOST_ABSTRACT_CHARACTERS and taken > len(block.text):
            break
        block.role = Role.ABSTRACT
    if not heading:
        _strip_name(blocks[begin])


def _is_abstract(block: Block) -> bool:
    if block.role is Role.HEADING:
        return _ABSTRACT.fullmatch(block.title.strip(" .:")) is not None
    return block.role is Role.BODY and _RUN_IN_ABSTRACT.match(block.text) is not None


def _unnamed_abstract(blocks: Sequence[Block]) -> int | None:
    """Return the place of running text that stands before the first heading, if one follows."""
    for place, block in enumerate(blocks[:_MOST_FRONT_BLOCKS]):
        if block.role is Role.HEADING:
            return None
        if block.role is Role.BODY and _is_running_text(block):
            following = blocks[place : place + 6]
            ended = any(other.role is Role.HEADING for other in following)
            return place if ended else None
    return None


def _strip_name(block: Block) -> None:
    """Take the run-in word ``Abstract.`` off the block's first line."""
    line = block.lines[0]
    match = _RUN_IN_ABSTRACT.match(line.text) or _ABSTRACT.fullmatch(line.text.strip(" .:—-"))
    if match:
        rest = line.text[match.end() :].lstrip(" .:—–-")
        if rest:
            line.text = rest
        elif len(block.lines) > 1:
            del block.lines[0]


def _read_keywords(blocks: Sequence[Block], front: FrontMatter) -> None:
    """Read the keywords; they and subject classes are text, but not the abstract's."""
    for place, block in enumerate(blocks[:_MOST_FRONT_BLOCKS]):
        if not _AFTER_ABSTRACT.match(block.text) or len(block.text) > 900:
            continue
        match = _KEYWORDS.match(block.text)
        if match and not front.keywords:
            listed = block.text[match.end() :]
            if not listed and place + 1 < len(blocks) and len(blocks[place + 1].text) < 400:
                listed = blocks[place + 1].text
            words = [word.strip(" .") for word in re.split(r"[,;•·]|\s[–—-]\s", listed)]
            front.keywords = tuple(word for word in words if 1 < len(word) < 80)[:30]
        if block.role is Role.HEADING:
            block.role = Role.BODY
