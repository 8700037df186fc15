"""From paragraphs to passages: the units that are searched, quoted and cited.

Owns packing whole sentences of one section and page into the embedder's window, the small
overlap, page and rectangles, and stable ids. Refuses to find sections or citations itself: it is
handed paragraphs that know theirs.
"""

from __future__ import annotations

import hashlib
import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple, Protocol

from ingest.flat_signs import places_of
from ingest.lines import Line
from ingest.paper import Passage, PassageKind, Rectangle
from ingest.sentences import sentence_spans
from ingest.textclean import plain
from ingest.tokens import TokenCounter

__all__ = ["Paragraph", "embedded_text", "into_passages", "passage_id"]

_SAYS_SOMETHING = re.compile(r"[^\W_].*?[^\W_]", re.DOTALL)
"""Two letters or digits: less is not worth a passage."""
_ONE_DECIMAL = (1, 1, 1, 1)
_SPARE_TOKENS = 8
"""A passage with so much room left fits with its context; a fuller one is counted as a whole."""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Running text with its lines: ``starts[i]`` is the offset at which ``lines[i]`` begins.

    ``text`` still holds the marks around superscripts; ``section`` is the path of headings.
    """

    text: str
    lines: tuple[Line, ...]
    starts: tuple[int, ...]
    section: str
    kind: PassageKind


class _Unit(NamedTuple):
    """A sentence, or a part of one too long for the window, with its lines and tokens."""

    text: str
    marked: str
    lines: tuple[Line, ...]
    tokens: int


def passage_id(sha256: str, position: int, text: str) -> str:
    """Return 16 hexadecimal digits, below 2**63, from the file's hash, a place and a text."""
    digest = hashlib.sha256(f"{sha256}\n{position}\n{text}".encode("utf-8", "replace")).digest()
    return f"{int.from_bytes(digest[:8], 'big') >> 1:016x}"


class Embeddable(Protocol):
    """A passage, as read or as stored: what its embedded text is made of."""

    @property
    def text(self) -> str:
        """The shown text."""

    @property
    def section(self) -> str:
        """Path of headings joined by `` > ``."""


def embedded_text(title: str, passage: Embeddable, section: str | None = None) -> str:
    """Return what the embedder is to read for ``passage``: title, section, then the shown text.

    Long titles and section paths were shortened for this when the passage was made, by the same
    rule, so that the result fits the window that the passage was made for.
    """
    path = passage.section if section is None else section
    return "\n".join(part for part in (*_context(title, path), passage.text) if part)


_TITLE_WEIGHT = 160
_SECTION_WEIGHT = 120


def _context(title: str, section: str) -> tuple[str, str]:
    """Shorten title and section path for embedding; the path keeps its innermost headings."""
    while _weight(section) > _SECTION_WEIGHT and " > " in section:
        section = section.split(" > ", 1)[1]
    return _shortened(title, _TITLE_WEIGHT), _shortened(section, _SECTION_WEIGHT)


def _weight(text: str) -> int:
    """Return how long a text is for a tokenizer: outside ASCII a character may be a token."""
    return len(text) if text.isascii() else sum(1 if char.isascii() else 3 for char in text)


