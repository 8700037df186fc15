"""The words that the workbench and its front ends share: papers, hits, answers, jobs.

Owns plain immutable data and nothing else. ``workbench/wire.py`` turns these into the published
JSON shapes; the catalogue, the searcher and the answerer produce them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from ingest.paper import PassageKind, Rectangle

__all__ = [
    "Answer",
    "AnswerEvent",
    "AnswerListener",
    "AnswerSettled",
    "Citation",
    "EvidenceGathered",
    "FileReport",
    "FileState",
    "Filters",
    "FolderRow",
    "Hit",
    "IngestReport",
    "LibraryStatus",
    "ModelStatus",
    "PaperDetail",
    "PaperSummary",
    "Progress",
    "ProgressListener",
    "ReferenceRow",
    "SearchResult",
    "SectionRow",
    "Sentence",
    "StoredPassage",
    "Support",
    "TextGrown",
]


class FileState(StrEnum):
    """How a file ended. Every file that was looked at ends in exactly one of these."""

    READY = "ready"
    """Searchable by words and by meaning."""
    WORDS_ONLY = "words only"
    """Searchable by words; its passages have no embeddings yet."""
    SKIPPED = "skipped"
    """Looked at and left alone; the reason says why (no text, a copy of another file, …)."""
    FAILED = "failed"
    """Could not be read; the reason says why and how to retry."""


@dataclass(frozen=True, slots=True)
class PaperSummary:
    """One row of the library. ``id`` is 16 hexadecimal digits of the file's content hash."""

    id: str
    citekey: str
    title: str
    authors: tuple[str, ...]
    year: int | None
    path: str
    state: FileState
    reason: str = ""
    pages: int = 0
    venue: str = ""
    cited_by: int = 0
    """How many other papers of this library cite it."""


@dataclass(frozen=True, slots=True)
class StoredPassage:
    """A passage as the catalogue holds it; see ``ingest.paper.Passage`` for the fields."""

    id: str
    paper_id: str
    position: int
    kind: PassageKind
    text: str
    section: str
    page: int
    tokens: int
    rectangles: tuple[Rectangle, ...] = ()


@dataclass(frozen=True, slots=True)
class SectionRow:
    """A heading of a paper's outline."""

    title: str
    level: int
    page: int


@dataclass(frozen=True, slots=True)
class ReferenceRow:
    """A reference, and the library's own paper that it names, if there is one."""

    position: int
    raw: str
    title: str
    authors: tuple[str, ...]
    year: int | None
    doi: str
    cited_paper_id: str | None


@dataclass(frozen=True, slots=True)
class PaperDetail:
    """Everything the library knows of one paper, passages left out."""

    summary: PaperSummary
    doi: str
    arxiv_id: str
    abstract: str
    keywords: tuple[str, ...]
    language: str
    sections: tuple[SectionRow, ...]
    references: tuple[ReferenceRow, ...]
    cited_by: tuple[PaperSummary, ...]
    paths: tuple[str, ...]
    """Every path that holds this content; the first is the one that is opened."""
    warnings: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Filters:
    """What a search is narrowed to. Years are inclusive; ``None`` leaves that side open."""

    since: int | None = None
    until: int | None = None
    papers: tuple[str, ...] = ()
    """Paper ids; empty means all papers."""

    def __bool__(self) -> bool:
        return self.since is not None or self.until is not None or bool(self.papers)


@dataclass(frozen=True, slots=True)
class Hit:
    """One ranked passage with its paper.

    ``scores`` holds every term of ``score`` by name: ``lexical`` (BM25), ``dense`` (cosine),
    and each one's share in the fused score, ``lexical_share`` and ``dense_share``. A method
    to which the passage means nothing, or that could not be used, has no entry.
    """

    rank: int
    score: float
    scores: Mapping[str, float]
    paper: PaperSummary
    passage: StoredPassage


@dataclass(frozen=True, slots=True)
class SearchResult:
    """Ranked hits for one query. ``notes`` say what a person must know about how complete it is."""

    query: str
    filters: Filters
    hits: tuple[Hit, ...]
    timings: Mapping[str, float]
    """Seconds by step: ``lexical``, ``embed``, ``dense``, ``fuse``, ``total``."""
    notes: tuple[str, ...] = ()


