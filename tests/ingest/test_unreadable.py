"""Text that spells no words is reported by page and never searched; what is good is kept."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pymupdf
import pytest

from ingest.limits import ReadOptions
from ingest.paper import PageText, Paper
from ingest.textclean import is_unreadable, lost_much
from tests.ingest.typesetting import Sheet, read, running_text

CODES = " ".join(f"(cid:{number})" for number in range(30, 42))
NO_TESSERACT = ReadOptions(recognise=False)


def set_garbage(sheet: Sheet, lines: int, text: str = CODES, top: float = 90) -> None:
    for row in range(lines):
        sheet.put(60, top + 15 * row, text, 10, "cour")


def texts(paper: Paper) -> str:
    return " ".join(passage.text for passage in paper.passages)


def test_a_page_of_codes_is_named_and_left_out(tmp_path: Path) -> None:
    sheet = Sheet()
    for number in (1, 2, 3):
        sheet.page()
        if number == 2:
            set_garbage(sheet, 30)
        else:
            sheet.column(60, 90, 450, running_text(number, 250))
    paper = read(sheet.save(tmp_path / "codes.pdf"), NO_TESSERACT)
    assert [page.text for page in paper.pages] == [
        PageText.NATIVE,
        PageText.GARBLED,
        PageText.NATIVE,
    ]
    assert "cid" not in texts(paper)
    assert any("page 2:" in warning and "tesseract" in warning for warning in paper.warnings)


def test_a_page_that_is_bad_in_part_keeps_its_good_lines_and_says_so(tmp_path: Path) -> None:
    sheet = Sheet()
    sheet.page()
    sheet.column(60, 80, 450, running_text(1, 320))
    set_garbage(sheet, 8, top=620)
    paper = read(sheet.save(tmp_path / "partly.pdf"), NO_TESSERACT)
    assert paper.pages[0].text is PageText.NATIVE
    assert "s1n0." in texts(paper)
    assert "cid" not in texts(paper)
    assert any("unreadable lines on page 1:" in warning for warning in paper.warnings)


def test_good_and_bad_lines_of_one_font_are_told_apart(tmp_path: Path) -> None:
    sheet = Sheet()
    sheet.page()
    sheet.column(60, 80, 450, running_text(1, 320))
    for row in range(8):
        sheet.put(60, 620 + 15 * row, CODES, 10, "tiro")
    paper = read(sheet.save(tmp_path / "one_font.pdf"), NO_TESSERACT)
    assert "s1n0." in texts(paper)
    assert "cid" not in texts(paper)


def make_private(document: Any, font: str) -> None:
    """Make a font of the first page say that its letters are characters of private use."""
    cmap = (
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap "
        "/CMapName /Private def /CMapType 2 def "
        "1 begincodespacerange <00> <ff> endcodespacerange "
        "1 beginbfrange <21> <ff> <e121> endbfrange endcmap end end"
    )
    place = document.get_new_xref()
    document.update_object(place, "<<>>")
    document.update_stream(place, cmap.encode())
    xref = next(entry[0] for entry in document[0].get_fonts() if entry[3] == font)
    document.xref_set_key(xref, "ToUnicode", f"{place} 0 R")


def with_private_glyphs(path: Path) -> Path:
    sheet = Sheet()
    sheet.page()
    sheet.column(60, 90, 450, running_text(3, 250))
    make_private(sheet.document, "Times-Roman")
    return sheet.save(path)


def test_glyphs_of_private_use_are_no_text(tmp_path: Path) -> None:
    path = with_private_glyphs(tmp_path / "private.pdf")
    with pymupdf.open(str(path)) as document:
        assert "\ue174" in document[0].get_text()
    paper = read(path, NO_TESSERACT)
    assert paper.pages[0].text is PageText.GARBLED
    assert paper.passages == ()
    assert any("page 1:" in warning for warning in paper.warnings)


@pytest.mark.parametrize(
    ("line", "unreadable"),
    [
        (CODES, True),
        ("\ufffd" * 12, True),
        ("f(x) = \ufffd y \ufffd z", False),
        (f"a line of words that ends in codes {CODES[:40]}", False),
        ("(cid:3)", False),
        ("plain words", False),
    ],
)
def test_a_line_of_codes(line: str, unreadable: bool) -> None:
    assert is_unreadable(line) == unreadable


@pytest.mark.parametrize(
    ("line", "lost"),
    [
        ("0.\ufffd\ufffd  0.\ufffd\ufffd\ufffd  0.\ufffd\ufffd\ufffd", True),
        ("run \ufffd\ufffd of \ufffd\ufffd\ufffd", True),
        (
            "The software used for the trial in \ufffd\ufffd\ufffd\ufffd was the same as before",
            False,
        ),
        ("x \ufffd y", False),
    ],
)
def test_lines_that_lost_their_figures_are_left_out(line: str, lost: bool) -> None:
    assert lost_much(line) is lost


def test_a_sign_that_is_lost_inside_a_row_leaves_a_mark(tmp_path: Path) -> None:
    """Without one the sentence would read as a whole and say something else."""
    sheet = Sheet()
    sheet.page()
    sheet.column(60, 80, 450, running_text(1, 200))
    sheet.put(60, 500, "The broadcast nature of", 10)
    sheet.put(180, 500, "requires members to devote more bandwidth.", 10)
    sheet.put(450, 500, "abcd", 10, "cour")
    sheet.put(158, 500, "abc", 10, "cour")
    make_private(sheet.document, "Courier")
    paper = read(sheet.save(tmp_path / "lost.pdf"), NO_TESSERACT)
    held = " ".join(texts(paper).split())
    assert "The broadcast nature of \ufffd requires members to devote more bandwidth." in held
    assert held.count("\ufffd") == 1
