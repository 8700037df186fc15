"""Changing what the person keeps of papers, each with the step that takes it back.

Owns functions that run on threads, see ``ui.app.work``.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from textual.message import Message

from ui.app.messages.chosen import Undone
from ui.app.messages.keeping import (
    AnswersUsingRead,
    DetailRead,
    PaperIdsRead,
    PapersChanged,
    PapersWritten,
    ProblemsRead,
    SelectionRead,
    ShelvesRead,
    SimilarRead,
)
from ui.app.undo import UndoStep
from ui.app.work.folders import report_progress
from workbench.editing import field_text
from workbench.errors import LibraryError
from workbench.names import family_name
from workbench.types import FileState

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ui.app.jobs import Job
    from workbench.library import Library
    from workbench.types import CollectionContent, PaperSummary, RemovedPaper

__all__ = [
    "SHELVES",
    "change_collections",
    "delete_collection",
    "edit_paper",
    "intend_removal",
    "keep_draft",
    "link_versions",
    "mark_papers",
    "read_again",
    "read_answers_using",
    "read_detail",
    "read_paper_ids",
    "read_problems",
    "read_selection",
    "read_shelves",
    "read_similar",
    "remove_papers",
    "rename_collection",
    "restore_papers",
    "tag_papers",
    "write_note",
    "write_papers",
]

SHELVES = ("unread", "read", "starred", "noted", "versions", "copies", "warned")
"""Kinds of papers that the list can be narrowed to, as the library calls them."""

_ENDS = ("ready", "words only", "skipped", "failed")

SIMILAR = 60
"""Passages that are looked at for papers like one: a few for each of some twenty papers."""


def _step(words: str, back: Callable[[Library], object]) -> UndoStep:
    """A step whose way back is one call of the library."""

    def undo(library: Library, job: Job) -> Message:
        back(library)
        return Undone(job.number, f"taken back: {words}")

    return UndoStep(words, undo)


def _named(papers: Sequence[PaperSummary]) -> str:
    """One paper's title, or how many they are."""
    if len(papers) != 1:
        return f"{len(papers):,} papers"
    paper = papers[0]
    first = family_name(paper.authors[0]) if paper.authors else ""
    return (paper.title or f"{first} {paper.year or ''}".strip() or paper.citekey)[:50]


def _papers(library: Library, ids: Sequence[str]) -> list[PaperSummary]:
    """Rows of papers in the order of their ids; what is gone meanwhile is left out."""
    found = library.summaries(ids)
    return [found[key] for key in ids if key in found]


# -- reading ---------------------------------------------------------------------------------


def read_detail(key: str, window: str, library: Library, _job: Job) -> Message:
    """Read what a window about one paper shows."""
    return DetailRead(library.paper(key), window)


def read_selection(ids: Sequence[str], window: str, library: Library, _job: Job) -> Message:
    """Read what a window about several papers shows."""
    papers = _papers(library, ids)
    return SelectionRead(papers, tuple(library.tags()), library.collections(), window)


def read_paper_ids(text: str, collection: str, show: str, library: Library, _job: Job) -> Message:
    """Read which papers a narrowed list holds."""
    return PaperIdsRead(library.paper_ids(text, collection=collection, show=show))


def read_shelves(library: Library, _job: Job) -> Message:
    """Count what the list of papers can be narrowed to."""
    kinds = {kind: library.count_papers(show=kind) for kind in ("", *SHELVES)}
    return ShelvesRead(kinds, library.collections(), library.tags())


def read_problems(library: Library, _job: Job) -> Message:
    """Read which files are not in the library as they should be, or were odd, or taken out."""
    problems = library.problems()
    told = {problem.path for problem in problems}
    odd = [report for report in library.warnings() if report.path not in told]
    return ProblemsRead([*problems, *odd], library.removed_papers())


def read_similar(key: str, library: Library, job: Job) -> Message:
    """Find papers like one, each by its likest passage."""
    from workbench.search.hits import group_by_paper

    result = library.more_like(key, k=SIMILAR, cancel=job.cancelled)
    return SimilarRead([group.hits[0] for group in group_by_paper(result.hits)], result.notes)


def read_answers_using(key: str, library: Library, _job: Job) -> Message:
    """Read the answers that quote a paper."""
    return AnswersUsingRead(library.answers_citing(key))


# -- marks and fields ------------------------------------------------------------------------