class Support(StrEnum):
    """Whether a sentence is held up by the quotes it cites."""

    SUPPORTED = "supported"
    PARTLY = "partly"
    UNSUPPORTED = "unsupported"


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence of an answer and the numbers (1-based) of the citations that hold it up."""

    text: str
    citations: tuple[int, ...]
    support: Support = Support.SUPPORTED
    support_score: float = 1.0
    """How surely the quotes say it, 0..1; 1 for a sentence that is a quote."""
    reason: str = ""
    """Why the support is no better, for a person; ``""`` when there is nothing to say."""
    paragraph: int = 0
    """Which paragraph of the answer it stands in, from 0."""


@dataclass(frozen=True, slots=True)
class Citation:
    """A numbered quote: word for word on ``page`` of ``paper``'s file."""

    n: int
    paper: PaperSummary
    passage: StoredPassage
    page: int
    quote: str
    score: float = 0.0
    """What the quote was chosen by; 0 where an older answer did not store it."""
    scores: Mapping[str, float] = field(default_factory=dict)
    """The passage's hit scores by name, as in ``Hit.scores``."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What came of a question. When ``refused``, ``citations`` are the nearest things found."""

    id: str
    question: str
    text: str
    """Markdown-free prose with ``[n]`` after each sentence; paragraphs split by blank lines."""
    sentences: tuple[Sentence, ...]
    citations: tuple[Citation, ...]
    refused: bool
    model: str
    """The writer model's name, or ``quotes`` when no model wrote."""
    timings: Mapping[str, float]
    notes: tuple[str, ...] = ()
    asked_at: str = ""
    """ISO 8601, UTC."""
    kind: str = ""
    """What the question was taken for: ``fact``, ``number``, ``definition``, ``comparison`` …"""
    searched: tuple[str, ...] = ()
    """The queries that were searched: the question, then its sub-questions."""
    suggestion: str = ""
    """What to try next, where the question was refused."""


@dataclass(frozen=True, slots=True)
class EvidenceGathered:
    """Quotes were chosen; they are shown before a word of prose is written."""

    citations: tuple[Citation, ...]


@dataclass(frozen=True, slots=True)
class TextGrown:
    """The draft grew by ``delta``. Drafts are replaced by the checked text at the end."""

    delta: str


@dataclass(frozen=True, slots=True)
class AnswerSettled:
    """The checked answer, as it is stored."""

    answer: Answer


AnswerEvent = EvidenceGathered | TextGrown | AnswerSettled
AnswerListener = Callable[[AnswerEvent], None]


@dataclass(frozen=True, slots=True)
class FolderRow:
    """A remembered folder (or single file) with its files' counts by state."""

    path: str
    counts: Mapping[str, int]
    ingested_at: str


@dataclass(frozen=True, slots=True)
class ModelStatus:
    """One model role: what is chosen, whether it is on this machine and on what it runs."""

    role: str
    name: str
    present: bool
    device: str
    """``CPU``, a GPU's name, or ``not loaded``."""
    note: str = ""


@dataclass(frozen=True, slots=True)
class LibraryStatus:
    """The truth about a library, as ``carrel status`` and the top line show it."""

    folder: str
    papers: int
    files: Mapping[str, int]
    """Files by state."""
    passages: int
    embedded: int
    lexical_count: int
    dense_count: int
    models: tuple[ModelStatus, ...]
    device: str
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class FileReport:
    """How one file ended in one ingest run. ``changed`` is false where nothing had to be done."""

    path: str
    state: FileState
    reason: str = ""
    paper_id: str | None = None
    changed: bool = True


@dataclass(frozen=True, slots=True)
class IngestReport:
    """How a whole ingest run ended. ``cancelled`` runs report the files they finished."""

    files: tuple[FileReport, ...]
    counts: Mapping[str, int]
    """Files by state, plus ``total`` and ``unchanged``."""
    seconds: float
    cancelled: bool = False
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a job is. ``total`` 0 means not known yet; ``seconds_left`` None likewise."""

    job: str
    """``discover``, ``read``, ``index``, ``embed`` or ``fetch``."""
    done: int
    total: int
    unit: str
    detail: str = ""
    rate: float = 0.0
    """Units a second since the job began."""
    seconds_left: float | None = None
    extra: Mapping[str, str] = field(default_factory=dict)


ProgressListener = Callable[[Progress], None]
