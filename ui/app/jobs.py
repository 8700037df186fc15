"""Threads for everything that is slow, and the only door through which they talk to the screen.

Owns the threads, their lanes, cancelling and the report of failures. A piece of work is a
function of ``ui/app/work/``: it runs on a thread, touches no widget, and speaks by posting
messages through its ``Job``. The threads are daemons: a quitting app waits for none of them.
"""

from __future__ import annotations

import itertools
import logging
import queue
import threading
import time
import traceback
from collections.abc import Callable
from contextlib import suppress
from typing import TYPE_CHECKING, Protocol

from textual.message import Message

from carrel import CarrelError
from ui.app.messages import JobCancelled, JobFailed, JobsChanged

if TYPE_CHECKING:
    from workbench.types import Progress

__all__ = ["LONG_LANES", "Job", "JobTarget", "Jobs"]

_log = logging.getLogger(__name__)

LANES = {
    "open": 1,
    "status": 1,
    "search": 2,
    "list": 2,
    "edit": 1,
    "page": 1,
    "pixels": 1,
    "ask": 1,
    "ingest": 1,
    "map": 1,
    "models": 1,
    "watch": 1,
}
"""Threads for each kind of work, so that a long job never stands before a quick one."""

LONG_LANES = ("ask", "ingest", "map", "models")
"""Lanes of jobs that a person waits for, and may want to see and stop."""

KEEPING = frozenset({"edit"})
"""Lanes of what the person did and takes for done: a note, a tag, a star. None is left undone."""

KEEPING_SECONDS = 2.0
"""How long leaving waits for them: many short writes, not for one that hangs."""

STANDING = frozenset({"watch"})
"""Lanes whose work lasts as long as the app does; nobody waits for it to end."""


class JobTarget(Protocol):
    """Whoever wants to hear of a job: any widget, screen or app."""

    def post_message(self, message: Message) -> bool:
        """Queue a message; safe from any thread."""
        ...


Work = Callable[["Job"], Message | None]


class Job:
    """One piece of work in flight, as both its thread and its widget hold it.

    ``cancel()`` asks the work to stop and still wants its partial result; ``abandon()`` wants
    nothing of it any more.
    """

    def __init__(
        self, number: int, title: str, lane: str, target: JobTarget, *, is_kept: bool = False
    ) -> None:
        self.number = number
        self.title = title
        self.lane = lane
        self.is_kept = is_kept or lane in KEEPING
        """Whether it is done even when carrel is left before its turn."""
        self.cancelled = threading.Event()
        self.started = time.monotonic()
        self.is_waiting = True
        """Whether it still waits for its turn on its lane."""
        self.progress: Progress | None = None
        """How far it last said it was."""
        self._target = target
        self._abandoned = False

    def cancel(self) -> None:
        """Ask the work to stop soon; what it finished still arrives."""
        self.cancelled.set()

    def abandon(self) -> None:
        """Ask the work to stop and drop whatever it still says."""
        self._abandoned = True
        self.cancelled.set()

    def post(self, message: Message | None) -> None:
        """Send a message to the widget that asked, unless nobody wants it any more."""
        if message is None or self._abandoned:
            return
        self.progress = getattr(message, "progress", self.progress)
        # the app may have closed its loop, or the widget may be gone, between two of our lines
        with suppress(RuntimeError):
            self._target.post_message(message)


class Jobs:
    """Runs work on named lanes of daemon threads.

    Args:
        listener: Returns who is told that the number of running jobs changed, if anyone is.
    """

    def __init__(self, listener: Callable[[], JobTarget | None] = lambda: None) -> None:
        self._listener = listener
        self._queues: dict[str, queue.SimpleQueue[tuple[Job, Work] | None]] = {}
        self._running: dict[int, Job] = {}
        self._changed = threading.Condition()
        self._numbers = itertools.count(1)
        self._closed = False

    def start(
        self, work: Work, *, lane: str, title: str, target: JobTarget, is_kept: bool = False
    ) -> Job:
        """Queue ``work`` on ``lane``; what it returns or raises is posted to ``target``."""
        job = Job(next(self._numbers), title, lane, target, is_kept=is_kept)
        with self._changed:
            if self._closed:
                job.abandon()
                return job
            self._running[job.number] = job
        self._queue_of(lane).put((job, work))
        self._tell()
        return job

    def running(self, *lanes: str) -> list[Job]:
        """Jobs queued or running now, on ``lanes`` or on all but the standing ones."""
        with self._changed:
            jobs = list(self._running.values())
        return [j for j in jobs if (j.lane in lanes if lanes else j.lane not in STANDING)]

    def close(self, timeout: float) -> bool:
        """Cancel everything and wait at most ``timeout`` seconds; true when all had ended.

        What is kept, as all on a lane of ``KEEPING`` is, is still done within ``KEEPING_SECONDS``.
        """
        with self._changed:
            self._closed = True
            for job in self._running.values():
                job.abandon()
            for lane, waiting in self._queues.items():
                # idle threads end, and let go of the database cursors they hold
                for _ in range(LANES[lane]):
                    waiting.put(None)
            began = time.monotonic()
            self._wait(lambda: not self._keeping(), began + KEEPING_SECONDS)
            self._wait(lambda: not self._running, began + timeout)
            return not self._running

    def _keeping(self) -> bool:
        return any(job.is_kept for job in self._running.values())

    def _wait(self, ended: Callable[[], bool], until: float) -> None:
        """Wait until a moment for something that changes with ``_changed``, which is held."""
        while not ended() and (left := until - time.monotonic()) > 0:
            self._changed.wait(left)

    def _queue_of(self, lane: str) -> queue.SimpleQueue[tuple[Job, Work] | None]:
        if lane not in self._queues:
            self._queues[lane] = queue.SimpleQueue()
            for n in range(LANES[lane]):
                threading.Thread(
                    target=self._serve, args=(lane,), name=f"carrel-{lane}-{n}", daemon=True
                ).start()
        return self._queues[lane]

    def _serve(self, lane: str) -> None:
        waiting = self._queues[lane]
        while (next_up := waiting.get()) is not None:
            job, work = next_up
            try:
                self._run(job, work)
            finally:
                with self._changed:
                    self._running.pop(job.number, None)
                    self._changed.notify_all()
                self._tell()

    def _run(self, job: Job, work: Work) -> None:
        job.is_waiting = False
        # what the person did is done all the same: only what follows from it may be left for later
        if job.cancelled.is_set() and not job.is_kept:
            job.post(JobCancelled(job.number, job.title))
            return
        try:
            job.post(work(job))
        except CarrelError as error:
            job.post(_failure(job, error))
        except Exception as error:
            _log.exception("%s failed", job.title)
            job.post(_surprise(job, error))

    def _tell(self) -> None:
        listener = self._listener()
        if listener is not None:
            with suppress(RuntimeError):
                listener.post_message(JobsChanged(len(self.running(*LONG_LANES))))


def _failure(job: Job, error: CarrelError) -> Message:
    from workbench.errors import CancelledError, QueryError

    if isinstance(error, CancelledError):
        return JobCancelled(job.number, job.title)
    detail = "".join(traceback.format_exception(error))
    pointer = error.pointer if isinstance(error, QueryError) else ""
    return JobFailed(job.number, job.title, error.message, error.hint, detail, pointer)


def _surprise(job: Job, error: Exception) -> Message:
    return JobFailed(
        job.number,
        job.title,
        f"{job.title} failed unexpectedly: {error}",
        "This is a fault in carrel. The detail below, copied into a report, helps to mend it.",
        "".join(traceback.format_exception(error)),
    )
