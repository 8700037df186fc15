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
import os
import queue
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, BinaryIO, Self

from index import errors
from index.errors import ModelError, ModelProcessDiedError, ModelRequestError, RequestCancelledError
from index.framing import FrameError, read_frame, write_frame
from index.model_spec import Generation, Message, ModelInfo, ModelSpec, Priority

if TYPE_CHECKING:
    import numpy as np

__all__ = ["ModelHost"]

_CANCEL_POLL_SECONDS = 0.05
_CLOSE_SECONDS = 0.2
_TEXTS_PER_REQUEST = 256
_LONGEST_LOG = 2 << 20

_Reply = tuple[dict[str, Any], bytes]


@dataclass(slots=True)
class _Child:
    """A running process with the requests it has not answered yet."""

    process: subprocess.Popen[bytes]
    requests: BinaryIO
    replies: BinaryIO
    waiting: dict[int, queue.SimpleQueue[_Reply | None]] = field(default_factory=dict)
    reader: threading.Thread = field(init=False)
    is_loaded: bool = False
    has_ended: bool = False
    """Set before those who wait are told, so that who comes later need not wait."""


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
        self._child: _Child | None = None
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
        return child is not None and child.is_loaded and child.process.poll() is None

    def warm(self) -> None:
        """Begin loading in the background. What goes wrong is raised by the next request."""
        threading.Thread(target=self._warm, name="warm model", daemon=True).start()

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
            _end(child)

    def _warm(self) -> None:
        # the reason is kept by nobody: the next request meets the same one and raises it
        with contextlib.suppress(ModelError):
            self.info()

    def _ask(
        self,
        kind: str,
        *,
        priority: Priority = Priority.INTERACTIVE,
        cancel: threading.Event | None = None,
        on_text: Callable[[str], None] | None = None,
        **fields: Any,  # noqa: ANN401 - JSON values
    ) -> _Reply:
        """Send one request and wait for its last reply."""
        child = self._running_child()
        number = next(self._numbers)
        replies: queue.SimpleQueue[_Reply | None] = queue.SimpleQueue()
        child.waiting[number] = replies
        if child.has_ended:
            replies.put(None)
        try:
            self._send(child, {"id": number, "kind": kind, "priority": int(priority), **fields})
            for reply in self._replies(child, number, replies, cancel):
                if reply[0]["event"] == "text":
                    if on_text is not None:
                        on_text(reply[0]["text"])
                    continue
                child.is_loaded = child.is_loaded or reply[0]["event"] == "done"
                return _checked(reply)
        except BaseException:
            # the caller's own error, or an interrupt: the child need not finish for nobody
            with contextlib.suppress(ModelError):
                self._send(child, {"id": number, "kind": "cancel"})
            raise
        finally:
            child.waiting.pop(number, None)
        raise self._death(child)

    def _replies(
        self,
        child: _Child,
        number: int,
        replies: queue.SimpleQueue[_Reply | None],
        cancel: threading.Event | None,
    ) -> Iterator[_Reply]:
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

    def _running_child(self) -> _Child:
        """The child, started if there is none or it has died."""
        with self._lock:
            if self._is_closed:
                raise ModelError(f"the model {self.spec.path.name} was closed")
            if self._child is None or self._child.process.poll() is not None:
                self._info = None
                self._child = self._start()
            return self._child

    def _start(self) -> _Child:
        log = _open_log(self.log_path)
        try:
            process = subprocess.Popen(
                # -P: what lies in the working folder must not stand in for a package
                [sys.executable, "-P", "-m", "index.model_child"],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=log,
                env=_surroundings(),
                # Ctrl-C in the terminal is for the application to handle
                start_new_session=True,
            )
        except OSError as error:
            raise ModelError(f"the model's process cannot be started ({error})") from error
        finally:
            os.close(log)
        if process.stdin is None or process.stdout is None:
            raise ModelError("the model's process has no pipes")
        child = _Child(process, process.stdin, process.stdout)  # type: ignore[arg-type]  # buffered
        child.reader = threading.Thread(
            target=_read_replies, args=(child,), name="model replies", daemon=True
        )
        child.reader.start()
        self._send(child, {"spec": self.spec.to_wire(), "avoid_gpu": self._avoid_gpu})
        return child

    def _send(self, child: _Child, head: dict[str, Any]) -> None:
        try:
            with self._writing:
                write_frame(child.requests, head)
        except FrameError as error:
            raise ModelRequestError(str(error), "send fewer or shorter texts at once") from error
        except (OSError, ValueError):
            # the pipe is closed: the process is gone, and the reader thread will say so
            return

    def _death(self, child: _Child) -> ModelError:
        """The error for a process that ended; one that ended while loading gets no GPU again."""
        if self._is_closed:
            return ModelError(f"the model {self.spec.path.name} was closed")
        code = child.process.wait()
        if not child.is_loaded and self.spec.gpu_layers != 0:
            self._avoid_gpu = True
        return ModelProcessDiedError(
            f"the process of the model {self.spec.path.name} ended unexpectedly ({_reason(code)})",
            f"the next request starts it anew; its log is {self.log_path}",
        )

    def _note_info(self, values: dict[str, Any]) -> ModelInfo:
        info = ModelInfo(**values | {"notes": tuple(values["notes"])})
        self._info = info
        return info


