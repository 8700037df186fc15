"""Defects met in real reference lists, each in its smallest form with made-up entries."""

from __future__ import annotations

from pathlib import Path

import pytest

from ingest.hyphens import Vocabulary
from ingest.identifiers import find_arxiv_id, find_doi
from ingest.lines import Line
from ingest.paper import Reference
from ingest.reference_authors import read_authors
from ingest.reference_fields import parse_reference
from ingest.reference_list import RawEntry, looks_like_list, split_entries
from tests.ingest.typesetting import Sheet, read, running_text


def parsed(text: str) -> Reference:
    return parse_reference(RawEntry("", text), 1)


@pytest.mark.parametrize(
    ("text", "title"),
    [
        (
            "Adams A, Brown B. Margins and columns in print: a review. J Layout 1996; 14(6): S39.",
            "Margins and columns in print: a review",
        ),
        (
            "Adams A, Brown BC Jr. Reading of rotated pages. J Layout 1998; 23, pages 35-39.",
            "Reading of rotated pages",
        ),
        ("A. Adams, The Fall of the Column in Early Printing, Oxford 1997.", None),
        (
            "Adams A 2008 On the generalised margin of a page J. Phys. A: Math. Theor. 41 285201",
            "On the generalised margin of a page",
        ),
        ("A. Adams and B. Brown, Phys. Rev. D 85, 054512 (2012).", ""),
        ("A. Adams et al., Nucl. Phys. B 364 (1991) 237.", ""),
        (
            "Adams, A. (1992). Der Rand der Seite: Eine Untersuchung. In: Handbuch der Seiten.",
            "Der Rand der Seite: Eine Untersuchung",
        ),
        (
            "김영도, 이한준, 홍진기. 쪽의 여백에 대한 연구. 한국쪽학회지. 2011;36(4):238-250.",
            "쪽의 여백에 대한 연구",
        ),
    ],
)
def test_titles_of_many_styles(text: str, title: str | None) -> None:
    found = parsed(text).title
    if title is None:
        assert found.startswith("The Fall of the Column in Early Printing")
    else:
        assert found == title


def test_a_name_before_a_lower_case_and_is_not_drawn_into_the_title() -> None:
    names, end = read_authors("Adams B. Isolation and purification of margins. J Layout 1942")
    assert names == ["Adams B."]
    assert end <= 8


def test_initials_joined_by_stops_are_one_persons() -> None:
    assert read_authors("Hoffer L.C., Kramer S., Dunne D.R. Margins of pages")[0] == [
        "Hoffer L.C.",
        "Kramer S.",
        "Dunne D.R.",
    ]


def test_a_list_with_initials_takes_no_words_of_the_title_for_names() -> None:
    found = parsed(
        "Adams, D., Untraceable Electronic Margins, Return Columns, and Digital Pages, "
        "Communications of the Page, vol. 24, no. 2, February 1981, pp. 84-88."
    )
    assert found.authors == ("Adams, D.",)


@pytest.mark.parametrize(
    ("text", "volume", "pages"),
    [
        ("A. Adams. A title of words. J. ACM 25, 4 (Oct.), 581–595. 1978.", "25", "581–595"),
        ("Adams A. A title of words. J Layout 1991; 266, pages 116-120.", "266", "116–120"),
        ("Adams, et al., Nature 297: 307 (1982)", "297", "307"),
        ("A. Adams, B. Brown, Phys. Rev. C 12 (1975) 42.", "12", "42"),
        ("Adams MD. A title of words. AIDS 1996; 10:1635-1639.", "10", "1635–1639"),
        ("Adams A. A title of words. J Layout 2017;67 Suppl 2:7-13.", "67", "7–13"),
    ],
)
def test_volume_and_pages(text: str, volume: str, pages: str) -> None:
    found = parsed(text)
    assert (found.volume, found.pages) == (volume, pages)


