"""Which libraries this process has open: one ``Library`` a folder.

DuckDB keeps other processes out; within one process two libraries over a folder would each hold
indexes that the other changes.
"""

from __future__ import annotations

import threading
from pathlib import Path

from workbench.errors import LibraryBusyError

__all__ = ["claim", "release"]

_open_folders: set[Path] = set()
_guard = threading.Lock()


def claim(folder: Path) -> None:
    """Take a folder.

    Raises:
        LibraryBusyError: This process has it open already.
    """
    with _guard:
        if folder.resolve() in _open_folders:
            raise LibraryBusyError(
                f"{folder} is open in this process already", "use the library that is open"
            )
        _open_folders.add(folder.resolve())


def release(folder: Path) -> None:
    """Let go of a folder. Safe to call twice."""
    with _guard:
        _open_folders.discard(folder.resolve())
