"""The pixels of a page behind the cells of its view: what is sent when, and what is taken away.

Owns the state of one picture on the terminal, for both protocols. A plane writes nothing itself: it
hands out the sequence that has to be sent next, and the work that must be done on a thread before.
It knows no widget, and no page: only pixels and cells.
"""

from __future__ import annotations

import itertools
import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

from ui.app import kitty
from ui.app.terminal import PictureWay

if TYPE_CHECKING:
    from ui.app.page_picture import PagePicture

__all__ = ["Encoded", "KittyPlane", "PicturePlane", "SixelPlane", "Window", "plane_for"]

Tint = tuple[float, float, float]
Encode = Callable[[], "Encoded"]
"""Work for a thread."""

_numbers = itertools.count(0x434C0000 + (os.getpid() % 0x400) * 0x40)
"""Numbers of pictures; far from those of other programs in the same window."""


@dataclass(frozen=True, slots=True)
class Window:
    """The part of a page that is in sight, in characters."""

    column: int
    row: int
    """Where on the screen its upper left cell is, from 0."""
    x: int
    y: int
    """Which cell of the page that is, from 0."""
    width: int
    height: int
    columns: int
    rows: int
    """Size of the whole page."""


@dataclass(frozen=True, slots=True)
class Encoded:
    """What came out of a piece of work; ``key`` says for which state of the plane."""

    key: object
    rows: Mapping[int, str] = field(default_factory=dict)
    """Sequences by row; the whole picture is row 0 where it is sent at once."""


class PicturePlane(Protocol):
    """One picture on the terminal."""

    def show(self, picture: PagePicture, tint: Tint) -> str:
        """Another picture from now on; returns what takes the old one away."""
        ...

    def work(self, window: Window) -> Encode | None:
        """What has to be done on a thread before this part can be drawn, if anything."""
        ...

    def take(self, encoded: Encoded) -> bool:
        """Take what was done; false where the plane has gone on since."""
        ...

    def draw(self, window: Window, *, was_repainted: bool) -> str:
        """What to send so that this part is in sight; nothing where it is already."""
        ...

    def hide(self) -> str:
        """What takes the picture off the screen; it is kept."""
        ...

    def clear(self) -> str:
        """What takes the picture off the screen and out of the terminal."""
        ...


def plane_for(way: PictureWay, cell: tuple[int, int]) -> PicturePlane:
    """A plane for a terminal whose characters have so many pixels in width and height."""
    return KittyPlane() if way is PictureWay.KITTY else SixelPlane(cell)


class KittyPlane:
    """The terminal keeps the pixels, and shows any part of them in any size."""

    def __init__(self) -> None:
        self._picture: PagePicture | None = None
        self._tint: Tint = (1.0, 1.0, 1.0)
        self._image = 0
        self._sequence: str | None = None
        self._is_sent = False
        self._shown: Window | None = None

    def show(self, picture: PagePicture, tint: Tint) -> str:
        """Another picture from now on; returns what takes the old one away."""
        gone = self.clear()
        self._picture, self._tint, self._image = picture, tint, next(_numbers)
        return gone

    def work(self, window: Window) -> Encode | None:
        """Pack the pixels, once."""
        del window
        if self._picture is None or self._sequence is not None:
            return None
        picture, tint, image = self._picture, self._tint, self._image
        return lambda: Encoded(image, {0: kitty.transmit(picture.tinted(tint), image)})

    def take(self, encoded: Encoded) -> bool:
        """Take the packed pixels."""
        if encoded.key != self._image:
            return False
        self._sequence = encoded.rows[0]
        return True

    def draw(self, window: Window, *, was_repainted: bool) -> str:
        """Send the pixels if they were not sent, and place the part that is in sight."""
        del was_repainted  # characters and pictures are layers of their own
        if self._picture is None or self._sequence is None or window == self._shown:
            return ""
        sent = "" if self._is_sent else self._sequence
        self._is_sent, self._shown = True, window
        part = _pixels_of(window, self._picture)
        return sent + kitty.place(
            self._image, (window.column, window.row), part, (window.width, window.height)
        )

    def hide(self) -> str:
        """Take the placement away; the terminal keeps the pixels."""
        was_shown, self._shown = self._shown is not None, None
        return kitty.hide(self._image) if was_shown else ""

    def clear(self) -> str:
        """Give the pixels up."""
        was_sent, self._is_sent = self._is_sent, False
        self._picture = self._sequence = self._shown = None
        return kitty.forget(self._image) if was_sent else ""


