"""Where a quote stands on its page, word by word.

Owns finding the words of a quote among the words that are printed, and boxing them line by line.
Refuses to guess: where too little of the quote is found there are no boxes. Only for worker
processes.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pymupdf

from ingest.document import PdfDocument, parser_errors
from ingest.errors import ReadError
from ingest.paper import Rectangle

__all__ = ["quote_boxes"]

_LEAST_LETTERS = 12
"""A piece of a quote with fewer letters than this stands on a page by chance."""

_LEAST_SHARE = 0.6
"""A quote of which less is found was read differently than it is printed: nothing is boxed."""


@dataclass(frozen=True, slots=True)
class _Word:
    """A printed word: its letters, its box, and the block and line it stands in."""

    letters: str
    box: tuple[float, float, float, float]
    line: tuple[int, int]


def quote_boxes(path: str | Path, page: int, quote: str) -> tuple[Rectangle, ...]:
    """One box for each line, or part of a line, of a page that belongs to ``quote``.

    White space, hyphens, ligatures and case may differ. A quote that runs from one column into the
    next is found in pieces.

    Args:
        path: The PDF file.
        page: Page number, from 1.
        quote: The quoted text, as stored.

    Returns:
        Boxes in reading order; none where the page has no text layer or prints something else.

    Raises:
        ReadError: The file cannot be read, or has no such page.
    """
    with PdfDocument(path) as document:
        if not 1 <= page <= document.page_count:
            raise ReadError(
                f"{Path(path).name} has no page {page}: its last page is {document.page_count}"
            )
        with parser_errors(path):
            printed = _printed(document.raw_page(page))
    found = _find([_letters(word) for word in quote.split()], [word.letters for word in printed])
    return _boxes([printed[index] for index in found], page)


def _printed(page: pymupdf.Page) -> list[_Word]:
    """The words of a page, their boxes as a person sees them, whichever way the page is turned."""
    turned = page.rotation_matrix
    words = []
    for x0, y0, x1, y1, text, block, line, _ in page.get_text("words"):
        box = pymupdf.Rect(x0, y0, x1, y1) * turned
        words.append(_Word(_letters(text), (box.x0, box.y0, box.x1, box.y1), (block, line)))
    return words


def _letters(text: str) -> str:
    """Letters and digits alone, with ligatures taken apart and case folded."""
    return "".join(filter(str.isalnum, unicodedata.normalize("NFKC", text).casefold()))


def _find(wanted: Sequence[str], printed: Sequence[str]) -> list[int]:
    """Indexes of the printed words that the wanted ones stand in; empty if too few do."""
    text = "".join(printed)
    owner = [index for index, word in enumerate(printed) for _ in word]
    total = sum(map(len, wanted))
    found: list[int] = []
    at = covered = after = 0
    while at < len(wanted):
        end, start = _longest(wanted, at, text, after, min(_LEAST_LETTERS, total))
        if start < 0:
            at += 1
            continue
        length = sum(map(len, wanted[at:end]))
        found += sorted(set(owner[start : start + length]))
        covered, at, after = covered + length, end, start + length
    return list(dict.fromkeys(found)) if total and covered >= _LEAST_SHARE * total else []


def _longest(wanted: Sequence[str], at: int, text: str, after: int, least: int) -> tuple[int, int]:
    """The most words from ``at`` on that stand together: the end of them, and where they stand.

    They are looked for behind what was found before, else anywhere; where they begin is -1 if even
    the fewest that have ``least`` letters stand nowhere. Fewer, at the end of the quote, count only
    right behind what was found before.
    """
    piece, start, end = "", -1, at
    if 0 < len(tail := "".join(wanted[at:])) < least:
        return (len(wanted), after) if after and text.startswith(tail, after) else (at, -1)
    for index in range(at, len(wanted)):
        piece += wanted[index]
        if len(piece) < least:
            continue
        here = text.find(piece, after)
        here = text.find(piece) if here < 0 else here
        if here < 0:
            break
        start, end = here, index + 1
    return end, start


def _boxes(words: Sequence[_Word], page: int) -> tuple[Rectangle, ...]:
    """Words of one line, in a row, share a box."""
    boxes: list[Rectangle] = []
    before: tuple[int, int] | None = None
    for word in words:
        x0, y0, x1, y1 = word.box
        if word.line == before:
            last = boxes.pop()
            x0, y0 = min(x0, last.x0), min(y0, last.y0)
            x1, y1 = max(x1, last.x1), max(y1, last.y1)
        boxes.append(Rectangle(page, x0, y0, x1, y1))
        before = word.line
    return tuple(boxes)
