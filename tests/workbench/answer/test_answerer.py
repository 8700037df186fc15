"""Answers as a person gets them, from a few hand-made papers and no model."""

from __future__ import annotations

import re
import threading
import time

import pytest
from answer_support import Shelf, paper

from workbench.answer.answerer import QUOTES_ALONE, Answerer
from workbench.answer.refuse import REFUSAL
from workbench.errors import CancelledError, QueryError
from workbench.types import (
    Answer,
    AnswerEvent,
    AnswerSettled,
    EvidenceGathered,
    Filters,
    QuestionUnderstood,
    SearchGrew,
    SearchResult,
    TextGrown,
)


@pytest.fixture
def shelf() -> Shelf:
    shelf = Shelf()
    shelf.add(
        paper("Proximity graphs for nearest neighbour search", ("Mira Feld",), 2018),
        "Graph indexes link each vector to its neighbours. The proximity graph answers a query "
        "in 1.2 milliseconds on one million vectors. This method needs much memory.",
        "Building the proximity graph takes eleven minutes on two cores. Deleted vectors stay in "
        "the graph until it is rebuilt.",
    )
    shelf.add(
        paper("Inverted files for nearest neighbour search", ("Otto Brandt", "Li Wen"), 2012),
        "An inverted file splits the vectors into cells by k-means clustering. The inverted file "
        "answers a query in 9 milliseconds on one million vectors.",
    )
    shelf.add(
        paper("A history of card catalogues", ("Rosa Keller",), 1998),
        "Libraries kept their holdings on cards sorted by author. The last cards were printed "
        "in 2015.",
    )
    return shelf


def ask(shelf: Shelf, question: str) -> Answer:
    return Answerer(shelf.search).answer(question)


def check_citations(answer: Answer) -> None:
    """What holds for every answer that is not a refusal."""
    order: list[int] = []
    for sentence in answer.sentences:
        assert sentence.citations
        order += [n for n in sentence.citations if n not in order]
    assert order == list(range(1, len(answer.citations) + 1))
    assert [citation.n for citation in answer.citations] == order
    for citation in answer.citations:
        assert citation.quote in citation.passage.text
        assert citation.passage.paper_id == citation.paper.id
    marks = {int(n) for n in re.findall(r"\[(\d+)\]", answer.text)}
    assert marks == set(order)


def test_a_fact_leads_with_the_sentence_that_says_it(shelf: Shelf) -> None:
    answer = ask(shelf, "How fast does a proximity graph answer a query?")
    check_citations(answer)
    assert "1.2 milliseconds" in answer.sentences[0].text
    assert answer.citations[0].page == 1
    assert answer.model == QUOTES_ALONE
    assert not answer.refused


def test_a_comparison_cites_a_paper_for_each_side(shelf: Shelf) -> None:
    answer = ask(shelf, "How do the proximity graph and the inverted file compare?")
    check_citations(answer)
    assert {c.paper.authors[0] for c in answer.citations} == {"Mira Feld", "Otto Brandt"}
    assert answer.kind == "comparison"
    assert len({sentence.paragraph for sentence in answer.sentences}) == 2


def test_both_halves_of_a_compound_question_are_searched_and_cited(shelf: Shelf) -> None:
    answer = ask(
        shelf,
        "How long does building the proximity graph take, and how are vectors split by an "
        "inverted file?",
    )
    check_citations(answer)
    text = " ".join(citation.quote for citation in answer.citations)
    assert "eleven minutes" in text
    assert "k-means" in text
    assert len(answer.searched) == 3


def test_a_question_beyond_the_library_is_refused_with_what_is_nearest(shelf: Shelf) -> None:
    answer = ask(shelf, "What boiling point does caesium fluoride have under the Zagreb protocol?")
    assert answer.refused
    assert answer.sentences == ()
    assert answer.text.startswith(REFUSAL)
    assert "caesium" in answer.text or "Zagreb" in answer.text
    assert "Zagreb" in answer.suggestion


def test_a_missing_side_of_a_comparison_is_said(shelf: Shelf) -> None:
    answer = ask(shelf, "Compare the proximity graph with the Zyxwv hypercube")
    check_citations(answer)
    assert any("Zyxwv hypercube" in note for note in answer.notes)


def test_an_empty_library_refuses_politely() -> None:
    answer = Answerer(Shelf().search).answer("How fast are graphs?")
    assert answer.refused
    assert answer.citations == ()
    assert "no passage at all" in answer.text


@pytest.mark.parametrize("question", ["", "  ", "???"])
def test_an_empty_question_is_an_error_a_person_understands(shelf: Shelf, question: str) -> None:
    with pytest.raises(QueryError, match="empty"):
        ask(shelf, question)


def test_events_come_in_order_and_the_last_one_is_the_answer(shelf: Shelf) -> None:
    heard: list[AnswerEvent] = []
    answer = Answerer(shelf.search).answer(
        "How fast does a proximity graph answer a query?", on_event=heard.append
    )
    assert isinstance(heard[0], QuestionUnderstood)
    assert heard[0].kind == answer.kind
    kinds = [type(event) for event in heard]
    assert kinds.index(SearchGrew) < kinds.index(EvidenceGathered) < kinds.index(TextGrown)
    shown = [event for event in heard if isinstance(event, EvidenceGathered)]
    assert shown[-1].citations == answer.citations
    nodes = {event.node.number: event.node for event in heard if isinstance(event, SearchGrew)}
    assert tuple(nodes.values()) == answer.searches
    assert "".join(e.delta for e in heard if isinstance(e, TextGrown)) == answer.text
    assert heard[-1] == AnswerSettled(answer)


