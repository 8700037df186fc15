"""Texts into unit vectors with an embedding model.

Owns the windows: a text longer than the model's window is cut into equal windows, each is
embedded, and their mean, weighted by tokens, stands for the text. Nothing is cut off.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from index.errors import ModelFileError, ModelRequestError
from index.llama.context import POOLINGS, LlamaContext
from index.llama.gguf_model import GgufModel
from index.llama.late_interaction import LateInteraction
from index.llama.word_vectors import WordVectors
from index.model_spec import ModelSpec

if TYPE_CHECKING:
    import numpy as np

__all__ = ["EmbeddingEngine"]

_CPU_BATCH_TOKENS = 512
_GPU_BATCH_TOKENS = 4096
_MOST_SEQUENCES = 64


@dataclass(frozen=True, slots=True)
class _Window:
    """A stretch of one text, with the special tokens the model wants around it."""

    text: int
    tokens: list[int]
    ends_text: bool


class EmbeddingEngine:
    """An embedding model ready to work; one caller at a time.

    Args:
        model: The loaded model, which the engine closes with itself.
        spec: Window and pooling.
        threads: Processor threads.
        should_abort: Asked in the middle of computations.

    Raises:
        ModelFileError: The model gives no single vector for a text.
    """

    def __init__(
        self, model: GgufModel, spec: ModelSpec, threads: int, should_abort: Callable[[], bool]
    ) -> None:
        self.model = model
        wanted = spec.context or ModelSpec.DEFAULT_EMBEDDER_CONTEXT
        self.window = min(wanted, model.trained_context)
        # packing more than one window into a batch makes a CPU slower: attention spans the batch
        most = _GPU_BATCH_TOKENS if model.gpu_layers else _CPU_BATCH_TOKENS
        batch_tokens = max(most, self.window)
        self._context = LlamaContext(
            model,
            window=batch_tokens,
            batch_tokens=batch_tokens,
            sequences=_MOST_SEQUENCES,
            threads=threads,
            embeddings=True,
            pooling=spec.pooling,
            should_abort=should_abort,
        )
        if self._context.pooling in (POOLINGS["none"], POOLINGS["rank"]):
            raise ModelFileError(
                f"{spec.path.name} gives no single vector for a text, so it cannot embed",
                "choose an embedding model",
            )
        self._before, self._after = _special_ends(model)
        self._threads, self._should_abort, self._path = threads, should_abort, spec.path
        self._late: LateInteraction | None = None
        self._words: WordVectors | None = None

    @property
    def late_interaction(self) -> LateInteraction:
        """Token vectors in context, made ready by the first use."""
        if self._late is None:
            self._late = LateInteraction(
                self.model,
                self.window,
                (self._before, self._after),
                self._threads,
                self._should_abort,
            )
        return self._late

    @property
    def word_vectors(self) -> WordVectors:
        """Token vectors without context, read by the first use."""
        if self._words is None:
            self._words = WordVectors(self.model, self._path)
        return self._words

    def embed(self, texts: Sequence[str]) -> Iterator[list[tuple[int, np.ndarray]]]:
        """Yield, after each batch, the texts it completed: number and unit vector, in order.

        Vectors are float32 of the model's dimension. A yield may be empty, in the middle of a
        long text; at most one batch is computed between two, so that a caller can turn to
        something more urgent.

        Raises:
            ModelRequestError: The model gave no finite vector for a text.
            AbortedError: See ``LlamaContext.decode``.
        """
        sums: dict[int, np.ndarray] = {}
        for group in self._groups(self._windows(texts)):
            completed = []
            for window, vector in zip(group, self._vectors(group), strict=True):
                share = vector * len(window.tokens)
                sums[window.text] = sums[window.text] + share if window.text in sums else share
                if window.ends_text:
                    completed.append((window.text, _unit(sums.pop(window.text), window.text)))
            yield completed

    def close(self) -> None:
        """Free contexts and model."""
        if self._late is not None:
            self._late.close()
        self._context.close()
        self.model.close()

    def _windows(self, texts: Sequence[str]) -> Iterator[_Window]:
        room = self.window - len(self._before) - len(self._after)
        for number, text in enumerate(texts):
            tokens = self.model.tokenize(text, add_special=False)
            pieces = max(1, -(-len(tokens) // room))
            for piece in range(pieces):
                begin, end = (len(tokens) * step // pieces for step in (piece, piece + 1))
                wrapped = [*self._before, *tokens[begin:end], *self._after]
                if not wrapped:
                    raise ModelRequestError(f"text {number} is empty, and this model needs a token")
                yield _Window(number, wrapped, piece == pieces - 1)

    def _groups(self, windows: Iterable[_Window]) -> Iterator[list[_Window]]:
        """Windows packed into batches, in order."""
        group: list[_Window] = []
        tokens = 0
        for window in windows:
            is_full = tokens + len(window.tokens) > self._context.batch_tokens
            if group and (is_full or len(group) == _MOST_SEQUENCES):
                yield group
                group, tokens = [], 0
            group.append(window)
            tokens += len(window.tokens)
        if group:
            yield group

    def _vectors(self, group: Sequence[_Window]) -> list[np.ndarray]:
        """One raw pooled vector per window."""
        self._context.clear()
        self._context.decode([window.tokens for window in group])
        return [self._context.pooled_vector(place) for place in range(len(group))]


def _special_ends(model: GgufModel) -> tuple[list[int], list[int]]:
    """What the model's tokenizer puts before and after a text."""
    bare = model.tokenize("a", add_special=False)
    wrapped = model.tokenize("a", add_special=True)
    for start in range(len(wrapped) - len(bare) + 1):
        if wrapped[start : start + len(bare)] == bare:
            return wrapped[:start], wrapped[start + len(bare) :]
    return [], []


def _unit(vector: np.ndarray, number: int) -> np.ndarray:
    """The vector at length one.

    Raises:
        ModelRequestError: It is zero or not finite.
    """
    import numpy as np

    length = float(np.linalg.norm(vector))
    if not np.isfinite(length) or length == 0.0:
        raise ModelRequestError(f"the model gave no usable vector for text {number}")
    unit: np.ndarray = (vector / length).astype(np.float32)
    return unit
