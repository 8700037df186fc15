"""Small helpers that several rooms' tests use."""

from __future__ import annotations

import unicodedata

from workbench.settings import ReadingSettings, Settings

__all__ = ["LEAST_PART", "SETTINGS", "page_text", "squeezed", "stands_on"]

SETTINGS = Settings(reading=ReadingSettings(recognise="never"))
"""The defaults, whether or not Tesseract is on the machine: a scan stays a scan."""


def page_text(path: str, page: int) -> str:
    """The plain text of one page (from 1), as PyMuPDF gives it, in file order."""
    import pymupdf

    with pymupdf.open(path) as document:
        return str(document[page - 1].get_text("text", sort=False))


def squeezed(text: str) -> str:
    """Text with compatibility forms, spaces and hyphens folded away, for comparing quotes."""
    folded = unicodedata.normalize("NFKC", text)
    return "".join(c for c in folded if not c.isspace() and c not in "-‐‑\u00ad")


LEAST_PART = 20
"""Fewest letters of a quote on either side of a column's end: no page holds them by chance."""


def stands_on(quote: str, page: str) -> bool:
    """Whether a page holds a quote, whole or in the two parts that a column's end makes of it.

    Both squeezed.
    """
    parts = range(LEAST_PART, len(quote) - LEAST_PART)
    return quote in page or any(quote[:n] in page and quote[n:] in page for n in parts)
