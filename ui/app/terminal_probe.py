"""Asking the terminal what it can show, while the app is still being imported.

Owns the questions and the reading of answers. The questions are written first and the answers
fetched when the imports are done, so that asking costs next to nothing. The last question is one
that every terminal answers (DEC's primary device attributes): when that is in, nothing else comes.
A terminal that stays silent costs a tenth of a second here, a second over SSH, and counts as one
that can show characters alone.

Inside tmux and screen the graphics protocol of kitty is not asked for: they pass it on only where
they were told to, and then know nothing of where a picture is when a pane moves.
"""

from __future__ import annotations

import contextlib
import os
import re
import select
import sys
import time
from collections.abc import Mapping
from typing import Any

from ui.app.terminal import TerminalAnswer

__all__ = ["TerminalProbe", "parse_answers", "questions"]

WAIT_SECONDS = 0.1
"""Longest wait for a terminal on this machine, after the imports."""

WAIT_SECONDS_FAR = 1.0
"""Longest wait for a terminal at the other end of an SSH connection."""

KITTY_QUESTION = "\x1b_Gi=31,s=1,v=1,a=q,t=d,f=24;AAAA\x1b\\"
"""May a picture of one pixel be sent? Nothing is kept or shown (protocol: querying support)."""

CELL_QUESTION = "\x1b[16t"
"""How many pixels has a character? (xterm control sequences, window operations)"""

LAST_QUESTION = "\x1b[c"
"""What are you? (primary device attributes)"""

_KITTY_OK = re.compile(rb"\x1b_Gi=31;OK\x1b\\")
_CELL = re.compile(rb"\x1b\[6;(\d+);(\d+)t")
_ATTRIBUTES = re.compile(rb"\x1b\[\?([\d;]*)c")
_SIXEL_ATTRIBUTE = b"4"

_SILENT_TERMINALS = frozenset({"", "dumb", "linux", "vt52"})
"""Values of TERM whose screens would print a question they do not know."""


def questions(environment: Mapping[str, str]) -> str:
    """What to ask a terminal of which the environment tells; nothing where it is better not to.

    A console of Windows has no modes that `termios` knows.
    """
    term = environment.get("TERM", "")
    if (
        sys.platform == "win32"
        or term in _SILENT_TERMINALS
        or environment.get("TERM_PROGRAM") == "Apple_Terminal"
    ):
        return ""
    is_inside = "TMUX" in environment or "STY" in environment or term.startswith(("tmux", "screen"))
    return ("" if is_inside else KITTY_QUESTION) + CELL_QUESTION + LAST_QUESTION


def parse_answers(data: bytes) -> TerminalAnswer:
    """What the bytes that came back say."""
    attributes = _ATTRIBUTES.search(data)
    cell = _CELL.search(data)
    height, width = (int(cell[1]), int(cell[2])) if cell else (0, 0)
    return TerminalAnswer(
        has_kitty=bool(_KITTY_OK.search(data)),
        has_sixel=bool(attributes and _SIXEL_ATTRIBUTE in attributes[1].split(b";")),
        cell=(width, height) if width and height else None,
        is_complete=bool(attributes),
    )


class TerminalProbe:
    """One round of asking: ``begin`` early, ``finish`` when the answer is needed.

    Args:
        reader, writer: File descriptors of the terminal.
        environment: Tells what kind of terminal it is; the process's own when omitted.
    """

    def __init__(
        self, reader: int, writer: int, environment: Mapping[str, str] | None = None
    ) -> None:
        self._reader = reader
        self._writer = writer
        self._environment = os.environ if environment is None else environment
        self._before: Any = None
        """The terminal's modes as they were; termios has a type of its own for them."""

    @classmethod
    def of_this_process(cls) -> TerminalProbe:
        """Ask the terminal that this process talks to; no question is put where it has none."""
        return cls(_descriptor(sys.__stdin__), _descriptor(sys.__stdout__))

    def begin(self) -> None:
        """Put the questions. Until ``finish`` what is typed is not echoed."""
        asked = questions(self._environment)
        if not (asked and _is_terminal(self._reader) and _is_terminal(self._writer)):
            return
        import termios

        with contextlib.suppress(termios.error, OSError):
            self._before = termios.tcgetattr(self._reader)
            quiet = termios.tcgetattr(self._reader)
            quiet[3] &= ~(termios.ECHO | termios.ICANON)
            termios.tcsetattr(self._reader, termios.TCSANOW, quiet)
            os.write(self._writer, asked.encode())

    def finish(self) -> TerminalAnswer:
        """The answers, as far as they came in time; the terminal is as it was before."""
        if self._before is None:
            return TerminalAnswer()
        import termios

        is_far = "SSH_CONNECTION" in self._environment or "SSH_TTY" in self._environment
        try:
            return parse_answers(self._read(WAIT_SECONDS_FAR if is_far else WAIT_SECONDS))
        finally:
            with contextlib.suppress(termios.error, OSError):
                termios.tcsetattr(self._reader, termios.TCSANOW, self._before)
            self._before = None

    def _read(self, seconds: float) -> bytes:
        """Read until the last answer is there or the time is over."""
        data = b""
        end = time.monotonic() + seconds
        while not _ATTRIBUTES.search(data):
            ready, _, _ = select.select([self._reader], [], [], max(0.0, end - time.monotonic()))
            if not ready:
                break
            try:
                # one byte at a time would be slow over SSH; what follows the last answer is typed
                # by a person who cannot see anything yet
                got = os.read(self._reader, 4096)
            except OSError:
                break
            if not got:
                break
            data += got
        return data


def _descriptor(stream: object) -> int:
    try:
        return int(stream.fileno())  # type: ignore[attr-defined]
    except (AttributeError, OSError, ValueError):
        return -1


def _is_terminal(descriptor: int) -> bool:
    return descriptor >= 0 and os.isatty(descriptor)
