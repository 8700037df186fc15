"""What a question asks for decides what leads: a number of it, a year, a person, its own name."""

from __future__ import annotations

import pytest
from answer_support import Shelf, paper

from workbench.answer.answerer import Answerer
from workbench.answer.asked import LEAST_TOLD, Sort, asked_for, told
from workbench.answer.origin import tells_origin


@pytest.mark.parametrize(
    ("question", "sort", "telling", "other"),
    [
        (
            "How many participants took part in the study?",
            Sort.COUNT,
            "Fifteen healthy students conducted the experiment.",
            "The entire test took 2 hours with breaks.",
        ),
        (
            "How many replicas does the chain need?",
            Sort.COUNT,
            "The chain needs t + 1 replicas to bear t failures.",
            "Each replica of the chain keeps a log [12].",
        ),
        (
            "How many days does a payment take?",
            Sort.DURATION,
            "A payment is confirmed after about three hours.",
            "Many questions on payments are open to this day.",
        ),
        (
            "How many steps does routing take?",
            Sort.COUNT,
            "A message arrives in O(log N) steps.",
            "The next step of routing is shown in Figure 4.",
        ),
        (
            "What overhead does the guard add?",
            Sort.FIGURE,
            "The overhead of the guard is 67% on average.",
            "The guard adds an overhead that we call high.",
        ),
        (
            "When was the framework published?",
            Sort.YEAR,
            "The framework was published in 1999.",
            "The framework was published with its sources.",
        ),
        (
            "Who proved the bound?",
            Sort.PERSON,
            "The bound was proved by Lindemann in his thesis.",
            "The bound was proved after many attempts.",
        ),
        (
            "In which programming language is the tool written?",
            Sort.LANGUAGE,
            "The server, written in Java, does all of the work.",
            "Errors are common in software of that language.",
        ),
    ],
)
def test_a_sentence_tells_what_is_asked_for_by_its_form(
    question: str, sort: Sort, telling: str, other: str
) -> None:
    asked = asked_for(question)
    assert asked is not None
    assert asked.sort is sort
    assert told(asked, telling) == 1.0
    assert told(asked, other) < 0.5


def test_somebody_without_a_name_is_told_of_too() -> None:
    asked = asked_for("Who sorted the cards?")
    assert asked is not None
    assert (
        told(asked, "The cards were sorted by the clerk of the library.") >= LEAST_TOLD[asked.sort]
    )
    assert told(asked, "The cards were sorted by hand.") < LEAST_TOLD[asked.sort]


@pytest.mark.parametrize(
    "question", ["How does the chain recover?", "When does a chain need more than one replica?"]
)
def test_what_has_no_form_of_its_own_is_not_asked_by_one(question: str) -> None:
    assert asked_for(question) is None


def test_numbers_of_the_question_itself_tell_nothing() -> None:
    asked = asked_for("How many of the 1000 sites could be used?")
    assert asked is not None
    assert told(asked, "We began with 1000 sites.") == 0.0
    assert told(asked, "Of these sites 748 could be used.") > 0.0
    assert told(asked, "In the end 748 sites could be used.") == 1.0


@pytest.fixture
def shelf() -> Shelf:
    shelf = Shelf()
    shelf.add(
        paper("Errors of memory in programs", ("Ada Quill",), 2013),
        "Errors of memory are found in software that is written in languages such as C or C++, and "
        "the programming language decides which of them can happen at all.",
    )
    shelf.add(
        paper("Software for the analysis of sounds", ("Per Noll",), 2000),
        "We describe Lyrebird, a framework for sounds. It has two parts.",
        "In Lyrebird the server is written in C++ and computes all features. "
        "The client of Lyrebird draws them.",
    )
    return shelf


def test_papers_that_speak_of_what_is_named_lead(shelf: Shelf) -> None:
    answer = Answerer(shelf.search).answer("In which programming language is Lyrebird written?")
    assert not answer.refused
    assert answer.citations[0].paper.title == "Software for the analysis of sounds"
    assert "C++" in answer.citations[0].quote


def test_a_question_in_two_parts_is_not_refused_for_a_word_of_one(shelf: Shelf) -> None:
    question = "What is Lyrebird and in which language is it written?"
    assert not Answerer(shelf.search).answer(question).refused


def test_a_number_of_the_thing_leads_before_what_only_holds_the_words() -> None:
    shelf = Shelf()
    shelf.add(
        paper("A trial of feedback on telephones", ("Ida Feld",), 2013),
        "Participants who took part in the study of feedback on telephones were asked to rest.",
        "In the study of feedback on telephones, 15 students took part in a quiet room.",
    )
    answer = Answerer(shelf.search).answer(
        "How many participants took part in the study of feedback on telephones?"
    )
    assert "15 students" in answer.citations[0].quote


def test_where_a_term_comes_from_is_led_by_who_is_named() -> None:
    shelf = Shelf()
    shelf.add(
        paper("Learning from bags", ("Ida Feld",), 2009),
        "We propose a novel margin for bag learning that is better than other bag learning.",
        "Bag learning was introduced by Stone and Grey (1997) for the shapes of molecules.",
    )
    answer = Answerer(shelf.search).answer("Who invented bag learning?")
    assert "Stone and Grey" in answer.citations[0].quote


def test_what_authors_propose_themselves_is_not_the_origin_of_what_it_rests_on() -> None:
    shelf = Shelf()
    shelf.add(
        paper("Learning from bags", ("Ida Feld",), 2009),
        "We propose a novel margin for bag learning that is better than other bag learning.",
    )
    assert Answerer(shelf.search).answer("Who invented bag learning?").refused


@pytest.mark.parametrize(
    ("question", "sentence"),
    [
        ("Who invented the B-tree?", "Bε-trees were proposed by Brodal as a way to beat B-trees."),
        ("Who invented the Bloom filter?", "Bloom filters [7] are made for every file."),
        ("When was PageRank introduced?", "Lee [39] proposed a variant of PageRank in 2011."),
    ],
)
def test_what_somebody_made_must_be_what_is_asked_about(question: str, sentence: str) -> None:
    assert tells_origin(sentence, question) < 0.55


def test_a_year_that_no_quote_gives_is_refused() -> None:
    shelf = Shelf()
    shelf.add(
        paper("Routing with tables", ("Ida Feld",), 2001),
        "Unlike our tables, Chord makes no effort to be near. It was published with its sources.",
    )
    assert Answerer(shelf.search).answer("When was Chord published?").refused
