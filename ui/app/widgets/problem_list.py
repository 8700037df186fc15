"""Files that are not in the library as they should be.

Owns their order and drawing. What can be done about each is the problem dialog's.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from textual.binding import BindingType
from textual.content import Content

from ui.app import wording
from ui.app.widgets.paper_list import CHOOSE
from ui.app.widgets.row_list import RowList
from ui.safe_text import one_line
from workbench.states import FileState

if TYPE_CHECKING:
    from workbench.types import FileReport, RemovedPaper

__all__ = ["Problem", "ProblemList"]


@dataclass(frozen=True, slots=True)
class Problem:
    """One file, and the paper that the person took out, where that is why."""

    file: FileReport
    removed: RemovedPaper | None = None


class ProblemList(RowList):
    """Failed files first, then skipped ones, then papers with something odd in their files."""

    ROW_HEIGHT: ClassVar[int] = 2
    HELP = (
        "Files that failed, were skipped, or had something odd in them (!), each with why. Enter "
        "tells what can be done about it; `t` reads it again, or all that `space` chose; `p` goes "
        "back to the papers."
    )

    BINDINGS: ClassVar[list[BindingType]] = [CHOOSE]

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002 -- Textual's word
        super().__init__(id=id)
        self.problems: list[Problem] = []
        self._chosen: set[str] = set()

    def show_problems(self, files: Sequence[FileReport], removed: Sequence[RemovedPaper]) -> None:
        """Replace all rows; the cursor stays where it was."""
        by_path = {path: paper for paper in removed for path in paper.paths}
        self.problems = [Problem(file, by_path.get(file.path)) for file in files]
        self._chosen &= {file.path for file in files}
        self.set_row_count(len(self.problems), keep_cursor=True)

    @property
    def current(self) -> Problem | None:
        """The problem under the cursor."""
        return self.problems[self.cursor] if self.problems else None

    @property
    def meant(self) -> list[Problem]:
        """The chosen problems, or the one under the cursor."""
        chosen = [problem for problem in self.problems if problem.file.path in self._chosen]
        return chosen or ([self.current] if self.current else [])

    def action_choose_row(self) -> None:
        """Choose the problem under the cursor, or not any more, and go on to the next."""
        if problem := self.current:
            self._chosen ^= {problem.file.path}
            self.forget_rows()
            self.cursor += 1

    def row_content(self, index: int, width: int) -> Sequence[Content]:
        """Mark, name and folder of the file; why."""
        file = self.problems[index].file
        is_odd = file.state in {FileState.READY, FileState.WORDS_ONLY}
        mark, colour = ("!", "$partly") if is_odd else wording.STATE_MARKS[file.state]
        if file.path in self._chosen:
            mark, colour = "✓", "$accent"
        folder, _, name = file.path.rpartition("/")
        head = Content.assemble(
            (f"{mark} ", colour), one_line(name, 200), (f"  {wording.short_path(folder)}", "$faint")
        )
        why = wording.reason(file.reason) or file.state.value
        return [head, Content.styled(f"  {why}", "$quiet").truncate(width, ellipsis=True)]
