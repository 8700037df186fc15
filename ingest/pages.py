"""Taking a document's pages in: fragments of text, and what kind of text each page gave.

Owns reading page by page under the soft limits, turning text that lies on its side upright, and
the judgement native, garbled, none or blank. Refuses to order lines.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby

from ingest.document import PdfDocument
from ingest.errors import ReadTimeoutError
from ingest.furniture import PageFragments
from ingest.limits import ReadLimits
from ingest.lines import Line, page_lines
from ingest.paper import Page, PageText
from ingest.textclean import is_garbled

_FONT_SAMPLE = 8_000

__all__ = ["TakenPages", "page_ranges", "take_pages"]


@dataclass(slots=True)
class TakenPages:
    """All pages' facts and fragments, and what a person must know about them."""

    pages: list[Page] = field(default_factory=list)
    fragments: list[PageFragments] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)


def take_pages(document: PdfDocument, limits: ReadLimits) -> TakenPages:
    """Read every page's text.

    Raises:
        ReadTimeoutError: The reader's own clock ran out between two pages.
        DamagedPdfError: No page of the file could be read.
    """
    taken = TakenPages()
    deadline = time.monotonic() + limits.soft_seconds(document.page_count)
    truncated: list[int] = []
    raw: list[PageFragments] = []
    characters = 0
    for number in range(1, document.page_count + 1):
        if time.monotonic() > deadline:
            raise ReadTimeoutError(
                f"{document.path.name} was stopped at page {number} of {document.page_count}: "
                "it took longer than its limit",
                "carrel ingest --retry tries it again",
            )
        left = max(min(limits.page_characters, limits.paper_characters - characters), 0)
        width, height, blocks = document.page_content(number)
        lines, cut = page_lines(number, blocks, left)
        characters += sum(len(line.text) for line in lines)
        if cut:
            truncated.append(number)
        raw.append(PageFragments(number, width, height, lines))
    bad_fonts = _garbled_fonts(raw)
    for page in raw:
        _judge_page(document, page, bad_fonts, taken)
    _warn(taken, truncated)
    return taken


def _garbled_fonts(pages: Sequence[PageFragments]) -> set[str]:
    """Return the fonts whose letters do not spell words anywhere in the document.

    A font is judged over all pages, so that a page of formulas does not condemn itself and a
    page of chance words does not save itself.
    """
    samples: dict[str, list[str]] = {}
    whole: Counter[str] = Counter()
    for page in pages:
        for line in page.fragments:
            whole[line.font] += len(line.text)
            if whole[line.font] < _FONT_SAMPLE:
                samples.setdefault(line.font, []).append(line.text)
    if not whole:
        return set()
    return {
        font
        for font, texts in samples.items()
        if is_garbled(" ".join(texts), prevailing=whole[font] > 0.5 * whole.total())
    }


def _judge_page(
    document: PdfDocument, page: PageFragments, bad_fonts: set[str], taken: TakenPages
) -> None:
    """Say what kind of text the page gave, and keep what is readable of it."""
    good = [line for line in page.fragments if line.font not in bad_fonts]
    readable = sum(len(line.text) for line in good)
    unreadable = sum(len(line.text) for line in page.fragments) - readable
    if not page.fragments:
        kind = PageText.NONE if document.page_has_marks(page.number) else PageText.BLANK
    elif unreadable > readable:
        kind, good = PageText.GARBLED, []
    else:
        kind = PageText.NATIVE
    kept = sum(len(line.text) for line in good)
    taken.pages.append(Page(page.number, page.width, page.height, kind, kept))
    upright = _upright(replace(page, fragments=good)) if good else replace(page, fragments=[])
    taken.fragments.append(upright)


def _upright(page: PageFragments) -> PageFragments:
    """Turn a page whose text mostly lies on its side; drop nothing."""
    weight: Counter[int] = Counter()
    for line in page.fragments:
        weight[line.direction] += len(line.text)
    direction = weight.most_common(1)[0][0]
    if direction == 0 or any(line.vertical for line in page.fragments):
        return page
    turned = [_turned(line, direction, page.width, page.height) for line in page.fragments]
    if direction == 180:
        return replace(page, fragments=turned)
    return PageFragments(page.number, page.height, page.width, turned)


def _turned(line: Line, direction: int, width: float, height: float) -> Line:
    """Map a line's box into the space in which the page's main text runs to the right."""
    x0, y0, x1, y1 = line.box
    if direction == 90:
        box = (height - y1, x0, height - y0, x1)
    elif direction == 270:
        box = (y0, width - x1, y1, width - x0)
    else:
        box = (width - x1, height - y1, width - x0, height - y0)
    same = (line.direction - direction) % 360
    return replace(line, x0=box[0], y0=box[1], x1=box[2], y1=box[3], direction=same)


def _warn(taken: TakenPages, truncated: list[int]) -> None:
    scans = [page.number for page in taken.pages if page.text is PageText.NONE]
    garbled = [page.number for page in taken.pages if page.text is PageText.GARBLED]
    if scans:
        taken.warnings.append(
            f"no text on pages {page_ranges(scans)}: "
            "install tesseract-ocr, then carrel ingest --retry"
        )
    if garbled:
        taken.warnings.append(
            f"unreadable text on pages {page_ranges(garbled)}: "
            "install tesseract-ocr, then carrel ingest --retry"
        )
    if truncated:
        taken.warnings.append(
            f"too much text on pages {page_ranges(truncated)}: only its beginning was read"
        )


def page_ranges(numbers: Sequence[int]) -> str:
    """Write page numbers as a person does: ``1–3, 7``. They have to be in rising order."""
    parts = []
    for _, run in groupby(enumerate(numbers), key=lambda pair: pair[1] - pair[0]):
        pages = [number for _, number in run]
        parts.append(f"{pages[0]}–{pages[-1]}" if len(pages) > 1 else str(pages[0]))
    return ", ".join(parts)
