"""The words that the workbench and its front ends share: papers, hits, answers, jobs.

Owns plain immutable data and nothing else. ``workbench/wire.py`` turns these into the published
JSON shapes; the catalogue, the searcher and the answerer produce them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from ingest.paper import Field, Figure, PassageKind, Rectangle
from workbench.states import FileState, Relation, Support

__all__ = [
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
    "SectionRow",
    "Sentence",
    "StoredPassage",
    "Suggestion",
    "Support",
    "Table",
    "TextGrown",
    "VersionRow",
]


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
    """How many other papers of this library cite it; versions of one work count once."""
    subtitle: str = ""
    tags: tuple[str, ...] = ()
    """The person's tags, in alphabetical order."""
    is_read: bool = False
    is_starred: bool = False
    versions: int = 1
    """How many versions of this work the library holds, this one included."""
    newest_id: str = ""
    """Id of the newest version of this work; ``""`` where this one is the newest or only one."""
    collections: tuple[str, ...] = ()
    """The person's collections that it is in, in alphabetical order."""
    has_note: bool = False
    """Whether the person wrote a note about it."""


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
    label: str = ""
    """As printed, without brackets (``12``, ``Smi04``); ``""`` where the list has none."""
    cited_here: int = 0
    """How many papers of the library cite the same work, as far as DOI or title tell it; 0 where
    the work itself is in the library."""


FieldValue = str | int | tuple[str, ...] | None
"""What a bibliographic field holds: text, a year or none, or authors and keywords in order."""


@dataclass(frozen=True, slots=True)
class EditedField:
    """A field that the person changed, and what was read there instead."""

    name: str
    value: FieldValue
    read: FieldValue
    edited_at: str
    """ISO 8601, UTC."""


@dataclass(frozen=True, slots=True)
class VersionRow:
    """A paper tied to another one. ``by_person`` where the link was made by hand."""

    paper: PaperSummary
    relation: Relation
    by_person: bool


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
    kind: str = ""
    """What kind of publication it is, one of ``workbench.editing.KINDS``; ``""`` unknown."""
    affiliations: tuple[str, ...] = ()
    emails: tuple[str, ...] = ()
    sources: Mapping[str, Field] = field(default_factory=dict)
    """What was read of a field, where it came from and how sure the reader is, by field."""
    edits: tuple[EditedField, ...] = ()
    versions: tuple[VersionRow, ...] = ()
    """Other versions of the work, the newest first, and supplements."""
    figures: tuple[Figure, ...] = ()
    """Figures and tables in reading order."""
    note: str = ""
    """What the person wrote about it, in Markdown."""


@dataclass(frozen=True, slots=True)
class Collection:
    """A named set of papers. ``papers`` counts those that the library holds now."""

    name: str
    papers: int
    made_at: str
    """ISO 8601, UTC."""


@dataclass(frozen=True, slots=True)
class CollectionContent:
    """All of a collection, papers that are not in the library now included."""

    name: str
    paper_ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SavedSearch:
    """A search to be made again."""

    name: str
    query: str
    controls: Mapping[str, str | int | float]
    """The settings of ``search.*`` that it was made with, by their names in ``SearchSettings``."""
    saved_at: str = ""
    """ISO 8601, UTC."""


@dataclass(frozen=True, slots=True)
class RemovedPaper:
    """A paper that the person took out; its files stay where they are, and are not read again."""

    id: str
    title: str
    removed_at: str
    """ISO 8601, UTC."""
    paths: tuple[str, ...]
    """Where its files were seen last."""


@dataclass(frozen=True, slots=True)
class Filters:
    """What a search is narrowed to. Years are inclusive; ``None`` leaves that side open."""

    since: int | None = None
    until: int | None = None
    papers: tuple[str, ...] = ()
    """Paper ids; empty means all papers."""
    terms: tuple[str, ...] = ()
    """Filters in the query language, each of which must hold: ``author:knuth``, ``tag:thesis``."""

    def __bool__(self) -> bool:
        years = self.since is not None or self.until is not None
        return years or bool(self.papers) or bool(self.terms)


