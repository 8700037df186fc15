"""What can be undone, newest last.

Owns the steps back. How a step is undone is a function of ``work``, run like any other job.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from textual.message import Message

    from ui.app.jobs import Job
    from workbench.library import Library

__all__ = ["UNDO_HINT", "UndoStack", "UndoStep"]

MOST_STEPS = 50

UNDO_HINT = "u takes it back"
"""What is said beside everything that can be undone."""


@dataclass(frozen=True, slots=True)
class UndoStep:
    """One thing that was done.

    Args:
        words: What was done, as ``forgot ~/papers``.
        back: Undoes it, on a thread.
        lane: On which of the lanes of ``Jobs``. On that of what the person writes, steps back
            are done one after the other, also when carrel is left meanwhile.
        doing: What is said while that takes a moment, as ``bringing back Tilings``.
    """

    words: str
    back: Callable[[Library, Job], Message | None]
    lane: str = "edit"
    doing: str = ""


class UndoStack:
    """The last steps of this sitting."""

    def __init__(self) -> None:
        self._steps: list[UndoStep] = []
        self._under_way: dict[int, UndoStep] = {}
        self._tried_again: UndoStep | None = None

    def __bool__(self) -> bool:
        return bool(self._steps)

    def add(self, step: UndoStep) -> None:
        """Remember a step; the oldest are dropped."""
        self._steps = [*self._steps[1 - MOST_STEPS :], step]

    def take(self) -> UndoStep | None:
        """The newest step, which is undone now."""
        return self._steps.pop() if self._steps else None

    def began(self, job: int, step: UndoStep) -> None:
        """A step that was taken is undone by this job; it is kept until that has ended well."""
        self._under_way[job] = step

    def ended(self, job: int) -> None:
        """The job did it."""
        self._under_way.pop(job, None)

    def cancelled(self, job: int) -> None:
        """The job was stopped before it did anything: its step can still be taken back."""
        if step := self._under_way.pop(job, None):
            self.add(step)

    def failed(self, job: int) -> None:
        """The job failed: its step can be tried once more, and stands in no other's way then."""
        step = self._under_way.pop(job, None)
        if step is not None and step is not self._tried_again:
            self._tried_again = step
            self.add(step)
