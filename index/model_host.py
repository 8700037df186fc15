"""One model in a process of its own, as an object that any thread may use.

A wrong call into llama.cpp, a damaged file or a lack of memory ends the process it happens in, so
that process is never the application's. Owns what may be asked of a model, with types; the
process's life is ``model_life``'s, a request's way ``model_requests``'s.

The child is an ordinary command and not a ``multiprocessing`` one: Textual replaces
``sys.stderr``, which the spawn method's resource tracker cannot live with.
"""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Unpack

from index.errors import ModelError, RequestCancelledError
from index.folder_index import ClosedOnExit
from index.model_life import ModelLife
from index.model_process import ModelProcess
from index.model_requests import ModelRequests
from index.model_spec import Generation, Message, ModelInfo, ModelSpec, Priority, Sampling

if TYPE_CHECKING:
    import numpy as np

__all__ = ["ModelHost"]

_TEXTS_PER_REQUEST = 256


class ModelHost(ClosedOnExit):
    """A GGUF in a child process.

    Args:
        spec: Which model, and how to load it.
        log_path: Where the child's standard error goes (llama.cpp's warnings, tracebacks). Its
            folder is made if need be.

    Nothing is started until the first request. All methods may be called from any thread.

    ``late_interaction``, ``rank`` and ``likelihoods`` score texts for a query, higher is better.
    All three take the texts with the most promising first, stop when ``milliseconds`` are over,
    and give a score for each text that was reached, by its place among them.

    Every request may raise ``ModelProcessDiedError``, after which the next one starts the process
    anew, ``ModelFileError``, where the model cannot be loaded or was made for something else, and
    ``RequestCancelledError``, where its ``cancel`` was set, from any thread.
    """

    def __init__(self, spec: ModelSpec, log_path: Path) -> None:
        self.spec = spec
        self.log_path = log_path
        self._life = ModelLife(spec, log_path)
        self._requests = ModelRequests(self._life)
        self._info: tuple[ModelProcess, ModelInfo] | None = None

    @property
    def is_loaded(self) -> bool:
        """Whether the model is in memory now, so that a request costs no loading."""
        return self._life.is_loaded

    def memory(self) -> int:
        """Bytes that the process holds in memory; 0 when none runs or the system does not say."""
        return self._life.memory()

    def warm(self, *, like_words: bool = False) -> None:
        """Begin loading in the background. What goes wrong is raised by the next request.

        Args:
            like_words: Load what ``soft_match`` needs as well.
        """
        warming = threading.Thread(
            target=self._warm, args=(like_words,), name="warm model", daemon=True
        )
        warming.start()

    def info(self) -> ModelInfo:
        """What the loaded model says of itself; loads it if need be."""
        known = self._info
        if known is not None and self.is_loaded and known[0] is self._life.child:
            return known[1]
        head, _ = self._requests.ask("load")
        values = head["info"]
        info = ModelInfo(**values | {"notes": tuple(values["notes"])})
        if (child := self._life.child) is not None:
            self._info = child, info
        return info

    def embed(
        self,
        texts: Sequence[str],
        *,
        priority: Priority = Priority.INTERACTIVE,
        cancel: threading.Event | None = None,
    ) -> np.ndarray:
        """Unit vectors of texts, in order: shape (len(texts), dimension), float32.

        A text longer than the model's window is embedded in equal windows whose token-weighted
        mean stands for it. Background work is overtaken by interactive work after each batch
        (some hundred tokens).

        Args:
            texts: Any texts, prefixes included where the model wants them (see ``Embedder``).
            priority: Who goes first.
            cancel: Set to stop waiting and computing.
        """
        import numpy as np

        parts = []
        for start in range(0, len(texts), _TEXTS_PER_REQUEST):
            some = list(texts[start : start + _TEXTS_PER_REQUEST])
            head, payload = self._requests.ask(
                "embed", priority=priority, cancel=cancel, texts=some
            )
            parts.append(np.frombuffer(payload, np.float32).reshape(-1, head["dimension"]))
        if not parts:
            return np.zeros((0, self.info().dimension), np.float32)
        return np.concatenate(parts)

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        """Exact token counts of texts, without the special tokens at both ends."""
        head, _ = self._requests.ask("count", texts=list(texts))
        return [int(count) for count in head["counts"]]

    def soft_match(
        self,
        words: Sequence[str],
        weights: Sequence[float],
        texts: Sequence[str],
        *,
        cancel: threading.Event | None = None,
    ) -> list[float]:
        """How well texts meet a query's words or words like them, 0..1 each, in order.

        Args:
            words: The query's words.
            weights: What each counts, 0 or more.
            texts: Any texts.
            cancel: Set to stop waiting.

        Raises:
            ModelRequestError: The model's file holds no token vectors.
        """
        head, _ = self._requests.ask(
            "soft", cancel=cancel, words=list(words), weights=list(weights), texts=list(texts)
        )
        return [float(score) for score in head["scores"]]

    def late_interaction(
        self,
        query: str,
        texts: Sequence[str],
        milliseconds: float,
        *,
        weights: Mapping[str, float] | None = None,
        cancel: threading.Event | None = None,
    ) -> dict[int, float]:
        """MaxSim of a query with texts, 0..1: see ``index.llama.late_interaction``.

        Texts that were seen lately cost no time. Query and texts carry their prefixes where the
        model wants any; ``weights`` says what the query's words count, 0 or more, all alike
        without.

        Raises:
            ModelRequestError: The query holds no token.
        """
        known = dict(weights or {})
        return self._scores("late", query, texts, milliseconds, cancel, weights=known)

    def rank(
        self,
        query: str,
        texts: Sequence[str],
        milliseconds: float,
        *,
        cancel: threading.Event | None = None,
    ) -> dict[int, float]:
        """A cross-encoder's scores: see ``index.llama.ranking``."""
        return self._scores("rank", query, texts, milliseconds, cancel)

    def likelihoods(
        self,
        query: str,
        texts: Sequence[str],
        milliseconds: float,
        *,
        cancel: threading.Event | None = None,
    ) -> dict[int, float]:
        """How likely a writer finds the query after each text: see ``index.llama.likelihood``.

        Mean natural logarithms of the chance of a token of the query, 0 or less.

        Raises:
            ModelRequestError: The query holds no token.
        """
        return self._scores("likelihood", query, texts, milliseconds, cancel)

    def _scores(
        self,
        kind: str,
        query: str,
        texts: Sequence[str],
        milliseconds: float,
        cancel: threading.Event | None,
        **more: Any,  # noqa: ANN401 - JSON values
    ) -> dict[int, float]:
        asked = {"query": query, "texts": list(texts), "milliseconds": milliseconds, **more}
        head, _ = self._requests.ask(kind, cancel=cancel, **asked)
        return {int(number): float(score) for number, score in head["scores"].items()}

    def generate(
        self,
        prompt: str | Sequence[Message],
        *,
        max_tokens: int,
        stop: Sequence[str] = (),
        on_token: Callable[[str], None] | None = None,
        cancel: threading.Event | None = None,
        priority: Priority = Priority.INTERACTIVE,
        **sampling: Unpack[Sampling],
    ) -> Generation:
        """Write text. A cancelled generation returns what was written, marked as such.

        Args:
            prompt: Turns of a conversation (the file's own chat template is used), or plain text
                to go on from. Control tokens spelt out in either are plain text to the model.
            max_tokens: Most tokens to write.
            stop: Texts that end the writing.
            on_token: Called on this thread with each new piece of text.
            cancel: Takes effect in less than half a second.
            priority: Who goes first; a generation that runs is not interrupted for another.
            sampling: How tokens are chosen, and what the output is held to.

        Raises:
            PromptTooLongError: The prompt does not fit the window.
            ModelRequestError: Template, schema or grammar cannot be used.
        """
        shown: list[str] = []

        def show(text: str) -> None:
            shown.append(text)
            if on_token is not None:
                on_token(text)

        asked = prompt if isinstance(prompt, str) else [dict(turn) for turn in prompt]
        try:
            head, _ = self._requests.ask(
                "generate",
                priority=priority,
                cancel=cancel,
                on_text=show,
                prompt=asked,
                max_tokens=max_tokens,
                stop=list(stop),
                plan=dict(sampling),
            )
        except RequestCancelledError:
            # it was cancelled while it waited for its turn
            return Generation("".join(shown), "cancelled", 0, 0, 0.0)
        return Generation(**head["generation"])

    def close(self) -> None:
        """End the process, within half a second, whatever it is doing. Requests that wait fail."""
        self._life.close()

    def _warm(self, like_words: bool) -> None:
        # the reason is kept by nobody: the next request meets the same one and raises it
        with contextlib.suppress(ModelError):
            self.info()
            if like_words:
                self.soft_match([], [], [])
