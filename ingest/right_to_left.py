"""Hebrew, Arabic and their kin: from where letters stand on the page to the order they are read in.

A PDF draws such text in any order, and MuPDF turns some words around and leaves others. Owns
rebuilding each line from the places of its letters: sorted along the line, then put into reading
order by the runs of the Unicode bidirectional algorithm (UAX #9) taken backwards. Digits keep
their order, brackets are mirrored back, presentation forms become plain letters. Refuses to touch
lines without right-to-left letters.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

__all__ = ["Cluster", "has_right_to_left", "reading_text", "reordered_blocks"]

_LETTERS = "\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc"
_RIGHT_TO_LEFT = re.compile(f"[{_LETTERS}]")
_PRESENTATION_FORM = re.compile("[\ufb1d-\ufdff\ufe70-\ufefc]")
_MIRRORED = str.maketrans("()[]{}<>«»‹›", ")(][}{><»«›‹")
_UPRIGHT = 0.9
"""Least cosine of a line's slope: others are left as they are."""
_NO_WIDTH = 0.01
_PAGE_WEIGHT = 3
"""So many times are right-to-left letters counted, for a line's direction, on a page of theirs."""
_WORD_GAP = 0.2
"""In type sizes: letters further apart belong to two words."""

_CODES = {"R": "R", "AL": "R", "L": "L", "EN": "E", "AN": "A", "ES": "S", "CS": "S", "ET": "T"}
"""Classes of UAX #9 as one letter each: S parts the digits of a number, T stands beside them."""
_DIGITS = "T*[EA]+(?:S[EA]+)*T*"
_NUMBER = re.compile(_DIGITS)
_LATIN_OR_NUMBER = re.compile(f"(?:{_DIGITS}[NST]*)?L(?:[LNSTEA]*[LEA]T*)?|{_DIGITS}")
_LEFTWARD = re.compile("[RA](?:[RANSTE]*[RA])?")


class Cluster(NamedTuple):
    """A letter with the marks above and below it: ``kind`` is its bidirectional class."""

    x0: float
    x1: float
    text: str
    kind: str


def has_right_to_left(text: str) -> bool:
    """Return whether any letter of ``text`` is read from right to left."""
    return not text.isascii() and _RIGHT_TO_LEFT.search(text) is not None


def reordered_blocks(raw_blocks: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return blocks like those of ``extractDICT`` from those of ``extractRAWDICT``."""
    blocks = [block for block in raw_blocks if "lines" in block]
    letters = "".join(_letters(line) for block in blocks for line in block["lines"])
    leftward = 2 * len(_RIGHT_TO_LEFT.findall(letters)) > sum(map(str.isalpha, letters))
    return [
        {**block, "lines": [_plain_line(line, leftward) for line in block["lines"]]}
        for block in blocks
    ]


def _letters(line: dict[str, Any]) -> str:
    return "".join(char["c"] for span in line["spans"] for char in span["chars"])


def _plain_line(line: dict[str, Any], leftward_page: bool) -> dict[str, Any]:
    """Return the line with its text in reading order and a box that its letters fill.

    On a page that is read leftward so is what has no letters of its own, such as a full stop.
    """
    letters = _letters(line)
    turns = has_right_to_left(letters) or (leftward_page and not any(map(str.isalpha, letters)))
    clusters = _clusters(line["spans"])
    if line["wmode"] or line["dir"][0] < _UPRIGHT or not turns or not clusters:
        return {**line, "spans": [_with_text(span) for span in line["spans"]]}
    widest: Counter[tuple[float, str]] = Counter()
    for span in line["spans"]:
        widest[span["size"], span["font"]] += len(span["chars"])
    size, font = widest.most_common(1)[0][0]
    text = reading_text(clusters, size, leftward_page)
    box = (clusters[0].x0, line["bbox"][1], max(c.x1 for c in clusters), line["bbox"][3])
    span = {"text": text, "size": size, "font": font, "flags": 0}
    return {**line, "bbox": box, "spans": [span]}


def _with_text(span: dict[str, Any]) -> dict[str, Any]:
    return {**span, "text": "".join(char["c"] for char in span["chars"])}


def _clusters(spans: Iterable[dict[str, Any]]) -> list[Cluster]:
    """Return a line's letters, white space left out, from left to right."""
    found: list[Cluster] = []
    for span in spans:
        for char in span["chars"]:
            letter, (x0, _, x1, _) = char["c"], char["bbox"]
            if letter.isspace():
                continue
            # the second letter of a ligature has no width of its own
            if found and (unicodedata.category(letter) == "Mn" or x1 - x0 < _NO_WIDTH):
                last = found[-1]
                found[-1] = last._replace(text=last.text + letter)
            else:
                found.append(Cluster(x0, x1, letter, unicodedata.bidirectional(letter)))
    return sorted(found, key=lambda cluster: cluster.x0 + cluster.x1)


def reading_text(clusters: Sequence[Cluster], size: float, leftward_page: bool) -> str:
    """Return the text of one line, whose letters are given from left to right.

    Args:
        clusters: Letters in the order of their places.
        size: The type size, in points, by which gaps between words are told.
        leftward_page: Whether most letters of the page are read from right to left.
    """
    visual = _spaced(clusters, size)
    leftward = sum(_CODES.get(cluster.kind) == "R" for cluster in visual)
    rightward = sum(cluster.kind == "L" for cluster in visual)
    if leftward * (_PAGE_WEIGHT if leftward_page else 1) > rightward or not rightward:
        ordered = _leftward_line(visual)
    else:
        ordered = _rightward_line(visual)
    text = "".join(cluster.text for cluster in ordered)
    return _PRESENTATION_FORM.sub(lambda form: unicodedata.normalize("NFKC", form.group()), text)


def _spaced(clusters: Sequence[Cluster], size: float) -> list[Cluster]:
    """Put a space into every gap between words."""
    spaced: list[Cluster] = []
    for cluster in clusters:
        if spaced and cluster.x0 - spaced[-1].x1 > _WORD_GAP * size:
            spaced.append(Cluster(spaced[-1].x1, cluster.x0, " ", "WS"))
        spaced.append(cluster)
    return spaced


def _leftward_line(visual: Sequence[Cluster]) -> list[Cluster]:
    """Turn the line around, and its Latin words and its numbers back again."""
    return _with_turned(_turned(visual), _LATIN_OR_NUMBER)


def _rightward_line(visual: Sequence[Cluster]) -> list[Cluster]:
    """Turn only the runs of right-to-left words around, and the numbers in them back again."""
    ordered = list(visual)
    for run in _LEFTWARD.finditer(_codes(visual)):
        turned = _turned(visual[run.start() : run.end()])
        ordered[run.start() : run.end()] = _with_turned(turned, _NUMBER)
    return ordered


def _with_turned(ordered: list[Cluster], pattern: re.Pattern[str]) -> list[Cluster]:
    for run in pattern.finditer(_codes(ordered)):
        ordered[run.start() : run.end()] = _turned(ordered[run.start() : run.end()])
    return ordered


def _turned(run: Sequence[Cluster]) -> list[Cluster]:
    return [cluster._replace(text=cluster.text.translate(_MIRRORED)) for cluster in reversed(run)]


def _codes(clusters: Sequence[Cluster]) -> str:
    """Write each letter's bidirectional class as one character, for the patterns of runs."""
    return "".join(_CODES.get(cluster.kind, "N") for cluster in clusters)
