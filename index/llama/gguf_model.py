"""One GGUF in memory: its weights, its vocabulary, and the device it lies on.

Owns loading (with as many layers on a GPU as fit) and tokenising. Contexts, which compute, are
made from it by the two engines.
"""

from __future__ import annotations

import ctypes
import os
from pathlib import Path
from typing import Any

from index.errors import ModelFileError
from index.llama.devices import gpu_name

__all__ = ["GgufModel", "quiet_llama_logging"]

_OFFLOAD_SHARES = (1.0, 0.75, 0.5, 0.25)
"""What part of the layers is tried on the GPU, in this order, before the CPU alone."""

_LONGEST_PIECE = 512

_log_callback: Any = None  # llama.cpp holds a bare pointer to it: it must outlive every call


def quiet_llama_logging(*, to_stderr: bool) -> None:
    """Send llama.cpp's warnings and errors to standard error, or drop everything."""
    global _log_callback
    import sys

    import llama_cpp

    def log(level: int, text: bytes, _data: object) -> None:
        if to_stderr and level in (3, 4):  # GGML_LOG_LEVEL_WARN, GGML_LOG_LEVEL_ERROR
            sys.stderr.write(text.decode("utf-8", "replace"))
            sys.stderr.flush()

    _log_callback = llama_cpp.llama_log_callback(log)
    llama_cpp.llama_log_set(_log_callback, ctypes.c_void_p(0))


