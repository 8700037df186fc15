"""Finding PDF files below folders, and naming a file by its content.

Owns walking and hashing. Refuses to open a PDF: what the bytes are is the reader's matter.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

__all__ = ["DiscoverResult", "FoundFile", "Problem", "content_hash", "discover"]

_CHUNK_BYTES = 1 << 20


@dataclass(frozen=True, slots=True)
class FoundFile:
    """A file that calls itself PDF: absolute path, size in bytes, time of last change in ns."""

    path: Path
    size: int
    modified_ns: int


@dataclass(frozen=True, slots=True)
class Problem:
    """A folder or file that could not be looked at, and why, in words for a person."""

    path: Path
    reason: str


@dataclass(frozen=True, slots=True)
class DiscoverResult:
    """All that was found, sorted by path, and all that could not be looked at."""

    files: tuple[FoundFile, ...]
    problems: tuple[Problem, ...]

    def __iter__(self) -> Iterator[FoundFile]:
        return iter(self.files)

    def __len__(self) -> int:
        return len(self.files)


def discover(paths: Iterable[str | Path]) -> DiscoverResult:
    """Find the PDF files named by ``paths`` or lying below them, each once, in stable order.

    A path that is a file is taken whatever its name; below folders, files whose name ends in
    ``.pdf`` in any case are. Hidden folders and files are passed over, links to folders are
    followed once each, so that a loop ends. Nothing raises: what cannot be looked at becomes a
    ``Problem``.
    """
    walk = _Walk()
    for path in paths:
        walk.start(Path(path).expanduser())
    files = tuple(sorted(walk.files.values(), key=lambda found: found.path))
    return DiscoverResult(files, tuple(walk.problems))


def content_hash(path: str | Path) -> str:
    """Return the SHA-256 of the file's bytes as 64 lower-case hexadecimal digits.

    Raises:
        OSError: The file cannot be read.
    """
    digest = hashlib.sha256()
    with Path(path).open("rb") as file:
        while chunk := file.read(_CHUNK_BYTES):
            digest.update(chunk)
    return digest.hexdigest()


class _Walk:
    """One walk over several starting points; remembers folders so that links cannot loop."""

    def __init__(self) -> None:
        self.files: dict[Path, FoundFile] = {}
        self.problems: list[Problem] = []
        self._seen: set[tuple[int, int]] = set()

    def start(self, path: Path) -> None:
        absolute = Path(os.path.abspath(path))  # noqa: PTH100 - resolve() would follow links
        if absolute.is_dir():
            self._folder(absolute)
        else:
            self._file(absolute)

    def _folder(self, top: Path) -> None:
        waiting = [top]
        while waiting:
            folder = waiting.pop()
            if self._seen_before(folder):
                continue
            waiting += self._entries(folder)

    def _seen_before(self, folder: Path) -> bool:
        try:
            status = folder.stat()
        except OSError as error:
            self._problem(folder, error)
            return True
        identity = (status.st_dev, status.st_ino)
        if identity in self._seen:
            return True
        self._seen.add(identity)
        return False

    def _entries(self, folder: Path) -> list[Path]:
        """Take the folder's PDF files; return its visible folders."""
        try:
            with os.scandir(folder) as entries:
                ordered = sorted(entries, key=lambda entry: entry.name)
        except OSError as error:
            self._problem(folder, error)
            return []
        folders = []
        for entry in ordered:
            if entry.name.startswith("."):
                continue
            if _is_folder(entry):
                folders.append(Path(entry.path))
            elif entry.name.lower().endswith(".pdf"):
                self._file(Path(entry.path))
        return folders[::-1]

    def _file(self, path: Path) -> None:
        if not _is_text(path):
            self.problems.append(Problem(_shown(path), "its name is not valid UTF-8: rename it"))
            return
        try:
            status = path.stat()
        except OSError as error:
            self._problem(path, error)
            return
        if path.is_file():
            self.files[path] = FoundFile(path, status.st_size, status.st_mtime_ns)
        else:
            self.problems.append(Problem(path, "is not a regular file"))

    def _problem(self, path: Path, error: OSError) -> None:
        reason = (error.strerror or type(error).__name__).lower()
        self.problems.append(Problem(_shown(path), reason))


def _is_text(path: Path) -> bool:
    """Whether the name can be stored and printed; Linux allows any bytes in one."""
    try:
        str(path).encode()
    except UnicodeEncodeError:
        return False
    return True


def _shown(path: Path) -> Path:
    """The path with the bytes that are no text replaced."""
    return Path(os.fsencode(path).decode("utf-8", "replace"))


def _is_folder(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_dir()
    except OSError:
        return False
