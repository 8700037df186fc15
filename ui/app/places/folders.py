"""The Folders place: what was pointed at, reading it, and how every file ended.

Owns the folders and files shown and what can be done with them. Reading them is
``FolderReading``'s.
"""

from __future__ import annotations

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

from ui.app import wording, work
from ui.app.dialogs.error import ErrorDialog
from ui.app.messages import (
    FolderChosen,
    FolderForgotten,
    FoldersRead,
    PaperChosen,
)
from ui.app.places.folder_reading import FolderReading
from ui.app.undo import UNDO_HINT, UndoStep
from ui.app.widgets.file_list import FileList
from ui.app.widgets.folder_list import FolderList
from ui.app.widgets.path_field import PathField
from ui.app.widgets.progress_panel import ProgressPanel
from ui.app.widgets.row_list import RowList
from ui.app.widgets.text_box import TextBox

if TYPE_CHECKING:
    from ui.app.session import Session
    from workbench.types import FileReport, FolderRow

__all__ = ["FoldersPlace"]


class FoldersPlace(FolderReading):
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
        self._problems: Sequence[FileReport] = ()
        self._was_read = False
        """Whether the folders were shown once, or something was read here."""

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
            return self.can_stop
        if action == "pause":
            return self.can_stop and not isinstance(self.screen.focused, TextBox)
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
            self.show_ended(message.problems)
        self._problems = message.problems
        self._leave_empty_box()
        self.refresh_bindings()

    def read(self, paths: tuple[str, ...], *, retry: bool = False) -> None:
        """Read folders or files; who has typed one path may type another."""
        self._was_read = True
        super().read(paths, retry=retry)

    def _leave_empty_box(self) -> None:
        """Where folders are, the first look is at them: single keys work then."""
        box = self.box()
        box = self.box()
        if not self._was_read and self.folders.folders and box.has_focus and not box.value:
            self.folders.focus()
        self._was_read = self._was_read or bool(self.folders.folders)

    def show_ended(self, files: Sequence[FileReport]) -> None:
        """List how files ended."""
        self.files.display = bool(files)
        self.files.show_files(files)

    def keep_in_step(self) -> bool:
        """Watch the folders, and say so beside each."""
        self.folders.is_watching = super().keep_in_step()
        return self.folders.is_watching

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
        self.notify(f"{words}; its papers stay · {UNDO_HINT}", markup=False)
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
            self.app.push_screen(ErrorDialog(f"{wording.short_path(file.path)}: {file.state}", why))
