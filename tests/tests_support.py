"""Small helpers that several rooms' tests use."""

from __future__ import annotations

import unicodedata

from workbench.settings import ReadingSettings, Settings

__all__ = ["SETTINGS", "page_text", "squeezed"]

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
