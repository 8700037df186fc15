"""Defects met in real first pages and captions: names, addresses, subtitles, figures."""

from __future__ import annotations

from pathlib import Path

import pymupdf
import pytest

from ingest.front_authors import read_emails
from ingest.names import split_author_line
from ingest.paper import PassageKind
from tests.ingest.typesetting import Sheet, read, running_text


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("Anna Adams†and Bruno Brown", ["Anna Adams", "Bruno Brown"]),
        ("Vitaly Adams, Frances Indira Brown", ["Vitaly Adams", "Frances Indira Brown"]),
        ("Jong Park, Maria Knox", ["Jong Park", "Maria Knox"]),
        ("URS ADAMS (urs@pages.org)", ["Urs Adams"]),
        ("by Anna Adams University of Somewhere D-91058", ["Anna Adams"]),
        ("By H . B. G. ADAMS.", ["H. B. G. Adams"]),
        ("Universidad Nacional de los Libros", []),
        ("Northern Square", []),
        ("David R. Lane", ["David R. Lane"]),
        ("Anna Adams$, Bruno Brown+#, Clara Clark⋆", ["Anna Adams", "Bruno Brown", "Clara Clark"]),
    ],
)
def test_author_lines(line: str, names: list[str]) -> None:
    assert split_author_line(line) == names


def test_addresses_of_several_people_before_one_host() -> None:
    assert read_emails("{adams, brown}@pages.org") == ["adams@pages.org", "brown@pages.org"]
    assert read_emails("\ue0001\ue001adams@pages.org.") == ["adams@pages.org"]


def test_the_author_above_the_title_is_found(tmp_path: Path) -> None:
    sheet = Sheet()
    sheet.page()
    sheet.put(240, 60, "Anna Adams", 11)
    sheet.put(100, 95, "On the Meaning of Margins in Old Books", 16, "tibo")
    sheet.column(60, 160, 450, running_text(1, 300))
    paper = read(sheet.save(tmp_path / "above.pdf"))
    assert paper.authors == ("Anna Adams",)
    assert paper.provenance["authors"].source == "page"


def test_subtitle_affiliations_and_addresses_are_kept_apart(tmp_path: Path) -> None:
    sheet = Sheet()
    sheet.page()
    sheet.put(150, 70, "Margins of the Page", 20, "tibo")
    sheet.put(150, 95, "a study in white", 14, "tiit")
    sheet.put(190, 125, "Anna Adams and Bruno Brown", 11)
    sheet.put(190, 140, "University of Somewhere, Springfield", 9, "tiit")
    sheet.put(190, 154, "{adams, brown}@pages.org", 9)
    sheet.put(190, 168, "May 2000", 9)
    sheet.put(60, 200, "Abstract", 12, "tibo")
    sheet.column(60, 220, 450, running_text(1, 60))
    sheet.put(60, 330, "1 Introduction", 12, "tibo")
    sheet.column(60, 350, 450, running_text(2, 200))
    paper = read(sheet.save(tmp_path / "subtitle.pdf"))
    assert paper.title == "Margins of the Page"
    assert paper.subtitle == "a study in white"
    assert paper.authors == ("Anna Adams", "Bruno Brown")
    assert "University of Somewhere, Springfield" in paper.affiliations
    assert not any("2000" in line or "@" in line for line in paper.affiliations)
    assert paper.emails == ("adams@pages.org", "brown@pages.org")


def test_a_figure_is_tied_to_the_room_above_its_caption_and_a_table_to_its_rows(
    tmp_path: Path,
) -> None:
    sheet = Sheet()
    sheet.page()
    sheet.put(120, 60, "A Paper With a Figure", 18, "tibo")
    sheet.put(200, 90, "Anna Adams", 11)
    sheet.put(60, 130, "1 Introduction", 12, "tibo")
    y = sheet.column(60, 150, 450, running_text(1, 100))
    sheet.put(60, y + 150, "Figure 1: A drawing of a page.", 9)
    y = sheet.column(60, y + 180, 450, running_text(2, 100))
    sheet.put(60, y + 20, "Table 2. Widths of margins.", 9)
    for row in range(4):
        for x in (80, 200, 320):
            sheet.put(x, y + 45 + 14 * row, f"{row}{x}", 9)
    paper = read(sheet.save(tmp_path / "figure.pdf"))
    figure, table = paper.figures
    assert (figure.kind, figure.label, figure.page) == ("figure", "Figure 1", 1)
    assert figure.caption == "A drawing of a page."
    assert figure.rectangle is not None
    assert figure.rectangle.y1 - figure.rectangle.y0 > 100
    assert (table.kind, table.label) == ("table", "Table 2")
    assert table.rectangle is not None
    assert table.rectangle.y0 > figure.rectangle.y1


