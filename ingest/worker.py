"""What runs inside a reader process: reading a file, drawing a page, or finding a quote on one.

Owns preparing the process (silence, signals, memory) and the functions that the pool calls.
Refuses to know the pool. Imports the parser only when the first task comes.
"""

from __future__ import annotations

import copyreg
import gc
import os
import signal
from collections.abc import Callable, Sequence
from pathlib import Path

from ingest.errors import ReadError, ReadMemoryError
from ingest.limits import ReadLimits, ReadOptions
from ingest.paper import Paper, Rectangle
from ingest.tokens import TokenCounter, memoised

__all__ = ["draw_page", "find_quote", "prepare", "read_file", "warm_up"]


def _reduced(box: Rectangle) -> tuple[type[Rectangle], tuple[int, float, float, float, float]]:
    return Rectangle, (box.page, box.x0, box.y0, box.x1, box.y1)


# papers travel home with thousands of boxes; how dataclasses pickle takes three times as long
copyreg.pickle(Rectangle, _reduced)

_make_counter: Callable[[], TokenCounter] | None = None
_counter: TokenCounter | None = None
_files_read = 0
_FILES_BETWEEN_COLLECTIONS = 20
_NICENESS = 10
"""Reading files gives way to whoever waits at a screen, also on a machine with few cores."""


def prepare(make_counter: Callable[[], TokenCounter]) -> None:
    """Make this process fit for hostile files: mute, deaf to Ctrl+C, remembering the counter.

    MuPDF writes some messages straight to the file descriptors, where they would draw over a
    terminal app; the parent is told of failures by exceptions alone.
    """
    global _make_counter
    _make_counter = make_counter
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    # a Python handler would wait for the parser to come back; the default kills at once
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    # pages become hundreds of thousands of short-lived objects without cycles; looking for
    # cycles among them cost a fifth of the time
    gc.disable()
    mute = os.open(os.devnull, os.O_WRONLY)
    os.dup2(mute, 1)
    os.dup2(mute, 2)
    os.close(mute)


def warm_up() -> None:
    """Load the parser and the counter before there is a file to read."""
    import ingest.reader  # noqa: F401 - loading it is all that is wanted

    _count()("")


def read_file(path: str, size: int, limits: ReadLimits, options: ReadOptions) -> Paper | ReadError:
    """Read one file; a failure comes home as a value, so that its type and hint survive."""
    from ingest.reader import read_paper

    _limit_memory(limits.memory_for(size))
    _give_way()
    _tidy_now_and_then()
    try:
        return read_paper(path, _count(), limits, options)
    except ReadError as error:
        return error
    except MemoryError:
        return ReadMemoryError(
            f"{Path(path).name} needs more memory than one file may take",
            "save a smaller copy (for example printed to PDF anew), then carrel ingest --retry",
        )


def draw_page(
    path: str, page: int, zoom: float, highlights: Sequence[Rectangle], limits: ReadLimits
) -> bytes | ReadError:
    """Draw one page as PNG; a failure comes home as a value."""
    from ingest.page_image import render_page

    _limit_memory(limits.memory_for(0))
    try:
        return render_page(path, page, zoom, highlights)
    except ReadError as error:
        return error


def find_quote(
    path: str, page: int, quote: str, limits: ReadLimits
) -> tuple[Rectangle, ...] | ReadError:
    """Find a quote on one page; a failure comes home as a value."""
    from ingest.quote_boxes import quote_boxes

    _limit_memory(limits.memory_for(0))
    try:
        return quote_boxes(path, page, quote)
    except ReadError as error:
        return error


def _give_way() -> None:
    """Lower this process's priority, once; one that draws pages for a person keeps its own."""
    if os.nice(0) < _NICENESS:
        os.nice(_NICENESS - os.nice(0))


def _tidy_now_and_then() -> None:
    """Collect cyclic garbage between files, every few files; ``prepare`` turned the rest off."""
    global _files_read
    _files_read += 1
    if _files_read % _FILES_BETWEEN_COLLECTIONS == 0:
        gc.collect()


def _count() -> TokenCounter:
    global _counter
    if _counter is None:
        assert _make_counter is not None, "prepare() was not called in this process"
        _counter = memoised(_make_counter())
    return _counter


def _limit_memory(allowance: int) -> None:
    """Let this process grow by ``allowance`` bytes of address space, where the platform can."""
    try:
        import resource
    except ImportError:
        return
    try:
        used_pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0])
    except (OSError, ValueError, IndexError):
        return
    wanted = used_pages * resource.getpagesize() + allowance
    _, most = resource.getrlimit(resource.RLIMIT_AS)
    if most != resource.RLIM_INFINITY:
        wanted = min(wanted, most)
    resource.setrlimit(resource.RLIMIT_AS, (wanted, most))
