"""The sample papers, whose source is known, are read as they were written."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from ingest.errors import ReadError
from ingest.paper import PageText, Paper
from ingest.textclean import folded
from tests.ingest.typesetting import read

SAMPLES = Path(__file__).resolve().parents[2] / "assets" / "samples"
RECORDS: list[dict[str, Any]] = json.loads((SAMPLES / "gold.json").read_text("utf-8"))["papers"]
TYPESET = [record for record in RECORDS if record["kind"] == "typeset"]


def by_file(record: dict[str, Any]) -> str:
    return str(record["file"])


@pytest.fixture(scope="module")
def papers() -> dict[str, Paper]:
    return {by_file(record): read(SAMPLES / "papers" / record["file"]) for record in TYPESET}


@pytest.mark.parametrize("record", TYPESET, ids=by_file)
def test_title_authors_year_and_abstract(record: dict[str, Any], papers: dict[str, Paper]) -> None:
    paper = papers[record["file"]]
    assert folded(paper.title) == folded(record["title"])
    assert list(paper.authors) == record["authors"]
    assert paper.year == record["year"]
    assert folded(paper.abstract) == folded(record["abstract"])


@pytest.mark.parametrize("record", TYPESET, ids=by_file)
def test_the_text_is_in_the_order_it_was_written(
    record: dict[str, Any], papers: dict[str, Paper]
) -> None:
    passages = papers[record["file"]].passages
    text = folded(" ".join(passage.text for passage in passages))
    places = [text.find(folded(paragraph)[-60:]) for paragraph in record["reading_order"]]
    found = [place for place in places if place >= 0]
    assert len(found) >= 0.9 * len(places)
    assert found == sorted(found)


@pytest.mark.parametrize("record", TYPESET, ids=by_file)
def test_each_quote_lies_in_a_passage_of_its_page(
    record: dict[str, Any], papers: dict[str, Paper]
) -> None:
    for question in record["questions"]:
        holders = [
            passage.page
            for passage in papers[record["file"]].passages
            if folded(question["quote"]) in folded(passage.text)
        ]
        assert question["page"] in holders


@pytest.mark.parametrize("record", TYPESET, ids=by_file)
def test_furniture_is_left_out(record: dict[str, Any], papers: dict[str, Paper]) -> None:
    texts = [folded(passage.text) for passage in papers[record["file"]].passages]
    heads = [text for text in record["not_in_body"] if "fictional" not in text]
    assert not [head for head in heads if any(folded(head) in text for text in texts)]


@pytest.mark.parametrize("record", TYPESET, ids=by_file)
def test_references_are_found_and_cited(record: dict[str, Any], papers: dict[str, Paper]) -> None:
    paper = papers[record["file"]]
    assert abs(len(paper.references) - len(record["references"])) <= 1
    cited = {position for passage in paper.passages for position in passage.cites}
    assert len(cited) >= 0.9 * len(paper.references)


def test_the_scan_says_what_to_install() -> None:
    record = next(record for record in RECORDS if record["kind"] == "scan")
    paper = read(SAMPLES / "papers" / record["file"])
    if PageText.NONE in {page.text for page in paper.pages}:
        assert "install tesseract-ocr" in paper.warnings[0]


def test_the_broken_download_ends_in_a_reason_or_a_warning() -> None:
    record = next(record for record in RECORDS if record["kind"] == "broken")
    try:
        paper = read(SAMPLES / "papers" / record["file"])
    except ReadError as error:
        assert error.hint  # noqa: PT017 - either end is right, and each has to say why
    else:
        assert paper.warnings
