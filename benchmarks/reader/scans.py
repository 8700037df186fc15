"""Recognition of scans, on a page whose text is known: a sample paper's page made a picture.

The first page of a sample paper is drawn at 200 dots per inch in grey, and the picture alone is
put on a page of a new file. What Tesseract reads from it is compared with what is read from the
typeset page: the share of words found in order, and the similarity of both.
"""

from __future__ import annotations

import tempfile
import time
from pathlib import Path

import pymupdf

from benchmarks.reader.common import read_all, similarity, text_of, words_of
from ingest.paper import PageText
from ingest.recognition import can_recognise

__all__ = ["scans_benchmark"]

_DOTS_PER_INCH = 200
_SAMPLES = ("okafor_lindqvist_1998.pdf", "hybrid_fusion.pdf")


def scans_benchmark(samples: Path) -> None:
    """Print how well recognised pages agree with the typeset ones, or that it cannot be told."""
    if not can_recognise("eng"):
        print("\nscans: skipped, install tesseract-ocr and tesseract-ocr-eng to measure")
        return
    print("\nscans, read by Tesseract, against the typeset page")
    with tempfile.TemporaryDirectory() as scratch:
        for name in _SAMPLES:
            page, picture = _first_page(samples / "papers" / name, Path(scratch))
            outcomes, _ = read_all([page], 1)
            begun = time.perf_counter()
            recognised, _ = read_all([picture], 1, recognise=True)
            seconds = time.perf_counter() - begun
            truth, read = outcomes[page].paper, recognised[picture].paper
            assert truth is not None, name
            if read is None or read.pages[0].text is not PageText.RECOGNISED:
                print(f"  {name:32} not recognised: {recognised[picture].error}")
                continue
            near = similarity(words_of(text_of(read)), words_of(text_of(truth)))
            print(f"  {name:32} similarity {near:.3f}   {seconds:.1f} s a page")


def _first_page(source: Path, folder: Path) -> tuple[Path, Path]:
    """Write the first page as it is, and as a picture of itself; return both files."""
    page, picture = folder / f"page-{source.name}", folder / f"picture-{source.name}"
    with pymupdf.open(source) as document:
        document.select([0])
        document.save(page)
        drawn = document[0].get_pixmap(dpi=_DOTS_PER_INCH, colorspace=pymupdf.csGRAY)
        with pymupdf.open() as scan:
            box = document[0].rect
            scan.new_page(width=box.width, height=box.height).insert_image(box, pixmap=drawn)
            scan.save(picture)
    return page, picture
