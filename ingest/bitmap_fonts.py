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

_SMALLEST_TYPE = 2.0
_WORD_GAP = 0.17
_COLUMN_GAP = 1.6
_TEX_PUNCTUATION = str.maketrans({"{": "–", "|": "—", "\\": "“", '"': "”"})


def has_pixel_sizes(blocks: Iterable[dict[str, Any]]) -> bool:
    """Return whether most letters of a page claim to be smaller than any readable type."""
    tiny = ordinary = 0
    for block in blocks:
        for line in block.get("lines", ()):
            for span in line["spans"]:
                if span["size"] < _SMALLEST_TYPE:
                    tiny += len(span["text"])
                else:
                    ordinary += len(span["text"])
    return tiny > ordinary


def rebuilt_blocks(
    raw_blocks: Iterable[dict[str, Any]], ems: dict[str, float]
) -> list[dict[str, Any]]:
    """Return blocks like those of ``extractDICT`` from those of ``extractRAWDICT``.

    ``ems`` holds the type sizes, in points, found on earlier pages by font, and is added to: one
    font keeps one size, so that no page seems to be set larger than its neighbours.
    """
    characters = list(_characters(raw_blocks))
    for font, em in _em_sizes(characters).items():
        ems.setdefault(font, em)
    lines: list[dict[str, Any]] = []
    for char in characters:
        if lines and _same_line(lines[-1], char, ems):
            _append(lines[-1], char, ems)
        else:
            lines.append(_new_line(char, ems))
    return [{"type": 0, "lines": [_finished(line) for line in lines]}]


def _characters(raw_blocks: Iterable[dict[str, Any]]) -> Iterable[dict[str, Any]]:
    for block in raw_blocks:
        for line in block.get("lines", ()):
            if line["dir"][0] < 0.7:
                continue
            for span in line["spans"]:
                for char in span["chars"]:
                    if char["c"] not in {" ", "\u00a0"}:
                        yield {"font": span["font"], **char}


def _em_sizes(characters: list[dict[str, Any]]) -> dict[str, float]:
    """Return each font's size in points: twice the width of its typical letter."""
    widths: dict[str, list[float]] = {}
    for char in characters:
        width = char["bbox"][2] - char["bbox"][0]
        if width > 0:
            widths.setdefault(char["font"], []).append(width)
    return {font: 2 * median(values) for font, values in widths.items()}


def _same_line(line: dict[str, Any], char: dict[str, Any], ems: dict[str, float]) -> bool:
    em = max(line["em"], ems.get(char["font"], 10.0))
    level = abs(char["origin"][1] - line["baseline"]) < 0.25 * em
    gap = char["bbox"][0] - line["x1"]
    return bool(level and -0.6 * em < gap < _COLUMN_GAP * em)


def _append(line: dict[str, Any], char: dict[str, Any], ems: dict[str, float]) -> None:
    gap = char["bbox"][0] - line["x1"]
    em = ems.get(char["font"], 10.0)
    line["text"] += (" " if gap > _WORD_GAP * min(em, line["em"]) else "") + char["c"]
    line["x1"] = max(line["x1"], char["bbox"][2])
    line["em"] = max(line["em"], em)


def _new_line(char: dict[str, Any], ems: dict[str, float]) -> dict[str, Any]:
    return {
        "text": char["c"],
        "x0": char["bbox"][0],
        "x1": char["bbox"][2],
        "baseline": char["origin"][1],
        "em": ems.get(char["font"], 10.0),
        "font": char["font"],
    }


def _finished(line: dict[str, Any]) -> dict[str, Any]:
    em, baseline = line["em"], line["baseline"]
    size = round(em)
    span = {
        "text": line["text"].translate(_TEX_PUNCTUATION),
        "size": float(size),
        "font": line["font"],
        "flags": 0,
    }
    box = (line["x0"], baseline - 0.75 * em, line["x1"], baseline + 0.25 * em)
    return {"bbox": box, "dir": (1.0, 0.0), "wmode": 0, "spans": [span]}
