"""The Folders place: what was pointed at, reading it, and how every file ended.

Owns the one ingest that may run at a time: starting, showing, cancelling and reporting it.
"""

from __future__ import annotations

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

from ui.app import wording, work
from ui.app.dialogs.error import ErrorDialog
from ui.app.messages import (
    FolderChosen,
    FoldersRead,
    IngestFinished,
    IngestProgressed,
    JobCancelled,
    JobFailed,
    LibraryChanged,
    PaperChosen,
)
from ui.app.places.place import Place
from ui.app.widgets.file_list import FileList
from ui.app.widgets.folder_list import FolderList
from ui.app.widgets.path_field import PathField
from ui.app.widgets.progress_panel import ProgressPanel
from ui.app.widgets.row_list import RowList
from ui.app.widgets.text_box import TextBox
from ui.safe_text import plain
from workbench.types import FileState

if TYPE_CHECKING:
    from ui.app.jobs import Job
    from ui.app.session import Session
    from workbench.types import FolderRow, IngestReport

__all__ = ["FoldersPlace"]


class FoldersPlace(Place):
    """A path, the progress, the folders and the files."""

    HELP = (
        "Folders are linked, never copied or changed. Reading one again reads only what is new "
        "or different. Papers can be searched by their words as soon as they are read."
    )

    HAS_SIDE: ClassVar[bool] = False

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("x", "cancel", "Cancel", id="folders.cancel",
                tooltip="Stop reading; what was read so far is kept"),
        Binding("t", "retry", "Try again", id="folders.retry",
                tooltip="Try the failed files of this folder once more"),
        Binding("p", "problems", "Problems", id="folders.problems",
                tooltip="Show only files that failed or were skipped"),
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
        self._told: dict[str, int] = {}
        """How far each step was when the other places were last told of new papers."""

    def compose(self) -> ComposeResult:
        """Path, progress, summary, folders, files."""
        yield PathField()
        yield ProgressPanel()
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
            return self.is_reading
        if action == "retry":
            return not self.is_reading and bool(self.folders.folders)
        if action == "problems":
            return self.files.display
        return super().check_action(action, parameters)

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
        """Show the folders."""
        self.folders.show_folders(message.folders)
        self.refresh_bindings()

    # -- reading -----------------------------------------------------------------------------

    def read(self, paths: tuple[str, ...], *, retry: bool = False) -> None:
        """Read folders or files, unless something is being read already."""
        if self.is_reading:
            self.notify("One folder is being read; this one can follow when it is done.",
                        severity="warning", markup=False)  # fmt: skip
            return
        self._job = self.session.start(
            partial(work.ingest, paths, retry), lane="ingest", title="Reading", target=self
        )
        self._told.clear()
        self.query_one("#summary").display = False
        self.query_one(ProgressPanel).begin(f"Reading {', '.join(map(wording.short_path, paths))}")
        self.refresh_bindings()

    def on_ingest_progressed(self, message: IngestProgressed) -> None:
        """Show how far it is; let the other places see new papers now and then."""
        if not self.is_reading:
            return
        progress = message.progress
        self.query_one(ProgressPanel).show_progress(progress)
        step = max(5, progress.total // 20)
        told = self._told.get(progress.job, 0)
        if progress.job in {"read", "embed"} and progress.done - told >= step:
            self._told[progress.job] = progress.done
            self.post_message(LibraryChanged())

    def on_ingest_finished(self, message: IngestFinished) -> None:
        """Show how every file ended."""
        self._end()
        report = message.report
        self._summarise(_summary(report))
        self.files.display = bool(report.files)
        self.files.show_files(report.files)
        self.post_message(LibraryChanged())
        self.library_changed()

    def on_job_failed(self, message: JobFailed) -> None:
        """The box with the detail comes from the app."""
        if self._job is not None and message.job == self._job.number:
            self._end()
            self._summarise(Content.styled(f"✗ {plain(message.problem)}", "$bad"))
            self.post_message(LibraryChanged())

    def on_job_cancelled(self, message: JobCancelled) -> None:
        """Stopped before it had a report."""
        message.stop()
        self._end()
        self._summarise(Content("cancelled; what was read so far is kept"))
        self.post_message(LibraryChanged())

    def _end(self) -> None:
        self._job = None
        self.query_one(ProgressPanel).end()
        self.refresh_bindings()

    def _summarise(self, text: Content) -> None:
        summary = self.query_one("#summary", Static)
        summary.update(text)
        summary.display = True

    def action_cancel(self) -> None:
        """Ask the ingest to stop."""
        if self._job is not None:
            self._job.cancel()
            self.query_one(ProgressPanel).say("Cancelling; what was read so far is kept …")

    @on(ProgressPanel.CancelPressed)
    def _cancel_pressed(self, event: ProgressPanel.CancelPressed) -> None:
        event.stop()
        self.action_cancel()

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


def _summary(report: IngestReport) -> Content:
    total = report.counts.get("total", len(report.files))
    lead = "cancelled after " if report.cancelled else ""
    parts: list[tuple[str, str]] = [(f"{lead}{wording.count(total, 'file')}", "$title")]
    for state in FileState:
        if n := report.counts.get(state, 0):
            mark, colour = wording.STATE_MARKS[state]
            parts += [(f"   {mark} ", colour), (f"{n:,} {state}", "$quiet")]
    if unchanged := report.counts.get("unchanged", 0):
        parts.append((f"   {unchanged:,} unchanged", "$faint"))
    parts.append((f"   in {wording.duration(report.seconds)}", "$faint"))
    parts += [(f"\n{plain(note)}", "$partly") for note in report.notes]
    if report.counts.get(FileState.READY, 0) or report.counts.get(FileState.WORDS_ONLY, 0):
        parts += [("\nF2", "$accent"), (" asks, ", "$quiet"), ("F3", "$accent")]
        parts.append((" searches these papers", "$quiet"))
    return Content.assemble(*parts)
