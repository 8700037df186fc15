"""The course of a question, and what is done with its answer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from textual.message import Message

if TYPE_CHECKING:
    from workbench.answer.changes import Changes
    from workbench.types import Answer, Citation, QuestionUnderstood, SearchNode

__all__ = [
    "AnswerExported",
    "AnswerSettled",
    "AnswersRead",
    "DraftGrown",
    "EvidenceArrived",
    "FileInTheWay",
    "NewPapersCounted",
    "QuestionRead",
    "RewordOffered",
    "SearchGrown",
    "VoteKept",
]


@dataclass(eq=False, repr=False)
class QuestionRead(Message, bubble=False):
    """How the question numbered ``request`` was understood, before anything is searched."""

    request: int
    understood: QuestionUnderstood


@dataclass(eq=False, repr=False)
class SearchGrown(Message, bubble=False):
    """A search for the question numbered ``request`` was planned, or is done."""

    request: int
    node: SearchNode


@dataclass(eq=False, repr=False)
class EvidenceArrived(Message, bubble=False):
    """The quotes for the question numbered ``request`` were chosen."""

    request: int
    citations: tuple[Citation, ...]


@dataclass(eq=False, repr=False)
class DraftGrown(Message, bubble=False):
    """The draft for the question numbered ``request`` now reads ``text``."""

    request: int
    text: str

    def can_replace(self, message: Message) -> bool:
        """A longer draft makes a queued shorter one pointless."""
        return isinstance(message, DraftGrown) and message.request <= self.request


@dataclass(eq=False, repr=False)
class AnswerSettled(Message, bubble=False):
    """The checked answer to the question numbered ``request``."""

    request: int
    answer: Answer
    changes: Changes | None = None
    """What is different from the answer before, where the question was asked again."""


@dataclass(eq=False, repr=False)
class AnswersRead(Message, bubble=False):
    """Earlier answers, newest first."""

    answers: Sequence[Answer]


@dataclass(eq=False, repr=False)
class AnswerExported(Message, bubble=False):
    """An answer was written to a file."""

    path: str


@dataclass(eq=False, repr=False)
class VoteKept(Message, bubble=False):
    """What a person thinks of a quote was kept, or for ``n`` 0 of the answer as a whole."""

    n: int
    value: int


@dataclass(eq=False, repr=False)
class FileInTheWay(Message, bubble=False):
    """An answer was not written, because a file of that name is there."""

    path: str


@dataclass(eq=False, repr=False)
class NewPapersCounted(Message, bubble=False):
    """So many papers came into the library since an answer was given."""

    answer_id: str
    papers: int


@dataclass(eq=False, repr=False)
class RewordOffered(Message, bubble=False):
    """Whether the answer can be put into other words: ``why_not`` is ``""`` where it can."""

    why_not: str
