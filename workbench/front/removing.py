"""The part of the front door through which papers leave, and come back."""

from __future__ import annotations

import logging
import threading
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from carrel import CarrelError
from workbench.errors import LibraryError, PaperNotFoundError
from workbench.front.folders import FolderDoor
from workbench.types import (
    FileReport,
    FileState,
    IngestReport,
    ProgressListener,
    RemovedPaper,
)

__all__ = ["RemovalDoor"]

log = logging.getLogger(__name__)

_SHORTEST_KEY = 4
"""Characters of an id that must be given, so that none is named by chance."""


class RemovalDoor(FolderDoor):
    """Papers that the person does not want in the library, though their files are there."""

    def remove_papers(self, keys: Sequence[str]) -> list[RemovedPaper]:
        """Take papers out of the library; their files are not touched.

        Where that fails they stay, also if ``intend_removal`` noted them: whoever is told so by the
        error goes on working with them.

        They are not read again, also not from a copy, until ``restore_papers``. Notes, tags,
        edits, places in collections and answers that quote them are kept, and hold again then.

        Returns:
            What was taken out, to be brought back.

        Raises:
            LibraryError: Papers are being read just now.
            PaperNotFoundError: A key names no paper, or several; nothing is taken out.
        """
        ids = [self._catalogue.papers.resolve(key) for key in keys]
        try:
            self._take_out(ids)
        except Exception:
            self._give_up_removal(ids)
            raise
        return [paper for paper in self.removed_papers() if paper.id in set(ids)]

    def _take_out(self, ids: Sequence[str]) -> None:
        from workbench.removal import take_out

        if not self._ingesting.acquire(blocking=False):
            raise LibraryError(
                "papers are being read just now", "take papers out when that job has ended"
            )
        try:
            take_out(self._catalogue, self._indexes, ids)
        finally:
            self._ingesting.release()

    def _give_up_removal(self, ids: Sequence[str]) -> None:
        """Forget a wish that failed, unless the library is being left: nobody is told then."""
        if self._closing.is_set():
            return
        try:
            self._catalogue.removed.give_up(ids)
        except CarrelError:
            # a full disk: the next opening takes them out, and says so
            log.warning("a removal that failed is still noted", exc_info=True)

    def intend_removal(self, keys: Sequence[str]) -> None:
        """Note that papers are to be taken out, also while others are read: quick.

        ``remove_papers`` does it; where the library is closed before, opening it does.

        Raises:
            PaperNotFoundError: A key names no paper, or several; nothing is noted.
        """
        self._catalogue.removed.intend([self._catalogue.papers.resolve(key) for key in keys])

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

        Returns:
            How each file ended; the files of a paper that has none any more count as failed.

        Raises:
            LibraryError: Another ingest runs in this library.
            PaperNotFoundError: A key names none of them, or several, or the files of all of them
                are gone.
        """
        chosen = [self._removed_paper(key) for key in keys]
        paths = [path for paper in chosen for path in paper.paths if Path(path).exists()]
        lost = [paper for paper in chosen if not any(path in paths for path in paper.paths)]
        if lost and not paths:
            what = f"the file of {lost[0].title!r} is" if len(lost) == 1 else "their files are"
            raise PaperNotFoundError(
                f"{what} not there any more",
                "when it turns up, `carrel restore` with its path reads it",
            )
        report = self.ingest(
            paths,
            retry=True,
            remember=False,
            restoring=[paper.id for paper in chosen],
            on_progress=on_progress,
            cancel=cancel,
        )
        return _with_lost(report, [path for paper in lost for path in paper.paths])

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


def _with_lost(report: IngestReport, paths: Sequence[str]) -> IngestReport:
    """A report that names files, too, that were looked for and are not there."""
    failed, reason = FileState.FAILED, "the file is not there any more"
    lost = tuple(FileReport(path, failed, reason, changed=False) for path in paths)
    more = {failed.value: len(lost), "total": len(lost), "unchanged": len(lost)}
    counts = {name: count + more.get(name, 0) for name, count in report.counts.items()}
    return replace(report, files=(*report.files, *lost), counts=counts)