@dataclass(frozen=True, slots=True)
class CountScope:
    """The papers that are counted; ``None`` and empty leave that side open."""

    since: int | None = None
    until: int | None = None
    papers: tuple[str, ...] = ()
    author: str = ""
    """Words of an author's name, in any case."""
    mentioning: str = ""
    """What title, abstract or text must hold, in any case."""


@dataclass(frozen=True, slots=True)
class Hit:
    """One ranked passage with its paper.

    ``scores`` holds every term of ``score`` by name: ``lexical`` (BM25), ``dense`` and
    ``feedback`` (cosines), ``citation_ties``, ``neighbours``, ``like_words``, ``sentences``,
    ``late_interaction``, ``like_first`` and ``cross_encoder`` (of reading again), and what each
    adds to the score, ``lexical_share`` and so on, with ``recency_share``, ``citations_share``
    and ``linked_share``, which may be below 0. The shares add up to ``score``.
    A method to which the passage means nothing, or that could not be used, has no entry.
    """

    rank: int
    score: float
    scores: Mapping[str, float]
    paper: PaperSummary
    passage: StoredPassage
    reason: str = ""
    """Why it stands where it does, in one line."""


@dataclass(frozen=True, slots=True)
class Suggestion:
    """Something a question may mean; nothing is filtered until a person takes it.

    Args:
        kind: ``years``, ``author``, ``venue`` or ``recency``.
        filter: What to add to the query (``year:2018..``), or for ``recency`` the setting
            ``search.recency=7``.
        words: The question's own words that it came from.
        label: The same for a person: ``2018 or later``.
    """

    kind: str
    filter: str
    words: str
    label: str


@dataclass(frozen=True, slots=True)
class SearchResult:
    """Ranked hits for one query. ``notes`` say what a person must know about how complete it is."""

    query: str
    filters: Filters
    hits: tuple[Hit, ...]
    timings: Mapping[str, float]
    """Seconds by step: ``lexical``, ``embed``, ``dense``, ``fuse``, …, ``total``."""
    notes: tuple[str, ...] = ()
    suggestions: tuple[Suggestion, ...] = ()
    """What the query may mean beside its words."""
    papers: tuple[str, ...] = ()
    """Ids of all papers that were ranked, best first: those of the hits, and more."""


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
class Table:
    """A comparison or a count, row by row. Every row has a cell for every column.

    Cells are plain text; ``[n]`` at the end of one is a citation.
    """

    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class SearchNode:
    """One of the searches behind an answer; together they are a graph that grows.

    Args:
        number: From 1, in the order in which they were planned.
        query: What was searched.
        role: ``question``, ``part`` of it, ``definition``, ``title`` of a paper that it names,
            ``overview`` of one, ``gap`` that a draft left, ``before`` for the passages of the
            answer that it goes on from, ``everywhere`` for a search without ``narrowed_by``.
        under: The number of the search that led to this one; 0 for none.
        passages: How many it found; None while it is under way.
        papers: Papers that these are from.
        new: Passages that no search before it had found.
        round: 1 for what the question itself led to, 2 and more for what drafts led to.
    """

    number: int
    query: str
    role: str
    under: int = 0
    passages: int | None = None
    papers: int = 0
    new: int = 0
    round: int = 1


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
    parts: tuple[str, ...] = ()
    """The sub-questions that it was taken apart into, or the question alone."""
    headings: tuple[str, ...] = ()
    """A short heading for each paragraph, in order; ``""`` where one has none."""
    table: Table | None = None
    """The answer as a table, where its kind asks for one: a comparison, a count."""
    filters: Filters = field(default_factory=Filters)
    """What it was narrowed to when it was asked."""
    effort: str = ""
    """``quick``, ``normal`` or ``deep``; empty where an older answer did not store it."""
    settings: Mapping[str, str | int | float] = field(default_factory=dict)
    """The settings that it was made with, by key."""
    follows: str = ""
    """The id of the answer that this one follows up, or rewords, or ``""``."""
    searches: tuple[SearchNode, ...] = ()
    """The searches that were made for it, in order."""
    narrowed_by: tuple[Suggestion, ...] = ()
    """What was read from the question itself and narrowed the search."""
    could_narrow: tuple[Suggestion, ...] = ()
    """What else it may mean; nothing was narrowed by these."""
    reworded_for: str = ""
    """Whom it was reworded for ("for a clinician, in German"), or ``""``."""


