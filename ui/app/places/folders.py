"""The Folders place: what was pointed at, reading it, and how every file ended.

Owns the one ingest that may run at a time: starting, showing, pausing, cancelling and reporting
it, whether a person asked for it or a watched folder changed.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from ui.app import reading_words, wording, work
from ui.app.dialogs.error import ErrorDialog
from ui.app.messages import (
    FolderChosen,
    FolderForgotten,
    FoldersMoved,
    FoldersRead,
    IngestFinished,
    IngestProgressed,
    JobCancelled,
    JobFailed,
    LibraryChanged,
    PaperChosen,
)
from ui.app.places.place import Place
from ui.app.reading_queue import Reading, ReadingQueue
from ui.app.undo import UndoStep
from ui.app.widgets.file_list import FileList
from ui.app.widgets.folder_list import FolderList
from ui.app.widgets.path_field import PathField
from ui.app.widgets.progress_panel import ProgressPanel
from ui.app.widgets.row_list import RowList
from ui.app.widgets.text_box import TextBox
from ui.safe_text import plain

if TYPE_CHECKING:
    from ui.app.jobs import Job
    from ui.app.session import Session
    from workbench.types import FileReport, FolderRow

__all__ = ["FoldersPlace"]

TELL_SECONDS = 2.0
"""Least time between two tellings of new papers: each lets every place read its lists again."""


class FoldersPlace(Place):
    """A path, the progress, the folders and the files."""

    HELP = (
        "Folders are linked, never copied or changed. Reading one again reads only what is new "
        "or different, and while carrel is open that happens by itself. Papers can be searched by "
        "their words as soon as they are read."
    )

    HAS_SIDE: ClassVar[bool] = False
    FORGETS: ClassVar[frozenset[str]] = frozenset({"path"})

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("x", "cancel", "Cancel", id="folders.cancel",
                tooltip="Stop reading; what was read so far is kept"),
        Binding("space", "pause", "Pause", id="folders.pause",
                tooltip="Let the reading rest, or go on with it"),
        Binding("t", "retry", "Try again", id="folders.retry",
                tooltip="Try the failed files of this folder once more"),
        Binding("p", "problems", "Problems", id="folders.problems",
                tooltip="Show only files that failed or were skipped"),
        Binding("delete,backspace", "forget", "Forget", show=False, id="folders.forget",
                tooltip="No longer keep this folder in step; its papers stay, u takes it back"),
    ]  # fmt: skip

    DEFAULT_CSS = """
    FoldersPlace {
        #summary { height: auto; padding: 0 2; margin-bottom: 1; color: $quiet; display: none; }
        #reason { height: auto; max-height: 6; padding: 0 2; color: $quiet; display: none;
                  border-top: solid $line; }
        FileList { border-top: solid $line; display: none; }
    }
    """

    def __init__(self, session: Session) -> None:
        super().__init__(session, "folders")
        self._job: Job | None = None
        self._watching: Job | None = None
        self._queue = ReadingQueue()
        self._problems: Sequence[FileReport] = ()
        self._told: dict[str, int] = {}
        """How far each step was when the other places were last told of new papers."""
        self._told_at = 0.0
        self._step = ""
        """The step of the ingest that was last heard of."""
        self._gives_way = False
        """Whether the ingest was stopped for a newer one, and goes on after it."""

    def compose(self) -> ComposeResult:
        """Path, progress, summary, folders, files."""
        yield PathField()
        yield ProgressPanel(can_pause=True)
        yield Static(id="summary", markup=False)
        with Vertical(classes="main"):
            yield FolderList(id="folder-list")
            yield FileList(id="files")
            yield Static(id="reason", markup=False)

    def box(self) -> TextBox:
        """The path."""
        return self.query_one(PathField).box

    def first_focus(self) -> Widget:
        """The folders where there are some, so that single keys work; else the path."""
        return self.folders if self.is_reading or self.folders.folders else self.box()

    @property
    def is_reading(self) -> bool:
        """Whether an ingest runs."""
        return self._job is not None

    @property
    def files(self) -> FileList:
        """How files ended."""
        return self.query_one("#files", FileList)

    @property
    def folders(self) -> FolderList:
        """The remembered folders."""
        return self.query_one("#folder-list", FolderList)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Keys are there only where they do something."""
        if action == "cancel":
            return self.is_reading or self._queue.is_paused
        if action == "pause":
            is_typing = isinstance(self.screen.focused, TextBox)
            return (self.is_reading or self._queue.is_paused) and not is_typing
        if action in {"retry", "forget"}:
            return not self.is_reading and bool(self.folders.folders)
        if action == "problems":
            return self.files.display
        return super().check_action(action, parameters)

    def arrived(self) -> None:
        """Draw what was not drawn while nobody was here."""
        self.query_one(ProgressPanel).draw_anew()

    def library_opened(self) -> None:
        """Read what is remembered."""
        self.library_changed()

    def library_changed(self) -> None:
        """Read the folders' counts again."""
        if self.session.is_open:
            self.session.start(
                work.read_folders, lane="list", title="The list of folders", target=self
            )

    def on_folders_read(self, message: FoldersRead) -> None:
        """Show the folders, and what failed in them until something else is to be seen there."""
        self.folders.show_folders(message.folders)
        if not self.files.files or self.files.shows(self._problems):
            self._show_files(message.problems)
        self._problems = message.problems
        self.refresh_bindings()

    def _show_files(self, files: Sequence[FileReport]) -> None:
        self.files.display = bool(files)
        self.files.show_files(files)

    # -- keeping in step ---------------------------------------------------------------------

    def keep_in_step(self) -> None:
        """Watch the folders and look at what changed while nobody did, or stop watching."""
        wanted = self.session.settings.folders.watch == "auto" and self.session.is_open
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
        self.folders.is_watching = wanted

    def on_folders_moved(self, message: FoldersMoved) -> None:
        """Something changed; embedding gives way, since words come first."""
        if self.session.settings.folders.watch == "auto" and message.change.places:
            self._queue.add(Reading(message.change.places, by_itself=True))
            if self._step == "embed" and self._job is not None and not self._queue.is_paused:
                self._gives_way = True
                self._job.cancel()
            self._start_next()

    # -- reading -----------------------------------------------------------------------------

    def read(self, paths: tuple[str, ...], *, retry: bool = False) -> None:
        """Read folders or files, after what is being read already."""
        self._queue.add(Reading(paths, retry))
        if self._queue.is_paused:
            self.action_pause()
        elif self.is_reading:
            self.notify("That comes next, when this one is done.", markup=False)
        self._start_next()

    def _start_next(self) -> None:
        reading = self._queue.take()
        if reading is None:
            return
        self._job = self.session.start(
            partial(work.ingest, reading.paths, reading.retry, not reading.by_itself),
            lane="ingest", title="Reading", target=self,
        )  # fmt: skip
        self._told.clear()
        self._step = ""
        if not reading.by_itself:
            self.query_one("#summary").display = False
        self.query_one(ProgressPanel).begin(
            reading_words.heading(reading.paths, by_itself=reading.by_itself)
        )
        self.refresh_bindings()

    def on_ingest_progressed(self, message: IngestProgressed) -> None:
        """Show how far it is; let the other places see new papers now and then."""
        if not self.is_reading:
            return
        progress = message.progress
        self._step = progress.job
        self.query_one(ProgressPanel).show_progress(progress)
        step = max(5, progress.total // 20)
        told = self._told.get(progress.job, 0)
        is_due = time.monotonic() - self._told_at >= TELL_SECONDS
        if progress.job in {"read", "embed"} and progress.done - told >= step and is_due:
            self._told[progress.job] = progress.done
            self._told_at = time.monotonic()
            self.post_message(LibraryChanged())

    def on_ingest_finished(self, message: IngestFinished) -> None:
        """Show how every file ended; of what was noticed by itself, only what changed."""
        report = message.report
        by_itself = self._queue.current is not None and self._queue.current.by_itself
        changes = reading_words.changes_of(report)
        goes_on = self._gives_way or self._queue.is_paused
        self._end()
        if goes_on:
            self._show_files(changes)
        elif not by_itself:
            self._summarise(reading_words.summary(report))
            self._show_files(report.files)
        elif changes or report.notes:
            self._summarise(reading_words.in_step(report))
            self._show_files(changes)
        if changes or report.notes or not by_itself:
            self.post_message(LibraryChanged())
        self.library_changed()
        self._start_next()

    def on_job_failed(self, message: JobFailed) -> None:
        """The box with the detail comes from the app."""
        if self._job is not None and message.job == self._job.number:
            self._queue.is_paused = False
            self._end()
            self._summarise(Content.styled(f"✗ {plain(message.problem)}", "$bad"))
            self.post_message(LibraryChanged())
            self._start_next()

    def on_job_cancelled(self, message: JobCancelled) -> None:
        """Stopped before it had a report."""
        message.stop()
        if self._job is not None and message.job == self._job.number:
            self._end()
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

    def action_cancel(self) -> None:
        """Ask the ingest to stop; what waits for its turn is given up too."""
        self._queue.clear()
        if self._job is not None:
            self._job.cancel()
            self.query_one(ProgressPanel).say("Cancelling; what was read so far is kept …")
        else:
            self._end()

    def action_pause(self) -> None:
        """Let the reading rest, or go on with it."""
        if self._queue.is_paused:
            self._queue.is_paused = False
            self._start_next()
        elif self._job is not None:
            self._queue.is_paused = True
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

    # -- choosing ----------------------------------------------------------------------------

    @on(TextBox.Left, "#path")
    def _to_folders(self, event: TextBox.Left) -> None:
        event.stop()
        self.folders.focus()

    @on(RowList.Chosen, "#folder-list")
    def _read_again(self, event: RowList.Chosen) -> None:
        event.stop()
        self.post_message(FolderChosen((self.folders.folders[event.index].path,)))

    def action_retry(self) -> None:
        """Try failed files again."""
        if folder := self._folder_in_question():
            self.post_message(FolderChosen((folder.path,), retry=True))

    def _folder_in_question(self) -> FolderRow | None:
        """The folder of the file under the cursor, or the folder under the cursor."""
        if self.files.has_focus and self.files.files:
            path = Path(self.files.files[self.files.cursor].path)
            for folder in self.folders.folders:
                if path.is_relative_to(folder.path):
                    return folder
        return self.folders.current

    def action_forget(self) -> None:
        """No longer keep the folder under the cursor in step; its papers stay."""
        if folder := self.folders.current:
            self.session.start(
                partial(work.forget_folder, folder.path), lane="list",
                title="Forgetting a folder", target=self,
            )  # fmt: skip

    def on_folder_forgotten(self, message: FolderForgotten) -> None:
        """Say what stays, and how it is undone."""
        words = f"forgot {wording.short_path(message.path)}"
        self.session.undo.add(UndoStep(words, partial(work.remember_folder, message.path)))
        self.notify(f"{words}; its papers stay. u takes it back", markup=False)
        self.library_changed()

    def action_problems(self) -> None:
        """Only problems, or everything."""
        self.files.toggle_problems()

    @on(RowList.Highlighted, "#files")
    def _tell_reason(self, event: RowList.Highlighted) -> None:
        event.stop()
        files = self.files.files
        why = wording.reason(files[event.index].reason) if event.index < len(files) else ""
        told = self.query_one("#reason", Static)
        told.update(Content(why))
        told.display = bool(why) and self.files.display

    @on(RowList.Chosen, "#files")
    def _file_chosen(self, event: RowList.Chosen) -> None:
        event.stop()
        file = self.files.files[event.index]
        if file.paper_id:
            self.post_message(PaperChosen(file.paper_id))
        else:
            why = wording.reason(file.reason)
            self.app.push_screen(ErrorDialog(f"{file.path}: {file.state}", why))
