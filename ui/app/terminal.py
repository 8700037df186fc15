"""What the terminal can show, and how big its characters are.

Owns choosing between pixels and characters, and writing to the terminal beside Textual. What the
terminal answered is handed in: asking it is ``terminal_probe``'s business.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from textual.app import App

__all__ = ["PictureWay", "TerminalAnswer", "cell_size", "choose_way", "write_to_terminal"]

USUAL_CELL = (10, 20)
"""Pixels of a character, width and height, where the terminal does not tell (DEC's VT340)."""


class PictureWay(StrEnum):
    """How a page's picture reaches the screen."""

    KITTY = "kitty"
    """Pixels, by the graphics protocol of kitty."""
    SIXEL = "sixel"
    """Pixels, as DEC's terminals took them."""
    BLOCKS = "blocks"
    """Characters that are partly ink."""
    TEXT = "text"
    """Not at all: the page's words are shown."""

    @property
    def has_pixels(self) -> bool:
        """Whether print can be read at its usual size."""
        return self in {PictureWay.KITTY, PictureWay.SIXEL}


@dataclass(frozen=True, slots=True)
class TerminalAnswer:
    """What a terminal said of itself; as good as nothing where it was not asked."""

    has_kitty: bool = False
    has_sixel: bool = False
    cell: tuple[int, int] | None = None
    """Pixels of a character, width and height."""
    is_complete: bool = False
    """Whether it answered to the last question, which every terminal knows."""


def choose_way(wanted: str, answer: TerminalAnswer) -> PictureWay:
    """The way for the setting ``look.pictures``: ``auto`` takes the best that was offered.

    Sixels need the size of a character: without it they would cover what is beside them.
    """
    if wanted != "auto":
        return PictureWay(wanted)
    if answer.has_kitty:
        return PictureWay.KITTY
    return PictureWay.SIXEL if answer.has_sixel and cell_size(answer) else PictureWay.BLOCKS


def cell_size(answer: TerminalAnswer) -> tuple[int, int] | None:
    """Pixels of a character, width and height: what the system knows now, else the answer."""
    return _system_cell() or answer.cell


def _system_cell() -> tuple[int, int] | None:
    """From the size of the window in pixels, which most terminals tell the system."""
    import struct

    try:
        import fcntl
        import termios
    except ImportError:
        return None  # Windows has neither
    try:
        size = fcntl.ioctl(sys.__stdout__.fileno(), termios.TIOCGWINSZ, b"\0" * 8)  # type: ignore[union-attr]
    except (OSError, ValueError, AttributeError):
        return None  # no terminal there
    rows, columns, width, height = struct.unpack("HHHH", size)
    if not (rows and columns and width >= columns and height >= rows):
        return None
    return width // columns, height // rows


def write_to_terminal(app: App[None], sequence: str) -> None:
    """Send a sequence after what the app has drawn so far; nowhere if there is no terminal."""
    # Textual has no public way to its driver; its own bell and clipboard go this way
    driver = app._driver  # noqa: SLF001
    if driver is not None and sequence:
        driver.write(sequence)
        driver.flush()
