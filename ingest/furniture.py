"""Page furniture: what belongs to the page and not to the paper.

Owns recognising running heads, page numbers, line numbers, watermarks and archive stamps over
all pages, and the publication notes at the foot of the first page. Refuses to read them: dates
and venues that stand in them are ``ingest.front_matter``'s matter.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from ingest.lines import Line
from ingest.textclean import plain

__all__ = ["Furniture", "PageFragments", "without_furniture"]

_LEAST_KEPT = 0.4
"""A document that would lose more than the rest repeats itself: forms, slides, test pages."""
_EDGE_ROWS = 4
_EDGE_SHARE = 0.25
_FEWEST_TO_COUNT = 3
"""Below so many pages numbers cannot be seen to count them: a lone one in the margin has to do."""
_MARGIN_SHARE = 0.12
_DIGITS = re.compile(r"\d+|\b[ivxlc]+\b")
_PAGE_NUMBER = re.compile(
    r"[\W_]*(?:page|p\.|seite|стр\.?)?\s*(?:[A-Z]{0,2}[-–.:]?\d{1,5}|[ivxlc]{1,7})"
    r"(?:\s*(?:/|of|von|из)\s*\d{1,5})?[\W_]*$",
    re.IGNORECASE,
)
_STAMP = re.compile(r"\s*arXiv:\s?(?:\d{4}\.\d{4,5}|[a-z.\-]+/\d{7})(?:v\d+)?\b", re.IGNORECASE)
_NOTE = re.compile(
    r"permission to (?:make|copy)|copyright|©|c⃝|\(c\) \d{4}|all rights reserved|"
    r"personal or classroom use|ISSN|ISBN|doi\.org|\bdoi:|proceedings of|\bappearing in\b|"
    r"to appear in|licensed? under|creative commons|permissions? from|republish|"
    r"distributed for profit|bear this notice|\$\s?\d+\.\d\d|conference on|©|"
    r"received:? .*accepted|submitted to\b|under review|preprint submitted|"
    r"published (?:online|by)|manuscript received",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class PageFragments:
    """One page's size in reading space (points) and its fragments in file order."""

    number: int
    width: float
    height: float
    fragments: list[Line]


@dataclass(frozen=True, slots=True)
class Furniture:
    """What was taken out, by what it is; texts are plain."""

    running: list[str] = field(default_factory=list)
    stamps: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def without_furniture(pages: Sequence[PageFragments]) -> tuple[list[PageFragments], Furniture]:
    """Return the pages without furniture, and what was taken out."""
    furniture = Furniture()
    edges = [_edge_rows(page) for page in pages]
    repeated = _repeated_keys(pages, edges)
    fixed = _fixed_boxes(pages)
    numbers = _page_number_lines(pages, edges)
    kept_pages = []
    for page, rows in zip(pages, edges, strict=True):
        dropped = _edge_furniture(rows, repeated) | _line_numbers(page) | numbers
        kept = []
        for line in page.fragments:
            if _STAMP.match(line.text) and (line.direction or page.number == 1):
                furniture.stamps.append(plain(line.text))
            elif id(line) in dropped or (fixed and _box_key(line) in fixed):
                furniture.running.append(plain(line.text))
            else:
                kept.append(line)
        kept_pages.append(PageFragments(page.number, page.width, page.height, kept))
    if _characters(kept_pages) < _LEAST_KEPT * _characters(pages):
        return list(pages), Furniture()
    return kept_pages, furniture


def _characters(pages: Sequence[PageFragments]) -> int:
    return sum(len(line.text) for page in pages for line in page.fragments)


def _key(text: str) -> str:
    """Fold a text so that the heads of two pages compare equal: digits and case dropped."""
    return _DIGITS.sub("#", plain(text).casefold()).replace(" ", "")


def _edge_rows(page: PageFragments) -> list[list[Line]]:
    """Return the first and last few printed rows, outermost first, as far as they are outer."""
    by_height = [line for line in page.fragments if not line.direction]
    by_height.sort(key=lambda line: line.y0 + line.y1)
    top = _first_rows(by_height, page.height * _EDGE_SHARE, below=False)
    bottom = _first_rows(by_height[::-1], page.height * (1 - _EDGE_SHARE), below=True)
    return top + bottom


def _outermost_rows(rows: list[list[Line]]) -> list[list[Line]]:
    """Return the first and the last printed row, and what stands beyond recurring heads."""
    ordered = sorted(rows, key=lambda row: min(line.y0 for line in row))
    return [*ordered[:2], *ordered[-2:]]


def _first_rows(ordered: list[Line], limit: float, below: bool) -> list[list[Line]]:
    rows: list[list[Line]] = []
    for line in ordered:
        middle = (line.y0 + line.y1) / 2
        if (middle < limit) if below else (middle > limit):
            break
        if rows and abs((rows[-1][0].y0 + rows[-1][0].y1) / 2 - middle) < 0.5 * line.height:
            rows[-1].append(line)
        elif len(rows) == _EDGE_ROWS:
            break
        else:
            rows.append([line])
    return rows


