"""A picture of one page with passages marked on it.

Owns drawing. Refuses to run long: the picture's size is bounded. Only for worker processes.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import sqrt
from pathlib import Path

import pymupdf

from ingest.document import PdfDocument, parser_errors
from ingest.errors import ReadError
from ingest.paper import Rectangle

__all__ = ["render_page"]

_MOST_PIXELS = 12_000_000
_MARK_COLOUR = (1.0, 0.86, 0.2)
_MARK_OPACITY = 0.4


def render_page(
    path: str | Path, page: int, zoom: float = 1.5, highlights: Sequence[Rectangle] = ()
) -> bytes:
    """Return page ``page`` (from 1) as PNG bytes, highlights drawn over it.

    Args:
        path: The PDF file.
        page: Page number, from 1.
        zoom: 1.0 draws one pixel for a point; lowered where the picture would be over 12 million
            pixels.
        highlights: Boxes to mark; those of other pages are passed over.

    Raises:
        ReadError: The file cannot be read, or has no such page.
    """
    with PdfDocument(path) as document:
        if not 1 <= page <= document.page_count:
            raise ReadError(
                f"{Path(path).name} has no page {page}: its last page is {document.page_count}"
            )
        with parser_errors(path):
            return _drawn(document.raw_page(page), zoom, highlights, page)


def _drawn(page: pymupdf.Page, zoom: float, highlights: Sequence[Rectangle], number: int) -> bytes:
    points = max(page.rect.width * page.rect.height, 1.0)
    scale = min(max(zoom, 0.1), sqrt(_MOST_PIXELS / points))
    turned_back = page.derotation_matrix
    for mark in highlights:
        if mark.page == number:
            box = pymupdf.Rect(mark.x0, mark.y0, mark.x1, mark.y1) * turned_back
            page.draw_rect(
                box, color=None, fill=_MARK_COLOUR, fill_opacity=_MARK_OPACITY, overlay=True
            )
    pixmap = page.get_pixmap(matrix=pymupdf.Matrix(scale, scale), alpha=False)
    return bytes(pixmap.tobytes("png"))
