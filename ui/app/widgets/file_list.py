"""How each file of an ingest ended, what needs attention first.

Owns the order and drawing of the reports.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from rich.cells import cell_len
from textual.content import Content

from ui.app import wording
from ui.app.widgets.row_list import RowList
from ui.safe_text import one_line
from workbench.states import FileState

if TYPE_CHECKING:
    from workbench.types import FileReport

__all__ = ["FileList"]

_FIRST = (FileState.FAILED, FileState.SKIPPED, FileState.WORDS_ONLY, FileState.READY)

MOST_NAME = 44
"""Cells for the names of files, where the longest asks for as many; the rest is for reasons."""


def _name_of(file: FileReport) -> str:
    return one_line(file.path.rpartition("/")[2], 200)


class FileList(RowList):
    """End states of files: failed, skipped, words only, ready."""

    HELP = (
        "How every file ended. Enter opens the paper, or tells why there is none and what to do. "
        "`p` shows only the problems."
    )

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002 -- Textual's word
        super().__init__(id=id)
        self._reports: Sequence[FileReport] = ()
        self.files: list[FileReport] = []
        self.only_problems = False
        self._name_width = MOST_NAME

    def show_files(self, files: Sequence[FileReport]) -> None:
        """Replace all rows."""
        self._reports = sorted(files, key=lambda f: (_FIRST.index(f.state), f.path))
        self._narrow()

    def shows(self, files: Sequence[FileReport]) -> bool:
        """Whether these are the files that are shown."""
        return {file.path for file in self._reports} == {file.path for file in files}

    def toggle_problems(self) -> None:
        """Show only what failed or was skipped, or everything again."""
        self.only_problems = not self.only_problems
        self._narrow()

    def _narrow(self) -> None:
        problems = {FileState.FAILED, FileState.SKIPPED}
        self.files = [f for f in self._reports if not self.only_problems or f.state in problems]
        names = (cell_len(_name_of(file)) for file in self.files)
        self._name_width = min(MOST_NAME, max(names, default=0) + 1)
        self.set_row_count(len(self.files))

    def row_content(self, index: int, width: int) -> Sequence[Content]:
        """Mark, file name, and why."""
        file = self.files[index]
        mark, colour = wording.STATE_MARKS[file.state]
        name = _name_of(file)
        why = wording.reason(file.reason) or ("" if file.changed else "unchanged")
        name_width = min(self._name_width, width // 2)
        return [
            Content.assemble(
                (f"{mark} ", colour),
                Content(name).truncate(name_width, ellipsis=True, pad=True),
                (f"  {file.state:<11} ", colour),
                (why, "$quiet"),
            )
        ]
