"""Headings that the text runs on from in the same line."""

from __future__ import annotations

from pathlib import Path

import pymupdf
import pytest

from ingest.paper import Paper
from tests.ingest.typesetting import Sheet, read, running_text

_LEFT, _WIDTH = 60.0, 440.0


def _run_in(sheet: Sheet, y: float, heading: str, size: float, seed: int) -> float:
    """Set a bold heading that a paragraph follows on the same line; return the next baseline."""
    text = running_text(seed, 90).split()
    sheet.put(_LEFT, y, heading, size, "tibo")
    x = _LEFT + pymupdf.get_text_length(f"{heading} ", "tibo", size)
    first = ""
    while pymupdf.get_text_length(f"{first} {text[0]}", "tiro", 10) < _LEFT + _WIDTH - x:
        first = f"{first} {text.pop(0)}".strip()
    sheet.put(x, y, first, 10)
    return sheet.column(_LEFT, y + 12.5, _WIDTH, " ".join(text)) + 14


def _paper(path: Path, headings: list[str], size: float) -> Paper:
    sheet = Sheet()
    sheet.page()
    sheet.put(120, 60, "Reading Headings That Text Runs On From", 18, "tibo")
    sheet.put(240, 85, "Ada Adams", 11)
    y = 130.0
    for seed, heading in enumerate(headings, start=1):
        *above, last = heading.split("\n")
        for line in above:
            sheet.put(_LEFT, y, line, size, "tibo")
            y += size * 1.2
        y = _run_in(sheet, y, last, size, seed)
    return read(sheet.save(path))


@pytest.mark.parametrize("size", [14.0, 10.0])
def test_a_heading_ends_where_its_type_ends(tmp_path: Path, size: float) -> None:
    names = ["1. Introduction", "2. The Abstracted Problem", "3. Related considerations"]
    paper = _paper(tmp_path / "a.pdf", names, size)
    assert [section.title for section in paper.sections] == [name[3:] for name in names]
    for seed, name in enumerate(names, start=1):
        begun = [p.text for p in paper.passages if p.section == name[3:]]
        assert begun[0].startswith(running_text(seed, 12).split(" s")[0])


def test_a_heading_of_two_lines_takes_its_second_from_the_line_it_ends_in(tmp_path: Path) -> None:
    names = [
        "1. Introduction",
        "2. How fast can one ever hope to find a thing among thousands in the\ndesired item?",
    ]
    paper = _paper(tmp_path / "b.pdf", names, 14)
    assert [section.title for section in paper.sections] == [
        "Introduction",
        "How fast can one ever hope to find a thing among thousands in the desired item?",
    ]


def test_a_short_heading_right_above_is_a_heading_of_its_own(tmp_path: Path) -> None:
    names = ["1. Introduction", "2. Results\nData used here."]
    paper = _paper(tmp_path / "e.pdf", names, 12)
    assert [section.title for section in paper.sections][:2] == ["Introduction", "Results"]


def test_bold_words_that_are_no_heading_stay_in_their_sentence(tmp_path: Path) -> None:
    paper = _paper(tmp_path / "c.pdf", ["1. Introduction", "Theorem 4"], 10)
    assert [section.title for section in paper.sections] == ["Introduction"]
    begun = running_text(2, 12).split(" s")[0]
    assert any(f"Theorem 4 {begun}" in passage.text for passage in paper.passages)


def test_bold_words_before_a_sentence_goes_on_are_no_heading(tmp_path: Path) -> None:
    sheet = Sheet()
    sheet.page()
    sheet.put(120, 60, "Words Set in Bold", 18, "tibo")
    sheet.put(_LEFT, 120, "1. Introduction", 12, "tibo")
    sheet.put(_LEFT, 145, "The scalability of what is stored here", 10, "tibo")
    x = _LEFT + pymupdf.get_text_length("The scalability of what is stored here ", "tibo", 10)
    sheet.put(x, 145, "depends on how many machines hold a copy", 10)
    sheet.column(_LEFT, 157.5, _WIDTH, running_text(2, 120))
    paper = read(sheet.save(tmp_path / "d.pdf"))
    assert [section.title for section in paper.sections] == ["Introduction"]
    assert any("stored here depends on how many" in p.text for p in paper.passages)
