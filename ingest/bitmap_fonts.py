"""Lines set in bitmap fonts whose declared size is nonsense.

Old TeX files carry Type 3 fonts with a unit of one pixel. MuPDF then takes every letter gap for
a word space and every word for a line of its own. Owns rebuilding words and lines from the
places of single characters, and spelling TeX's text encoding. Refuses to touch ordinary fonts.
"""

from __future__ import annotations

from collections.abc import Iterable
from statistics import median
from typing import Any

__all__ = ["has_pixel_sizes", "rebuilt_blocks"]

_BLANKS = frozenset((" ", "\u00a0"))
_SMALLEST_TYPE = 2.0
_WORD_GAP = 0.17
_COLUMN_GAP = 1.6
_FEWEST_DIGITS = 3
_FEWEST_LETTERS = 15
"""Different small letters that a page's font of words has; one of symbols or variables has less."""
_DIGITS = {chr(digit): str(digit) for digit in range(1, 10)}
_TEX_PUNCTUATION = str.maketrans({"{": "–", "|": "—", "\\": "“", '"': "”"})


def has_pixel_sizes(blocks: Iterable[dict[str, Any]]) -> bool:
    """Return whether most letters of a page claim to be smaller than any readable type.

    Each line is judged by its first span.
    """
    tiny = ordinary = 0
    for block in blocks:
        for line in block.get("lines", ()):
            for span in line["spans"][:1]:
                letters = len(span["text"] if "text" in span else span["chars"])
                if span["size"] < _SMALLEST_TYPE:
                    tiny += letters
                else:
                    ordinary += letters
    return tiny > ordinary


def rebuilt_blocks(
    raw_blocks: Iterable[dict[str, Any]], ems: dict[str, float]
) -> list[dict[str, Any]]:
    """Return blocks like those of ``extractDICT`` from those of ``extractRAWDICT``.

    ``ems`` holds the type sizes, in points, found on earlier pages by font, and is added to: one
    font keeps one size, so that no page seems to be set larger than its neighbours.
    """
    spans = list(_upright_spans(raw_blocks))
    ems |= _em_sizes([span for span in spans if span["font"] not in ems])
    digits = _fonts_with_numbered_digits(spans)
    rebuilding = _Rebuilding()
    for span in spans:
        spelling = _DIGITS if span["font"] in digits else {}
        rebuilding.add(span, ems.get(span["font"], 10.0), spelling)
    return [{"type": 0, "lines": rebuilding.finished()}]


def _upright_spans(raw_blocks: Iterable[dict[str, Any]]) -> Iterable[dict[str, Any]]:
    for block in raw_blocks:
        for line in block.get("lines", ()):
            if line["dir"][0] >= 0.7:
                yield from line["spans"]


def _em_sizes(spans: Iterable[dict[str, Any]]) -> dict[str, float]:
    """Return each font's size in points: twice the width of its typical letter."""
    widths: dict[str, list[float]] = {}
    for span in spans:
        boxes = [char["bbox"] for char in span["chars"] if char["c"] not in _BLANKS]
        found = [x1 - x0 for x0, _, x1, _ in boxes if x1 > x0]
        widths.setdefault(span["font"], []).extend(found)
    return {font: 2 * median(values) for font, values in widths.items() if values}


def _fonts_with_numbered_digits(spans: Iterable[dict[str, Any]]) -> set[str]:
    """Return the fonts of a page whose digits MuPDF gives as the characters numbered 1 to 9.

    Those of one file are made alike. A font of words with several such characters, and none of
    these digits as such, tells it; a sign or two may be what they are in a font of symbols.
    """
    held: dict[str, set[str]] = {}
    for span in spans:
        held.setdefault(span["font"], set()).update(char["c"] for char in span["chars"])
    lacking = {
        font: letters
        for font, letters in held.items()
        if letters & _DIGITS.keys() and not letters & set(_DIGITS.values())
    }
    telling = any(
        len(letters & _DIGITS.keys()) >= _FEWEST_DIGITS
        and sum(map(str.islower, letters)) >= _FEWEST_LETTERS
        for letters in lacking.values()
    )
    return {font for font, letters in lacking.items() if telling and any(map(str.islower, letters))}


class _Rebuilding:
    """Lines grown character by character; one page's worth."""

    def __init__(self) -> None:
        self.lines: list[dict[str, Any]] = []
        self._parts: list[str] = []
        self._baseline = self._right = self._em = -1e9

    def add(self, span: dict[str, Any], em: float, spelling: dict[str, str]) -> None:
        """Add a span's characters, all of one font, to the last line or to new ones.

        ``spelling`` gives the characters that stand for others.
        This runs once for every character of such a file, so it keeps its state in local names.
        """
        parts, baseline, right = self._parts, self._baseline, self._right
        largest = max(self._em, em)
        level, back, far = 0.25 * largest, -0.6 * largest, _COLUMN_GAP * largest
        space = _WORD_GAP * min(em, self._em)
        for char in span["chars"]:
            text = char["c"]
            if text in _BLANKS:
                continue
            left, _, end, _ = char["bbox"]
            height = char["origin"][1]
            gap = left - right
            if not -level < height - baseline < level or gap <= back or gap >= far:
                self._close(right)
                parts = self._begin(span["font"], left, height)
                baseline, right, largest = height, left, em
                level, back, far = 0.25 * em, -0.6 * em, _COLUMN_GAP * em
            elif gap > space:
                parts.append(" ")
            parts.append(spelling.get(text, text))
            if end > right:
                right = end
            space = _WORD_GAP * em
            self._em = largest
        self._parts, self._baseline, self._right = parts, baseline, right

    def _begin(self, font: str, left: float, baseline: float) -> list[str]:
        parts: list[str] = []
        self.lines.append({"parts": parts, "x0": left, "baseline": baseline, "font": font})
        return parts

    def _close(self, right: float) -> None:
        if self.lines:
            self.lines[-1]["x1"], self.lines[-1]["em"] = right, self._em

    def finished(self) -> list[dict[str, Any]]:
        """Return the lines in MuPDF's shape."""
        self._close(self._right)
        return [_finished(line) for line in self.lines]


def _finished(line: dict[str, Any]) -> dict[str, Any]:
    em, baseline = line["em"], line["baseline"]
    size = round(em)
    span = {
        "text": "".join(line["parts"]).translate(_TEX_PUNCTUATION),
        "size": float(size),
        "font": line["font"],
        "flags": 0,
    }
    box = (line["x0"], baseline - 0.75 * em, line["x1"], baseline + 0.25 * em)
    return {"bbox": box, "dir": (1.0, 0.0), "wmode": 0, "spans": [span]}
