"""The abstract, and the keywords that stand by it.

Owns finding both among a document's first blocks and saying how sure that is. Refuses to look
above the abstract: title and authors are ``ingest.front_matter``'s.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ingest.blocks import Block, Role
from ingest.identifiers import find_doi
from ingest.paper import Field
from ingest.textclean import plain

__all__ = [
    "ABSTRACT_NAME",
    "INTRODUCTION_NAME",
    "MOST_FRONT_BLOCKS",
    "Opening",
    "is_running_text",
    "mark_abstract",
]

ABSTRACT_NAME = re.compile(
    r"\s*(?:a\s?b\s?s\s?t\s?r\s?a\s?c\s?t|summary|synopsis|zusammenfassung|résumé|resumen)\b|\s*(?:概\s?要|要\s?旨|摘\s?要|抄録|あらまし|초록|요약)",
    re.IGNORECASE,
)
_RUN_IN_ABSTRACT = re.compile(
    r"\s*(?:extended\s+)?(?:a\s?b\s?s\s?t\s?r\s?a\s?c\s?t|summary)\s*(?:[.:—–-]+\s*|\s+(?=[A-Z]))"
    r"|\s*(?:概\s?要|要\s?旨|摘\s?要|抄録|あらまし|초록|요약)\s*[:：.]?\s*(?=\S)",
    re.IGNORECASE,
)
INTRODUCTION_NAME = re.compile(
    r"\s*(?:(?:1|I|§\s?1)\s*[.:]?\s*)?(?:introduction|motivation|background|preface)\b[\s.:]*$",
    re.IGNORECASE,
)
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
_ADDRESS_FOLLOWS = re.compile(r"\.\s*\d{1,2}\s?(?=[A-Z][a-z])")
"""Small print of numbered affiliations may stand right below the keywords."""
_EMAIL = re.compile(r"[\w.+\-]+@[\w\-]+\.[\w.\-]+")
MOST_FRONT_BLOCKS = 80
"""So many blocks hold title, authors, abstract and keywords."""
_MOST_ABSTRACT_CHARACTERS = 4000
_NAMED, _UNNAMED = 0.95, 0.6
"""How sure an abstract is with and without its heading."""
_PRINTED, _NOTED = 0.9, 0.5
"""How sure keywords are that the page prints, and that only the metadata holds."""


@dataclass(frozen=True, slots=True)
class Opening:
    """The keywords, and how sure it is that the marked blocks are an abstract (0: none are).

    ``keywords_source`` is ``page`` or ``metadata``, as in ``ingest.paper.Field``.
    """

    keywords: tuple[str, ...] = ()
    keywords_source: str = "page"
    abstract_confidence: float = 0.0

    def fields(self, abstract: str) -> dict[str, Field]:
        """Return where the keywords and the abstract, whose text is given, came from."""
        told = {}
        if self.keywords:
            confidence = _PRINTED if self.keywords_source == "page" else _NOTED
            value = "; ".join(self.keywords)
            told["keywords"] = Field(value, self.keywords_source, confidence)
        if abstract:
            told["abstract"] = Field(abstract, "page", self.abstract_confidence)
        return told


def mark_abstract(blocks: Sequence[Block], metadata: Mapping[str, str]) -> Opening:
    """Give the abstract's blocks their role, and read the keywords that follow it.

    An abstract is what follows its heading, or a block that begins with the word; failing both,
    running text between authors and the first heading is taken where a heading follows. Keywords
    that are not printed are taken from the file's ``metadata``, where it lists several.
    """
    begin = next(
        (i for i, block in enumerate(blocks[:MOST_FRONT_BLOCKS]) if _is_abstract(block)), None
    )
    named = begin is not None
    if begin is None:
        begin = _unnamed_abstract(blocks)
    keywords, source = _take_keywords(blocks), "page"
    if not keywords:
        keywords, source = _noted_keywords(metadata), "metadata"
    if begin is None:
        return Opening(keywords, source)
    heading = blocks[begin].role is Role.HEADING
    _mark_from(blocks[begin + heading : begin + MOST_FRONT_BLOCKS])
    if not heading:
        _strip_name(blocks[begin])
    return Opening(keywords, source, _NAMED if named else _UNNAMED)


def _mark_from(following: Sequence[Block]) -> None:
    """Mark blocks as the abstract's until something else begins or it grows too long."""
    taken = 0
    for block in following:
        ends = block.role is Role.HEADING or INTRODUCTION_NAME.match(block.text)
        if ends or (block.role is Role.BODY and _AFTER_ABSTRACT.match(block.text)):
            break
        if block.role is not Role.BODY:
            continue
        taken += len(block.text)
        if taken > _MOST_ABSTRACT_CHARACTERS and taken > len(block.text):
            break
        block.role = Role.ABSTRACT


