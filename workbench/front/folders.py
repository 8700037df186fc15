"""The part of the front door through which papers get in."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from workbench.errors import LibraryError
from workbench.events import either
from workbench.front.life import LibraryLife
from workbench.types import (
    FileReport,
    FolderChange,
    FolderRow,
    IngestReport,
    ProgressListener,
)

__all__ = ["FolderDoor"]


class FolderDoor(LibraryLife):
    """Folders and files, in step with the library."""

    def ingest(
        self,
        sources: Sequence[str | Path],
        *,
        on_progress: ProgressListener | None = None,
        cancel: threading.Event | None = None,
        retry: bool = False,
        embed: bool = True,
        remember: bool = True,
        restoring: Sequence[str] = (),
    ) -> IngestReport:
        """Bring the library in step with folders and files, and remember them.

        New, changed, moved and vanished files are noticed; only what changed is read. Papers can
        be found by their words while embedding still goes on.

        Args:
            sources: Folders, searched through, or single files.
            on_progress: Told how far the reading and the embedding are; called from this thread.
            cancel: When set, work stops within about a second; what is finished is kept.
            retry: Read files again that were skipped or failed.
            embed: Whether to embed; without it papers are found by words only.
            remember: Whether the sources are folders of the library from now on.
            restoring: Ids of papers that are read though the person took them out.

        Raises:
            LibraryError: Another ingest runs in this library.
            LibraryReadOnlyError: The library can only be read.
        """
        from workbench.intake.pool import reader_pool
        from workbench.intake.runner import Intake

        self._catalogue.database.must_be_writable()
        if not self._ingesting.acquire(blocking=False):
            raise LibraryError("papers are being read already", "wait until that job has ended")
        try:
            intake = Intake(
                self._catalogue,
                self._indexes,
                self._engines,
                lambda: reader_pool(self.settings, self._engines.counter_maker()),
            )
            roots = [Path(source).expanduser().absolute() for source in sources]
            stop = either(cancel or threading.Event(), self._closing)
            self._looked_through.update(dict.fromkeys(roots, time.time()))
            with self._embedding:
                return intake.run(
                    roots,
                    retry=retry,
                    embed=embed,
                    on_progress=on_progress,
                    cancel=stop,
                    remember=remember,
                    restoring=restoring,
                )
        finally:
            self._ingesting.release()

    def folders(self) -> list[FolderRow]:
        """The remembered folders with their files' counts by state."""
        return self._catalogue.files.folders()

    def forget_folder(self, folder: str | Path) -> None:
        """No longer keep a folder in step. The papers that were read from it stay.

        Raises:
            LibraryError: It is not among the remembered ones.
        """
        path = Path(folder).expanduser().absolute()
        if not self._catalogue.files.forget_folder(str(path)):
            raise LibraryError(f"{path} is not remembered", "`carrel folders` lists those that are")

    def remember_folder(self, folder: str | Path) -> None:
        """Keep a folder in step again, for instance one that was forgotten by mistake."""
        self._catalogue.files.remember_folders([Path(folder).expanduser().absolute()])

    def watch(
        self, on_change: Callable[[FolderChange], None], cancel: threading.Event | None = None
    ) -> None:
        """Tell of changes below the remembered folders; returns only when cancelled or closed.

        Hand ``places`` of each change to ``ingest`` with ``remember=False``.

        Args:
            on_change: Called on this thread once a folder has been still for the setting
                ``folders.settle_seconds``.
            cancel: Ends the watch within some seconds when set.
        """
        from workbench.watch.watcher import FolderWatcher

        def remembered() -> list[Path]:
            return [Path(path) for path in self._catalogue.files.folder_paths()]

        watcher = FolderWatcher(
            remembered, self.settings.folders.settle_seconds, self._looked_through.get
        )
        watcher.run(on_change, either(cancel, self._closing))

    def problems(self) -> list[FileReport]:
        """Files that were skipped or failed, with why, worst first."""
        return [
            FileReport(row.path, row.state, row.reason, row.paper_id, changed=False)
            for row in self._catalogue.files.problems()
        ]
