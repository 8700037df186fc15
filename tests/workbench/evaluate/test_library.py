"""Questions made of a library's own passages, and what comes back for them."""

from __future__ import annotations

import threading

import pytest

from workbench.errors import EvaluationError
from workbench.evaluate.library import evaluate_library
from workbench.evaluate.own_questions import make_questions
from workbench.library import Library


def test_the_same_seed_asks_the_same_and_no_question_repeats_its_sentence(
    sample_library: Library,
) -> None:
    def made(seed: int) -> list[str]:
        papers, of = sample_library.papers(), sample_library.passages
        return [asked.question for asked in make_questions(papers, of, 12, seed)]

    assert made(0) == made(0)
    assert made(0) != made(1)
    assert len(set(made(0))) == 12
    for asked in make_questions(sample_library.papers(), sample_library.passages, 12):
        assert asked.sentence in asked.passage.text
        assert asked.question.endswith("?")
        assert len(asked.question) < len(asked.sentence) + 30
        assert asked.sentence not in asked.question


def test_passages_come_back_and_nothing_is_kept(sample_library: Library) -> None:
    before = len(sample_library.answers())
    papers, of = sample_library.papers(), sample_library.passages
    report = evaluate_library(
        make_questions(papers, of, 8),
        lambda query: sample_library.search(query, k=10),
        lambda question: sample_library.ask(question, keep=False),
        8,
    )
    assert report.figures["questions"] == 8
    assert report.figures["paper_in_first_10"] >= 0.75
    assert report.figures["passage_in_first_1"] <= report.figures["passage_in_first_5"]
    assert len(sample_library.answers()) == before


def test_a_library_without_sentences_is_told(sample_library: Library) -> None:
    with pytest.raises(EvaluationError, match="no question"):
        evaluate_library([], sample_library.search, sample_library.ask, 5)


def test_a_cancel_reports_what_was_asked(sample_library: Library) -> None:
    stop = threading.Event()
    stop.set()
    questions = make_questions(sample_library.papers(), sample_library.passages, 3)
    report = evaluate_library(
        questions,
        lambda query: sample_library.search(query, k=10, cancel=stop),
        lambda question: sample_library.ask(question, keep=False),
        3,
        cancel=stop,
    )
    assert report.cancelled
    assert report.figures["questions"] == 0
