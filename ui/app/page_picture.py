"""A page's pixels, and how they become characters that any terminal can draw.

Owns decoding the PNG that the library renders, scaling it, and turning it into quadrant blocks:
each cell shows 2 × 2 pixels in two colours, which keeps dark print on light paper apart. Runs on a
thread, since it needs NumPy; knows no widget.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from carrel import CarrelError

__all__ = ["CellGrid", "PagePicture", "decode_page"]

Pixels = NDArray[np.uint8]

_SIGNATURE = b"\x89PNG\r\n\x1a\n"
_CHANNELS = {0: 1, 2: 3, 4: 2, 6: 4}
_GLYPHS = " ▘▝▀▖▌▞▛▗▚▐▜▄▙▟█"
"""Blocks by which quarters are ink: 1 upper left, 2 upper right, 4 lower left, 8 lower right."""

SHADE = 15.0
"""Step between two shades of one colour channel; 17 shades are enough for print."""

_FLAT = 20
"""Pixels of one cell that differ by less than this brightness are shown as one colour."""


@dataclass(frozen=True, slots=True)
class CellGrid:
    """Characters for a picture: ``glyphs[row][column]`` in ink over paper colours (RGB)."""

    glyphs: tuple[str, ...]
    ink: Pixels
    """Shape (rows, columns, 3)."""
    paper: Pixels
    """Shape (rows, columns, 3)."""

    @property
    def rows(self) -> int:
        """Lines of the terminal that it takes."""
        return len(self.glyphs)

    @property
    def columns(self) -> int:
        """Columns of the terminal that it takes."""
        return len(self.glyphs[0]) if self.glyphs else 0


@dataclass(frozen=True, slots=True)
class PagePicture:
    """A rendered page: ``pixels`` of shape (height, width, 3), RGB."""

    pixels: Pixels

    def tinted(self, tint: tuple[float, float, float]) -> Pixels:
        """The pixels with factors on red, green and blue."""
        # a table of 256 levels is faster than a product for each of millions of pixels
        levels = np.arange(256)[:, None] * np.array(tint)
        table = np.minimum(np.round(levels), 255).astype(np.uint8)
        return np.stack([table[:, c][self.pixels[..., c]] for c in range(3)], axis=2)

    def scaled(
        self,
        size: tuple[int, int],
        rows: tuple[int, int],
        columns: tuple[int, int],
        tint: tuple[float, float, float],
    ) -> Pixels:
        """A part of the picture in another size, tinted.

        Args:
            size: Height and width that the whole picture is scaled to.
            rows: The part of the scaled picture: the first row, and the one behind the last.
            columns: The same for columns.
            tint: Factors on red, green and blue.
        """
        height, width, _ = self.pixels.shape
        top, bottom = (row * height // size[0] for row in rows)
        left, right = (column * width // size[1] for column in columns)
        part = PagePicture(self.pixels[top : max(bottom, top + 1), left : max(right, left + 1)])
        high, wide = rows[1] - rows[0], columns[1] - columns[0]
        if high <= part.pixels.shape[0] and wide <= part.pixels.shape[1]:
            small = np.round(_shrink(part.pixels, high, wide)).astype(np.uint8)
            return PagePicture(small).tinted(tint)
        down = np.arange(high) * part.pixels.shape[0] // high
        across = np.arange(wide) * part.pixels.shape[1] // wide
        return PagePicture(part.pixels[down][:, across]).tinted(tint)

    def cells(
        self,
        columns: int,
        tint: tuple[float, float, float] = (1.0, 1.0, 1.0),
        aspect: float = 2.0,
    ) -> CellGrid:
        """The picture ``columns`` characters wide.

        Args:
            columns: Width in characters, at least 1.
            tint: Factors on red, green and blue, so that paper does not glare on a dark desk.
            aspect: How many times a character is as high as wide.
        """
        height, width, _ = self.pixels.shape
        columns = max(1, min(columns, width // 2))
        rows = max(1, min(round(columns * height / width / aspect), height // 2))
        small = _shrink(self.pixels, rows * 2, columns * 2)
        # thin strokes turn pale when averaged: a power law brings print back towards black
        small = 255.0 * (small / 255.0) ** 1.7
        return _to_cells(small, tint)


def _shrink(pixels: Pixels, height: int, width: int) -> NDArray[np.float32]:
    """Average over areas; exact for any ratio that makes the picture smaller."""
    rows = np.linspace(0, pixels.shape[0], height, endpoint=False).astype(np.intp)
    columns = np.linspace(0, pixels.shape[1], width, endpoint=False).astype(np.intp)
    summed = np.add.reduceat(pixels.astype(np.float32), rows, axis=0)
    summed = np.add.reduceat(summed, columns, axis=1)
    high = np.diff(np.append(rows, pixels.shape[0]))[:, None, None]
    wide = np.diff(np.append(columns, pixels.shape[1]))[None, :, None]
    shrunk: NDArray[np.float32] = summed / (high * wide)
    return shrunk


def _to_cells(small: NDArray[np.floating], tint: tuple[float, float, float]) -> CellGrid:
    """Group each 2 × 2 block into ink and paper by the middle of its brightness range."""
    rows, columns = small.shape[0] // 2, small.shape[1] // 2
    blocks = small.reshape(rows, 2, columns, 2, 3).transpose(0, 2, 1, 3, 4)
    blocks = blocks.reshape(rows, columns, 4, 3)
    light = blocks @ np.array([0.3, 0.59, 0.11])
    low, high = light.min(axis=2), light.max(axis=2)
    dark = (light < ((low + high) / 2)[..., None]) & ((high - low) >= _FLAT)[..., None]
    ink_count = dark.sum(axis=2)[..., None]
    ink = (blocks * dark[..., None]).sum(axis=2) / np.maximum(ink_count, 1)
    paper = (blocks * ~dark[..., None]).sum(axis=2) / np.maximum(4 - ink_count, 1)
    masks = (dark * np.array([1, 2, 4, 8])).sum(axis=2)
    glyphs = tuple("".join(_GLYPHS[mask] for mask in row) for row in masks.tolist())
    return CellGrid(glyphs, _tinted(ink, tint), _tinted(paper, tint))


def _tinted(colours: NDArray[np.floating], tint: tuple[float, float, float]) -> Pixels:
    """Fewer shades, so that the terminal gets less to draw; tinted last: grey stays even."""
    shades = np.minimum(np.round(colours / SHADE) * SHADE, 255.0)
    tinted: Pixels = (shades * np.array(tint)).astype(np.uint8)
    return tinted


def decode_page(png: bytes) -> PagePicture:
    """Decode a PNG of 8 bits per channel without interlacing, as page renderers write them.

    Raises:
        CarrelError: The data is no such PNG.
    """
    try:
        return PagePicture(_decode(png))
    except (ValueError, KeyError, IndexError, struct.error, zlib.error) as error:
        raise CarrelError(
            f"The picture of the page cannot be decoded: {error}", "text mode shows its words"
        ) from error


def _decode(png: bytes) -> Pixels:
    if not png.startswith(_SIGNATURE):
        raise ValueError("not a PNG")
    data = bytearray()
    width = height = channels = 0
    for kind, body in _chunks(png):
        if kind == b"IHDR":
            width, height, depth, colour, _, _, interlaced = struct.unpack(">IIBBBBB", body)
            if depth != 8 or interlaced or colour not in _CHANNELS:
                raise ValueError(f"depth {depth}, colour type {colour}, interlace {interlaced}")
            channels = _CHANNELS[colour]
        elif kind == b"IDAT":
            data += body
    raw = np.frombuffer(zlib.decompress(bytes(data)), dtype=np.uint8)
    lines = raw.reshape(height, 1 + width * channels)
    return _to_rgb(_unfilter(lines, channels).reshape(height, width, channels))


def _chunks(png: bytes) -> Iterator[tuple[bytes, bytes]]:
    at = len(_SIGNATURE)
    while at + 8 <= len(png):
        (length,) = struct.unpack_from(">I", png, at)
        yield png[at + 4 : at + 8], png[at + 8 : at + 8 + length]
        at += 12 + length


def _unfilter(lines: Pixels, channels: int) -> Pixels:
    """Undo the filter of each line (PNG specification, 3rd edition, clause 9)."""
    pixels = lines[:, 1:].copy()
    above = np.zeros(pixels.shape[1], dtype=np.uint8)
    for row, method in enumerate(lines[:, 0].tolist()):
        line = pixels[row]
        if method == 1:
            np.add.accumulate(line.reshape(-1, channels), axis=0, dtype=np.uint8,
                              out=line.reshape(-1, channels))  # fmt: skip
        elif method == 2:
            line += above
        elif method == 3:
            _undo_average(line, above, channels)
        elif method == 4:
            _undo_paeth(line, above, channels)
        elif method:
            raise ValueError(f"filter {method}")
        above = line
    return pixels


def _undo_average(line: Pixels, above: Pixels, channels: int) -> None:
    values, up = line.tolist(), above.tolist()
    for i in range(len(values)):
        left = values[i - channels] if i >= channels else 0
        values[i] = (values[i] + (left + up[i]) // 2) & 255
    line[:] = values


def _undo_paeth(line: Pixels, above: Pixels, channels: int) -> None:
    values, up = line.tolist(), above.tolist()
    for i in range(len(values)):
        left = values[i - channels] if i >= channels else 0
        corner = up[i - channels] if i >= channels else 0
        guess = left + up[i] - corner
        near = min((abs(guess - left), 0, left), (abs(guess - up[i]), 1, up[i]),
                   (abs(guess - corner), 2, corner))  # fmt: skip
        values[i] = (values[i] + near[2]) & 255
    line[:] = values


def _to_rgb(pixels: Pixels) -> Pixels:
    """Grey to RGB, and transparency laid on white paper."""
    channels = pixels.shape[2]
    colour = pixels[..., :3] if channels >= 3 else pixels[..., :1].repeat(3, axis=2)
    if channels in {2, 4}:
        alpha = pixels[..., -1:].astype(np.float32) / 255.0
        colour = (colour * alpha + 255.0 * (1.0 - alpha)).astype(np.uint8)
    return np.ascontiguousarray(colour)