def mark_papers(
    ids: Sequence[str], read: bool | None, starred: bool | None, library: Library, _job: Job
) -> Message:
    """Set papers read or unread, with or without a star; None leaves that as it is."""
    papers = _papers(library, ids)
    library.mark(ids, read=read, starred=starred)
    word = {None: "", True: "read", False: "unread"}[read]
    word += {None: "", True: "starred", False: "without a star"}[starred]
    words = f"{_named(papers)}: {word}"
    changed = [
        p.id
        for p in papers
        if (read is not None and p.is_read != read)
        or (starred is not None and p.is_starred != starred)
    ]

    def back(library: Library) -> None:
        library.mark(
            changed,
            read=None if read is None else not read,
            starred=None if starred is None else not starred,
        )

    return PapersChanged(words, _step(words, back))


def tag_papers(
    ids: Sequence[str], add: Sequence[str], remove: Sequence[str], library: Library, _job: Job
) -> Message:
    """Put tags on papers and take others off."""
    papers = _papers(library, ids)
    library.tag(ids, add, remove)
    put = {tag: [p.id for p in papers if tag not in p.tags] for tag in add}
    taken = {tag: [p.id for p in papers if tag in p.tags] for tag in remove}

    def back(library: Library) -> None:
        for tag, keys in put.items():
            library.tag(keys, (), [tag])
        for tag, keys in taken.items():
            library.tag(keys, [tag], ())

    told = [f"+{tag}" for tag in add] + [f"-{tag}" for tag in remove]
    words = f"{_named(papers)}: {' '.join(told)}"
    return PapersChanged(words, _step(words, back))


def edit_paper(
    key: str, changes: Mapping[str, str], undone: Sequence[str], library: Library, job: Job
) -> Message:
    """Let what the person knows of a paper count, and what was read where they took it back."""
    detail = library.paper(key)
    touched = {*changes, *undone}
    before = {e.name: field_text(e.value) for e in detail.edits if e.name in touched}
    if undone:
        library.undo_edits(key, undone, cancel=job.cancelled)
    if changes:
        library.edit(key, changes, cancel=job.cancelled)
    told = [f"{name} set" for name in changes] + [f"{name} as read" for name in undone]
    words = f"{_named([detail.summary])}: {', '.join(told)}"

    def back(library: Library) -> None:
        library.undo_edits(key, sorted(touched))
        if before:
            library.edit(key, before)

    return PapersChanged(words, _step(words, back))


def link_versions(key: str, other: str, together: bool, library: Library, _job: Job) -> Message:
    """Make two papers versions of one work, or set them apart."""
    if together:
        library.link_versions(key, other)
    else:
        library.unlink_versions(key, other)
    told = "linked as versions" if together else "set apart"
    return PapersChanged(f"{_named([library.paper(key).summary])}: {told}")


# -- notes -----------------------------------------------------------------------------------


def keep_draft(key: str, text: str, library: Library, _job: Job) -> None:
    """Keep what is being written, so that a terminal that is closed costs no words."""
    library.set_note(key, text)


def write_note(key: str, before: str, text: str, library: Library, _job: Job) -> Message:
    """Keep a note; ``before`` is what undo brings back."""
    library.set_note(key, text)
    words = f"{_named([library.paper(key).summary])}: note {'kept' if text.strip() else 'deleted'}"
    return PapersChanged(words, _step(words, lambda library: library.set_note(key, before)))


# -- collections -----------------------------------------------------------------------------


def change_collections(
    ids: Sequence[str], add: Sequence[str], drop: Sequence[str], library: Library, _job: Job
) -> Message:
    """Put papers into collections, made where they are not there, and take them out of others."""
    papers = _papers(library, ids)
    known = {collection.name for collection in library.collections()}
    put = {name: [p.id for p in papers if name not in p.collections] for name in add}
    taken = {name: [p.id for p in papers if name in p.collections] for name in drop}
    for name in add:
        library.collect(ids, name)
    for name in drop:
        library.uncollect(ids, name)

    def back(library: Library) -> None:
        for name, keys in put.items():
            if name in known:
                library.uncollect(keys, name)
            else:
                library.delete_collection(name)
        for name, keys in taken.items():
            library.collect(keys, name)

    told = [f"into {name}" for name in add] + [f"out of {name}" for name in drop]
    words = f"{_named(papers)}: {', '.join(told)}"
    return PapersChanged(words, _step(words, back))


