"""Which stretches of a passage stand in one piece in the text that its page holds.

A person who looks for a quote in a PDF viewer finds it only where the file holds its letters one
after another. Reading order, mended letters and joined halves of a sentence part them. Owns the
letters of a page in the file's own order, and the longest stretches of a text that stand there.
Letters and digits count, case and compatibility forms folded; spaces, hyphens and signs do not,
since readers differ on them.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from typing import Any

__all__ = ["letters_of", "pieces_of", "printed_text"]

_NO_LETTERS = re.compile("[^\\w\ufffd]+|_+")
"""Of a glyph that nothing maps to a letter it is not known that it is none: it counts as one."""
_BEYOND_ASCII = re.compile(r"[A-Za-z]?[^\x00-\x7f]+")
"""With the letter before, which an accent may be for."""
_ASCII_FOLDED = bytes(range(256)).lower()
_ASCII_SIGNS = bytes(code for code in range(128) if not chr(code).isalnum())
_FEWEST_LETTERS = 20
"""Shorter stretches hold no sentence that says anything: they are not kept."""
_FIRST_LENGTH = 32
_MOST_STEPS = 24
"""Stretches looked for in one passage; one that falls into more is a formula or a table."""


def printed_text(blocks: Iterable[dict[str, Any]], most: int) -> str:
    """What a page's blocks hold, in the file's order, ``most`` characters of it.

    Args:
        blocks: Those of PyMuPDF's ``extractDICT`` or ``extractRAWDICT``, as they come.
        most: How many characters are taken at most.
    """
    spans = [s for b in blocks for line in b.get("lines", ()) for s in line["spans"]]
    if spans and "chars" in spans[0]:
        return "".join([char["c"] for span in spans for char in span["chars"]])[:most]
    return "".join([span["text"] for span in spans])[:most]


def letters_of(text: str) -> str:
    """The letters and digits of a text, case and compatibility forms folded."""
    # this is done to every page and passage: bytes take a tenth of the time that characters take
    bare = text if text.isascii() else _BEYOND_ASCII.sub(_folded, text)
    return bare.encode().translate(_ASCII_FOLDED, _ASCII_SIGNS).decode()


def _folded(match: re.Match[str]) -> str:
    return _NO_LETTERS.sub("", unicodedata.normalize("NFKC", match.group()).casefold())


def pieces_of(text: str, printed: str) -> tuple[tuple[int, int], ...]:
    """The longest stretches of ``text`` of which each stands in one piece in ``printed``.

    A stretch is given by its offsets into ``text``, the end excluded; none holds another, but two
    may overlap. A part of the text stands on the page as a whole if, and only if, one of them
    holds it (and it has twenty letters and more).

    Args:
        text: A passage's.
        printed: The ``letters_of`` its page's text.

    Returns:
        Nothing where the whole text stands in one piece; ``((0, 0),)`` where no part of it does.
    """
    if letters_of(text) in printed:
        return ()
    letters, places = _placed(text)
    found: list[tuple[int, int]] = []
    start = 0
    for _ in range(_MOST_STEPS):
        end = _longest(letters, start, printed)
        if end - start >= _FEWEST_LETTERS:
            found.append((start, end))
        if end >= len(letters):
            break
        start = _earliest(letters, start + 1, end + 1, printed)
    places = [-1, *places, len(text)]
    # from behind the letter before to the letter after: brackets and full stops belong to it
    return tuple((places[s] + 1, places[e + 1]) for s, e in found) or ((0, 0),)


def _placed(text: str) -> tuple[str, list[int]]:
    """The letters of a text, and where in it each stands."""
    folds = {char: letters_of(char) for char in set(text)}
    letters = [folds[char] for char in text]
    places = [place for place, folded in enumerate(letters) for _ in folded]
    return "".join(letters), places


def _longest(letters: str, start: int, printed: str) -> int:
    """The end of the longest stretch from ``start`` on that is printed in one piece."""
    good, step = start, _FIRST_LENGTH
    while good < len(letters) and letters[start : good + step] in printed:
        good = min(good + step, len(letters))
        step *= 2
    bad = min(good + step, len(letters) + 1)
    while bad - good > 1:
        middle = (good + bad) // 2
        if letters[start:middle] in printed:
            good = middle
        else:
            bad = middle
    return good


def _earliest(letters: str, least: int, end: int, printed: str) -> int:
    """From where on, at the earliest, the letters before ``end`` are printed in one piece."""
    good, step = end, 1
    while good > least and letters[max(good - step, least) : end] in printed:
        good = max(good - step, least)
        step *= 2
    bad = max(good - step, least - 1)
    while good - bad > 1:
        middle = (good + bad) // 2
        if letters[middle:end] in printed:
            good = middle
        else:
            bad = middle
    return good
