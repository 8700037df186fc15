"""Pictures by the graphics protocol of kitty, which WezTerm, Ghostty, Konsole and others speak.

Owns the escape sequences: sending pixels once, placing any part of them on any cells, taking the
placement away, giving the pixels up. Every command asks the terminal not to answer (``q=2``).
Source: kitty's documentation, "Terminal graphics protocol".
"""

from __future__ import annotations

import base64
import zlib
from collections.abc import Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

__all__ = ["forget", "hide", "place", "transmit"]

CHUNK = 4096
"""Letters of base64 in one command, the most that the protocol allows."""

UNDER_BACKGROUNDS = -(2**30) - 1
"""The layer below cells that have a background: what lies over a page covers its picture too."""


def transmit(pixels: NDArray[np.uint8], image: int) -> str:
    """Send RGB pixels of shape (height, width, 3) under a number, without showing them."""
    height, width, _ = pixels.shape
    packed = base64.standard_b64encode(zlib.compress(pixels.tobytes(), 6)).decode("ascii")
    head = f"a=t,f=24,o=z,t=d,s={width},v={height},i={image},q=2"
    return "".join(_chunked(head, packed))


def _chunked(head: str, data: str) -> Iterator[str]:
    for start in range(0, len(data), CHUNK):
        more = int(start + CHUNK < len(data))
        keys = f"{head},m={more}" if start == 0 else f"q=2,m={more}"
        yield f"\x1b_G{keys};{data[start : start + CHUNK]}\x1b\\"


def place(
    image: int, at: tuple[int, int], part: tuple[int, int, int, int], size: tuple[int, int]
) -> str:
    """Show a part of a picture on some cells; where it was shown before it goes from there.

    Args:
        image: Its number.
        at: Column and row of the upper left cell, from 0.
        part: Left, top, width and height of what is shown, in pixels of the picture.
        size: Columns and rows to show it on.
    """
    x, y, width, height = part
    keys = (
        f"a=p,i={image},p=1,x={x},y={y},w={width},h={height},c={size[0]},r={size[1]},"
        f"z={UNDER_BACKGROUNDS},C=1,q=2"
    )
    return f"\x1b7\x1b[{at[1] + 1};{at[0] + 1}H\x1b_G{keys}\x1b\\\x1b8"


def hide(image: int) -> str:
    """Take a picture off the screen; the terminal keeps its pixels."""
    return f"\x1b_Ga=d,d=i,i={image},q=2\x1b\\"


def forget(image: int) -> str:
    """Take a picture off the screen and its pixels out of the terminal's memory."""
    return f"\x1b_Ga=d,d=I,i={image},q=2\x1b\\"
