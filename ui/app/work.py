"""The functions that run on threads: each asks the library one thing and answers with a message.

Owns no state and knows no widget; a test holds this file to importing nothing that draws.
"""

from __future__ import annotations

import time
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from textual.message import Message

from ui.app import messages
from workbench.types import (
    AnswerEvent,
    EvidenceGathered,
    Filters,
    Progress,
    TextGrown,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from ingest.paper import Rectangle
    from ui.app.jobs import Job
    from workbench.library import Library
    from workbench.types import Answer

__all__ = [
    "ask",
    "complete_path",
    "draw_page",
    "export_answer",
    "find_samples",
    "ingest",
    "open_library",
    "read_answers",
    "read_folders",
    "read_paper",
    "read_papers",
    "read_status",
    "search",
]

DRAFT_SECONDS = 1 / 30
"""Least time between two pictures of a growing draft."""

PROGRESS_SECONDS = 0.1
"""Least time between two progress messages of one step."""


def open_library(opener: Callable[[], Library], _job: Job) -> Message:
    """Open the library and let its models load; DuckDB and NumPy are first imported here."""
    library = opener()
    library.warm()
    return messages.LibraryOpened(library)


def read_status(library: Library, job: Job) -> Message:
    """Count papers at once, then tell the whole truth, which may wait for a model to load."""
    papers = library.count_papers()
    job.post(messages.PapersCounted(0, papers, papers))
    return messages.StatusRead(library.status())


def search(query: str, request: int, k: int, library: Library, job: Job) -> Message:
    """Find the best ``k`` passages."""
    return messages.SearchFinished(request, library.search(query, k=k, cancel=job.cancelled))


def read_papers(
    text: str, order: str, descending: bool, limit: int, offset: int, generation: int,
    library: Library, job: Job,
) -> Message:  # fmt: skip
    """Read one page of the list of papers; the first page is preceded by the count."""
    if offset == 0:
        total = library.count_papers()
        count = library.count_papers(text) if text else total
        job.post(messages.PapersCounted(generation, count, total))
    rows = library.papers(text=text, order=order, descending=descending, limit=limit, offset=offset)
    return messages.PapersRead(generation, offset, rows)


def read_paper(key: str, library: Library, _job: Job) -> Message:
    """Read everything about one paper."""
    detail = library.paper(key)
    return messages.PaperRead(detail, library.passages(detail.summary.id))


def draw_page(
    paper_id: str, page: int, highlight: Sequence[Rectangle], zoom: float,
    library: Library, _job: Job,
) -> Message:  # fmt: skip
    """Render a page in the library's reader process and decode it here."""
    from ui.app.page_picture import decode_page

    png = library.page_image(paper_id, page, highlight=highlight, zoom=zoom)
    return messages.PageDrawn(page, decode_page(png))


def read_answers(limit: int, library: Library, _job: Job) -> Message:
    """Read earlier answers."""
    return messages.AnswersRead(library.answers(limit))


def export_answer(
    answer: Answer, path: str, overwrite: bool, library: Library, _job: Job
) -> Message:
    """Write an answer to a file; a file that is there already is replaced only when told so."""
    target = _expanded(path)
    if target.exists() and not overwrite:
        return messages.FileInTheWay(path)
    written = library.export_answer(answer, target, overwrite=overwrite)
    return messages.AnswerExported(str(written))


def read_folders(library: Library, _job: Job) -> Message:
    """Read the remembered folders and their counts."""
    return messages.FoldersRead(library.folders())


def ask(question: str, request: int, library: Library, job: Job) -> Message:
    """Answer a question; quotes and the draft are posted while it is being written."""
    draft = _Draft(request, job)
    answer = library.ask(question, filters=Filters(), on_event=draft.on_event, cancel=job.cancelled)
    return messages.AnswerSettled(request, answer)


class _Draft:
    """Collects a growing draft and posts it no oftener than the eye can follow."""

    def __init__(self, request: int, job: Job) -> None:
        self._request = request
        self._job = job
        self._text = ""
        self._posted_at = 0.0

    def on_event(self, event: AnswerEvent) -> None:
        if isinstance(event, EvidenceGathered):
            self._job.post(messages.EvidenceArrived(self._request, event.citations))
        elif isinstance(event, TextGrown):
            self._text += event.delta
            now = time.monotonic()
            if now - self._posted_at >= DRAFT_SECONDS:
                self._posted_at = now
                self._job.post(messages.DraftGrown(self._request, self._text))


def ingest(paths: Sequence[str], retry: bool, library: Library, job: Job) -> Message:
    """Read folders and files into the library."""
    report = library.ingest(
        [_expanded(path) for path in paths],
        on_progress=partial(_report_progress, job, {}),
        cancel=job.cancelled,
        retry=retry,
    )
    return messages.IngestFinished(report)


def _report_progress(job: Job, posted_at: dict[str, float], progress: Progress) -> None:
    """Post progress by time, not by file; a step's last word always goes through."""
    now = time.monotonic()
    is_last = bool(progress.total) and progress.done >= progress.total
    if is_last or now - posted_at.get(progress.job, 0.0) >= PROGRESS_SECONDS:
        posted_at[progress.job] = now
        job.post(messages.IngestProgressed(progress))


def find_samples(_job: Job) -> Message:
    """Find the folder of sample papers that comes with carrel."""
    from workbench.samples import sample_folder

    return messages.FolderChosen((str(sample_folder()),))


def complete_path(typed: str, limit: int, _job: Job) -> Message:
    """List the folders and PDF files that begin with what was typed."""
    return messages.PathsCompleted(typed, tuple(_matches(typed))[:limit])


def _expanded(path: str) -> Path:
    """A path with ``~`` replaced; ``~nobody`` is left as it is, to be reported as not there."""
    try:
        return Path(path).expanduser()
    except RuntimeError:
        return Path(path).absolute()


def _matches(typed: str) -> list[str]:
    base, _, start = typed.rpartition("/")
    folder = _expanded(base + "/" if base or typed.startswith("/") else ".")
    try:
        entries = sorted(folder.iterdir(), key=lambda entry: entry.name.casefold())
    except (OSError, ValueError):
        return []  # nothing to offer: the path is not (yet) a folder that can be read
    wanted = start.casefold()
    prefix = f"{base}/" if base or typed.startswith("/") else ""
    return [
        f"{prefix}{entry.name}" + ("/" if entry.is_dir() else "")
        for entry in entries
        if entry.name.casefold().startswith(wanted)
        and (start.startswith(".") or not entry.name.startswith("."))
        and (entry.suffix.casefold() == ".pdf" or entry.is_dir())
    ]
