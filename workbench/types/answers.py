"""Answers, and the events in which they come."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from ingest.sentences import sentence_spans
from workbench.states import Support
from workbench.types.papers import PaperSummary, StoredPassage
from workbench.types.search import Filters, Suggestion

__all__ = [
    "FLAT_SIGNS",
    "Answer",
    "AnswerEvent",
    "AnswerListener",
    "AnswerSettled",
    "Citation",
    "EvidenceGathered",
    "QuestionUnderstood",
    "SearchGrew",
    "SearchNode",
    "Sentence",
    "Table",
    "TextGrown",
]


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


FLAT_SIGNS = "raised or lowered signs are flat here: see the page"
"""What is said beside a quote that ``has_flat_signs``."""


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

    @property
    def in_one_piece(self) -> bool:
        """Whether ``page`` holds the quote letter after letter, so that a PDF viewer finds it."""
        start = self.passage.text.find(self.quote)
        return start < 0 or self.passage.stands_in_one_piece(start, start + len(self.quote))

    @property
    def in_parts(self) -> bool:
        """Whether what is quoted stands in parts on ``page``; ``quote`` is one of them, or all.

        That is so for a sentence around a figure, or with letters that were mended.
        """
        start, end = self._sentences()
        return bool(self.passage.pieces and end) and not self.passage.stands_in_one_piece(
            start, end
        )

    @property
    def sentence(self) -> str:
        """The whole sentences of the passage that the quote is of; the quote if it holds none."""
        start, end = self._sentences()
        return self.passage.text[start:end].strip() if end else self.quote

    def _sentences(self) -> tuple[int, int]:
        """Where the sentences that ``quote`` touches begin and end; 0, 0 where it is not held."""
        start = self.passage.text.find(self.quote)
        end = start + len(self.quote)
        if start < 0:
            return 0, 0
        touched = [(s, e) for s, e in sentence_spans(self.passage.text) if s < end and e > start]
        return (touched[0][0], touched[-1][1]) if touched else (0, 0)

    @property
    def has_flat_signs(self) -> bool:
        """Whether the quote has signs flat that ``page`` raises or lowers: it reads otherwise."""
        start = self.passage.text.find(self.quote)
        end = start + len(self.quote)
        return start >= 0 and any(start < place <= end for place in self.passage.flat)


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
        query: What was searched, or in a few words what that was: "the abstract of Feld (2018)".
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
