"""Follow-ups, pins, and asking again."""

from __future__ import annotations

from dataclasses import replace

import pytest
from answer_support import Shelf, paper

from workbench.answer.answerer import Answerer
from workbench.answer.changes import changes_between
from workbench.answer.followup import lacks_the_two, leans_on_before
from workbench.answer.pins import pinned
from workbench.types import Answer

FIRST = "Does late interaction pay on a laptop?"


@pytest.fixture
def shelf() -> Shelf:
    shelf = Shelf()
    shelf.add(
        paper("Late interaction", ("Kofi Abara",), 2021),
        "Late interaction pays on a laptop when it only reorders a hundred passages.",
        "Late interaction takes 84 milliseconds on one processor without a graphics card.",
    )
    shelf.add(
        paper("Processors", ("Nora Harrow",), 2001),
        "One processor without a card took milliseconds for inverted files of any size.",
    )
    return shelf


def answered(shelf: Shelf, question: str, follows: Answer | None = None) -> Answer:
    return Answerer(shelf.search).answer(question, follows=follows)


def test_a_follow_up_keeps_the_topic(shelf: Shelf) -> None:
    first = answered(shelf, FIRST)
    second = answered(shelf, "and how many milliseconds on one processor?", first)
    assert second.follows == first.id
    assert "late interaction" in second.searched[0]
    assert second.citations[0].paper.title == "Late interaction"
    third = answered(shelf, "and on a disk?", second)
    assert "late interaction" in third.searched[0].lower()
    assert third.searched[0].count("(") == 1


@pytest.mark.parametrize(
    ("before", "question", "taken_for"),
    [
        ("What is late interaction?", "how fast is it?", "how fast is late interaction?"),
        ("How does Bitcoin prevent fraud?", "and is it secure?", "is Bitcoin secure?"),
        ("How large are Pastry tables?", "and Kelips?", "How large are Kelips tables?"),
        ("Which papers are about reranking?", "before 2000?", "Which papers are about reranking"),
        ("How do Pastry and Kelips route?", "why does it?", "why does it? (How do Pastry"),
        ("What is the overhead of Pastry?", "and of Kelips?", "What is the overhead of Kelips?"),
        (
            "How many hops does Pastry need?",
            "and how many does Kelips need?",
            "How many hops does K",
        ),
        (
            "How large is Pastry?",
            "and what does Kelips cost?",
            "and what does Kelips cost? (How lar",
        ),
        (
            "How do Pastry and Kelips differ?",
            "and in memory?",
            "Compare Pastry and Kelips in memory?",
        ),
        ("Compare Pastry and Kelips", "how do they differ?", "how do Pastry and Kelips differ?"),
        ("How fast is Pastry?", "and how fast is it on Kelips?", "how fast is Pastry on Kelips?"),
    ],
)
def test_what_a_follow_up_leaves_out_is_put_in_its_place(
    shelf: Shelf, before: str, question: str, taken_for: str
) -> None:
    second = answered(shelf, question, answered(shelf, before))
    assert second.question.startswith(taken_for)


def test_a_follow_up_is_about_what_was_spoken_of_last(shelf: Shelf) -> None:
    first = answered(shelf, "How many hops does Hash Ring Storage need?")
    second = answered(shelf, "and how many does Kelips need?", first)
    third = answered(shelf, "what about its throughput?", second)
    assert third.question == "what about Kelips's throughput?"
    compared = Answerer(shelf.search).answer(
        "compare the two", follows=third, earlier=(second, first)
    )
    assert compared.question == "compare Hash Ring Storage and Kelips"
    assert compared.kind == "comparison"


def test_two_things_that_nobody_named_are_asked_for(shelf: Shelf) -> None:
    alone = answered(shelf, "How large is Kelips?")
    assert lacks_the_two("compare the two", alone)
    assert lacks_the_two("how do they differ?", None)
    assert not lacks_the_two("compare the two", alone, (answered(shelf, "What is Pastry?"),))
    assert not lacks_the_two("compare Pastry and Kelips", None)
    assert not lacks_the_two("which of the two theorems is older?", None)


def test_a_question_that_stands_alone_is_left_alone(shelf: Shelf) -> None:
    first = answered(shelf, FIRST)
    question = "How fast are inverted files on one processor?"
    assert answered(shelf, question, first).searched[0] == question


@pytest.mark.parametrize(
    ("question", "leans"),
    [
        ("and on CPUs?", True),
        ("What about recall?", True),
        ("Why?", True),
        ("How large is it?", True),
        ("Which other ones?", True),
        ("What does BM25 weigh?", False),
        ("How large is the Marlow collection?", False),
        ("Does stemming hurt names in small collections?", False),
        ("Should a literature search weight its results by citations?", False),
        ("Do long passages and short ones differ in their recall?", False),
        ("Is it possible to fuse scores?", False),
        ("What happens to those who search by titles?", False),
        ("How do overlays such as chord route?", False),
        ("How was the accuracy of this method measured?", True),
        ("How many participants took part in this study?", True),
        ("Do its authors say why?", True),
    ],
)
def test_which_questions_lean(question: str, leans: bool) -> None:
    assert leans_on_before(question) is leans


def test_the_kind_of_the_question_before_is_not_that_of_one_that_stands_alone(
    shelf: Shelf,
) -> None:
    first = answered(shelf, "Compare late interaction and inverted files")
    assert first.kind == "comparison"
    second = answered(shelf, "Should a laptop weight its passages by their milliseconds?", first)
    assert second.kind != "comparison"
    assert second.searched == ("Should a laptop weight its passages by their milliseconds?",)


@pytest.mark.parametrize(
    ("question", "rest", "keys"),
    [
        ("what limits recall? @feld2018graphs", "what limits recall?", ("feld2018graphs",)),
        ("what do @a2018x and @b2019y say?", "what do and say?", ("a2018x", "b2019y")),
        ("write to me@example.org about recall", "write to me@example.org about recall", ()),
        ("@feld2018graphs", "What are the main findings?", ("feld2018graphs",)),
    ],
)
def test_pins(question: str, rest: str, keys: tuple[str, ...]) -> None:
    assert pinned(question) == (rest, keys)


def test_what_changed_between_two_answers(shelf: Shelf) -> None:
    before = answered(shelf, FIRST)
    same = changes_between(before, answered(shelf, FIRST))
    assert not same
    assert same.verdict == "answered as before"
    shelf.add(
        paper("A second look", ("Efua Osei",), 2024),
        "On a laptop late interaction pays only for long questions, as we found.",
    )
    changed = changes_between(before, answered(shelf, FIRST))
    assert changed
    assert changed.new_papers == ("Osei (2024)",)
    assert len(changed.new_quotes) >= 1
    refused = replace(before, refused=True, sentences=())
    assert changes_between(refused, before).verdict == "answered now, and was not before"
    assert changes_between(before, refused).verdict == "no longer answered"
