"""A query and a passage read as one text, and one number out: a cross-encoder.

Owns the pair: how the two are put together for a model that was trained on pairs, and which of its
outputs is the score. llama.cpp's rank pooling gives a sequence one score; only the first value it
points to is meaningful. No cross-encoder ships with carrel; what is here follows llama.cpp's
documented contract and was tried on a model with made-up weights only.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence

from index.errors import ModelFileError, ModelRequestError
from index.llama.context import POOLINGS, LlamaContext
from index.llama.gguf_model import GgufModel
from index.model_spec import ModelSpec

__all__ = ["RankingEngine"]

_QUERY_SHARE = 0.5
"""Most of the window that a query may take; what is longer is cut off."""
_QUERY, _DOCUMENT = "{query}", "{document}"


class RankingEngine:
    """A cross-encoder ready to work; one caller at a time.

    Args:
        model: The loaded model, which the engine closes with itself.
        spec: The window.
        threads: Processor threads.
        should_abort: Asked in the middle of computations.

    Raises:
        ModelFileError: The model gives no score for a pair of texts.
    """

    def __init__(
        self, model: GgufModel, spec: ModelSpec, threads: int, should_abort: Callable[[], bool]
    ) -> None:
        self.model = model
        wanted = spec.context or ModelSpec.DEFAULT_EMBEDDER_CONTEXT
        self.window = min(wanted, model.trained_context)
        self._context = LlamaContext(
            model,
            window=self.window,
            batch_tokens=self.window,
            sequences=1,
            threads=threads,
            embeddings=True,
            pooling=spec.pooling or "rank",
            should_abort=should_abort,
        )
        if self._context.pooling != POOLINGS["rank"]:
            self._context.close()
            raise ModelFileError(
                f"{spec.path.name} gives no score for a pair of texts",
                "choose a model that was made for reranking",
            )
        self._template = model.rank_template

    def scores(
        self, query: str, texts: Sequence[str], milliseconds: float
    ) -> Iterator[tuple[int, float]]:
        """Yield the number and raw score (any size, higher is better) of texts until time is up.

        Raises:
            ModelRequestError: The model gave no finite score.
            AbortedError: See ``LlamaContext.decode``.
        """
        import math

        end = time.monotonic() + milliseconds / 1000
        for number, text in enumerate(texts):
            if time.monotonic() >= end:
                return
            self._context.clear()
            self._context.decode([self.pair(query, text)])
            score = self._context.rank_score(0)
            if not math.isfinite(score):
                raise ModelRequestError(f"the model gave no usable score for text {number}")
            yield number, score

    def pair(self, query: str, text: str) -> list[int]:
        """The tokens of a query and a text as the model wants them together.

        A model with a template of its own gets that; others ``[BOS] query [EOS] [SEP] text [EOS]``,
        each mark where the vocabulary asks for it. Marks spelt out in either text stay text.
        """
        if self._template:
            return self._templated(query, text)
        bos, eos, sep = self.model.marks()
        room = self.window - len(bos) - 2 * len(eos) - len(sep)
        asked = self._plain(query)[: int(room * _QUERY_SHARE)]
        read = self._plain(text)[: room - len(asked)]
        return [*bos, *asked, *eos, *sep, *read, *eos]

    def close(self) -> None:
        """Free context and model."""
        self._context.close()
        self.model.close()

    def _templated(self, query: str, text: str) -> list[int]:
        """The template with both texts in their places; only the template's own marks count."""
        before, _, rest = self._template.partition(_QUERY)
        between, _, after = rest.partition(_DOCUMENT)
        fixed = [
            self.model.tokenize(part, add_special=False, parse_special=True)
            for part in (before, between, after)
        ]
        room = self.window - sum(map(len, fixed))
        asked = self._plain(query)[: int(room * _QUERY_SHARE)]
        read = self._plain(text)[: max(0, room - len(asked))]
        return [*fixed[0], *asked, *fixed[1], *read, *fixed[2]]

    def _plain(self, text: str) -> list[int]:
        return self.model.tokenize(text, add_special=False)
