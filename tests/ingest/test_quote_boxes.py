"""A quote is boxed word by word, wherever its lines break, and never by guessing."""

from __future__ import annotations

from pathlib import Path

import pymupdf
import pytest

from ingest.errors import ReadError
from ingest.quote_boxes import quote_boxes
from tests.ingest.typesetting import Sheet


@pytest.fixture
def path(tmp_path: Path) -> Path:
    sheet = Sheet()
    sheet.page()
    sheet.put(72, 100, "Late interaction keeps one vector for each token, and an effi-")
    sheet.put(72, 114, "cient index makes it pay on a laptop. Nothing else is claimed.")
    sheet.put(320, 400, "The other column says that it pays on a server too.")
    return sheet.save(tmp_path / "page.pdf")


def words_in(path: Path, box: pymupdf.Rect) -> str:
    with pymupdf.open(str(path)) as document:
        return " ".join(w[4] for w in document[0].get_text("words", clip=box))


def test_a_quote_over_two_lines_is_two_boxes_around_its_words_alone(path: Path) -> None:
    boxes = quote_boxes(path, 1, "for each token, and an efficient index makes it pay on a laptop.")
    assert len(boxes) == 2
    first, second = (words_in(path, pymupdf.Rect(b.x0, b.y0, b.x1, b.y1)) for b in boxes)
    assert first == "for each token, and an effi-"
    assert second == "cient index makes it pay on a laptop."


def test_white_space_case_and_ligatures_may_differ(path: Path) -> None:
    [box] = quote_boxes(path, 1, "LATE   interaction\nkeeps one vector")
    assert words_in(path, pymupdf.Rect(box.x0, box.y0, box.x1, box.y1)).startswith("Late")
    assert quote_boxes(path, 1, "an e\ufb03cient index makes it pay")


def test_a_quote_that_goes_on_in_another_column_is_found_in_pieces(path: Path) -> None:
    boxes = quote_boxes(path, 1, "it pay on a laptop. The other column says that it pays")
    assert [box.x0 > 300 for box in boxes] == [False, True]


@pytest.mark.parametrize("quote", ["", "…", "something that this page does not print at all"])
def test_what_is_not_there_is_not_boxed(path: Path, quote: str) -> None:
    assert quote_boxes(path, 1, quote) == ()


def test_a_little_of_a_quote_is_not_enough(path: Path) -> None:
    little = "keeps one vector while everything else in this sentence stands in another paper"
    assert quote_boxes(path, 1, little) == ()


def test_a_page_that_is_not_there_is_said(path: Path) -> None:
    with pytest.raises(ReadError, match="no page 9"):
        quote_boxes(path, 9, "late interaction")


def test_on_a_turned_page_the_boxes_are_where_a_person_sees_the_words(
    path: Path, tmp_path: Path
) -> None:
    turned = tmp_path / "turned.pdf"
    with pymupdf.open(str(path)) as document:
        document[0].set_rotation(90)
        document.save(str(turned))
    [upright] = quote_boxes(path, 1, "Late interaction keeps one vector")
    [box] = quote_boxes(turned, 1, "Late interaction keeps one vector")
    width = 842.0  # of the turned page
    assert box.x0 == pytest.approx(width - upright.y1, abs=2)
    assert box.y0 == pytest.approx(upright.x0, abs=2)


def test_a_short_end_of_a_quote_is_boxed_only_where_it_goes_on(path: Path) -> None:
    start = "Late interaction keeps one vector for each token"
    alone = quote_boxes(path, 1, start)
    # "it" and "on" stand on this page, but elsewhere
    assert quote_boxes(path, 1, f"{start} zzz it") == alone
    assert quote_boxes(path, 1, f"{start} zzz on") == alone
    [box] = quote_boxes(path, 1, f"{start} zzz and an")
    assert words_in(path, pymupdf.Rect(box.x0, box.y0, box.x1, box.y1)).endswith("and an")
    assert quote_boxes(path, 1, "token")
