"""From lines in reading order to blocks: runs of lines that belong together on the page.

Owns where a block ends (gap, indent, change of type, list marker) and the document's usual type
(``BodyType``). Refuses to say what a block is for: headings, captions and references are named by
their own modules through ``Block.role``.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import Enum, auto
from itertools import pairwise
from statistics import median

from ingest.lines import Line
from ingest.textclean import plain

__all__ = ["Block", "BodyType", "Role", "body_type", "into_blocks", "runs_on"]

_LIST_MARKER = re.compile(
    r"(?:[•◦▪‣∙●○■–—]\s|\[\w{1,12}\]\s|\(?(?:\d{1,2}|[a-z]|[ivx]{1,4})[.)]\s+[A-Z(\[“\"])"
)


_LABELLED = re.compile(
    r"(?:key\s?-?words?|index terms|categories and subject|general terms)\b"
    r"(?=\s*[.:—–-]|\s+[A-Z]|$)",
    re.IGNORECASE,
)


_NUMBERED = re.compile(
    r"(?:[IVX]{1,5}\.|\d{1,2}(?:\.\d{1,2}){0,3}\.?|[A-Z]\.)\s+(?:[A-Z]\w|[\u3040-\u9fff])"
)
_THREE_LETTERS = re.compile(r"(?:[\W\d_]{0,12}[^\W\d_]){3}")
_FOUR_LETTERS = re.compile(r"(?:[\W\d_]{0,2}[^\W\d_]){4}")
_NO_GAP = 99.0
"""The gap above a block that begins a column: nothing stands above it."""


class Role(Enum):
    """What a block is for."""

    BODY = auto()
    HEADING = auto()
    CAPTION = auto()
    FOOTNOTE = auto()
    FLOAT = auto()
    FRONT = auto()
    ABSTRACT = auto()
    REFERENCES = auto()
    CONTENTS = auto()
    DROPPED = auto()


@dataclass(slots=True)
class Block:
    """Lines of one region that belong together. ``level`` counts only for headings, from 1."""

    lines: list[Line]
    role: Role = Role.BODY
    level: int = 0
    gap_above: float = 0.0
    title: str = ""
    numbered_heading: bool = False
    _text: str = field(default="", repr=False)

    @property
    def text(self) -> str:
        """The block's lines joined by single spaces, superscript marks taken out."""
        if not self._text:
            self._text = plain(" ".join(line.text for line in self.lines))
        return self._text

    def prepend(self, line: Line) -> None:
        """Put a line before the first."""
        self.lines.insert(0, line)
        self.forget_text()

    def forget_text(self) -> None:
        """Have ``text`` made anew; to be called where lines were changed."""
        self._text = ""

    @property
    def page(self) -> int:
        """The page that the block stands on."""
        return self.lines[0].page

    @property
    def size(self) -> float:
        """The type size of the block's longest line, in points."""
        lines = self.lines
        return lines[0].size if len(lines) == 1 else max(lines, key=_length).size

    @property
    def bold(self) -> bool:
        """Whether every line of the block is mostly bold."""
        return all(line.bold for line in self.lines)

    @property
    def italic(self) -> bool:
        """Whether every line of the block is mostly italic."""
        return all(line.italic for line in self.lines)


def _length(line: Line) -> int:
    return len(line.text)


@dataclass(frozen=True, slots=True)
class BodyType:
    """The type that most of the document is set in: size and line distance in points."""

    size: float
    font: str
    leading: float
    bold: bool


def body_type(lines: Sequence[Line]) -> BodyType:
    """Find the document's prevailing type; a document without text gives 10 point."""
    sizes: Counter[float] = Counter()
    for line in lines:
        sizes[line.size] += len(line.text)
    if not sizes:
        return BodyType(10.0, "", 12.0, bold=False)
    size = sizes.most_common(1)[0][0]
    fonts: Counter[str] = Counter()
    bold_characters = 0
    for line in lines:
        if line.size == size:
            fonts[line.font] += len(line.text)
            bold_characters += len(line.text) * line.bold
    mostly_bold = bold_characters > 0.5 * sizes[size]
    return BodyType(size, fonts.most_common(1)[0][0], _leading(lines, size), mostly_bold)


def runs_on(block: Block, below: Block) -> bool:
    """Return whether the last line is full and unended, and ``below`` goes on right under it."""
    last, line = block.lines[-1], below.lines[0]
    return (
        last.page == line.page
        and last.region == line.region
        and last.x1 > last.column_x1 - 1.5 * last.size
        and -0.5 * last.size < last.x0 - line.x0 < 4 * last.size  # the first may be indented
        and abs(last.size - line.size) < 0.6
        and below.gap_above < 0.3 * last.size
        and not _ends_sentence(last.text)
    )


