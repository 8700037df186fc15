"""Text that a page holds and does not show: white on white, transparent, or too small to see.

Owns finding it and taking it out of MuPDF's blocks, so that it is neither found nor quoted. A span
is suspected by its colour, its transparency or its size; what looks suspect is left out only where
the page, drawn, shows nothing in its place. White letters on a dark ground stay, and so does the
invisible text that lies over a scan, which is its recognised text. A run of words in letters of
under one and a half points is left out as it is, on a page whose other text is larger; single
labels of that size stand in shrunken charts. Text of the ground's own dark colour, as
under a black bar, is not suspected.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pymupdf

__all__ = ["without_hidden"]

_TINY_POINTS = 1.5
_RUN_OF_WORDS = 4
_LIGHT = 0xE0
"""Red, green and blue from which on a colour may vanish on white paper."""
_LIGHTEST = (_LIGHT << 16) - 1
_FAINT_ALPHA = 26
"""A tenth of 255: what is more transparent may vanish on any ground."""
_CONTRAST = 8
"""Steps of 255 within which everything is one colour to the eye: 3 %."""
_WIDEST_POINTS = 3000.0
"""Larger pages are not drawn: they would take too much memory, and nothing is left out of them."""

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
    tiny = [span for span in suspects if _is_tiny(span)]
    faint = [span for span in suspects if _is_faint(span) and not _is_blank(span)]
    hidden = set(map(id, tiny)) if _is_minority(tiny, blocks) else set[int]()
    if faint and (ground := _Ground.of(page, faint)):
        hidden |= {id(span) for span in faint if ground.is_empty_at(span["bbox"])}
    return hidden


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


def _is_tiny(span: Block) -> bool:
    """Whether its letters stand as close as its size says: a font's own size may be nonsense."""
    x0, y0, x1, y1 = span["bbox"]
    text = _text(span)
    is_run = span["size"] < _TINY_POINTS and len(text.split()) >= _RUN_OF_WORDS
    return is_run and max(x1 - x0, y1 - y0) < _TINY_POINTS * len(text)


def _is_minority(tiny: Sequence[Block], blocks: Sequence[Block]) -> bool:
    """Whether most of the page's letters are not tiny, so that it is not just drawn small."""
    lines = (line for block in blocks for line in block.get("lines", ()))
    letters = sum(len(_text(span)) for line in lines for span in line["spans"])
    return bool(2 * sum(len(_text(span)) for span in tiny) < letters)


class _Ground:
    """A page as it looks, in grey, a point a pixel.

    Args:
        pixels: PyMuPDF's pixmap.
        matrix: Takes a place of the text to its place in the picture.
    """

    def __init__(self, pixels: Any, matrix: Any) -> None:  # noqa: ANN401 - as above
        self._samples = memoryview(pixels.samples_mv)
        self._width, self._height, self._stride = pixels.width, pixels.height, pixels.stride
        self._left, self._top = pixels.x, pixels.y
        self._matrix = matrix

    @classmethod
    def of(cls, page: Any, faint: Sequence[Block]) -> _Ground | None:  # noqa: ANN401 - as above
        """Draw a page; None where it is too large, or where a scan covers all that is faint."""
        if max(page.rect.width, page.rect.height) > _WIDEST_POINTS:
            return None
        if all(span["alpha"] < _FAINT_ALPHA for span in faint) and _is_scan(page, faint):
            return None
        pixels = page.get_pixmap(colorspace=pymupdf.csGRAY, alpha=False)
        return cls(pixels, page.rotation_matrix)

    def is_empty_at(self, box: Box) -> bool:
        """Whether everything in the middle of a box is of one colour."""
        placed = pymupdf.Rect(box) * self._matrix
        quarter_x = 0.25 * placed.height if placed.width > placed.height else 0.0
        x0 = max(int(placed.x0 + quarter_x) - self._left, 0)
        x1 = min(int(placed.x1 - quarter_x) + 1 - self._left, self._width)
        y0 = max(int(placed.y0 + 0.25 * placed.height) - self._top, 0)
        y1 = min(int(placed.y1 - 0.25 * placed.height) + 1 - self._top, self._height)
        if x0 >= x1 or y0 >= y1:
            return False
        rows = [
            bytes(self._samples[y * self._stride + x0 : y * self._stride + x1])
            for y in range(y0, y1)
        ]
        return max(map(max, rows)) - min(map(min, rows)) <= _CONTRAST


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
