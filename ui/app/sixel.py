"""Pictures as sixels: strips of six pixels in height, one colour after the other.

Owns the colours and the encoding. A picture becomes one sequence for each row of characters, so
that scrolling and repainting send rows again that are encoded already. The palette is fixed: a cube
of colours and a ramp of greys hold print, marks and most figures without any search for colours.
Source: DEC STD 070, "Video systems reference manual", sixel graphics extension.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

__all__ = ["encode_rows", "palette", "to_palette"]

Indexes = NDArray[np.uint8]
"""Shape (height, width): a colour of the palette for each pixel."""

_STEPS = 6
_GREYS = 24
_BAND = 6
"""Pixels of height in one strip."""

_GREY_SPREAD = 12
"""Channels that differ by less than this make a grey, to be taken from the finer ramp."""

_SHORTEST_RUN = 4
"""Fewer equal letters than this are shorter written out than counted."""


def palette() -> NDArray[np.uint8]:
    """The colours, shape (240, 3): 6 × 6 × 6 and 24 greys."""
    levels = np.linspace(0, 255, _STEPS)
    cube = np.stack(np.meshgrid(levels, levels, levels, indexing="ij"), axis=-1).reshape(-1, 3)
    greys = np.linspace(0, 255, _GREYS)[:, None].repeat(3, axis=1)
    return np.round(np.concatenate([cube, greys])).astype(np.uint8)


def to_palette(pixels: NDArray[np.uint8]) -> Indexes:
    """The nearest colour for each pixel of an RGB picture of shape (height, width, 3)."""
    wide = pixels.astype(np.int16)
    steps = (wide * (_STEPS - 1) + 127) // 255
    cube = (steps[..., 0] * _STEPS + steps[..., 1]) * _STEPS + steps[..., 2]
    mean = wide.sum(axis=2) // 3
    grey = _STEPS**3 + (mean * (_GREYS - 1) + 127) // 255
    is_grey = (wide.max(axis=2) - wide.min(axis=2)) < _GREY_SPREAD
    indexes: Indexes = np.where(is_grey, grey, cube).astype(np.uint8)
    return indexes


def encode_rows(indexes: Indexes, cell_height: int) -> list[str]:
    """One sixel picture for each row of characters.

    Args:
        indexes: A picture whose height is a multiple of ``cell_height``.
        cell_height: Pixels of a character's height.
    """
    rows = range(0, indexes.shape[0], cell_height)
    return [_encode(indexes[top : top + cell_height]) for top in rows]


def _encode(indexes: Indexes) -> str:
    """A sixel picture; pixels below its height, in the last strip, are left as they are."""
    height, width = indexes.shape
    used = np.unique(indexes)
    colours = palette()
    parts = [f'\x1bP0;1;0q"1;1;{width};{height}']
    for index in used.tolist():
        red, green, blue = np.round(colours[index] / 255 * 100).astype(int).tolist()
        parts.append(f"#{index};2;{red};{green};{blue}")
    parts.append("-".join(_strip(indexes[top : top + _BAND]) for top in range(0, height, _BAND)))
    return "".join(parts) + "\x1b\\"


def _strip(band: Indexes) -> str:
    """Up to six lines of pixels, colour by colour; ``$`` goes back to the left edge."""
    bits = (1 << np.arange(band.shape[0], dtype=np.uint8))[:, None]
    return "$".join(
        f"#{colour}{_run_lengths(((band == colour) * bits).sum(axis=0, dtype=np.uint8) + 63)}"
        for colour in np.unique(band).tolist()
    )


def _run_lengths(letters: NDArray[np.uint8]) -> str:
    """Letters of a strip, equal ones in a row counted: ``!12?``."""
    starts = np.flatnonzero(np.diff(letters, prepend=letters[0] ^ 1))
    lengths = np.diff(np.append(starts, len(letters))).tolist()
    runs = zip(letters[starts].tolist(), lengths, strict=True)
    return "".join(
        chr(letter) * n if n < _SHORTEST_RUN else f"!{n}{chr(letter)}" for letter, n in runs
    )
