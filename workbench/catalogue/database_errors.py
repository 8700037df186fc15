"""What DuckDB says of a disk or a file, in our words.

Owns the telling apart: a library that another process has open, a disk that takes no more, a place
that may not be written to, too little memory, a file that is damaged, a fault inside DuckDB.
Whatever else DuckDB raises is a fault of a statement of ours, and is left as it is.
"""

from __future__ import annotations

import errno
import os
import re
from pathlib import Path

import duckdb

from workbench.errors import CatalogueError, LibraryBusyError, LibraryError

__all__ = ["is_damage", "named_error"]

_FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})
_FORBIDDEN = frozenset({errno.EROFS, errno.EACCES, errno.EPERM})
_BUSY = "Could not set lock on file"
_DAMAGE = (
    "Corrupt database file",
    "not a valid DuckDB database file",
    "Could not read enough bytes",
    "database has been invalidated",
)
_FAULT_KINDS = (duckdb.FatalException, duckdb.InternalException, duckdb.SerializationException)


def named_error(file: Path, error: duckdb.Error) -> LibraryError | None:
    """The error that a person can do something about; None where it is no matter of the file.

    Args:
        file: The catalogue.
        error: What DuckDB raised.
    """
    text = str(error)
    if _BUSY in text:
        found = re.search(r"PID (\d+)", text)
        who = f"process {found[1]}" if found else "another process"
        return LibraryBusyError(
            f"{file.parent} is open in {who}", "close that carrel, or name another library"
        )
    if (why := _said(text, _FULL)) is not None:
        return CatalogueError(
            f"{file} cannot be written: {why}",
            "make room on its disk, then do the same again; what was stored before is safe",
        )
    if (why := _said(text, _FORBIDDEN)) is not None:
        return CatalogueError(
            f"{file} cannot be written: {why}",
            "make it and its folder writable, or copy the folder and name the copy with --library",
        )
    if any(sign in text for sign in _DAMAGE):
        return CatalogueError(
            f"{file} is damaged: {text.splitlines()[0]}",
            "restore it from a backup; without one, move it away but keep it, since your notes and "
            "tags are in it, and ingest the folders again",
        )
    if isinstance(error, duckdb.OutOfMemoryException):
        return CatalogueError(
            f"{file}: there was too little memory for this",
            "close other programs, or do it with fewer papers at a time; nothing was lost",
        )
    if isinstance(error, _FAULT_KINDS):
        # the same kinds come from a damaged file and from a fault of DuckDB's: nobody should
        # throw a library away for the second
        return CatalogueError(
            f"{file}: DuckDB failed inside: {text.splitlines()[0]}",
            "start carrel again; if it comes back, keep a copy of the library and report it",
        )
    return None


def is_damage(error: duckdb.Error) -> bool:
    """Whether the file's content may be to blame."""
    return isinstance(error, _FAULT_KINDS) or any(sign in str(error) for sign in _DAMAGE)


def _said(text: str, codes: frozenset[int]) -> str | None:
    """The system's own words for one of these conditions, where they are in the text."""
    return next((words for code in codes if (words := os.strerror(code)) in text), None)
