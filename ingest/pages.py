"""Taking a document's pages in: fragments of text, and what kind of text each page gave.

Owns reading page by page under the soft limits, turning text that lies on its side upright, and
the judgement native, garbled, none or blank. Refuses to order lines.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby
from statistics import median

from ingest.document import PageContent, PdfDocument
from ingest.errors import DamagedPdfError, ReadTimeoutError
from ingest.furniture import PageFragments
from ingest.holes import with_marked_holes
from ingest.limits import ReadLimits, ReadOptions
from ingest.lines import Line, page_lines
from ingest.paper import Page, PageText
from ingest.pieces import letters_of, printed_text
from ingest.recognition import can_recognise, languages_for
from ingest.right_to_left import has_right_to_left
from ingest.textclean import is_garbled, is_unreadable, lost_much

_FONT_SAMPLE = 8_000
_MUCH_UNREADABLE, _UNREADABLE_SHARE = 200, 0.1
"""Characters and share of a page left out of which a person is told; less is formulas."""

__all__ = ["TakenPages", "page_ranges", "take_pages"]


@dataclass(slots=True)
class TakenPages:
    """All pages' facts and fragments, and what a person must know about them."""

    pages: list[Page] = field(default_factory=list)
    fragments: list[PageFragments] = field(default_factory=list)
    printed: list[str] = field(default_factory=list)
    """The letters of each page in the file's own order (``pieces.letters_of``)."""
    warnings: list[str] = field(default_factory=list)
    partly_unreadable: list[int] = field(default_factory=list)
    """Pages whose text was kept but for lines that spell no words."""


def take_pages(document: PdfDocument, limits: ReadLimits, options: ReadOptions) -> TakenPages:
    """Read every page's text; one broken page is reported and does not cost the others.

    Raises:
        ReadTimeoutError: The reader's own clock ran out between two pages.
        DamagedPdfError: No page of the file could be read.
    """
    taking = _Taking(document, limits)
    for number in range(1, document.page_count + 1):
        taking.take(number)
    if len(taking.broken) == document.page_count:
        raise next(iter(taking.broken.values()))
    taken = TakenPages(printed=taking.printed)
    bad_fonts = _garbled_fonts(taking.raw)
    for page in taking.raw:
        _judge_page(document, page, bad_fonts, taken)
    languages = languages_for(options.recognise_languages, document.language())
    if options.recognise and can_recognise(languages):
        _recognise(taking, taken, languages)
    _warn(taken, taking)
    return taken


class _Taking:
    """The state of taking pages: the clock, what is left of the limits, what went wrong."""

    def __init__(self, document: PdfDocument, limits: ReadLimits) -> None:
        self.document = document
        self.limits = limits
        self.raw: list[PageFragments] = []
        self.printed: list[str] = []
        self.truncated: list[int] = []
        self.broken: dict[int, DamagedPdfError] = {}
        self.deadline = time.monotonic() + limits.soft_seconds(document.page_count)
        self._characters = 0

    def take(self, number: int) -> None:
        """Read one page's fragments, as many as the limits leave."""
        self.check_clock(number)
        left = min(self.limits.page_characters, self.limits.paper_characters - self._characters)
        try:
            content = self.document.page_content(number, max(left, 0))
        except DamagedPdfError as error:
            self.broken[number] = error
            content = PageContent(0.0, 0.0, [], "")
        blocks = content.blocks
        self.printed.append(letters_of(content.printed))
        lines, cut = page_lines(number, blocks, max(left, 0))
        if any(has_right_to_left(line.text) for line in lines):
            blocks = self.document.right_to_left_content(number)
            lines, cut = page_lines(number, blocks, max(left, 0))
        self._characters += sum(len(line.text) for line in lines)
        if cut:
            self.truncated.append(number)
        self.raw.append(PageFragments(number, content.width, content.height, lines))

    def check_clock(self, number: int) -> None:
        """Stop where the file has taken longer than it may."""
        if time.monotonic() > self.deadline:
            raise ReadTimeoutError(
                f"{self.document.path.name} was stopped at page {number} of "
                f"{self.document.page_count}: it took longer than its limit",
                "carrel ingest --retry tries it again",
            )


