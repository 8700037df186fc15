"""Asking where a set of papers is to be written, and as what.

Owns the window and telling the format by the file's ending; the library writes.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Input, Static

from ui.app import wording
from ui.app.dialogs.dialog import Dialog
from ui.app.widgets.path_field import cleaned_path
from ui.app.widgets.text_box import TextBox
from workbench.export.filenames import safe_file_name

__all__ = ["WriteDialog", "WriteWish"]

_FORMATS = {
    ".bib": ("bibtex", "BibTeX"),
    ".ris": ("ris", "RIS, for reference managers"),
    ".json": ("csl-json", "CSL-JSON, for citation processors"),
    ".md": ("markdown", "a Markdown list"),
}


@dataclass(frozen=True, slots=True)
class WriteWish:
    """A file, what it is to be, and whether notes go into it."""

    path: str
    kind: str
    notes: bool


class WriteDialog(Dialog["WriteWish | None"]):
    """Asks for a file name; its ending says what is written."""

    HELP = (
        "Enter writes the papers to this file. Its ending says as what: .bib BibTeX, .ris RIS, "
        ".json CSL-JSON, .md a Markdown list. ctrl+n puts your notes into Markdown too."
    )

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+n", "toggle_notes", "Notes", priority=True, id="write.notes",
                tooltip="Write your notes too, or not; in Markdown"),
    ]  # fmt: skip

    DEFAULT_CSS = """
    WriteDialog #kind { color: $quiet; }
    """

    def __init__(self, papers: int, name: str) -> None:
        super().__init__()
        self._papers = papers
        self._file_name = safe_file_name(name, ".bib", fallback="papers")
        self._notes = False

    def compose(self) -> ComposeResult:
        """Heading, box, what it will be, keys."""
        with Vertical(id="box"):
            heading = f"Write {wording.count(self._papers, 'paper')} down"
            yield Static(heading, classes="heading", markup=False)
            box = TextBox("file name: .bib .ris .json .md", id="file")
            box.value = self._file_name
            yield box
            yield Static(id="kind", markup=False)
            keys = "enter write · ctrl+n notes · escape leave"
            yield Static(keys, classes="keys", markup=False)

    def on_mount(self) -> None:
        """Say at once what it will be."""
        self._tell()

    def _ending(self) -> str:
        path = self.query_one("#file", TextBox).value.strip().lower()
        return next((ending for ending in _FORMATS if path.endswith(ending)), "")

    def _tell(self) -> None:
        ending = self._ending()
        if not ending:
            told = Content.styled(f"end the name in one of {', '.join(_FORMATS)}", "$partly")
        else:
            word = _FORMATS[ending][1]
            if ending == ".md":
                word += ", with your notes" if self._notes else "; ctrl+n adds your notes"
            told = Content.styled(word, "$quiet")
        self.query_one("#kind", Static).update(told)

    def action_toggle_notes(self) -> None:
        """Notes or none; they go into Markdown, so that is what it becomes."""
        self._notes = not self._notes
        box = self.query_one("#file", TextBox)
        ending = self._ending()
        if self._notes and ending != ".md":
            box.value = box.value.strip()[: -len(ending) or None] + ".md"
        self._tell()

    @on(Input.Changed)
    def _changed(self, event: Input.Changed) -> None:
        event.stop()
        self._tell()

    @on(Input.Submitted)
    def _write(self, event: Input.Submitted) -> None:
        event.stop()
        ending, path = self._ending(), cleaned_path(event.value)
        if ending and path:
            kind = _FORMATS[ending][0]
            self.dismiss(WriteWish(path, kind, self._notes and kind == "markdown"))
