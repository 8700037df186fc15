"""From MuPDF's spans to fragments of text lines.

Owns the shape of a line and joining a line's spans: its text (cleaned, superscripts marked), its
prevailing font and its box. Refuses to order lines: that is ``ingest.columns``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from ingest.flat_signs import flat_signs
from ingest.textclean import RAISED_CLOSE, RAISED_OPEN, SOFT_HYPHEN, clean

__all__ = ["Lead", "Line", "merged", "page_lines"]

_SUPERSCRIPT = 1
_LEVEL = 0.2
_LETTER_STEP = 1.6
"""In heights of a letter: how far letters of one row may stand off it, and apart."""
_WORD_SPACE = 0.2
"""In sizes of type: what parts two words at least."""
_EAST_ASIAN = re.compile("[\u2e80-\u9fff\uac00-\ud7a3\uf900-\ufaff\uff00-\uffef]")
_WIDE_SPACE = 0.7
"""In sizes of type: a space set by itself that is wider parts columns, as in ``merged``."""
_RAISED = re.compile(r"[\d,\-–\s*∗†‡§¶#a-z⋆?]{1,14}$")
_MARKS = RAISED_OPEN + RAISED_CLOSE
_MANY_SPACES = re.compile(r" {3,}")
_FORGED_MARKS = re.compile(f"[{_MARKS}]")
_BOLD_NAME = re.compile(
    r"bold|black|heavy|demi|-medi\b|CMBX|CMSSBX|-B$|\.B$|(?<![a-z])Bd", re.IGNORECASE
)
_ITALIC_NAME = re.compile(r"ital|obli|CMTI|CMSL|-It?$|\.I$", re.IGNORECASE)
_FONT_STYLE: dict[str, tuple[bool, bool]] = {}


@dataclass(frozen=True, slots=True)
class Lead:
    """The bold words that a line begins with and goes on from in lighter type.

    ``text`` is what stands in bold, ``size`` (points) and ``font`` are its own; ``rest_size`` and
    ``rest_font`` are those of most characters after it.
    """

    text: str
    size: float
    font: str
    rest_size: float
    rest_font: str


@dataclass(slots=True)
class Line:
    """One printed line, or the part of it that stands in one column.

    ``text`` holds marks around superscripts (see ``ingest.textclean``). ``size`` is in points and
    is, like ``font``, ``bold`` and ``italic``, that of most of its characters; ``lead`` tells of a
    beginning in bold, ``signs`` of what the page raises or lowers (``ingest.flat_signs``).
    ``block`` is MuPDF's block number on the page. ``column_x0`` and ``column_x1`` are the left and
    right edge of the column that the line was found to stand in. ``direction`` is 0 for upright
    text, 90 for text that runs up the page, 270 for text that runs down. ``region`` numbers the
    columns of a page in reading order. The box ``x0, y0, x1, y1`` is in reading space: for a page
    whose text lies on its side the axes are turned; ``box`` is always in the page's own space.
    """

    page: int
    x0: float
    y0: float
    x1: float
    y1: float
    text: str
    size: float
    font: str
    bold: bool
    italic: bool
    block: int
    direction: int
    box: tuple[float, float, float, float]
    vertical: bool = False
    column_x0: float = 0.0
    column_x1: float = 0.0
    region: int = 0
    lead: Lead | None = None
    signs: tuple[str, ...] = ()

    @property
    def height(self) -> float:
        """The height of the line's box."""
        return self.y1 - self.y0


def page_lines(
    page: int, blocks: list[dict[str, Any]], page_characters: int
) -> tuple[list[Line], bool]:
    """Return the page's line fragments in file order, and whether some were left out.

    Args:
        page: Page number, from 1.
        blocks: The blocks of PyMuPDF's ``extractDICT``.
        page_characters: How many characters are taken from one page at most.
    """
    found: list[Line] = []
    characters = 0
    for number, block in enumerate(blocks):
        raw_lines = block.get("lines", ())
        if any(raw["wmode"] for raw in raw_lines):
            raw_lines = _laid_in_rows(raw_lines)
        for raw in raw_lines:
            line = _line(page, number, raw)
            if line is None:
                continue
            characters += len(line.text)
            if characters > page_characters:
                return found, True
            found.append(line)
    return found, False


