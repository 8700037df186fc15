"""Asking where an answer is to be written.

Owns the window and a first guess at the file's name; writing is the library's business.
"""

from __future__ import annotations

import re

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widgets import Input, Static

from ui.app.dialogs.dialog import Dialog
from ui.app.widgets.path_field import cleaned_path
from ui.app.widgets.text_box import TextBox

__all__ = ["ExportDialog", "file_name_for"]


def file_name_for(question: str) -> str:
    """A file name from a question: words of letters and digits, at most 60 characters."""
    words = re.findall(r"\w+", question.casefold())
    name = ""
    for word in words:
        if len(name) + len(word) > 60:
            break
        name = f"{name}-{word}" if name else word
    return f"{name or 'answer'}.md"


class ExportDialog(Dialog["str | None"]):
    """Asks for a file name."""

    HELP = "The answer is written as Markdown with its quotes, papers and pages. Enter writes it."

    def __init__(self, question: str) -> None:
        super().__init__()
        self._file_name = file_name_for(question)

    def compose(self) -> ComposeResult:
        """Heading, box, keys."""
        with Vertical(id="box"):
            yield Static("Save this answer as Markdown", classes="heading", markup=False)
            box = TextBox("file name", id="file")
            box.value = self._file_name
            yield box
            yield Static("enter save · escape leave", classes="keys", markup=False)

    @on(TextBox.Left)
    def _leave(self, event: TextBox.Left) -> None:
        event.stop()
        self.action_close()

    @on(Input.Submitted)
    def _save(self, event: Input.Submitted) -> None:
        event.stop()
        if path := cleaned_path(event.value):
            self.dismiss(path)