class GgufModel:
    """A loaded model.

    Args:
        path: The GGUF file.
        gpu_layers: As in ``ModelSpec``; ignored where llama.cpp was built without a GPU.
        vocabulary_only: Load no weights: enough to count tokens.

    Raises:
        ModelFileError: llama.cpp cannot load the file.
    """

    def __init__(self, path: Path, *, gpu_layers: int = 0, vocabulary_only: bool = False) -> None:
        import llama_cpp

        if not path.is_file():
            raise ModelFileError(f"the model file {path} does not exist", "fetch it again")
        llama_cpp.llama_backend_init()
        self._api = llama_cpp
        self._path = path
        self.notes: list[str] = []
        self.gpu_layers = 0
        self.handle: Any = None
        if vocabulary_only:
            self.handle = self._load(0, vocabulary_only=True)
        elif gpu_layers != 0 and llama_cpp.llama_supports_gpu_offload():
            self._load_on_gpu(gpu_layers)
        else:
            self.handle = self._load(0)
        if not self.handle:
            raise ModelFileError(
                f"llama.cpp cannot load {path.name}: it is damaged, or of a kind that this "
                "version does not know",
                "fetch it again, or choose another model",
            )
        self.vocabulary: Any = llama_cpp.llama_model_get_vocab(self.handle)

    @property
    def layers(self) -> int:
        """How many layers the model has."""
        return int(self._api.llama_model_n_layer(self.handle))

    @property
    def trained_context(self) -> int:
        """The longest window the model was trained for, in tokens."""
        return int(self._api.llama_model_n_ctx_train(self.handle))

    @property
    def dimension(self) -> int:
        """Length of the vectors the model gives out."""
        return int(self._api.llama_model_n_embd_out(self.handle))

    @property
    def parameters(self) -> int:
        """Number of weights."""
        return int(self._api.llama_model_n_params(self.handle))

    @property
    def description(self) -> str:
        """llama.cpp's one-line description."""
        buffer = ctypes.create_string_buffer(256)
        self._api.llama_model_desc(self.handle, buffer, len(buffer))
        return buffer.value.decode("utf-8", "replace")

    @property
    def device(self) -> str:
        """``CPU``, or the name of the GPU that holds layers."""
        return gpu_name() if self.gpu_layers else "CPU"

    @property
    def chat_template(self) -> str:
        """The file's own chat template (Jinja), or ``""``."""
        template = self._api.llama_model_chat_template(self.handle, None)
        return template.decode("utf-8", "replace") if template else ""

    def tokenize(self, text: str, *, add_special: bool, parse_special: bool = False) -> list[int]:
        """Token ids of ``text``.

        Args:
            text: Any text; lone surrogates become U+FFFD.
            add_special: Add the tokens the model wants at both ends.
            parse_special: Read control tokens spelt out in ``text`` as such. Never for text that
                comes from a paper.
        """
        data = text.encode("utf-8", "replace")
        room = len(data) + 8
        buffer = (self._api.llama_token * room)()
        count = self._api.llama_tokenize(
            self.vocabulary, data, len(data), buffer, room, add_special, parse_special
        )
        if count < 0:
            room = -count
            buffer = (self._api.llama_token * room)()
            count = self._api.llama_tokenize(
                self.vocabulary, data, len(data), buffer, room, add_special, parse_special
            )
        return list(buffer[:count])

    def piece(self, token: int, *, special: bool = False) -> bytes:
        """The bytes a token stands for; control tokens only with ``special``."""
        buffer = ctypes.create_string_buffer(_LONGEST_PIECE)
        length = self._api.llama_token_to_piece(
            self.vocabulary, token, buffer, len(buffer), 0, special
        )
        return buffer.raw[: max(length, 0)]

    def marks(self) -> tuple[list[int], list[int], list[int]]:
        """What the vocabulary wants before a text, after it, and between two: tokens or nothing."""
        api, vocabulary = self._api, self.vocabulary
        ends = api.llama_vocab_eos(vocabulary)
        if ends < 0:
            ends = api.llama_vocab_sep(vocabulary)
        wanted = (
            (api.llama_vocab_get_add_bos(vocabulary), api.llama_vocab_bos(vocabulary)),
            (api.llama_vocab_get_add_eos(vocabulary), ends),
            (api.llama_vocab_get_add_sep(vocabulary), api.llama_vocab_sep(vocabulary)),
        )
        before, after, between = ([token] if is_wanted and token >= 0 else []
                                  for is_wanted, token in wanted)  # fmt: skip
        return before, after, between

    @property
    def rank_template(self) -> str:
        """How the file wants a query and a document put together, or ``""``."""
        text = self._api.llama_model_chat_template(self.handle, b"rerank")
        return text.decode("utf-8", "replace") if text else ""

    def ends_generation(self, token: int) -> bool:
        """Whether the token says that the text is over."""
        return bool(self._api.llama_vocab_is_eog(self.vocabulary, token))

    def control_tokens(self) -> list[str]:
        """How the model's control tokens are spelt (``<|im_end|>`` and the like)."""
        count = self._api.llama_vocab_n_tokens(self.vocabulary)
        is_control = self._api.llama_vocab_is_control
        spelt = (
            self.piece(token, special=True).decode("utf-8", "replace")
            for token in range(count)
            if is_control(self.vocabulary, token)
        )
        return [text for text in spelt if text]

    def close(self) -> None:
        """Free the memory. Contexts made from the model must be closed before."""
        if self.handle:
            self._api.llama_model_free(self.handle)
            self.handle = None

    def _load_on_gpu(self, wanted: int) -> None:
        """Try all wanted layers, then fewer, then none; say what did not fit."""
        total = self._count_layers()
        most = total + 1 if wanted < 0 else min(wanted, total + 1)  # + 1: the output layer
        for share in _OFFLOAD_SHARES:
            layers = max(1, int(most * share))
            self.handle = self._load(layers)
            if self.handle:
                self.gpu_layers = layers
                if layers < most:
                    self.notes.append(f"only {layers} of {most} layers fit on the GPU")
                return
        self.notes.append("the model does not fit on the GPU and runs on the CPU")
        self.handle = self._load(0)

    def _count_layers(self) -> int:
        handle = self._load(0, vocabulary_only=True)
        if not handle:
            return 0
        count = int(self._api.llama_model_n_layer(handle))
        self._api.llama_model_free(handle)
        return count

    def _load(self, layers: int, *, vocabulary_only: bool = False) -> Any:  # noqa: ANN401 - a C pointer
        parameters = self._api.llama_model_default_params()
        parameters.n_gpu_layers = layers
        parameters.vocab_only = vocabulary_only
        return self._api.llama_model_load_from_file(os.fsencode(self._path), parameters)
