"""Asking where an answer is to be written.

Owns the window; the library makes the first guess at a name, and writes.
"""

from __future__ import annotations

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widgets import Input, Static

from ui.app.dialogs.dialog import Dialog
from ui.app.widgets.path_field import cleaned_path
from ui.app.widgets.text_box import TextBox
from workbench.export.filenames import safe_file_name

__all__ = ["ExportDialog"]


class ExportDialog(Dialog["str | None"]):
    """Asks for a file name."""

    HELP = "The answer is written as Markdown with its quotes, papers and pages. Enter writes it."

    def __init__(self, question: str) -> None:
        super().__init__()
        self._file_name = safe_file_name(question, ".md", fallback="answer")

    def compose(self) -> ComposeResult:
        """Heading, box, keys."""
        with Vertical(id="box"):
            yield Static("Save this answer as Markdown", classes="heading", markup=False)
            box = TextBox("file name", id="file")
            box.value = self._file_name
            yield box
            yield Static("enter save · escape leave", classes="keys", markup=False)

    @on(Input.Submitted)
    def _save(self, event: Input.Submitted) -> None:
        event.stop()
        if path := cleaned_path(event.value):
            self.dismiss(path)
