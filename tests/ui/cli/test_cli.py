"""The command line, as a person or a script uses it: real processes, exit statuses, streams."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import jsonschema
import pytest

ROOT = Path(__file__).resolve().parents[3]
SCHEMAS = ROOT / "assets" / "schemas"
QUESTION = "Should a literature search weight its results by citations?"

Run = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def carrel(tmp_path: Path) -> Run:
    """Runs ``carrel`` in an empty folder, as installed."""

    def run(*arguments: str, library: Path | None = None) -> subprocess.CompletedProcess[str]:
        elsewhere = tmp_path / "elsewhere"
        elsewhere.mkdir(exist_ok=True)
        chosen = ("--library", str(library)) if library else ()
        return subprocess.run(
            [sys.executable, "-c", "from ui.cli.main import main; main()", *chosen, *arguments],
            cwd=elsewhere,
            capture_output=True,
            text=True,
            check=False,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
        )

    return run


@pytest.fixture
def library(sample_library_folder: Path, tmp_path: Path) -> Path:
    folder = tmp_path / "library"
    shutil.copytree(sample_library_folder, folder)
    return folder


def payload(done: subprocess.CompletedProcess[str], schema: str) -> Any:
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    rules = json.loads((SCHEMAS / f"{schema}.json").read_text())
    jsonschema.validate(found, rules)
    return found


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
    kept = json.loads(carrel("answers", "--json", library=library).stdout)["answers"]
    assert [answer["question"] for answer in kept] == [QUESTION]


def test_search_and_ask_print_their_published_shapes(carrel: Run, library: Path) -> None:
    found = payload(
        carrel("search", "fusion of rankings", "-k", "3", "--json", library=library), "search"
    )
    assert [hit["rank"] for hit in found["hits"]] == [1, 2, 3]
    answer = payload(carrel("ask", QUESTION, "--json", library=library), "ask")
    numbers = [citation["n"] for citation in answer["citations"]]
    assert numbers == list(range(1, len(numbers) + 1))
    for citation in answer["citations"]:
        assert citation["quote"] in citation["passage"]["text"]
    status = payload(carrel("status", "--json", library=library), "status")
    assert status["device"]
    assert status["counts"]["papers"] == status["counts"]["ready"] + 1


def test_inspect_stores_nothing(carrel: Run, samples: Path, own_home: Path) -> None:
    read = payload(carrel("inspect", str(samples / "main.pdf"), "--json"), "inspect")
    assert read["title"].startswith("Where to Cut")
    assert read["passages"]
    assert not list(own_home.rglob("catalogue.duckdb"))


@pytest.mark.parametrize(
    ("arguments", "status", "said"),
    [
        (["search"], 2, "Missing argument"),
        (["nonsense"], 2, "nonsense"),
        (["ingest", "no-such-folder"], 2, "no-such-folder"),
        (["--set", "search.hit=3", "settings"], 1, "did you mean search.hits?"),
        (["papers"], 1, "carrel ingest"),
        (["search", "?!"], 1, "no library"),
        (["inspect", "/dev/null"], 1, "hint:"),
        (["models", "use", "writer", "no-such-model"], 1, "no-such-model"),
        (["models", "fetch", "no-such-model"], 1, "no-such-model"),
    ],
)
def test_what_goes_wrong_is_said_on_stderr_with_a_status(
    carrel: Run, arguments: list[str], status: int, said: str
) -> None:
    done = carrel(*arguments)
    assert done.returncode == status, done.stderr
    assert said in done.stderr
    assert not done.stdout
    assert "Traceback" not in done.stderr


def test_an_unknown_paper_is_refused_in_words(carrel: Run, library: Path) -> None:
    done = carrel("show", "nobody1900", library=library)
    assert done.returncode == 1
    assert "nobody1900" in done.stderr


def test_an_existing_export_is_left_alone(carrel: Run, library: Path, tmp_path: Path) -> None:
    file = tmp_path / "mine.bib"
    file.write_text("precious")
    done = carrel("export", "papers", "-o", str(file), library=library)
    assert done.returncode == 1
    assert file.read_text() == "precious"
    assert (
        carrel("export", "papers", "-o", str(file), "--overwrite", library=library).returncode == 0
    )
    assert "@" in file.read_text()


def test_a_library_that_is_open_elsewhere_is_named(carrel: Run, library: Path) -> None:
    from workbench.library import Library
    from workbench.settings import Settings

    with Library.open(library, settings=Settings()):
        done = carrel("papers", library=library)
    assert done.returncode == 1
    assert str(os.getpid()) in done.stderr


def test_models_lists_what_is_here(carrel: Run) -> None:
    listed = payload(carrel("models", "--json"), "models")["models"]
    assert {m["role"] for m in listed if m["in_use"] and m["present"]} == {"embed", "generate"}


def test_choosing_a_model_is_kept(carrel: Run) -> None:
    assert carrel("models", "use", "writer", "none").returncode == 0
    settings = json.loads(carrel("settings", "--json").stdout)["settings"]
    [writer] = [s for s in settings if s["key"] == "models.writer"]
    assert writer["value"] == "none"


def test_control_characters_from_a_paper_do_not_reach_the_terminal(
    carrel: Run, tmp_path: Path
) -> None:
    import pymupdf

    folder = tmp_path / "papers"
    folder.mkdir()
    with pymupdf.open() as document:
        page = document.new_page()
        page.insert_text((72, 72), "A [red]title[/red] with brackets", fontsize=18)
        page.insert_text((72, 120), "The method is fast and it is described here in full.")
        document.set_metadata({"title": "Evil \x1b]0;owned\x07 \x1b[31mtitle"})
        document.save(folder / "evil.pdf")
    library = tmp_path / "library"
    assert carrel("ingest", str(folder), "--words-only", library=library).returncode == 0
    for command in (["papers"], ["search", "method"]):
        done = carrel(*command, library=library)
        assert "\x1b" not in done.stdout
        assert "\x07" not in done.stdout


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


def test_what_was_not_foreseen_is_logged_whole_and_said_in_words(
    monkeypatch: pytest.MonkeyPatch,
    sample_library_folder: Path,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    from ui.cli.main import run
    from workbench.library import Library
    from workbench.logs import log_file

    def fail(*arguments: object, **options: object) -> None:
        raise RuntimeError("a cog came loose")

    shutil.copytree(sample_library_folder, tmp_path / "library")
    monkeypatch.setattr(Library, "papers", fail)
    assert run(["--library", str(tmp_path / "library"), "papers"]) == 1
    said = capsys.readouterr()
    assert not said.out
    assert "did not foresee" in said.err
    assert str(log_file()) in said.err
    assert "Traceback" not in said.err
