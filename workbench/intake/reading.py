"""Words first: read files in worker processes, store each paper as it comes, index its words."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Iterator, Sequence
from dataclasses import replace

from carrel import CarrelError
from ingest.paper import PageText, Paper
from ingest.pool import ReaderPool
from workbench.catalogue.catalogue import Catalogue
from workbench.catalogue.files import FileRow
from workbench.catalogue.papers import paper_id
from workbench.indexes import Indexes
from workbench.intake.survey import ToRead
from workbench.intake.ticker import Ticker
from workbench.types import FileReport, FileState, ProgressListener

__all__ = ["read_files"]

log = logging.getLogger(__name__)

_COMMIT_SECONDS = 2.0
_TOGETHER_SECONDS = 0.5
"""A transaction costs as much as storing a paper: several share one."""


def read_files(
    chosen: Sequence[ToRead],
    catalogue: Catalogue,
    indexes: Indexes,
    pool: ReaderPool,
    *,
    on_progress: ProgressListener | None,
    cancel: threading.Event,
) -> Iterator[FileReport]:
    """Read files, yielding how each ended as soon as it is stored.

    A paper is findable by its words within about two seconds of being read. What comes within half
    a second is stored together; a process that is killed loses no more than that, and the next run
    reads it. So it does with files that were not begun when ``cancel`` is set: they are not
    reported.
    """
    by_path = {str(item.found.path): item for item in chosen}
    ticker = Ticker("read", len(chosen), "files", on_progress)
    committed = time.monotonic()
    # the largest first, so that no worker is left alone with a long one at the end
    ordered = sorted(chosen, key=lambda item: item.found.size, reverse=True)
    paths = [item.found.path for item in ordered]
    for outcomes in pool.read_together(paths, _TOGETHER_SECONDS, cancel):
        read = [(o.paper, by_path[str(o.path)]) for o in outcomes if o.paper is not None]
        reports = _stored(read, catalogue, indexes)
        if not cancel.is_set():
            failed = [(by_path[str(o.path)], o.error) for o in outcomes if o.paper is None]
            reports += _failed(failed, catalogue)
        ticker.advance(len(reports), outcomes[-1].path.name)
        if time.monotonic() - committed > _COMMIT_SECONDS:
            indexes.commit_words()
            committed = time.monotonic()
        yield from reports
    indexes.commit_words()


def _stored(
    read: Sequence[tuple[Paper, ToRead]],
    catalogue: Catalogue,
    indexes: Indexes,
) -> list[FileReport]:
    """Store papers, take their words in, and let go of the vectors that no longer hold."""
    if not read:
        return []
    papers = [paper for paper, _ in read]
    # the hash of what was read, which may have changed since the survey; the stamp is then old
    # and the next run looks at the file again
    files = [
        replace(_row(item, paper_id(paper.sha256), *_end_state(paper)), sha256=paper.sha256)
        for paper, item in read
    ]
    with indexes.in_step():
        lost = catalogue.papers.store_together(list(zip(papers, files, strict=True)))
        indexes.take_words(papers)
        indexes.forget_vectors(lost)
    return [FileReport(file.path, file.state, file.reason, file.paper_id) for file in files]


def _failed(
    read: Sequence[tuple[ToRead, CarrelError | None]], catalogue: Catalogue
) -> list[FileReport]:
    """Record files that could not be read, and why."""
    rows = [
        _row(item, None, FileState.FAILED, str(error) if error else "could not be read")
        for item, error in read
    ]
    for row in rows:
        log.warning("%s: %s", row.path, row.reason)
    if rows:
        catalogue.files.record_together(rows)
    return [FileReport(row.path, row.state, row.reason) for row in rows]


def _row(item: ToRead, paper: str | None, state: FileState, reason: str) -> FileRow:
    found = item.found
    return FileRow(
        str(found.path), item.sha256, found.size, found.modified_ns, paper, state, reason
    )


def _end_state(paper: Paper) -> tuple[FileState, str]:
    if paper.passages:
        return FileState.WORDS_ONLY, ""
    unread = [page for page in paper.pages if page.text in {PageText.NONE, PageText.GARBLED}]
    if unread and paper.warnings:
        return FileState.SKIPPED, "; ".join(paper.warnings)
    return FileState.SKIPPED, "; ".join(paper.warnings) or "holds no text"
