"""Finding more when a person wants that: parts, a made-up answer, linked papers, more like this."""

from __future__ import annotations

import pytest

from workbench.errors import PaperNotFoundError, QueryError
from workbench.library import Library
from workbench.types import Filters

QUESTION = "Compare product quantization and proximity graphs"


def test_parts_of_a_question_are_searched_too(sample_library: Library) -> None:
    result = sample_library.search(QUESTION, k=30, widen=["parts"])
    assert any("product quantization; proximity graphs" in note for note in result.notes)
    plain = sample_library.search("what is a proximity graph?", widen=["parts"])
    assert any("no parts" in note for note in plain.notes)


def test_a_made_up_answer_moves_the_query_and_is_told(sample_library: Library) -> None:
    before = {h.passage.id: h.scores.get("dense") for h in sample_library.search(QUESTION).hits}
    result = sample_library.search(QUESTION, widen=["hyde"])
    assert any("made up" in note for note in result.notes)
    both = [h for h in result.hits if h.passage.id in before]
    assert any(h.scores.get("dense") != before[h.passage.id] for h in both)


def test_linked_papers_gain_a_bounded_part(sample_library: Library) -> None:
    result = sample_library.search("recency of articles", k=50, widen=["citations"])
    shares = [h.scores["linked_share"] for h in result.hits if "linked_share" in h.scores]
    assert shares or any("linked" in note for note in result.notes)
    assert all(0 < share <= 0.1 for share in shares)
    for hit in result.hits:
        parts = [value for name, value in hit.scores.items() if name.endswith("_share")]
        assert sum(parts) == pytest.approx(hit.score, abs=1e-4)


def test_widening_keeps_to_the_filters(sample_library: Library) -> None:
    for way in ("parts", "hyde", "citations"):
        result = sample_library.search(QUESTION, filters=Filters(since=2010), widen=[way])
        assert all((hit.paper.year or 0) >= 2010 for hit in result.hits)


def test_an_unknown_way_is_refused(sample_library: Library) -> None:
    with pytest.raises(QueryError, match="cannot be widened"):
        sample_library.search(QUESTION, widen=["magic"])


def test_more_like_a_paper_or_a_passage_leaves_it_out(sample_library: Library) -> None:
    first = sample_library.search("product quantization").hits[0]
    like_paper = sample_library.more_like(first.paper.citekey, k=8)
    assert like_paper.hits
    assert all(hit.paper.id != first.paper.id for hit in like_paper.hits)
    like_passage = sample_library.more_like(first.passage.id, k=8)
    assert all(hit.passage.id != first.passage.id for hit in like_passage.hits)
    with pytest.raises(PaperNotFoundError):
        sample_library.more_like("nobody1900nothing")


def test_more_like_takes_every_papers_id(sample_library: Library) -> None:
    papers = sample_library.papers()
    # passages' ids, which look the same, are never this large
    assert any(paper.id[0] in "89abcdef" for paper in papers)
    for paper in papers:
        if paper.title and paper.pages:
            assert all(h.paper.id != paper.id for h in sample_library.more_like(paper.id, k=2).hits)
