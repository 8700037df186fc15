"""Passages over a page break: one page each, and nothing lost or said twice that should not be."""

from __future__ import annotations

from pathlib import Path

import pytest

from ingest.limits import ReadOptions
from ingest.paper import Paper, Passage, PassageKind
from ingest.sentences import split_sentences
from ingest.textclean import folded
from tests.ingest.typesetting import LEADING, Sheet, read, running_text, wrapped

TEXT = running_text(4, 360)
OPTIONS = ReadOptions(max_tokens=160)


def first_page(sheet: Sheet, abstract: str) -> float:
    """Set a title page down to the first heading; return where the text below it begins."""
    sheet.page()
    sheet.put(120, 80, "A Paper That Runs over a Page", 18, "tibo")
    sheet.put(190, 110, "Anna Adams and Bruno Brown", 11)
    sheet.put(270, 150, "Abstract", 11, "tibo")
    y = sheet.column(100, 168, 400, abstract)
    sheet.put(60, y + 20, "1 Introduction", 13, "tibo")
    return y + 45


def broken_after(lines: int, folder: Path) -> Paper:
    """One section in one paragraph, set on two pages; the first holds ``lines`` lines of it."""
    sheet = Sheet()
    set_lines = wrapped(TEXT, 470, 10, "tiro")
    y = first_page(sheet, "We read pages in order, and the abstract is short.")
    for place, line in enumerate(set_lines[:lines]):
        sheet.put(60, y + 10 * LEADING * place, line)
    sheet.page()
    for place, line in enumerate(set_lines[lines:]):
        sheet.put(60, 60 + 10 * LEADING * place, line)
    return read(sheet.save(folder / "broken.pdf"), OPTIONS)


def pages_of(passage: Passage) -> set[int]:
    return {rectangle.page for rectangle in passage.rectangles}


@pytest.mark.parametrize("lines", range(4, 16))
def test_only_the_sentence_on_the_break_is_on_two_pages_and_it_is_alone(
    lines: int, tmp_path: Path
) -> None:
    paper = broken_after(lines, tmp_path)
    over = [passage for passage in paper.passages if len(pages_of(passage)) > 1]
    assert len(over) <= 1
    for passage in over:
        assert split_sentences(passage.text) == [passage.text]
        assert passage.page == 1
    for passage in paper.passages:
        assert passage in over or pages_of(passage) == {passage.page}
        assert passage.section in {"Abstract", "Introduction"}


@pytest.mark.parametrize("lines", range(4, 16))
def test_no_sentence_is_lost_at_a_page_break_and_the_order_is_kept(
    lines: int, tmp_path: Path
) -> None:
    paper = broken_after(lines, tmp_path)
    body = [passage for passage in paper.passages if passage.kind is PassageKind.BODY]
    said = [sentence for p in body for sentence in split_sentences(p.text)]
    assert list(dict.fromkeys(said)) == split_sentences(TEXT)


def test_an_abstract_of_several_passages_repeats_no_sentence(tmp_path: Path) -> None:
    sheet = Sheet()
    abstract = running_text(2, 240)
    y = first_page(sheet, abstract)
    sheet.column(60, y, 470, running_text(5, 120))
    paper = read(sheet.save(tmp_path / "abstract.pdf"), OPTIONS)
    assert folded(paper.abstract) == folded(abstract)
