"""What is wrong with files, in the place of the papers, and what can be done about it.

Owns the keys, the window and the jobs these start. The place that mixes this in has a list of
papers and a ``ProblemList`` in one switcher.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.binding import Binding, BindingType
from textual.widgets import ContentSwitcher

from ui.app import wording
from ui.app.messages.chosen import PaperChosen
from ui.app.messages.keeping import ProblemsRead
from ui.app.paper_actions import PaperActions
from ui.app.widgets.paper_list import PaperList
from ui.app.widgets.problem_list import ProblemList
from ui.app.widgets.row_list import RowList
from ui.app.work import keeping, outside
from ui.safe_text import one_line

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ui.app.dialogs.problem import ProblemWish
    from ui.app.widgets.problem_list import Problem

__all__ = ["ProblemActions"]


class ProblemActions(PaperActions):
    """Mixed into a place of papers; the last base, as ``PaperActions`` must be."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("p", "toggle_problems", "Problems", id="library.problems",
                tooltip="Files that failed, were skipped or odd, each with what helps; and back"),
        Binding("t", "read_again", "Read again", id="library.read-again",
                tooltip="Read this file, or all chosen ones, once more"),
    ]  # fmt: skip

    @property
    def problems(self) -> ProblemList:
        """Files with problems."""
        return self.query_one("#problems", ProblemList)

    @property
    def shows_problems(self) -> bool:
        """Whether problems are shown in place of papers."""
        return self.query_one(ContentSwitcher).current == "problems"

    def tell(self) -> None:
        """Say how many there are."""
        raise NotImplementedError

    def action_toggle_problems(self) -> None:
        """Problems in place of papers, and back."""
        switcher = self.query_one(ContentSwitcher)
        switcher.current = "listed" if self.shows_problems else "problems"
        if self.shows_problems:
            self.read_problems()
        self.tell()
        (self.problems if self.shows_problems else self.query_one(PaperList)).focus()
        self.refresh_bindings()

    def read_problems(self) -> None:
        """Read them anew."""
        self.session.start(keeping.read_problems, lane="list", title="The problems", target=self)

    def on_problems_read(self, message: ProblemsRead) -> None:
        """Show them."""
        self.problems.show_problems(message.problems, message.removed)
        self.tell()
        self.refresh_bindings()

    @on(RowList.Chosen, "#problems")
    def _tell_problem(self, event: RowList.Chosen) -> None:
        event.stop()
        from ui.app.dialogs.problem import ProblemDialog

        problem = self.problems.problems[event.index]
        self.app.push_screen(ProblemDialog(problem), partial(self._problem_wished, problem))

    def _problem_wished(self, problem: Problem, wish: ProblemWish | None) -> None:
        if wish is None:
            return
        file = problem.file
        match wish.what:
            case "again":
                self._read_files_again([problem])
            case "back" if problem.removed is not None:
                paper = one_line(problem.removed.title, 60)
                self.read_soon(
                    partial(keeping.restore_papers, [problem.removed.id]), f"Bringing back {paper}"
                )
            case "pdf":
                self._go_outside(partial(outside.open_file, file.path))
            case "reveal":
                self._go_outside(partial(outside.reveal_file, file.path))
            case _:
                if file.paper_id:
                    self.post_message(PaperChosen(file.paper_id))

    def action_read_again(self) -> None:
        """Read the chosen files, or the one under the cursor, once more."""
        self._read_files_again(self.problems.meant)

    def _read_files_again(self, problems: Sequence[Problem]) -> None:
        paths = [problem.file.path for problem in problems]
        if paths:
            title = f"Reading {wording.count(len(paths), 'file')} again"
            self.read_soon(partial(keeping.read_again, paths), title)
