"""Writing an export to disk: never over something without being told to.

Owns the checks and their messages; ``index.atomic`` owns the writing.
"""

from __future__ import annotations

from pathlib import Path

from index.atomic import write_atomically
from workbench.errors import ExportError

__all__ = ["check_free", "write_export"]


def write_export(path: Path, text: str, *, overwrite: bool = False) -> Path:
    """Write ``text`` as UTF-8, whole or not at all.

    Raises:
        ExportError: Something is there and ``overwrite`` is false, or it cannot be written.
    """
    check_free(path, overwrite=overwrite)
    try:
        write_atomically(path, text.encode("utf-8", "replace"))
    except OSError as error:
        raise ExportError(
            f"{path} cannot be written: {error.strerror or error}", "choose another place"
        ) from error
    return path


def check_free(path: Path, *, overwrite: bool) -> None:
    """Find out whether a file may be written, before any work is done for it.

    Raises:
        ExportError: Something is there and ``overwrite`` is false, or there is no such folder.
    """
    if path.is_dir():
        raise ExportError(f"{path} is a folder", "name a file in it")
    if not overwrite and (path.exists() or path.is_symlink()):
        raise ExportError(
            f"{path} is there already",
            "choose another name, or overwrite it: `--overwrite` on the command line",
        )
    if not path.parent.is_dir():
        raise ExportError(f"{path.parent} is not a folder", "make it first, or choose another one")
