"""Text that a page holds and does not show: white on white, transparent, or too small to see.

Owns finding it and taking it out of MuPDF's blocks, so that it is neither found nor quoted. A span
is suspected by its colour, its transparency or its size; what looks suspect is left out only where
the page, drawn, shows nothing in its place. White letters on a dark ground stay, and so does the
invisible text over a scan that shows something where most of it lies: it is the scan's recognised
text. Words in letters of under one and a half points are left out as they are, on a page whose
other text is larger, where several run on or stand on one page; a few labels of that size stand in
shrunken charts. Not suspected is text of the ground's own dark colour, as under a black bar, and
text that something was painted over.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pymupdf

__all__ = ["without_hidden"]

_TINY_POINTS = 1.5
_RUN_OF_WORDS = 4
_WORDS_OF_A_PAGE = 8
"""As many as a short sentence has: so many tiny words in single pieces are more than labels."""
_LETTERS_OF_A_WORD = 2
"""The marks of a chart's axes are shorter, or numbers."""
_LIGHT = 0xE0
"""Red, green and blue from which on a colour may vanish on white paper."""
_LIGHTEST = (_LIGHT << 16) - 1
_FAINT_ALPHA = 26
"""A tenth of 255: what is more transparent may vanish on any ground."""
_CONTRAST = 8
"""Steps of 255 within which everything is one colour to the eye: 3 %."""
_WIDEST_POINTS = 3000.0
"""Larger pages are drawn smaller: they would take too much memory."""
_SHARE_OF_A_STROKE = 1 / 3
"""Of the height of letters, what a line through them takes: letters themselves take most of it."""

Block = dict[str, Any]
Box = tuple[float, float, float, float]


def without_hidden(page: Any, blocks: list[Block]) -> tuple[list[Block], int]:  # noqa: ANN401 - PyMuPDF's page has no types
    """The blocks without what the page does not show, and how many words that was.

    Args:
        page: PyMuPDF's page.
        blocks: Those of its ``extractDICT`` or ``extractRAWDICT``. They are changed in place.
    """
    suspects = [
        span
        for block in blocks
        for line in block.get("lines", ())
        for span in line["spans"]
        if span["alpha"] < _FAINT_ALPHA or span["color"] > _LIGHTEST or span["size"] < _TINY_POINTS
    ]
    if not suspects:
        return blocks, 0
    hidden = _hidden(page, suspects, blocks)
    if not hidden:
        return blocks, 0
    return _without(blocks, hidden)


def _hidden(page: Any, suspects: Sequence[Block], blocks: Sequence[Block]) -> set[int]:  # noqa: ANN401 - as above
    """The identities of the spans that the page does not show."""
    tiny = _tiny(suspects)
    faint = [span for span in suspects if _is_faint(span) and not _is_blank(span)]
    hidden = set(map(id, tiny)) if _is_minority(tiny, blocks) else set[int]()
    if faint:
        hidden |= set(map(id, _not_shown(page, faint)))
    return hidden


def _not_shown(page: Any, faint: Sequence[Block]) -> Sequence[Block]:  # noqa: ANN401 - as above
    """The spans in whose place the page shows nothing; of a scan all, where most are so."""
    ground = _Ground.of(page)
    empty = [span for span in faint if ground.is_empty_at(span)]
    if empty and all(span["alpha"] < _FAINT_ALPHA for span in faint) and _is_scan(page, faint):
        # recognised words may stand beside what they were read from: a scan is judged as a whole
        return faint if 2 * _letters(empty) > _letters(faint) else []
    return empty


def _text(span: Block) -> str:
    if "text" in span:
        return str(span["text"])
    return "".join(char["c"] for char in span["chars"])


def _is_blank(span: Block) -> bool:
    return not _text(span).strip()


def _is_faint(span: Block) -> bool:
    color = span["color"]
    is_light = all(channel >= _LIGHT for channel in (color >> 16, color >> 8 & 255, color & 255))
    return is_light or span["alpha"] < _FAINT_ALPHA


def _tiny(suspects: Sequence[Block]) -> list[Block]:
    """The spans of tiny words: those of a run, or all, where the page holds a sentence of them."""
    tiny = [span for span in suspects if _is_tiny(span)]
    words = [word for span in tiny for word in _text(span).split()]
    if sum(map(_is_word, words)) >= _WORDS_OF_A_PAGE:
        return tiny
    return [span for span in tiny if len(_text(span).split()) >= _RUN_OF_WORDS]


def _is_tiny(span: Block) -> bool:
    """Whether its letters stand as close as its size says: a font's own size may be nonsense."""
    x0, y0, x1, y1 = span["bbox"]
    stands_close = max(x1 - x0, y1 - y0) < _TINY_POINTS * len(_text(span))
    return bool(span["size"] < _TINY_POINTS and stands_close)


