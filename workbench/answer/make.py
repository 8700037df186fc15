"""An answerer for one library: its search, its models and its settings put together.

Owns which parts an answer is made with, and nothing of how.
"""

from __future__ import annotations

import threading
from collections.abc import Sequence
from typing import TYPE_CHECKING

from index.errors import RequestCancelledError
from workbench.answer.answerer import Answerer
from workbench.answer.model_writer import ModelWriter
from workbench.answer.relevance import Embed
from workbench.engines import MODEL_UNAVAILABLE, Engines
from workbench.errors import CancelledError
from workbench.search.searcher import Searcher
from workbench.settings import AnswerSettings
from workbench.types import Filters, SearchResult

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

__all__ = ["make_answerer"]

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

    def search(query: str, filters: Filters, k: int) -> SearchResult:
        return searcher.search(query, k, filters, stop, each_paper=k)

    return Answerer(
        search,
        _embedding(engines, stop),
        _writer(engines, settings),
        passages=settings.passages,
        quotes=settings.quotes,
        is_empty=lambda: searcher.catalogue.passages.count() == 0,
    )


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
