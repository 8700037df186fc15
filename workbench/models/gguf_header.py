"""What a GGUF file says of itself, without loading it.

Owns the reading of the scalar metadata at the head of a GGUF (version 2 or 3, little-endian;
https://github.com/ggml-org/ggml/blob/master/docs/gguf.md). The ``gguf`` package's reader builds a
view for each of the vocabulary's tokens, which takes a second and more for large vocabularies;
a list of the models on a machine must not take that long.
"""

from __future__ import annotations

import struct
from pathlib import Path
from typing import BinaryIO

from workbench.models.errors import ModelStoreError

__all__ = ["GgufValue", "read_gguf_header"]

GgufValue = str | int | float | bool

_MAGIC = b"GGUF"
_SCALARS = {
    0: "<B", 1: "<b", 2: "<H", 3: "<h", 4: "<I", 5: "<i", 6: "<f", 7: "<?", 10: "<Q", 11: "<q",
    12: "<d",
}  # fmt: skip
_STRING, _ARRAY = 8, 9
_MOST_KEYS = 4096
_LONGEST_STRING = 16 << 20
_LONGEST_ARRAY = 16 << 20


class _NotGgufError(Exception):
    """The bytes do not follow the format."""


def read_gguf_header(path: Path) -> dict[str, GgufValue]:
    """Scalar metadata by key. Arrays (the vocabulary) are skipped.

    Raises:
        ModelStoreError: The file cannot be read, or is not a GGUF.
    """
    try:
        with path.open("rb") as file:
            return _header(file)
    except (_NotGgufError, struct.error, UnicodeDecodeError) as error:
        raise ModelStoreError(
            f"{path} is not a GGUF file, or a damaged one ({error})",
            "name a model file in GGUF format, version 2 or 3",
        ) from error
    except OSError as error:
        raise ModelStoreError(
            f"the model file {path} cannot be read ({error.strerror})", "check the path"
        ) from error


def _header(file: BinaryIO) -> dict[str, GgufValue]:
    if file.read(4) != _MAGIC:
        raise _NotGgufError("it does not begin with GGUF")
    version, _tensors, keys = struct.unpack("<IQQ", _exactly(file, 20))
    if version not in (2, 3) or keys > _MOST_KEYS:
        raise _NotGgufError(f"version {version}, {keys} keys")
    header: dict[str, GgufValue] = {}
    for _ in range(keys):
        key = _string(file)
        value = _value(file, _number(file, "<I"))
        if value is not None:
            header[key] = value
    return header


def _value(file: BinaryIO, kind: int) -> GgufValue | None:
    if kind == _STRING:
        return _string(file)
    if kind == _ARRAY:
        _skip_array(file)
        return None
    if kind not in _SCALARS:
        raise _NotGgufError(f"unknown value type {kind}")
    value: GgufValue = struct.unpack(
        _SCALARS[kind], _exactly(file, struct.calcsize(_SCALARS[kind]))
    )[0]
    return value


def _skip_array(file: BinaryIO) -> None:
    kind, length = struct.unpack("<IQ", _exactly(file, 12))
    if length > _LONGEST_ARRAY:
        raise _NotGgufError(f"an array of {length} items")
    if kind == _STRING:
        for _ in range(length):
            _skip(file, _number(file, "<Q"))
    elif kind in _SCALARS:
        _skip(file, length * struct.calcsize(_SCALARS[kind]))
    else:
        raise _NotGgufError(f"an array of type {kind}")


def _string(file: BinaryIO) -> str:
    length = _number(file, "<Q")
    if length > _LONGEST_STRING:
        raise _NotGgufError(f"a text of {length} bytes")
    # chat templates of some models hold stray bytes; the rest of the file is still good
    return _exactly(file, length).decode("utf-8", errors="replace")


def _number(file: BinaryIO, form: str) -> int:
    number: int = struct.unpack(form, _exactly(file, struct.calcsize(form)))[0]
    return number


def _skip(file: BinaryIO, length: int) -> None:
    if length > _LONGEST_STRING * 8:
        raise _NotGgufError(f"a value of {length} bytes")
    file.seek(length, 1)


def _exactly(file: BinaryIO, length: int) -> bytes:
    data = file.read(length)
    if len(data) != length:
        raise _NotGgufError("it ends too early")
    return data
