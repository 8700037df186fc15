"""A job's progress: one live line on stderr, or a few plain ones where that is no terminal."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

import click

from ui.cli.words import in_line
from workbench.types import Progress, ProgressListener

__all__ = ["show_progress"]

_VERBS = {
    "discover": "looking for files",
    "read": "reading",
    "index": "indexing words",
    "embed": "embedding",
    "fetch": "fetching",
    "convert": "converting",
}
_PLAIN_SECONDS = 10.0


@contextmanager
def show_progress() -> Iterator[ProgressListener]:
    """Give a listener that draws what it is told until the block ends."""
    if sys.stderr.isatty():
        with _live() as listener:
            yield listener
    else:
        yield _Plain().listen


@contextmanager
def _live() -> Iterator[ProgressListener]:
    from rich.console import Console
    from rich.markup import escape
    from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeRemainingColumn
    from rich.progress import Progress as Bars

    from ui.safe_text import one_line

    bars = Bars(
        TextColumn("{task.description}"),
        BarColumn(bar_width=24),
        MofNCompleteColumn(),
        TextColumn("{task.fields[pace]}"),
        TimeRemainingColumn(),
        TextColumn("[dim]{task.fields[detail]}[/dim]"),
        console=Console(stderr=True),
        transient=True,
    )
    tasks: dict[str, int] = {}

    def listen(progress: Progress) -> None:
        if progress.job not in tasks:
            tasks[progress.job] = bars.add_task(_verb(progress), total=None, pace="", detail="")
        bars.update(
            tasks[progress.job],  # type: ignore[arg-type]  # rich's TaskID is an int by another name
            completed=progress.done,
            total=progress.total or None,
            pace=_pace(progress),
            detail=escape(one_line(progress.detail, 40)),
        )

    with bars:
        yield listen


class _Plain:
    """Says where a job is when it begins, every ten seconds, and when it ends."""

    def __init__(self) -> None:
        self._said: dict[str, float] = {}
        self._ended: set[str] = set()

    def listen(self, progress: Progress) -> None:
        """Print the line if it is time for one."""
        now = time.monotonic()
        ended = 0 < progress.total <= progress.done
        due = now - self._said.get(progress.job, 0.0) >= _PLAIN_SECONDS
        if not (due or ended) or progress.job in self._ended:
            return
        self._said[progress.job] = now
        if ended:
            self._ended.add(progress.job)
        click.echo(_line(progress), err=True)


def _line(progress: Progress) -> str:
    if not progress.total:
        return f"{_verb(progress)} …"
    parts = [f"{_verb(progress)}: {_amount(progress)}"]
    if pace := _pace(progress):
        parts.append(pace)
    if progress.seconds_left and progress.done < progress.total:
        parts.append(f"{progress.seconds_left:.0f} s left")
    return ", ".join(parts)


def _pace(progress: Progress) -> str:
    if progress.unit == "bytes":
        return f"{progress.rate / 1e6:.1f} MB/s"
    return f"{progress.rate:.0f} {progress.unit}/s" if progress.rate >= 1 else ""


def _amount(progress: Progress) -> str:
    if progress.unit == "bytes":
        return f"{progress.done / 1e6:.0f} of {progress.total / 1e6:.0f} MB"
    return f"{progress.done} of {progress.total} {progress.unit}"


def _verb(progress: Progress) -> str:
    verb = _VERBS.get(progress.job, progress.job)
    return (
        f"{verb} {in_line(progress.detail)}"
        if progress.job == "fetch" and progress.detail
        else verb
    )