def _is_abstract(block: Block) -> bool:
    if block.role is Role.HEADING:
        return ABSTRACT_NAME.fullmatch(block.title.strip(" .:")) is not None
    return block.role is Role.BODY and _RUN_IN_ABSTRACT.match(block.text) is not None


def _unnamed_abstract(blocks: Sequence[Block]) -> int | None:
    """Return the place of running text that stands before the first heading, if one follows."""
    for place, block in enumerate(blocks[:MOST_FRONT_BLOCKS]):
        if block.role is Role.HEADING:
            return None
        if block.role is Role.BODY and is_running_text(block):
            following = blocks[place : place + 6]
            ended = any(other.role is Role.HEADING for other in following)
            return place if ended else None
    return None


def _strip_name(block: Block) -> None:
    """Take the run-in word ``Abstract.`` off the block's first line."""
    line = block.lines[0]
    match = _RUN_IN_ABSTRACT.match(line.text) or ABSTRACT_NAME.fullmatch(line.text.strip(" .:—-"))
    if match:
        rest = line.text[match.end() :].lstrip(" .:—–-·•■")
        if rest:
            line.text = rest
        elif len(block.lines) > 1:
            del block.lines[0]


def _take_keywords(blocks: Sequence[Block]) -> tuple[str, ...]:
    """Read the keywords; they and subject classes are text, but not the abstract's."""
    keywords: tuple[str, ...] = ()
    for place, block in enumerate(blocks[:MOST_FRONT_BLOCKS]):
        if not _AFTER_ABSTRACT.match(block.text) or len(block.text) > 900:
            continue
        match = _KEYWORDS.match(block.text)
        if match and not keywords:
            listed = _ADDRESS_FOLLOWS.split(block.text[match.end() :])[0]
            if not listed and place + 1 < len(blocks) and len(blocks[place + 1].text) < 400:
                listed = blocks[place + 1].text
            keywords = _parted_keywords(listed)
        if block.role is Role.HEADING:
            block.role = Role.BODY
    return keywords


def _noted_keywords(metadata: Mapping[str, str]) -> tuple[str, ...]:
    """Return the metadata's keywords where they are a list; one phrase may be anything."""
    words = _parted_keywords(plain(metadata.get("keywords", "")))
    worded = [word for word in words if not find_doi(word) and any(map(str.isalpha, word))]
    return tuple(worded) if len(worded) > 1 else ()


def _parted_keywords(listed: str) -> tuple[str, ...]:
    """Part keywords at commas, semicolons, dots in the middle and dashes; at most thirty."""
    words = [word.strip(" .") for word in re.split(r"[,;•·]|\s[–—-]\s", listed)]
    return tuple(word for word in words if 1 < len(word) < 80)[:30]


def is_running_text(block: Block) -> bool:
    """Return whether a block is prose, and no line of names, addresses or headings."""
    text = block.text
    words = text.split()
    small = sum(word[:1].islower() for word in words)
    return len(text) > 180 and small > 0.5 * len(words) and not _EMAIL.search(text[:200])
