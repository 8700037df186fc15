"""PDFs as they turn up in real folders: scanned, truncated; and how a quote is found on a page."""

from __future__ import annotations

import random
import unicodedata

import pymupdf

SCAN_DPI = 110
SCAN_TILT_DEGREES = (0.55, -0.4, 0.3, -0.6)
JPEG_QUALITY = 42
NOISE_DEPTH = 18
HYPHENS = "-\u00ad\u2010\u2011"


def fold(text: str) -> str:
    """Text without what typesetting changes: spaces, line-end hyphens, ligatures, case."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    return "".join(c for c in folded if not c.isspace() and c not in HYPHENS)


def page_texts(pdf: bytes) -> list[str]:
    """The folded text of each page."""
    with pymupdf.open(stream=pdf, filetype="pdf") as document:
        return [fold(page.get_text()) for page in document]


def scan_of(pdf: bytes, seed: int) -> bytes:
    """Pictures of the pages of a PDF, a little crooked and grainy, with no text under them."""
    grain = random.Random(seed)  # noqa: S311 - grain, not a secret
    with pymupdf.open(stream=pdf, filetype="pdf") as printed, pymupdf.open() as scan:
        for number, page in enumerate(printed):
            tilt = SCAN_TILT_DEGREES[number % len(SCAN_TILT_DEGREES)]
            picture = _grainy_picture(page, tilt, grain)
            sheet = scan.new_page(width=page.rect.width, height=page.rect.height)
            sheet.insert_image(sheet.rect, stream=picture, keep_proportion=False)
        return bytes(scan.tobytes(garbage=3, deflate=True, no_new_id=True))


def _grainy_picture(page: pymupdf.Page, tilt: float, grain: random.Random) -> bytes:
    zoom = SCAN_DPI / 72
    matrix = pymupdf.Matrix(zoom, zoom).prerotate(tilt)
    pixels = page.get_pixmap(matrix=matrix, colorspace=pymupdf.csGRAY, alpha=False)
    samples = _with_grain(bytes(pixels.samples), grain)
    noisy = pymupdf.Pixmap(pymupdf.csGRAY, pixels.width, pixels.height, samples, False)
    return bytes(noisy.tobytes("jpeg", jpg_quality=JPEG_QUALITY))


def _with_grain(samples: bytes, grain: random.Random) -> bytes:
    """Paper that is not quite white, ink that is not quite black, and dust on the glass."""
    noise = grain.randbytes(len(samples))
    return bytes(
        28 + (sample * 208 >> 8) + (speck * NOISE_DEPTH >> 8)
        for sample, speck in zip(samples, noise, strict=True)
    )


def truncated_beyond_repair(pdf: bytes) -> bytes:
    """So short a beginning of a PDF that MuPDF, which mends a great deal, finds no page in it."""
    length = len(pdf)
    while length > 1024:
        length = length * 3 // 4
        if not has_pages(pdf[:length]):
            return pdf[:length]
    return pdf[:length]


def has_pages(pdf: bytes) -> bool:
    """Whether PyMuPDF can open a file and find at least one page in it."""
    try:
        with pymupdf.open(stream=pdf, filetype="pdf") as document:
            return bool(document.page_count > 0)
    except (pymupdf.FileDataError, RuntimeError):
        return False
