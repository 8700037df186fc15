"""Reading many files in processes that can be killed.

Owns the worker processes: their number, their limits, their death and replacement, and stopping
them at once when asked. Refuses to parse: importing this module does not import the parser.
"""

from __future__ import annotations

import contextlib
import os
import sys
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, CancelledError, wait
from concurrent.futures import TimeoutError as FutureTimeoutError
from dataclasses import dataclass, replace
from multiprocessing import resource_tracker
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from pebble import ProcessExpired, ProcessPool

from ingest.errors import (
    DamagedPdfError,
    ReadCancelledError,
    ReadError,
    ReadMemoryError,
    ReadTimeoutError,
)
from ingest.limits import ReadLimits, ReadOptions
from ingest.paper import PageText, Paper, Rectangle
from ingest.recognition import can_recognise
from ingest.spawning import reader_context
from ingest.tokens import TokenCounter, estimate_tokens
from ingest.worker import draw_page, find_quote, prepare, read_file, warm_up

__all__ = ["ReadOutcome", "ReaderPool", "estimating_counter"]

_TASKS_PER_WORKER = 200
_TASKS_AHEAD = 4
_ATTENTION_SECONDS = 0.1
_RETRY_HINT = "carrel ingest --retry tries it again"
_KILLED = -9


@dataclass(frozen=True, slots=True)
class ReadOutcome:
    """How reading one file ended: with a paper, or with the reason why not."""

    path: Path
    paper: Paper | None = None
    error: ReadError | None = None


def estimating_counter() -> TokenCounter:
    """Return the estimate that stands in where no embedder is present."""
    return estimate_tokens


