"""The command line, as a person or a script uses it: real processes, exit statuses, streams."""

from __future__ import annotations

import json
import os
import shutil
from pathlib import Path

import pytest

from tests.ui.cli.running import Run, payload

QUESTION = "Should a literature search weight its results by citations?"


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
        (["search"], 2, "give one of QUERY"),
        (["nonsense"], 2, "nonsense"),
        (["serch", "graphs"], 2, "did you mean `carrel search`?"),
        (["mark", "read"], 2, "name a paper"),
        (["mark", "abara2021late"], 2, "'abara2021late' is not one of 'read'"),
        (["--set", "search.hits=many", "status"], 2, "hint: write a whole number, at least 1"),
        (["ingest", "no-such-folder"], 2, "no-such-folder"),
        (["--set", "search.hit=3", "settings"], 2, "did you mean search.hits?"),
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


def test_wrong_use_is_said_as_every_other_error_is(carrel: Run) -> None:
    done = carrel("mark", "abara2021late", "done")
    assert done.returncode == 2
    assert done.stderr.startswith("error: ")
    assert "'done' is not one of 'read'" in done.stderr
    assert done.stderr.endswith("\n\nhint: `carrel mark --help` tells what it takes\n")
    assert carrel("evaluate").stderr.startswith("Usage: carrel evaluate")


def test_references_stand_under_their_printed_labels(
    carrel: Run, library: Path, samples: Path
) -> None:
    shown = payload(carrel("show", "abara2021late", "--json", library=library), "show")
    first = shown["references"][0]
    assert first["label"] == "1"
    entry = f"[1] {first['raw'][:30]}"
    assert entry in carrel("show", "abara2021late", library=library).stdout
    file = str(Path(shown["paths"][0]))
    assert entry in carrel("inspect", file).stdout


def test_an_entry_without_a_label_stands_under_its_place() -> None:
    from ingest.paper import Reference
    from ui.cli.words import reference_entry

    assert reference_entry(Reference(3, "Knuth, D. 1973.")) == "[3] Knuth, D. 1973."
    assert reference_entry(Reference(3, "Knuth, D.", label="Knu73")) == "[Knu73] Knuth, D."


def test_what_could_not_be_read_is_listed_with_its_reason(carrel: Run, tmp_path: Path) -> None:
    folder, library = tmp_path / "papers", tmp_path / "library"
    folder.mkdir()
    (folder / "broken.pdf").write_bytes(b"no PDF")
    done = carrel("ingest", str(folder), "--words-only", library=library)
    assert "carrel folders --problems" in done.stdout
    found = payload(carrel("folders", "--problems", "--json", library=library), "folders")
    [problem] = found["problems"]
    assert (problem["path"], problem["state"]) == (str(folder / "broken.pdf"), "failed")
    assert problem["reason"]
    listed = carrel("folders", "--problems", library=library).stdout
    assert listed.startswith(f"failed      {folder / 'broken.pdf'}")
    assert problem["reason"][:40] in listed


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


def test_no_file_name_can_forge_a_line(carrel: Run, tmp_path: Path) -> None:
    folder = tmp_path / "papers"
    folder.mkdir()
    for separator in ("\n", "\r", "\x0b", "\x1c", "\x85", "\u2028"):
        (folder / f"a{separator}ready       forged.pdf").write_bytes(b"no PDF")
    library = tmp_path / "library"
    done = carrel("ingest", str(folder), "--words-only", library=library)
    lines = done.stdout.splitlines()
    assert not [line for line in lines if line.startswith("ready")]
    assert len([line for line in lines if "forged.pdf" in line]) >= 6
    assert "\nready" not in done.stderr
    again = carrel("folders", library=library)
    assert len(again.stdout.splitlines()) == 1
    refused = carrel("inspect", str(folder / "a\nready       forged.pdf"))
    assert refused.returncode == 1
    assert not [line for line in refused.stderr.splitlines() if line.startswith("ready")]


def test_a_narrow_encoding_costs_letters_not_the_answer(carrel: Run, library: Path) -> None:
    narrow = {"PYTHONIOENCODING": "ascii"}
    asked = carrel("ask", QUESTION, library=library, environment=narrow)
    assert asked.returncode == 0, asked.stderr
    assert "[1]" in asked.stdout
    exact = payload(carrel("answers", "--json", library=library), "answers")
    escaped = payload(carrel("answers", "--json", library=library, environment=narrow), "answers")
    assert escaped == exact
    assert any(ord(letter) > 127 for letter in json.dumps(exact, ensure_ascii=False))


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="the system has no /dev/full")
@pytest.mark.parametrize("arguments", [["settings"], ["settings", "--json"], ["--help"]])
def test_output_that_cannot_be_written_is_said(carrel: Run, arguments: list[str]) -> None:
    with Path("/dev/full").open("wb") as full:
        done = carrel(*arguments, stdout=full.fileno())
    assert done.returncode == 1
    assert "cannot be written: No space left" in done.stderr
    assert "Traceback" not in done.stderr
    assert "Exception ignored" not in done.stderr


