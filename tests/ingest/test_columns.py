"""Reading order holds over generated layouts, whatever order the file gives the lines in."""

from __future__ import annotations

import random

from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.columns import in_reading_order
from ingest.lines import Line

LEADING = 12.0


def line(text: str, x0: float, y0: float, width: float, block: int = 0) -> Line:
    """One printed line of 10 point type."""
    return Line(
        page=1,
        x0=x0,
        y0=y0,
        x1=x0 + width,
        y1=y0 + 10,
        text=text,
        size=10.0,
        font="Serif",
        bold=False,
        italic=False,
        block=block,
        direction=0,
        box=(x0, y0, x0 + width, y0 + 10),
    )


def column(label: str, x: float, y: float, width: float, count: int) -> list[Line]:
    """Lines of running text one below the other, the last one short."""
    return [
        line(
            f"{label}{place:02d} words of running text that fill it",
            x,
            y + place * LEADING,
            width if place < count - 1 else width * 0.5,
        )
        for place in range(count)
    ]


def read(lines: list[Line]) -> list[str]:
    return [found.text[:3] for found in in_reading_order(lines)]


def labels(lines: list[Line]) -> list[str]:
    return [found.text[:3] for found in lines]


@given(
    columns=st.integers(1, 3),
    count=st.integers(6, 40),
    gutter=st.floats(12, 30),
    wide=st.integers(0, 4),
    seed=st.integers(0, 10_000),
    shuffled=st.booleans(),
)
@settings(max_examples=80, deadline=None)
def test_columns_are_read_one_after_the_other(
    columns: int, count: int, gutter: float, wide: int, seed: int, shuffled: bool
) -> None:
    width = (480 - gutter * (columns - 1)) / columns
    top = column("t", 60, 60, 480, wide) if wide else []
    body = [
        column("abc"[number], 60 + number * (width + gutter), 140, width, count)
        for number in range(columns)
    ]
    expected = labels([*top, *(found for part in body for found in part)])
    lines = [*top, *(found for part in body for found in part)]
    if shuffled:
        random.Random(seed).shuffle(lines)
    assert read(lines) == expected


@given(seed=st.integers(0, 10_000))
@settings(max_examples=20, deadline=None)
def test_a_wide_figure_caption_parts_the_page_into_bands(seed: int) -> None:
    above = [column("a", 60, 60, 225, 12), column("b", 310, 60, 225, 12)]
    caption = column("f", 60, 260, 475, 2)
    below = [column("c", 60, 320, 225, 12), column("d", 310, 320, 225, 12)]
    expected = labels([*above[0], *above[1], *caption, *below[0], *below[1]])
    lines = [*above[0], *above[1], *caption, *below[0], *below[1]]
    random.Random(seed).shuffle(lines)
    assert read(lines) == expected


def test_a_formula_that_sticks_out_of_its_column_does_not_mix_the_columns() -> None:
    left, right = column("a", 60, 60, 225, 30), column("b", 310, 60, 225, 30)
    left[10].x1 = 318
    assert read([*left, *right]) == labels([*left, *right])


def test_a_table_of_short_cells_is_read_in_rows() -> None:
    cells = [
        line(f"{row}{col}", 60 + 160 * col, 60 + row * LEADING, 30)
        for col in range(3)
        for row in range(6)
    ]
    texts = [found.text.split() for found in in_reading_order(cells)]
    assert texts[0][0] == "00"
    flat = [cell for row in texts for cell in row]
    assert flat == [f"{row}{col}" for row in range(6) for col in range(3)]


def test_an_arabic_page_is_read_from_the_right_column() -> None:
    left, right = column("b", 60, 60, 225, 12), column("a", 310, 60, 225, 12)
    found = in_reading_order([*left, *right], right_to_left=True)
    assert labels(found) == labels([*right, *left])


def test_a_heading_that_the_file_gives_last_comes_first() -> None:
    body = column("a", 60, 100, 225, 12)
    heading = line("hea ding of the page", 60, 60, 100)
    assert read([*body, heading]) == labels([heading, *body])


def test_parts_of_one_printed_line_are_joined() -> None:
    first, second = line("Section", 60, 60, 40), line("Title", 104, 60, 30)
    assert [found.text for found in in_reading_order([first, second])] == ["Section Title"]


def test_no_lines_give_no_lines() -> None:
    assert in_reading_order([]) == []
