"""``carrel collection``, ``note``, ``searches``, ``remove`` and ``restore``."""

from __future__ import annotations

import os
import shlex
import stat
import sys
from pathlib import Path

import pytest

from tests.ui.cli.running import PROGRAM, ROOT, Run, payload

PAPER = "abara2021late"


def test_a_collection_is_made_listed_searched_and_exported(carrel: Run, library: Path) -> None:
    added = carrel("collection", "add", "Chapter 2", PAPER, "--json", library=library)
    [made] = payload(added, "collections")["collections"]
    assert (made["name"], made["papers"]) == ("Chapter 2", 1)
    assert "     1  Chapter 2" in carrel("collection", library=library).stdout
    shown = carrel("collection", "show", "chapter 2", "--json", library=library)
    [row] = payload(shown, "papers")["papers"]
    assert (row["citekey"], row["collections"]) == (PAPER, ["Chapter 2"])
    found = carrel("search", "model", "--collection", "chapter 2", "--json", library=library)
    hits = payload(found, "search")["hits"]
    assert {hit["paper"]["citekey"] for hit in hits} == {PAPER}
    exported = carrel("export", "papers", "--collection", "chapter 2", "--json", library=library)
    assert payload(exported, "export-papers")["papers"] == [PAPER]
    renamed = carrel("collection", "rename", "chapter 2", "thesis", "--json", library=library)
    assert payload(renamed)["collections"][0]["name"] == "thesis"
    deleted = carrel("collection", "delete", "Thesis", library=library)
    assert "no collections yet" in deleted.stdout
    assert "collection add thesis" in deleted.stderr


def test_the_command_that_undoes_a_deletion_can_be_run_as_it_stands(
    carrel: Run, library: Path
) -> None:
    listed = payload(carrel("papers", "--json", library=library))["papers"]
    gone, other = [paper["id"] for paper in listed[:2]]
    name = "costs $HOME `id` isn't"
    carrel("collection", "add", name, gone, other, library=library)
    carrel("remove", gone, "--yes", library=library)
    deleted = carrel("collection", "delete", name, library=library)
    assert "1 paper that is not in the library now" in deleted.stderr
    [line] = [line for line in deleted.stderr.splitlines() if line.startswith("to undo: carrel ")]
    again = shlex.split(line.removeprefix("to undo: carrel "))
    assert again == ["collection", "add", name, other]
    [made] = payload(carrel(*again, "--json", library=library))["collections"]
    assert (made["name"], made["papers"]) == (name, 1)


def test_a_note_is_set_grown_printed_and_exported(carrel: Run, library: Path) -> None:
    carrel("note", PAPER, "--set", "**Good** [sic]", library=library)
    grown = carrel("note", PAPER, "--add", "But slow.", "--json", library=library)
    assert payload(grown, "note")["note"] == "**Good** [sic]\n\nBut slow."
    assert carrel("note", PAPER, library=library).stdout == "**Good** [sic]\n\nBut slow.\n"
    listed = payload(carrel("papers", "but slow", "--json", library=library), "papers")
    assert [row["citekey"] for row in listed["papers"]] == [PAPER]
    exported = carrel(
        *("export", "papers", PAPER, "--format", "markdown", "--notes"), library=library
    )
    assert "**Good** [sic]\n\nBut slow.\n" in exported.stdout
    plain = carrel("export", "papers", PAPER, "--format", "markdown", library=library).stdout
    assert plain.startswith("- Abara")
    assert "Good" not in plain
    gone = carrel("note", PAPER, "--set", "", library=library)
    assert gone.stdout == "no note\n"


def test_a_note_comes_from_a_file_or_a_pipe(carrel: Run, library: Path, tmp_path: Path) -> None:
    note = tmp_path / "note.md"
    note.write_text("from a file\n", encoding="utf-8")
    assert carrel("note", PAPER, "--file", str(note), library=library).stdout == "from a file\n"
    note.write_bytes(b"\xff\xfe\x00")
    refused = carrel("note", PAPER, "--file", str(note), library=library)
    assert refused.returncode == 1
    assert "UTF-8" in refused.stderr


