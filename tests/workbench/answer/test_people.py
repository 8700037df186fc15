"""Questions about people by their family names, and follow-ups that name another thing."""

from __future__ import annotations

from dataclasses import replace

import pytest
from answer_support import Shelf, paper

from workbench.answer.answerer import Answerer
from workbench.answer.followup import searched_question
from workbench.answer.kinds import Kind, kind_of
from workbench.answer.narrowing import Narrowing, narrowing_of
from workbench.answer.people import people_asked
from workbench.search.understand import suggest
from workbench.types import Answer, Filters


class Authors:
    """A library with papers by two people."""

    def has_author(self, name: str) -> bool:
        return name in {"Okafor", "Feld", "Martin-Löf"}

    def has_venue(self, name: str) -> bool:
        return not name


def narrowed(question: str) -> Narrowing:
    def meant(asked: str) -> tuple[object, ...]:
        return suggest(asked, 2024, Authors())

    return narrowing_of(question, Filters(), kind_of(question), meant)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("question", "filters"),
    [
        ("Summarize Okafor", ("author:Okafor",)),
        ("Tell me about Okafor", ("author:Okafor",)),
        ("What does the paper by Okafor say?", ("author:Okafor",)),
        ("What did Okafor learn from stemming?", ("author:Okafor",)),
        ("What did Okafor and Feld do?", ("(author:Okafor OR author:Feld)",)),
        ("What does truth mean for Martin-Löf?", ("author:Martin-Löf",)),
        ("What did Zebulon do?", ()),
        ("What did Okafor and Zebulon do?", ()),
        ("How does Okafor stemming work?", ()),
        ("What is the Okafor effect?", ()),
        ("What is the best stemmer for Finnish?", ()),
    ],
)
def test_family_names_alone_narrow_to_their_papers(question: str, filters: tuple[str, ...]) -> None:
    assert narrowed(question).filters.terms == filters


def test_a_possessive_is_no_part_of_a_name() -> None:
    assert people_asked("Tell me about Kay's work") == ("Kay",)
    assert people_asked("Summarize van Rijsbergen") == ("van Rijsbergen",)
    assert people_asked("How do heaps work?") == ()


def given(question: str) -> Answer:
    shelf = Shelf()
    shelf.add(paper("Graphs"), "Kay learned objects from Sketchpad and classes from Simula.")
    return replace(Answerer(shelf.search).answer(question), question=question)


def test_another_thing_takes_the_place_of_the_last_and_the_kind_stays() -> None:
    before = given("What did Kay learn from Sketchpad?")
    asked = searched_question("and of Simula?", before)
    assert asked == "What did Kay learn from Simula?"
    assert kind_of(asked) is Kind.FACT
    assert "(" in searched_question("and Simula?", before)  # nothing says whose place it takes


def test_the_two_are_what_the_last_questions_name_apart_and_never_a_typing_error() -> None:
    mistyped = given("nWhat did Kay learn from Sketchpad?")
    first, last = given(mistyped.question[1:]), given("What did Kay learn from Simula?")
    asked = searched_question("compare the two", last, [first, mistyped])
    assert asked == "compare Sketchpad and Simula"
    assert searched_question("compare the two", last, [mistyped]) == asked
