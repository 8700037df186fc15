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

    def __bool__(self) -> bool:
        return bool(self._steps)

    def add(self, step: UndoStep) -> None:
        """Remember a step; the oldest are dropped."""
        self._steps = [*self._steps[1 - MOST_STEPS :], step]

    def take(self) -> UndoStep | None:
        """The newest step, which is undone now."""
        return self._steps.pop() if self._steps else None
