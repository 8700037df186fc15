"""What kind of publication a paper is, and keys that are unique within one file.

Owns the guess from the venue's words where the kind is not known; every format maps it to its
own names.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from enum import StrEnum

from workbench.types import PaperDetail

__all__ = ["FILE_DATED", "EntryKind", "entry_kind", "is_citable", "unique_keys"]

FILE_DATED = "The year is the date of the file: the paper gives none."
"""Note on a year that only the file's date gives, where a format has no sign for "about"."""

_MEETING = re.compile(
    r"\b(?:proc(?:eedings)?\b|conference|symposium|workshop|meeting|congress|conf\b|"
    r"(?:ACL|EMNLP|NAACL|NIPS|NeurIPS|ICML|ICLR|SIGIR|SIGMOD|VLDB|OSDI|SOSP|NSDI|CIKM|WWW)\b)",
    re.IGNORECASE,
)


class EntryKind(StrEnum):
    """Publication types that the formats have names for."""

    ARTICLE = "article"
    MEETING = "conference paper"
    PREPRINT = "preprint"
    THESIS = "thesis"
    REPORT = "report"
    BOOK = "book"
    CHAPTER = "chapter"
    SLIDES = "slides"
    POSTER = "poster"
    LETTER = "letter"
    OTHER = "other"


def entry_kind(paper: PaperDetail) -> EntryKind:
    """What the paper is: as the person says, else as was read, else by its venue's words.

    Kinds of ``workbench.editing.KINDS`` that no format knows are ``OTHER``.
    """
    if paper.kind:
        return EntryKind(paper.kind) if paper.kind in set(EntryKind) else EntryKind.OTHER
    venue = paper.summary.venue
    if not venue or venue.lower().startswith("arxiv"):
        return EntryKind.OTHER
    return EntryKind.MEETING if _MEETING.search(venue) else EntryKind.ARTICLE


def is_citable(paper: PaperDetail) -> bool:
    """Whether anything is known that a reference could name the paper by.

    Nothing is known of a file that was skipped or holds no text; an entry of it would be empty.
    """
    summary = paper.summary
    return bool(summary.title or summary.authors or paper.doi or paper.arxiv_id)


def unique_keys(papers: Sequence[PaperDetail]) -> list[str]:
    """A key for each paper: its citation key in plain letters, with a letter where two collide."""
    taken: set[str] = set()
    keys: list[str] = []
    for paper in papers:
        plain = re.sub(r"[^A-Za-z0-9:_-]", "", paper.summary.citekey) or f"paper{paper.summary.id}"
        key, tries = plain, 0
        while key.lower() in taken:
            tries += 1
            key = f"{plain}{_letters(tries)}"
        taken.add(key.lower())
        keys.append(key)
    return keys


def _letters(number: int) -> str:
    """1 → b, 25 → z, 26 → ba: the first of a name needs no letter."""
    text = ""
    while number:
        number, rest = divmod(number, 26)
        text = chr(ord("a") + rest) + text
    return text
