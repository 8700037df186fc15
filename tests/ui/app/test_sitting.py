"""One sitting in a real pseudo-terminal: from an empty library to an exported answer."""

from __future__ import annotations

import fcntl
import os
import pty
import select
import shutil
import struct
import subprocess
import sys
import termios
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pyte
import pytest

COLUMNS, ROWS = 100, 30


class Terminal:
    """The app in a terminal, and what stands on its screen."""

    def __init__(self, library: Path, home: Path) -> None:
        self.screen = pyte.Screen(COLUMNS, ROWS)
        self._stream = pyte.ByteStream(self.screen)
        outer, inner = pty.openpty()
        fcntl.ioctl(inner, termios.TIOCSWINSZ, struct.pack("HHHH", ROWS, COLUMNS, 0, 0))
        start = "from ui.cli.main import main; main()"
        self.process = subprocess.Popen(
            [sys.executable, "-c", start, "--library", str(library), "--set", "models.fetch=never"],
            stdin=inner, stdout=inner, stderr=inner, cwd=home,
            env={**os.environ, "TERM": "xterm-256color", "TEXTUAL_ANIMATIONS": "none",
                 "PYTHONPATH": os.pathsep.join(sys.path)},
        )  # fmt: skip
        os.close(inner)
        self._outer = outer

    def until(self, text: str, seconds: float = 120.0) -> str:
        """The screen once it holds a text."""
        return self.until_holds(lambda screen: text in screen, text, seconds)

    def until_holds(self, holds: Callable[[str], bool], what: str, seconds: float = 120.0) -> str:
        end = time.monotonic() + seconds
        while not holds(screen := "\n".join(self.screen.display)):
            assert time.monotonic() < end, f"never saw {what!r}:\n{screen}"
            ready, _, _ = select.select([self._outer], [], [], 0.1)
            if ready:
                self._stream.feed(os.read(self._outer, 1 << 16))
        return screen

    def press(self, keys: str) -> None:
        os.write(self._outer, keys.encode())

    def close(self) -> None:
        self.process.kill()
        self.process.wait()
        os.close(self._outer)


@pytest.fixture
def terminal(tmp_path: Path, no_models: Path, samples: Path) -> Iterator[Terminal]:
    papers = tmp_path / "papers"
    papers.mkdir()
    for pdf in sorted(samples.glob("*.pdf"))[:6]:
        shutil.copy(pdf, papers)
    home = tmp_path / "home"
    home.mkdir()
    terminal = Terminal(tmp_path / "library", home)
    yield terminal
    terminal.close()


def test_from_an_empty_library_to_an_exported_answer(terminal: Terminal, tmp_path: Path) -> None:
    terminal.until("Point at a folder of papers")
    terminal.press(f"{tmp_path / 'papers'}\r")
    terminal.until("6 files")
    terminal.until("asks, F3 searches these papers")
    terminal.press("\x1bOQ")  # F2
    terminal.until("ask your papers a question")
    terminal.press("How are the results of fusion compared?\r")
    terminal.until_holds(lambda s: "Evidence" in s or "Nearest" in s, "quotes")
    terminal.until_holds(lambda s: "Save" in s, "the settled answer")
    terminal.press("\x13")  # ctrl+s
    terminal.until("Save this answer as Markdown")
    terminal.until("how-are-the-results")
    terminal.press("\x15")  # ctrl+u empties the box
    terminal.until("file name")
    terminal.press("answer.md\r")
    terminal.until("Saved to", 20)
    written = (tmp_path / "home" / "answer.md").read_text(encoding="utf-8")
    assert "How are the results of fusion compared?" in written
    terminal.press("\x11")  # ctrl+q
    assert terminal.process.wait(30) == 0
