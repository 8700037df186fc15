"""Messages between the application and a model's process: a JSON head and raw bytes.

A frame is ``CRL1``, the head's and the payload's length (two little-endian unsigned 32-bit
numbers), the head (UTF-8 JSON object), the payload. Owns the bytes on the pipe, not their meaning.
"""

from __future__ import annotations

import json
import struct
from typing import Any, BinaryIO

__all__ = ["FrameError", "read_frame", "write_frame"]

_MAGIC = b"CRL1"
_LENGTHS = struct.Struct("<4sII")
_LONGEST = 256 << 20


class FrameError(Exception):
    """The bytes are not a frame; where the next one begins is unknown."""


def write_frame(stream: BinaryIO, head: dict[str, Any], payload: bytes = b"") -> None:
    """Write one frame and flush it.

    Raises:
        FrameError: Head or payload are longer than a frame may be (256 MiB).
        OSError, ValueError: The pipe is closed.
    """
    data = json.dumps(head).encode("ascii")
    if max(len(data), len(payload)) > _LONGEST:
        raise FrameError(f"a message of {len(data) + len(payload)} bytes is too long")
    stream.write(_LENGTHS.pack(_MAGIC, len(data), len(payload)) + data)
    if payload:
        stream.write(payload)
    stream.flush()


def read_frame(stream: BinaryIO) -> tuple[dict[str, Any], bytes] | None:
    """Read one frame; None at the end of the stream.

    Raises:
        FrameError: The bytes are not a frame, or the stream ends inside one.
    """
    lengths = stream.read(_LENGTHS.size)
    if not lengths:
        return None
    if len(lengths) < _LENGTHS.size:
        raise FrameError("the stream ended inside a frame")
    magic, head_length, payload_length = _LENGTHS.unpack(lengths)
    if magic != _MAGIC or max(head_length, payload_length) > _LONGEST:
        raise FrameError("the stream does not hold a frame here")
    data, payload = stream.read(head_length), stream.read(payload_length)
    if len(data) < head_length or len(payload) < payload_length:
        raise FrameError("the stream ended inside a frame")
    try:
        head = json.loads(data)
    except ValueError as error:
        raise FrameError(f"a frame's head is not JSON ({error})") from error
    if not isinstance(head, dict):
        raise FrameError("a frame's head is not a JSON object")
    return head, payload
