"""Defects met in real first pages and margins, each in its smallest form."""

from __future__ import annotations

from pathlib import Path

import pytest

from ingest.names import is_person_name, split_author_line
from tests.ingest.typesetting import Sheet, read, running_text


@pytest.mark.parametrize(
    ("line", "names"),
    [
        (
            "Anna Adams, Bruno Brown and Carl de Vries",
            ["Anna Adams", "Bruno Brown", "Carl de Vries"],
        ),
        ("Anna Adams\ue0001,∗\ue001, Bruno Brown\ue0002\ue001", ["Anna Adams", "Bruno Brown"]),
        ("Anna Adams  Bruno Brown  Carl Clark", ["Anna Adams", "Bruno Brown", "Carl Clark"]),
        ("DAVID ADAMS AND EVA BROWN", ["David Adams", "Eva Brown"]),
        ("Chris QUICK and William DOELING", ["Chris QUICK", "William DOELING"]),
        ("Prof. Anna Adams", ["Anna Adams"]),
        ("An Zhang, Al Brown", ["An Zhang", "Al Brown"]),
        ("S E Adams, M M Hancock-Brown", ["S E Adams", "M M Hancock-Brown"]),
        (
            "Anna Adams, University of Somewhere; Bruno Brown, Inst. of X",
            ["Anna Adams", "Bruno Brown"],
        ),
        ("Oregon Health & Science University", []),
        ("Department of Computer Science", []),
        ("Palo Alto, CA 94304", []),
        ("anna@somewhere.edu", []),
        ("佐藤 美咲, 大野 航", ["佐藤 美咲", "大野 航"]),
        ("瀬戸工科大学 情報メディア研究室", []),
    ],
)
def test_author_lines(line: str, names: list[str]) -> None:
    assert split_author_line(line) == names


@pytest.mark.parametrize("text", ["Introduction", "Figure 3", "the Author", "A", ""])
def test_what_is_no_name(text: str) -> None:
    assert not is_person_name(text)


def test_authors_in_columns_above_two_columns_of_text(tmp_path: Path) -> None:
    sheet = Sheet()
    sheet.page()
    sheet.put(150, 70, "A Title Above Three Authors", 18, "tibo")
    for x, name in ((80, "Anna Adams"), (250, "Bruno Brown"), (430, "Carla Clark")):
        sheet.put(x, 110, name, 12)
        sheet.put(x, 124, "Some University", 10)
        sheet.put(x, 138, f"{name[0].lower()}@some.edu", 10)
    for x, heading, seed in ((60, "Abstract", 1), (310, "2 Second Part", 2)):
        sheet.put(x, 180, heading, 12, "tibo")
        sheet.column(x, 200, 225, running_text(seed, 120))
    paper = read(sheet.save(tmp_path / "authors.pdf"))
    assert paper.authors == ("Anna Adams", "Bruno Brown", "Carla Clark")
    assert paper.emails == ("a@some.edu", "b@some.edu", "c@some.edu")
    assert all("University" in line for line in paper.affiliations)


def test_a_cover_sheet_is_passed_over(tmp_path: Path) -> None:
    sheet = Sheet()
    sheet.page()
    sheet.put(60, 80, "See discussions, stats, and author profiles for this publication", 16)
    sheet.page()
    sheet.put(100, 80, "The Title on the Second Page", 18, "tibo")
    sheet.put(100, 110, "Anna Adams", 12)
    sheet.put(100, 150, "Abstract", 12, "tibo")
    sheet.column(100, 170, 400, running_text(3, 60))
    paper = read(sheet.save(tmp_path / "cover.pdf"))
    assert paper.title == "The Title on the Second Page"
    assert paper.authors == ("Anna Adams",)


def test_a_wrong_metadata_title_does_not_win(tmp_path: Path) -> None:
    sheet = Sheet()
    sheet.page()
    sheet.put(100, 80, "The Title that is Printed", 18, "tibo")
    sheet.column(100, 170, 400, running_text(3, 60))
    sheet.document.set_metadata({"title": "Microsoft Word - paper_final3.doc"})
    assert read(sheet.save(tmp_path / "meta.pdf")).title == "The Title that is Printed"


