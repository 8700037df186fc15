"""Words that mean nearly the same, by the embedder's own table of token vectors.

Owns soft matching: how well each word of a query is met by the likest token of a text. The vectors
are the input table of the model's file, taken before any layer, so a text costs its tokenising and
a lookup, a thousandth of what running the model costs. The table's mean is taken off first: all
token vectors share a direction that says nothing (Mu & Viswanath, "All-but-the-Top", ICLR 2018).
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from index.llama.gguf_model import GgufModel
from index.llama.gguf_tensor import read_tensor

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

__all__ = ["WordVectors"]

_TABLE = "token_embd.weight"
_SHARPNESS = 2
"""Likenesses are squared, so that a word itself counts far more than its neighbours."""


class WordVectors:
    """The token table of one model, at four bytes a weight.

    Args:
        model: The loaded model, for its tokenizer.
        path: The same model's file.

    Raises:
        ModelRequestError: The file holds no such table, or one that cannot be read.
    """

    def __init__(self, model: GgufModel, path: Path) -> None:
        self._model = model
        self._table = _unit_table(path)

    def soft_match(
        self, words: Sequence[str], weights: Sequence[float], texts: Sequence[str]
    ) -> NDArray[np.float32]:
        """How well each text meets the words, 0..1, shape ``(len(texts),)``.

        Args:
            words: The query's words.
            weights: What each counts, 0 or more.
            texts: Any texts.
        """
        import numpy as np

        tokens, counts = self._query_tokens(words, weights)
        if not len(tokens):
            return np.zeros(len(texts), np.float32)
        likeness = np.clip(self._table[tokens] @ self._table.T, 0.0, 1.0) ** _SHARPNESS
        scores = np.zeros(len(texts), np.float32)
        for number, text in enumerate(texts):
            found = self._model.tokenize(text, add_special=False)
            if found:
                best = likeness[:, np.unique(np.array(found))].max(axis=1)
                scores[number] = float(best @ counts)
        return scores

    def _query_tokens(
        self, words: Sequence[str], weights: Sequence[float]
    ) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
        """The query's tokens, each with its part of the whole weight."""
        import numpy as np

        shares: dict[int, float] = {}
        for word, weight in zip(words, weights, strict=True):
            pieces = self._model.tokenize(word, add_special=False)
            for piece in pieces:
                shares[piece] = shares.get(piece, 0.0) + weight / len(pieces)
        total = sum(shares.values())
        if not total:
            return np.zeros(0, np.int64), np.zeros(0, np.float32)
        return (
            np.array(list(shares), np.int64),
            np.array([share / total for share in shares.values()], np.float32),
        )


def _unit_table(path: Path) -> NDArray[np.float32]:
    """The centred token vectors at length one, (tokens, dimension)."""
    import numpy as np

    table = read_tensor(path, _TABLE)
    table -= table.mean(axis=0)
    table /= np.linalg.norm(table, axis=1, keepdims=True) + 1e-9
    return table
