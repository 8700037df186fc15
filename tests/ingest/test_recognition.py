"""Pages without text are read from their pictures where Tesseract is installed."""

from __future__ import annotations

from pathlib import Path

import pymupdf
import pytest

from ingest.limits import ReadOptions
from ingest.paper import PageText
from ingest.pool import ReaderPool
from ingest.recognition import can_recognise, language_folder, languages_for
from tests.ingest.typesetting import Sheet, read

needs_tesseract = pytest.mark.skipif(
    not can_recognise("eng"), reason="no tesseract-ocr with English on this machine"
)


@pytest.fixture
def scan(tmp_path: Path) -> Path:
    """One page that is a picture of text."""
    typeset = Sheet()
    typeset.page()
    for number in range(12):
        typeset.put(80, 120 + 24 * number, f"Line {number} of a letter that was scanned.", 14)
    picture = typeset.document[0].get_pixmap(dpi=200).tobytes("png")
    scanned = Sheet()
    scanned.page()
    scanned.document[0].insert_image(pymupdf.Rect(0, 0, 595, 842), stream=picture)
    return scanned.save(tmp_path / "scan.pdf")


@needs_tesseract
def test_a_scan_is_read_from_its_picture(scan: Path) -> None:
    paper = read(scan, ReadOptions(recognise=True))
    assert paper.pages[0].text is PageText.RECOGNISED
    assert "letter that was scanned" in " ".join(p.text for p in paper.passages)
    assert paper.warnings == ("page 1: text recognised in pictures, expect mistakes",)


@needs_tesseract
def test_the_pool_recognises_what_needs_it(scan: Path) -> None:
    with ReaderPool(1) as pool:
        (outcome,) = pool.read([scan])
    assert outcome.paper is not None
    assert outcome.paper.pages[0].text is PageText.RECOGNISED


def test_without_recognition_the_page_says_what_to_install(scan: Path) -> None:
    with ReaderPool(1, recognise=False) as pool:
        (outcome,) = pool.read([scan])
    assert outcome.paper is not None
    assert outcome.paper.warnings == (
        "no text on page 1: install tesseract-ocr, then carrel ingest --retry",
    )


def test_a_language_that_is_not_there_cannot_be_recognised() -> None:
    assert not can_recognise("eng+klingon")


@needs_tesseract
@pytest.mark.parametrize(
    ("wanted", "tag", "used"),
    [
        ("", "", "eng"),
        ("", "en-GB", "eng"),
        ("", "tlh", "eng"),
        ("deu+fra", "en", "deu+fra"),
    ],
)
def test_the_language_is_the_persons_then_the_documents(wanted: str, tag: str, used: str) -> None:
    assert languages_for(wanted, tag) == used


def test_no_folder_is_found_where_nothing_is_installed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.delenv("TESSDATA_PREFIX", raising=False)
    language_folder.cache_clear()
    try:
        assert language_folder() is None
    finally:
        language_folder.cache_clear()