def test_keywords_are_read_and_do_not_belong_to_the_abstract(tmp_path: Path) -> None:
    sheet = Sheet()
    sheet.page()
    sheet.put(100, 80, "A Title for the Keywords", 18, "tibo")
    sheet.put(100, 120, "Abstract", 12, "tibo")
    y = sheet.column(100, 140, 400, "The abstract is short and ends with this word: end.")
    sheet.put(100, y, "Keywords: columns, reading order; furniture")
    sheet.put(100, y + 40, "1 Introduction", 12, "tibo")
    sheet.column(100, y + 60, 400, running_text(3, 60))
    paper = read(sheet.save(tmp_path / "keywords.pdf"))
    assert paper.keywords == ("columns", "reading order", "furniture")
    assert paper.abstract.endswith("this word: end.")


def test_running_text_above_a_heading_on_the_first_page_is_not_front_matter(
    tmp_path: Path,
) -> None:
    """A chapter cut out of a book begins in the middle of a sentence."""
    sheet = Sheet()
    sheet.page()
    y = sheet.column(60, 80, 470, "goes on here from the page before. " + running_text(4, 90))
    sheet.put(280, y + 20, "II", 14, "tibo")
    sheet.column(60, y + 50, 470, running_text(5, 90))
    text = " ".join(p.text for p in read(sheet.save(tmp_path / "middle.pdf")).passages)
    assert "goes on here from the page before" in text


def test_a_list_number_at_the_top_of_each_page_is_no_page_number(tmp_path: Path) -> None:
    sheet = Sheet()
    for page in range(3):
        sheet.page()
        sheet.put(60, 60, f"{page * 7 + 3}.", 10)
        kind = ("first", "second", "third")[page]
        sheet.put(80, 60, f"An entry of the {kind} kind in a list over many pages.", 10)
        sheet.column(60, 90, 470, running_text(page + 1, 100))
    text = " ".join(p.text for p in read(sheet.save(tmp_path / "list.pdf")).passages)
    assert "10. An entry of the second kind" in text


def test_a_table_does_not_stand_in_the_middle_of_a_sentence(tmp_path: Path) -> None:
    sheet = Sheet()
    sheet.page()
    sheet.put(60, 60, "1 Introduction", 13, "tibo")
    y = sheet.column(60, 85, 470, running_text(2, 120) + " This sentence goes")
    sheet.put(60, y + 16, "Table 1: Numbers that the reader may want.", 9)
    for row in range(4):
        for column in range(4):
            sheet.put(80 + 100 * column, y + 34 + 12 * row, f"{row}{column}.5", 8.5)
    sheet.column(60, y + 110, 470, "on below the table. " + running_text(3, 60))
    passages = read(sheet.save(tmp_path / "table.pdf")).passages
    assert any("This sentence goes on below the table." in p.text for p in passages)
    assert any("21.5" in p.text for p in passages)


def test_a_page_by_itself_keeps_the_numbers_of_its_first_rows(tmp_path: Path) -> None:
    sheet = Sheet()
    sheet.page()
    for place, (name, count) in enumerate((("Members", "480"), ("Guests", "484"))):
        sheet.put(56, 60 + 14 * place, name)
        sheet.put(227, 60 + 14 * place, count)
    sheet.column(56, 200, 400, running_text(3, 60))
    sheet.put(290, 815, "7", 9)
    texts = [passage.text for passage in read(sheet.save(tmp_path / "single.pdf")).passages]
    assert any("480" in text for text in texts)
    assert any("484" in text for text in texts)
    assert not any(text.endswith(" 7") for text in texts)


def test_the_head_of_a_table_does_not_stand_in_the_middle_of_a_sentence(tmp_path: Path) -> None:
    sheet = Sheet()
    sheet.page()
    sheet.put(120, 80, "How Tables Part a Sentence", 18, "tibo")
    sheet.put(270, 150, "Abstract", 11, "tibo")
    sheet.column(100, 168, 400, running_text(5, 40))
    sheet.put(60, 260, "1 Introduction", 12, "tibo")
    sheet.column(60, 280, 470, running_text(7, 300))
    sheet.page()
    sheet.column(60, 80, 225, f"{running_text(1, 200)} An answer that is shorter")
    sheet.column(60, 640, 225, "Table 1: Sizes of things, by kind and by day of the week.", 9)
    sheet.put(320, 80, "Cut    Passages    Mean words", 8, "tibo")
    for place in range(5):
        sheet.put(320, 94 + 11 * place, f"Kind{place}    31,20{place}    70{place}", 8)
    sheet.put(320, 160, "Table 2: Ways of cutting a text into passages of a size.", 9)
    sheet.column(320, 200, 225, f"than the overlap is always whole. {running_text(2, 160)}")
    paper = read(sheet.save(tmp_path / "table.pdf"))
    body = " ".join(passage.text for passage in paper.passages)
    assert "is shorter than the overlap" in body
    assert "Mean words" in body
