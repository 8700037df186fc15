"""Trying a model on a few sentences of our own: does it load, how fast is it, does it make sense.

Owns the sentences and the measuring. The person's papers are not touched.
"""

from __future__ import annotations

import threading
import time

from index.embedder import Embedder
from index.model_host import ModelHost
from workbench.types import ModelTrial

__all__ = ["try_embedder", "try_writer"]

_LIKE = (
    "The index answers a query by walking a graph of near neighbours.",
    "Approximate nearest neighbours are found by moving along edges of a graph.",
)
_UNLIKE = "Rainfall in the valley was measured with nine gauges over two winters."
_ROUNDS = 8
"""Times the sentences are embedded: some hundred tokens, half a second on a slow machine."""
_PROMPT = "Write one short sentence that says what a library is."
_WRITTEN_TOKENS = 48


def try_embedder(name: str, embedder: Embedder, cancel: threading.Event) -> ModelTrial:
    """Embed sentences; two of like meaning should be nearer than one of another.

    Raises:
        ModelError, RequestCancelledError: It cannot be loaded, or ``cancel`` was set.
    """
    started = time.monotonic()
    info = embedder.host.info()
    loaded = time.monotonic()
    texts = [*_LIKE, _UNLIKE]
    vectors = embedder.embed_passages(texts * _ROUNDS, cancel=cancel)
    seconds = time.monotonic() - loaded
    tokens = sum(embedder.host.count_tokens(texts)) * _ROUNDS
    near, far = float(vectors[0] @ vectors[1]), float(vectors[0] @ vectors[2])
    verdict = "as it should be" if near > far else "the wrong way round: not a model for search"
    sample = f"like sentences {near:.2f}, unlike ones {far:.2f}: {verdict}"
    memory = embedder.host.memory()
    return ModelTrial(name, "embed", info.device, loaded - started, tokens, seconds, memory, sample)


def try_writer(name: str, host: ModelHost, cancel: threading.Event) -> ModelTrial:
    """Let the model write a sentence.

    Raises:
        ModelError: It cannot be loaded.
    """
    started = time.monotonic()
    info = host.info()
    loaded = time.monotonic()
    turn = [{"role": "user", "content": _PROMPT}]
    written = host.generate(turn, max_tokens=_WRITTEN_TOKENS, cancel=cancel)
    return ModelTrial(
        name, "generate", info.device, loaded - started, written.tokens, written.seconds,
        host.memory(), written.text.strip(),
    )  # fmt: skip
