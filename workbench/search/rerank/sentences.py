"""Sentence by sentence: a passage is as near to a query as its best sentences are.

Owns the splitting and the score: the mean cosine of the two sentences nearest to the query, each
embedded by itself. A claim is often met by one sentence of an abstract, whose embedding as a whole
says what the study was about; two of them are less easily right by chance than one.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Sequence

from ingest.sentences import sentence_spans
from workbench.engines import LibraryEmbedder

__all__ = ["best_sentences"]

_BEST = 2
"""Sentences that count."""
_MOST_SENTENCES = 24
"""Sentences of a passage that are read; passages are made to be shorter."""


def best_sentences(
    query: str,
    texts: Sequence[str],
    milliseconds: float,
    embedder: LibraryEmbedder,
    cancel: threading.Event,
) -> dict[int, float]:
    """How near the best sentences of each text are to a query: cosine, -1..1.

    Args:
        query: The words asked for.
        texts: Of passages; a line is never part of two sentences, so that a title stands alone.
        milliseconds: No further text is begun after so many.
        embedder: Embeds query and sentences.
        cancel: Stops the embedding.

    Returns:
        Scores by place in ``texts``; those not reached are left out.

    Raises:
        ModelError, RequestCancelledError: As ``ModelHost.embed``.
    """
    import numpy as np

    end = time.monotonic() + milliseconds / 1000
    asked = embedder.embed_query(query, cancel)
    scores: dict[int, float] = {}
    for number, text in enumerate(texts):
        if time.monotonic() >= end:
            break
        sentences = _sentences(text)
        near = embedder.embed_texts(sentences, cancel) @ asked if sentences else np.zeros(1)
        scores[number] = float(np.sort(near)[-_BEST:].mean())
    return scores


def _sentences(text: str) -> list[str]:
    """The sentences of every line."""
    lines = text.split("\n")
    found = [line[start:end] for line in lines for start, end in sentence_spans(line)]
    return found[:_MOST_SENTENCES]
