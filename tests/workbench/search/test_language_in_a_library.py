"""The query language through the front door, on the sample papers."""

from __future__ import annotations

import pytest

from workbench import Library
from workbench.errors import QueryError
from workbench.types import Filters


def test_filters_in_the_query_and_beside_it_narrow_together(sample_library: Library) -> None:
    found = sample_library.search("ranking year:2010..", filters=Filters(until=2018), k=30)
    assert found.hits
    assert all(2010 <= (hit.paper.year or 0) <= 2018 for hit in found.hits)


def test_a_filter_finds_as_many_as_there_are(sample_library: Library) -> None:
    with_text = {hit.paper.id for hit in sample_library.search("results", k=5).hits}
    for paper in sample_library.papers():
        passages = {passage.id for passage in sample_library.passages(paper.id)}
        found = sample_library.search("results", filters=Filters(papers=(paper.id,)), k=500)
        # by meaning every passage is more or less near
        assert {hit.passage.id for hit in found.hits} == passages or paper.id not in with_text


def test_a_section_narrows_to_its_passages(sample_library: Library) -> None:
    found = sample_library.search("results section:abstract", k=20)
    assert found.hits
    for hit in found.hits:
        assert "abstract" in hit.passage.section.lower() or hit.passage.kind == "abstract"


def test_filters_alone_list_the_newest_papers(sample_library: Library) -> None:
    found = sample_library.search("year:1900..2100", k=5)
    years = [hit.paper.year or 0 for hit in found.hits]
    assert years
    assert years[0] == max(years)
    assert any("newest" in note for note in found.notes)


def test_a_phrase_or_another_is_demanded_of_what_is_found_by_meaning_too(
    sample_library: Library,
) -> None:
    found = sample_library.search('"product quantization" OR hnsw', k=20)
    assert found.hits
    for hit in found.hits:
        text = f"{hit.paper.title} {hit.passage.section} {hit.passage.text}".lower()
        assert "product quantization" in text.replace("-", " ") or "hnsw" in text


def test_a_natural_question_with_a_colon_is_asked_as_words(sample_library: Library) -> None:
    assert sample_library.search("What is BM25: a model (or not)?").hits


def test_a_wrong_query_points_at_its_place(sample_library: Library) -> None:
    with pytest.raises(QueryError, match="no field") as caught:
        sample_library.search("bert yaer:2020")
    assert caught.value.pointer == "bert yaer:2020\n     ^^^^^"
