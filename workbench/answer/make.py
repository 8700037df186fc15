"""An answerer for one library: its search, its models and its settings put together.

Owns which parts an answer is made with, and nothing of how.
"""

from __future__ import annotations

import threading
from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from index.errors import RequestCancelledError
from workbench.answer.answerer import Answerer
from workbench.answer.everyday import is_everyday
from workbench.answer.feedback import with_feedback
from workbench.answer.model_writer import ModelWriter
from workbench.answer.relevance import Embed
from workbench.answer.words import content_stems, letters_only, visible
from workbench.catalogue.catalogue import Catalogue
from workbench.catalogue.counts import Counts
from workbench.engines import MODEL_UNAVAILABLE, Engines
from workbench.errors import CancelledError
from workbench.search.searcher import Searcher
from workbench.settings import AnswerSettings
from workbench.types import CountScope, Filters, PaperSummary, SearchResult

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

__all__ = ["make_answerer"]

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
    cancel: threading.Event | None = None,
) -> Answerer:
    """Put an answerer together for one question.

    ``cancel`` also reaches into searches and embeddings that are under way.
    """
    stop = cancel or threading.Event()

    votes = searcher.catalogue.votes.on_passages()

    def search(query: str, filters: Filters, k: int) -> SearchResult:
        return with_feedback(searcher.search(query, k, filters, stop, each_paper=k), votes)

    return Answerer(
        search,
        _embedding(engines, stop),
        _writer(engines, settings),
        passages=settings.passages,
        quotes=settings.quotes,
        is_empty=lambda: searcher.catalogue.passages.count() == 0,
        counter=LibraryCounter(searcher.catalogue),
        missing_works=partial(_missing_works, searcher.catalogue),
        settings={
            "answer.passages": settings.passages,
            "answer.quotes": settings.quotes,
            "answer.write": settings.write,
            "search.dense_weight": searcher.settings.dense_weight,
        },
    )


class LibraryCounter:
    """``workbench.answer.counting.Counter`` over a catalogue: ids become papers."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._papers = catalogue.papers
        counts = Counts(catalogue.database)
        self.papers = counts.papers
        self.by_year = counts.by_year
        self.authors = counts.authors
        self.venues = counts.venues
        self._counts = counts

    def cited(self, scope: CountScope, limit: int) -> list[tuple[PaperSummary, int]]:
        """Papers with how many others cite them."""
        return self._named(self._counts.cited(scope, limit))

    def dated(
        self, scope: CountScope, limit: int, *, newest: bool
    ) -> list[tuple[PaperSummary, int]]:
        """Papers with their years, from one end."""
        return self._named(self._counts.dated(scope, limit, newest=newest))

    def _named(self, rows: Sequence[tuple[str, int]]) -> list[tuple[PaperSummary, int]]:
        held = self._papers.summaries(row[0] for row in rows)
        return [(held[key], number) for key, number in rows if key in held]


def _missing_works(catalogue: Catalogue, words: Sequence[str]) -> list[str]:
    """Works that papers cite, that the library does not hold, and that the words name."""
    telling = [
        letters_only(word)
        for word in words
        if any(not is_everyday(stemmed) for stemmed in content_stems(word))
    ]
    long = [word for word in telling if len(word) >= _TELLING_LETTERS]
    rows = Counts(catalogue.database).cited_but_missing(long, _MOST_WORKS) if long else []
    return [
        f"{visible(author or 'Anonymous')} ({year or 'n.d.'}), “{visible(title)}”, "
        f"cited by {citing}"
        for title, author, year, citing in rows
    ]


def _embedding(engines: Engines, stop: threading.Event) -> Embed | None:
    try:
        embedder = engines.embedder()
    except MODEL_UNAVAILABLE:
        return None  # the search's own notes say why meaning is missing

    def embed(texts: Sequence[str]) -> npt.NDArray[np.float32]:
        try:
            return embedder.embed_texts(texts, stop)
        except RequestCancelledError as error:
            raise CancelledError("the question was cancelled") from error

    return embed


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
