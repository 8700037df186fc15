"""Choosing blind: both answers are shown, and the tally names the settings only at the end."""

from __future__ import annotations

from collections.abc import Iterator

import click
import pytest
from answer_support import Shelf, paper

from ui.cli.blind_choice import choose_blind
from workbench.answer.answerer import Answerer
from workbench.evaluate.answers import AnswersReport, KnownQuestion, ask_all, score_answers

QUESTIONS = [KnownQuestion(f"How fast does graph {n} answer a query?") for n in (1, 2, 3)]


def report(unit: str) -> AnswersReport:
    shelf = Shelf()
    for n in (1, 2, 3):
        shelf.add(
            paper(f"Graphs {n}", (f"Author{n}",), 2010 + n),
            f"Graph {n} answers a query in {n} {unit} on one million vectors.",
            f"A query is answered by graph {n} faster when its vectors were sorted before.",
        )
    answerer = Answerer(shelf.search)
    rows = list(ask_all(QUESTIONS, lambda q, hear: answerer.answer(q, on_event=hear)))
    return score_answers(rows, len(QUESTIONS))


def test_choices_are_tallied_and_told_at_the_end(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    keys: Iterator[str] = iter(["=", "1", "q"])
    before: list[str] = []

    def prompt(text: str, *, err: bool) -> str:
        assert err
        before.append(capsys.readouterr().out)
        return next(keys)

    monkeypatch.setattr(click, "prompt", prompt)
    choose_blind(report("milliseconds"), report("seconds"), names=("many", "few"))
    assert all("many" not in shown and "few" not in shown for shown in before)
    told = capsys.readouterr().out
    assert "neither: 1" in told
    assert "many: 1" in told or "few: 1" in told