def _read_replies(child: _Child) -> None:
    """Hand each reply to whoever waits for it; at the end, wake all with None."""
    with contextlib.suppress(FrameError, OSError, ValueError):
        while (frame := read_frame(child.replies)) is not None:
            waiting = child.waiting.get(frame[0].get("id", 0))
            if waiting is not None:
                waiting.put(frame)
    child.process.wait()
    child.has_ended = True
    for waiting in list(child.waiting.values()):
        waiting.put(None)
    for pipe in (child.requests, child.replies):
        with contextlib.suppress(OSError, ValueError):
            pipe.close()


def _checked(reply: _Reply) -> _Reply:
    """The reply, or the error it carries, raised as its own class."""
    head = reply[0]
    if head["event"] == "error":
        kind = getattr(errors, str(head["type"]), ModelRequestError)
        raise kind(head["message"], head["hint"])
    return reply


def _end(child: _Child) -> None:
    """Close the pipe, which the child takes as its end; kill it if it does not."""
    with contextlib.suppress(OSError, ValueError):
        child.requests.close()
    try:
        child.process.wait(_CLOSE_SECONDS)
    except subprocess.TimeoutExpired:
        child.process.kill()
        child.process.wait()
    child.reader.join(_CLOSE_SECONDS)


def _surroundings() -> dict[str, str]:
    """The environment, with the folder that holds these packages importable by the child.

    Threads that wait for each other sleep instead of spinning: on a busy machine spinning made
    embedding five times slower (367 against 1,457 tokens/s on two loaded cores).
    """
    home = str(Path(__file__).resolve().parent.parent)
    inherited = os.environ.get("PYTHONPATH", "")
    waiting = {"OMP_WAIT_POLICY": "passive", "KMP_BLOCKTIME": "0"}
    path = os.pathsep.join(filter(None, (home, inherited)))
    return waiting | os.environ | {"PYTHONPATH": path}


def _open_log(path: Path) -> int:
    """A descriptor of the log, begun anew when it has grown long."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        is_long = path.exists() and path.stat().st_size > _LONGEST_LOG
        mode = os.O_TRUNC if is_long else os.O_APPEND
        return os.open(path, os.O_WRONLY | os.O_CREAT | mode, 0o600)
    except OSError:
        # no log is no reason for no answers
        return os.open(os.devnull, os.O_WRONLY)


def _reason(code: int) -> str:
    if code >= 0:
        return f"exit code {code}"
    import signal

    with contextlib.suppress(ValueError):
        return f"signal {signal.Signals(-code).name}"
    return f"signal {-code}"
