"""An answerer for one library: its search, its models and its settings put together.

Owns which parts an answer is made with, and nothing of how.
"""

from __future__ import annotations

import re
import threading
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial
from typing import TYPE_CHECKING, TypeVar

from index.errors import RequestCancelledError
from workbench.answer.answerer import Answerer
from workbench.answer.counted import CitedWork, CitingPaper
from workbench.answer.everyday import is_everyday
from workbench.answer.feedback import with_feedback
from workbench.answer.language import advice_on_language, notes_on_language
from workbench.answer.memory import EvidenceMemory
from workbench.answer.model_writer import ModelWriter
from workbench.answer.relevance import Embed
from workbench.answer.words import content_stems, names, visible
from workbench.catalogue.catalogue import Catalogue
from workbench.catalogue.counts import Counts
from workbench.catalogue.database import Row
from workbench.engines import MODEL_UNAVAILABLE, Engines
from workbench.errors import (
    CancelledError,
    CannotRewordError,
    NothingLeftError,
    QueryError,
)
from workbench.search.narrow import PaperFilter, narrow
from workbench.search.searcher import Searcher, plain_query
from workbench.search.understand import suggest
from workbench.settings import AnswerSettings
from workbench.types import CountScope, Filters, PaperSummary, SearchResult

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

__all__ = ["make_answerer", "make_rewriter", "missing_works", "sentence_embedding"]

Said = TypeVar("Said")
"""What is said of a paper beside its name: a number, a day."""
_MOST_WORKS = 2
"""Works that a refusal tells of."""
_TELLING_LETTERS = 5
"""Letters below which a word stands in too many titles by chance."""
_SMALLEST_WRITER = 600_000_000
"""Bytes of a GGUF below which ``auto`` lets no model write: about a billion weights at 4 bits.

The bundled writer has 135 million weights. Asked thirteen questions with a known answer, it wrote
no sentence that its quotes hold up, where the quotes alone held the answer to most.
"""


def make_answerer(
    searcher: Searcher,
    engines: Engines,
    settings: AnswerSettings,
    memory: EvidenceMemory,
    cancel: threading.Event | None = None,
) -> Answerer:
    """Put an answerer together for one question.

    ``cancel`` also reaches into searches and embeddings that are under way.
    """
    stop = cancel or threading.Event()
    catalogue = searcher.catalogue
    generation = (catalogue.passages.generation(), catalogue.vectors.generation())
    votes = catalogue.votes.on_passages()

    def search(query: str, filters: Filters, k: int) -> SearchResult:
        found = searcher.search(query, k, filters, stop, each_paper=k)
        return with_feedback(found, votes)

    return Answerer(
        search,
        sentence_embedding(engines, memory, stop),
        _writer(engines, settings),
        passages=settings.passages,
        quotes=settings.quotes,
        is_empty=lambda: catalogue.passages.count() == 0,
        counter=LibraryCounter(searcher),
        missing_works=partial(missing_works, catalogue),
        settings={
            "answer.passages": settings.passages,
            "answer.quotes": settings.quotes,
            "answer.write": settings.write,
            "search.dense_weight": searcher.settings.dense_weight,
        },
        suggest=lambda question: suggest(question, datetime.now(UTC).year, searcher.names),
        recall=lambda answer_id: memory.of(answer_id, generation),
        keep=lambda answer_id, evidence: memory.keep(answer_id, evidence, generation),
        notes_on=lambda question: notes_on_language(
            question, Counts(catalogue.database).languages()
        ),
        advice_on=lambda question: advice_on_language(
            question, Counts(catalogue.database).languages()
        ),
        within=partial(_within, searcher),
    )


