"""A program in a pseudo-terminal, as a person sees it.

Owns starting it, pressing its keys, and the emulated screen with the time its bytes came.
"""

from __future__ import annotations

import codecs
import contextlib
import fcntl
import os
import pty
import queue
import struct
import subprocess
import termios
import threading
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import pyte

__all__ = ["COLUMNS", "PATIENCE_SECONDS", "ROWS", "Terminal", "put_ahead"]

COLUMNS, ROWS = 120, 40
PATIENCE_SECONDS = 5.0
"""A key whose effect does not come within this is reported as missed."""


class Terminal:
    """A program in a pseudo-terminal with its screen.

    A thread of its own takes what the program writes, with the time it came: emulating the screen
    is slow in Python, and must neither hold the program up nor count as its time.
    """

    is_ahead = False
    """Whether what is started goes before all else that runs on the machine."""

    def __init__(self, command: Sequence[str], environment: dict[str, str]) -> None:
        self.screen = pyte.Screen(COLUMNS, ROWS)
        self._stream = pyte.Stream(self.screen)
        self._decoder = codecs.getincrementaldecoder("utf-8")(errors="replace")
        self._chunks: queue.SimpleQueue[tuple[float, bytes]] = queue.SimpleQueue()
        self.started = time.perf_counter()
        self._process, self._fd = _start(command, environment, ahead=self.is_ahead)
        self.newest = self.started
        """When the bytes came that the screen was last changed by."""
        self._reader = threading.Thread(target=self._take, daemon=True)
        self._reader.start()

    def _take(self) -> None:
        while True:
            try:
                data = os.read(self._fd, 1 << 16)
            except OSError:
                return
            if not data:
                return
            self._answer(data)
            self._chunks.put((time.perf_counter(), data))

    def write(self, keys: str) -> None:
        """Press keys."""
        os.write(self._fd, keys.encode())

    def read(self, seconds: float) -> bool:
        """Draw what came, waiting for it some seconds; false when nothing did."""
        try:
            self.newest, data = (
                self._chunks.get(timeout=seconds) if seconds > 0 else self._chunks.get_nowait()
            )
        except queue.Empty:
            return False
        self._stream.feed(self._decoder.decode(data))
        return True

    def _answer(self, data: bytes) -> None:
        """Answer what a terminal is asked at the start; programs wait for it."""
        if b"\x1b[c" in data:
            os.write(self._fd, b"\x1b[?62;22c")
        if b"\x1b[6n" in data:
            os.write(self._fd, b"\x1b[1;1R")

    def until(self, holds: Callable[[], bool], seconds: float = PATIENCE_SECONDS) -> float | None:
        """Read until something is on the screen; when the bytes came that brought it."""
        end = time.perf_counter() + seconds
        while not holds():
            if time.perf_counter() > end:
                return None
            if not self.read(0.05) and self._process.poll() is not None:
                return None
        return self.newest

    def settle(self, seconds: float = 0.3) -> None:
        """Read until nothing comes for a while, two seconds at most."""
        end = time.perf_counter() + 2.0
        while time.perf_counter() < end and self.read(seconds):
            pass

    def line(self, row: int) -> str:
        """One line of the screen."""
        cells = self.screen.buffer[row]
        return "".join(cells[column].data for column in range(COLUMNS))

    def text(self) -> str:
        """The whole screen."""
        return "\n".join(map(self.line, range(ROWS)))

    def close(self) -> None:
        """End the program."""
        self._process.kill()
        self._process.wait()
        self._reader.join(PATIENCE_SECONDS)
        os.close(self._fd)


def _start(
    command: Sequence[str], environment: dict[str, str], *, ahead: bool
) -> tuple[subprocess.Popen[bytes], int]:
    outer, inner = pty.openpty()
    fcntl.ioctl(inner, termios.TIOCSWINSZ, struct.pack("HHHH", ROWS, COLUMNS, 0, 0))
    process = subprocess.Popen(
        command, stdin=inner, stdout=inner, stderr=inner, env=environment, close_fds=True,
        start_new_session=True,
    )  # fmt: skip
    os.close(inner)
    if ahead:
        put_ahead(process.pid)
    return process, outer


def put_ahead(pid: int | str) -> None:
    """Let a process's scheduling group go before others (Linux, as root; sched(7), autogroup)."""
    with contextlib.suppress(OSError):
        Path(f"/proc/{pid}/autogroup").write_text("-19", encoding="ascii")
