"""The sample papers, their sources and their gold say the same thing."""

import json
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

import pymupdf
import pytest

from assets.samples.special_files import fold, has_pages, page_texts

SAMPLES = Path(__file__).parents[2] / "assets" / "samples"
PAPERS = SAMPLES / "papers"
GOLD: dict[str, Any] = json.loads((SAMPLES / "gold.json").read_text(encoding="utf-8"))
ALL: list[dict[str, Any]] = GOLD["papers"]
BY_KIND = {
    kind: [record for record in ALL if record["kind"] == kind]
    for kind in ("typeset", "scan", "cjk", "duplicate", "broken")
}
WRITTEN = [record for record in ALL if "reading_order" in record]
READABLE = BY_KIND["typeset"] + BY_KIND["cjk"]


def name(record: dict[str, Any]) -> str:
    return str(record["key"])


def each(records: list[dict[str, Any]]) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("record", records, ids=name)


def pages_of(record: dict[str, Any]) -> list[str]:
    return page_texts((PAPERS / record["file"]).read_bytes())


def test_every_pdf_is_in_the_gold_and_every_gold_file_is_there() -> None:
    assert {path.name for path in PAPERS.glob("*.pdf")} == {record["file"] for record in ALL}


def test_there_is_one_of_each_special_kind_and_enough_of_the_ordinary() -> None:
    assert [len(BY_KIND[kind]) for kind in ("scan", "cjk", "duplicate", "broken")] == [1, 1, 1, 1]
    assert len(BY_KIND["typeset"]) >= 12
    assert min(record["year"] for record in WRITTEN) == 1998
    assert max(record["year"] for record in WRITTEN) == 2026


def test_the_papers_are_small() -> None:
    assert sum(path.stat().st_size for path in PAPERS.glob("*.pdf")) < 3_000_000


@each(WRITTEN)
def test_a_paper_has_two_to_six_pages(record: dict[str, Any]) -> None:
    with pymupdf.open(PAPERS / record["file"]) as document:
        assert document.page_count == record["pages"]
    assert 2 <= record["pages"] <= 6


@each(READABLE)
def test_title_authors_and_year_are_on_the_first_page(record: dict[str, Any]) -> None:
    first = pages_of(record)[0]
    assert fold(record["title"]) in first
    assert str(record["year"]) in first
    assert (record["doi"] in first) == record["doi_printed"]
    families = [
        author.split()[0 if record["kind"] == "cjk" else -1] for author in record["authors"]
    ]
    assert all(fold(family) in first for family in families)


@each(READABLE)
def test_a_paper_says_that_it_is_fictional(record: dict[str, Any]) -> None:
    note = "The authors and results of this paper are fictional; it was written as a sample"
    assert fold(note) in pages_of(record)[0]


@each(READABLE)
def test_each_quote_is_on_its_page_and_on_no_other(record: dict[str, Any]) -> None:
    assert len(record["questions"]) == 2
    for question in record["questions"]:
        found = [n for n, text in enumerate(pages_of(record), 1) if fold(question["quote"]) in text]
        assert found == [question["page"]]


@each(WRITTEN)
def test_each_quote_is_verbatim_in_the_reading_order(record: dict[str, Any]) -> None:
    for question in record["questions"]:
        assert any(question["quote"] in paragraph for paragraph in record["reading_order"])


@each(READABLE)
def test_paragraphs_begin_in_the_order_of_the_gold(record: dict[str, Any]) -> None:
    text = "".join(pages_of(record))
    position = 0
    for paragraph in record["reading_order"]:
        position = text.find(fold(paragraph)[:30], position) + 1
        assert position, paragraph


@each(READABLE)
def test_headings_references_and_captions_are_in_the_text(record: dict[str, Any]) -> None:
    text = "".join(pages_of(record))
    for section in record["sections"]:
        assert fold(section["number"] + section["title"]) in text
    for reference in record["references"]:
        assert fold(reference["title"])[:25] in text
    for float_ in record["floats"]:
        assert fold(float_["label"] + ": " + float_["caption"])[:30] in text


@each(WRITTEN)
def test_references_to_other_samples_exist_and_are_not_newer(record: dict[str, Any]) -> None:
    written = {other["key"]: other for other in WRITTEN}
    assert 4 <= len(record["references"]) <= 8
    for reference in record["references"]:
        assert reference["year"] <= record["year"]
        if reference["key"]:
            cited = written[reference["key"]]
            assert cited["key"] != record["key"]
            assert (reference["title"], reference["year"]) == (cited["title"], cited["year"])


def test_no_two_papers_cite_each_other() -> None:
    links = {
        (record["key"], reference["key"])
        for record in WRITTEN
        for reference in record["references"]
        if reference["key"]
    }
    assert not links & {(cited, citing) for citing, cited in links}


def test_the_duplicate_has_the_same_bytes() -> None:
    (record,) = BY_KIND["duplicate"]
    copy, original = PAPERS / record["file"], PAPERS / record["copy_of"]
    assert copy.read_bytes() == original.read_bytes()


def test_the_scan_is_pictures_without_text() -> None:
    (record,) = BY_KIND["scan"]
    assert not "".join(pages_of(record))
    with pymupdf.open(PAPERS / record["file"]) as document:
        assert all(len(page.get_images()) == 1 for page in document)


def test_the_broken_file_gives_no_page() -> None:
    (record,) = BY_KIND["broken"]
    broken, original = PAPERS / record["file"], PAPERS / record["copy_of"]
    assert not has_pages(broken.read_bytes())
    assert original.read_bytes().startswith(broken.read_bytes())


def test_questions_across_papers_name_papers_that_exist() -> None:
    keys = {record["key"] for record in WRITTEN}
    assert 4 <= len(GOLD["synthesis_questions"]) <= 6
    assert len(GOLD["unanswerable_questions"]) == 6
    for question in GOLD["synthesis_questions"]:
        assert len(question["keys"]) >= 2
        assert set(question["keys"]) <= keys


@pytest.mark.parametrize("key", ["okafor1998", "smith2004"])
def test_building_from_source_gives_the_committed_bytes(key: str) -> None:
    typst = pytest.importorskip("typst", reason="the typesetter is not installed")
    assert typst
    try:
        installed = version("typst")
    except PackageNotFoundError:
        pytest.skip("the typesetter is not installed")
    made_with = GOLD["typst"]
    if installed != made_with:
        pytest.skip(f"made with typst {made_with}; {installed} may set other lines")
    from assets.samples import build
    from assets.samples.paper_source import load_papers
    from assets.samples.typst_markup import typeset

    (paper,) = [paper for paper in load_papers(build.SOURCE) if paper.key == key]
    pdf = build.as_published(paper, build.compile_pdf(paper, typeset(paper)))
    assert pdf == (PAPERS / paper.file).read_bytes()
