"""Files that are either the old one or the new one, whole, whenever the power goes.

Owns one function. It knows nothing of what is written.
"""

from __future__ import annotations

import os
import secrets
from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO

__all__ = ["sync_folder", "write_atomically"]


def write_atomically(path: Path, content: bytes | Callable[[BinaryIO], None]) -> None:
    """Replace ``path`` by ``content`` in one step that survives a crash.

    The bytes go to a temporary file in the same folder, are flushed to the disk, and take the
    name by ``os.replace``; then the folder itself is flushed. On any error the temporary file is
    removed and ``path`` is as it was. A new file gets the rights that the umask grants.

    Args:
        path: The file to replace or create. Its folder must exist.
        content: The bytes, or a function that writes them to the open file it is handed.

    Raises:
        OSError: The folder is not writable, the disk is full, or the writer's own error.
    """
    temporary = path.with_name(f".{path.name}.{secrets.token_hex(6)}.part")
    try:
        with temporary.open("xb") as file:
            if callable(content):
                content(file)
            else:
                file.write(content)
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(path)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise
    sync_folder(path.parent)


def sync_folder(folder: Path) -> None:
    """Flush a folder's own entries (a rename is not durable before that; POSIX only)."""
    if os.name != "posix":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
