"""Folders, files and the progress of long work."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from workbench.states import FileState

__all__ = [
    "FileReport",
    "FolderChange",
    "FolderRow",
    "IngestReport",
    "Progress",
    "ProgressListener",
]


@dataclass(frozen=True, slots=True)
class FolderRow:
    """A remembered folder (or single file) with its files' counts by state."""

    path: str
    counts: Mapping[str, int]
    ingested_at: str


@dataclass(frozen=True, slots=True)
class FolderChange:
    """Something changed below the remembered folders."""

    places: tuple[str, ...]
    """Folders to look at again; each is, or lies below, a remembered one."""
    paths: tuple[str, ...]
    """What came, went or changed; empty where a whole folder came back."""


@dataclass(frozen=True, slots=True)
class FileReport:
    """How one file ended in one ingest run. ``changed`` is false where nothing had to be done."""

    path: str
    state: FileState
    reason: str = ""
    paper_id: str | None = None
    changed: bool = True


@dataclass(frozen=True, slots=True)
class IngestReport:
    """How a whole ingest run ended. ``cancelled`` runs report the files they finished."""

    files: tuple[FileReport, ...]
    counts: Mapping[str, int]
    """Files by state, plus ``total`` and ``unchanged``."""
    seconds: float
    cancelled: bool = False
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a job is. ``total`` 0 means not known yet; ``seconds_left`` None likewise."""

    job: str
    """``discover``, ``read``, ``index``, ``embed`` or ``fetch``."""
    done: int
    total: int
    unit: str
    detail: str = ""
    rate: float = 0.0
    """Units a second since the job began."""
    seconds_left: float | None = None
    extra: Mapping[str, str] = field(default_factory=dict)


ProgressListener = Callable[[Progress], None]
