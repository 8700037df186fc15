"""Reading folders, and how far that is: the one reading of papers that may run at a time.

Owns starting, showing, pausing, cancelling and reporting it, whether a person asked for it or a
watched folder changed, and letting what a person wants at once go first. The place that mixes this
in shows the folders and the files.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from textual import on
from textual.content import Content
from textual.widgets import Static

from ui.app import reading_words, work
from ui.app.messages import (
    FoldersMoved,
    IngestFinished,
    IngestProgressed,
    JobCancelled,
    JobFailed,
    LibraryChanged,
)
from ui.app.places.place import Place
from ui.app.reading_queue import Reading, ReadingQueue
from ui.app.widgets.progress_panel import ProgressPanel
from ui.safe_text import plain
from workbench.states import FileState

if TYPE_CHECKING:
    from ui.app.jobs import Job
    from ui.app.session import Session
    from workbench.types import FileReport

__all__ = ["FolderReading"]

TELL_SECONDS = 2.0
"""Time to the first telling of new papers: each lets the place that is shown read its lists anew.

A long reading is told of ever more rarely, since a list that grows all the time cannot be read.
"""
TELL_GROWTH = 1.5
MOST_TELL_SECONDS = 10.0

_NOT_IN = (FileState.FAILED, FileState.SKIPPED)
"""How files end that are not in the library."""


class FolderReading(Place):
    """A place with a ``ProgressPanel`` and a ``Static`` called ``summary``."""

    def __init__(self, session: Session, name: str) -> None:
        super().__init__(session, name)
        self._job: Job | None = None
        self._watching: Job | None = None
        self._queue = ReadingQueue()
        self._told: dict[str, int] = {}
        """How far each step was when the other places were last told of new papers."""
        self._told_at = 0.0
        self._tell_after = TELL_SECONDS
        self._step = ""
        """The step of the ingest that was last heard of."""
        self._gives_way = False
        """Whether the ingest was stopped for something newer, and goes on after it."""

    @property
    def is_reading(self) -> bool:
        """Whether an ingest runs or has its turn next."""
        return self._job is not None

    @property
    def can_stop(self) -> bool:
        """Whether something is read, or rests, or waits."""
        return self.is_reading or self._queue.is_paused

    def show_ended(self, files: Sequence[FileReport]) -> None:
        """Show how files ended."""
        raise NotImplementedError

    # -- keeping in step ---------------------------------------------------------------------

    def keep_in_step(self) -> bool:
        """Watch the folders and look at what changed while nobody did, or stop watching."""
        wanted = self.session.settings.folders.watch == "auto" and self.session.can_write
        if self._watching is not None:
            self._watching.cancel()
            self._watching = None
        if wanted:
            self._watching = self.session.start(
                work.watch_folders, lane="watch", title="Watching the folders", target=self
            )
            self.session.start(
                work.read_folder_paths, lane="list", title="The list of folders", target=self
            )
        return wanted

    def on_folders_moved(self, message: FoldersMoved) -> None:
        """Something changed; embedding gives way, since words come first."""
        if self.session.settings.folders.watch == "auto" and message.change.places:
            self._queue.add(Reading(message.change.places, by_itself=True))
            if self._step == "embed":
                self.make_way()
            self._start_next()
            self._head()

    # -- reading -----------------------------------------------------------------------------

    def read(self, paths: tuple[str, ...], *, retry: bool = False) -> None:
        """Read folders or files, after what is being read already."""
        self._queue.add(Reading(paths, retry))
        if self._queue.is_paused:
            self.action_pause()
        self._start_next()
        self._head()

    def make_way(self) -> None:
        """Let what waits in the same lane go first; this goes on afterwards by itself."""
        if self._job is not None and not self._queue.is_paused and not self._job.cancelled.is_set():
            self._gives_way = True
            self._job.cancel()

    def _start_next(self) -> None:
        reading = self._queue.take()
        if reading is None:
            return
        self._job = self.session.start(
            partial(work.ingest, reading.paths, reading.retry, not reading.by_itself),
            lane="ingest", title=self._words_of(reading), target=self,
        )  # fmt: skip
        self._told.clear()
        self._tell_after = TELL_SECONDS
        self._step = ""
        if not reading.by_itself:
            self.query_one("#summary").display = False
        self.query_one(ProgressPanel).begin(self._heading)
        self.refresh_bindings()

    @staticmethod
    def _words_of(reading: Reading) -> str:
        return reading_words.heading(reading.paths, by_itself=reading.by_itself)

    @property
    def _heading(self) -> str:
        """What is read now, or waits for another job, and what comes after it."""
        if self._job is None:
            return ""
        waits = "Waiting its turn: " if len(self.session.jobs.running("ingest")) > 1 else ""
        if self._step:
            waits = ""
        then = [self._words_of(reading) for reading in self._queue.waiting]
        return " · then: ".join([waits + self._job.title, *then[:1]]) + (
            f" and {len(then) - 1} more" if len(then) > 1 else ""
        )

    def _head(self) -> None:
        """Say anew what is read and what waits."""
        if self._job is not None and not self._job.cancelled.is_set():
            self.query_one(ProgressPanel).say(self._heading)

    def on_ingest_progressed(self, message: IngestProgressed) -> None:
        """Show how far it is; let the other places see new papers now and then."""
        if not self.is_reading:
            return
        progress = message.progress
        is_first, self._step = not self._step, progress.job
        if is_first:
            self._head()
        self.query_one(ProgressPanel).show_progress(progress)
        step = max(5, progress.total // 20)
        told = self._told.get(progress.job, 0)
        is_due = time.monotonic() - self._told_at >= self._tell_after
        if progress.job in {"read", "embed"} and progress.done - told >= step and is_due:
            self._told[progress.job] = progress.done
            self._told_at = time.monotonic()
            self._tell_after = min(MOST_TELL_SECONDS, TELL_GROWTH * self._tell_after)
            self.post_message(LibraryChanged())

    def on_ingest_finished(self, message: IngestFinished) -> None:
        """Show how every file ended; of what was noticed by itself, only what changed."""
        report = message.report
        by_itself = self._queue.current is not None and self._queue.current.by_itself
        changes = reading_words.changes_of(report)
        # it may have come to its end in the moment it was asked to make way
        self._gives_way = self._gives_way and report.cancelled
        goes_on = self._gives_way or self._queue.goes_on
        self._end()
        if goes_on:
            # what is still to be embedded is nobody's to try again: it goes on by itself
            self.show_ended([file for file in changes if file.state in _NOT_IN])
        elif not by_itself:
            self._summarise(reading_words.summary(report))
            self.show_ended(report.files)
        elif changes or report.notes:
            self._summarise(reading_words.in_step(report))
            self.show_ended(changes)
        if changes or report.notes or not by_itself:
            self.post_message(LibraryChanged())
        self.library_changed()
        self._start_next()

    def on_job_failed(self, message: JobFailed) -> None:
        """The box with the detail comes from the app."""
        if self._job is not None and message.job == self._job.number:
            self._queue.give_up()
            self._gives_way = False
            self._end()
            self._summarise(Content.styled(f"✗ {plain(message.problem)}", "$bad"))
            self.post_message(LibraryChanged())
            self._start_next()

    def on_job_cancelled(self, message: JobCancelled) -> None:
        """Stopped before it had a report."""
        message.stop()
        if self._job is not None and message.job == self._job.number:
            goes_on = self._gives_way or self._queue.goes_on
            self._end()
            if not goes_on:
                self._summarise(Content("cancelled; what was read so far is kept"))
                self.post_message(LibraryChanged())
            self._start_next()

    def _end(self) -> None:
        self._job = None
        if self._gives_way:
            self._gives_way = False
            self._queue.put_back()
        self._queue.ended()
        panel = self.query_one(ProgressPanel)
        if self._queue.is_paused:
            panel.pause("Paused; space goes on where it stopped")
        else:
            panel.end()
        self.refresh_bindings()

    def _summarise(self, text: Content) -> None:
        summary = self.query_one("#summary", Static)
        summary.update(text)
        summary.display = True

    # -- stopping ----------------------------------------------------------------------------

    def action_cancel(self) -> None:
        """Ask the ingest to stop; what waits for its turn is given up too."""
        self._queue.clear()
        self._gives_way = False
        if self._job is not None:
            self._job.cancel()
            self.query_one(ProgressPanel).say("Cancelling; what was read so far is kept …")
        else:
            self._end()

    def action_pause(self) -> None:
        """Let the reading rest, or go on with it."""
        if self._queue.is_paused:
            self._queue.go_on()
            if self._job is not None:
                self.query_one(ProgressPanel).say("Going on as soon as it has stopped …")
            self._start_next()
        elif self._job is not None:
            self._queue.is_paused = True
            self._gives_way = False
            self._job.cancel()
            self.query_one(ProgressPanel).say("Pausing; what was read so far is kept …")

    @on(ProgressPanel.CancelPressed)
    def _cancel_pressed(self, event: ProgressPanel.CancelPressed) -> None:
        event.stop()
        self.action_cancel()

    @on(ProgressPanel.PausePressed)
    def _pause_pressed(self, event: ProgressPanel.PausePressed) -> None:
        event.stop()
        self.action_pause()
