"""A paper's parts are found where a reader finds them."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ingest.limits import ReadOptions
from ingest.paper import PageText, Paper, PassageKind
from ingest.passages import embedded_text
from ingest.reader import read_paper
from ingest.textclean import folded
from ingest.tokens import estimate_tokens
from tests.ingest.typesetting import Sheet, read, running_text, two_column_paper


@pytest.fixture(scope="module")
def paper(tmp_path_factory: pytest.TempPathFactory) -> Paper:
    path = tmp_path_factory.mktemp("paper") / "paper.pdf"
    two_column_paper(path, extra_sentence="As shown before [2], order matters [1, 3].")
    return read(path)


def test_title_authors_and_abstract(paper: Paper) -> None:
    assert paper.title == "Reading a Page as a Person Does"
    assert paper.authors == ("Anna Adams", "Bruno Brown")
    assert paper.abstract == (
        "We read pages in order. The abstract is one paragraph and ends here."
    )
    assert paper.provenance["title"].source == "page"
    assert 0 < paper.provenance["title"].confidence <= 1


def test_sections_in_order_with_level_and_page(paper: Paper) -> None:
    found = [(s.title, s.level, s.page) for s in paper.sections if s.title != "Abstract"]
    assert found == [
        ("Part One", 1, 1),
        ("Part Two", 1, 1),
        ("Part Three", 1, 2),
        ("Part Four", 1, 2),
        ("Part Five", 1, 3),
        ("References", 1, 3),
    ]


def test_columns_are_not_interleaved(paper: Paper) -> None:
    body = " ".join(p.text for p in paper.passages if p.kind is PassageKind.BODY)
    marks = [(int(seed), int(place)) for seed, place in re.findall(r"s(\d)n(\d+)", body)]
    first_met = list(dict.fromkeys(marks))
    assert first_met == [(seed, place) for seed in range(1, 6) for place in range(0, 150, 12)]


def test_running_heads_and_page_numbers_are_left_out(paper: Paper) -> None:
    text = " ".join(passage.text for passage in paper.passages)
    assert "Adams et al.: Reading" not in text
    assert not any(passage.text.strip() in {"1", "2", "3"} for passage in paper.passages)


def test_references_are_split_parsed_and_kept_out_of_the_passages(paper: Paper) -> None:
    assert [reference.label for reference in paper.references] == ["1", "2", "3"]
    first = paper.references[0]
    assert first.title == "Finding text in columns"
    assert first.authors == ("A. Adams", "B. Brown")
    assert (first.year, first.volume, first.pages) == (2001, "12", "45–67")
    assert not any("history of furniture" in passage.text for passage in paper.passages)


def test_a_passage_knows_what_it_cites(paper: Paper) -> None:
    citing = [passage for passage in paper.passages if "As shown before" in passage.text]
    assert citing[0].cites == (1, 2, 3)
    assert citing[0].section == "Part Two"


def test_passages_lie_inside_one_section_and_one_page(paper: Paper) -> None:
    for passage in paper.passages:
        assert {box.page for box in passage.rectangles} == {passage.page}
        assert passage.position == paper.passages.index(passage)


def test_rectangles_lie_on_the_page(paper: Paper) -> None:
    for passage in paper.passages:
        assert passage.rectangles
        for box in passage.rectangles:
            assert 0 <= box.x0 < box.x1 <= 595
            assert 0 <= box.y0 < box.y1 <= 842


def test_reading_twice_gives_the_same_paper(paper: Paper) -> None:
    again = read(Path(paper.path))
    assert again == paper
    ids = [passage.id for passage in paper.passages]
    assert len(set(ids)) == len(ids)
    assert all(len(i) == 16 and int(i, 16) < 2**63 for i in ids)


@given(window=st.integers(90, 400), seed=st.integers(1, 9))
@settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_no_passage_is_over_the_window_and_no_sentence_is_lost(
    window: int, seed: int, tmp_path: Path
) -> None:
    path = tmp_path / f"{window}-{seed}.pdf"
    sheet = Sheet()
    sheet.page()
    sheet.put(100, 60, "A Title of Some Length for a Small Paper", 18, "tibo")
    sheet.put(60, 100, "1 Introduction", 13, "tibo")
    text = running_text(seed, 420)
    sheet.column(60, 125, 470, text)
    sheet.save(path)
    paper = read_paper(path, estimate_tokens, None, ReadOptions(max_tokens=window))
    for passage in paper.passages:
        assert estimate_tokens(embedded_text(paper.title, passage)) <= window
        assert passage.tokens == estimate_tokens(passage.text)
    joined = "".join(folded(passage.text) for passage in paper.passages)
    assert all(folded(sentence) in joined for sentence in text.split(". "))


def test_a_sentence_longer_than_the_window_is_cut_at_words_and_not_dropped(tmp_path: Path) -> None:
    sheet = Sheet()
    sheet.page()
    words = [f"word{number}" for number in range(300)]
    sheet.column(60, 100, 470, " ".join(words))
    paper = read(sheet.save(tmp_path / "long.pdf"), ReadOptions(max_tokens=120))
    found = " ".join(passage.text for passage in paper.passages).split()
    assert found == words


def test_the_embedded_text_carries_title_and_section_and_the_shown_text_does_not(
    paper: Paper,
) -> None:
    passage = next(p for p in paper.passages if p.section == "Part Three")
    text = embedded_text(paper.title, passage)
    assert text.splitlines()[:2] == [paper.title, "Part Three"]
    assert paper.title not in passage.text


def test_captions_are_passages_of_their_own_and_do_not_break_sentences(tmp_path: Path) -> None:
    sheet = Sheet()
    sheet.page()
    sheet.put(60, 60, "1 Introduction", 13, "tibo")
    y = sheet.column(60, 85, 470, running_text(2, 150) + " This sentence goes on")
    sheet.put(60, y + 20, "Figure 1: What the reader sees on the page.", 9)
    sheet.column(60, y + 50, 470, "below the figure and ends there. " + running_text(3, 60))
    paper = read(sheet.save(tmp_path / "caption.pdf"))
    captions = [p.text for p in paper.passages if p.kind is PassageKind.CAPTION]
    assert captions == ["Figure 1: What the reader sees on the page."]
    assert any("goes on below the figure" in passage.text for passage in paper.passages)


def test_footnotes_leave_the_flow_of_the_text_around_them(tmp_path: Path) -> None:
    sheet = Sheet()
    for number in (1, 2):
        sheet.page()
        sheet.put(60, 60, f"{number} Section number {'One' if number == 1 else 'Two'}", 13, "tibo")
        y = sheet.column(60, 85, 470, running_text(number, 560))
        if number == 1:
            sheet.put(60, y, "and the text goes on", 10)
            sheet.put(60, 780, "1 Small print at the foot of the page, set apart.", 8)
    paper = read(sheet.save(tmp_path / "foot.pdf"))
    assert any(p.text.startswith("1 Small print") for p in paper.passages)
    flowing = next(p for p in paper.passages if "and the text goes on" in p.text)
    assert "Small print" not in flowing.text


def test_an_archive_stamp_gives_the_id_and_is_left_out(tmp_path: Path) -> None:
    path = two_column_paper(tmp_path / "plain.pdf", pages=2)
    sheet = Sheet()
    sheet.document.insert_pdf(_opened(path))
    sheet.document[0].insert_text(
        (30, 600), "arXiv:2101.01234v2 [cs.IR] 5 Jan 2021", fontsize=18, rotate=90
    )
    paper = read(sheet.save(tmp_path / "stamped.pdf"))
    assert paper.arxiv_id == "2101.01234"
    assert paper.year == 2021
    assert not any("2101.01234" in passage.text for passage in paper.passages)


def _opened(path: Path) -> object:
    import pymupdf

    return pymupdf.open(str(path))


def test_a_line_of_rights_dates_the_paper_and_is_left_out(tmp_path: Path) -> None:
    path = two_column_paper(tmp_path / "plain.pdf", pages=2)
    sheet = Sheet()
    sheet.document.insert_pdf(_opened(path))
    note = "Copyright 1999 by the authors. doi:10.1234/abc.5678"
    sheet.document[0].insert_text((60, 790), note, fontsize=7)
    paper = read(sheet.save(tmp_path / "rights.pdf"))
    assert paper.year == 1999
    assert paper.doi == "10.1234/abc.5678"
    assert not any("Copyright" in passage.text for passage in paper.passages)


def test_line_numbers_in_the_margin_are_left_out(tmp_path: Path) -> None:
    sheet = Sheet()
    sheet.page()
    for number in range(1, 31):
        y = 80 + number * 20
        sheet.put(30, y, str(number), 8)
        sheet.put(60, y, f"Line {number} of a manuscript that is under review and says so.", 11)
    text = " ".join(p.text for p in read(sheet.save(tmp_path / "numbers.pdf")).passages)
    assert "Line 30 of a manuscript" in text
    assert "30 Line 30" not in text


def test_a_page_that_lies_on_its_side_is_read(tmp_path: Path) -> None:
    sheet = Sheet()
    sheet.page()
    for number in range(20):
        sheet.put(
            100 + 15 * number, 700, f"Turned line {number} of a long and wide table.", turn=90
        )
    paper = read(sheet.save(tmp_path / "turned.pdf"))
    text = " ".join(passage.text for passage in paper.passages)
    assert text.index("Turned line 3 ") < text.index("Turned line 12 ")


def test_a_picture_without_text_is_reported_by_page(tmp_path: Path) -> None:
    sheet = Sheet()
    for _ in range(3):
        sheet.page()
        sheet.document[-1].draw_rect((100, 100, 300, 300), fill=(0, 0, 0))
    paper = read(sheet.save(tmp_path / "scan.pdf"))
    assert paper.warnings == (
        "no text on pages 1–3: install tesseract-ocr, then carrel ingest --retry",
    )
    assert [page.text for page in paper.pages] == [PageText.NONE] * 3
    assert paper.passages == ()


def test_a_blank_page_is_blank_and_says_so(tmp_path: Path) -> None:
    sheet = Sheet()
    sheet.page()
    paper = read(sheet.save(tmp_path / "blank.pdf"))
    assert paper.pages[0].text is PageText.BLANK
    assert paper.warnings == ("no text worth searching was found in it",)


def test_a_letter_of_a_few_lines_is_not_lost_as_title_and_authors(tmp_path: Path) -> None:
    sheet = Sheet()
    sheet.page()
    for number, text in enumerate(("Dear reader,", "come on Friday.", "Yours, A. Writer")):
        sheet.put(60, 80 + 20 * number, text, 11)
    paper = read(sheet.save(tmp_path / "letter.pdf"))
    assert "come on Friday." in " ".join(passage.text for passage in paper.passages)


def test_too_much_text_on_a_page_is_cut_and_said(tmp_path: Path) -> None:
    from ingest.limits import ReadLimits

    path = two_column_paper(tmp_path / "paper.pdf")
    paper = read(path, limits=ReadLimits(page_characters=200))
    assert any("only its beginning was read" in warning for warning in paper.warnings)


def test_section_numbers_in_roman_and_letters_give_levels(tmp_path: Path) -> None:
    sheet = Sheet()
    sheet.page()
    sheet.put(60, 50, "A Paper with Sections in Roman Numbers", 16, "tibo")
    y = 90.0
    for heading, words in (
        ("I. Introduction", 60),
        ("A. First Part", 60),
        ("B. Second Part", 60),
        ("II. Method", 60),
        ("A. Another First", 60),
    ):
        sheet.put(60, y, heading, 10)
        y = sheet.column(60, y + 20, 470, running_text(len(heading), words)) + 14
    paper = read(sheet.save(tmp_path / "roman.pdf"))
    assert [(s.title, s.level) for s in paper.sections] == [
        ("Introduction", 1),
        ("First Part", 2),
        ("Second Part", 2),
        ("Method", 1),
        ("Another First", 2),
    ]


def test_the_rest_of_a_footnote_in_the_next_column_is_no_text_of_it(tmp_path: Path) -> None:
    sheet = Sheet()
    sheet.page()
    sheet.put(150, 60, "Notes That Run On", 18, "tibo")
    for page in range(2):
        if page:
            sheet.page()
        for column, x in enumerate((60.0, 310.0)):
            seed = 2 * page + column + 1
            sheet.put(x, 110, f"{seed} Part {seed}", 12, "tibo")
            y = sheet.column(x, 130, 225, running_text(seed, 190))
            if seed == 3:
                sheet.column(x, y, 225, "This column ends with a list of the following things:")
    foot = (
        "2 While this does leave some of them out, we found such",
        "rests to be unwieldy and rare.",
    )
    sheet.document[0].insert_text((310, 760), foot[0], fontsize=8, fontname="tiro")
    sheet.document[1].insert_text((60, 760), foot[1], fontsize=8, fontname="tiro")
    sheet.document[1].insert_text((60, 772), "3 Another note is here.", fontsize=8, fontname="tiro")
    paper = read(sheet.save(tmp_path / "notes.pdf"))
    assert any("rests to be unwieldy" in passage.text for passage in paper.passages)
    assert not any("things: rests" in passage.text for passage in paper.passages)
