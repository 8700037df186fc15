"""Late interaction: a query and a passage compared token by token, each token in its context.

Owns MaxSim (Khattab & Zaharia, "ColBERT", SIGIR 2020) over the token vectors of an ordinary
embedding model: each token of the query takes the cosine of the likest token of the passage, and
the score is the mean of their fourth powers over the query's tokens, weighted by how telling their
words are. An ordinary embedder was not trained for this: its tokens share so much of their sentence
that every token is somewhat like every other, and the power sets the like apart from those. Token
vectors of passages seen lately are kept, at one byte a value, since passages come back from query
to query.
"""

from __future__ import annotations

import hashlib
import time
from collections import OrderedDict
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from index.errors import ModelRequestError
from index.llama.context import LlamaContext
from index.llama.gguf_model import GgufModel

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

__all__ = ["LateInteraction"]

_KEPT_BYTES = 64 << 20
"""Token vectors kept: some eight hundred passages of two hundred tokens and 384 dimensions."""
_POWER = 4
"""1 is ColBERT's; from 2 to 8 it makes little difference."""
_STEPS = 127.0
"""A value in -1..1 is kept as so many steps either way."""


class LateInteraction:
    """Token vectors of one embedding model; one caller at a time.

    Args:
        model: The loaded model, which somebody else closes.
        window: Most tokens of a text, special ones included; what is longer is cut off.
        special_ends: Tokens that the model wants before and after a text.
        threads: Processor threads.
        should_abort: Asked in the middle of computations.
    """

    def __init__(
        self,
        model: GgufModel,
        window: int,
        special_ends: tuple[list[int], list[int]],
        threads: int,
        should_abort: Callable[[], bool],
    ) -> None:
        self._model = model
        self._before, self._after = special_ends
        self._context = LlamaContext(
            model,
            window=window,
            batch_tokens=window,
            sequences=1,
            threads=threads,
            embeddings=True,
            pooling="none",
            should_abort=should_abort,
        )
        self._kept: OrderedDict[bytes, NDArray[np.int8]] = OrderedDict()
        self._kept_bytes = 0

    def scores(
        self,
        query: str,
        texts: Sequence[str],
        milliseconds: float,
        weights: Mapping[str, float] | None = None,
    ) -> Iterator[tuple[int, float]]:
        """Yield the number and score (0..1) of texts, in order, until time is up.

        Texts whose vectors are kept cost no model run and are scored in any case.

        Args:
            query: The query, with its prefix.
            texts: Passages, likewise.
            milliseconds: No text is begun after so many.
            weights: What the query's words count, 0 or more; others count nothing. All alike where
                there are none, or where no word of the query has one.

        Raises:
            ModelRequestError: The query holds no token, or the model gives no token vectors.
            AbortedError: See ``LlamaContext.decode``.
        """
        end = time.monotonic() + milliseconds / 1000
        tokens = self._tokens(query)
        if not tokens:
            raise ModelRequestError("the query holds no token")
        asked, shares = self._run(tokens), self._shares(tokens, weights or {})
        for number, text in enumerate(texts):
            key = hashlib.sha256(text.encode("utf-8", "replace")).digest()
            if key in self._kept:
                self._kept.move_to_end(key)
            elif time.monotonic() < end:
                self._keep(key, self._run(self._tokens(text)))
            else:
                continue
            yield number, _max_similarity(asked, shares, self._kept[key])

    def close(self) -> None:
        """Free the context."""
        self._context.close()

    def _tokens(self, text: str) -> list[int]:
        """A text's own tokens, as many as fit the window."""
        room = self._context.batch_tokens - len(self._before) - len(self._after)
        return self._model.tokenize(text, add_special=False)[:room]

    def _shares(self, tokens: Sequence[int], weights: Mapping[str, float]) -> NDArray[np.float32]:
        """What each token counts, (tokens,), summing to 1; a word's weight is its tokens'."""
        import numpy as np

        known: dict[int, float] = {}
        for word, weight in weights.items():
            # many vocabularies spell a word differently after a space
            for spelling in (word, f" {word}"):
                pieces = self._model.tokenize(spelling, add_special=False)
                for piece in pieces:
                    known[piece] = max(known.get(piece, 0.0), weight / len(pieces))
        counts = np.array([known.get(token, 0.0) for token in tokens], np.float32)
        if not counts.any():
            counts += 1
        shares: NDArray[np.float32] = counts / counts.sum()
        return shares

    def _run(self, tokens: Sequence[int]) -> NDArray[np.float32]:
        """Unit vectors of a text's own tokens in context, (tokens, dimension)."""
        import numpy as np

        whole = [*self._before, *tokens, *self._after]
        if not whole:
            return np.zeros((0, self._model.dimension), np.float32)
        self._context.clear()
        self._context.decode([whole])
        vectors = self._context.token_vectors(len(whole))
        vectors = vectors[len(self._before) : len(self._before) + len(tokens)]
        unit: NDArray[np.float32] = vectors / (
            np.linalg.norm(vectors, axis=1, keepdims=True) + 1e-9
        )
        return unit

    def _keep(self, key: bytes, vectors: NDArray[np.float32]) -> None:
        """Remember a passage, and forget those not asked for the longest time."""
        import numpy as np

        self._kept[key] = np.round(vectors * _STEPS).astype(np.int8)
        self._kept_bytes += self._kept[key].nbytes
        while self._kept_bytes > _KEPT_BYTES and len(self._kept) > 1:
            _, forgotten = self._kept.popitem(last=False)
            self._kept_bytes -= forgotten.nbytes


def _max_similarity(
    query: NDArray[np.float32], shares: NDArray[np.float32], passage: NDArray[np.int8]
) -> float:
    """Weighted mean over the query's tokens of the power of the likest token's cosine."""
    import numpy as np

    if not len(passage):
        return 0.0
    likest = (query @ passage.T.astype(np.float32)).max(axis=1) / _STEPS
    return float(np.clip(likest, 0, 1) ** _POWER @ shares)
