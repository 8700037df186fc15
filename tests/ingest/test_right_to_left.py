"""Hebrew and Arabic lines come out in the order they are read in, numbers and Latin words whole."""

from __future__ import annotations

from pathlib import Path
from unicodedata import bidirectional

import pymupdf
import pytest

from ingest.right_to_left import Cluster, has_right_to_left, reading_text
from tests.ingest.typesetting import read


def drawn(visual: str, leftward_page: bool = True) -> str:
    """The text of letters that stand side by side, each ten points wide."""
    clusters = [
        Cluster(10.0 * place, 10.0 * place + 10, letter, bidirectional(letter))
        for place, letter in enumerate(visual)
        if letter != " "
    ]
    return reading_text(clusters, 10.0, leftward_page)


@pytest.mark.parametrize(
    ("visual", "read_as"),
    [
        ("םולש", "שלום"),
        ("2014 תנשב", "בשנת 2014"),
        (".(12 דומע) םירפס 25", "25 ספרים (עמוד 12)."),
        ("15-12 םידומע", "עמודים 15-12"),
        ("deep learning לש הטיש", "שיטה של deep learning"),
        ("1.5% לש לודיג", "גידול של 1.5%"),
        ("the word םולש means peace", "the word שלום means peace"),
        ("١٤٣٤ ماع", "عام ١٤٣٤"),
        ("ةﻼﺻ", "صلاة"),
    ],
)
def test_a_line_is_put_into_reading_order(visual: str, read_as: str) -> None:
    assert drawn(visual) == read_as


def test_a_latin_line_has_nothing_to_turn() -> None:
    assert not has_right_to_left("plain text – with a dash")
    assert has_right_to_left("a single ש")


def test_a_page_of_arabic_and_hebrew_keeps_digits_words_and_brackets(tmp_path: Path) -> None:
    document = pymupdf.open()
    page = document.new_page()
    page.insert_htmlbox(
        (50, 50, 500, 300),
        '<div dir="rtl">في عام ١٤٣٤ كان هناك ٢٥ كتابا (صفحة ١٢).</div>'
        '<div dir="rtl">שנת 2014 היו 25 ספרים (עמוד 12).</div>',
    )
    document.save(tmp_path / "leftward.pdf")
    text = " ".join(passage.text for passage in read(tmp_path / "leftward.pdf").passages)
    assert "في عام ١٤٣٤ كان هناك ٢٥ كتابا (صفحة ١٢)." in text
    assert "שנת 2014 היו 25 ספרים (עמוד 12)." in text
