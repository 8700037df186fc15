"""Small PDFs for the tests, set line by line so that each one shows one thing."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pymupdf

from ingest.limits import ReadLimits, ReadOptions
from ingest.paper import Paper
from ingest.reader import read_paper
from ingest.tokens import estimate_tokens

__all__ = ["Sheet", "read", "running_text", "two_column_paper"]

LEADING = 1.25
_WORDS = (
    "the reader finds a column of text and follows it down the page before the next column "
    "begins because a line that crosses both columns parts what stands above it from what "
    "stands below it while a figure or a table may stand anywhere and says so in its caption"
).split()


def running_text(seed: int, words: int) -> str:
    """Return sentences of about twelve plain words; different seeds give different texts."""
    chosen = [_WORDS[(seed * 7 + i * (seed % 5 + 1)) % len(_WORDS)] for i in range(words)]
    sentences = []
    for start in range(0, words, 12):
        part = chosen[start : start + 12]
        part[0] = part[0].capitalize()
        sentences.append(f"{' '.join(part)} s{seed}n{start}.")
    return " ".join(sentences)


@dataclass(slots=True)
class Sheet:
    """A document under construction: 595 by 842 points a page."""

    document: Any = field(default_factory=pymupdf.open)

    def page(self) -> None:
        """Begin a new page."""
        self.document.new_page(width=595, height=842)

    def put(
        self, x: float, y: float, text: str, size: float = 10, font: str = "tiro", turn: int = 0
    ) -> None:
        """Set one line on the last page; ``y`` is its baseline."""
        self.document[-1].insert_text((x, y), text, fontsize=size, fontname=font, rotate=turn)

    def column(
        self, x: float, y: float, width: float, text: str, size: float = 10, font: str = "tiro"
    ) -> float:
        """Set ``text`` broken into lines of ``width``; return the next free baseline."""
        for line in wrapped(text, width, size, font):
            self.put(x, y, line, size, font)
            y += size * LEADING
        return y

    def save(self, path: Path) -> Path:
        """Write the document and return its path."""
        self.document.save(str(path))
        self.document.close()
        return path


def wrapped(text: str, width: float, size: float, font: str) -> list[str]:
    """Break text at spaces so that each line fits ``width`` points."""
    lines = [""]
    for word in text.split():
        longer = f"{lines[-1]} {word}".strip()
        if pymupdf.get_text_length(longer, fontname=font, fontsize=size) > width and lines[-1]:
            lines.append(word)
        else:
            lines[-1] = longer
    return lines


def read(path: Path, options: ReadOptions | None = None, limits: ReadLimits | None = None) -> Paper:
    """Read in this process with the estimating counter."""
    return read_paper(path, estimate_tokens, limits, options)


REFERENCES = (
    "[1] A. Adams and B. Brown. Finding text in columns. Journal of Layout, 12(3):45-67, 2001.",
    (
        "[2] C. Clark, D. Davis, and E. Evans. Reading order for everyone. In Proceedings of the "
        "Symposium on Pages, pages 1-10, 2010."
    ),
    "[3] F. Fischer. A short history of furniture. Annals of Print, 4:99-101, 1987.",
)


def two_column_paper(
    path: Path,
    *,
    pages: int = 3,
    head: str = "Adams et al.: Reading a page",
    references: Sequence[str] = REFERENCES,
    extra_sentence: str = "",
) -> Path:
    """Set a plain two-column paper: running heads, numbered sections, a reference list."""
    sheet = Sheet()
    seed = 1
    for number in range(1, pages + 1):
        sheet.page()
        top = _first_page_top(sheet) if number == 1 else 80.0
        if number > 1:
            sheet.put(60, 40, head, 8)
        sheet.put(292, 815, str(number), 9)
        for x in (60.0, 310.0):
            y = top
            if (number, x) == (pages, 310.0):
                _reference_column(sheet, x, y, references)
                continue
            sheet.put(x, y, f"{seed} Part {_roman_name(seed)}", 12, "tibo")
            y += 22
            text = running_text(seed, 150)
            if extra_sentence and seed == 2:
                text = f"{extra_sentence} {text}"
            sheet.column(x, y, 225, text)
            seed += 1
    return sheet.save(path)


def _roman_name(seed: int) -> str:
    return ("One", "Two", "Three", "Four", "Five", "Six", "Seven", "Eight")[seed - 1]


def _first_page_top(sheet: Sheet) -> float:
    sheet.put(120, 80, "Reading a Page as a Person Does", 18, "tibo")
    sheet.put(190, 110, "Anna Adams and Bruno Brown", 11)
    sheet.put(190, 125, "University of Somewhere, Springfield", 9, "tiit")
    sheet.put(270, 150, "Abstract", 11, "tibo")
    y = sheet.column(
        100, 168, 400, "We read pages in order. The abstract is one paragraph and ends here."
    )
    return y + 30


def _reference_column(sheet: Sheet, x: float, y: float, references: Iterable[str]) -> None:
    sheet.put(x, y, "References", 12, "tibo")
    y += 20
    for entry in references:
        y = sheet.column(x, y, 225, entry, 9) + 3