class LibraryCounter:
    """``workbench.answer.counting.Counter`` over a catalogue: ids become papers."""

    def __init__(self, searcher: Searcher) -> None:
        catalogue = searcher.catalogue
        self._searcher = searcher
        self._papers = catalogue.papers
        counts = Counts(catalogue.database)
        self.papers = counts.papers
        self.by_year = counts.by_year
        self.authors = counts.authors
        self.venues = counts.venues
        self.detail = catalogue.papers.detail
        self._counts = counts

    def cited(self, scope: CountScope, limit: int) -> list[tuple[PaperSummary, int]]:
        """Papers with how many others cite them."""
        return self._named(self._counts.cited(scope, limit))

    def dated(
        self, scope: CountScope, limit: int, *, newest: bool
    ) -> list[tuple[PaperSummary, int]]:
        """Papers with their years, from one end."""
        return self._named(self._counts.dated(scope, limit, newest=newest))

    def listed(self, scope: CountScope, limit: int) -> list[PaperSummary]:
        """The papers themselves, the newest first."""
        return self._of(self._counts.listed(scope, limit))

    def longest(
        self, scope: CountScope, limit: int, *, most: bool
    ) -> list[tuple[PaperSummary, int]]:
        """Papers with their pages, from one end."""
        return self._named(self._counts.longest(scope, limit, most=most))

    def added(self, scope: CountScope, limit: int) -> list[tuple[PaperSummary, str]]:
        """Papers with the day that they were added on, the latest first."""
        return self._named(self._counts.added(scope, limit))

    def leaving(self, term: str) -> tuple[str, ...]:
        """Ids of the papers that a filter leaves."""
        try:
            return _within(self._searcher, Filters(terms=(term,))).papers
        except NothingLeftError:
            return ()

    def naming(self, name: str) -> list[tuple[PaperSummary, str]]:
        """Papers whose title or abstract holds a name as whole words, with their abstracts."""
        rows = self._counts.naming(name)
        return [(p, row[1]) for p, row in zip(self._of(rows), rows, strict=True)]

    def citing(self, work: CitedWork) -> list[CitingPaper]:
        """Papers that cite such a work, with the titles of what they cite."""
        rows = self._counts.citing(work.authors, work.title, work.year)
        return [CitingPaper(p, tuple(row[1])) for p, row in zip(self._of(rows), rows, strict=True)]

    def _of(self, rows: Sequence[Row]) -> list[PaperSummary]:
        held = self._papers.summaries(row[0] for row in rows)
        return [held[row[0]] for row in rows]

    def _named(self, rows: Sequence[tuple[str, Said]]) -> list[tuple[PaperSummary, Said]]:
        held = self._papers.summaries(row[0] for row in rows)
        return [(held[key], said) for key, said in rows if key in held]


def missing_works(catalogue: Catalogue, words: Sequence[str]) -> list[str]:
    """Works that papers cite, that the library does not hold, and that the words name."""
    plain = [re.sub(r"^\W+|(?:['’]s)?\W*$", "", word) for word in words]
    named = sorted(names(" ".join(words)) & {word.lower() for word in plain})
    telling = [
        word
        for word in plain
        if len(word) >= _TELLING_LETTERS
        and word.lower() not in named
        and any(not is_everyday(stemmed) for stemmed in content_stems(word))
    ]
    rows = (
        Counts(catalogue.database).cited_but_missing(telling, named, _MOST_WORKS)
        if telling or named
        else []
    )
    return [
        f"{visible(author or 'Anonymous')} ({year or 'n.d.'}), “{visible(title)}”, "
        f"cited by {citing}"
        for title, author, year, citing in rows
    ]


def _within(searcher: Searcher, filters: Filters) -> Filters:
    """Filters whose terms are resolved to the papers that they leave."""
    if not filters.terms:
        return filters
    holding = searcher.indexes.lexical().labels_holding
    scope = narrow(plain_query(""), filters, searcher.catalogue, holding)
    left = scope.allowed.papers if isinstance(scope.allowed, PaperFilter) else None
    if left is None:
        raise QueryError(
            "papers cannot be counted by single passages", "leave `section:` out of the question"
        )
    return replace(filters, papers=tuple(left), terms=())


def make_rewriter(engines: Engines, settings: AnswerSettings) -> ModelWriter:
    """The writer, to put an answer into other words.

    Raises:
        CannotRewordError: There is none, or it is too small to be trusted with that.
    """
    larger = "choose a larger writer: see the guide to models"
    try:
        name, host = engines.writer()
    except MODEL_UNAVAILABLE as error:
        raise CannotRewordError(f"no model can reword the answer: {error}", larger) from error
    if settings.write != "always" and host.spec.path.stat().st_size < _SMALLEST_WRITER:
        raise CannotRewordError(
            f"{name} is too small to put an answer into other words",
            f"{larger}; the setting `answer.write = always` lets it try",
        )
    return ModelWriter(name, host)


def sentence_embedding(
    engines: Engines, memory: EvidenceMemory, stop: threading.Event
) -> Embed | None:
    """Texts to unit vectors, kept in ``memory``; None where there is no embedder."""
    try:
        embedder = engines.embedder()
    except MODEL_UNAVAILABLE:
        return None  # the search's own notes say why meaning is missing

    def embed(texts: Sequence[str]) -> npt.NDArray[np.float32]:
        try:
            return embedder.embed_texts(texts, stop)
        except RequestCancelledError as error:
            raise CancelledError("the question was cancelled") from error

    return memory.embedding(embed, embedder.key)


def _writer(engines: Engines, settings: AnswerSettings) -> ModelWriter | None:
    if settings.write == "never":
        return None
    try:
        name, host = engines.writer()
    except MODEL_UNAVAILABLE:
        return None
    if settings.write == "auto" and host.spec.path.stat().st_size < _SMALLEST_WRITER:
        return None
    return ModelWriter(name, host)
