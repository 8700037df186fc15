"""Facts that travel between widgets, places and threads, named in the past tense.

Owns the messages that more than one file knows. A message private to one widget is nested there.
Replies of a job go to the widget that asked and do not bubble.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from textual.message import Message

if TYPE_CHECKING:
    from ingest.paper import Rectangle
    from ui.app.page_picture import PagePicture
    from workbench.library import Library
    from workbench.types import (
        Answer,
        Citation,
        FolderRow,
        IngestReport,
        LibraryStatus,
        PaperDetail,
        PaperSummary,
        Progress,
        SearchResult,
        StoredPassage,
    )

__all__ = [
    "AnswerChosen",
    "AnswerExported",
    "AnswerSettled",
    "AnswersRead",
    "DraftGrown",
    "EvidenceArrived",
    "FileInTheWay",
    "FolderChosen",
    "FoldersRead",
    "IngestFinished",
    "IngestProgressed",
    "JobCancelled",
    "JobFailed",
    "JobsChanged",
    "LibraryChanged",
    "LibraryOpened",
    "PageDrawn",
    "PaperChosen",
    "PaperRead",
    "PapersCounted",
    "PapersRead",
    "PathsCompleted",
    "PlaceChosen",
    "SamplesChosen",
    "SearchFinished",
    "StatusRead",
]


# -- what a person chose ---------------------------------------------------------------------


@dataclass
class PlaceChosen(Message):
    """Someone wants to be at another place of the desk."""

    place: str


@dataclass
class PaperChosen(Message):
    """Someone wants to read a paper, perhaps at a page with a quote on it."""

    paper_id: str
    page: int | None = None
    quote: str = ""
    rectangles: tuple[Rectangle, ...] = ()


@dataclass
class FolderChosen(Message):
    """Someone pointed at folders or files to be read into the library."""

    paths: tuple[str, ...]
    retry: bool = False


@dataclass
class SamplesChosen(Message):
    """Someone wants to try the sample library."""


@dataclass
class AnswerChosen(Message):
    """Someone wants to see an earlier answer again."""

    answer: Answer


@dataclass
class LibraryChanged(Message):
    """Papers were added or changed; places and the top line look again."""


# -- what a thread has to say ----------------------------------------------------------------


@dataclass
class JobsChanged(Message, bubble=False):
    """The number of long jobs in flight is now ``running``."""

    running: int

    def can_replace(self, message: Message) -> bool:
        """Only the newest count matters."""
        return isinstance(message, JobsChanged)


@dataclass
class JobFailed(Message):
    """A job ended with an error; unhandled, it bubbles to the app, which shows it."""

    job: int
    title: str
    problem: str
    hint: str
    detail: str


@dataclass
class JobCancelled(Message):
    """A job was stopped by the person and has no result."""

    job: int
    title: str


@dataclass
class LibraryOpened(Message, bubble=False):
    """The library is open and can be used."""

    library: Library


@dataclass
class StatusRead(Message, bubble=False):
    """The truth about the library, as of now."""

    status: LibraryStatus


@dataclass
class SearchFinished(Message, bubble=False):
    """Hits arrived for the query numbered ``request``."""

    request: int
    result: SearchResult


@dataclass
class PapersCounted(Message, bubble=False):
    """How many papers a narrowed list holds."""

    generation: int
    count: int
    total: int


@dataclass
class PapersRead(Message, bubble=False):
    """One page of a list of papers."""

    generation: int
    offset: int
    rows: Sequence[PaperSummary]


@dataclass
class PaperRead(Message, bubble=False):
    """Everything about one paper."""

    detail: PaperDetail
    passages: Sequence[StoredPassage]


@dataclass
class PageDrawn(Message, bubble=False):
    """One page of a paper, as pixels."""

    page: int
    picture: PagePicture


@dataclass
class EvidenceArrived(Message, bubble=False):
    """The quotes for the question numbered ``request`` were chosen."""

    request: int
    citations: tuple[Citation, ...]


@dataclass
class DraftGrown(Message, bubble=False):
    """The draft for the question numbered ``request`` now reads ``text``."""

    request: int
    text: str

    def can_replace(self, message: Message) -> bool:
        """A longer draft makes a queued shorter one pointless."""
        return isinstance(message, DraftGrown) and message.request <= self.request


@dataclass
class AnswerSettled(Message, bubble=False):
    """The checked answer to the question numbered ``request``."""

    request: int
    answer: Answer


@dataclass
class AnswersRead(Message, bubble=False):
    """Earlier answers, newest first."""

    answers: Sequence[Answer]


@dataclass
class AnswerExported(Message, bubble=False):
    """An answer was written to a file."""

    path: str


@dataclass
class FileInTheWay(Message, bubble=False):
    """An answer was not written, because a file of that name is there."""

    path: str


@dataclass
class FoldersRead(Message, bubble=False):
    """The remembered folders."""

    folders: Sequence[FolderRow]


@dataclass
class IngestProgressed(Message, bubble=False):
    """A running ingest is this far."""

    progress: Progress

    def can_replace(self, message: Message) -> bool:
        """Newer progress of the same step makes older progress pointless."""
        return isinstance(message, IngestProgressed) and message.progress.job == self.progress.job


@dataclass
class IngestFinished(Message, bubble=False):
    """An ingest ended, whole or cancelled, with the state of every file it looked at."""

    report: IngestReport


@dataclass
class PathsCompleted(Message, bubble=False):
    """Folders that a half-typed path may mean."""

    typed: str
    matches: tuple[str, ...]
