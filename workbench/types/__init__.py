"""The words that the workbench and its front ends share: papers, hits, answers, jobs.

Owns plain immutable data and nothing else. ``workbench/wire`` turns these into the published
JSON shapes; the catalogue, the searcher and the answerer produce them.
"""

from workbench.states import FileState, Relation, Support
from workbench.types.answers import (
    FLAT_SIGNS,
    Answer,
    AnswerEvent,
    AnswerListener,
    AnswerSettled,
    Citation,
    EvidenceGathered,
    QuestionUnderstood,
    SearchGrew,
    SearchNode,
    Sentence,
    Table,
    TextGrown,
)
from workbench.types.jobs import (
    FileReport,
    FolderChange,
    FolderRow,
    IngestReport,
    Progress,
    ProgressListener,
)
from workbench.types.keeping import Collection, CollectionContent, RemovedPaper, SavedSearch
from workbench.types.maps import MapGroup, MapLink, MapPoint, PaperMap
from workbench.types.models import LibraryStatus, ModelRow, ModelStatus, ModelTrial
from workbench.types.papers import (
    EditedField,
    FieldValue,
    PaperDetail,
    PaperSummary,
    ReferenceRow,
    Section,
    StoredPassage,
    VersionRow,
)
from workbench.types.search import CountScope, Filters, Hit, SearchResult, Suggestion

__all__ = [
    "FLAT_SIGNS",
    "Answer",
    "AnswerEvent",
    "AnswerListener",
    "AnswerSettled",
    "Citation",
    "Collection",
    "CollectionContent",
    "CountScope",
    "EditedField",
    "EvidenceGathered",
    "FieldValue",
    "FileReport",
    "FileState",
    "Filters",
    "FolderChange",
    "FolderRow",
    "Hit",
    "IngestReport",
    "LibraryStatus",
    "MapGroup",
    "MapLink",
    "MapPoint",
    "ModelRow",
    "ModelStatus",
    "ModelTrial",
    "PaperDetail",
    "PaperMap",
    "PaperSummary",
    "Progress",
    "ProgressListener",
    "QuestionUnderstood",
    "ReferenceRow",
    "Relation",
    "RemovedPaper",
    "SavedSearch",
    "SearchGrew",
    "SearchNode",
    "SearchResult",
    "Section",
    "Sentence",
    "StoredPassage",
    "Suggestion",
    "Support",
    "Table",
    "TextGrown",
    "VersionRow",
]