def _leading(lines: Sequence[Line], size: float) -> float:
    steps = [
        below.y1 - above.y1
        for above, below in pairwise(lines)
        if above.page == below.page
        and above.region == below.region
        and above.size == below.size == size
        and 0 < below.y1 - above.y1 < 3 * size
    ]
    return median(steps) if steps else 1.2 * size


def into_blocks(lines: Sequence[Line], body: BodyType) -> list[Block]:
    """Cut the document's lines, which are in reading order, into blocks."""
    blocks: list[Block] = []
    for line in lines:
        if blocks and not _starts_block(blocks[-1], line, body):
            blocks[-1].lines.append(line)
            continue
        gap = _NO_GAP
        if blocks:
            above = blocks[-1].lines[-1]
            if above.page == line.page and above.region == line.region:
                gap = line.y0 - above.y1
        last = blocks[-1].lines[-1] if gap < _NO_GAP else None
        heading = _numbered_heading(line, last) is not None
        blocks.append(Block([line], gap_above=gap, numbered_heading=heading))
    return blocks


def _starts_block(block: Block, line: Line, body: BodyType) -> bool:
    above = block.lines[-1]
    if above.page != line.page or above.region != line.region:
        return True
    step = line.y1 - above.y1
    usual = body.leading * max(above.size, line.size, 0.75 * body.size) / body.size
    if step > 1.38 * usual or step < -0.5 * above.height:
        return True
    if _LABELLED.match(line.text) or _numbered_heading(line, above) is not None:
        return True
    if len(block.lines) == 1 and block.numbered_heading:
        return True
    if _type_changes(above, line) or _indent_starts(block, line, body):
        return True
    return _broken_on_purpose(above, line, body)


def _numbered_heading(line: Line, above: Line | None) -> bool | None:
    """Return True for a short line that begins with a section number and stands a little apart.

    None where it is not one; papers set such headings in the type of the text around them.
    """
    if not _NUMBERED.match(line.text) or line.text.rstrip().endswith((",", ";", "-")):
        return None
    short = line.x1 < line.column_x1 - 0.2 * (line.column_x1 - line.column_x0)
    apart = above is None or line.y0 - above.y1 > 0.3 * line.size
    return True if short and apart else None


def _broken_on_purpose(above: Line, line: Line, body: BodyType) -> bool:
    """Two flush lines of display type are two headings where the next word had room above."""
    display = (above.bold and not body.bold) or above.size > 1.1 * body.size
    if not display or abs(above.x0 - line.x0) > 2 or above.x0 > above.column_x0 + 2:
        return False
    word = len(line.text.split(" ", 1)[0]) + 1
    wide = word * (line.x1 - line.x0) / max(len(line.text), 1)
    return line.text[:1].isupper() and above.column_x1 - above.x1 > 1.5 * wide + above.size


def _type_changes(above: Line, line: Line) -> bool:
    """A change of size or weight between two worded lines starts a block."""
    if not (_worded(above) and _worded(line)):
        return False
    if abs(above.size - line.size) > 0.08 * max(above.size, line.size) + 0.15:
        return True
    if above.bold != line.bold:
        return True
    short = above.x1 < above.column_x1 - 0.15 * (above.column_x1 - above.column_x0)
    if above.italic and not line.italic and short:
        return True
    return short and _is_capitals(above.text) and not _is_capitals(line.text)


def _worded(line: Line) -> bool:
    return _THREE_LETTERS.match(line.text) is not None


def _is_capitals(text: str) -> bool:
    return text.isupper() and _FOUR_LETTERS.search(text) is not None


def _indent_starts(block: Block, line: Line, body: BodyType) -> bool:
    """An indented line after a flush one starts a paragraph, and so does a list marker."""
    above = block.lines[-1]
    if _LIST_MARKER.match(line.text) and line.x0 < above.x0 + 4 * body.size:
        return above.x1 < above.column_x1 - 0.5 * body.size or _ends_sentence(above.text)
    deeper = line.x0 - above.x0
    if not 0.7 * body.size < deeper < 4 * body.size:
        return False
    indented = line.x0 > line.column_x0 + 0.7 * body.size
    first_is_label = len(block.lines) == 1 and _LIST_MARKER.match(above.text) is not None
    return indented and not first_is_label and _ends_sentence(above.text)


def _ends_sentence(text: str) -> bool:
    return plain(text).rstrip("”\"')]").endswith((".", "!", "?", ":", "。"))
