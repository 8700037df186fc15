"""How likely a writer model finds a query, given a passage: reranking with any instruction model.

Owns the prompt and the score: the mean log chance of the query's tokens after the passage and the
request for a query that it answers (Sachan et al., "Improving Passage Retrieval with Zero-Shot
Question Generation", EMNLP 2022). Nothing is written and nothing has to be understood from what a
model says, so it works with any model that can write. The request comes first and is computed once;
the passage comes after it.
"""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Iterator, Sequence

from index.errors import ModelRequestError
from index.llama.chat import ChatPrompts
from index.llama.gguf_model import GgufModel

__all__ = ["QueryLikelihood"]

_REQUEST = (
    "Write the search query that the following passage answers. Write nothing but the query.\n\n"
    "Passage: "
)
_MOST_QUERY_TOKENS = 64
_MOST_PASSAGE_TOKENS = 512
"""What is longer is cut off; passages are made to be shorter."""

Follow = Callable[[Sequence[int], Sequence[int]], Sequence[float]]
"""The log chance of each token of a continuation, given a prompt's tokens."""


class QueryLikelihood:
    """Scores of one writer model; one caller at a time.

    Args:
        model: The loaded model, which somebody else closes.
        prompts: Its chat template.
        window: Tokens that prompt and query may have together.
        follow: Computes the chances; what prompts share from the start costs nothing again.
    """

    def __init__(self, model: GgufModel, prompts: ChatPrompts, window: int, follow: Follow) -> None:
        self._model = model
        self._prompts = prompts
        self._window = window
        self._follow = follow

    def scores(
        self, query: str, texts: Sequence[str], milliseconds: float
    ) -> Iterator[tuple[int, float]]:
        """Yield the number and mean log chance (0 or less) of texts, in order, until time is up.

        Raises:
            ModelRequestError: The query holds no token, or the model gave no finite number.
            AbortedError: See ``LlamaContext.decode``.
        """
        end = time.monotonic() + milliseconds / 1000
        asked = self._model.tokenize(query, add_special=False)[:_MOST_QUERY_TOKENS]
        if not asked:
            raise ModelRequestError("the query holds no token")
        for number, text in enumerate(texts):
            if time.monotonic() >= end:
                return
            chances = self._follow(self._prompt(text, len(asked)), asked)
            score = float(sum(chances) / len(asked))
            if not math.isfinite(score):
                raise ModelRequestError(f"the model gave no usable score for text {number}")
            yield number, score

    def _prompt(self, text: str, room: int) -> list[int]:
        """The tokens up to where the query begins; the passage is cut to what fits."""
        frame = len(self._prompts.tokens([{"role": "user", "content": _REQUEST}]))
        most = min(_MOST_PASSAGE_TOKENS, self._window - frame - room)
        tokens = self._model.tokenize(text, add_special=False)
        if len(tokens) > most:
            pieces = b"".join(self._model.piece(token) for token in tokens[: max(0, most)])
            text = pieces.decode("utf-8", "ignore")
        return self._prompts.tokens([{"role": "user", "content": _REQUEST + text}])
