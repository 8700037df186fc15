"""One file that is not in the library as it should be: what it has, and what can be done.

Owns the window and the words of each cure; what is wished for is done by whoever opened it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.widgets import Static

from ui.app import wording
from ui.app.dialogs.dialog import Dialog
from ui.app.widgets.problem_list import Problem
from ui.safe_text import plain
from workbench.states import FileState

__all__ = ["ProblemDialog", "ProblemWish", "cure"]

_CURES = {
    "same content": "Nothing is lost: its paper is in the library by the other file. Enter opens "
    "it; one of the two files can go.",
    "is encrypted": "Save a copy without the password in a PDF program; carrel reads that copy.",
    "no text": "Those pages are pictures. With Tesseract installed carrel recognises their "
    "letters: install it, then read the file again with t.",
    "unreadable text": "The file's letters cannot be told from its codes. With Tesseract installed "
    "carrel recognises them from the picture: install it, then read the file again with t.",
    "is not a pdf": "Fetch the paper again: what was saved is something else, often a web page "
    "that asked to sign in.",
    "longer than its limit": "Raise reading.seconds_per_file in Models (F7), then press t.",
    "memory": "Raise reading.memory_per_worker in Models (F7), then press t.",
    "cannot be opened": "Let yourself read the file, then press t.",
}
"""A word of the reason, and what helps there."""

_USUAL = "Look at the file with O. If it is sound there, read it again with t."
_ODD = "The paper is in the library all the same: Enter opens it, where e corrects what was read."


def cure(problem: Problem) -> str:
    """What a person can do about it, in a sentence or two."""
    if problem.removed is not None:
        return "You took this paper out. b brings it back with your notes, tags and collections."
    reason = problem.file.reason.lower()
    usual = _USUAL if problem.file.state in {FileState.FAILED, FileState.SKIPPED} else _ODD
    return next((words for sign, words in _CURES.items() if sign in reason), usual)


@dataclass(frozen=True, slots=True)
class ProblemWish:
    """What is to be done: ``again``, ``back``, ``pdf``, ``reveal`` or ``paper``."""

    what: str


class ProblemDialog(Dialog["ProblemWish | None"]):
    """What happened, to which file, what helps."""

    HELP = (
        "Why this file is not in the library as it should be. `t` reads it again, `b` brings back "
        "what you took out, `O` opens it in your PDF viewer, `R` shows it in the file manager, "
        "Enter opens its paper where there is one."
    )

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("t", "wish('again')", "Read again", id="problem.read-again",
                tooltip="Read this file once more"),
        Binding("b", "wish('back')", "Bring back", id="problem.bring-back",
                tooltip="Bring the paper back that you took out"),
        Binding("O", "wish('pdf')", "Open PDF", id="problem.open-pdf",
                tooltip="Open the file in the system's PDF viewer"),
        Binding("R", "wish('reveal')", "Reveal", id="problem.reveal",
                tooltip="Show the file in the system's file manager"),
        Binding("enter", "wish('paper')", "Open paper", id="problem.open-paper",
                tooltip="Open the paper that this file belongs to"),
    ]  # fmt: skip

    DEFAULT_CSS = """
    ProblemDialog {
        #why { color: $partly; margin-top: 1; }
        #cure { margin-top: 1; }
    }
    """

    def __init__(self, problem: Problem) -> None:
        super().__init__()
        self._problem = problem

    def compose(self) -> ComposeResult:
        """File, reason, cure, keys."""
        file = self._problem.file
        with Vertical(id="box"):
            name = plain(file.path.rpartition("/")[2])
            yield Static(f"{name}: {file.state.value}", classes="heading", markup=False)
            yield Static(wording.short_path(file.path), markup=False)
            yield Static(wording.reason(file.reason), id="why", markup=False)
            yield Static(cure(self._problem), id="cure", markup=False)
            yield Static(self._keys(), classes="keys", markup=False)

    def _keys(self) -> str:
        first = "b bring back" if self._problem.removed else "t read again"
        paper = "enter paper · " if self._problem.file.paper_id else ""
        return f"{paper}{first} · O open · R reveal · escape leave"

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Only what was taken out comes back, only what has a paper opens one."""
        if action == "wish":
            if parameters == ("back",):
                return self._problem.removed is not None
            if parameters == ("again",):
                return self._problem.removed is None
            if parameters == ("paper",):
                return self._problem.file.paper_id is not None
        return super().check_action(action, parameters)

    def action_wish(self, what: str) -> None:
        """Close with what is to be done."""
        self.dismiss(ProblemWish(what))
