"""Entries are split as printed and parsed in the styles that papers use."""

from __future__ import annotations

import time
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.hyphens import Vocabulary
from ingest.lines import Line
from ingest.reference_fields import parse_reference
from ingest.reference_list import RawEntry, split_entries

STYLES = [
    (
        "A. Adams and B. Brown. Finding text in columns. Journal of Layout, 12(3):45-67, 2001.",
        ("A. Adams", "B. Brown"),
        "Finding text in columns",
        2001,
        "Journal of Layout",
        "12",
        "45–67",
    ),
    (
        "Adams, A., and Brown, B. (2001). Finding text in columns. Journal of Layout, 12, 45-67.",
        ("Adams, A.", "Brown, B."),
        "Finding text in columns",
        2001,
        "Journal of Layout",
        "12",
        "45–67",
    ),
    (
        (
            'A. Adams, B. Brown, and C. Clark, "Finding text in columns," IEEE Trans. Layout, '
            "vol. 12, no. 3, pp. 45–67, Mar. 2001."
        ),
        ("A. Adams", "B. Brown", "C. Clark"),
        "Finding text in columns",
        2001,
        "IEEE Trans. Layout",
        "12",
        "45–67",
    ),
    (
        (
            "Adams, A., Brown, B.: Finding text in columns. In: Proceedings of the Page "
            "Conference, pp. 45–67 (2001)"
        ),
        ("Adams, A.", "Brown, B."),
        "Finding text in columns",
        2001,
        "Proceedings of the Page Conference",
        "",
        "45–67",
    ),
    (
        "Adams AB, Brown C. Finding text in columns. J Layout 2001; 12:45-67.",
        ("Adams AB", "Brown C"),
        "Finding text in columns",
        2001,
        "J Layout",
        "12",
        "45–67",
    ),
    (
        (
            "Anna Adams and Bruno Brown. 2001. Finding text in columns. In Proceedings of Pages, "
            "pages 45–67."
        ),
        ("Anna Adams", "Bruno Brown"),
        "Finding text in columns",
        2001,
        "Proceedings of Pages",
        "",
        "45–67",
    ),
    (
        "A. Adams, B. Brown, Phys. Rev. Lett. 77, 3865 (1996).",
        ("A. Adams", "B. Brown"),
        "",
        1996,
        "Phys. Rev. Lett",
        "77",
        "3865",
    ),
]


@pytest.mark.parametrize(("raw", "authors", "title", "year", "venue", "volume", "pages"), STYLES)
def test_styles(
    raw: str,
    authors: tuple[str, ...],
    title: str,
    year: int,
    venue: str,
    volume: str,
    pages: str,
) -> None:
    found = parse_reference(RawEntry("1", raw), 1)
    assert found.raw == raw
    assert (found.authors, found.title, found.year) == (authors, title, year)
    assert (found.venue, found.volume, found.pages) == (venue, volume, pages)


@pytest.mark.parametrize(
    ("raw", "authors"),
    [
        ("S.-h. Yoo and Y. Wang. A title of words. 2001.", ("S.-h. Yoo", "Y. Wang")),
        (
            "van der Berg, J. and O’Neil, K. A title of words. 2001.",
            ("van der Berg, J.", "O’Neil, K."),
        ),
        (
            "PAGES Collaboration, A. Adams et al. A title. 2001.",
            ("PAGES Collaboration", "A. Adams"),
        ),
        ("Adams, et al., Nature 12, 34 (2001).", ("Adams",)),
        ("Joon S. Park and Ravi Sandhu. A title of words. 2001.", ("Joon S. Park", "Ravi Sandhu")),
        ("Srinivasan A. The discovery of words. 2001.", ("Srinivasan A.",)),
    ],
)
def test_author_lists(raw: str, authors: tuple[str, ...]) -> None:
    assert parse_reference(RawEntry("1", raw), 1).authors == authors


def test_identifiers_are_found_and_normalised() -> None:
    raw = (
        "A. Adams. A title. arXiv preprint arXiv:2101.01234v2, 2021. "
        "https://doi.org/10.1234/ABC.5(6)7."
    )
    found = parse_reference(RawEntry("", raw), 1)
    assert (found.arxiv_id, found.doi) == ("2101.01234", "10.1234/abc.5(6)7")
    assert found.year == 2021
    assert found.url.startswith("https://doi.org/")


def test_a_title_that_asks_goes_on_behind_its_question() -> None:
    raw = "I. Harrow. Stems or Words? Conflation in a Collection. Journal of Retrieval, 6(2), 2001."
    assert (
        parse_reference(RawEntry("1", raw), 1).title == "Stems or Words? Conflation in a Collection"
    )


@given(st.text(max_size=200))
def test_no_text_makes_the_parser_fail(text: str) -> None:
    found = parse_reference(RawEntry("", text), 1)
    assert found.raw == text


@pytest.mark.parametrize(
    "piece", ["A", "A.", "A. ", "Aa, ", "A and ", "Aa ", ", A-", "1, ", "(1", "“a", "Aa.b"]
)
def test_hostile_repetition_takes_no_time(piece: str) -> None:
    begun = time.perf_counter()
    parse_reference(RawEntry("", piece * 3000), 1)
    assert time.perf_counter() - begun < 2.0


def printed(rows: Sequence[tuple[float, str]]) -> list[Line]:
    return [
        Line(
            page=1,
            x0=x,
            y0=60 + 12.0 * number,
            x1=300,
            y1=70 + 12.0 * number,
            text=text,
            size=10,
            font="Serif",
            bold=False,
            italic=False,
            block=0,
            direction=0,
            box=(x, 60 + 12.0 * number, 300, 70 + 12.0 * number),
            column_x0=60,
            column_x1=300,
        )
        for number, (x, text) in enumerate(rows)
    ]


NO_WORDS = Vocabulary([])


def test_bracketed_labels_start_entries() -> None:
    lines = printed(
        [
            (60, "[1] A. Adams. A first title, with"),
            (75, "[2] words inside. 2001."),
            (60, "[2] B. Brown. A second title. 2002."),
            (60, "[3] C. Clark. A third one. 2003."),
        ]
    )
    assert [entry.label for entry in split_entries(lines, NO_WORDS)][-1] == "3"


def test_numbers_have_to_rise_to_be_labels() -> None:
    lines = printed(
        [
            (60, "1. A. Adams. A first title. Journal of Layout,"),
            (60, "12. pages of it. 2001."),
            (60, "2. B. Brown. A second title. 2002."),
        ]
    )
    entries = split_entries(lines, NO_WORDS)
    assert [entry.label for entry in entries] == ["1", "2"]
    assert "12. pages of it" in entries[0].text


def test_hanging_indents_start_entries() -> None:
    lines = printed(
        [
            (60, "Adams, A. 2001. A first title that is"),
            (75, "continued below. Journal."),
            (60, "Brown, B. 2002. A second title that is"),
            (75, "continued too. Journal."),
        ]
    )
    assert [entry.text[:5] for entry in split_entries(lines, NO_WORDS)] == ["Adams", "Brown"]


def test_notes_about_the_authors_behind_the_list_are_no_entries() -> None:
    rows = [(60.0, f"[{n}] A. Adams. A title of words. Journal, 200{n}.") for n in range(1, 6)]
    lines = printed([*rows, (60.0, "Anna Adams is a professor of pages and likes them.")])
    assert len(split_entries(lines, NO_WORDS)) == 5
