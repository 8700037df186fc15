"""What a library touches on and does not say is refused; the same matter asked rightly is not."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from answer_support import Shelf, paper

from workbench.answer.answerer import Answerer
from workbench.answer.spelling import held_share
from workbench.library import Library

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


@pytest.mark.xfail(
    strict=True, reason="a sentence with all words but the one that matters is taken for an answer"
)
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