def _recognise(taking: _Taking, taken: TakenPages, languages: str) -> None:
    """Have Tesseract read the pages that gave no usable text."""
    wanting = [page for page in taken.pages if page.text in {PageText.NONE, PageText.GARBLED}]
    taking.deadline += taking.limits.recognise_seconds * len(wanting)
    for page in wanting:
        taking.check_clock(page.number)
        blocks = taking.document.recognised_content(page.number, languages)
        lines, _ = page_lines(page.number, blocks, taking.limits.page_characters)
        text = " ".join(line.text for line in lines)
        if not text or is_garbled(text):
            continue
        _even_out(lines)
        place = page.number - 1
        taken.pages[place] = replace(page, text=PageText.RECOGNISED, characters=len(text))
        taken.fragments[place] = _upright(replace(taken.fragments[place], fragments=lines))
        taken.printed[place] = letters_of(printed_text(blocks, taking.limits.page_characters))


def _even_out(lines: Sequence[Line]) -> None:
    """Give lines that were measured a little differently one size: recognition is not exact."""
    usual = median(line.size for line in lines)
    for line in lines:
        if 0.78 * usual < line.size < 1.28 * usual:
            line.size = usual


def _garbled_fonts(pages: Sequence[PageFragments]) -> set[str]:
    """Return the fonts whose letters do not spell words anywhere in the document.

    A font is judged over all pages, so that a page of formulas does not condemn itself and a
    page of chance words does not save itself.
    """
    samples: dict[str, list[str]] = {}
    whole: Counter[str] = Counter()
    for page in pages:
        for line in page.fragments:
            if is_unreadable(line.text):
                continue  # left out in any case: it does not condemn the font's other lines
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
    spelled = [
        line
        for line in page.fragments
        if line.font not in bad_fonts and not is_unreadable(line.text)
    ]
    good = [line for line in spelled if not lost_much(line.text)]
    readable = sum(len(line.text) for line in good)
    lost = sum(len(line.text) for line in spelled) - readable
    unreadable = sum(len(line.text) for line in page.fragments) - readable
    if not page.fragments and not page.width:
        kind = PageText.NONE
    elif not page.fragments:
        kind = PageText.NONE if document.page_has_marks(page.number) else PageText.BLANK
    elif not good or unreadable - lost > readable:  # tables of lost figures condemn no prose
        kind, good = PageText.GARBLED, []
    else:
        kind = PageText.NATIVE
        if unreadable > max(_MUCH_UNREADABLE, _UNREADABLE_SHARE * readable):
            taken.partly_unreadable.append(page.number)
        if len(good) < len(page.fragments):
            known = set(map(id, good))
            dropped = [line for line in page.fragments if id(line) not in known]
            good = with_marked_holes(good, dropped)
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


def _warn(taken: TakenPages, taking: _Taking) -> None:
    def pages_of(kind: PageText) -> list[int]:
        found = [page.number for page in taken.pages if page.text is kind]
        return [number for number in found if number not in taking.broken]

    remedy = "install tesseract-ocr, then carrel ingest --retry"
    hidden = taking.document.hidden_words
    for numbers, before, after in (
        (sorted(taking.broken), "could not read ", "damaged"),
        (pages_of(PageText.NONE), "no text on ", remedy),
        (pages_of(PageText.GARBLED), "unreadable text on ", remedy),
        (taken.partly_unreadable, "unreadable lines on ", "left out, read them in the PDF"),
        (sorted(hidden), "hidden text on ", f"{_words(hidden)} left out"),
        (pages_of(PageText.RECOGNISED), "", "text recognised in pictures, expect mistakes"),
        (taking.truncated, "too much text on ", "only its beginning was read"),
    ):
        if numbers:
            pages = "page" if len(numbers) == 1 else "pages"
            taken.warnings.append(f"{before}{pages} {page_ranges(numbers)}: {after}")


def _words(hidden: Mapping[int, int]) -> str:
    """How many words the pages hold and do not show."""
    count = sum(hidden.values())
    return f"{count} words" if count > 1 else "a word"


def page_ranges(numbers: Sequence[int]) -> str:
    """Write page numbers as a person does: ``1–3, 7``. They have to be in rising order."""
    parts = []
    for _, run in groupby(enumerate(numbers), key=lambda pair: pair[1] - pair[0]):
        pages = [number for _, number in run]
        parts.append(f"{pages[0]}–{pages[-1]}" if len(pages) > 1 else str(pages[0]))
    return ", ".join(parts)
