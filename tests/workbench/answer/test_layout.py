"""Answers without a model: who says what, under which heading, for each kind of question."""

from __future__ import annotations

import pytest
from answer_support import Shelf, paper

from workbench.answer.answerer import Answerer
from workbench.answer.attribution import author_year
from workbench.answer.kinds import Kind
from workbench.answer.plan import Effort
from workbench.types import Answer


@pytest.fixture
def shelf() -> Shelf:
    shelf = Shelf()
    shelf.add(
        paper("Second looks at the first page", ("Ana Petrov", "Tim Whitlock"), 2023),
        "Reranking did not improve precision in small libraries of research groups.",
        "A reranker is a model that reads question and passage together in small libraries.",
    )
    shelf.add(
        paper("Reranking and long questions", ("Luc Castellan", "Efua Osei", "Jo Ray"), 2024),
        "Reranking improved precision in small libraries of research groups by a tenth.",
    )
    shelf.add(
        paper("Stems and words", ("Nora Harrow",), 2001),
        "Stemming raises the recall of small libraries where names do not matter much.",
    )
    return shelf


def ask(shelf: Shelf, question: str, kind: Kind | None = None) -> Answer:
    return Answerer(shelf.search).answer(question, kind=kind)


def groups(answer: Answer) -> dict[str, list[str]]:
    """Heading to the sentences below it."""
    found: dict[str, list[str]] = {}
    heading = ""
    for sentence in answer.sentences:
        heading = answer.headings[sentence.paragraph] or heading if answer.headings else ""
        found.setdefault(heading, []).append(sentence.text)
    return found


def test_each_paper_is_named_with_its_year_once(shelf: Shelf) -> None:
    answer = ask(shelf, "Does reranking improve precision in small libraries?")
    text = answer.text
    assert text.count("Petrov and Whitlock (2023): “") == 1
    assert text.count("Castellan et al. (2024): “") == 1
    for sentence in answer.sentences:
        assert "“" in sentence.text


def test_consensus_sets_support_against_dispute(shelf: Shelf) -> None:
    answer = ask(shelf, "Is there consensus that reranking improves precision in small libraries?")
    assert answer.kind == "consensus"
    found = groups(answer)
    assert any("Castellan" in text for text in found["Seem to support it"])
    assert any("Petrov" in text for text in found["Seem to dispute it"])


def test_the_sentence_that_takes_a_side_stands_for_its_paper(shelf: Shelf) -> None:
    shelf.add(
        paper("Small libraries and what reranking is to them", ("Efua Osei",), 2022),
        "What reranking is to the precision of small libraries was asked by many, and by us.",
        "All in all, reranking improves the precision of a small library for every reader of it.",
    )
    answer = ask(shelf, "Is there consensus that reranking improves precision in small libraries?")
    found = groups(answer)
    assert any("Osei" in text and "All in all" in text for text in found["Seem to support it"])
    assert not any("Osei" in text for text in found.get("Neither support nor dispute it", []))


def test_a_disagreement_is_told_with_names_and_years(shelf: Shelf) -> None:
    answer = ask(shelf, "Does reranking improve precision in small libraries?")
    told = [note for note in answer.notes if "disagree" in note]
    assert told
    assert "(2023)" in told[0]
    assert "(2024)" in told[0]


def test_what_changed_is_told_from_the_oldest(shelf: Shelf) -> None:
    answer = ask(shelf, "How have small libraries changed over time?")
    assert answer.kind == "change"
    years = [heading for heading in answer.headings if heading]
    assert years == sorted(years)
    assert years[0] == "2001"


def test_a_list_of_papers_names_each_title_once(shelf: Shelf) -> None:
    answer = ask(shelf, "Which papers study reranking in small libraries?")
    assert answer.kind == "papers"
    papers = [citation.paper.id for citation in answer.citations]
    assert len(papers) == len(set(papers)) >= 2
    assert "Second looks at the first page: “" in answer.text


