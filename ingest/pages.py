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
    characters = 0
    for number in range(1, document.page_count + 1):
        if time.monotonic() > deadline:
            raise ReadTimeoutError(
                f"{document.path.name} was stopped at page {number} of {document.page_count}: "
                "it took longer than its limit",
                "carrel ingest --retry tries it again",
            )
        left = max(min(limits.page_characters, limits.paper_characters - characters), 0)
        page, fragments, cut = _take_page(document, number, left)
        characters += page.characters
        if cut:
            truncated.append(number)
        taken.pages.append(page)
        taken.fragments.append(fragments)
    _warn(taken, truncated)
    return taken


def _take_page(
    document: PdfDocument, number: int, characters: int
) -> tuple[Page, PageFragments, bool]:
    width, height, blocks = document.page_content(number)
    lines, cut = page_lines(number, blocks, characters)
    text = "\n".join(line.text for line in lines)
    if not text.strip():
        kind = PageText.NONE if document.page_has_marks(number) else PageText.BLANK
        return Page(number, width, height, kind, 0), PageFragments(number, width, height, []), cut
    if is_garbled(text):
        page = Page(number, width, height, PageText.GARBLED, 0)
        return page, PageFragments(number, width, height, []), cut
    page = Page(number, width, height, PageText.NATIVE, len(text))
    return page, _upright(PageFragments(number, width, height, lines)), cut


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
            f"no text on pages {page_ranges(scans)}: install tesseract-ocr, then carrel ingest --retry"
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
