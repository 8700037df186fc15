"""The part of the front door through which papers leave, and come back."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from pathlib import Path

from workbench.errors import LibraryError, PaperNotFoundError
from workbench.front.folders import FolderDoor
from workbench.types import IngestReport, ProgressListener, RemovedPaper

__all__ = ["RemovalDoor"]

_SHORTEST_KEY = 4
"""Characters of an id that must be given, so that none is named by chance."""


class RemovalDoor(FolderDoor):
    """Papers that the person does not want in the library, though their files are there."""

    def remove_papers(self, keys: Sequence[str]) -> list[RemovedPaper]:
        """Take papers out of the library; their files are not touched.

        They are not read again, also not from a copy, until ``restore_papers``. Notes, tags,
        edits, places in collections and answers that quote them are kept, and hold again then.

        Returns:
            What was taken out, to be brought back.

        Raises:
            LibraryError: Papers are being read just now.
            PaperNotFoundError: A key names no paper, or several; nothing is taken out.
        """
        from workbench.removal import take_out

        ids = [self._catalogue.papers.resolve(key) for key in keys]
        if not self._ingesting.acquire(blocking=False):
            raise LibraryError(
                "papers are being read just now", "take papers out when that job has ended"
            )
        try:
            take_out(self._catalogue, self._indexes, ids)
        finally:
            self._ingesting.release()
        return [paper for paper in self.removed_papers() if paper.id in set(ids)]

    def removed_papers(self) -> list[RemovedPaper]:
        """The papers that were taken out, the last one first."""
        return self._catalogue.removed.all()

    def restore_papers(
        self,
        keys: Sequence[str],
        *,
        on_progress: ProgressListener | None = None,
        cancel: threading.Event | None = None,
    ) -> IngestReport:
        """Read papers again that were taken out.

        Each is among those taken out until it is stored: one that was not come to when
        ``cancel`` was set, or that cannot be read now, can be restored another time.

        Args:
            keys: Their ids, the beginnings of these, or paths of their files.
            on_progress: Told how far it is; called from this thread.
            cancel: When set, work stops within about a second.

        Raises:
            LibraryError: Another ingest runs in this library.
            PaperNotFoundError: A key names none of them, or several, or its files are gone.
        """
        chosen = [self._removed_paper(key) for key in keys]
        paths = [path for paper in chosen for path in paper.paths if Path(path).exists()]
        for paper in chosen:
            if not any(path in paths for path in paper.paths):
                raise PaperNotFoundError(
                    f"the file of {paper.title!r} is not there any more",
                    "when it turns up, `carrel restore` with its path reads it",
                )
        return self.ingest(
            paths,
            retry=True,
            remember=False,
            restoring=[paper.id for paper in chosen],
            on_progress=on_progress,
            cancel=cancel,
        )

    def _removed_paper(self, key: str) -> RemovedPaper:
        found = [
            paper
            for paper in self.removed_papers()
            if paper.id == key
            or key in paper.paths
            or (len(key) >= _SHORTEST_KEY and paper.id.startswith(key))
        ]
        if len(found) != 1:
            what = f"{key!r} names {len(found)} papers" if found else f"no {key!r}"
            raise PaperNotFoundError(
                f"{what} among those that were taken out", "`carrel restore` lists them"
            )
        return found[0]
