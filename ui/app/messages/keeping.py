"""What the person keeps: marks, notes, collections, and what becomes of papers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from textual.message import Message

if TYPE_CHECKING:
    from ui.app.undo import UndoStep
    from workbench.types import (
        Answer,
        Collection,
        FileReport,
        Hit,
        PaperDetail,
        PaperSummary,
        RemovedPaper,
    )

__all__ = [
    "AnswerChosen",
    "AnswersUsingRead",
    "DetailRead",
    "PaperIdsRead",
    "PapersChanged",
    "PapersWritten",
    "ProblemsRead",
    "SelectionRead",
    "ShelvesRead",
    "SimilarRead",
    "WentOutside",
]


@dataclass(eq=False, repr=False)
class AnswerChosen(Message):
    """Someone wants to see an earlier answer again."""

    answer: Answer


@dataclass(eq=False, repr=False)
class DetailRead(Message, bubble=False):
    """Everything about one paper, for the ``window`` that was asked for."""

    detail: PaperDetail
    window: str


@dataclass(eq=False, repr=False)
class SelectionRead(Message, bubble=False):
    """Papers that something is to be done with, for the ``window`` that was asked for."""

    papers: Sequence[PaperSummary]
    tags: Sequence[str]
    """Tags in use anywhere, the commonest first."""
    collections: Sequence[Collection]
    window: str


@dataclass(eq=False, repr=False)
class PaperIdsRead(Message, bubble=False):
    """All papers that a narrowed list holds."""

    ids: Sequence[str]


@dataclass(eq=False, repr=False)
class PapersChanged(Message, bubble=False):
    """Papers, or a collection, are now as the person said; ``words`` say what was done."""

    words: str
    undo: UndoStep | None = None
    gone: tuple[str, ...] = ()
    """Papers that are not in the library any more."""
    renamed: tuple[str, str] | None = None
    """What a collection was called, and is called now: ``""`` where it was deleted."""


@dataclass(eq=False, repr=False)
class PapersWritten(Message, bubble=False):
    """A set of papers was written to a file; not where one ``is_in_the_way``."""

    path: str
    papers: int
    is_in_the_way: bool = False
    left_out: int = 0
    """Papers that were chosen and of which nothing is known to name them by."""


@dataclass(eq=False, repr=False)
class ShelvesRead(Message, bubble=False):
    """What the list of papers can be narrowed to, each with how many papers it has."""

    kinds: Mapping[str, int]
    collections: Sequence[Collection]
    tags: Mapping[str, int]


@dataclass(eq=False, repr=False)
class ProblemsRead(Message, bubble=False):
    """Files that failed, were skipped or were odd, and what was taken out by the person."""

    problems: Sequence[FileReport]
    removed: Sequence[RemovedPaper]


@dataclass(eq=False, repr=False)
class SimilarRead(Message, bubble=False):
    """Papers most like the one that is open, each by its likest passage; ``notes`` say more."""

    hits: Sequence[Hit]
    notes: Sequence[str]


@dataclass(eq=False, repr=False)
class AnswersUsingRead(Message, bubble=False):
    """Earlier answers that quote the paper that is open, newest first."""

    answers: Sequence[Answer]


@dataclass(eq=False, repr=False)
class WentOutside(Message, bubble=False):
    """A program outside was started; ``words`` say which, and what it cannot do."""

    words: str