def test_filters_reach_the_search(shelf: Shelf) -> None:
    only = shelf.passages[-1][0].id
    answer = Answerer(shelf.search).answer(
        "How did libraries keep cards sorted by author?", Filters(papers=(only,))
    )
    assert {citation.paper.id for citation in answer.citations} == {only}


def test_cancel_during_a_search_stops_before_anything_is_settled(shelf: Shelf) -> None:
    cancel = threading.Event()
    heard: list[AnswerEvent] = []

    def search(query: str, filters: Filters, k: int) -> SearchResult:
        cancel.set()
        return shelf.search(query, filters, k)

    began = time.monotonic()
    with pytest.raises(CancelledError):
        Answerer(search).answer(
            "How fast is the proximity graph?", on_event=heard.append, cancel=cancel
        )
    assert time.monotonic() - began < 0.5
    assert [type(event) for event in heard] == [QuestionUnderstood, SearchGrew]


def test_cancel_after_the_evidence_was_shown_settles_nothing(shelf: Shelf) -> None:
    cancel = threading.Event()
    heard: list[AnswerEvent] = []

    def listen(event: AnswerEvent) -> None:
        heard.append(event)
        if isinstance(event, EvidenceGathered):
            cancel.set()

    with pytest.raises(CancelledError):
        Answerer(shelf.search).answer(
            "How fast does a proximity graph answer a query?", on_event=listen, cancel=cancel
        )
    assert isinstance(heard[-1], EvidenceGathered)
    assert not any(isinstance(event, AnswerSettled | TextGrown) for event in heard)


def test_a_very_long_question_is_cut_and_that_is_said(shelf: Shelf) -> None:
    answer = ask(shelf, "How fast does a proximity graph answer a query? " + "really " * 400)
    assert any("first" in note and "characters" in note for note in answer.notes)
    assert max(len(query) for query in shelf.queries) <= 1000


def test_the_papers_own_reference_numbers_do_not_pass_for_citations() -> None:
    shelf = Shelf()
    shelf.add(
        paper("Graph search in memory", ("Ida Noll",), 2019),
        "Graph search in memory beats disk [7], [12, 13] by a factor of ten on every data set.",
    )
    answer = ask(shelf, "By what factor does graph search in memory beat disk?")
    check_citations(answer)
    assert "[7]" not in answer.text
    assert "[7], [12, 13]" in answer.citations[0].quote


@pytest.mark.parametrize(
    "question",
    [
        "How does the proximity graph cope with vectors that were deleted?",
        "What findings do the authors report about building the proximity graph?",
        "Does a proximity graph pay on a GPU with much memory?",
    ],
)
def test_everyday_words_that_no_quote_holds_do_not_refuse_a_question(
    shelf: Shelf, question: str
) -> None:
    answer = ask(shelf, question)
    assert not answer.refused
    assert answer.citations[0].paper.authors == ("Mira Feld",)


def test_a_name_that_stands_nowhere_refuses_and_is_told_alone(shelf: Shelf) -> None:
    answer = ask(shelf, "How fast does the Zagrebine proximity graph answer a query?")
    assert answer.refused
    assert "“Zagrebine”" in answer.suggestion
    assert "“fast" not in answer.suggestion
    assert "“How fast does the proximity graph answer a query?”" in answer.suggestion


def test_a_refusal_blames_no_everyday_word(shelf: Shelf) -> None:
    answer = ask(shelf, "How do people pick the boiling point of caesium fluoride?")
    assert answer.refused
    assert "caesium" in answer.suggestion
    assert "pick" not in answer.suggestion
    assert "people" not in answer.suggestion


def test_a_question_that_names_a_paper_is_answered_from_that_paper(shelf: Shelf) -> None:
    answer = ask(
        shelf, 'What are the main findings of "Inverted files for nearest neighbour search"?'
    )
    assert not answer.refused
    assert {citation.paper.authors[0] for citation in answer.citations} == {"Otto Brandt"}
    assert any("Inverted files" in note for note in answer.notes)


def test_a_definition_leads_with_the_sentence_that_defines() -> None:
    shelf = Shelf()
    shelf.add(
        paper("Quoll: storage for small machines"),
        "We measured Quoll and again Quoll on every machine. Readers of Quoll logs found Quoll to "
        "be quick. Quoll is a store of keys that keeps its log in one file.",
    )
    answer = ask(shelf, "What is Quoll?")
    assert answer.kind == "definition"
    assert "a store of keys" in answer.sentences[0].text


def test_an_empty_library_is_said_to_be_empty() -> None:
    answer = Answerer(Shelf().search, is_empty=lambda: True).answer("What is late interaction?")
    assert answer.refused
    assert "empty" in answer.suggestion
    assert "carrel ingest ~/papers" in answer.suggestion
