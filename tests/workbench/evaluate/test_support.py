"""Scoring the checker, and choosing blind between two settings."""

from __future__ import annotations

import json
import threading
from collections.abc import Sequence
from pathlib import Path

import pytest

from workbench.answer.verify import Verdict
from workbench.errors import EvaluationError
from workbench.evaluate.blind import Choice, Tally, shuffled, sign_test
from workbench.evaluate.support import evaluate_support, read_pairs
from workbench.types import Support


def pairs_file(folder: Path, *rows: dict[str, object]) -> Path:
    file = folder / "pairs.jsonl"
    file.write_text("\n".join(json.dumps(row) for row in rows), encoding="utf-8")
    return file


def row(claim: str, supported: object, evidence: object = "It is so.") -> dict[str, object]:
    return {"claim": claim, "evidence": evidence, "supported": supported}


def check(claim: str, evidence: Sequence[str]) -> Verdict:
    del evidence
    score = float(claim)
    return Verdict(Support.SUPPORTED if score > 0.5 else Support.UNSUPPORTED, score)


def test_pairs_are_read_with_the_words_that_such_sets_use(tmp_path: Path) -> None:
    file = pairs_file(
        tmp_path,
        row("It is [1].", "attributable", ["[1] http://a.example It is.", "x"]),
        row("No.", False),
        row("No.", "not attributable"),
    )
    pairs = read_pairs(file)
    assert [pair.supported for pair in pairs] == [True, False, False]
    assert pairs[0].claim == "It is."
    assert pairs[0].evidence == ("It is.", "x")


@pytest.mark.parametrize("wrong", [row("x", "perhaps"), row("x", True, 3), {"claim": "x"}])
def test_a_pair_that_says_nothing_is_told(tmp_path: Path, wrong: dict[str, object]) -> None:
    with pytest.raises(EvaluationError, match="line 1"):
        read_pairs(pairs_file(tmp_path, wrong))


def test_the_figures_of_a_checker(tmp_path: Path) -> None:
    rows = [row("0.9", True), row("0.4", True), row("0.6", False), row("0.1", False)]
    figures = evaluate_support(read_pairs(pairs_file(tmp_path, *rows)), check).figures
    assert figures["balanced_accuracy"] == 0.5
    assert figures["precision_supported"] == 0.5
    assert figures["auc"] == 0.75


def test_ties_count_half(tmp_path: Path) -> None:
    rows = [row("0.5", True), row("0.5", False)]
    assert evaluate_support(read_pairs(pairs_file(tmp_path, *rows)), check).figures["auc"] == 0.5


def test_a_cancel_ends_the_checking(tmp_path: Path) -> None:
    stop = threading.Event()
    stop.set()
    pairs = read_pairs(pairs_file(tmp_path, row("0.9", True)))
    report = evaluate_support(pairs, check, cancel=stop)
    assert report.cancelled
    assert report.figures["pairs"] == 0


def test_sides_are_shuffled_and_choices_find_their_setting() -> None:
    questions = [f"q{i}" for i in range(40)]
    pairs = shuffled(questions, ["first"] * 40, ["second"] * 40, seed=1)
    assert {pair.swapped for pair in pairs} == {True, False}
    tally = Tally()
    for pair in pairs:
        tally.add(pair, Choice.LEFT if pair.left == "second" else Choice.RIGHT)
    tally.add(pairs[0], Choice.SAME)
    assert (tally.first, tally.second, tally.same) == (0, 40, 1)
    assert tally.p_value < 0.001


def test_the_sign_test_is_exact() -> None:
    assert sign_test(0, 0) == 1.0
    assert sign_test(5, 0) == pytest.approx(0.0625)
    assert sign_test(3, 3) == 1.0