def _is_word(word: str) -> bool:
    return sum(map(str.isalpha, word)) >= _LETTERS_OF_A_WORD


def _is_minority(tiny: Sequence[Block], blocks: Sequence[Block]) -> bool:
    """Whether most of the page's letters are not tiny, so that it is not just drawn small."""
    lines = (line for block in blocks for line in block.get("lines", ()))
    return 2 * _letters(tiny) < _letters([span for line in lines for span in line["spans"]])


def _letters(spans: Sequence[Block]) -> int:
    return sum(len(_text(span)) for span in spans)


class _Ground:
    """A page as it looks, in grey, a point a pixel; pages of giant size smaller.

    Args:
        pixels: PyMuPDF's pixmap.
        matrix: Takes a place of the text to its place in the picture.
        scale: Pixels a point, at most 1.
    """

    def __init__(self, pixels: Any, matrix: Any, scale: float) -> None:  # noqa: ANN401 - as above
        self._pixels = pixels  # the view into its memory does not keep it alive
        self._samples = memoryview(pixels.samples_mv)
        self._width, self._height, self._stride = pixels.width, pixels.height, pixels.stride
        self._left, self._top = pixels.x, pixels.y
        self._matrix = matrix
        # a stroke that is thinner than a pixel tints it by no more than its share of it
        self._contrast = _CONTRAST * scale

    @classmethod
    def of(cls, page: Any) -> _Ground:  # noqa: ANN401 - as above
        """Draw a page."""
        scale = _WIDEST_POINTS / max(page.rect.width, page.rect.height, _WIDEST_POINTS)
        smaller = pymupdf.Matrix(scale, scale)
        pixels = page.get_pixmap(matrix=smaller, colorspace=pymupdf.csGRAY, alpha=False)
        return cls(pixels, page.rotation_matrix * smaller, scale)

    def is_empty_at(self, span: Block) -> bool:
        """Whether the middle of a span is of one colour, but for a line through its letters."""
        placed = pymupdf.Rect(span["bbox"]) * self._matrix
        margin = 0.25 * min(placed.width, placed.height)
        x0 = max(int(placed.x0 + margin) - self._left, 0)
        x1 = min(int(placed.x1 - margin) + 1 - self._left, self._width)
        y0 = max(int(placed.y0 + margin) - self._top, 0)
        y1 = min(int(placed.y1 - margin) + 1 - self._top, self._height)
        if x0 >= x1 or y0 >= y1 or min(placed.width, placed.height) < 1:
            return False
        rows = [self._samples[y * self._stride + x0 : y * self._stride + x1] for y in range(y0, y1)]
        if placed.height > placed.width:
            across = slice(y0 * self._stride, y1 * self._stride, self._stride)
            rows = [self._samples[x:][across] for x in range(x0, x1)]
        return self._is_even(list(map(bytes, rows)), any(map(str.isalnum, _text(span))))

    def _is_even(self, rows: Sequence[bytes], holds_letters: bool) -> bool:
        """Whether rows along the text show one colour; a dash may be a line, letters may not."""
        if max(map(max, rows)) - min(map(min, rows)) <= self._contrast:
            return True
        uneven = sum(max(row) - min(row) > self._contrast for row in rows)
        return holds_letters and uneven <= _SHARE_OF_A_STROKE * len(rows)


def _is_scan(page: Any, faint: Sequence[Block]) -> bool:  # noqa: ANN401 - as above
    """Whether pictures lie under all of these spans: then they are what was recognised in them."""
    pictures = [pymupdf.Rect(picture["bbox"]) for picture in page.get_image_info()]
    boxes = [pymupdf.Rect(span["bbox"]) * page.rotation_matrix for span in faint]
    centres = [(box.tl + box.br) / 2 for box in boxes]
    return all(any(centre in picture for picture in pictures) for centre in centres)


def _without(blocks: list[Block], hidden: set[int]) -> tuple[list[Block], int]:
    """The blocks without these spans, and how many words they held."""
    words = 0
    for block in blocks:
        for line in block.get("lines", ()):
            kept = [span for span in line["spans"] if id(span) not in hidden]
            if len(kept) == len(line["spans"]):
                continue
            words += len("".join(_text(s) for s in line["spans"] if id(s) in hidden).split())
            line["spans"] = kept if any(not _is_blank(span) for span in kept) else []
            if line["spans"]:
                line["bbox"] = _around(line["spans"])
        if "lines" in block:
            block["lines"] = [line for line in block["lines"] if line["spans"]]
    return blocks, words


def _around(spans: Sequence[Block]) -> Box:
    boxes = [span["bbox"] for span in spans]
    return (
        min(box[0] for box in boxes),
        min(box[1] for box in boxes),
        max(box[2] for box in boxes),
        max(box[3] for box in boxes),
    )
