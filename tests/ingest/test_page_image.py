"""The picture of a page marks what it is told to mark, in place, and stays bounded."""

from __future__ import annotations

from pathlib import Path

import pymupdf
import pytest

from ingest.page_image import render_page
from ingest.paper import Rectangle
from tests.ingest.typesetting import Sheet


@pytest.fixture
def path(tmp_path: Path) -> Path:
    sheet = Sheet()
    sheet.page()
    return sheet.save(tmp_path / "blank.pdf")


def pixel(png: bytes, x: int, y: int) -> tuple[int, ...]:
    return tuple(pymupdf.Pixmap(png).pixel(x, y))


def test_the_mark_lies_where_the_rectangle_is(path: Path) -> None:
    png = render_page(path, 1, 2.0, [Rectangle(1, 100, 200, 300, 220)])
    assert pixel(png, 400, 420) != (255, 255, 255)
    assert pixel(png, 400, 480) == (255, 255, 255)


def test_on_a_turned_page_the_mark_lies_where_a_person_sees_it(path: Path, tmp_path: Path) -> None:
    turned = tmp_path / "turned.pdf"
    with pymupdf.open(str(path)) as document:
        document[0].set_rotation(90)
        document.save(str(turned))
    png = render_page(turned, 1, 1.0, [Rectangle(1, 600, 100, 700, 150)])
    assert pixel(png, 650, 125) != (255, 255, 255)
    assert pixel(png, 125, 400) == (255, 255, 255)


def test_a_huge_zoom_gives_a_bounded_picture(path: Path) -> None:
    picture = pymupdf.Pixmap(render_page(path, 1, 1000.0))
    assert picture.width * picture.height <= 13_000_000
