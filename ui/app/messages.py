"""Facts that travel between widgets, places and threads, named in the past tense.

Owns the messages that more than one file knows. A message private to one widget is nested there.
Replies of a job go to the widget that asked and do not bubble. Facts are neither compared nor
printed, and making methods for that would cost the first paint 10 ms.
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
    from workbench.settings import Settings
    from workbench.types import (
        Answer,
        Citation,
        FileReport,
        FolderChange,
        FolderRow,
        IngestReport,
        LibraryStatus,
        ModelRow,
        ModelTrial,
        PaperDetail,
        PaperMap,
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
    "DetailRead",
    "DraftGrown",
    "EvidenceArrived",
    "FetchProgressed",
    "FileInTheWay",
    "FolderChosen",
    "FolderForgotten",
    "FoldersMoved",
    "FoldersRead",
    "IngestFinished",
    "IngestProgressed",
    "JobCancelled",
    "JobFailed",
    "JobsChanged",
    "LibraryChanged",
    "LibraryOpened",
    "MapProgressed",
    "MapRead",
    "ModelFetched",
    "ModelTried",
    "ModelsRead",
    "PageDrawn",
    "PaperChanged",
    "PaperChosen",
    "PaperRead",
    "PapersCounted",
    "PapersRead",
    "PathsCompleted",
    "PlaceChosen",
    "SamplesChosen",
    "SearchFinished",
    "SettingChanged",
    "StatusRead",
    "Undone",
    "VoteKept",
]


# -- what a person chose ---------------------------------------------------------------------


@dataclass(eq=False, repr=False)
class PlaceChosen(Message):
    """Someone wants to be at another place of the desk."""

    place: str


@dataclass(eq=False, repr=False)
class PaperChosen(Message):
    """Someone wants to read a paper, perhaps at a page with a quote on it."""

    paper_id: str
    page: int | None = None
    quote: str = ""
    rectangles: tuple[Rectangle, ...] = ()


@dataclass(eq=False, repr=False)
class FolderChosen(Message):
    """Someone pointed at folders or files to be read into the library."""

    paths: tuple[str, ...]
    retry: bool = False


@dataclass(eq=False, repr=False)
class SamplesChosen(Message):
    """Someone wants to try the sample library."""


@dataclass(eq=False, repr=False)
class AnswerChosen(Message):
    """Someone wants to see an earlier answer again."""

    answer: Answer


@dataclass(eq=False, repr=False)
class LibraryChanged(Message):
    """Papers were added or changed; places and the top line look again."""


# -- what a thread has to say ----------------------------------------------------------------


@dataclass(eq=False, repr=False)
class JobsChanged(Message, bubble=False):
    """The number of long jobs in flight is now ``running``."""

    running: int

    def can_replace(self, message: Message) -> bool:
        """Only the newest count matters."""
        return isinstance(message, JobsChanged)


@dataclass(eq=False, repr=False)
class JobFailed(Message):
    """A job ended with an error; unhandled, it bubbles to the app, which shows it."""

    job: int
    title: str
    problem: str
    hint: str
    detail: str
    pointer: str = ""
    """Two lines that show which place of a query is to blame; ``""`` for other failures."""


@dataclass(eq=False, repr=False)
class JobCancelled(Message):
    """A job was stopped by the person and has no result."""

    job: int
    title: str


@dataclass(eq=False, repr=False)
class LibraryOpened(Message, bubble=False):
    """The library is open and can be used."""

    library: Library


@dataclass(eq=False, repr=False)
class StatusRead(Message, bubble=False):
    """The truth about the library, as of now."""

    status: LibraryStatus


@dataclass(eq=False, repr=False)
class SearchFinished(Message, bubble=False):
    """Hits arrived for the query numbered ``request``."""

    request: int
    result: SearchResult


@dataclass(eq=False, repr=False)
class PapersCounted(Message, bubble=False):
    """How many papers a narrowed list holds."""

    generation: int
    count: int
    total: int


@dataclass(eq=False, repr=False)
class PapersRead(Message, bubble=False):
    """One page of a list of papers."""

    generation: int
    offset: int
    rows: Sequence[PaperSummary]


@dataclass(eq=False, repr=False)
class PaperRead(Message, bubble=False):
    """Everything about one paper."""

    detail: PaperDetail
    passages: Sequence[StoredPassage]


@dataclass(eq=False, repr=False)
class DetailRead(Message, bubble=False):
    """Everything about one paper, and the tags in use, for the ``window`` that was asked for."""

    detail: PaperDetail
    tags: Sequence[str]
    window: str


@dataclass(eq=False, repr=False)
class PaperChanged(Message, bubble=False):
    """A paper is now as the person said; ``words`` say what was done."""

    detail: PaperDetail
    words: str


@dataclass(eq=False, repr=False)
class PageDrawn(Message, bubble=False):
    """One page of a paper, as pixels."""

    page: int
    picture: PagePicture


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
    """What a person thinks of a quote was kept."""

    n: int
    value: int


@dataclass(eq=False, repr=False)
class FileInTheWay(Message, bubble=False):
    """An answer was not written, because a file of that name is there."""

    path: str


@dataclass(eq=False, repr=False)
class FoldersRead(Message, bubble=False):
    """The remembered folders, and every file that failed or was skipped."""

    folders: Sequence[FolderRow]
    problems: Sequence[FileReport]


@dataclass(eq=False, repr=False)
class FolderForgotten(Message, bubble=False):
    """A folder is no longer kept in step."""

    path: str


@dataclass(eq=False, repr=False)
class FoldersMoved(Message, bubble=False):
    """Files came, went or changed below the remembered folders."""

    change: FolderChange


@dataclass(eq=False, repr=False)
class IngestProgressed(Message, bubble=False):
    """A running ingest is this far."""

    progress: Progress

    def can_replace(self, message: Message) -> bool:
        """Newer progress of the same step makes older progress pointless."""
        return isinstance(message, IngestProgressed) and message.progress.job == self.progress.job


@dataclass(eq=False, repr=False)
class IngestFinished(Message, bubble=False):
    """An ingest ended, whole or cancelled, with the state of every file it looked at."""

    report: IngestReport


@dataclass(eq=False, repr=False)
class PathsCompleted(Message, bubble=False):
    """Folders that a half-typed path may mean."""

    typed: str
    matches: tuple[str, ...]


@dataclass(eq=False, repr=False)
class Undone(Message):
    """The last step was taken back; ``words`` say what it was."""

    words: str


# -- models and settings ---------------------------------------------------------------------


@dataclass(eq=False, repr=False)
class ModelsRead(Message, bubble=False):
    """The models that are known, and what each is doing."""

    models: Sequence[ModelRow]


@dataclass(eq=False, repr=False)
class ModelTried(Message, bubble=False):
    """A model was tried on a few sentences."""

    trial: ModelTrial


@dataclass(eq=False, repr=False)
class ModelFetched(Message, bubble=False):
    """A model is on this machine now."""

    name: str


@dataclass(eq=False, repr=False)
class FetchProgressed(Message, bubble=False):
    """The fetching of a model is this far."""

    progress: Progress

    def can_replace(self, message: Message) -> bool:
        """Newer progress makes older progress pointless."""
        return isinstance(message, FetchProgressed)


@dataclass(eq=False, repr=False)
class SettingChanged(Message):
    """A setting was written to its file and the library works with it; bubbles to the app."""

    key: str
    settings: Settings


# -- the map ---------------------------------------------------------------------------------


@dataclass(eq=False, repr=False)
class MapRead(Message, bubble=False):
    """The library's map."""

    map: PaperMap


@dataclass(eq=False, repr=False)
class MapProgressed(Message, bubble=False):
    """The drawing of the map is this far."""

    progress: Progress

    def can_replace(self, message: Message) -> bool:
        """Newer progress makes older progress pointless."""
        return isinstance(message, MapProgressed)
