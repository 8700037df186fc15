"""Model files on this machine: are they the ones they should be, and who may write them.

Owns the folder of models: the sidecar that remembers a verified file, the lock that lets one
process fetch at a time, and the free space. It fetches nothing.

A file of 100 MB takes a third of a second to hash, so it is hashed once; its sidecar
(``<file>.json``) then holds the sha256 with the size and modification time that were seen. A file
whose size or time differ, or that has no sidecar, is hashed again.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import shutil
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import IO

from index.atomic import write_atomically
from workbench.models.errors import ModelFetchCancelledError, ModelFetchError

__all__ = [
    "exclusive_folder",
    "file_sha256",
    "is_verified",
    "remember_verified",
    "require_space",
]

_CHUNK = 1 << 20
_LOCK_NAME = ".fetch.lock"
_LOCK_POLL_SECONDS = 0.2


def file_sha256(path: Path) -> str:
    """The file's sha256 as 64 hexadecimal digits."""
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK):
            digest.update(chunk)
    return digest.hexdigest()


def is_verified(path: Path, sha256: str) -> bool:
    """Whether ``path`` is whole: hashed before and untouched since, or hashed now to ``sha256``.

    A file that was converted here by another version of the converter is known by its sidecar
    alone, since its bytes may differ from the catalogue's in harmless ways.
    """
    try:
        seen = path.stat()
    except OSError:
        return False
    sidecar = _read_sidecar(path)
    if sidecar.get("size") == seen.st_size and sidecar.get("mtime_ns") == seen.st_mtime_ns:
        return sidecar.get("catalogued") == sha256
    actual = file_sha256(path)
    if actual not in (sha256, sidecar.get("sha256")):
        return False
    remember_verified(path, actual, catalogued=sha256)
    return True


def remember_verified(path: Path, sha256: str, *, catalogued: str) -> None:
    """Write the sidecar of a file whose hash was just taken.

    Args:
        path: The model file.
        sha256: What its bytes hash to.
        catalogued: What the catalogue names for it; differs only for a converted file.
    """
    seen = path.stat()
    facts = {
        "sha256": sha256,
        "catalogued": catalogued,
        "size": seen.st_size,
        "mtime_ns": seen.st_mtime_ns,
    }
    # a read-only models folder is fine: the file is then hashed at every start
    with contextlib.suppress(OSError):
        write_atomically(_sidecar(path), json.dumps(facts, indent=1).encode() + b"\n")


def require_space(folder: Path, needed: int, what: str) -> None:
    """Refuse to start what cannot end.

    Raises:
        ModelFetchError: Fewer than ``needed`` bytes are free where ``folder`` lies.
    """
    free = shutil.disk_usage(folder).free
    if free < needed:
        raise ModelFetchError(
            f"{what} needs {needed / 1e6:.0f} MB in {folder}, and {free / 1e6:.0f} MB are free",
            "free some space, or set CARREL_MODELS to a folder with more",
        )


@contextlib.contextmanager
def exclusive_folder(folder: Path, cancel: threading.Event | None) -> Iterator[None]:
    """Hold the folder's lock, waiting for another process to end its fetch.

    The lock is the operating system's, so it ends with the process that holds it.

    Raises:
        ModelFetchCancelledError: ``cancel`` was set while waiting.
        ModelFetchError: The folder cannot be written.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        lock_file = (folder / _LOCK_NAME).open("a+b")
    except OSError as error:
        raise ModelFetchError(
            f"the models folder {folder} cannot be written ({error.strerror})",
            "set CARREL_MODELS to a folder you may write to",
        ) from error
    with lock_file:
        while not _try_lock(lock_file):
            if cancel is not None and cancel.is_set():
                raise ModelFetchCancelledError("waiting for another fetch was cancelled")
            time.sleep(_LOCK_POLL_SECONDS)
        try:
            yield
        finally:
            _unlock(lock_file)


def _sidecar(path: Path) -> Path:
    return path.with_name(path.name + ".json")


def _read_sidecar(path: Path) -> dict[str, object]:
    """The sidecar's facts, or nothing where it is missing or damaged."""
    try:
        facts = json.loads(_sidecar(path).read_bytes())
    except (OSError, ValueError):
        return {}
    return facts if isinstance(facts, dict) else {}


if sys.platform == "win32":
    import msvcrt

    def _try_lock(file: IO[bytes]) -> bool:
        file.seek(0)
        try:
            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True

    def _unlock(file: IO[bytes]) -> None:
        file.seek(0)
        msvcrt.locking(file.fileno(), msvcrt.LK_UNLCK, 1)

else:
    import fcntl

    def _try_lock(file: IO[bytes]) -> bool:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True

    def _unlock(file: IO[bytes]) -> None:
        fcntl.flock(file, fcntl.LOCK_UN)
