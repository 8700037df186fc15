"""``carrel edit``, ``tag``, ``mark`` and ``versions``, and the shapes that others print."""

from __future__ import annotations

import os
import stat
import sys
from pathlib import Path

import pytest

from tests.ui.cli.running import ROOT, Run, payload


def test_an_edit_is_told_beside_what_was_read_and_undone(carrel: Run, library: Path) -> None:
    done = carrel(
        *("edit", "abara2021late", "--set", "year=2020", "--set", "authors=Ada Abara; Bo Holm"),
        *("--set", "citekey=abara20", "--json"),
        library=library,
    )
    fields = payload(done, "edit")["fields"]
    assert (fields["year"]["value"], fields["year"]["read"]) == (2020, 2021)
    assert fields["authors"]["value"] == ["Ada Abara", "Bo Holm"]
    assert fields["title"]["source"] == "page"
    listed = carrel("edit", "abara20", library=library)
    assert "read: 2021" in listed.stdout
    shown = payload(carrel("show", "abara20", "--json", library=library), "show")
    assert shown["fields"]["year"]["edited_at"]
    exported = carrel("export", "papers", "abara20", "--json", library=library)
    assert "year = {2020}" in payload(exported, "export-papers")["text"]
    reset = payload(carrel("edit", "abara20", "--reset", "--json", library=library), "edit")
    assert reset["paper"]["citekey"] == "abara2021late"
    assert all(field["edited_at"] is None for field in reset["fields"].values())


@pytest.mark.parametrize(
    ("arguments", "status", "said"),
    [
        (["edit", "abara2021late", "--set", "year=99"], 1, "is not a year"),
        (["edit", "abara2021late", "--set", "year"], 2, "FIELD=VALUE"),
        (["edit", "abara2021late", "--set", "shelf=3"], 1, "there is no field"),
        (["edit", "abara2021late", "--undo", "shelf"], 1, "there is no field"),
        (["edit", "abara2021late", "--reset", "--undo", "year"], 2, "use it alone"),
        (["edit", "nobody", "--set", "year=1999"], 1, "no paper answers"),
        (["tag", "+ann"], 2, "name a paper"),
        (["mark", "abara2021late", "dog-eared"], 2, "dog-eared"),
        (["versions", "abara2021late", "--link", "abara2021late"], 1, "no version of itself"),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_changes(
    carrel: Run, library: Path, arguments: list[str], status: int, said: str
) -> None:
    done = carrel(*arguments, library=library)
    assert (done.returncode, done.stdout) == (status, "")
    assert said in done.stderr
    assert "Traceback" not in done.stderr


def test_tags_and_marks(carrel: Run, library: Path) -> None:
    tagged = payload(
        carrel("tag", "abara2021late", "+ann", "+To  Read", "-hnsw", "--json", library=library),
        "papers",
    )
    assert tagged["papers"][0]["tags"] == ["ann", "to read"]
    counts = payload(carrel("tag", "--json", library=library), "tags")
    assert counts["tags"] == [{"tag": "ann", "papers": 1}, {"tag": "to read", "papers": 1}]
    assert carrel("mark", "abara2021late", "starred", library=library).returncode == 0
    marked = payload(carrel("mark", "abara2021late", "read", "--json", library=library), "papers")
    assert (marked["papers"][0]["read"], marked["papers"][0]["starred"]) == (True, True)


def test_versions_are_linked_and_unlinked_by_hand(carrel: Run, library: Path) -> None:
    linked = payload(
        carrel("versions", "abara2021late", "--link", "novak2022ranks", "--json", library=library),
        "versions",
    )
    assert linked["paper"]["newest"] == linked["versions"][0]["paper"]["id"]
    assert linked["versions"][0]["by"] == "person"
    assert carrel("versions", "abara2021late", "--unlink", "novak2022ranks", library=library)
    shown = payload(carrel("show", "abara2021late", "--json", library=library), "show")
    assert shown["versions"] == []


def test_the_other_published_shapes(carrel: Run, library: Path) -> None:
    payload(carrel("folders", "--json", library=library), "folders")
    payload(carrel("settings", "--json"), "settings")
    payload(carrel("models", "use", "writer", "none", "--json"), "models-use")


@pytest.mark.skipif(sys.platform == "win32", reason="pseudo-terminals are POSIX")
def test_without_options_the_persons_editor_opens(library: Path, tmp_path: Path) -> None:
    import pty

    editor = tmp_path / "editor"
    editor.write_text("#!/bin/sh\nsed -i 's/^year: .*/year: 2019/' \"$1\"\n")
    editor.chmod(editor.stat().st_mode | stat.S_IXUSR)
    code = "from ui.cli.main import main; main()"
    arguments = [sys.executable, "-c", code, "--library", str(library), "edit", "abara2021late"]
    child, screen = pty.fork()
    if child == 0:
        os.environ |= {"EDITOR": str(editor), "VISUAL": str(editor), "PYTHONPATH": str(ROOT)}
        os.execv(sys.executable, arguments)
    said = b""
    try:
        while part := os.read(screen, 4096):
            said += part
    except OSError:
        pass  # the far end of a pseudo-terminal closes with an error
    _, status = os.waitpid(child, 0)
    assert os.waitstatus_to_exitcode(status) == 0, said.decode()
    assert "2019" in said.decode()
    assert "read: 2021" in said.decode()
