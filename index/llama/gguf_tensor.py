"""One tensor out of a GGUF file, without reading the rest.

Owns finding it. The ``gguf`` package reads every entry of the vocabulary into an array of its own,
which takes seconds; here what is in the way is stepped over.
"""

from __future__ import annotations

import mmap
import struct
from pathlib import Path
from typing import TYPE_CHECKING

from index.errors import ModelRequestError

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

__all__ = ["read_tensor"]

_STRING, _ARRAY, _UINT32 = 8, 9, 4
_SIZES = {0: 1, 1: 1, 2: 2, 3: 2, 4: 4, 5: 4, 6: 4, 7: 1, 10: 8, 11: 8, 12: 8}
"""Bytes of each kind of number, by GGUF's numbers for them."""
_DEFAULT_ALIGNMENT = 32


def read_tensor(path: Path, name: str) -> NDArray[np.float32]:
    """A tensor's values, rows first.

    Raises:
        ModelRequestError: The file holds no such tensor, or cannot be read.
    """
    try:
        with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as data:
            return _Walk(data).find(name)
    except (OSError, ValueError, KeyError, struct.error, NotImplementedError) as error:
        raise ModelRequestError(f"{path.name}: {name} cannot be read ({error})") from error


class _Walk:
    """Steps through the head of a file."""

    def __init__(self, data: mmap.mmap) -> None:
        self._data = data
        self._at = 4
        if data[:4] != b"GGUF":
            raise ValueError("it is no GGUF file")
        self._alignment = _DEFAULT_ALIGNMENT

    def find(self, name: str) -> NDArray[np.float32]:
        """The tensor's values."""
        _version = self._number("<I")
        tensors, entries = self._number("<Q"), self._number("<Q")
        for _ in range(entries):
            self._step_over_entry()
        found: tuple[list[int], int, int] | None = None
        for _ in range(tensors):
            called = self._text()
            shape = [self._number("<Q") for _ in range(self._number("<I"))]
            kind, offset = self._number("<I"), self._number("<Q")
            if called == name:
                found = shape, kind, offset
        if found is None:
            raise ValueError("it is not there")
        return self._values(*found)

    def _values(self, shape: list[int], kind: int, offset: int) -> NDArray[np.float32]:
        import gguf
        import numpy as np

        begin = -(-self._at // self._alignment) * self._alignment + offset
        count = int(np.prod(shape))
        quantisation = gguf.GGMLQuantizationType(kind)
        block, size = gguf.GGML_QUANT_SIZES[quantisation]
        raw = np.frombuffer(self._data[begin : begin + count // block * size], np.uint8)
        columns = shape[0] // block * size
        values = gguf.dequantize(_typed(raw.reshape(-1, columns), quantisation.name), quantisation)
        return np.asarray(values, np.float32).reshape(-1, shape[0])

    def _step_over_entry(self) -> None:
        key, kind = self._text(), self._number("<I")
        if key == "general.alignment" and kind == _UINT32:
            self._alignment = self._number("<I")
        else:
            self._step_over(kind)

    def _step_over(self, kind: int) -> None:
        if kind == _STRING:
            length = self._number("<Q")
            self._at += length
        elif kind == _ARRAY:
            of, length = self._number("<I"), self._number("<Q")
            if of in _SIZES:
                self._at += _SIZES[of] * length
            else:
                for _ in range(length):
                    self._step_over(of)
        else:
            self._at += _SIZES[kind]

    def _text(self) -> str:
        length = self._number("<Q")
        text = self._data[self._at : self._at + length].decode("utf-8", "replace")
        self._at += length
        return text

    def _number(self, form: str) -> int:
        [value] = struct.unpack_from(form, self._data, self._at)
        self._at += struct.calcsize(form)
        return int(value)


def _typed(raw: NDArray[np.uint8], kind: str) -> NDArray[np.generic]:
    """Bytes as the numbers they are, where they are plain numbers."""
    plain = {"F32": "<f4", "F16": "<f2"}
    return raw.view(plain[kind]) if kind in plain else raw