@pytest.mark.parametrize(
    ("text", "venue"),
    [
        ("A. Adams. A Book About Margins. MIT Press, 1998.", ""),
        ("A. Adams. A title of some words. In Proceedings of SIGPAGE, August 2001.", None),
        ("B. Brown. A title of some words. Invertebrate Layout 1:25-31, 1995.", None),
    ],
)
def test_a_publisher_is_no_venue_and_no_venue_loses_letters(text: str, venue: str | None) -> None:
    found = parsed(text).venue
    assert (
        found == venue
        if venue is not None
        else found
        in {
            "Proceedings of SIGPAGE",
            "Invertebrate Layout",
        }
    )


def test_identifiers_as_lists_print_them() -> None:
    assert find_arxiv_id("A. Adams and B. Brown, hep-ph/0606054;") == "hep-ph/0606054"
    assert find_doi("doi:10.1039/c9ee00453j(2019).") == "10.1039/c9ee00453j"
    assert find_doi("10.1061/(asce)0899-1561(2003)15:4(344)") == (
        "10.1061/(asce)0899-1561(2003)15:4(344)"
    )


def printed(rows: list[str]) -> list[Line]:
    return [
        Line(
            page=1,
            x0=60,
            y0=60 + 18.0 * number,
            x1=300,
            y1=70 + 18.0 * number,
            text=text,
            size=10,
            font="Serif",
            bold=False,
            italic=False,
            block=0,
            direction=0,
            box=(60, 60 + 18.0 * number, 300, 70 + 18.0 * number),
            column_x0=60,
            column_x1=300,
        )
        for number, text in enumerate(rows)
    ]


ENTRIES = [
    f"{name}, A. 198{n}. A title of words. Journal {n}."
    for n, name in enumerate(("Adams", "Brown", "Clark", "Davis", "Evans", "Fischer"))
]


def test_a_venue_at_the_head_of_a_line_begins_no_entry() -> None:
    rows = [
        *ENTRIES[:4],
        "Ellis, P. 1975. Universal margins.",
        "IEEE Trans. Margins 21, 1–3.",
        *ENTRIES[4:],
    ]
    entries = split_entries(printed(rows), Vocabulary([]))
    assert len(entries) == 7
    assert entries[4].text.endswith("IEEE Trans. Margins 21, 1–3.")


def test_lives_of_the_authors_behind_the_list_are_no_entries() -> None:
    rows = [
        *ENTRIES,
        "Anna Adams is a professor of pages. She received a PhD in 1999.",
        "Bruno Brown received a BS in layout in 2008.",
    ]
    assert len(split_entries(printed(rows), Vocabulary([]))) == len(ENTRIES)


def test_running_text_is_no_list() -> None:
    entries = [RawEntry("", running_text(seed, 30)) for seed in range(5)]
    assert not looks_like_list(entries)


def test_a_list_without_a_heading_is_found_and_its_dashes_repeat_the_author(
    tmp_path: Path,
) -> None:
    sheet = Sheet()
    sheet.page()
    sheet.put(120, 80, "A Lecture That Ends With a List", 18, "tibo")
    sheet.put(200, 110, "Anna Adams", 11)
    sheet.column(60, 160, 450, running_text(1, 300))
    sheet.page()
    y = sheet.column(60, 80, 450, running_text(2, 60)) + 20
    entries = (
        "Anna Adams (1987) The margin of a page and its width. Layout, 73, pp. 407-420.",
        "--- (1991) A path from columns to lines. Annals of Print, 4, pp. 1-9.",
        "--- (1995) Columns then and now. Annals of Print, 8, pp. 10-19.",
    )
    for entry in entries:
        sheet.put(60, y, entry)
        y += 13
    paper = read(sheet.save(tmp_path / "lecture.pdf"))
    assert [reference.year for reference in paper.references] == [1987, 1991, 1995]
    assert {reference.authors for reference in paper.references} == {("Anna Adams",)}
