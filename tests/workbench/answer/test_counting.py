"""Questions about the library itself: counted in the catalogue."""

from __future__ import annotations

import pytest

from workbench.errors import PaperNotFoundError, QueryError
from workbench.library import Library
from workbench.types import Filters, PaperDetail


def cells(library: Library, question: str) -> tuple[str, list[tuple[str, ...]]]:
    answer = library.ask(question, keep=False)
    assert answer.kind == "count"
    assert not answer.refused
    assert not answer.citations
    return answer.text, list(answer.table.rows) if answer.table else []


def test_papers_are_counted_by_year_author_and_mention(sample_library: Library) -> None:
    papers = sample_library.papers()
    text, rows = cells(sample_library, "How many papers do I have?")
    assert f"holds {len(papers)} papers" in text
    assert sum(int(row[1]) for row in rows) == len(papers)
    since = sum(1 for paper in papers if (paper.year or 0) >= 2020)
    assert (
        f"holds {since} papers since 2020"
        in cells(sample_library, "How many papers are there since 2020?")[0]
    )
    assert "holds 1 paper from 2007" in cells(sample_library, "How many papers are from 2007?")[0]
    assert "holds 1 paper by Okafor" in cells(sample_library, "How many papers are by Okafor?")[0]
    mention = cells(sample_library, "How many papers mention reciprocal rank fusion?")[0]
    assert "that mention “reciprocal rank fusion”" in mention
    assert "holds 0" not in mention


def test_what_is_cited_most_and_what_is_oldest(sample_library: Library) -> None:
    text, rows = cells(sample_library, "Which papers are cited most?")
    most = max(paper.cited_by for paper in sample_library.papers())
    assert f"by {most} of its papers" in text
    assert int(rows[0][2]) == most
    assert "Okafor and Lindqvist (1998)" in cells(sample_library, "What is the oldest paper?")[0]
    assert "2026" in cells(sample_library, "What is the newest paper?")[0]


def test_filters_hold_for_counts(sample_library: Library) -> None:
    answer = sample_library.ask(
        "How many papers do I have?", filters=Filters(until=1999), keep=False
    )
    assert "holds 1 paper until 1999" in answer.text


def test_kind_effort_and_pins_are_checked(sample_library: Library) -> None:
    with pytest.raises(QueryError, match="kind"):
        sample_library.ask("What is fusion?", kind="riddle", keep=False)
    with pytest.raises(QueryError, match="effort"):
        sample_library.ask("What is fusion?", effort="heroic", keep=False)
    with pytest.raises(PaperNotFoundError):
        sample_library.ask("What is fusion? @nobody1900", keep=False)
    key = next(p.citekey for p in sample_library.papers() if p.citekey.startswith("novak"))
    answer = sample_library.ask(f"What is reciprocal rank fusion? @{key}", keep=False)
    assert {citation.paper.citekey for citation in answer.citations} == {key}


def test_answers_are_found_again_and_asked_again(sample_library: Library) -> None:
    answer = sample_library.ask("Does reranking pay on a small collection?")
    assert [a.id for a in sample_library.answers(text="RERANKING small")] == [answer.id]
    assert sample_library.answers(text="caesium") == []
    again, changes = sample_library.ask_again(answer)
    assert again.id != answer.id
    assert not changes
    assert again.filters == answer.filters
    assert len(sample_library.answers()) == 2


@pytest.fixture
def cited(sample_library: Library) -> PaperDetail:
    """A paper that others of the library cite."""
    most = max(sample_library.papers(), key=lambda paper: paper.cited_by)
    return sample_library.paper(most.id)


@pytest.mark.parametrize(
    "question",
    [
        "How many papers cite {}?",
        "which papers cite {}",
        "list papers citing {}",
        "who cites {}?",
        "How often is {} cited?",
        "How many citations does {} have?",
    ],
)
def test_who_cites_a_paper_is_read_from_the_catalogue(
    sample_library: Library, cited: PaperDetail, question: str
) -> None:
    name = f"“{cited.summary.title}”"
    text, rows = cells(sample_library, question.format(name))
    assert text.startswith(f"{len(cited.cited_by)} papers of your library cite ")
    assert {row[1] for row in rows} == {paper.title for paper in cited.cited_by}


def test_the_papers_that_cite_are_narrowed_by_years(
    sample_library: Library, cited: PaperDetail
) -> None:
    later = [p for p in cited.cited_by if (p.year or 0) >= 2020]
    key = cited.summary.citekey
    text, rows = cells(sample_library, f"How many papers cite {key} since 2020?")
    assert text.startswith(f"{len(later)} paper")
    assert len(rows) == len(later)


def test_a_work_that_is_nowhere_is_said_so_and_not_counted(sample_library: Library) -> None:
    text, rows = cells(sample_library, "How many papers cite Zanzibarium?")
    assert "No paper of your library is called “Zanzibarium”" in text
    assert not rows


def test_references_authors_and_papers_by_an_author(
    sample_library: Library, cited: PaperDetail
) -> None:
    title = cited.summary.title
    text, rows = cells(sample_library, f"How many references does “{title}” have?")
    assert f"lists {len(cited.references)} reference" in text
    assert len(rows) == len(cited.references)
    written = cells(sample_library, f"Who wrote “{title}”?")[0]
    assert all(author in written for author in cited.summary.authors)
    theirs = [p for p in sample_library.papers() if any("Okafor" in a for a in p.authors)]
    text, rows = cells(sample_library, "How many papers did Okafor write?")
    assert f"holds {len(theirs)} paper" in text
    assert {row[1] for row in rows} == {paper.title for paper in theirs}


def test_a_count_that_is_not_understood_is_never_the_number_of_all_papers(
    sample_library: Library,
) -> None:
    for question in (
        "How many papers in each field of physics?",
        "How many papers by the committee were rejected?",
        "Who wrote Zanzibarium?",
    ):
        answer = sample_library.ask(question, keep=False)
        assert f"holds {len(sample_library.papers())} papers" not in answer.text
        assert answer.table is None  # nor who wrote most


def test_papers_of_some_years_or_on_a_matter_are_named(sample_library: Library) -> None:
    early = {p.title for p in sample_library.papers() if p.year and p.year < 2005}
    text, rows = cells(sample_library, "Which papers were published before 2005?")
    assert f"holds {len(early)} paper" in text
    assert {row[1] for row in rows} == early
    text, rows = cells(sample_library, "How many papers mention reciprocal rank fusion?")
    assert f"holds {len(rows)} paper" in text
