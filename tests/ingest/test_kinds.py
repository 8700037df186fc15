"""Kinds of documents: each is told from its form and words, and read as what it is."""

from __future__ import annotations

from pathlib import Path

import pytest

from ingest.paper import Paper
from tests.ingest.typesetting import Sheet, read, running_text

WIDE = (960.0, 540.0)
CHAPTERS = (
    "Introduction", "Old Books", "New Books", "Measures", "Printers", "Paper and Ink", "Type",
    "Readers", "Eyes", "Notes in Margins", "Experiments", "Results", "Discussion", "Conclusion",
)  # fmt: skip
POSTER = (1684.0, 2384.0)


def a_page(sheet: Sheet, size: tuple[float, float]) -> None:
    sheet.document.new_page(width=size[0], height=size[1])


def a_paper(path: Path, note: str = "", above: str = "", title: str = "Margins of a Page") -> Paper:
    """Set two pages of text; ``note`` stands at the foot, ``above`` over the title."""
    sheet = Sheet()
    for number in range(2):
        sheet.page()
        top = 80.0
        if number == 0:
            sheet.put(60, 60, above, 10)
            sheet.put(120, 100, title, 18, "tibo")
            sheet.put(200, 125, "Anna Adams", 11)
            sheet.put(60, 160, "Abstract", 12, "tibo")
            sheet.column(60, 180, 450, running_text(1, 60))
            sheet.put(60, 790, note, 8)
            top = 300.0
        sheet.put(60, top, f"{number + 1} {('Introduction', 'Conclusion')[number]}", 12, "tibo")
        sheet.column(60, top + 20, 450, running_text(number + 2, 300))
    return read(sheet.save(path))


def told(paper: Paper) -> tuple[str, str]:
    """The kind and where it came from; both or neither."""
    field = paper.provenance.get("kind")
    assert (field is None) == (paper.kind == "")
    if field is None:
        return "", ""
    assert field.value == paper.kind
    assert 0 < field.confidence <= 1
    return paper.kind, field.source


@pytest.mark.parametrize(
    ("note", "above", "kind"),
    [
        ("Proceedings of the 4th Symposium on Pages, pages 10-20, 2001.", "", "conference paper"),
        ("PAGES '07, June 11-13, 2007, Springfield.", "", "conference paper"),
        ("Journal of Layout, Vol. 12, No. 3, March 2001, pages 1-9.", "", "article"),
        ("Submitted to the Journal of Layout.", "", "preprint"),
        ("", "Technical Report TR-2001-17", "report"),
        ("", "SCS/TM-17", "report"),
        ("A longer version is available as Technical Report TR-2001-17.", "", ""),
        ("", "Chapter 3", "chapter"),
        ("In: B. Brown (ed.) Handbook of Pages, 2001.", "", "chapter"),
        ("", "", ""),
    ],
)
def test_what_stands_around_the_title_tells_the_kind(
    tmp_path: Path, note: str, above: str, kind: str
) -> None:
    paper = a_paper(tmp_path / "paper.pdf", note, above)
    assert told(paper) == (kind, "page" if kind else "")
    assert paper.title == "Margins of a Page"
    assert paper.authors == ("Anna Adams",)
    assert [section.title for section in paper.sections][-2:] == ["Introduction", "Conclusion"]


def test_a_stamped_preprint_keeps_its_version_for_the_order_of_versions(tmp_path: Path) -> None:
    paper = a_paper(tmp_path / "stamped.pdf", "arXiv:2004.12832v2 [cs.IR] 4 Jun 2020")
    assert told(paper) == ("preprint", "page")
    assert paper.arxiv_id == "2004.12832"
    assert paper.provenance["arxiv_id"].value == "2004.12832v2"


def test_a_preprint_is_told_by_its_file_name_where_nothing_is_printed(tmp_path: Path) -> None:
    paper = a_paper(tmp_path / "2004.12832v3.pdf")
    assert told(paper) == ("preprint", "file name")
    assert paper.provenance["arxiv_id"].value == "2004.12832v3"


def test_the_label_of_a_chapter_is_not_its_title(tmp_path: Path) -> None:
    paper = a_paper(tmp_path / "chapter.pdf", title="Chapter 3. Margins of a Page")
    assert paper.title == "Margins of a Page"


def test_a_thesis_has_its_title_from_the_title_page_and_its_abstract_from_a_later_one(
    tmp_path: Path,
) -> None:
    sheet = Sheet()
    sheet.page()
    sheet.put(200, 90, "University of Springfield", 14)
    sheet.put(120, 200, "The White of the Page", 22, "tibo")
    sheet.put(230, 260, "Anna Adams", 13)
    sheet.put(130, 420, "A dissertation submitted in partial fulfillment of the", 11)
    sheet.put(150, 436, "requirements for the degree of Doctor of Philosophy", 11)
    sheet.put(260, 520, "June 2004", 11)
    sheet.page()
    sheet.put(60, 90, "Abstract", 14, "tibo")
    sheet.column(60, 120, 450, f"We measure margins. {running_text(1, 80)}")
    for number, name in enumerate(CHAPTERS, start=1):
        sheet.page()
        sheet.put(60, 90, f"{number} {name}", 14, "tibo")
        sheet.column(60, 120, 450, running_text(number + 1, 300))
    paper = read(sheet.save(tmp_path / "thesis.pdf"))
    assert told(paper) == ("thesis", "page")
    assert paper.title == "The White of the Page"
    assert paper.authors == ("Anna Adams",)
    assert paper.year == 2004
    assert paper.abstract.startswith("We measure margins.")
    assert [section.title for section in paper.sections] == ["Abstract", *CHAPTERS]


