"""A first sitting in a real terminal: from an empty library to an exported answer."""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.end_to_end.pseudo_terminal import PseudoTerminal
from tests.ui.cli.running import PROGRAM, ROOT

FIRST = "How large is a passage index?"
QUESTION = "Should a literature search weight its results by citations?"


@pytest.fixture
def folder(tmp_path: Path, samples: Path) -> Path:
    """Where the person works, with a folder of papers in it."""
    shutil.copytree(samples, tmp_path / "papers")
    return tmp_path


def environment(**more: str) -> dict[str, str]:
    mine = {k: v for k, v in os.environ.items() if k not in {"TMUX", "STY", "NO_COLOR"}}
    return mine | {"TERM": "xterm-256color", "PYTHONPATH": str(ROOT)} | more


@pytest.fixture
def terminal(folder: Path) -> Iterator[PseudoTerminal]:
    """carrel, started over a library that does not exist yet."""
    command = [*PROGRAM, "--library", str(folder / "library")]
    opened = PseudoTerminal(command, folder, environment())
    yield opened
    opened.close()


def test_from_an_empty_library_to_an_exported_answer(
    terminal: PseudoTerminal, folder: Path
) -> None:
    t = terminal
    t.until_seen("Point at a folder")
    t.paste(str(folder / "papers"))
    t.until_seen("papers")
    t.press("\r")
    # ask while it reads: words are there as soon as a paper is read
    t.until_seen("Reading")
    t.until(lambda: re.search(r"● [1-9]\d* paper", t.text()))
    t.press("\x1bOQ")  # F2
    t.until_seen("ask your papers")
    t.press(FIRST + "\r")
    t.until(lambda: FIRST in t.text() and re.search(r"[○✓~] .*\d s\b", t.text()), 180)
    t.until_seen("100 % embedded", seconds=240)
    t.press(QUESTION + "\r")
    t.until(lambda: FIRST not in t.text() and re.search(r"\d s · .*papers? cited", t.text()), 180)
    # follow a citation to its page, which is drawn in pixels with the quote marked
    t.press_until_seen("\x1b[C", "Open page")
    t.press("\r")
    t.until_seen("p. ", "References")
    t.until(lambda: t.pixels.placements)
    [image] = t.pixels.images.values()
    assert image.shape[0] > 500
    t.press("\x1b")
    t.until(lambda: not t.pixels.images)
    t.until_seen("ask your papers")
    # export
    t.press("\x13")
    t.until_seen("Save this answer")
    t.press("\r")
    t.until(lambda: list(folder.glob("*.md")))
    [exported] = folder.glob("*.md")
    t.until(lambda: "[1]" in exported.read_text(encoding="utf-8"))
    assert QUESTION in exported.read_text(encoding="utf-8")
    # narrow a search by year
    t.press("\x1bOR")  # F3
    t.until_seen("Search")
    t.press("citations year:>2015")
    t.until(lambda: re.search(r"20(1[6-9]|2\d)", t.text()))
    # leave: at once, and with the terminal as it was
    t.press("\x11")
    assert t.end() == 0
    assert t.modes_now() == t.modes
    assert not t.pixels.images
    for mode in ("?1049l", "?1000l", "?2004l", "?25h"):
        assert f"\x1b[{mode}" in t.written, mode
    assert "Traceback" not in t.written
    assert t.written.rindex("\x1b[?1049l") > t.written.rindex("\x1b_G"), "no pixels left behind"


@pytest.mark.parametrize(
    ("term", "more"),
    [
        ("screen-256color", {"TMUX": "/tmp/tmux-0/default,1,0"}),
        ("dumb", {}),
        ("xterm-256color", {"NO_COLOR": "1", "COLORTERM": "truecolor"}),
        ("xterm-256color", {"SSH_CONNECTION": "192.0.2.1 1 192.0.2.2 22"}),
        ("xterm-256color", {"CARREL_LOOK_PLAIN": "always"}),
    ],
)
def test_it_starts_and_ends_cleanly_where_a_terminal_answers_nothing(
    folder: Path, term: str, more: dict[str, str]
) -> None:
    command = [*PROGRAM, "--library", str(folder / "library")]
    t = PseudoTerminal(
        command, folder, environment(TERM=term, **more), (80, 24), takes_pixels=False
    )
    try:
        t.until_seen("Point at a folder", seconds=60)
        if "NO_COLOR" in more:
            colours = re.findall(r"[34]8;2;(\d+);(\d+);(\d+)", t.written)
            assert colours
            assert all(red == green == blue for red, green, blue in colours)
        if "TMUX" in more or term == "dumb":
            assert "\x1b_G" not in t.written
            assert "\x1bPtmux" not in t.written
        t.press("\x11")
        assert t.end() == 0
        assert t.modes_now() == t.modes
        assert "Traceback" not in t.written
    finally:
        t.close()
