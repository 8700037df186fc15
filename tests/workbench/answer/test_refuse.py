"""What a library touches on and does not say is refused; the same matter asked rightly is not."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from answer_support import Shelf, paper

from workbench.answer.answerer import Answerer
from workbench.answer.presence import held_shares
from workbench.answer.refuse import missing_words, suggestion_for
from workbench.answer.spelling import held_share
from workbench.library import Library
from workbench.types import Filters

NEAR = Path(__file__).resolve().parents[3] / "benchmarks" / "near_questions.jsonl"
ROWS = [json.loads(line) for line in NEAR.read_text("utf-8").splitlines()]


@pytest.fixture
def shelf() -> Shelf:
    shelf = Shelf()
    shelf.add(
        paper("The Quire index for small libraries", ("Ida Feld",), 2018),
        "The Quire index was built on a laptop with 16 gigabytes of memory in eleven minutes. "
        "It answers a query in two milliseconds, and 40 volunteers judged its results.",
    )
    shelf.add(
        paper("A trial of the Quire index in hospitals", ("Per Noll",), 2020),
        "In four hospitals the Quire index was used by 120 nurses for a year, and none of them "
        "needed training.",
    )
    return shelf


@pytest.mark.parametrize(
    "question",
    [
        "How many volunteers judged the results of the Quire index?",
        "How fast does the Quire index answer a query?",
        "How many nurses used the Quire index in hospitals?",
    ],
)
def test_what_the_papers_say_is_answered(shelf: Shelf, question: str) -> None:
    assert not Answerer(shelf.search).answer(question).refused


@pytest.mark.parametrize(
    "question",
    [
        "What licence fee do libraries pay for the Quire index?",
        "Which patents protect the Quire index?",
        "How many satellites does the Quire index control?",
    ],
)
def test_a_thing_that_no_paper_mentions_is_not_told_of(shelf: Shelf, question: str) -> None:
    assert Answerer(shelf.search).answer(question).refused


@pytest.mark.parametrize(
    "question",
    [
        "What salary did the volunteers who judged the Quire index receive?",
        "What salary did the nurses who used the Quire index in hospitals receive?",
        "Which brand of laptop was the Quire index built on?",
    ],
)
def test_one_missing_word_among_many_is_enough_to_refuse(shelf: Shelf, question: str) -> None:
    assert Answerer(shelf.search).answer(question).refused


@pytest.mark.parametrize(
    ("question", "missing", "reworded"),
    [
        (
            "How does the graph search find a marked item?",
            "marked",
            "How does the graph search find an item?",
        ),
        ("Does a large index need an odd unit?", "odd", "Does a large index need a unit?"),
        ("How is an MRI of a torn knee read?", "torn", "How is an MRI of a knee read?"),
    ],
)
def test_a_suggested_question_has_the_article_of_the_word_that_follows(
    question: str, missing: str, reworded: str
) -> None:
    assert f"“{reworded}”" in suggestion_for(question, [missing])


@pytest.mark.parametrize(
    ("question", "missing"),
    [
        ("How many transactions per second does Bitcoin process?", "Bitcoin"),
        ("What do Kelips and Pastry say about failures of nodes?", "Kelips"),
        ("What is the size of the paper on consensus among replicas?", "size"),
    ],
)
def test_no_broken_sentence_is_suggested(question: str, missing: str) -> None:
    assert "You could ask" not in suggestion_for(question, [missing])


def test_either_form_of_a_name_that_is_given_in_two_is_enough() -> None:
    shelf = Shelf()
    shelf.add(
        paper("A protocol for hidden senders", ("Ida Feld",), 2001),
        "The Peer Privacy Protocol offers hidden senders and hidden receivers in every channel.",
    )
    answerer = Answerer(shelf.search)
    assert not answerer.answer(
        "Which hidden senders does the Peer Privacy Protocol (PPX7) offer?"
    ).refused
    assert answerer.answer("Which hidden senders does the Quill Trust Market (QTM) offer?").refused


def test_greek_letters_are_their_names() -> None:
    assert held_shares(["sigma"], "noise with σ = 50") == {"sigma": 1.0}


def test_a_name_that_nothing_found_holds_asks_for_a_surer_answer(shelf: Shelf) -> None:
    answerer = Answerer(shelf.search)
    assert answerer.answer("How many nurses used the Zagrebine index in hospitals?").refused
    assert not answerer.answer("How many nurses used the Quire index in hospitals?").refused


def test_a_figure_of_something_that_nothing_speaks_of_is_no_answer(shelf: Shelf) -> None:
    answerer = Answerer(shelf.search)
    asked = "How many milliseconds does the {} need for a query of the Quire index?"
    assert answerer.answer(asked.format("wombat")).refused
    assert not answerer.answer(asked.format("laptop")).refused


def test_forms_of_a_word_stand_for_it() -> None:
    held = {"anonym", "index", "measur"}
    assert held_share("index", held) == 1
    assert 0 < held_share("anonymous", held) < 1
    assert held_share("satellit", held) == 0


def test_of_near_questions_most_of_one_kind_are_refused_and_few_of_the_other(
    sample_library: Library,
) -> None:
    rows = [row for row in ROWS if row["library"] == "samples"]
    refused = {
        row["question"]: sample_library.ask(row["question"], keep=False).refused for row in rows
    }
    answerable = [refused[row["question"]] for row in rows if row["answerable"]]
    beyond = [refused[row["question"]] for row in rows if not row["answerable"]]
    assert sum(answerable) <= 0.08 * len(answerable)
    assert sum(beyond) >= 0.4 * len(beyond)


@pytest.mark.parametrize(
    ("question", "missing"),
    [
        ("Do the papers agree that a ring needs no labelled nodes?", "agree"),
        ("Why is the anonymity of senders in PX9 scalable?", "PX9"),
        ("How does the wheat of a field respond to drought under elevated CO2?", "CO2"),
        ("nWhat did the nurses learn from the Quire index?", "nWhat"),
        ("How many nodes of the ring did PX9 simulate?", "PX9"),
    ],
)
def test_no_sentence_without_its_verb_or_its_noun_is_suggested(question: str, missing: str) -> None:
    assert "You could ask" not in suggestion_for(question, [missing])


def test_a_slip_of_the_pen_is_told_with_the_word_that_was_meant() -> None:
    shelf = Shelf()
    shelf.add(
        paper("Play in schools", ("Ida Feld",), 2011),
        "Gamification, defined as the use of games at school, has found its way into classes.",
    )
    answer = Answerer(shelf.search).answer("What is gamfication of schools?")
    assert answer.refused
    assert "did you mean “gamification”?" in answer.text
    assert "“What is gamification of schools?”" in answer.text


def test_units_are_asked_for_by_their_names() -> None:
    shelf = Shelf()
    shelf.add(
        paper("Heat and wheat", ("Ida Feld",), 2018),
        "Every rise of the temperature by 1 ˚C reduces the yield of wheat by 3 to 4% a spike.",
    )
    answer = Answerer(shelf.search).answer("What yield of wheat is lost per degree Celsius?")
    assert not answer.refused
    found = shelf.search("yield wheat", Filters(), 5).hits
    assert not missing_words("How many per cent of the yield of wheat?", found)
