"""The whole way in, in order: survey, read, link, embed, settle, report."""

from __future__ import annotations

import logging
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from index.errors import IndexingError, RequestCancelledError
from ingest.paper import READER_VERSION
from ingest.pool import ReaderPool
from workbench.catalogue.catalogue import Catalogue
from workbench.catalogue.files import FileRow
from workbench.catalogue.links import link_papers
from workbench.catalogue.paper_rows import paper_id
from workbench.catalogue.removed import REMOVED
from workbench.engines import MEANING_UNAVAILABLE, Engines
from workbench.indexes import Indexes
from workbench.intake.embedding import give_meaning
from workbench.intake.reading import read_files
from workbench.intake.survey import CopyOf, Survey, survey
from workbench.types import FileReport, FileState, IngestReport, Progress, ProgressListener

__all__ = ["Intake"]

log = logging.getLogger(__name__)


@dataclass(slots=True)
class Intake:
    """One library's way in.

    Args:
        catalogue: Where papers are stored.
        indexes: Kept in step with the catalogue.
        engines: Gives the embedder, or says why there is none.
        make_pool: Starts the reader processes; called only when there is something to read.
    """

    catalogue: Catalogue
    indexes: Indexes
    engines: Engines
    make_pool: Callable[[], ReaderPool]
    _reports: dict[str, FileReport] = field(default_factory=dict)
    _moved: set[str] = field(default_factory=set)
    _notes: list[str] = field(default_factory=list)

    def run(
        self,
        roots: Sequence[Path],
        *,
        retry: bool,
        embed: bool,
        on_progress: ProgressListener | None,
        cancel: threading.Event,
        remember: bool = True,
        restoring: Sequence[str] = (),
    ) -> IngestReport:
        """Bring the library in step with these folders and files, and remember them if asked.

        What the person took out is left unread, but for the papers whose ids are ``restoring``;
        where there are such, no others are embedded, since someone waits for these.
        """
        started = time.monotonic()
        if on_progress:
            on_progress(Progress("discover", 0, 0, "files"))
        found = survey(self.catalogue, roots, retry=retry, outdated=self._outdated(), cancel=cancel)
        self._leave_removed(found, restoring)
        if embed and self._wants_models(found) and not cancel.is_set():
            # before reading, so that passages are cut with the embedder's own tokenizer
            self._fetch_models(on_progress, cancel)
        with self._readers(found, cancel) as pool:
            if found.changes_something:
                self._open_indexes()
            if not cancel.is_set():
                self._tidy(found)
                if remember:
                    kept = [root for root in roots if _worth_keeping(root)]
                    self.catalogue.files.remember_folders(kept)
            self._read(found, pool, on_progress, cancel)
        self._record_copies(found.copies)
        if found.changes_something:
            self.catalogue.files.adopt_copies()
        link_papers(self.catalogue.database)
        if embed:
            self._embed(on_progress, cancel, restoring)
        return self._report(found, time.monotonic() - started, cancelled=cancel.is_set())

    def _outdated(self) -> Callable[[str], bool]:
        rows = self.catalogue.database.rows(
            "SELECT id FROM papers WHERE reader <> ?", [READER_VERSION]
        )
        old = {row[0] for row in rows}
        return old.__contains__

    def _leave_removed(self, found: Survey, restoring: Sequence[str]) -> None:
        """Read no content that the person took out of the library, wherever it turned up."""
        removed = self.catalogue.removed.among(paper_id(file.sha256) for file in found.to_read)
        removed -= set(restoring)
        left = [file for file in found.to_read if paper_id(file.sha256) in removed]
        found.to_read = [file for file in found.to_read if file not in left]
        for file in left:
            path, size, stamp = str(file.found.path), file.found.size, file.found.modified_ns
            row = FileRow(path, file.sha256, size, stamp, None, FileState.SKIPPED, REMOVED)
            self.catalogue.files.record(row)
            self._reports[path] = FileReport(path, row.state, row.reason)

    def _open_indexes(self) -> None:
        """Open both while they are in step: after a write they would be built from scratch."""
        self.indexes.lexical()
        try:
            embedder = self.engines.embedder()
            self.indexes.open_dense(embedder.key, embedder.dimension)
        except MEANING_UNAVAILABLE:
            log.info("the index of meaning is not open while reading", exc_info=True)

    def _wants_models(self, found: Survey) -> bool:
        """Whether papers are to be read, or were read before there was an embedder."""
        if found.to_read:
            return True
        waiting = any(row.state is FileState.WORDS_ONLY for row in found.unchanged)
        return waiting and not self.engines.embedder_key()

    def _fetch_models(self, on_progress: ProgressListener | None, cancel: threading.Event) -> None:
        failure = self.engines.fetch_on_first_use(on_progress, cancel)
        if failure:
            self._notes.append(f"models could not be fetched: {failure}")

    def _tidy(self, found: Survey) -> None:
        """Follow moved files, and let go of what is no longer on disk."""
        for move in found.moves:
            path = str(move.found.path)
            self.catalogue.files.rename(move.old, path, move.found.modified_ns)
            self._moved.add(path)
            self._notes.append(f"{move.old} is now {path}")
        for file in found.touched:
            self.catalogue.files.touch(str(file.path), file.size, file.modified_ns)
        if found.gone:
            self.catalogue.files.forget(found.gone)
            self._notes.append(f"{_files(len(found.gone))} gone")
        self._drop_orphans()
        for problem in found.unreadable:
            self._reports[problem.path] = FileReport(problem.path, FileState.FAILED, problem.reason)

    def _drop_orphans(self) -> None:
        orphans = self.catalogue.papers.orphans()
        if orphans:
            passages = self.catalogue.passages.ids_of_papers(orphans)
            with self.indexes.in_step():
                self.catalogue.papers.remove(orphans)
                self.catalogue.vectors.prune()
                self.indexes.remove(orphans, passages)
            papers = "paper is" if len(orphans) == 1 else "papers are"
            self._notes.append(f"{len(orphans)} {papers} held by no file any more: taken out")

    @contextmanager
    def _readers(self, found: Survey, cancel: threading.Event) -> Iterator[ReaderPool | None]:
        """Reader processes, starting up while this one still opens its indexes."""
        if not found.to_read or cancel.is_set():
            yield None
            return
        with self.make_pool() as pool:
            pool.warm_up()
            yield pool

    def _read(
        self,
        found: Survey,
        pool: ReaderPool | None,
        on_progress: ProgressListener | None,
        cancel: threading.Event,
    ) -> None:
        if pool is None or cancel.is_set():
            return
        for report in read_files(
            found.to_read,
            self.catalogue,
            self.indexes,
            pool,
            on_progress=on_progress,
            cancel=cancel,
        ):
            self._reports[report.path] = report
        # a changed file's earlier content is held by no file now
        self._drop_orphans()

    def _record_copies(self, copies: Sequence[CopyOf]) -> None:
        """Tie each copy to its paper, once the original has been read."""
        for copy in copies:
            originals = self.catalogue.files.holding(copy.sha256)
            paper = next((row.paper_id for row in originals if row.paper_id), None)
            reason = f"same content as {copy.original}"
            row = FileRow(
                str(copy.found.path),
                copy.sha256,
                copy.found.size,
                copy.found.modified_ns,
                paper,
                FileState.SKIPPED,
                reason,
            )
            self.catalogue.files.record(row)
            self._reports[row.path] = FileReport(row.path, row.state, reason, paper)

    def _embed(
        self,
        on_progress: ProgressListener | None,
        cancel: threading.Event,
        restoring: Sequence[str],
    ) -> None:
        """Give meaning to these papers, or to all that wait where none is named."""
        if cancel.is_set():
            return
        try:
            embedder = self.engines.embedder()
            if self.catalogue.passages.count_waiting(embedder.key):
                # in step before the first vector is stored, for the same reason as above
                self.indexes.open_dense(embedder.key, embedder.dimension)
                for paper in restoring or ("",):
                    give_meaning(
                        self.catalogue,
                        self.indexes,
                        embedder,
                        on_progress=on_progress,
                        cancel=cancel,
                        paper_id=paper,
                    )
                self._save_meaning(cancel)
            if not self.catalogue.passages.count_waiting(embedder.key):
                self.indexes.forget_other_models(embedder.key)
        except RequestCancelledError:
            self._save_meaning(cancel)
        except MEANING_UNAVAILABLE as error:
            self._notes.append(f"papers are searchable by words only: {error}")

    def _save_meaning(self, cancel: threading.Event) -> None:
        """Write the index of meaning; the catalogue has its vectors, so failing loses nothing."""
        try:
            # whoever stops it waits: a graph may take minutes, and is grown by the next save
            self.indexes.save_dense(grow=not cancel.is_set(), stop=cancel)
        except IndexingError as error:
            self._notes.append(f"{error}; until then it is made again with each start")

    def _report(self, found: Survey, seconds: float, *, cancelled: bool) -> IngestReport:
        self.catalogue.files.settle_embedded(
            self.engines.embedder_key(), self.engines.why_words_only(cancelled=cancelled)
        )
        paths = {row.path for row in found.unchanged} | set(self._reports)
        paths |= {str(move.found.path) for move in found.moves}
        states = self.catalogue.files.by_paths(paths)
        before = {row.path: row.state for row in found.unchanged}
        reports = [self._final(path, states.get(path), before.get(path)) for path in sorted(paths)]
        counts = Counter(report.state.value for report in reports)
        return IngestReport(
            files=tuple(reports),
            counts={state.value: counts[state.value] for state in FileState}
            | {"total": len(reports), "unchanged": sum(not r.changed for r in reports)},
            seconds=seconds,
            cancelled=cancelled,
            notes=tuple(self._notes),
        )

    def _final(self, path: str, row: FileRow | None, before: FileState | None) -> FileReport:
        """How a file ended; it changed if it was read, or is now embedded and was not before."""
        report = self._reports.get(path)
        if row is None:
            return report or FileReport(path, FileState.FAILED, "was not looked at")
        changed = report is not None or path in self._moved or before not in (None, row.state)
        return FileReport(path, row.state, row.reason, row.paper_id, changed=changed)


def _worth_keeping(root: Path) -> bool:
    """Whether a path is remembered; a file that is no PDF by name was most likely a slip."""
    return root.is_dir() or (root.is_file() and root.suffix.lower() == ".pdf")


def _files(count: int) -> str:
    return "1 file is" if count == 1 else f"{count} files are"
