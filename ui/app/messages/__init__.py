"""Facts that travel between widgets, places and threads, named in the past tense.

Owns the messages that more than one file knows, a file for each matter. A message private to one
widget is nested there. Replies of a job go to the widget that asked and do not bubble. Facts are
neither compared nor printed, and making methods for that would cost the first paint 10 ms.
"""

from __future__ import annotations

from ui.app.messages.answers import (
    AnswerExported,
    AnswerSettled,
    AnswersRead,
    DraftGrown,
    EvidenceArrived,
    FileInTheWay,
    NewPapersCounted,
    QuestionRead,
    RewordOffered,
    SearchGrown,
    VoteKept,
)
from ui.app.messages.chosen import (
    FolderChosen,
    PaperChosen,
    PlaceChosen,
    SamplesChosen,
    SettingChanged,
    Undone,
)
from ui.app.messages.folders import (
    FolderForgotten,
    FoldersMoved,
    FoldersRead,
    IngestFinished,
    IngestProgressed,
    PathsCompleted,
)
from ui.app.messages.models import (
    FetchProgressed,
    MapProgressed,
    MapRead,
    ModelFetched,
    ModelsRead,
    ModelTried,
)
from ui.app.messages.papers import (
    PageDrawn,
    PaperRead,
    PapersCounted,
    PapersRead,
    PixelsEncoded,
)
from ui.app.messages.running import (
    JobCancelled,
    JobFailed,
    JobsChanged,
    LibraryChanged,
    LibraryOpened,
    StatusRead,
    TurnWanted,
)
from ui.app.messages.searching import (
    FacetsCounted,
    SavedSearchesRead,
    SearchFinished,
    SearchKept,
    SearchNameTaken,
)

__all__ = [
    "AnswerExported",
    "AnswerSettled",
    "AnswersRead",
    "DraftGrown",
    "EvidenceArrived",
    "FacetsCounted",
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
    "NewPapersCounted",
    "PageDrawn",
    "PaperChosen",
    "PaperRead",
    "PapersCounted",
    "PapersRead",
    "PathsCompleted",
    "PixelsEncoded",
    "PlaceChosen",
    "QuestionRead",
    "RewordOffered",
    "SamplesChosen",
    "SavedSearchesRead",
    "SearchFinished",
    "SearchGrown",
    "SearchKept",
    "SearchNameTaken",
    "SettingChanged",
    "StatusRead",
    "TurnWanted",
    "Undone",
    "VoteKept",
]
