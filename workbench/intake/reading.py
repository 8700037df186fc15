"""Words first: read files in worker processes, store each paper as it comes, index its words."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

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

    A paper is findable by its words within about two seconds of being stored. Files that were not
    begun when ``cancel`` is set are not reported: the next run finds them unread.
    """
    by_path = {str(item.found.path): item for item in chosen}
    known = {row[0] for row in catalogue.database.rows("SELECT id FROM papers")}
    ticker = Ticker("read", len(chosen), "files", on_progress)
    committed = time.monotonic()
    # the largest first, so that no worker is left alone with a long one at the end
    ordered = sorted(chosen, key=lambda item: item.found.size, reverse=True)
    for outcome in pool.read([item.found.path for item in ordered], cancel=cancel):
        item = by_path[str(outcome.path)]
        if outcome.paper is not None:
            report = _store(outcome.paper, item, catalogue, indexes, known)
        elif cancel.is_set():
            continue
        else:
            report = _fail(item, outcome.error, catalogue)
        ticker.advance(1, Path(outcome.path).name)
        if time.monotonic() - committed > _COMMIT_SECONDS:
            indexes.commit_words()
            committed = time.monotonic()
        yield report
    indexes.commit_words()


def _store(
    paper: Paper, item: ToRead, catalogue: Catalogue, indexes: Indexes, known: Collection[str]
) -> FileReport:
    path = str(item.found.path)
    state, reason = _end_state(paper)
    # the hash of what was read, which may have changed since the survey; the stamp is then old
    # and the next run looks at the file again
    file = replace(_row(item, paper_id(paper.sha256), state, reason), sha256=paper.sha256)
    identifier = paper_id(paper.sha256)
    before = (
        set(catalogue.passages.ids_of_papers([identifier])) if identifier in known else set[str]()
    )
    catalogue.papers.store(paper, file)
    indexes.refresh_words(identifier)
    indexes.forget_vectors(before - {passage.id for passage in paper.passages})
    return FileReport(path, state, reason, paper_id(paper.sha256))


def _fail(item: ToRead, error: CarrelError | None, catalogue: Catalogue) -> FileReport:
    reason = str(error) if error else "could not be read"
    log.warning("%s: %s", item.found.path, reason)
    catalogue.files.record(_row(item, None, FileState.FAILED, reason))
    return FileReport(str(item.found.path), FileState.FAILED, reason)


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
