"""Questions that name papers and ask nothing more of them."""

from __future__ import annotations

import pytest

from workbench.library import Library


@pytest.mark.parametrize(
    "question",
    [
        "What did {} et al. do?",
        "What is the paper by {} about?",
        "Summarize the paper by {}",
        "What is the paper by {} and Zebulon about?",
    ],
)
def test_papers_are_told_of_by_their_abstracts(sample_library: Library, question: str) -> None:
    family = "Okafor"
    answer = sample_library.ask(question.format(family), keep=False)
    assert not answer.refused
    assert [taken.filter for taken in answer.narrowed_by] == [f"author:{family}"]
    first = answer.citations[0]
    assert any(family in author for author in first.paper.authors)
    assert first.quote in sample_library.paper(first.paper.id).abstract
    assert sample_library.paper(first.paper.id).abstract.startswith(first.quote[:40])


def test_a_pinned_paper_is_told_of_by_its_abstract(sample_library: Library) -> None:
    paper = next(p for p in sample_library.papers() if sample_library.paper(p.id).abstract)
    answer = sample_library.ask(f"What is this paper about? @{paper.citekey}", keep=False)
    assert not answer.refused
    assert {citation.paper.id for citation in answer.citations} == {paper.id}
    assert answer.citations[0].quote[:30] in sample_library.paper(paper.id).abstract


def test_whoever_asks_for_more_is_answered_from_the_text(sample_library: Library) -> None:
    answer = sample_library.ask("What did Okafor et al. find about stemming?", keep=False)
    assert all(search.role != "overview" for search in answer.searches)