def _shortened(text: str, weight: int) -> str:
    if _weight(text) <= weight:
        return text
    while _weight(text) > weight:
        text = text[:-1].rsplit(" ", 1)[0] if " " in text else text[: len(text) // 2]
    return f"{text}…"


class PassageBuilder:
    """Packs the paragraphs of one paper; every passage fits ``max_tokens`` with its context.

    A passage lies on one page, so that each sentence in it can be cited to that page. A sentence
    that runs over a page break is a passage of its own: found by search, but on no one page.
    """

    def __init__(
        self, sha256: str, title: str, count_tokens: TokenCounter, max_tokens: int, overlap: int
    ) -> None:
        self._sha256 = sha256
        self._title = title
        self._count = count_tokens
        self._window = max_tokens
        self._overlap = overlap
        self._position = 0
        self._marked: list[str] = []

    @property
    def marked_texts(self) -> list[str]:
        """Each passage's text with its superscripts still marked, in the order of passages."""
        return self._marked

    def build(self, paragraphs: Sequence[Paragraph]) -> Iterator[Passage]:
        """Yield the passages of paragraphs that share one section and kind."""
        section, kind = paragraphs[0].section, paragraphs[0].kind
        room = self._room(section)
        chosen: list[_Unit] = []
        fresh = total = 0
        for unit in self._units(paragraphs, room):
            turned = bool(chosen) and not _on_one_page(chosen[-1], unit)
            if chosen and (turned or total + unit.tokens > room):
                yield from self._finish(chosen, section, kind)
                chosen = [] if turned else self._carried(chosen, room - unit.tokens)
                fresh, total = 0, sum(carried.tokens for carried in chosen)
            chosen.append(unit)
            total += unit.tokens
            fresh += 1
        if fresh:
            yield from self._finish(chosen, section, kind)

    def _room(self, section: str) -> int:
        """Return how many tokens a passage's own text may have in this section."""
        return max(self._window - self._context_tokens(section) - 2, self._window // 4)

    def _context_tokens(self, section: str) -> int:
        parts = _context(self._title, section)
        return self._count("\n".join(part for part in parts if part))

    def _carried(self, done: Sequence[_Unit], room: int) -> list[_Unit]:
        """Return the last sentence of a passage when it is short enough to be repeated."""
        last = done[-1]
        if len(done) > 1 and last.tokens <= min(self._overlap, room):
            return [last]
        return []

    def _units(self, paragraphs: Sequence[Paragraph], room: int) -> Iterator[_Unit]:
        for paragraph in paragraphs:
            for start, end in sentence_spans(paragraph.text):
                yield from self._fitted(paragraph, start, end, room)

    def _fitted(self, paragraph: Paragraph, start: int, end: int, room: int) -> Iterator[_Unit]:
        """Yield the sentence whole, or in halves at word ends until each half fits."""
        marked = paragraph.text[start:end]
        text = plain(marked)
        tokens = self._count(text)
        if tokens <= room or end - start < 2:
            if text:
                yield _Unit(text, marked, _lines_of(paragraph, start, end), tokens)
            return
        middle = _cut(paragraph.text, start, end)
        yield from self._fitted(paragraph, start, middle, room)
        yield from self._fitted(paragraph, middle, end, room)

    def _finish(self, units: Sequence[_Unit], section: str, kind: PassageKind) -> Iterator[Passage]:
        """Yield one passage, or two where counting the whole shows that it does not fit."""
        passage = self._passage(units, section, kind)
        spare = self._window - self._context_tokens(section) - passage.tokens
        fits = spare >= _SPARE_TOKENS
        whole = 0 if fits else self._count(embedded_text(self._title, passage))
        if whole > self._window and len(units) > 1:
            middle = len(units) // 2
            yield from self._finish(units[:middle], section, kind)
            yield from self._finish(units[middle:], section, kind)
            return
        if whole > self._window:
            yield from self._halved(units[0], section, kind)
            return
        if not _SAYS_SOMETHING.search(passage.text):
            return
        self._position += 1
        self._marked.append(" ".join(unit.marked for unit in units))
        yield passage

    def _halved(self, unit: _Unit, section: str, kind: PassageKind) -> Iterator[Passage]:
        """Yield the parts of a sentence that fits alone but not with its context."""
        middle = _cut(unit.text, 0, len(unit.text))
        for text in (unit.text[:middle].strip(), unit.text[middle:].strip()):
            if text and text != unit.text:
                part = _Unit(text, text, unit.lines, self._count(text))
                yield from self._finish([part], section, kind)

    def _passage(self, units: Sequence[_Unit], section: str, kind: PassageKind) -> Passage:
        text = " ".join(unit.text for unit in units)
        lines = {id(line): line for unit in units for line in unit.lines}.values()
        signs = [sign for line in lines for sign in line.signs]
        return Passage(
            id=passage_id(self._sha256, self._position, text),
            position=self._position,
            kind=kind,
            text=text,
            section=section,
            page=units[0].lines[0].page,
            tokens=sum(unit.tokens for unit in units),
            rectangles=tuple(map(_rectangle, lines)),
            flat=places_of(signs, text) if signs else (),
        )


def _on_one_page(first: _Unit, second: _Unit) -> bool:
    """Whether neither runs over a page break and both stand on one page: lines are in order."""
    page = first.lines[0].page
    return page == first.lines[-1].page == second.lines[0].page == second.lines[-1].page


def _lines_of(paragraph: Paragraph, start: int, end: int) -> tuple[Line, ...]:
    first = max(bisect_right(paragraph.starts, start) - 1, 0)
    last = max(bisect_right(paragraph.starts, end - 1), first + 1)
    return paragraph.lines[first:last]


def _cut(text: str, start: int, end: int) -> int:
    """Return where to cut: after the clause or word that ends nearest the middle."""
    middle = (start + end) // 2
    for mark in ("; ", ", ", " "):
        place = text.rfind(mark, start + (end - start) // 4, middle + 1)
        if place > start:
            return place + len(mark)
    return middle


def _rectangle(line: Line) -> Rectangle:
    return Rectangle(line.page, *map(round, line.box, _ONE_DECIMAL))


def into_passages(paragraphs: Sequence[Paragraph], builder: PassageBuilder) -> list[Passage]:
    """Return all passages of a paper; neighbours of one section and kind are packed together.

    A caption is a passage of its own.
    """
    passages: list[Passage] = []
    group: list[Paragraph] = []
    for paragraph in paragraphs:
        alone = paragraph.kind is PassageKind.CAPTION
        if group and (alone or not _together(group[-1], paragraph)):
            passages += builder.build(group)
            group = []
        group.append(paragraph)
    if group:
        passages += builder.build(group)
    return passages


def _together(first: Paragraph, second: Paragraph) -> bool:
    return (
        first.kind is second.kind
        and first.kind is not PassageKind.CAPTION
        and first.section == second.section
    )