def _laid_in_rows(raw_lines: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """Join single letters of a vertical font that stand in a row, left to right, into one line.

    Such a font says that text runs down the page; where each letter is put beside the one before,
    it does not. True vertical text has many letters to a line.
    """
    rows: list[dict[str, Any]] = []
    for raw in raw_lines:
        last = rows[-1] if rows else None
        if last is None or not _goes_on_in_row(last, raw):
            rows.append({**raw, "last": raw})
            continue
        box, added = last["bbox"], raw["bbox"]
        last["spans"] = [*last["spans"], *raw["spans"]]
        last["bbox"] = (box[0], min(box[1], added[1]), added[2], max(box[3], added[3]))
        last["dir"], last["wmode"], last["last"] = (1.0, 0.0), 0, raw
    return rows


def _goes_on_in_row(row: dict[str, Any], raw: dict[str, Any]) -> bool:
    before, size = row["last"], raw["bbox"][3] - raw["bbox"][1]
    alone = all(len(line["spans"]) == 1 == len(line["spans"][0]["text"]) for line in (before, raw))
    level = abs(raw["bbox"][1] - before["bbox"][1]) < _LEVEL * size
    onward = 0 < raw["bbox"][0] - before["bbox"][0] < _LETTER_STEP * size
    return bool(raw["wmode"]) and alone and level and onward


def _line(page: int, block: int, raw: dict[str, Any]) -> Line | None:
    spans = raw["spans"]
    text, style = _joined(spans)
    if not text:
        return None
    begins_bold = len(spans) > 1 and _font_style(spans[0]["font"])[0]
    lead = _lead(spans, text) if begins_bold else None
    size, font = style
    bold, italic = _font_style(font)
    x0, y0, x1, y1 = raw["bbox"]
    cos, sin = raw["dir"]
    upright = cos > 0.7 or raw["wmode"]
    direction = 0 if upright else 90 if sin < -0.7 else 270 if sin > 0.7 else 180
    box = (x0, y0, x1, y1)
    vertical = bool(raw["wmode"])
    return Line(
        page, *box, text, size, font, bold, italic, block, direction, box, vertical,
        lead=lead, signs=flat_signs(spans, size) if len(spans) > 1 and upright else (),
    )  # fmt: skip


def _lead(spans: list[dict[str, Any]], text: str) -> Lead | None:
    """Return the bold beginning of a line whose text is ``text``, if lighter type follows it."""
    end = next((i for i, span in enumerate(spans) if _ends_lead(span)), 0)
    if not end:
        return None
    begun, _ = _joined(spans[:end])
    _, (rest_size, rest_font) = _joined(spans[end:])
    if not begun or not rest_font or not text.startswith(begun):
        return None
    return Lead(begun, round(spans[0]["size"], 1), spans[0]["font"], rest_size, rest_font)


def _ends_lead(span: dict[str, Any]) -> bool:
    return not span["text"].isspace() and not _font_style(span["font"])[0]


def _joined(spans: list[dict[str, Any]]) -> tuple[str, tuple[float, str]]:
    """Join spans into clean text; return it with the size and font of most characters."""
    if len(spans) == 1 and spans[0]["text"].isascii():
        return _lone(spans[0])
    parts: list[str] = []
    before = spans[0]
    weight: dict[tuple[float, str], int] = {}
    for span in spans:
        text = span["text"]
        style = (span["size"], span["font"])
        weight[style] = weight.get(style, 0) + len(text)
        # most spans are the spaces that MuPDF puts between words: nothing else is asked of them
        if text == " " or text.isspace():
            if parts and len(parts[-1]) > 1 and _is_wide(span):
                text = "  "
        else:
            if parts and parts[-1][-1] > "\x7f" and _stands_off(before, span):
                parts.append(" ")
            if span["flags"] & _SUPERSCRIPT or not text.isascii():
                text = _with_marks(text, raised=bool(span["flags"] & _SUPERSCRIPT))
        parts.append(text)
        before = span
    raw = "".join(parts)
    joined = clean(raw).replace(RAISED_CLOSE + RAISED_OPEN, "").strip()
    if raw.rstrip().endswith(SOFT_HYPHEN):
        joined += SOFT_HYPHEN
    if "  " in joined:
        joined = _MANY_SPACES.sub("  ", joined)
    if not joined.strip(_MARKS):
        return "", (0.0, "")
    size, font = max(weight, key=weight.__getitem__)
    return joined, (round(size, 1), font)


def _with_marks(text: str, *, raised: bool) -> str:
    """Mark a superscript; marks that the file itself holds are none."""
    own = text if text.isascii() else _FORGED_MARKS.sub("\ufffd", text)
    return _with_raised(own) if raised else own


def _with_raised(text: str) -> str:
    """Mark raised figures and signs, so that a footnote's mark does not join the word before it."""
    if _RAISED.match(text):
        return f"{RAISED_OPEN}{text}{RAISED_CLOSE}"
    return text


def _stands_off(before: dict[str, Any], span: dict[str, Any]) -> bool:
    """Return whether a word begins in ``span``: MuPDF puts no space behind what is no letter.

    Between East Asian and other letters the same gap is no space.
    """
    gap = span["bbox"][0] - before["bbox"][2]
    parted = gap > _WORD_SPACE * float(span["size"]) and span["text"][0].isalnum()
    return parted and not _EAST_ASIAN.match(before["text"][-1])


def _is_wide(span: dict[str, Any]) -> bool:
    width: float = span["bbox"][2] - span["bbox"][0]
    return width > _WIDE_SPACE * float(span["size"])


def _lone(span: dict[str, Any]) -> tuple[str, tuple[float, str]]:
    """Do the same, faster, for what most lines are: one span of plain characters."""
    text: str = span["text"]
    if span["flags"] & _SUPERSCRIPT and not text.isspace():
        text = _with_raised(text)
    joined = clean(text).strip()
    if not joined:
        return "", (0.0, "")
    if "  " in joined:
        joined = _MANY_SPACES.sub("  ", joined)
    return joined, (round(span["size"], 1), span["font"])


def _font_style(font: str) -> tuple[bool, bool]:
    """Return whether a font's name says bold, and whether it says italic."""
    known = _FONT_STYLE.get(font)
    if known is None:
        if len(_FONT_STYLE) > 5000:
            _FONT_STYLE.clear()
        name = font.split("+")[-1]
        known = (bool(_BOLD_NAME.search(name)), bool(_ITALIC_NAME.search(name)))
        _FONT_STYLE[font] = known
    return known


def merged(first: Line, second: Line) -> Line:
    """Join two fragments that stand side by side on one printed line, in place of the first.

    Two spaces in the joined text tell of a gap wider than a word space, as between the names of
    authors that are set in columns.
    """
    main = first if len(first.text) >= len(second.text) else second
    gap = max(second.x0 - first.x1, first.x0 - second.x1)  # a leftward line goes on at the left
    glue = "  " if gap > 0.75 * main.size else " " if gap > 0.12 * main.size else ""
    main_style = (main.size, main.font, main.bold, main.italic)
    first.lead = _merged_lead(first, second, glue)
    first.text = f"{first.text}{glue}{second.text}"
    first.signs += second.signs
    first.size, first.font, first.bold, first.italic = main_style
    first.x0, first.x1 = min(first.x0, second.x0), max(first.x1, second.x1)
    first.y0, first.y1 = min(first.y0, second.y0), max(first.y1, second.y1)
    a, b = first.box, second.box
    first.box = (min(a[0], b[0]), min(a[1], b[1]), max(a[2], b[2]), max(a[3], b[3]))
    return first


def _merged_lead(first: Line, second: Line, glue: str) -> Lead | None:
    """Return the bold beginning of two fragments joined; a wide gap parts columns, not type."""
    if first.lead or not first.bold or glue != " " or second.x0 < first.x0:
        return first.lead
    if second.lead:
        return replace(second.lead, text=f"{first.text} {second.lead.text}")
    if second.bold:
        return None
    return Lead(first.text, first.size, first.font, second.size, second.font)
