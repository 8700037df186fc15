"""A person's terminal: a program in it, what stands on its screen, keys, and how it was left.

It answers what terminals are asked, as one that takes pixels by kitty's protocol.
"""

from __future__ import annotations

import codecs
import fcntl
import os
import pty
import re
import select
import struct
import subprocess
import termios
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import pyte

from tests.ui.app.pixel_terminal import PixelTerminal

CELL = (10, 20)
ANSWERS = {
    b"\x1b_Gi=31,s=1,v=1,a=q,t=d,f=24;AAAA\x1b\\": b"\x1b_Gi=31;OK\x1b\\",
    b"\x1b[16t": b"\x1b[6;20;10t",
    b"\x1b[c": b"\x1b[?62;22c",
}
_NOT_FOR_PYTE = re.compile(r"\x1b_.*?\x1b\\|\x1bP.*?\x1b\\|\x1b\[[<>=?][\d;]*[a-zA-Z$]+", re.DOTALL)


class PseudoTerminal:
    """Start a program and watch its screen."""

    def __init__(
        self, command: Sequence[str], folder: Path, environment: Mapping[str, str],
        size: tuple[int, int] = (120, 40), *, takes_pixels: bool = True,
    ) -> None:  # fmt: skip
        columns, rows = size
        self.screen = pyte.Screen(columns, rows)
        self.pixels = PixelTerminal()
        self.written = ""
        self._stream = pyte.Stream(self.screen)
        self._decoder = codecs.getincrementaldecoder("utf-8")(errors="replace")
        self._left = ""
        self._answers = dict(ANSWERS) if takes_pixels else {}
        self._outer, inner = pty.openpty()
        pixels = (columns * CELL[0], rows * CELL[1]) if takes_pixels else (0, 0)
        fcntl.ioctl(inner, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, *pixels))
        self._inner = inner
        self.modes = termios.tcgetattr(inner)
        self.process = subprocess.Popen(
            command, cwd=folder, stdin=inner, stdout=inner, stderr=inner, env=dict(environment),
            close_fds=True, start_new_session=True,
        )  # fmt: skip

    def _read(self, seconds: float) -> bool:
        ready, _, _ = select.select([self._outer], [], [], seconds)
        if not ready:
            return False
        data = os.read(self._outer, 1 << 16)
        for question, answer in self._answers.items():
            if question in data:
                os.write(self._outer, answer)
        text = self._left + self._decoder.decode(data)
        self.written += text[len(self._left) :]
        # a sequence that is not over yet waits for its end
        begun = max(text.rfind("\x1b_"), text.rfind("\x1bP"), text.rfind("\x1b["))
        is_whole = begun < 0 or re.match(
            r"\x1b_.*?\x1b\\|\x1bP.*?\x1b\\|\x1b\[[^a-zA-Z]*[a-zA-Z]", text[begun:], re.DOTALL
        )
        self._left = "" if is_whole else text[begun:]
        text = text if is_whole else text[:begun]
        self.pixels.feed(text)
        self._stream.feed(_NOT_FOR_PYTE.sub("", text))
        return True

    def text(self) -> str:
        """What stands on the screen."""
        return "\n".join(self.screen.display)

    def until(self, condition: Callable[[], object], seconds: float = 120) -> None:
        """Watch until something is so."""
        end = time.monotonic() + seconds
        while not condition():
            assert time.monotonic() < end, f"it never came:\n{self.text()}"
            assert self.process.poll() is None, f"the program ended:\n{self.text()}"
            self._read(0.05)

    def until_seen(self, *texts: str, seconds: float = 120) -> None:
        """Watch until all these texts stand on the screen."""
        self.until(lambda: all(text in self.text() for text in texts), seconds)

    def press(self, keys: str) -> None:
        """Type, or send the sequence of a key."""
        os.write(self._outer, keys.encode())

    def press_until_seen(self, keys: str, text: str, seconds: float = 60) -> None:
        """Press again and again, as a person does where nothing happens, until a text is there.

        What is drawn first of two things that belong together may show before the keys are ready.
        """
        end = time.monotonic() + seconds
        while text not in self.text():
            assert time.monotonic() < end, f"it never came:\n{self.text()}"
            self.press(keys)
            again = time.monotonic() + 2
            while text not in self.text() and time.monotonic() < again:
                self._read(0.05)

    def paste(self, text: str) -> None:
        """Paste as terminals do that were asked to say so (bracketed paste)."""
        self.press(f"\x1b[200~{text}\x1b[201~")

    def end(self) -> int:
        """Wait until the program has ended and everything it wrote is read; its status."""
        end = time.monotonic() + 60
        while self.process.poll() is None:
            assert time.monotonic() < end, f"it did not end:\n{self.text()}"
            self._read(0.05)
        while self._read(0.2):
            pass
        return self.process.wait()

    def modes_now(self) -> list[object]:
        """How the terminal is set; the same as before where a program left it clean."""
        return list(termios.tcgetattr(self._inner))

    def close(self) -> None:
        """Whatever happened, the program is gone."""
        self.process.kill()
        self.process.wait()
        os.close(self._inner)
        os.close(self._outer)