def rename_collection(name: str, new: str, library: Library, _job: Job) -> Message:
    """Give a collection another name."""
    library.rename_collection(name, new)
    words = f"collection {name} is now {new}"
    step = _step(words, lambda library: library.rename_collection(new, name))
    return PapersChanged(words, step, renamed=(name, new))


def delete_collection(name: str, library: Library, _job: Job) -> Message:
    """Forget a collection; its papers stay."""
    content = library.delete_collection(name)
    words = f"deleted collection {content.name}"
    back = partial(_restore_collection, content)
    return PapersChanged(f"{words}; its papers stay", _step(words, back), renamed=(name, ""))


def _restore_collection(content: CollectionContent, library: Library) -> None:
    library.restore_collection(content)


# -- out and back in -------------------------------------------------------------------------


def intend_removal(ids: Sequence[str], library: Library, _job: Job) -> None:
    """Note what was agreed to, so that it holds even when carrel is left before its turn."""
    library.intend_removal(ids)


def remove_papers(ids: Sequence[str], library: Library, _job: Job) -> Message:
    """Take papers out of the library; their files stay."""
    papers = _papers(library, ids)
    removed = library.remove_papers([paper.id for paper in papers])
    words = f"taken out: {_named(papers)}"
    undo = _bringing_back(removed, words)
    gone = tuple(paper.id for paper in removed)
    return PapersChanged(f"{words}; files stay where they are", undo, gone)


def _bringing_back(papers: Sequence[RemovedPaper], words: str) -> UndoStep:
    """The step that brings papers back, which may take a while."""
    what = papers[0].title[:50] if len(papers) == 1 else f"{len(papers):,} papers"
    back = partial(_bring_back, [paper.id for paper in papers], words)
    return UndoStep(words, back, "ingest", f"Bringing back {what or 'a paper'}")


def _bring_back(ids: Sequence[str], words: str, library: Library, job: Job) -> Message:
    told, left = _restored(ids, library, job)
    return Undone(job.number, told, _bringing_back(left, words) if left else None)


def restore_papers(ids: Sequence[str], library: Library, job: Job) -> Message:
    """Read papers again that were taken out."""
    return PapersChanged(_restored(ids, library, job)[0])


def _restored(ids: Sequence[str], library: Library, job: Job) -> tuple[str, Sequence[RemovedPaper]]:
    """Bring papers back; what is to be said of it, and those that are still out.

    Raises:
        LibraryError: Not one of them could be read, though nobody stopped it.
    """
    out = {paper.id for paper in library.removed_papers()}
    report = library.restore_papers(
        [key for key in ids if key in out], on_progress=report_progress(job), cancel=job.cancelled
    )
    left = [paper for paper in library.removed_papers() if paper.id in set(ids)]
    if not left:
        return f"back in the library: {_named(_papers(library, ids))}", ()
    told = f"{len(ids) - len(left):,} of {len(ids):,} papers back in the library"
    if report.cancelled:
        return f"{told}, then stopped", left
    odd = [file for file in report.files if file.state in (FileState.FAILED, FileState.SKIPPED)]
    why = f"{Path(odd[0].path).name}: {odd[0].reason}" if odd else "the others were not read"
    if len(left) == len(ids):
        raise LibraryError(
            f"no paper came back: {why}",
            "Problems, in the library's list, keeps what was taken out",
        )
    return f"{told}; {why}", left


def read_again(paths: Sequence[str], library: Library, job: Job) -> Message:
    """Read files once more that failed or were skipped."""
    report = library.ingest(
        [Path(path) for path in paths],
        retry=True,
        remember=False,
        on_progress=report_progress(job),
        cancel=job.cancelled,
    )
    told = [f"{report.counts[state]:,} {state}" for state in _ENDS if report.counts[state]]
    return PapersChanged(f"read again: {', '.join(told) or 'nothing'}")


# -- writing down ----------------------------------------------------------------------------


def write_papers(
    ids: Sequence[str], path: str, kind: str, notes: bool, overwrite: bool,
    library: Library, _job: Job,
) -> Message:  # fmt: skip
    """Write a set of papers to a file; one that is there is replaced only when told so."""
    target = Path(path).expanduser()
    if target.exists() and not overwrite:
        return PapersWritten(path, len(ids), is_in_the_way=True)
    left_out = len(library.not_citable(ids))
    library.export_papers(ids, target, format=kind, notes=notes, overwrite=overwrite)
    return PapersWritten(str(target), len(ids) - left_out, left_out=left_out)
