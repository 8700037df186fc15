"""One model in a process of its own, as an object that any thread may use.

A wrong call into llama.cpp, a damaged file or a lack of memory ends the process it happens in, so
that process is never the application's. Owns the child's life: started by the first request (or
``warm``), restarted by the next request after it died, ended with ``close`` or with the parent.
Requests from several threads are told apart by number; the child decides their order.

The child is an ordinary command and not a ``multiprocessing`` one: Textual replaces
``sys.stderr``, which the spawn method's resource tracker cannot live with.
"""

from __future__ import annotations

import contextlib
import itertools
import queue
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self

from index import errors
from index.errors import ModelError, ModelProcessDiedError, ModelRequestError, RequestCancelledError
from index.framing import FrameError, write_frame
from index.model_process import (
    ModelProcess,
    Reply,
    end_model_process,
    exit_reason,
    resident_bytes,
    start_model_process,
)
from index.model_spec import Generation, Message, ModelInfo, ModelSpec, Priority

if TYPE_CHECKING:
    import numpy as np

__all__ = ["ModelHost"]

_CANCEL_POLL_SECONDS = 0.05
_TEXTS_PER_REQUEST = 256
_START_ATTEMPTS = 2


class ModelHost:
    """A GGUF in a child process.

    Args:
        spec: Which model, and how to load it.
        log_path: Where the child's standard error goes (llama.cpp's warnings, tracebacks). Its
            folder is made if need be.

    Nothing is started until the first request. All methods may be called from any thread.
    """

    def __init__(self, spec: ModelSpec, log_path: Path) -> None:
        self.spec = spec
        self.log_path = log_path
        self._lock = threading.Lock()
        self._writing = threading.Lock()
        self._numbers = itertools.count(1)
        self._child: ModelProcess | None = None
        self._info: ModelInfo | None = None
        self._is_closed = False
        self._avoid_gpu = False

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    @property
    def is_loaded(self) -> bool:
        """Whether the model is in memory now, so that a request costs no loading."""
        child = self._child
        return child is not None and child.is_loaded and not child.has_ended

    def memory(self) -> int:
        """Bytes that the process holds in memory; 0 when none runs or the system does not say."""
        child = self._child
        return 0 if child is None or child.has_ended else resident_bytes(child.process.pid)

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
        """What the loaded model says of itself; loads it if need be.

        Raises:
            ModelFileError, ModelProcessDiedError: It cannot be loaded.
        """
        info = self._info
        if info is not None and self.is_loaded:
            return info
        head, _ = self._ask("load")
        return self._note_info(head["info"])

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
            cancel: Set from any thread to stop waiting and computing.

        Raises:
            RequestCancelledError: ``cancel`` was set.
            ModelProcessDiedError: The process died; the next call starts it anew.
            ModelError: See ``index.errors``.
        """
        import numpy as np

        parts = []
        for start in range(0, len(texts), _TEXTS_PER_REQUEST):
            some = list(texts[start : start + _TEXTS_PER_REQUEST])
            head, payload = self._ask("embed", priority=priority, cancel=cancel, texts=some)
            parts.append(np.frombuffer(payload, np.float32).reshape(-1, head["dimension"]))
        if not parts:
            return np.zeros((0, self.info().dimension), np.float32)
        return np.concatenate(parts)

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        """Exact token counts of texts, without the special tokens at both ends."""
        head, _ = self._ask("count", texts=list(texts))
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
            cancel: Set from any thread to stop waiting.

        Raises:
            ModelRequestError: The model's file holds no token vectors.
            RequestCancelledError, ModelError: As ``embed``.
        """
        head, _ = self._ask(
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
        """MaxSim of a query with texts, 0..1, by place: see ``index.llama.late_interaction``.

        Args:
            query: The query, with its prefix where the model wants one.
            texts: Passages, likewise, the most promising first.
            milliseconds: When this time is over, texts not seen lately are left out.
            weights: What the query's words count, 0 or more; all alike without any.
            cancel: Set from any thread to stop waiting and computing.

        Raises:
            ModelRequestError: The query holds no token.
            RequestCancelledError, ModelError: As ``embed``.
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
        """A cross-encoder's scores of a query with texts, by their places; higher is better.

        Args:
            query: The query.
            texts: Passages, the most promising first.
            milliseconds: When this time is over, the rest is left out.
            cancel: Set from any thread to stop waiting and computing.

        Raises:
            ModelFileError: The model was made for something else.
            RequestCancelledError, ModelError: As ``embed``.
        """
        return self._scores("rank", query, texts, milliseconds, cancel)

    def likelihoods(
        self,
        query: str,
        texts: Sequence[str],
        milliseconds: float,
        *,
        cancel: threading.Event | None = None,
    ) -> dict[int, float]:
        """How likely a writer finds a query after each text, by their places; higher is better.

        Args:
            query: The query.
            texts: Passages, the most promising first.
            milliseconds: When this time is over, the rest is left out.
            cancel: Set from any thread to stop waiting and computing.

        Returns:
            Mean natural logarithms of the chance of a token of the query, 0 or less: see
            ``index.llama.likelihood``.

        Raises:
            ModelFileError: The model cannot write.
            ModelRequestError: The query holds no token.
            RequestCancelledError, ModelError: As ``embed``.
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
        head, _ = self._ask(kind, cancel=cancel, **asked)
        return {int(number): float(score) for number, score in head["scores"].items()}

    def generate(
        self,
        prompt: str | Sequence[Message],
        *,
        max_tokens: int,
        json_schema: dict[str, Any] | None = None,
        grammar: str | None = None,
        stop: Sequence[str] = (),
        temperature: float = 0.0,
        repeat_penalty: float = 1.0,
        seed: int = 0,
        on_token: Callable[[str], None] | None = None,
        cancel: threading.Event | None = None,
        priority: Priority = Priority.INTERACTIVE,
    ) -> Generation:
        """Write text. A cancelled generation returns what was written, marked as such.

        Args:
            prompt: Turns of a conversation (the file's own chat template is used), or plain text
                to go on from. Control tokens spelt out in either are plain text to the model.
            max_tokens: Most tokens to write.
            json_schema: Constrain the output to JSON of this schema; if the result's
                ``finish_reason`` is not ``stop`` the JSON is incomplete. Types, ``enum``,
                ``required`` and lengths hold; ``minimum`` and ``maximum`` do not (the converter
                knows no ranges), so small ranges are written as an ``enum``.
            grammar: Constrain the output to this GBNF grammar.
            stop: Texts that end the writing.
            temperature: 0 is deterministic.
            repeat_penalty: Above 1 discourages repetition within 256 tokens.
            seed: For temperatures above 0.
            on_token: Called on this thread with each new piece of text.
            cancel: Set from any thread; takes effect in less than half a second.
            priority: Who goes first; a generation that runs is not interrupted for another.

        Raises:
            PromptTooLongError: The prompt does not fit the window.
            ModelRequestError: Template, schema or grammar cannot be used.
            ModelProcessDiedError: The process died; the next call starts it anew.
        """
        plan = {
            "temperature": temperature,
            "seed": seed,
            "repeat_penalty": repeat_penalty,
            "json_schema": json_schema,
            "grammar": grammar,
        }
        shown: list[str] = []

        def show(text: str) -> None:
            shown.append(text)
            if on_token is not None:
                on_token(text)

        asked = prompt if isinstance(prompt, str) else [dict(turn) for turn in prompt]
        try:
            head, _ = self._ask(
                "generate",
                priority=priority,
                cancel=cancel,
                on_text=show,
                prompt=asked,
                max_tokens=max_tokens,
                stop=list(stop),
                plan=plan,
            )
        except RequestCancelledError:
            # it was cancelled while it waited for its turn
            return Generation("".join(shown), "cancelled", 0, 0, 0.0)
        return Generation(**head["generation"])

    def close(self) -> None:
        """End the process, within half a second, whatever it is doing. Requests that wait fail."""
        with self._lock:
            self._is_closed = True
            child, self._child = self._child, None
        if child is not None:
            end_model_process(child)

    def _warm(self, like_words: bool) -> None:
        # the reason is kept by nobody: the next request meets the same one and raises it
        with contextlib.suppress(ModelError):
            self.info()
            if like_words:
                self.soft_match([], [], [])

    def _ask(
        self,
        kind: str,
        *,
        priority: Priority = Priority.INTERACTIVE,
        cancel: threading.Event | None = None,
        on_text: Callable[[str], None] | None = None,
        **fields: Any,  # noqa: ANN401 - JSON values
    ) -> Reply:
        """Send one request and wait for its last reply."""
        request = {"kind": kind, "priority": int(priority), **fields}
        child, number, replies = self._submit(request)
        try:
            last = self._last_reply(child, number, replies, on_text, cancel)
        except BaseException:
            # the listener's own error, or an interrupt: nobody waits for the rest
            self._send(child, {"id": number, "kind": "cancel"})
            raise
        finally:
            child.waiting.pop(number, None)
        if last is None:
            raise self._death(child)
        child.is_loaded = child.is_loaded or last[0]["event"] == "done"
        return _checked(last)

    def _submit(
        self, request: dict[str, Any]
    ) -> tuple[ModelProcess, int, queue.SimpleQueue[Reply | None]]:
        """Send a request to a child that takes it; one that died unnoticed is replaced."""
        number = next(self._numbers)
        for _ in range(_START_ATTEMPTS):
            child = self._running_child()
            replies: queue.SimpleQueue[Reply | None] = queue.SimpleQueue()
            child.waiting[number] = replies
            if self._send(child, {"id": number, **request}):
                if child.has_ended:
                    replies.put(None)
                return child, number, replies
            child.reader.join()
        raise self._death(child)

    def _last_reply(
        self,
        child: ModelProcess,
        number: int,
        replies: queue.SimpleQueue[Reply | None],
        on_text: Callable[[str], None] | None,
        cancel: threading.Event | None,
    ) -> Reply | None:
        """Hand pieces of text on until the last reply; None when the process ended before it."""
        for reply in self._replies(child, number, replies, cancel):
            if reply[0]["event"] != "text":
                return reply
            if on_text is not None:
                on_text(reply[0]["text"])
        return None

    def _replies(
        self,
        child: ModelProcess,
        number: int,
        replies: queue.SimpleQueue[Reply | None],
        cancel: threading.Event | None,
    ) -> Iterator[Reply]:
        """Replies to one request as they come; ends when the process does."""
        told = False
        while True:
            if cancel is not None and cancel.is_set() and not told:
                self._send(child, {"id": number, "kind": "cancel"})
                told = True
            try:
                reply = replies.get(timeout=None if cancel is None else _CANCEL_POLL_SECONDS)
            except queue.Empty:
                continue
            if reply is None:
                return
            yield reply

    def _running_child(self) -> ModelProcess:
        """The child, started if there is none or it has died."""
        with self._lock:
            if self._is_closed:
                raise ModelError(f"the model {self.spec.path.name} was closed")
            if self._child is None or self._child.has_ended:
                self._info = None
                self._child = self._start()
            return self._child

    def _start(self) -> ModelProcess:
        child = start_model_process(self.log_path)
        self._send(child, {"spec": self.spec.to_wire(), "avoid_gpu": self._avoid_gpu})
        return child

    def _send(self, child: ModelProcess, head: dict[str, Any]) -> bool:
        """Write a frame; false where the process is gone."""
        try:
            with self._writing:
                write_frame(child.requests, head)
        except FrameError as error:
            raise ModelRequestError(str(error), "send fewer or shorter texts at once") from error
        except (OSError, ValueError):
            return False
        return True

    def _death(self, child: ModelProcess) -> ModelError:
        """The error for a process that ended; one that ended while loading gets no GPU again."""
        if self._is_closed:
            return ModelError(f"the model {self.spec.path.name} was closed")
        code = child.process.wait()
        if not child.is_loaded and self.spec.gpu_layers != 0:
            self._avoid_gpu = True
        return ModelProcessDiedError(
            f"the process of {self.spec.path.name} ended unexpectedly ({exit_reason(code)})",
            f"the next request starts it anew; its log is {self.log_path}",
        )

    def _note_info(self, values: dict[str, Any]) -> ModelInfo:
        info = ModelInfo(**values | {"notes": tuple(values["notes"])})
        self._info = info
        return info


def _checked(reply: Reply) -> Reply:
    """The reply, or the error it carries, raised as its own class."""
    head = reply[0]
    if head["event"] == "error":
        kind = getattr(errors, str(head["type"]), ModelRequestError)
        raise kind(head["message"], head["hint"])
    return reply
