"""The word index's files: which state of the catalogue they hold, and whether they are whole.

Owns the marker beside tantivy's files, which says what the last commit was made from, and the
checking of the segment files. Tantivy ends every file with a footer that holds a
CRC-32 of what comes before it, and never reads it again; a flipped bit would otherwise show as a
wrong result or a crash. The footer is JSON, then its length and a magic number, four bytes each,
little-endian.
"""

from __future__ import annotations

import json
import mmap
import zlib
from pathlib import Path

from index.atomic import write_atomically
from index.errors import StaleIndexError

__all__ = ["damaged_file", "read_generation", "segment_files", "stale", "write_marker"]

_MARKER = "carrel.json"

_MAGIC = 1337
_LONGEST_FOOTER = 4096
_CHUNK = 4 << 20


def stale(folder: Path, why: str) -> StaleIndexError:
    """The error for a folder that must be filled anew."""
    return StaleIndexError(f"the word index in {folder} is not usable: {why}")


def read_generation(folder: Path, schema: int) -> int:
    """The marker's number, or 0 where it does not belong to the commit that is there.

    Raises:
        StaleIndexError: The marker is missing, cannot be read, or is of another schema.
    """
    marker = folder / _MARKER
    commit = _commit_number(folder)
    if not marker.exists():
        if commit:
            raise stale(folder, "its marker is missing")
        return 0
    try:
        facts = json.loads(marker.read_bytes())
        made_with, seen, generation = facts["schema"], facts["commit"], int(facts["generation"])
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise stale(folder, "its marker cannot be read") from error
    if made_with != schema:
        raise stale(folder, f"it was made with schema {made_with}, this is {schema}")
    return generation if seen == commit else 0


def write_marker(folder: Path, schema: int, generation: int, passages: int) -> None:
    """Note what the last commit was made from."""
    facts = {
        "schema": schema,
        "generation": generation,
        "commit": _commit_number(folder),
        "passages": passages,
    }
    write_atomically(folder / _MARKER, json.dumps(facts).encode() + b"\n")


def _commit_number(folder: Path) -> int:
    """Tantivy's own number of the last commit; merging segments does not change it."""
    try:
        return int(json.loads((folder / "meta.json").read_bytes())["opstamp"])
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise stale(folder, "its list of segments cannot be read") from error


def segment_files(folder: Path) -> list[Path]:
    """The files of the segments that the last commit names, in the order of their size.

    Raises:
        OSError, ValueError, KeyError: The list of segments cannot be read.
    """
    meta = json.loads((folder / "meta.json").read_bytes())
    named = {segment["segment_id"].replace("-", "") for segment in meta["segments"]}
    files = [path for path in folder.iterdir() if path.name.split(".")[0] in named]
    return sorted(files, key=lambda path: (path.stat().st_size, path.name))


def damaged_file(folder: Path, most_bytes: int | None = None) -> Path | None:
    """A segment's file that is not what tantivy wrote, or None.

    Args:
        folder: The index.
        most_bytes: Files are checked from the smallest up to this many bytes in all; all of them
            when omitted. Without an error from the disk they are read at some gigabytes a second.
    """
    checked = 0
    for path in segment_files(folder):
        checked += path.stat().st_size
        if most_bytes is not None and checked > most_bytes:
            return None
        if not _is_whole(path):
            return path
    return None


def _is_whole(path: Path) -> bool:
    with path.open("rb") as file:
        try:
            mapped = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        except ValueError:  # empty
            return False
        with mapped, memoryview(mapped) as content:
            return _matches_footer(content)


def _matches_footer(content: memoryview) -> bool:
    end = len(content) - 8
    if end < 0 or int.from_bytes(content[end + 4 :], "little") != _MAGIC:
        return False
    length = int.from_bytes(content[end : end + 4], "little")
    if length > min(_LONGEST_FOOTER, end):
        return False
    try:
        expected = int(json.loads(bytes(content[end - length : end]))["crc"])
    except (ValueError, KeyError, TypeError):
        return False
    crc = 0
    for start in range(0, end - length, _CHUNK):
        crc = zlib.crc32(content[start : min(start + _CHUNK, end - length)], crc)
    return crc == expected