def test_a_book_is_told_by_its_number(tmp_path: Path) -> None:
    sheet = Sheet()
    sheet.page()
    sheet.put(150, 200, "A History of Margins", 26, "tibo")
    sheet.put(220, 260, "Anna Adams", 14)
    sheet.page()
    sheet.put(60, 700, "ISBN 978-3-16-148410-0", 9)
    for number in range(1, 80):
        sheet.page()
        sheet.column(60, 90, 450, running_text(number, 150))
    paper = read(sheet.save(tmp_path / "book.pdf"))
    assert told(paper) == ("book", "page")
    assert paper.title == "A History of Margins"


def test_slides_have_a_section_for_each_title_and_no_references(tmp_path: Path) -> None:
    sheet = Sheet()
    a_page(sheet, WIDE)
    sheet.put(200, 220, "Margins Seen From Afar", 44, "hebo")
    sheet.put(380, 300, "Anna Adams", 24, "helv")
    titles = ("Why margins", "How they are measured", "How they are measured", "What we found")
    for place, title in enumerate(titles):
        a_page(sheet, WIDE)
        sheet.put(60, 70, title, 36, "hebo")
        for row in range(5):
            text = f"[{row + 1}] point {place}{row} on margins, Adams 200{row}"
            sheet.put(90, 150 + 60 * row, text, 22, "helv")
    paper = read(sheet.save(tmp_path / "slides.pdf"))
    assert told(paper) == ("slides", "page")
    assert paper.title == "Margins Seen From Afar"
    assert [section.title for section in paper.sections] == list(dict.fromkeys(titles))
    assert paper.references == ()
    assert {passage.section for passage in paper.passages} >= set(titles)


def test_a_poster_is_one_large_sheet(tmp_path: Path) -> None:
    sheet = Sheet()
    a_page(sheet, POSTER)
    sheet.put(200, 160, "Margins on One Sheet", 90, "hebo")
    sheet.put(650, 260, "Anna Adams", 40, "helv")
    for place, x in enumerate((100, 880)):
        sheet.put(x, 420, ("Introduction", "Results")[place], 44, "hebo")
        sheet.column(x, 500, 700, running_text(place + 1, 120), 28, "helv")
    paper = read(sheet.save(tmp_path / "poster.pdf"))
    assert told(paper) == ("poster", "page")
    assert paper.title == "Margins on One Sheet"
    assert [section.title for section in paper.sections] == ["Introduction", "Results"]


def a_letter(path: Path, subject: str) -> Paper:
    sheet = Sheet()
    sheet.page()
    sheet.put(60, 60, "SPRINGFIELD PRINTING COMPANY", 20, "tibo")
    sheet.put(60, 80, "12 Main Street, Springfield", 9)
    sheet.put(60, 120, "March 4, 1998", 11)
    sheet.put(60, 150, "Mr. Bruno Brown", 11)
    sheet.put(60, 165, "University of Somewhere", 11)
    sheet.put(60, 200, subject, 11, "tibo")
    sheet.put(60, 230, "Dear Mr. Brown,", 11)
    y = sheet.column(60, 255, 450, running_text(3, 120), 11)
    sheet.put(60, y + 20, "Yours sincerely,", 11)
    sheet.put(60, y + 70, "Anna Adams", 11)
    return read(sheet.save(path))


def test_a_letter_has_no_title_from_its_letterhead(tmp_path: Path) -> None:
    paper = a_letter(tmp_path / "letter.pdf", "")
    assert told(paper) == ("letter", "page")
    assert paper.title == ""
    assert "title" not in paper.provenance
    assert paper.authors == ("Anna Adams",)
    assert "Dear Mr. Brown" in " ".join(passage.text for passage in paper.passages)


def test_the_subject_of_a_letter_is_its_title(tmp_path: Path) -> None:
    assert a_letter(tmp_path / "l.pdf", "Re: Width of margins").title == "Width of margins"


def test_keywords_and_abstract_say_where_they_came_from(tmp_path: Path) -> None:
    sheet = Sheet()
    sheet.document.set_metadata({"keywords": "margins, white space"})
    sheet.page()
    sheet.put(120, 80, "Margins of a Page", 18, "tibo")
    sheet.put(200, 105, "Anna Adams", 11)
    sheet.put(60, 140, "Abstract", 12, "tibo")
    y = sheet.column(60, 160, 450, running_text(1, 60))
    sheet.put(60, y + 20, "1 Introduction", 12, "tibo")
    sheet.column(60, y + 40, 450, running_text(2, 200))
    paper = read(sheet.save(tmp_path / "noted.pdf"))
    assert paper.keywords == ("margins", "white space")
    assert paper.provenance["keywords"].source == "metadata"
    assert paper.provenance["abstract"].source == "page"
    assert paper.provenance["abstract"].confidence > 0.9
