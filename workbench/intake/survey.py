"""What changed on disk: every found file is compared with what the catalogue remembers.

Owns the decision what to do with each file. Reads bytes only of files whose size or time stamp
changed; opens no PDF and changes nothing.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from ingest.discover import DiscoverResult, FoundFile, content_hash, discover
from ingest.paper import READER_VERSION
from workbench.catalogue.catalogue import Catalogue
from workbench.catalogue.files import FileRow
from workbench.types import FileState

__all__ = ["CopyOf", "Move", "Survey", "ToRead", "Unreadable", "survey"]

_READ = frozenset({FileState.READY, FileState.WORDS_ONLY})


@dataclass(frozen=True, slots=True)
class ToRead:
    """A file whose content is new to the library, or is to be read again."""

    found: FoundFile
    sha256: str


@dataclass(frozen=True, slots=True)
class CopyOf:
    """A file with the same bytes as another one; ``original`` is that one's path."""

    found: FoundFile
    sha256: str
    original: str


@dataclass(frozen=True, slots=True)
class Move:
    """A known file that is gone from ``old`` while its bytes turned up elsewhere."""

    old: str
    found: FoundFile


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A path that could not be looked at, and why."""

    path: str
    reason: str


@dataclass(slots=True)
class Survey:
    """What one look at the folders found, sorted by what is to be done. Lists are by path."""

    unchanged: list[FileRow] = field(default_factory=list)
    touched: list[FoundFile] = field(default_factory=list)
    to_read: list[ToRead] = field(default_factory=list)
    copies: list[CopyOf] = field(default_factory=list)
    moves: list[Move] = field(default_factory=list)
    gone: list[str] = field(default_factory=list)
    unreadable: list[Unreadable] = field(default_factory=list)

    @property
    def changes_something(self) -> bool:
        """Whether there is anything to do at all."""
        return bool(self.to_read or self.copies or self.moves or self.gone or self.unreadable)


def survey(
    catalogue: Catalogue,
    roots: Sequence[Path],
    *,
    retry: bool,
    outdated: Callable[[str], bool],
    cancel: threading.Event,
) -> Survey:
    """Look at folders and files, and decide what is to be done with each.

    Args:
        catalogue: What is remembered.
        roots: Absolute folders and files.
        retry: Whether files that were skipped or failed are read again.
        outdated: Whether a paper, by id, was read by an older reader.
        cancel: When set, the survey ends early with what it has.
    """
    found = discover(roots)
    known = catalogue.files.below(roots)
    outcome = Survey(unreadable=[Unreadable(str(p.path), p.reason) for p in found.problems])
    outcome.gone = _gone(known, found)
    emptied = [] if retry else _emptied(roots, known, found)
    vanished = {known[path].sha256: path for path in outcome.gone if known[path].sha256}
    seen: dict[str, str] = {}
    for file in found.files:
        if cancel.is_set():
            break
        row = known.get(str(file.path))
        if row is not None and _same_stamp(row, file) and not _again(row, retry, outdated):
            outcome.unchanged.append(row)
            if row.sha256:
                seen.setdefault(row.sha256, row.path)
        else:
            _judge(outcome, catalogue, file, row, seen, vanished, retry, outdated)
    for root in emptied:
        _keep(outcome, root)
    return outcome


def _emptied(
    roots: Sequence[Path], known: Mapping[str, FileRow], found: DiscoverResult
) -> list[Path]:
    """Folders that held papers and now hold none at all: more likely a disk that is not mounted."""
    return [
        root
        for root in roots
        if root.is_dir()
        and any(Path(path).is_relative_to(root) for path in known)
        and not any(file.path.is_relative_to(root) for file in found.files)
    ]


def _keep(outcome: Survey, root: Path) -> None:
    """Take nothing out of an emptied folder but what turned up elsewhere, and say so."""
    lost = [path for path in outcome.gone if Path(path).is_relative_to(root)]
    if lost:
        outcome.gone = [path for path in outcome.gone if path not in lost]
        reason = f"holds none of its {len(lost)} papers any more, so nothing was taken out "
        reason += "(is the disk mounted? if they are gone for good: carrel ingest --retry)"
        outcome.unreadable.append(Unreadable(str(root), reason))


def _judge(
    outcome: Survey,
    catalogue: Catalogue,
    file: FoundFile,
    row: FileRow | None,
    seen: dict[str, str],
    vanished: dict[str, str],
    retry: bool,
    outdated: Callable[[str], bool],
) -> None:
    """Decide about a file whose stamp changed, or that is to be looked at again."""
    path = str(file.path)
    try:
        sha256 = content_hash(file.path)
    except OSError as error:
        outcome.unreadable.append(Unreadable(path, f"cannot be read: {error.strerror}"))
        return
    if row is not None and row.sha256 == sha256 and not _again(row, retry, outdated):
        outcome.touched.append(file)
        outcome.unchanged.append(row)
    elif sha256 in vanished:
        old = vanished.pop(sha256)
        outcome.gone.remove(old)
        outcome.moves.append(Move(old, file))
    elif original := _original(catalogue, sha256, path, seen):
        outcome.copies.append(CopyOf(file, sha256, original))
    else:
        outcome.to_read.append(ToRead(file, sha256))
    seen.setdefault(sha256, path)


def _original(catalogue: Catalogue, sha256: str, path: str, seen: Mapping[str, str]) -> str | None:
    """The path that already holds this content, if it is another one that is still there."""
    if seen.get(sha256, path) != path:
        return seen[sha256]
    for row in catalogue.files.holding(sha256):
        if row.path != path and row.state in _READ and Path(row.path).exists():
            return row.path
    return None


def _same_stamp(row: FileRow, file: FoundFile) -> bool:
    return row.bytes == file.size and row.modified_ns == file.modified_ns


def _again(row: FileRow, retry: bool, outdated: Callable[[str], bool]) -> bool:
    """Whether a file is read again though it did not change."""
    if row.state not in _READ and (retry or _older_reader_failed(row)):
        return True
    return row.paper_id is not None and outdated(row.paper_id)


def _older_reader_failed(row: FileRow) -> bool:
    """Whether a file could not be read by a reader before this one, which may do better."""
    return row.paper_id is None and row.reader != READER_VERSION


def _gone(known: Mapping[str, FileRow], found: DiscoverResult) -> list[str]:
    """Recorded paths that were not found, unless they lie where it was not possible to look."""
    there = {str(file.path) for file in found.files}
    blind = [str(problem.path) for problem in found.problems]
    return [
        path
        for path in known
        if path not in there
        and not any(path == b or path.startswith(b.rstrip("/") + "/") for b in blind)
    ]
