"""A terminal that takes pixels, as far as a test needs: what was sent becomes pictures again."""

from __future__ import annotations

import base64
import re
import zlib
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

Pixels = NDArray[np.uint8]

_COMMAND = re.compile(
    r"\x1b_G(?P<keys>[^;\x1b]*)(?:;(?P<data>[^\x1b]*))?\x1b\\"
    r"|\x1bP(?P<sixel>[0-9;]*q[^\x1b]*)\x1b\\"
    r"|\x1b\[(?P<row>\d+);(?P<column>\d+)H"
)


@dataclass(frozen=True)
class Placement:
    """Where a part of a picture is shown, in cells from 0; the part is in pixels."""

    column: int
    row: int
    columns: int
    rows: int
    part: tuple[int, int, int, int]


@dataclass
class PixelTerminal:
    """Feed it what the app writes."""

    images: dict[int, Pixels] = field(default_factory=dict)
    placements: dict[int, Placement] = field(default_factory=dict)
    sixels: dict[tuple[int, int], Pixels] = field(default_factory=dict)
    """Sixel pictures by the row and column of their upper left cell, the last one drawn there."""
    cursor: tuple[int, int] = (0, 0)
    _open: tuple[dict[str, str], str] | None = None

    def feed(self, text: str) -> None:
        for found in _COMMAND.finditer(text):
            if found["row"]:
                self.cursor = int(found["row"]) - 1, int(found["column"]) - 1
            elif found["sixel"]:
                self.sixels[self.cursor] = decode_sixel(found["sixel"])
            else:
                self._kitty(dict(pair.split("=") for pair in found["keys"].split(",")),
                            found["data"] or "")  # fmt: skip

    def _kitty(self, keys: dict[str, str], data: str) -> None:
        assert keys.get("q") == "2" or keys.get("a") == "q", "the terminal is to keep quiet"
        assert len(data) <= 4096
        if self._open is not None:
            first, before = self._open
            assert set(keys) <= {"m", "q"}, "a picture's pieces come one after the other"
            keys, data = first | keys, before + data
        if keys.get("m") == "1":
            self._open = keys, data
            return
        self._open = None
        action, image = keys["a"], int(keys["i"])
        if action == "t":
            raw = zlib.decompress(base64.b64decode(data, validate=True))
            shape = int(keys["v"]), int(keys["s"]), 3
            self.images[image] = np.frombuffer(raw, np.uint8).reshape(shape)
        elif action == "p":
            x, y, w, h = (int(keys[k]) for k in "xywh")
            height, width, _ = self.images[image].shape
            assert x >= 0
            assert y >= 0
            assert x + w <= width
            assert y + h <= height
            row, column = self.cursor
            self.placements[image] = Placement(
                column, row, int(keys["c"]), int(keys["r"]), (x, y, w, h)
            )
        elif action == "d":
            self.placements.pop(image, None)
            if keys["d"] == "I":
                self.images.pop(image, None)


def decode_sixel(body: str) -> Pixels:
    """Pixels of a sixel picture, written straight from DEC's description of it."""
    body = body.partition("q")[2]
    raster = re.match(r'"\d+;\d+;(\d+);(\d+)', body)
    assert raster is not None
    width, height = int(raster[1]), int(raster[2])
    picture = np.zeros((height + 6, width, 3), np.uint8)
    colours: dict[int, tuple[int, int, int]] = {}
    x = top = colour = 0
    tokens = re.finditer(r"#(\d+)(?:;2;(\d+);(\d+);(\d+))?|!(\d+)(.)|([?-~])|([$-])",
                         body[raster.end():])  # fmt: skip
    for token in tokens:
        number, red, green, blue, count, repeated, single, move = token.groups()
        if number is not None:
            colour = int(number)
            if red is not None:
                colours[colour] = tuple(round(int(c) * 2.55) for c in (red, green, blue))  # type: ignore[assignment]
        elif move == "$":
            x = 0
        elif move == "-":
            x, top = 0, top + 6
        else:
            bits, times = ord(repeated or single) - 63, int(count or 1)
            for line in range(6):
                if bits >> line & 1:
                    picture[top + line, x : x + times] = colours[colour]
            x += times
    return picture[:height]
