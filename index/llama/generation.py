"""A prompt into text with a writer model.

Owns the loop: decode the prompt, sample, hand text on as it grows, stop. What a new prompt shares
with the last one from the start is not computed again, so prompts put what stays (instructions,
passages) first and what changes (the question) last.
"""

from __future__ import annotations

import codecs
import time
from collections.abc import Callable, Sequence

from index.errors import ModelFileError, PromptTooLongError
from index.llama.chat import ChatPrompts
from index.llama.context import AbortedError, LlamaContext
from index.llama.gguf_model import GgufModel
from index.llama.likelihood import QueryLikelihood
from index.llama.sampling import SamplingPlan, sampler_chain
from index.model_spec import FinishReason, Generation, Message, ModelSpec

__all__ = ["GenerationEngine"]

_BATCH_TOKENS = 512


class GenerationEngine:
    """A writer model ready to work; one caller at a time.

    Args:
        model: The loaded model, which the engine closes with itself.
        spec: The window.
        threads: Processor threads.
        should_abort: Asked in the middle of computations and between tokens.

    Raises:
        ModelFileError: The model is an encoder and cannot write.
    """

    def __init__(
        self, model: GgufModel, spec: ModelSpec, threads: int, should_abort: Callable[[], bool]
    ) -> None:
        self.model = model
        wanted = spec.context or ModelSpec.DEFAULT_WRITER_CONTEXT
        self._should_abort = should_abort
        self._context = LlamaContext(
            model,
            window=min(wanted, model.trained_context or wanted),
            batch_tokens=_BATCH_TOKENS,
            sequences=1,
            threads=threads,
            embeddings=False,
            pooling="",
            should_abort=should_abort,
        )
        if not self._context.remembers:
            raise ModelFileError(
                f"{spec.path.name} reads texts and cannot write any", "choose a writer model"
            )
        self.window = self._context.window
        self._prompts = ChatPrompts(model)
        self._decoded: list[int] = []

    def generate(
        self,
        prompt: str | Sequence[Message],
        *,
        max_tokens: int,
        stop: Sequence[str],
        plan: SamplingPlan,
        on_text: Callable[[str], None],
    ) -> Generation:
        """Write until the model, a stop string, a limit or ``should_abort`` ends it.

        Args:
            prompt: Turns of a conversation, or plain text to go on from.
            max_tokens: Most tokens to write; the window may allow fewer.
            stop: Texts that end the writing and are not part of it.
            plan: How tokens are chosen.
            on_text: Called with each piece of text, in order, as soon as it is certain.

        Raises:
            PromptTooLongError: The prompt fills the window.
            ModelRequestError: The template, schema or grammar cannot be used.
        """
        started = time.monotonic()
        tokens = (
            self.model.tokenize(prompt, add_special=True)
            if isinstance(prompt, str)
            else self._prompts.tokens(prompt)
        )
        self._require_room(tokens)
        text = _GrowingText(stop, on_text)
        with sampler_chain(self.model, plan) as sampler:
            room = min(max_tokens, self.window - len(tokens))
            reason, written = self._write(tokens, sampler, room, text)
        text.close(keep_held=not text.is_stopped)
        seconds = time.monotonic() - started
        return Generation(text.shown, reason, written, len(tokens), seconds)

    @property
    def query_likelihood(self) -> QueryLikelihood:
        """Scores texts by how likely a query is after them, with the same model and context."""
        return QueryLikelihood(self.model, self._prompts, self.window, self._chances)

    def close(self) -> None:
        """Free context and model."""
        self._context.close()
        self.model.close()

    def _chances(self, prompt: Sequence[int], tokens: Sequence[int]) -> Sequence[float]:
        """The log chance of each of ``tokens``, one after another, after a prompt."""
        self._require_room([*prompt, *tokens])
        # what the model says after the prompt's last token is asked for the first of them
        self._decode_prompt(prompt[:-1])
        follows = [prompt[-1], *tokens[:-1]]
        self._context.decode([follows], first_position=len(self._decoded), every_output=True)
        self._decoded.extend(follows)
        return [float(chance) for chance in self._context.log_likelihoods(tokens)]

    def _require_room(self, tokens: Sequence[int]) -> None:
        if not tokens:
            raise PromptTooLongError("the prompt is empty")
        if len(tokens) >= self.window:
            raise PromptTooLongError(
                f"the prompt has {len(tokens)} tokens and the model's window {self.window}",
                "give it fewer passages, or set a larger window",
            )

    def _write(
        self, prompt: Sequence[int], sampler: object, room: int, text: _GrowingText
    ) -> tuple[FinishReason, int]:
        """The loop itself: why it ended, and how many tokens were written."""
        written = 0
        try:
            self._decode_prompt(prompt)
            while written < room:
                if self._should_abort():
                    return "cancelled", written
                token = self._context.sample(sampler)
                if self.model.ends_generation(token):
                    return "stop", written
                written += 1
                text.add(self.model.piece(token))
                if text.is_stopped:
                    return "stop", written
                if written < room:
                    self._decode([token])
        except AbortedError:
            return "cancelled", written
        return "length", written

    def _decode_prompt(self, prompt: Sequence[int]) -> None:
        """Decode what the last prompt and its answer do not share with this one."""
        shared = 0
        # at least one token must be decoded anew: sampling needs its output
        for old, new in zip(self._decoded, prompt[:-1], strict=False):
            if old != new:
                break
            shared += 1
        if not shared or not self._context.forget_after(shared):
            self._context.clear()
            shared = 0
        del self._decoded[shared:]
        for start in range(shared, len(prompt), _BATCH_TOKENS):
            self._decode(prompt[start : min(start + _BATCH_TOKENS, len(prompt))])

    def _decode(self, tokens: Sequence[int]) -> None:
        self._context.decode([tokens], first_position=len(self._decoded))
        self._decoded.extend(tokens)


class _GrowingText:
    """Bytes in, whole characters out, with what may begin a stop string held back."""

    def __init__(self, stop: Sequence[str], on_text: Callable[[str], None]) -> None:
        self._decoder = codecs.getincrementaldecoder("utf-8")("replace")
        self._stop = [mark for mark in stop if mark]
        self._on_text = on_text
        self._held = ""
        self._shown: list[str] = []
        self.is_stopped = False

    @property
    def shown(self) -> str:
        """All the text that was handed on."""
        return "".join(self._shown)

    def add(self, data: bytes) -> None:
        """Take a token's bytes; a character may still be incomplete after them."""
        self._held += self._decoder.decode(data)
        found = [at for mark in self._stop if (at := self._held.find(mark)) >= 0]
        if found:
            self.is_stopped = True
            self._held = self._held[: min(found)]
            self._show(len(self._held))
            return
        self._show(len(self._held) - self._doubtful())

    def close(self, *, keep_held: bool) -> None:
        """The end: what was held back is text after all, unless a stop string ended it."""
        if keep_held:
            self._held += self._decoder.decode(b"", final=True)
            self._show(len(self._held))

    def _doubtful(self) -> int:
        """Length of the longest end of the held text that may begin a stop string."""
        longest = max((len(mark) for mark in self._stop), default=1) - 1
        for length in range(min(longest, len(self._held)), 0, -1):
            if any(mark.startswith(self._held[-length:]) for mark in self._stop):
                return length
        return 0

    def _show(self, length: int) -> None:
        if length > 0:
            piece, self._held = self._held[:length], self._held[length:]
            self._shown.append(piece)
            self._on_text(piece)
