"""Asking, exporting, voting and measuring from the command line."""

from __future__ import annotations

import json
from pathlib import Path

from tests.ui.cli.running import Run, payload

QUESTION = "Should a literature search weight its results by citations?"


def written(file: Path, *rows: dict[str, object]) -> str:
    file.write_text("\n".join(json.dumps(row) for row in rows), encoding="utf-8")
    return str(file)


def test_kind_effort_follow_and_again(carrel: Run, library: Path) -> None:
    first = payload(carrel("ask", QUESTION, "--effort", "quick", "--json", library=library), "ask")
    assert first["effort"] == "quick"
    second = payload(
        carrel("ask", "and by year?", "--follow", "last", "--json", library=library), "ask"
    )
    assert second["follows"] == first["id"]
    assert "citations" in second["searched"][0]
    again = payload(carrel("ask", "--again", first["id"], "--json", library=library), "ask")
    assert again["changes"]["verdict"] == "answered as before"
    assert again["effort"] == "quick"
    counted = carrel("ask", "Which papers are cited most?", library=library)
    assert "Cited by" in counted.stdout
    assert "kind count" in counted.stderr
    found = payload(carrel("answers", "WEIGHT", "literature", "--json", library=library), "answers")
    assert {answer["id"] for answer in found["answers"]} >= {first["id"]}


def test_an_answer_goes_out_in_every_format(carrel: Run, library: Path, tmp_path: Path) -> None:
    carrel("ask", QUESTION, library=library)
    shown = carrel("export", "answer", "--style", "ieee", library=library)
    assert 'style: "ieee"' in shown.stdout
    file = tmp_path / "answer.md"
    done = carrel(
        "export", "answer", "last", "--format", "pandoc", "-o", str(file), library=library
    )
    assert done.returncode == 0, done.stderr
    assert file.with_suffix(".bib").exists()
    again = carrel(
        "export", "answer", "last", "--format", "pandoc", "-o", str(file), library=library
    )
    assert again.returncode == 1
    assert "there already" in again.stderr
    run = carrel("export", "answer", "--format", "trec-rag", library=library)
    assert json.loads(run.stdout)["topic"] == QUESTION
    wrong = carrel("export", "answer", "--style", "nobody", library=library)
    assert wrong.returncode == 1
    assert "apa" in wrong.stderr


def test_votes_from_the_command_line(carrel: Run, library: Path) -> None:
    carrel("ask", QUESTION, library=library)
    assert "[1]: +1" in carrel("vote", "up", "--quote", "1", library=library).stdout
    voted = payload(carrel("vote", "down", "--json", library=library), "vote")
    assert (voted["value"], voted["quotes"]["1"]) == (-1, 1)
    carrel("vote", "undo", library=library)
    assert "no vote" in carrel("vote", "undo", "--quote", "1", library=library).stdout
    wrong = carrel("vote", "down", "--quote", "77", library=library)
    assert wrong.returncode == 1
    assert "no quote 77" in wrong.stderr


def test_answers_are_measured_and_compared(carrel: Run, library: Path, tmp_path: Path) -> None:
    file = written(
        tmp_path / "q.jsonl",
        {"question": QUESTION, "papers": ["mensah2019citation"]},
        {"question": "What did the Zagreb caesium clock cost?", "answerable": False},
    )
    done = carrel(
        "evaluate", "answers", file, "--against", "answer.quotes=1", "--json", library=library
    )
    runs = payload(done, "evaluate-answers")["runs"]
    assert set(runs) == {"now", "answer.quotes=1"}
    figures = runs["now"]["figures"]
    assert figures["right_paper_cited"] == 1.0
    assert figures["unanswerable_refused"] == 1.0
    assert not json.loads(carrel("answers", "--json", library=library).stdout)["answers"]
    wrong = carrel("evaluate", "answers", file, "--against", "models.writer=none", library=library)
    assert wrong.returncode == 2


def test_the_checker_is_measured_without_a_library(carrel: Run, tmp_path: Path) -> None:
    file = written(
        tmp_path / "pairs.jsonl",
        {"claim": "The graph is fast.", "evidence": "The graph is fast.", "supported": True},
        {"claim": "Cats cost 12 euros.", "evidence": "The graph is fast.", "supported": False},
    )
    done = carrel("evaluate", "support", file, "--words", "--json")
    assert payload(done, "evaluate-support")["figures"]["balanced_accuracy"] == 1.0
    broken = written(tmp_path / "broken.jsonl", {"claim": "x"})
    assert "line 1" in carrel("evaluate", "support", broken).stderr


def test_a_library_is_asked_about_itself(carrel: Run, library: Path) -> None:
    done = carrel("evaluate", "library", "--questions", "3", "--details", library=library)
    assert done.returncode == 0, done.stderr
    assert "passage in first 5" in done.stdout
    assert done.stdout.count("?") >= 3
    asked = carrel("evaluate", "library", "--questions", "2", "--json", library=library)
    assert len(payload(asked, "evaluate-library")["questions"]) == 2


def test_the_kinds_that_can_be_said_are_those_that_there_are() -> None:
    from ui.cli.ask_command import KINDS
    from workbench.answer.kinds import KIND_NAMES

    assert KINDS == KIND_NAMES
