"""Libraries in places that cannot be written to: another disk's snapshot, a shared folder.

Owns how such a place is noticed and what stands in for its index folder. DuckDB can open a file
just to read it; tantivy wants to put a lock beside its files. So the files of the indexes are
named, by links, in a folder of this process's own, and whatever an index writes ends there.
"""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

__all__ = ["IndexMirror", "can_be_written"]


def can_be_written(folder: Path, file: Path) -> bool:
    """Whether a library can be changed where it is.

    Args:
        folder: The library's.
        file: Its catalogue. One that is not there yet is made, or the making fails and says why.
    """
    parts = [part for part in (folder, file, folder / "index") if part.exists()]
    return not file.exists() or all(os.access(part, os.W_OK) for part in parts)


class IndexMirror:
    """A folder of links to the files of an index folder, for as long as a library is open.

    Args:
        source: The index folder; it may be missing, and is never written to.

    Raises:
        OSError: No folder can be made for it.
    """

    def __init__(self, source: Path) -> None:
        self._held = tempfile.TemporaryDirectory(prefix="carrel-index-", ignore_cleanup_errors=True)
        self.folder = Path(self._held.name)
        for path in sorted(source.rglob("*")):
            there = self.folder / path.relative_to(source)
            if path.is_dir():
                there.mkdir()
            elif path.suffix != ".lock":
                there.symlink_to(path.absolute())

    def close(self) -> None:
        """Remove the folder. What the links name stays."""
        self._held.cleanup()
