"""Folders, reading papers from them, and paths.

Owns functions that run on threads, see ``ui.app.work``.
"""

from __future__ import annotations

import time
from pathlib import Path
from typing import TYPE_CHECKING

from textual.message import Message

from ui.app import messages

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ui.app.jobs import Job
    from workbench.library import Library
    from workbench.types import Progress, ProgressListener

__all__ = [
    "complete_path",
    "expanded",
    "find_samples",
    "forget_folder",
    "ingest",
    "read_folder_paths",
    "read_folders",
    "remember_folder",
    "report_progress",
    "watch_folders",
]

PROGRESS_SECONDS = 0.1
"""Least time between two progress messages of one step."""


def read_folders(library: Library, _job: Job) -> Message:
    """Read the remembered folders and their counts."""
    return messages.FoldersRead(library.folders(), library.problems())


def read_folder_paths(library: Library, _job: Job) -> Message:
    """The remembered folders as a change: nobody watched them while carrel was closed."""
    from workbench.types import FolderChange

    places = tuple(folder.path for folder in library.folders())
    return messages.FoldersMoved(FolderChange(places, ()))


def forget_folder(path: str, library: Library, _job: Job) -> Message:
    """No longer keep a folder in step."""
    library.forget_folder(path)
    return messages.FolderForgotten(path)


def remember_folder(path: str, library: Library, job: Job) -> Message:
    """Keep a folder in step again."""
    library.remember_folder(path)
    return messages.Undone(job.number, f"{path} is kept in step again")


def watch_folders(library: Library, job: Job) -> None:
    """Tell of changes in the remembered folders for as long as the app is open."""
    library.watch(lambda change: job.post(messages.FoldersMoved(change)), job.cancelled)


def ingest(
    paths: Sequence[str], retry: bool, remember: bool, library: Library, job: Job
) -> Message:
    """Read folders and files into the library."""
    report = library.ingest(
        [expanded(path) for path in paths],
        on_progress=report_progress(job),
        cancel=job.cancelled,
        retry=retry,
        remember=remember,
    )
    return messages.IngestFinished(report)


def report_progress(job: Job) -> ProgressListener:
    """Posts a job's progress by time, not by file; a step's last word always goes through."""
    posted_at: dict[str, float] = {}

    def report(progress: Progress) -> None:
        now = time.monotonic()
        is_last = bool(progress.total) and progress.done >= progress.total
        if is_last or now - posted_at.get(progress.job, 0.0) >= PROGRESS_SECONDS:
            posted_at[progress.job] = now
            job.post(messages.IngestProgressed(progress))

    return report


def find_samples(_job: Job) -> Message:
    """Find the folder of sample papers that comes with carrel."""
    from workbench.samples import sample_folder

    return messages.FolderChosen((str(sample_folder()),))


def complete_path(typed: str, limit: int, _job: Job) -> Message:
    """List the folders and PDF files that begin with what was typed."""
    return messages.PathsCompleted(typed, tuple(_matches(typed))[:limit])


def expanded(path: str) -> Path:
    """A path with ``~`` replaced; ``~nobody`` is left as it is, to be reported as not there."""
    try:
        return Path(path).expanduser()
    except RuntimeError:
        return Path(path).absolute()


def _matches(typed: str) -> list[str]:
    base, _, start = typed.rpartition("/")
    folder = expanded(base + "/" if base or typed.startswith("/") else ".")
    try:
        entries = sorted(folder.iterdir(), key=lambda entry: entry.name.casefold())
    except (OSError, ValueError):
        return []  # nothing to offer: the path is not (yet) a folder that can be read
    wanted = start.casefold()
    prefix = f"{base}/" if base or typed.startswith("/") else ""
    return [
        f"{prefix}{entry.name}" + ("/" if entry.is_dir() else "")
        for entry in entries
        if entry.name.casefold().startswith(wanted)
        and (start.startswith(".") or not entry.name.startswith("."))
        and (entry.suffix.casefold() == ".pdf" or entry.is_dir())
    ]
