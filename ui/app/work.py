"""The functions that run on threads: each asks the library one thing and answers with a message.

Owns no state and knows no widget; a test holds this file to importing nothing that draws.
"""

from __future__ import annotations

import time
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from textual.message import Message

from ui.app import messages

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from ingest.paper import Rectangle
    from ui.app.jobs import Job
    from workbench.library import Library
    from workbench.settings import Settings
    from workbench.types import Answer, AnswerEvent, Progress

__all__ = [
    "ask",
    "change_setting",
    "complete_path",
    "draw_page",
    "edit_paper",
    "export_answer",
    "fetch_model",
    "find_samples",
    "forget_folder",
    "ingest",
    "link_versions",
    "mark_paper",
    "more_like",
    "open_library",
    "read_answers",
    "read_detail",
    "read_folder_paths",
    "read_folders",
    "read_map",
    "read_models",
    "read_paper",
    "read_papers",
    "read_status",
    "remember_folder",
    "search",
    "tag_paper",
    "test_model",
    "vote",
    "watch_folders",
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


def search(
    query: str, request: int, k: int, controls: Mapping[str, Any], library: Library, job: Job
) -> Message:
    """Find the best ``k`` passages with some of the settings of ``search.*`` changed."""
    settings = _with_controls(library.settings, controls)
    result = library.search(query, k=k, settings=settings, cancel=job.cancelled)
    return messages.SearchFinished(request, result)


def more_like(
    key: str, request: int, k: int, controls: Mapping[str, Any], library: Library, job: Job
) -> Message:
    """Find the ``k`` passages most like a paper."""
    settings = _with_controls(library.settings, controls)
    result = library.more_like(key, k=k, settings=settings, cancel=job.cancelled)
    return messages.SearchFinished(request, result)


def _with_controls(settings: Settings, controls: Mapping[str, Any]) -> Settings:
    return replace(settings, search=replace(settings.search, **controls))


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


def read_detail(key: str, window: str, library: Library, _job: Job) -> Message:
    """Read what a window about one paper shows."""
    return messages.DetailRead(library.paper(key), tuple(library.tags()), window)


def mark_paper(
    key: str, read: bool | None, starred: bool | None, library: Library, _job: Job
) -> Message:
    """Set a paper read or unread, with or without a star; None leaves that as it is."""
    library.mark([key], read=read, starred=starred)
    now = library.paper(key)
    words = "read" if now.summary.is_read else "unread"
    return messages.PaperChanged(now, f"{words}, starred" if now.summary.is_starred else words)


def tag_paper(
    key: str, add: Sequence[str], remove: Sequence[str], library: Library, _job: Job
) -> Message:
    """Put tags on a paper and take others off."""
    library.tag([key], add, remove)
    paper = library.paper(key)
    return messages.PaperChanged(paper, ", ".join(paper.summary.tags) or "no tags")


def edit_paper(
    key: str, changes: Mapping[str, str], undone: Sequence[str], library: Library, job: Job
) -> Message:
    """Let what the person knows of a paper count, and what was read where they took it back."""
    if undone:
        library.undo_edits(key, undone, cancel=job.cancelled)
    if changes:
        library.edit(key, changes, cancel=job.cancelled)
    told = [f"{name} set" for name in changes] + [f"{name} as read" for name in undone]
    return messages.PaperChanged(library.paper(key), ", ".join(told))


def link_versions(key: str, other: str, together: bool, library: Library, _job: Job) -> Message:
    """Make two papers versions of one work, or set them apart."""
    if together:
        library.link_versions(key, other)
    else:
        library.unlink_versions(key, other)
    told = "linked as versions" if together else "set apart"
    return messages.PaperChanged(library.paper(key), told)


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
    return messages.FoldersRead(library.folders(), library.problems())


def read_folder_paths(library: Library, _job: Job) -> Message:
    """The remembered folders as a change: nobody watched them while carrel was closed."""
    from workbench.types import FolderChange

    places = tuple(folder.path for folder in library.folders())
    return messages.FoldersMoved(FolderChange(places, ()))


def forget_folder(path: str, library: Library, _job: Job) -> Message:
    """No longer keep a folder in step."""
    library.forget_folder(path)
    return messages.FolderForgotten(path)


def remember_folder(path: str, library: Library, _job: Job) -> Message:
    """Keep a folder in step again."""
    library.remember_folder(path)
    return messages.Undone(f"{path} is kept in step again")


def watch_folders(library: Library, job: Job) -> None:
    """Tell of changes in the remembered folders for as long as the app is open."""
    library.watch(lambda change: job.post(messages.FoldersMoved(change)), job.cancelled)


def ask(
    question: str, request: int, kind: str, effort: str, follows: Answer | None,
    library: Library, job: Job,
) -> Message:  # fmt: skip
    """Answer a question; quotes and the draft are posted while it is being written."""
    draft = _Draft(request, job)
    answer = library.ask(
        question,
        kind=kind,
        effort=effort,
        follows=follows,
        on_event=draft.on_event,
        cancel=job.cancelled,
    )
    return messages.AnswerSettled(request, answer)


def vote(answer: Answer, n: int, value: int, library: Library, _job: Job) -> Message:
    """Keep what the person thinks of a quote."""
    library.vote(answer, value, [n])
    return messages.VoteKept(n, value)


class _Draft:
    """Collects a growing draft and posts it no oftener than the eye can follow."""

    def __init__(self, request: int, job: Job) -> None:
        self._request = request
        self._job = job
        self._text = ""
        self._posted_at = 0.0

    def on_event(self, event: AnswerEvent) -> None:
        from workbench.types import EvidenceGathered, TextGrown

        if isinstance(event, EvidenceGathered):
            self._job.post(messages.EvidenceArrived(self._request, event.citations))
        elif isinstance(event, TextGrown):
            self._text += event.delta
            now = time.monotonic()
            if now - self._posted_at >= DRAFT_SECONDS:
                self._posted_at = now
                self._job.post(messages.DraftGrown(self._request, self._text))


def ingest(
    paths: Sequence[str], retry: bool, remember: bool, library: Library, job: Job
) -> Message:
    """Read folders and files into the library."""
    report = library.ingest(
        [_expanded(path) for path in paths],
        on_progress=partial(_report_progress, job, {}),
        cancel=job.cancelled,
        retry=retry,
        remember=remember,
    )
    return messages.IngestFinished(report)


def _report_progress(job: Job, posted_at: dict[str, float], progress: Progress) -> None:
    """Post progress by time, not by file; a step's last word always goes through."""
    now = time.monotonic()
    is_last = bool(progress.total) and progress.done >= progress.total
    if is_last or now - posted_at.get(progress.job, 0.0) >= PROGRESS_SECONDS:
        posted_at[progress.job] = now
        job.post(messages.IngestProgressed(progress))


def read_map(library: Library, job: Job) -> Message:
    """Draw the library's map, or read the kept one."""

    def tell(progress: Progress) -> None:
        job.post(messages.MapProgressed(progress))

    return messages.MapRead(library.map(tell, job.cancelled))


def read_models(library: Library, _job: Job) -> Message:
    """Look at the models."""
    return messages.ModelsRead(library.models())


def fetch_model(name: str, library: Library, job: Job) -> Message:
    """Fetch a model, telling how far it is."""

    def tell(progress: Progress) -> None:
        job.post(messages.FetchProgressed(progress))

    library.fetch_model(name, tell, job.cancelled)
    return messages.ModelFetched(name)


def test_model(role: str, library: Library, job: Job) -> Message:
    """Try the model of a role."""
    return messages.ModelTried(library.test_model(role, job.cancelled))


def change_setting(
    key: str, text: str | None, settings: Settings, library: Library, _job: Job
) -> Message:
    """Write a setting to its file, or take it out, and let the library work with it."""
    from workbench.settings import setting_info, with_setting
    from workbench.settings_file import reset_setting, store_setting

    changed = with_setting(settings, key, str(setting_info(key).default) if text is None else text)
    if text is None:
        reset_setting(key)
    else:
        store_setting(key, text)
    library.apply_settings(changed)
    return messages.SettingChanged(key, changed)


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
