"""The app in a real pseudo-terminal, and what may be imported before its first paint."""

from __future__ import annotations

import fcntl
import os
import pty
import select
import struct
import subprocess
import sys
import termios
import time
from pathlib import Path

import pytest

from ui.app.terminal import TerminalAnswer, cell_size

HEAVY = ("duckdb", "numpy", "pymupdf", "llama_cpp", "tantivy", "hnswlib", "workbench.library",
         "workbench.types")  # fmt: skip

RUN = """
import sys
from pathlib import Path
from ui.app import run_app
from workbench.settings import ModelSettings, Settings, SettingsFound
settings = Settings(models=ModelSettings(writer="none", fetch="never"))
sys.exit(run_app(Path(sys.argv[1]), SettingsFound(settings)))
"""


def test_nothing_heavy_is_imported_before_the_first_paint() -> None:
    code = "import sys, ui.app.app; print(*sys.modules)"
    loaded = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    ).stdout.split()
    assert not set(HEAVY) & set(loaded)


def test_the_command_line_does_not_pay_for_textual() -> None:
    code = "import sys, ui.app; print(*sys.modules)"
    loaded = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    ).stdout.split()
    assert "textual" not in loaded


def read_until(fd: int, text: str, seconds: float = 60.0) -> str:
    """What the terminal was sent until ``text`` was among it, or until the app was gone."""
    got = b""
    end = time.monotonic() + seconds
    while text.encode() not in got and time.monotonic() < end:
        ready, _, _ = select.select([fd], [], [], 0.2)
        if ready:
            try:
                got += os.read(fd, 65536)
            except OSError:
                break
    return got.decode(errors="replace")


def test_it_starts_in_a_terminal_and_leaves_it_clean(tmp_path: Path) -> None:
    outer, inner = pty.openpty()
    fcntl.ioctl(inner, termios.TIOCSWINSZ, struct.pack("HHHH", 40, 120, 0, 0))
    app = subprocess.Popen(
        [sys.executable, "-c", RUN, str(tmp_path / "library")],
        stdin=inner, stdout=inner, stderr=inner, close_fds=True,
        env={**os.environ, "TERM": "xterm-256color"},
    )  # fmt: skip
    os.close(inner)
    try:
        assert "Point at" in read_until(outer, "Point at")
        os.write(outer, b"\x11")
        rest = read_until(outer, "never said")
        assert app.wait(30) == 0
        assert "\x1b[?1049l" in rest, "the screen of before is back"
        assert "Traceback" not in rest
        assert "leaked" not in rest
    finally:
        app.kill()
        app.wait()
        os.close(outer)


def test_without_the_modules_of_unix_the_terminals_answer_counts(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for name in ("fcntl", "termios"):
        monkeypatch.setitem(sys.modules, name, None)
    assert cell_size(TerminalAnswer(cell=(9, 18))) == (9, 18)
    assert cell_size(TerminalAnswer()) is None
