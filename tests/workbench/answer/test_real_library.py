"""The whole chain on the sample papers: real reading, real indexes, real models."""

from __future__ import annotations

from dataclasses import replace

import pytest
from tests_support import page_text, squeezed, stands_on

from workbench import wire
from workbench.errors import QueryError
from workbench.library import Library
from workbench.types import Answer

SYNTHESIS = "How do lexical and dense retrieval differ, and how are their scores fused?"
BEYOND = "What boiling point of caesium fluoride did the Zagreb protocol of 1931 report?"


def check(answer: Answer) -> None:
    for sentence in answer.sentences:
        assert sentence.citations
    for citation in answer.citations:
        assert citation.quote in citation.passage.text
        printed = squeezed(page_text(citation.paper.path, citation.page))
        assert stands_on(squeezed(citation.quote), printed), citation.quote


def test_a_question_over_several_papers_cites_at_least_two(sample_library: Library) -> None:
    answer = sample_library.ask(SYNTHESIS)
    assert not answer.refused
    check(answer)
    assert len({citation.paper.id for citation in answer.citations}) >= 2


def test_what_no_sample_paper_says_is_refused(sample_library: Library) -> None:
    answer = sample_library.ask(BEYOND)
    assert answer.refused
    assert answer.sentences == ()


def test_a_refusal_names_works_that_are_cited_and_not_held(sample_library: Library) -> None:
    question = "How many graphics cards does a late-interaction index need at query time?"
    answer = sample_library.ask(question)
    assert answer.refused
    assert "not in your library" in answer.suggestion
    assert "ColBERT" in answer.suggestion
    titles = {paper.title for paper in sample_library.papers()}
    assert not any(title and title in answer.suggestion for title in titles)


def test_an_answer_is_kept_as_it_was_given(sample_library: Library) -> None:
    answer = sample_library.ask(SYNTHESIS)
    kept = sample_library.answer(answer.id)
    assert kept == answer
    assert wire.ask_payload(kept) == wire.ask_payload(answer)


def test_the_two_are_what_was_asked_about_in_one_sitting(sample_library: Library) -> None:
    first = sample_library.ask("What is BM25?")
    second = sample_library.ask("What is ColBERT?")
    assert second.follows == ""
    compared = sample_library.ask("compare the two", follows=second)
    assert compared.question == "compare BM25 and ColBERT"
    assert compared.follows == second.id
    with pytest.raises(QueryError, match="names two things"):
        sample_library.ask("compare the two")
    alone = replace(first, asked_at="2001-01-01T00:00:00+00:00")
    with pytest.raises(QueryError, match="names two things"):
        sample_library.ask("compare the two", follows=alone)


def test_the_bundled_writer_is_not_let_near_an_answer_by_default(sample_library: Library) -> None:
    assert sample_library.ask(SYNTHESIS).model == "quotes"


def test_a_year_that_only_the_file_tells_is_said_as_such(sample_library: Library) -> None:
    before = sample_library.ask(SYNTHESIS, keep=False)
    cited = before.citations[0].paper
    assert f"({cited.year})" in before.text
    # every sample prints its year; a paper that does not has that of its file
    sample_library._catalogue.database.write(
        lambda connection: connection.execute(
            "UPDATE papers SET provenance = json_merge_patch(provenance, ?) WHERE id = ?",
            ['{"year": {"source": "metadata", "confidence": 0.3}}', cited.id],
        )
    )
    after = sample_library.ask(SYNTHESIS, keep=False)
    own = {citation.paper for citation in after.citations if citation.paper.id == cited.id}
    assert {paper.printed_year for paper in own} == {None}
    assert f"(c. {cited.year})" in after.text
    assert after.text.count(f"({cited.year})") < before.text.count(f"({cited.year})")
    assert sample_library.paper(cited.id).summary.year_label == f"c. {cited.year}"
