"""Requests to a model's process, and their replies told apart by number.

Owns one request from its sending to its last reply: cancelling it, handing streamed text on, and
turning what the process says of an error into that error. Which process that is, is
``model_life``'s matter; in which order it works, the process's own.
"""

from __future__ import annotations

import itertools
import queue
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from index import errors
from index.errors import ModelRequestError
from index.model_life import ModelLife
from index.model_process import ModelProcess, Reply
from index.model_spec import Priority

__all__ = ["ModelRequests"]

_CANCEL_POLL_SECONDS = 0.05
_START_ATTEMPTS = 2


@dataclass(slots=True)
class _Request:
    """A request that was sent, and where its replies arrive."""

    number: int
    child: ModelProcess
    replies: queue.SimpleQueue[Reply | None] = field(default_factory=queue.SimpleQueue)


class ModelRequests:
    """What may be asked of one model, by its kind and fields. Safe from any thread.

    Args:
        life: The model's process.
    """

    def __init__(self, life: ModelLife) -> None:
        self._life = life
        self._numbers = itertools.count(1)

    def ask(
        self,
        kind: str,
        *,
        priority: Priority = Priority.INTERACTIVE,
        cancel: threading.Event | None = None,
        on_text: Callable[[str], None] | None = None,
        **fields: Any,  # noqa: ANN401 - JSON values
    ) -> Reply:
        """Send one request and wait for its last reply.

        Args:
            kind: What is asked for; ``model_child`` knows which there are.
            priority: Who goes first.
            cancel: Set from any thread to stop waiting and computing.
            on_text: Called on this thread with each piece of text that comes before the end.
            fields: What the kind wants, as JSON values.

        Raises:
            ModelProcessDiedError: The process died; the next request starts it anew.
            RequestCancelledError: ``cancel`` was set before the request was begun.
            ModelError: What the process says went wrong: see ``index.errors``.
        """
        request = self._submit({"kind": kind, "priority": int(priority), **fields})
        child = request.child
        try:
            last = self._last_reply(request, on_text, cancel)
        except BaseException:
            # the listener's own error, or an interrupt: nobody waits for the rest
            self._cancel(request)
            raise
        finally:
            child.waiting.pop(request.number, None)
        if last is None:
            raise self._life.death(child)
        child.is_loaded = child.is_loaded or last[0]["event"] == "done"
        return _checked(last)

    def _submit(self, head: dict[str, Any]) -> _Request:
        """Send a request to a process that takes it; one that died unnoticed is replaced."""
        number = next(self._numbers)
        for _ in range(_START_ATTEMPTS):
            request = _Request(number, self._life.running())
            child = request.child
            child.waiting[number] = request.replies
            if self._life.send(child, {"id": number, **head}):
                if child.has_ended:
                    request.replies.put(None)
                return request
            child.reader.join()
        raise self._life.death(child)

    def _last_reply(
        self,
        request: _Request,
        on_text: Callable[[str], None] | None,
        cancel: threading.Event | None,
    ) -> Reply | None:
        """Hand pieces of text on until the last reply; None when the process ended before it."""
        for reply in self._replies(request, cancel):
            if reply[0]["event"] != "text":
                return reply
            if on_text is not None:
                on_text(reply[0]["text"])
        return None

    def _replies(self, request: _Request, cancel: threading.Event | None) -> Iterator[Reply]:
        """Replies to one request as they come; ends when the process does."""
        told = False
        while True:
            if cancel is not None and cancel.is_set() and not told:
                self._cancel(request)
                told = True
            try:
                timeout = None if cancel is None else _CANCEL_POLL_SECONDS
                reply = request.replies.get(timeout=timeout)
            except queue.Empty:
                continue
            if reply is None:
                return
            yield reply

    def _cancel(self, request: _Request) -> None:
        self._life.send(request.child, {"id": request.number, "kind": "cancel"})


def _checked(reply: Reply) -> Reply:
    """The reply, or the error it carries, raised as its own class."""
    head = reply[0]
    if head["event"] == "error":
        kind = getattr(errors, str(head["type"]), ModelRequestError)
        raise kind(head["message"], head["hint"])
    return reply
