"""Joining lines of print into running text.

Owns the decision what a hyphen at a line's end was: a break inside a word, to be undone, or a
part of the word, to be kept. The paper's own words decide: a word that the paper prints whole
elsewhere is joined, a compound that it prints with a hyphen elsewhere keeps it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from ingest.textclean import SOFT_HYPHEN

__all__ = ["Vocabulary", "join_with_offsets", "joined_lines", "without_inner_breaks"]

_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_ASCII_WORD = re.compile(r"[a-z]+(?:-[a-z]+)*")
"""The same for lower-case ASCII, which most lines are, in a third of the time."""
_TAIL = re.compile(r"([^\W\d_]+(?:-[^\W\d_]+)*)-$")
_HEAD = re.compile(r"[^\W\d_]+")
_HEAD_OF_LINE = re.compile(r"^[^\W\d_]+(?:-[^\W\d_]+)*")
_INNER_BREAK = re.compile(r"\b([^\W\d_]{2,})- ([a-zß-ÿ]{2,})\b")
_BREAKING = ("-", SOFT_HYPHEN)
_LINK_BREAKS = frozenset("/_=&?-")
_LINK_TAIL = re.compile(r"(?:\b10\.\d{4,9}/|https?://|www\.)\S*$")
"""A link goes on in the next line without a space; its hyphens are its own."""
_RANGE_MARKS = ("–", "‒")
_RANGE_TAIL = re.compile(r"\d[–‒]$")
"""``291–`` at a line's end with a number below is a range of pages or years."""
_KEEPING = frozenset("self non well high low semi quasi cross half".split())
"""First halves after which a hyphen is usual, where the paper itself does not decide."""
_KEEPING_WORDS = frozenset("multi real ex all".split())
"""The same before a word that the paper prints: ``multi-core``, but ``multi-plied``."""
_ENDINGS = frozenset("able age ages ally ant ants ate ates fully ing ings or ors ship".split())
"""Words that are endings too: ``accept-able`` is one word where both halves stand elsewhere."""


class Vocabulary:
    """The words that a paper prints inside its lines, hyphenated ones as a whole.

    ``texts`` are the lines in reading order. The halves of a word that is broken between two of
    them are left out: they would attest themselves as words of their own.
    """

    def __init__(self, texts: Iterable[str]) -> None:
        plain: list[str] = []
        others: list[str] = []
        broken = False
        for text in texts:
            whole = _HEAD_OF_LINE.sub("", text, count=1) if broken else text
            broken = text.endswith(_BREAKING)
            if broken:
                whole = _TAIL.sub("", whole.rstrip(SOFT_HYPHEN))
            (plain if whole.isascii() else others).append(whole)
        words = _ASCII_WORD.findall("\n".join(plain).lower())
        self._words = frozenset(words).union(_WORD.findall("\n".join(others).lower()))

    def __contains__(self, word: str) -> bool:
        return word.lower() in self._words

    def keeps_hyphen(self, first: str, second: str) -> bool:
        """Return whether ``first-`` at a line's end and ``second`` below are one compound."""
        if len(second) == 1:
            return True
        if f"{first}{second}" in self:
            return False
        if second[:1].isupper():
            return True
        if f"{first}-{second}" in self:
            return True
        if "-" in first or first.lower() in _KEEPING:
            return True
        if second not in self or second.lower() in _ENDINGS:
            return False
        return first.lower() in _KEEPING_WORDS or (len(first) > 3 and first in self)


def without_inner_breaks(text: str, vocabulary: Vocabulary) -> str:
    """Join words that are broken inside what counts as one line, as where two rows overlap.

    Only those that the paper prints whole elsewhere: ``pre- and post-order`` stays.
    """
    if "- " not in text:
        return text
    return _INNER_BREAK.sub(
        lambda match: "".join(
            match.groups() if "".join(match.groups()) in vocabulary else match[0]
        ),
        text,
    )


def joined_lines(texts: Sequence[str], vocabulary: Vocabulary) -> str:
    """Join lines of one paragraph into running text."""
    return join_with_offsets(texts, vocabulary)[0]


def join_with_offsets(texts: Sequence[str], vocabulary: Vocabulary) -> tuple[str, list[int]]:
    """Join lines into running text; return it with the offset at which each line begins.

    Blank lines are not expected. The offset of a line whose word began above is where its own
    part of that word begins.
    """
    joined = ""
    parts: list[str] = []
    length = 0
    starts: list[int] = []
    for text in texts:
        if parts:
            joined = parts[-1]
            glue = _glue(joined, text, vocabulary)
            if glue is None:
                parts[-1] = joined[:-1]
                length -= 1
            elif glue:
                parts[-1] = joined + glue
                length += len(glue)
        starts.append(length)
        parts.append(text)
        length += len(text)
    return "".join(parts), starts


def _glue(above: str, below: str, vocabulary: Vocabulary) -> str | None:
    """Return what to put between two lines: a space, nothing, or None to drop the hyphen."""
    if above.endswith(SOFT_HYPHEN):
        return None
    if above[-1:] in _LINK_BREAKS and _LINK_TAIL.search(above):
        return ""
    if above.endswith(_RANGE_MARKS) and _RANGE_TAIL.search(above) and below[:1].isdigit():
        return ""
    if not above.endswith("-"):
        return "" if _is_cjk(above[-1:]) and _is_cjk(below[:1]) else " "
    tail, head = _TAIL.search(above), _HEAD.match(below)
    if tail is None or head is None:
        return "" if above[-2:-1].isalnum() else " "
    return "" if vocabulary.keeps_hyphen(tail.group(1), head.group()) else None


def _is_cjk(char: str) -> bool:
    return (
        "\u2e80" <= char <= "\u9fff" or "\uf900" <= char <= "\ufaff" or "\uff00" <= char <= "\uffef"
    )
