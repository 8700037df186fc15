"""Page pictures: any PNG a renderer writes is decoded, and ink stays apart from paper."""

from __future__ import annotations

import struct
import zlib

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from carrel import CarrelError
from ui.app.page_picture import PagePicture, decode_page

Pixels = NDArray[np.uint8]


def chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def encode(pixels: Pixels, methods: list[int]) -> bytes:
    """A PNG whose lines use the given filters in turn, written straight from the specification."""
    height, width, channels = pixels.shape
    colour = {1: 0, 2: 4, 3: 2, 4: 6}[channels]
    lines = bytearray()
    before = [0] * (width * channels)
    for row in range(height):
        line = pixels[row].ravel().tolist()
        method = methods[row % len(methods)]
        lines.append(method)
        for i, value in enumerate(line):
            a = line[i - channels] if i >= channels else 0
            b = before[i]
            c = before[i - channels] if i >= channels else 0
            guess = a + b - c
            paeth = min((a, b, c), key=lambda x: abs(guess - x))
            lines.append((value - (0, a, b, (a + b) // 2, paeth)[method]) % 256)
        before = line
    header = struct.pack(">IIBBBBB", width, height, 8, colour, 0, 0, 0)
    return b"".join(
        [
            b"\x89PNG\r\n\x1a\n",
            chunk(b"IHDR", header),
            chunk(b"IDAT", zlib.compress(bytes(lines))),
            chunk(b"IEND", b""),
        ]
    )


@settings(deadline=None, max_examples=40)
@given(st.integers(1, 9), st.integers(1, 9), st.lists(st.integers(0, 4), min_size=1, max_size=5))
def test_every_filter_is_undone(height: int, width: int, methods: list[int]) -> None:
    generator = np.random.default_rng(height * 100 + width)
    pixels = generator.integers(0, 256, (height, width, 3), dtype=np.uint8)
    assert (decode_page(encode(pixels, methods)).pixels == pixels).all()


def test_grey_and_transparent_pages_become_colour_on_white() -> None:
    grey = np.array([[[10], [200]]], dtype=np.uint8)
    assert decode_page(encode(grey, [0])).pixels.tolist() == [[[10] * 3, [200] * 3]]
    clear = np.array([[[0, 0, 0, 0], [9, 8, 7, 255]]], dtype=np.uint8)
    assert decode_page(encode(clear, [1])).pixels.tolist() == [[[255] * 3, [9, 8, 7]]]


@pytest.mark.parametrize("data", [b"", b"GIF89a", b"\x89PNG\r\n\x1a\n", b"\x89PNG\r\n\x1a\nxxxx"])
def test_what_is_no_png_is_said_to_be_none(data: bytes) -> None:
    with pytest.raises(CarrelError, match="cannot be decoded"):
        decode_page(data)


def test_a_cut_off_png_is_said_to_be_broken() -> None:
    whole = encode(np.zeros((4, 4, 3), dtype=np.uint8), [0])
    with pytest.raises(CarrelError):
        decode_page(whole[:-20])


def test_black_on_white_stays_black_on_white() -> None:
    pixels = np.full((8, 8, 3), 255, dtype=np.uint8)
    pixels[:, :2] = 0  # the left half of the first column of cells
    grid = PagePicture(pixels).cells(2)
    assert grid.glyphs[0][0] == "▌"
    assert grid.ink[0][0].tolist() == [0, 0, 0]
    assert grid.paper[0][0].tolist() == [255, 255, 255]
    assert grid.glyphs[0][1] == " "


def test_a_page_keeps_its_shape() -> None:
    grid = PagePicture(np.full((792, 612, 3), 255, dtype=np.uint8)).cells(60)
    assert grid.columns == 60
    assert grid.rows == round(60 * 792 / 612 / 2)
