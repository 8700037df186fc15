"""A llama.cpp context: the working memory in which one engine computes.

Owns making it, the batch that feeds it, and stopping a computation that is under way. A context
may be used by one thread only, and a batch must never hold more tokens than the context was made
for: either ends the process.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from index.errors import ModelFileError, ModelRequestError
from index.llama.gguf_model import GgufModel

if TYPE_CHECKING:
    import numpy as np

__all__ = ["AbortedError", "LlamaContext"]

_ABORTED = 2
POOLINGS = {"": -1, "none": 0, "mean": 1, "cls": 2, "last": 3, "rank": 4}


class AbortedError(Exception):
    """The abort function said yes in the middle of a computation. The context stays usable."""


class LlamaContext:
    """One context and its batch.

    Args:
        model: The loaded model.
        window: Tokens the context can hold at once, over all sequences.
        batch_tokens: Most tokens one ``decode`` may be given.
        sequences: Most texts one ``decode`` may be given.
        threads: Processor threads.
        embeddings: Whether vectors are wanted (every token is then an output).
        pooling: A key of ``POOLINGS``.
        should_abort: Asked between the operations of a computation on a CPU.

    Raises:
        ModelFileError: llama.cpp cannot make such a context (mostly: not enough memory).
    """

    def __init__(
        self,
        model: GgufModel,
        *,
        window: int,
        batch_tokens: int,
        sequences: int,
        threads: int,
        embeddings: bool,
        pooling: str,
        should_abort: Callable[[], bool],
    ) -> None:
        import llama_cpp

        self._api = llama_cpp
        self._embeddings = embeddings
        self._dimension = model.dimension
        self._vocabulary = model.vocabulary
        parameters = llama_cpp.llama_context_default_params()
        parameters.n_ctx = window
        # an encoder must see a text whole, so the physical batch is as large as the logical one
        parameters.n_batch = parameters.n_ubatch = batch_tokens
        parameters.n_seq_max = sequences
        parameters.kv_unified = True
        parameters.n_threads = parameters.n_threads_batch = threads
        parameters.embeddings = embeddings
        parameters.pooling_type = POOLINGS[pooling]
        self.handle: Any = self._make(model, parameters)
        self._memory = llama_cpp.llama_get_memory(self.handle)
        self._batch = llama_cpp.llama_batch_init(batch_tokens, 0, 1)
        self.batch_tokens = batch_tokens
        self._abort = llama_cpp.ggml_abort_callback(lambda _data: should_abort())
        llama_cpp.llama_set_abort_callback(self.handle, self._abort, None)

    @property
    def window(self) -> int:
        """Tokens the context can hold; llama.cpp may round up what was asked for."""
        return int(self._api.llama_n_ctx(self.handle))

    @property
    def remembers(self) -> bool:
        """Whether the model can go on from what it decoded; an encoder cannot."""
        return self._memory is not None

    @property
    def pooling(self) -> int:
        """The pooling in force, as llama.cpp numbers it."""
        return int(self._api.llama_pooling_type(self.handle))

    def clear(self) -> None:
        """Forget everything that was decoded."""
        if self._memory is not None:
            self._api.llama_memory_clear(self._memory, True)

    def forget_after(self, position: int) -> bool:
        """Forget tokens of sequence 0 from ``position`` on; false if the model cannot."""
        if self._memory is None:
            return False
        return bool(self._api.llama_memory_seq_rm(self._memory, 0, position, -1))

    def decode(
        self,
        sequences: Sequence[Sequence[int]],
        *,
        first_position: int = 0,
        every_output: bool = False,
    ) -> None:
        """Run the model over token sequences, numbered from 0.

        Args:
            sequences: Tokens of each.
            first_position: Where the first token of each stands.
            every_output: Keep what the model says after every token, not only after the last.

        Raises:
            AbortedError: ``should_abort`` said yes.
            ModelRequestError: llama.cpp refused; the context stays usable.
            ValueError: More tokens than the batch holds (a bug of the caller, and fatal if let
                through).
        """
        self._fill(sequences, first_position, every_output=every_output)
        status = self._api.llama_decode(self.handle, self._batch)
        if status == _ABORTED:
            raise AbortedError
        if status != 0:
            raise ModelRequestError(f"llama.cpp refused a batch (llama_decode gave {status})")

    def pooled_vector(self, sequence: int) -> np.ndarray:
        """The pooled output (dimension,) float32 of one sequence of the last ``decode``.

        Raises:
            ModelRequestError: There is none.
        """
        import numpy as np

        pointer = self._api.llama_get_embeddings_seq(self.handle, sequence)
        if not pointer:
            raise ModelRequestError("the model gave no vector; it may not be an embedding model")
        # copied: the memory is overwritten by the next decode
        return np.ctypeslib.as_array(pointer, (self._dimension,)).astype(np.float32, copy=True)

    def token_vectors(self, count: int) -> np.ndarray:
        """Every token's own output (count, dimension) float32, in the order of the last ``decode``.

        Only for a context without pooling.

        Raises:
            ModelRequestError: There is none.
        """
        import numpy as np

        pointer = self._api.llama_get_embeddings(self.handle)
        if not pointer:
            raise ModelRequestError("the model gave no token vectors")
        shape = (count, self._dimension)
        # copied: the memory is overwritten by the next decode
        return np.ctypeslib.as_array(pointer, shape).astype(np.float32, copy=True)

    def rank_score(self, sequence: int) -> float:
        """The score of one sequence of the last ``decode``, in a context that pools by rank.

        Raises:
            ModelRequestError: There is none.
        """
        pointer = self._api.llama_get_embeddings_seq(self.handle, sequence)
        if not pointer:
            raise ModelRequestError("the model gave no score; it may not be made for reranking")
        # one value is there; what follows it is somebody else's memory
        return float(pointer[0])

    def log_likelihoods(self, tokens: Sequence[int]) -> np.ndarray:
        """The natural logarithm of the chance of each of these tokens, (len(tokens),) float64.

        The last ``decode`` kept every output, one for each token here: what it said after its
        first token is asked for the first of these.

        Raises:
            ModelRequestError: The model said nothing.
        """
        import numpy as np

        pointer = self._api.llama_get_logits(self.handle)
        if not pointer:
            raise ModelRequestError("the model gave no chances of words")
        size = int(self._api.llama_vocab_n_tokens(self._vocabulary))
        logits = np.ctypeslib.as_array(pointer, (len(tokens), size)).astype(np.float64)
        logits -= logits.max(axis=1, keepdims=True)
        chosen = logits[np.arange(len(tokens)), list(tokens)]
        likelihoods: np.ndarray = chosen - np.log(np.exp(logits).sum(axis=1))
        return likelihoods

    def sample(self, sampler: Any) -> int:  # noqa: ANN401 - a C pointer
        """Choose the next token from the last decoded position."""
        return int(self._api.llama_sampler_sample(sampler, self.handle, -1))

    def close(self) -> None:
        """Free the memory."""
        if self.handle:
            self._api.llama_batch_free(self._batch)
            self._api.llama_free(self.handle)
            self.handle = None

    def _fill(
        self, sequences: Sequence[Sequence[int]], first_position: int, *, every_output: bool
    ) -> None:
        total = sum(len(tokens) for tokens in sequences)
        if not 0 < total <= self.batch_tokens:
            raise ValueError(f"a batch of {total} tokens where 1..{self.batch_tokens} fit")
        batch, row = self._batch, 0
        batch.n_tokens = total
        for number, tokens in enumerate(sequences):
            for offset, token in enumerate(tokens):
                batch.token[row] = token
                batch.pos[row] = first_position + offset
                batch.n_seq_id[row] = 1
                batch.seq_id[row][0] = number
                batch.logits[row] = self._embeddings or every_output
                row += 1
            batch.logits[row - 1] = True

    def _make(self, model: GgufModel, parameters: Any) -> Any:  # noqa: ANN401 - C structures
        """Flash attention is twice as fast on a CPU; a model that cannot have it does without."""
        api = self._api
        on_cpu = model.gpu_layers == 0
        choices = [api.LLAMA_FLASH_ATTN_TYPE_AUTO, api.LLAMA_FLASH_ATTN_TYPE_DISABLED]
        if on_cpu:
            choices.insert(0, api.LLAMA_FLASH_ATTN_TYPE_ENABLED)
        for choice in choices:
            parameters.flash_attn_type = choice
            handle = api.llama_init_from_model(model.handle, parameters)
            if handle:
                return handle
        raise ModelFileError(
            f"llama.cpp cannot make a window of {parameters.n_ctx} tokens for {model.description}",
            "choose a smaller window or a smaller model: there may not be enough memory",
        )