def _slot(line: Line) -> int:
    return int(line.y1 / 12)


def _repeated_keys(
    pages: Sequence[PageFragments], edges: Sequence[list[list[Line]]]
) -> set[tuple[str, int]]:
    """Return (folded text, height slot) pairs that recur at the edges of several pages."""
    places: defaultdict[tuple[str, int], set[int]] = defaultdict(set)
    for page, rows in zip(pages, edges, strict=True):
        for row in rows:
            for line in row:
                key = _key(line.text)
                if any(char.isalpha() for char in key):
                    for slot in (_slot(line) - 1, _slot(line), _slot(line) + 1):
                        places[(key, slot)].add(page.number)
    needed = 2 if len(pages) <= 6 else 3
    return {place for place, numbers in places.items() if len(numbers) >= needed}


def _edge_furniture(rows: list[list[Line]], repeated: set[tuple[str, int]]) -> set[int]:
    """Return the ids of a page's fragments that stand in a recurring edge row.

    Rows are taken from the outside in; the first row with nothing recurring ends it, so that a
    word of the body that happens to recur is safe.
    """
    dropped: set[int] = set()
    for row in rows:
        recurring = [line for line in row if (_key(line.text), _slot(line)) in repeated]
        if recurring:
            dropped.update(id(line) for line in recurring)
            dropped.update(
                id(line) for line in row if _PAGE_NUMBER.match(plain(line.text)) is not None
            )
    return dropped


def _page_number_lines(
    pages: Sequence[PageFragments], edges: Sequence[list[list[Line]]]
) -> set[int]:
    """Return the ids of lone page numbers: outermost rows whose number keeps step with the page."""
    candidates: list[tuple[int, int | None, Line]] = []
    alone: set[int] = set()
    for page, rows in zip(pages, edges, strict=True):
        for row in _outermost_rows(rows):
            for line in row:
                if len(row) == 1 and _in_margin(line, page):
                    alone.add(id(line))
                text = plain(line.text)
                if len(text) <= 20 and _PAGE_NUMBER.match(text):
                    digits = re.search(r"\d+", text)
                    value = int(digits.group()) if digits else None
                    candidates.append((page.number, value, line))
    steps = Counter(value - number for number, value, _ in candidates if value is not None)
    common = {step for step, count in steps.items() if count >= 2}
    if len(pages) < _FEWEST_TO_COUNT:
        candidates = [entry for entry in candidates if id(entry[2]) in alone]
        common |= set(steps)
    return {
        id(line)
        for number, value, line in candidates
        if (value is None and len(plain(line.text)) > 1)
        or (value is not None and value - number in common)
    }


def _in_margin(line: Line, page: PageFragments) -> bool:
    margin = _MARGIN_SHARE * page.height
    return line.y1 < margin or line.y0 > page.height - margin


def _box_key(line: Line) -> tuple[str, int, int]:
    return (line.text, int(line.box[0] / 3), int(line.box[1] / 3))


def _fixed_boxes(pages: Sequence[PageFragments]) -> set[tuple[str, int, int]]:
    """Return texts that stand at the very same place on many pages: stamps and watermarks."""
    if len(pages) < 3:
        return set()
    needed = max(3, int(0.3 * len(pages)))
    counts: Counter[str] = Counter()
    for page in pages:
        counts.update({line.text for line in page.fragments})
    frequent = {text for text, count in counts.items() if count >= needed and len(text) > 3}
    if not frequent:
        return set()
    places: Counter[tuple[str, int, int]] = Counter()
    for page in pages:
        places.update({_box_key(line) for line in page.fragments if line.text in frequent})
    return {key for key, count in places.items() if count >= needed}


def _line_numbers(page: PageFragments) -> set[int]:
    """Return the ids of a column of rising numbers that count the lines of the page."""
    columns: defaultdict[int, list[tuple[float, int, Line]]] = defaultdict(list)
    for line in page.fragments:
        if len(line.text) <= 4 and line.text.isdecimal():
            columns[int(line.x1 / 4)].append((line.y0, int(line.text), line))
    dropped: set[int] = set()
    for column in columns.values():
        if len(column) < 8:
            continue
        column.sort(key=lambda entry: entry[0])
        steps = Counter(b[1] - a[1] for a, b in pairwise(column))
        step, count = steps.most_common(1)[0]
        if step in {1, 2, 5, 10} and count >= 0.8 * (len(column) - 1):
            dropped.update(id(line) for _, _, line in column)
    return dropped


def is_publication_note(text: str) -> bool:
    """Return whether a line at the foot of a first page speaks of rights or of the venue."""
    return _NOTE.search(text) is not None