def test_statements_in_bold_are_no_sections(tmp_path: Path) -> None:
    sheet = Sheet()
    sheet.page()
    sheet.put(120, 60, "A Paper With Theorems", 18, "tibo")
    sheet.put(200, 90, "Anna Adams", 11)
    y = 130.0
    for number, name in enumerate(("Introduction", "Results"), start=1):
        sheet.put(60, y, f"{number} {name}", 12, "tibo")
        y = sheet.column(60, y + 20, 450, running_text(number, 60)) + 10
        sheet.put(60, y, f"Theorem {number}. Margins are white", 12, "tibo")
        y = sheet.column(60, y + 20, 450, running_text(number + 4, 60)) + 20
    paper = read(sheet.save(tmp_path / "theorems.pdf"))
    assert [section.title for section in paper.sections] == ["Introduction", "Results"]


def test_labels_of_a_drawing_that_repeat_a_heading_are_no_sections(tmp_path: Path) -> None:
    sheet = Sheet()
    sheet.page()
    sheet.put(120, 60, "A Paper With a Drawing", 18, "tibo")
    sheet.put(200, 90, "Anna Adams", 11)
    for place, label in enumerate(("Gather", "Select", "Decide")):
        sheet.put(80 + 150 * place, 130, label, 8, "tibo")
        sheet.put(80 + 150 * place, 142, "what this step does", 8)
    sheet.put(60, 170, "Figure 1: The three steps.", 9)
    y = 210.0
    for number, name in enumerate(("Introduction", "Select", "Conclusion"), start=1):
        sheet.put(60, y, f"{number} {name}", 12, "tibo")
        y = sheet.column(60, y + 20, 450, running_text(number, 100)) + 20
    names = ("Introduction", "Select", "Conclusion")
    sheet.document.set_toc([[1, name, 1] for name in names])
    paper = read(sheet.save(tmp_path / "drawing.pdf"))
    assert tuple(section.title for section in paper.sections) == names


def test_names_set_apart_in_one_line_are_two_people_without_their_marks(tmp_path: Path) -> None:
    sheet = Sheet()
    sheet.page()
    sheet.put(100, 70, "On the Meaning of Margins in Books", 18, "tibo")
    sheet.put(180, 110, "Anna Adams", 12, "tibo")
    sheet.put(180 + 66, 110, "   ", 12)
    sheet.put(180 + 75, 110, "Bruno Brown", 12, "tibo")
    sheet.put(180, 126, "University of Pages$", 10)
    sheet.column(60, 170, 450, running_text(1, 250))
    paper = read(sheet.save(tmp_path / "apart.pdf"))
    assert paper.authors == ("Anna Adams", "Bruno Brown")
    assert paper.affiliations == ("University of Pages",)


def test_text_behind_a_run_in_heading_stays_text(tmp_path: Path) -> None:
    sheet = Sheet()
    sheet.page()
    sheet.put(100, 70, "On the Meaning of Margins in Books", 14, "tibo")
    sheet.put(60, 110, "Introduction", 10, "tibo")
    width = 300.0  # what the bold words and the text's first fill
    y = sheet.column(60, 130, width, running_text(1, 120)) + 8
    for place, name in enumerate(("margins", "gutters")):
        bold = f"The widest and narrowest {name}: a study."
        x = 62.5 + pymupdf.get_text_length(bold, fontname="tibo", fontsize=10)
        sheet.put(60, y, bold, 10, "tibo")
        sheet.put(x, y, f"In old books the {name} are", 10)
        y = sheet.column(60, y + 12, width, f"as wide as a hand. {running_text(place, 100)}") + 8
    sheet.put(60, y + 12, "Conclusion", 10, "tibo")
    sheet.column(60, y + 32, width, running_text(3, 60))
    paper = read(sheet.save(tmp_path / "run_in.pdf"))
    headings = [section.title for section in paper.sections]
    assert headings == [
        "Introduction",
        "The widest and narrowest margins: a study.",
        "The widest and narrowest gutters: a study.",
        "Conclusion",
    ]
    text = " ".join(passage.text for passage in paper.passages)
    assert "In old books the gutters are as wide as a hand." in text


