"""From a folder of papers to a cited answer, in real processes with real models."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest
from tests_support import page_text, squeezed, stands_on

from tests.ui.cli.running import Run, payload

QUESTION = "Should a literature search weight its results by citations?"


def test_the_first_day(carrel: Run, tmp_path: Path, samples: Path) -> None:
    """Ingest, look, search, ask, export: what the README shows, in its order."""
    library = tmp_path / "mine"
    first = payload(carrel("ingest", str(samples), "--json", library=library), "ingest")
    files = list(samples.iterdir())
    assert len(first["files"]) == first["counts"]["total"] == len(files)
    again = carrel("ingest", str(samples), library=library)
    assert again.returncode == 0
    assert again.stdout.startswith("nothing changed")
    papers = payload(carrel("papers", "--json", library=library), "papers")["papers"]
    shown = payload(carrel("show", papers[0]["citekey"], "--json", library=library), "show")
    assert shown["paper"]["id"] == papers[0]["id"]
    asked = carrel("ask", QUESTION, "--output", "answer.md", library=library)
    assert asked.returncode == 0, asked.stderr
    assert "[1]" in asked.stdout
    assert QUESTION in (tmp_path / "elsewhere" / "answer.md").read_text()
    kept = payload(carrel("answers", "--json", library=library), "answers")["answers"]
    assert [answer["question"] for answer in kept] == [QUESTION]


def test_every_quote_of_an_answer_stands_on_the_page_it_names(
    carrel: Run, tmp_path: Path, samples: Path
) -> None:
    library = tmp_path / "mine"
    payload(carrel("ingest", str(samples), "--json", library=library), "ingest")
    for question in (QUESTION, "How do fusion methods compare?", "What does a passage index cost?"):
        answer = payload(carrel("ask", question, "--json", library=library), "ask")
        assert answer["citations"], question
        numbers = {citation["n"] for citation in answer["citations"]}
        assert all(set(sentence["citations"]) <= numbers for sentence in answer["sentences"])
        for citation in answer["citations"]:
            printed = squeezed(page_text(citation["paper"]["path"], citation["page"]))
            assert stands_on(squeezed(citation["quote"]), printed), citation["quote"]


@pytest.mark.parametrize("fetch", ["never", "auto"])
def test_offline_without_models_words_are_found_and_the_reason_is_said(
    carrel: Run, samples: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fetch: str
) -> None:
    monkeypatch.setenv("CARREL_MODELS", str(tmp_path / "no-models"))
    for name in ("PIP_CONFIG_FILE", "PIP_FIND_LINKS", "PIP_EXTRA_INDEX_URL"):
        monkeypatch.setenv(name, os.devnull if name == "PIP_CONFIG_FILE" else "")
    monkeypatch.setenv("PIP_INDEX_URL", "http://127.0.0.1:9/nothing-listens-here")
    monkeypatch.setenv("PIP_RETRIES", "0")
    folder = tmp_path / "papers"
    folder.mkdir()
    shutil.copy(samples / "main.pdf", folder)
    library = tmp_path / "library"
    option = ("--set", f"models.fetch={fetch}")
    report = payload(carrel(*option, "ingest", str(folder), "--json", library=library), "ingest")
    [file] = report["files"]
    assert file["state"] == "words only"
    assert "carrel models fetch" in file["reason"]
    found = carrel("search", "passage segmentation", library=library)
    assert "Where to Cut" in found.stdout
    assert "words only" in found.stderr
    answer = payload(
        carrel("ask", "Where should a passage be cut?", "--json", library=library), "ask"
    )
    assert answer["citations"]
    assert any("words" in note for note in answer["notes"])