@pytest.mark.skipif(sys.platform == "win32", reason="pseudo-terminals are POSIX")
def test_an_editor_opens_on_the_note(library: Path, tmp_path: Path) -> None:
    import pty

    editor = tmp_path / "editor"
    editor.write_text('#!/bin/sh\necho "typed in the editor" >> "$1"\n', encoding="utf-8")
    editor.chmod(editor.stat().st_mode | stat.S_IXUSR)
    child, screen = pty.fork()
    if child == 0:
        os.environ |= {"EDITOR": str(editor), "VISUAL": str(editor), "PYTHONPATH": str(ROOT)}
        os.execv(PROGRAM[0], [*PROGRAM, "--library", str(library), "note", PAPER])
    said = b""
    try:
        while part := os.read(screen, 4096):
            said += part
    except OSError:
        pass  # the far end of a pseudo-terminal closes with an error
    _, status = os.waitpid(child, 0)
    assert os.waitstatus_to_exitcode(status) == 0, said.decode()
    assert "typed in the editor" in said.decode()


def test_a_search_is_saved_with_its_years_and_controls_and_made_again(
    carrel: Run, library: Path
) -> None:
    first = carrel(
        *("search", "late interaction", "--since", "2015", "--weigh", "strong"),
        *("--save", "Late", "--json"),
        library=library,
    )
    listed = payload(carrel("searches", "--json", library=library), "searches")["searches"]
    assert listed[0]["query"] == "late interaction year:2015.."
    assert listed[0]["controls"] == {"weigh": "strong"}
    again = payload(carrel("search", "--saved", "late", "--json", library=library), "search")
    assert [hit["passage"]["id"] for hit in again["hits"]] == [
        hit["passage"]["id"] for hit in payload(first, "search")["hits"]
    ]
    assert "weigh strong" in carrel("searches", library=library).stdout
    carrel("searches", "rename", "late", "Interaction", library=library)
    assert (
        "no saved searches" in carrel("searches", "forget", "interaction", library=library).stdout
    )


def test_a_paper_is_removed_and_restored(carrel: Run, library: Path) -> None:
    removed = payload(carrel("remove", PAPER, "--yes", "--json", library=library), "removed")[
        "removed"
    ]
    assert Path(removed[0]["paths"][0]).exists()
    assert PAPER not in carrel("papers", library=library).stdout
    assert removed[0]["id"][:8] in carrel("restore", library=library).stdout
    back = payload(carrel("restore", removed[0]["id"], "--json", library=library), "ingest")
    assert back["files"][0]["state"] == "ready"
    assert PAPER in carrel("papers", library=library).stdout
    assert "no paper was taken out" in carrel("restore", library=library).stdout


@pytest.mark.parametrize(
    ("arguments", "status", "said"),
    [
        (["collection", "show", "nothing"], 1, "no collection"),
        (["collection", "add", 'a "b"', PAPER], 1, "cannot be a name"),
        (["collection", "add", "thesis", "nobody"], 1, "no paper answers"),
        (["papers", "--collection", "nothing"], 1, "no collection"),
        (["export", "papers", "--collection", "nothing"], 1, "no collection"),
        (["export", "papers", PAPER, "--notes"], 2, "--format markdown"),
        (["search", "x", "--collection", "nothing"], 1, "no collection"),
        (["search", "x", "--saved", "y"], 2, "give one of"),
        (["search", "--saved", "y"], 1, "no saved search"),
        (["search", "--like", PAPER, "--save", "y"], 2, "--save keeps"),
        (["searches", "forget", "y"], 1, "no saved search"),
        (["note", PAPER, "--set", "a", "--add", "b"], 2, "give one of"),
        (["note", "nobody", "--set", "a"], 1, "no paper answers"),
        (["remove", "nobody"], 1, "no paper answers"),
        (["remove", PAPER], 2, "--yes"),
        (["restore", "nobody"], 1, "taken out"),
    ],
)
def test_what_cannot_be_is_refused(
    carrel: Run, library: Path, arguments: list[str], status: int, said: str
) -> None:
    done = carrel(*arguments, library=library)
    assert (done.returncode, done.stdout) == (status, "")
    assert said in done.stderr
    assert "Traceback" not in done.stderr
