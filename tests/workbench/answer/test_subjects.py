"""What questions speak of by name, and which two things "the two" are."""

from __future__ import annotations

import pytest

from workbench.answer.subjects import (
    asks_of_two,
    named_subjects,
    subject_of,
    the_two,
    with_the_two,
)


@pytest.mark.parametrize(
    ("question", "named", "subject"),
    [
        ("How many hops does Hash Ring Storage need?", ("Hash Ring Storage",), "Hash Ring Storage"),
        ("What is the overhead of Pastry?", ("Pastry",), "Pastry"),
        ("How fast is Pastry's join on Kelips?", ("Pastry", "Kelips"), ""),
        ("What is late interaction?", (), "late interaction"),
        ("How large are routing tables?", (), ""),
    ],
)
def test_names_side_by_side_are_one_subject(
    question: str, named: tuple[str, ...], subject: str
) -> None:
    assert named_subjects(question) == named
    assert subject_of(question) == subject


@pytest.mark.parametrize(
    ("question", "taken_for"),
    [
        ("compare the two", "compare Pastry and Kelips"),
        ("And how do they differ?", "how do Pastry and Kelips differ?"),
        ("what do the two have in common?", "what do Pastry and Kelips have in common?"),
        ("which of the two is faster?", "which of Pastry and Kelips is faster?"),
        ("contrast both.", "contrast Pastry and Kelips."),
    ],
)
def test_two_things_that_are_pointed_to_are_named(question: str, taken_for: str) -> None:
    assert asks_of_two(question)
    assert with_the_two(question, ("Pastry", "Kelips")) == taken_for


@pytest.mark.parametrize(
    "question",
    [
        "What are the two main theorems?",
        "How do long passages and short ones differ?",
        "Do clusters of nodes say how they differ?",
        "Do they pay on a laptop?",
        "Do both methods work?",
    ],
)
def test_other_questions_point_to_no_two_things(question: str) -> None:
    assert not asks_of_two(question)


@pytest.mark.parametrize(
    ("newest_first", "two"),
    [
        (["How large is Kelips?", "How large is Pastry?"], ("Pastry", "Kelips")),
        (["How large is Kelips?", "Is Kelips old?", "What is Pastry?"], ("Pastry", "Kelips")),
        (["How do Pastry and Kelips differ?", "What is Chord?"], ("Pastry", "Kelips")),
        (["What are heaps and tries?"], ("heaps", "tries")),
        (["Does Pastry need more memory than Kelips?"], ("Pastry", "Kelips")),
        (["How large are routing tables?", "What is a trie?"], ("trie", "routing tables")),
        (["How large is Kelips?"], ()),
        ([], ()),
    ],
)
def test_the_two_are_what_was_spoken_of_last(newest_first: list[str], two: tuple[str, ...]) -> None:
    assert the_two(newest_first) == two
