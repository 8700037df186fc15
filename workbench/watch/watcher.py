"""Waiting for changes below folders, and saying which parts of them to look at again.

Owns the wait. It reads no file and decides nothing about papers: what has changed is found by the
intake's own survey, which is given no more of a folder than it needs.
"""

from __future__ import annotations

import logging
import os
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from workbench.types import FolderChange

__all__ = ["FolderWatcher", "places_to_look"]

log = logging.getLogger(__name__)

LOOK_AGAIN_SECONDS = 5.0
"""How often the list of folders is asked for again, and folders that are not there looked for."""
LONGEST_WAIT_SECONDS = 60.0
"""A folder that never comes to rest is read after this long all the same."""
STEP_SECONDS = 0.2
"""How often the wait is interrupted, to see whether it should end."""
CLOCK_SECONDS = 2.0
"""How coarse a disk's time stamps may be (FAT)."""
POLL_SECONDS = 10.0
"""How often files are compared where the system cannot tell of changes by itself."""


@dataclass(frozen=True, slots=True)
class FolderWatcher:
    """Watches the remembered folders.

    Args:
        folders: Gives the folders (or single files) to watch, as they are remembered now.
        settle_seconds: How long there must be no change before changes are told.
        looked_through: When a folder was last looked through, in seconds since the epoch; ``None``
            where it was not.
    """

    folders: Callable[[], Sequence[Path]]
    settle_seconds: float
    looked_through: Callable[[Path], float | None] = lambda _folder: None

    def run(self, on_change: Callable[[FolderChange], None], stop: threading.Event) -> None:
        """Call ``on_change`` on this thread for each group of changes, until ``stop`` is set.

        A folder that is not there (a disk that is not mounted) is looked at when it comes; one
        that is new because it is being read is not, unless something changed in it since.
        """
        watched: tuple[Path, ...] | None = None
        while not stop.is_set():
            there = _existing(self.folders())
            came = [f for f in there if watched is not None and f not in watched]
            # what happened before the watch began was seen by nobody
            if unseen := [folder for folder in came if self._changed_unseen(folder)]:
                on_change(FolderChange(tuple(map(str, unseen)), ()))
            watched = there
            if not there:
                stop.wait(LOOK_AGAIN_SECONDS)
            else:
                self._watch(there, on_change, stop)

    def _changed_unseen(self, folder: Path) -> bool:
        looked = self.looked_through(folder)
        return looked is None or _changed_since(folder, looked - CLOCK_SECONDS)

    def _watch(
        self,
        there: tuple[Path, ...],
        on_change: Callable[[FolderChange], None],
        stop: threading.Event,
    ) -> None:
        """Watch until ``stop``, or until the folders to watch are others."""
        changed: set[Path] = set()
        first = newest = looked = time.monotonic()
        for paths in self._changes(there, stop):
            now = time.monotonic()
            if paths:
                first, newest = (first if changed else now), now
                changed |= paths
            is_still = now - newest >= self.settle_seconds
            if changed and (is_still or now - first >= LONGEST_WAIT_SECONDS):
                _tell(changed, there, on_change)
                changed = set()
            if not changed and now - looked >= LOOK_AGAIN_SECONDS:
                looked = now
                if _existing(self.folders()) != there:
                    return

    def _changes(self, there: tuple[Path, ...], stop: threading.Event) -> Iterator[set[Path]]:
        try:
            yield from self._notified(there, stop, polling=False)
        except OSError as error:
            # too many folders for the system's own notices, or a folder that just went away
            log.warning("watching by comparing files: %s", error)
            yield from self._notified(_existing(there), stop, polling=True)

    def _notified(
        self, there: tuple[Path, ...], stop: threading.Event, *, polling: bool
    ) -> Iterator[set[Path]]:
        from watchfiles import watch

        changes = watch(
            *there,
            watch_filter=lambda _change, path: _may_matter(path),
            stop_event=stop,
            rust_timeout=int(STEP_SECONDS * 1000),
            yield_on_timeout=True,
            raise_interrupt=False,
            # None, not False, leaves the choice to the library where notices do not work (WSL)
            force_polling=polling or None,
            poll_delay_ms=int(POLL_SECONDS * 1000),
            ignore_permission_denied=True,
        )
        for group in changes:
            yield {Path(path) for _change, path in group}


def _changed_since(folder: Path, moment: float) -> bool:
    """Whether something below came, went or was written since then.

    What comes or goes leaves its time with the folder around it, whatever its own time says.
    """
    try:
        if folder.stat().st_mtime >= moment:
            return True
        if not folder.is_dir():
            return False
        with os.scandir(folder) as entries:
            return any(
                _changed_since(Path(entry.path), moment)
                for entry in entries
                if _may_matter(entry.path)
            )
    except OSError:
        return True


def _tell(
    changed: set[Path], there: Sequence[Path], on_change: Callable[[FolderChange], None]
) -> None:
    if places := places_to_look(changed, there):
        on_change(FolderChange(tuple(map(str, places)), tuple(sorted(map(str, changed)))))


def places_to_look(changed: Iterable[Path], folders: Sequence[Path]) -> list[Path]:
    """The folders to survey so that every change is seen, none of them below another one.

    For each change that is the nearest folder that still holds a PDF file or is a remembered
    folder itself: a folder that is empty now looks like a disk that is not mounted, and only a
    folder above it can tell the difference.
    """
    places = {place for path in changed if (place := _place_of(path, folders)) is not None}
    return sorted(p for p in places if not any(q != p and p.is_relative_to(q) for q in places))


def _place_of(path: Path, folders: Sequence[Path]) -> Path | None:
    root = next((folder for folder in folders if path.is_relative_to(folder)), None)
    if root is None or path == root:
        return root
    place = path if path.is_dir() else path.parent
    while place != root and not _holds_papers(place):
        place = place.parent
    return place


def _holds_papers(folder: Path) -> bool:
    try:
        with os.scandir(folder) as entries:
            return any(entry.name.casefold().endswith(".pdf") for entry in entries)
    except OSError:
        return False


def _may_matter(path: str) -> bool:
    """PDF files, and whatever may be a folder that came or went; nothing hidden."""
    name = path.rpartition(os.sep)[2]
    if name.startswith("."):
        return False
    return name.casefold().endswith(".pdf") or "." not in name or Path(path).is_dir()


def _existing(folders: Iterable[Path]) -> tuple[Path, ...]:
    return tuple(folder for folder in folders if folder.exists())
