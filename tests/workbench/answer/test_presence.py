"""A quote that meets only the frame of a question is no answer; its matter must be there."""

from __future__ import annotations

import pytest
from answer_support import Shelf, paper

from workbench.answer.answerer import Answerer
from workbench.answer.presence import unmet_matter
from workbench.answer.spelling import is_written
from workbench.answer.words import tokens


@pytest.fixture
def shelf() -> Shelf:
    shelf = Shelf()
    shelf.add(
        paper("Spreading influence in networks"),
        "The main advantage of the proposed method is greater influence at a lower cost.",
    )
    shelf.add(
        paper("Placing objects on disks"),
        "Objects are placed by a hash of their names, which keeps placement consistent.",
        "The main advantage of vector clocks is that no server must be asked for the order.",
    )
    return shelf


@pytest.mark.parametrize(
    "question",
    [
        "What is the main advantage of epoch fencing?",
        "What is the main advantage of consistent fencing?",
        # both words are met, each by itself; "consistent" shares its stem with a general verb
        "What is the main advantage of consistent hashing?",
    ],
)
def test_the_frame_of_a_question_alone_is_refused(shelf: Shelf, question: str) -> None:
    assert Answerer(shelf.search).answer(question).refused


def test_a_passage_on_the_advantage_of_another_thing_is_not_quoted(shelf: Shelf) -> None:
    answer = Answerer(shelf.search).answer("What is the main advantage of vector clocks?")
    assert not answer.refused
    assert {citation.paper.title for citation in answer.citations} == {"Placing objects on disks"}
    assert "vector clocks" in answer.citations[0].quote


def test_only_a_term_of_its_own_must_stand_there_whole() -> None:
    asked = "What is the main advantage of consistent hashing?"
    assert unmet_matter(asked, []) == "consistent hashing"
    assert unmet_matter("How does backpropagation work?", []) == "backpropagation"
    # papers say a predicate in other words
    assert unmet_matter("Is Bitcoin secure?", []) == ""
    assert unmet_matter("Why are Byzantine ledgers with forged entries unbreakable?", []) == ""


@pytest.mark.parametrize(
    ("question", "sentence"),
    [
        ("How is overfitting avoided?", "To avoid over-fitting we prune trees until errors rise."),
        ("What causes tumours?", "Tumors are caused by mutations of genes of how cells grow."),
        ("How is haemoglobin measured?", "Hemoglobin was measured in drops of blood of children."),
        (
            "What are the advantages of deep learning?",
            "The advantage of deep neural networks is that features are learned from data.",
        ),
    ],
)
def test_a_term_in_another_spelling_is_met(question: str, sentence: str) -> None:
    shelf = Shelf()
    shelf.add(paper("Notes of a laboratory"), sentence)
    assert not Answerer(shelf.search).answer(question).refused


@pytest.mark.parametrize(
    ("term", "text", "held"),
    [
        (["databases"], "a data base", True),
        (["cyber", "security"], "of cybersecurity", True),
        (["backpropagation"], "by back-propagation", True),
        (["colour"], "the colors", True),
        (["oesophagus"], "an esophagus", True),
        (["optimisation"], "some optimization", True),
        (["cat"], "a category", False),
        (["hour"], "a horse", False),
        (["consistent", "hashing"], "a hash that is consistent", False),
    ],
)
def test_spellings_of_one_term_are_known(term: list[str], text: str, held: bool) -> None:
    assert is_written(term, tokens(text)) is held


def test_a_refusal_names_the_term_that_is_not_there(shelf: Shelf) -> None:
    answer = Answerer(shelf.search).answer("What is the main advantage of consistent hashing?")
    assert "mentions “consistent hashing”" in answer.suggestion
