"""Folders, and papers being read from them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from textual.message import Message

if TYPE_CHECKING:
    from workbench.types import FileReport, FolderChange, FolderRow, IngestReport, Progress

__all__ = [
    "FolderForgotten",
    "FoldersMoved",
    "FoldersRead",
    "IngestFinished",
    "IngestProgressed",
    "PathsCompleted",
]


@dataclass(eq=False, repr=False)
class FoldersRead(Message, bubble=False):
    """The remembered folders, and every file that failed or was skipped."""

    folders: Sequence[FolderRow]
    problems: Sequence[FileReport]


@dataclass(eq=False, repr=False)
class FolderForgotten(Message, bubble=False):
    """A folder is no longer kept in step."""

    path: str


@dataclass(eq=False, repr=False)
class FoldersMoved(Message, bubble=False):
    """Files came, went or changed below the remembered folders."""

    change: FolderChange


@dataclass(eq=False, repr=False)
class IngestProgressed(Message, bubble=False):
    """A running ingest is this far."""

    progress: Progress

    def can_replace(self, message: Message) -> bool:
        """Newer progress of the same step makes older progress pointless."""
        return isinstance(message, IngestProgressed) and message.progress.job == self.progress.job


@dataclass(eq=False, repr=False)
class IngestFinished(Message, bubble=False):
    """An ingest ended, whole or cancelled, with the state of every file it looked at."""

    report: IngestReport


@dataclass(eq=False, repr=False)
class PathsCompleted(Message, bubble=False):
    """Folders that a half-typed path may mean."""

    typed: str
    matches: tuple[str, ...]