def test_a_caption_that_begins_bold_takes_all_its_lines(tmp_path: Path) -> None:
    first = "Figure 1. How wide the margins of old books are, by printer and by town, where white"
    width = pymupdf.get_text_length(first, fontname="tibo", fontsize=10)
    sheet = Sheet()
    sheet.page()
    sheet.column(60, 80, width, running_text(1, 200))
    sheet.put(60, 500, first, 10, "tibo")
    sheet.put(60, 512, "is initialised to an empty page on entry.", 10)
    sheet.column(60, 560, width, running_text(2, 150))
    paper = read(sheet.save(tmp_path / "caption.pdf"))
    captions = [p.text for p in paper.passages if p.kind is PassageKind.CAPTION]
    assert [text.endswith("empty page on entry.") for text in captions] == [True]
    assert paper.figures[0].caption.endswith("on entry.")


def front_page(title: str, note: str) -> Sheet:
    sheet = Sheet()
    sheet.page()
    sheet.put(100, 95, title, 16, "tibo")
    sheet.put(240, 120, "Anna Adams", 11)
    sheet.column(60, 160, 450, running_text(1, 300))
    sheet.put(60, 780, note, 8)
    return sheet


@pytest.mark.parametrize(
    ("printed", "title"),
    [
        ("Reading Margins at CONF-\x03", "Reading Margins at CONF"),
        ("\x03: A Protocol for Wide Margins", "A Protocol for Wide Margins"),
        ("Wide Margins (\x03) in \x03 Old Books", "Wide Margins in Old Books"),
    ],
)
def test_a_lost_character_is_left_out_of_the_title(
    tmp_path: Path, printed: str, title: str
) -> None:
    paper = read(front_page(printed, "A note.").save(tmp_path / "lost.pdf"))
    assert paper.title == title
    assert paper.provenance["title"].value == title
    assert paper.provenance["title"].confidence < 0.5


@pytest.mark.parametrize(
    ("note", "title"),
    [
        ("? Appears in the proceedings of a meeting.", "Margins of Peer-to-Peer Systems"),
        ("A note on the margins of books.", "Margins of Peer-to-Peer Systems?"),
    ],
)
def test_a_star_drawn_as_a_question_mark_is_no_part_of_the_title(
    tmp_path: Path, note: str, title: str
) -> None:
    sheet = front_page("Margins of Peer-to-Peer Systems?", note)
    assert read(sheet.save(tmp_path / "star.pdf")).title == title


def test_a_mark_above_a_name_does_not_bring_it_before_its_neighbour(tmp_path: Path) -> None:
    sheet = Sheet()
    sheet.page()
    sheet.put(150, 80, "On the Meaning of Margins", 18, "tibo")
    for x, y, name, place in (
        (120, 126, "Anna Adams", "University of Somewhere"),
        (360, 126, "Bruno Brown", "College of Elsewhere"),
        (120, 170, "Clara Clark", "University of Somewhere"),
        (360, 170, "Dora Davis", "College of Elsewhere"),
    ):
        sheet.put(x, y, name, 12)
        sheet.put(x - 20, y + 12, place, 10)
    sheet.put(430, 117, "\u2020", 9)
    sheet.put(60, 215, "Abstract", 12, "tibo")
    sheet.column(60, 235, 450, running_text(1, 60))
    sheet.put(60, 345, "1 Introduction", 12, "tibo")
    sheet.column(60, 365, 450, running_text(2, 200))
    paper = read(sheet.save(tmp_path / "mark.pdf"))
    assert paper.authors == ("Anna Adams", "Bruno Brown", "Clara Clark", "Dora Davis")