def test_a_wrong_model_is_listed_with_what_is_wrong(carrel: Run, tmp_path: Path) -> None:
    odd = tmp_path / "odd.gguf"
    odd.write_text("no model")
    option = ("--set", f"models.embedder={odd}")
    listed = payload(carrel(*option, "models", "--json"), "models")["models"]
    [wrong] = [model for model in listed if "error" in model]
    assert (wrong["name"], wrong["in_use"], wrong["present"]) == (str(odd), True, False)
    assert "GGUF" in wrong["error"]
    assert {model["role"] for model in listed if model["present"]} == {"embed", "generate"}
    told = carrel(*option, "models")
    assert told.returncode == 0
    assert "cannot be used" in told.stdout


def test_exports_say_where_they_went_on_stderr_and_print_json(
    carrel: Run, library: Path, tmp_path: Path
) -> None:
    answer = payload(carrel("ask", QUESTION, "--json", library=library), "ask")
    file = tmp_path / "answer.md"
    written = carrel("export", "answer", "-o", str(file), library=library)
    assert (written.returncode, written.stdout) == (0, "")
    assert f"written to {file}" in written.stderr
    assert carrel("export", "answer", library=library).stdout == file.read_text(encoding="utf-8")
    exported = payload(carrel("export", "answer", "--json", library=library), "ask")
    assert exported == answer
    papers = payload(carrel("papers", "--json", library=library), "papers")["papers"]
    keys = [papers[0]["citekey"], papers[1]["citekey"]]
    file = tmp_path / "two.bib"
    done = carrel("export", "papers", *keys, "--json", "-o", str(file), library=library)
    made = payload(done, "export-papers")
    assert (made["format"], made["papers"]) == ("bibtex", keys)
    assert made["text"] == file.read_text(encoding="utf-8")
    assert "written to" in done.stderr
    done = carrel("export", "papers", "--json", library=library)
    everything = payload(done, "export-papers")
    unknown = [p["citekey"] for p in papers if not (p["title"] or p["authors"])]
    assert {*everything["papers"], *unknown} == {p["citekey"] for p in papers}
    assert everything["text"].count("@") >= len(everything["papers"]) == len(papers) - len(unknown)
    assert unknown
    assert f"left out {len(unknown)} paper" in done.stderr
    assert all(key in done.stderr for key in unknown)


def test_choosing_a_model_prints_json(carrel: Run) -> None:
    chosen = payload(carrel("models", "use", "writer", "none", "--json"), "models-use")
    assert (chosen["key"], chosen["value"]) == ("models.writer", "none")
    assert 'writer = "none"' in Path(chosen["file"]).read_text(encoding="utf-8")


@pytest.mark.parametrize("output", ["no-folder/x.md", "~nobody-of-that-name/x.md"])
def test_an_answer_that_could_not_be_kept_is_not_begun(
    carrel: Run, library: Path, output: str
) -> None:
    done = carrel("ask", QUESTION, "--output", output, library=library)
    assert done.returncode == 2
    assert output.split("/")[0] in done.stderr
    assert not payload(carrel("answers", "--json", library=library), "answers")["answers"]


def test_an_answer_is_printed_even_where_writing_it_fails(
    library: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    from ui.cli.main import run
    from workbench.errors import ExportError
    from workbench.library import Library

    def fail(*arguments: object, **options: object) -> None:
        raise ExportError("the disk is full")

    monkeypatch.setattr(Library, "export_answer", fail)
    asked = ["--library", str(library), "ask", QUESTION, "-o", str(tmp_path / "answer.md")]
    assert run(asked) == 1
    said = capsys.readouterr()
    assert "[1]" in said.out
    assert "the disk is full" in said.err


def test_the_app_is_not_opened_where_there_is_no_terminal(carrel: Run, tmp_path: Path) -> None:
    done = carrel(library=tmp_path / "status")
    assert done.returncode == 2
    assert "needs a terminal" in done.stderr
    assert not (tmp_path / "status").exists()


def test_wrong_settings_cost_only_themselves_and_are_told(
    carrel: Run, library: Path, tmp_path: Path
) -> None:
    file = Path(payload(carrel("settings", "--json"), "settings")["file"])
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text("[search]\nhits = 'many'\ncandidates = 70\n[look\n")
    try:
        told = payload(carrel("settings", "--json"), "settings")
        values = {setting["key"]: setting["value"] for setting in told["settings"]}
        assert (values["search.hits"], values["search.candidates"]) == (10, 70)
        assert [f"line {line}" in note for line, note in zip((2, 4), told["notes"], strict=True)]
        for reading in (["settings"], ["status"], ["papers"], ["search", "age"]):
            done = carrel(*reading, library=library)
            assert done.returncode == 0, done.stderr
            assert done.stderr.count("line 2: search.hits: 'many' is not a whole number") == 1
            assert "10 is used instead" in done.stderr
        refused = carrel("ingest", str(tmp_path), library=library)
        assert refused.returncode == 1
        assert "line 2" in refused.stderr
    finally:
        file.unlink()