class ReaderPool:
    """Worker processes that read papers; use as a context manager.

    Args:
        workers: How many processes read at once.
        make_counter: Called once in every worker; returns the function that counts tokens. It
            has to be picklable: a function of a module, or an instance with ``__call__``.
        limits: Time and memory limits of one file.
        options: Window, overlap and password.
        recognise: Whether files with pages that give no usable text are read once more with
            Tesseract, where it is installed. That takes seconds a page.
    """

    def __init__(
        self,
        workers: int = 2,
        make_counter: Callable[[], TokenCounter] = estimating_counter,
        limits: ReadLimits | None = None,
        options: ReadOptions | None = None,
        recognise: bool = True,
    ) -> None:
        self._recognise = recognise
        self._workers = max(workers, 1)
        self._limits = limits or ReadLimits()
        self._options = options or ReadOptions()
        _start_resource_tracker()
        self._pool: Any = ProcessPool(
            max_workers=self._workers,
            max_tasks=_TASKS_PER_WORKER,
            initializer=prepare,
            initargs=(make_counter,),
            context=reader_context(),
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def warm_up(self) -> None:
        """Start the processes and have them load the parser; returns at once."""
        for _ in range(self._workers):
            self._pool.schedule(warm_up)

    def close(self) -> None:
        """Stop every worker, whatever it is doing. Closing twice does nothing."""
        self._pool.stop()
        self._pool.join()

    def read(
        self, paths: Iterable[str | Path], cancel: threading.Event | None = None
    ) -> Iterator[ReadOutcome]:
        """Yield one outcome for every path, as files finish.

        Files that need recognition come last, so that the others need not wait for them.
        When ``cancel`` is set, files being read are stopped, the rest is not begun, and the
        iterator ends within half a second; files without an outcome were not read.
        """
        for outcomes in self.read_together(paths, 0.0, cancel):
            yield from outcomes

    def read_together(
        self,
        paths: Iterable[str | Path],
        seconds: float,
        cancel: threading.Event | None = None,
    ) -> Iterator[list[ReadOutcome]]:
        """Do the same as ``read``, yielding together what came within ``seconds``.

        No list is empty, and none is kept back longer than ``seconds`` and a tenth.
        """
        gathered: list[ReadOutcome] = []
        due = 0.0
        for outcome in self._outcomes(paths, cancel):
            now = time.monotonic()
            if outcome is not None:
                due = due if gathered else now + seconds
                gathered.append(outcome)
            if gathered and now >= due:
                yield gathered
                gathered = []
        if gathered:
            yield gathered

    def _outcomes(
        self, paths: Iterable[str | Path], cancel: threading.Event | None
    ) -> Iterator[ReadOutcome | None]:
        """Yield outcomes as files finish, and None every tenth of a second in which none does."""
        waiting = iter(paths)
        running: dict[Any, Path] = {}
        first_readings: dict[Any, ReadOutcome] = {}
        unread: list[ReadOutcome] = []
        try:
            while not (cancel and cancel.is_set()):
                self._fill(running, waiting)
                while unread and len(running) < self._workers:
                    first = unread.pop()
                    again = self._schedule_recognition(first)
                    running[again], first_readings[again] = first.path, first
                if not running:
                    return
                done, _ = wait(running, timeout=_ATTENTION_SECONDS, return_when=FIRST_COMPLETED)
                if not done:
                    yield None
                for future in done:
                    path = running.pop(future)
                    outcome = self._outcome(path, future)
                    if future not in first_readings and self._wants_recognition(outcome):
                        unread.append(outcome)
                        continue
                    yield self._better(first_readings.pop(future, None), outcome)
        finally:
            for future in running:
                future.cancel()

    def render(
        self, path: str | Path, page: int, zoom: float, highlights: Sequence[Rectangle] = ()
    ) -> bytes:
        """Return page ``page`` (from 1) as PNG bytes, drawn in a worker.

        Raises:
            ReadError: The page cannot be drawn; the leaf says why.
        """
        future = self._pool.schedule(
            draw_page,
            args=(str(path), page, zoom, tuple(highlights), self._limits),
            timeout=self._limits.hard_seconds(0),
        )
        result = _result(Path(path), future)
        if isinstance(result, ReadError):
            raise result
        return bytes(result)

    def find_quote(self, path: str | Path, page: int, quote: str) -> tuple[Rectangle, ...]:
        """Boxes around the words of a quote on page ``page`` (from 1), found in a worker.

        Raises:
            ReadError: The page cannot be read; the leaf says why.
        """
        future = self._pool.schedule(
            find_quote,
            args=(str(path), page, quote, self._limits),
            timeout=self._limits.hard_seconds(0),
        )
        result = _result(Path(path), future)
        if isinstance(result, ReadError):
            raise result
        return tuple(result)

    def _fill(self, running: dict[Any, Path], waiting: Iterator[str | Path]) -> None:
        """Keep tasks ahead of every worker, so that none waits for the parent."""
        while len(running) < _TASKS_AHEAD * self._workers:
            path = next(waiting, None)
            if path is None:
                return
            running[self._schedule(Path(path))] = Path(path)

    def _schedule(self, path: Path) -> Any:  # noqa: ANN401 - pebble's future has no types
        try:
            size = path.stat().st_size
        except OSError:
            size = 0
        return self._pool.schedule(
            read_file,
            args=(str(path), size, self._limits, self._options),
            timeout=self._limits.hard_seconds(size),
        )

    def _wants_recognition(self, outcome: ReadOutcome) -> bool:
        if not self._recognise or outcome.paper is None or not _pages_without_text(outcome.paper):
            return False
        return can_recognise(self._options.recognise_languages)

    def _schedule_recognition(self, outcome: ReadOutcome) -> Any:  # noqa: ANN401 - see _schedule
        """Read the file again with Tesseract, in a time that its pages deserve."""
        assert outcome.paper is not None
        size, pages = outcome.paper.bytes, _pages_without_text(outcome.paper)
        return self._pool.schedule(
            read_file,
            args=(str(outcome.path), size, self._limits, replace(self._options, recognise=True)),
            timeout=self._limits.recognition_seconds(size, pages),
        )

    @staticmethod
    def _better(first: ReadOutcome | None, second: ReadOutcome) -> ReadOutcome:
        """Where recognition failed, what was read without it stands, and says so."""
        if first is None or first.paper is None or second.error is None:
            return second
        note = f"recognition of pages without text failed: {second.error.message}"
        paper = replace(first.paper, warnings=(*first.paper.warnings, note))
        return ReadOutcome(first.path, paper=paper)

    def _outcome(self, path: Path, future: Any) -> ReadOutcome:  # noqa: ANN401 - see _schedule
        result = _result(path, future)
        if isinstance(result, ReadError):
            return ReadOutcome(path, error=result)
        return ReadOutcome(path, paper=result)


def _pages_without_text(paper: Paper) -> int:
    return sum(page.text in {PageText.NONE, PageText.GARBLED} for page in paper.pages)


def _result(path: Path, future: Any) -> Any:  # noqa: ANN401 - a paper, bytes, or an error
    """Return what a task gave, every way of failing turned into a ``ReadError``."""
    try:
        return future.result()
    except FutureTimeoutError:
        return ReadTimeoutError(
            f"{path.name} was stopped: reading it took longer than its limit", _RETRY_HINT
        )
    except CancelledError:
        return ReadCancelledError(f"{path.name} was not read: it was stopped", _RETRY_HINT)
    except ProcessExpired as error:
        if error.exitcode == _KILLED:
            return ReadMemoryError(
                f"{path.name} was stopped by the system, most likely for want of memory",
                _RETRY_HINT,
            )
        return DamagedPdfError(
            f"{path.name} made the PDF parser crash",
            "save a fresh copy (for example printed to PDF anew), then carrel ingest --retry",
        )
    except ReadError as error:
        return error
    except Exception as error:
        return DamagedPdfError(
            f"{path.name} could not be read: {type(error).__name__}",
            "this is a defect of carrel worth reporting; other files are not affected",
        )


def _start_resource_tracker() -> None:
    """Start multiprocessing's tracker while standard error is a real file.

    The tracker inherits ``sys.stderr``'s descriptor. Inside a terminal app that is an object
    whose ``fileno()`` is -1, and starting the tracker then fails with "bad value(s) in
    fds_to_keep"; once it runs, every later worker uses the one that is there.
    """
    if os.name != "posix":
        return
    if _has_descriptor(sys.stderr):
        resource_tracker.ensure_running()
        return
    with contextlib.ExitStack() as stack:
        real = sys.__stderr__
        if not _has_descriptor(real):
            real = stack.enter_context(Path(os.devnull).open("w", encoding="utf-8"))
        stack.enter_context(contextlib.redirect_stderr(real))
        resource_tracker.ensure_running()


def _has_descriptor(stream: Any) -> bool:  # noqa: ANN401 - sys.stderr may be anything
    try:
        return int(stream.fileno()) >= 0
    except (AttributeError, OSError, ValueError):
        return False