@dataclass(frozen=True, slots=True)
class QuestionUnderstood:
    """How the question was read, before anything is searched. See ``Answer`` for the fields.

    ``filters`` holds what was set beside the question and what was read from it.
    """

    question: str
    kind: str
    parts: tuple[str, ...]
    effort: str
    filters: Filters
    narrowed_by: tuple[Suggestion, ...] = ()
    could_narrow: tuple[Suggestion, ...] = ()


@dataclass(frozen=True, slots=True)
class SearchGrew:
    """A search was planned, or is done: the node takes the place of one with its number."""

    node: SearchNode


@dataclass(frozen=True, slots=True)
class EvidenceGathered:
    """Quotes were chosen; they are shown before a word of prose is written.

    May come again: better quotes take the place of those before.
    """

    citations: tuple[Citation, ...]


@dataclass(frozen=True, slots=True)
class TextGrown:
    """The draft grew by ``delta``. Drafts are replaced by the checked text at the end."""

    delta: str


@dataclass(frozen=True, slots=True)
class AnswerSettled:
    """The checked answer, as it is stored."""

    answer: Answer


AnswerEvent = QuestionUnderstood | SearchGrew | EvidenceGathered | TextGrown | AnswerSettled
AnswerListener = Callable[[AnswerEvent], None]


@dataclass(frozen=True, slots=True)
class FolderRow:
    """A remembered folder (or single file) with its files' counts by state."""

    path: str
    counts: Mapping[str, int]
    ingested_at: str


@dataclass(frozen=True, slots=True)
class MapPoint:
    """A paper's place on the map, ``x`` and ``y`` in 0..1 from the upper left, and its group."""

    paper: PaperSummary
    x: float
    y: float
    group: int


@dataclass(frozen=True, slots=True)
class MapGroup:
    """Papers of like content, largest group first; ``name`` is made of their own terms."""

    number: int
    name: str
    x: float
    y: float
    papers: int


@dataclass(frozen=True, slots=True)
class MapLink:
    """A citation between two papers of the library, by their ids."""

    citing: str
    cited: str


@dataclass(frozen=True, slots=True)
class PaperMap:
    """The library on a plane."""

    points: tuple[MapPoint, ...]
    groups: tuple[MapGroup, ...]
    links: tuple[MapLink, ...]
    missing: int
    """Papers that are not on it, because nothing of them is embedded yet."""


@dataclass(frozen=True, slots=True)
class FolderChange:
    """Something changed below the remembered folders."""

    places: tuple[str, ...]
    """Folders to look at again; each is, or lies below, a remembered one."""
    paths: tuple[str, ...]
    """What came, went or changed; empty where a whole folder came back."""


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
class ModelRow:
    """One model of the catalogue, or of the person's own, and what it is doing now."""

    name: str
    role: str
    """``embed``, ``rerank`` or ``generate``."""
    description: str
    licence: str
    bytes: int
    """Size of its file; 0 where that is not known."""
    present: bool
    in_use: bool
    """Whether the settings choose it."""
    loaded: bool
    device: str = ""
    """``CPU`` or a GPU's name while it is loaded."""
    memory: int = 0
    """Bytes its process holds in memory while it is loaded; 0 where the system does not say."""
    context: int = 0
    dimension: int = 0
    threads: int = 0
    note: str = ""
    """What a person must know: why it cannot be used, what was tried and did not work."""


@dataclass(frozen=True, slots=True)
class ModelTrial:
    """How a model did on a few sentences, made to find out."""

    name: str
    role: str
    device: str
    load_seconds: float
    """Until it was ready; near 0 where it was loaded already."""
    tokens: int
    """Tokens embedded, or written."""
    seconds: float
    memory: int
    sample: str
    """What was written, or how near sentences of like and unlike meaning came to each other."""

    @property
    def tokens_per_second(self) -> float:
        """Speed, loading left out."""
        return self.tokens / self.seconds if self.seconds > 0 else 0.0


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