def _pixels_of(window: Window, picture: PagePicture) -> tuple[int, int, int, int]:
    """Left, top, width and height of a part in the picture's own pixels."""
    height, width, _ = picture.pixels.shape
    left = round(window.x * width / window.columns)
    right = round((window.x + window.width) * width / window.columns)
    top = round(window.y * height / window.rows)
    bottom = round((window.y + window.height) * height / window.rows)
    return left, top, max(1, right - left), max(1, bottom - top)


class SixelPlane:
    """The terminal forgets pixels as soon as characters are written over them.

    Args:
        cell: Pixels of a character, width and height.
    """

    def __init__(self, cell: tuple[int, int]) -> None:
        self._cell = cell
        self._picture: PagePicture | None = None
        self._tint: Tint = (1.0, 1.0, 1.0)
        self._turn = 0
        self._key: object = None
        self._rows: dict[int, str] = {}
        self._shown: Window | None = None

    def show(self, picture: PagePicture, tint: Tint) -> str:
        """Another picture from now on; the characters that are drawn next cover the old one."""
        self._picture, self._tint = picture, tint
        self._turn += 1
        return self.clear(keep=True)

    def _key_for(self, window: Window) -> tuple[int, int, int, int, int]:
        """Rows that were encoded for another stretch of columns or another size are no use."""
        return self._turn, window.x, window.width, window.columns, window.rows

    def work(self, window: Window) -> Encode | None:
        """Encode the rows in sight that are not encoded yet."""
        if self._picture is None:
            return None
        key = self._key_for(window)
        if key != self._key:
            self._key, self._rows = key, {}
        wanted = range(window.y, window.y + window.height)
        missing = [row for row in wanted if row not in self._rows]
        if not missing:
            return None
        first, last = missing[0], missing[-1]
        picture, tint, cell = self._picture, self._tint, self._cell
        return lambda: _encoded_rows(picture, tint, cell, window, (first, last), key)

    def take(self, encoded: Encoded) -> bool:
        """Keep the rows."""
        if encoded.key != self._key:
            return False
        self._rows.update(encoded.rows)
        return True

    def draw(self, window: Window, *, was_repainted: bool) -> str:
        """All rows in sight, if something was written over them or others are in sight."""
        is_there = window == self._shown and not was_repainted
        if self._picture is None or self._key != self._key_for(window) or is_there:
            return ""
        rows = range(window.y, window.y + window.height)
        if any(row not in self._rows for row in rows):
            return ""
        self._shown = window
        placed = (
            f"\x1b[{window.row + n + 1};{window.column + 1}H{self._rows[row]}"
            for n, row in enumerate(rows)
        )
        return f"\x1b7{''.join(placed)}\x1b8"

    def hide(self) -> str:
        """Nothing to send: the characters that are drawn there cover it."""
        self._shown = None
        return ""

    def clear(self, *, keep: bool = False) -> str:
        """Nothing to send; with ``keep`` the picture itself stays."""
        if not keep:
            self._picture = None
        self._key, self._rows, self._shown = None, {}, None
        return ""


def _encoded_rows(
    picture: PagePicture, tint: Tint, cell: tuple[int, int], window: Window,
    rows: tuple[int, int], key: object,
) -> Encoded:  # fmt: skip
    """Encode the rows from the first to the last, both included. Runs on a thread."""
    from ui.app.sixel import encode_rows, to_palette

    width, height = cell
    part = picture.scaled(
        (window.rows * height, window.columns * width),
        (rows[0] * height, (rows[1] + 1) * height),
        (window.x * width, (window.x + window.width) * width),
        tint,
    )
    encoded = encode_rows(to_palette(part), height)
    return Encoded(key, dict(enumerate(encoded, rows[0])))
