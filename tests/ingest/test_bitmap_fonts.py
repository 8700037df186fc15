"""Old TeX files with bitmap fonts of one-pixel units are read as words, not as letters."""

from __future__ import annotations

from pathlib import Path
from string import ascii_letters, digits
from typing import Any

import pymupdf
import pytest

from ingest.bitmap_fonts import has_pixel_sizes
from tests.ingest.typesetting import Sheet, read

PIXEL = 0.24
"""Points of one pixel at 300 dots an inch: the size that such a font is set in."""
ADVANCE = 24
"""Pixels from one letter to the next."""
SENTENCES = (
    "The num ber of bits in a code word is the length of the code and of the word",
    "A di\\016cult text is read as it was printed and not as the \\014le gives it",
    "The weights of BM25 were tried on 1994 queries",
)


def bitmap_font(document: Any) -> int:
    """Add a Type 3 font whose glyphs are boxes of pixels, as dvips makes them; return its xref."""
    glyph = document.get_new_xref()
    document.update_object(glyph, "<<>>")
    document.update_stream(glyph, b"24 0 0 0 20 30 d1 0 0 20 30 re f", new=True)
    names = "".join(f"/{letter} " for letter in ascii_letters)
    numbers = "".join(f"/{digit} " for digit in digits)
    glyphs = (*ascii_letters, *digits, "fi", "ffi")
    procedures = "".join(f"/{letter} {glyph} 0 R " for letter in glyphs)
    upper, lower = names[: len(names) // 2], names[len(names) // 2 :]
    font = document.get_new_xref()
    document.update_object(
        font,
        "<</Type/Font/Subtype/Type3/FontBBox[0 0 24 40]/FontMatrix[1 0 0 1 0 0]"
        "/FirstChar 0/LastChar 127/Widths[" + f"{ADVANCE} " * 128 + "]"
        f"/Encoding<</Type/Encoding/Differences[12/fi 14/ffi 48 {numbers} 65 {lower} 97 {upper}]>>"
        f"/CharProcs<<{procedures}>>>>",
    )
    return int(font)


def set_words(sentence: str, y: float) -> str:
    """Place each word on its own; a gap of half a point inside ``num ber`` is a kern."""
    x, shown = 72.0, []
    for word in sentence.split(" "):
        shown.append(f"1 0 0 1 {x:.2f} {y} Tm ({word}) Tj")
        letters = len(word.replace("\\014", "#").replace("\\016", "#"))
        gap = 0.5 if word == "num" else 4.0
        x += letters * ADVANCE * PIXEL + gap
    return " ".join(shown)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    sheet = Sheet()
    sheet.page()
    document, page = sheet.document, sheet.document[0]
    font = bitmap_font(document)
    content = document.get_new_xref()
    document.update_object(content, "<<>>")
    lines = [set_words(SENTENCES[n % 3], 700 - 14 * n) for n in range(12)]
    stream = f"BT /F {PIXEL} Tf {' '.join(lines)} ET"
    document.update_stream(content, stream.encode("latin-1"), new=True)
    document.xref_set_key(page.xref, "Contents", f"{content} 0 R")
    document.xref_set_key(page.xref, "Resources", f"<</Font<</F {font} 0 R>>>>")
    return sheet.save(tmp_path / "bitmap.pdf")


def test_the_file_has_the_defect(path: Path) -> None:
    with pymupdf.open(str(path)) as document:
        blocks = document[0].get_text("dict")["blocks"]
    assert has_pixel_sizes(blocks)


def test_words_are_whole_and_ligatures_spelled(path: Path) -> None:
    text = " ".join(passage.text for passage in read(path).passages)
    assert "The number of bits in a code word is the length" in text
    assert "The weights of BM25 were tried on 1994 queries" in text
    assert "A difficult text is read as it was printed and not as the file gives it" in text