def test_a_comparison_has_a_table_whose_marks_are_citations(shelf: Shelf) -> None:
    answer = ask(shelf, "How do reranking and stemming compare in small libraries?")
    assert answer.table is not None
    assert len(answer.table.columns) == 3
    numbers = {citation.n for citation in answer.citations}
    for row in answer.table.rows:
        assert len(row) == 3
        for cell in row[1:]:
            assert cell == "–" or any(f"[{n}]" in cell for n in numbers)


def test_the_kind_can_be_said(shelf: Shelf) -> None:
    question = "Does reranking improve precision in small libraries?"
    assert ask(shelf, question).kind == "fact"
    said = ask(shelf, question, Kind.PAPERS)
    assert said.kind == "papers"
    assert len({citation.paper.id for citation in said.citations}) == len(said.citations)


def test_effort_bounds_what_is_read_and_cited(shelf: Shelf) -> None:
    question = "Does reranking improve precision in small libraries?"
    quick = Answerer(shelf.search, quotes=4).answer(question, effort=Effort.QUICK)
    asked_quick = len(shelf.queries)
    deep = Answerer(shelf.search, quotes=4).answer(question, effort=Effort.DEEP)
    assert len(quick.citations) <= 2
    assert asked_quick == 1
    assert len(shelf.queries) - asked_quick > 1
    assert any("more round" in note for note in deep.notes)
    assert (quick.effort, deep.effort) == ("quick", "deep")


@pytest.mark.parametrize(
    ("authors", "year", "expected"),
    [
        (("Mira Feld",), 2018, "Feld (2018)"),
        (("Feld, Mira", "Otto Brandt"), 2018, "Feld and Brandt (2018)"),
        (("A. One", "B. Two", "C. Three"), None, "One et al. (n.d.)"),
        ((), 1999, "‘A title’ (1999)"),
    ],
)
def test_whose_it_is(authors: tuple[str, ...], year: int | None, expected: str) -> None:
    assert author_year(paper("A title", authors, year)) == expected


def test_who_was_first_is_answered_by_an_origin_or_not_at_all() -> None:
    shelf = Shelf()
    shelf.add(
        paper("Graphs today", ("Mira Feld",), 2018),
        "Skip lists are used in every proximity graph that we measured on a disk.",
        "Skip lists were introduced by Pugh as a simple alternative to balanced trees.",
    )
    answer = ask(shelf, "Who first proposed skip lists?")
    assert answer.kind == "first"
    assert "Pugh" in answer.citations[0].quote
    other = Shelf()
    other.add(
        paper("Graphs today", ("Mira Feld",), 2018),
        "Skip lists are used in every proximity graph that we measured on a disk.",
    )
    assert ask(other, "Who first proposed skip lists?").refused


def test_no_quote_stands_under_the_heading_of_the_other_side() -> None:
    shelf = Shelf()
    shelf.add(
        paper("Heron: routing in rings", ("Ana Petrov",), 2001),
        "Heron stores sixteen entries of memory for each row of its routing table.",
        "The memory of a node holds its leaf set and the number of hops stays logarithmic.",
    )
    shelf.add(
        paper("Falcon: lookups in one step", ("Luc Castellan",), 2003),
        "Falcon spends more memory on each node so that the number of hops stays constant.",
    )
    answer = ask(shelf, "Compare Heron and Falcon on memory and number of hops")
    assert answer.kind == "comparison"
    found = groups(answer)
    for heading, texts in found.items():
        whose = [text for text in texts if "Petrov" in text or "Heron" in text]
        assert not (heading.startswith("Falcon") and whose)
    assert any(heading.startswith("Heron") for heading in found)
    assert answer.table is not None


def test_a_definition_does_not_open_with_a_caption() -> None:
    shelf = Shelf()
    shelf.add(
        paper("Stable reads", ("Ana Petrov",), 2011),
        "Figure 1: Specification of snapshot isolation. Snapshot isolation is a level at which each"
        " transaction reads from a snapshot of the data.",
    )
    answer = ask(shelf, "What is snapshot isolation?")
    assert not answer.refused
    assert "Figure 1" not in answer.sentences[0].text
