"""What reading folders came to, in words.

Owns phrasing only.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.content import Content

from ui.app import wording
from ui.safe_text import plain
from workbench.states import FileState

if TYPE_CHECKING:
    from collections.abc import Sequence

    from workbench.types import FileReport, IngestReport

__all__ = ["changes_of", "heading", "in_step", "summary"]


def heading(paths: Sequence[str], *, by_itself: bool) -> str:
    """What is being done: ``Reading ~/papers``."""
    verb = "Keeping in step:" if by_itself else "Reading"
    more = f" and {len(paths) - 3} more" if len(paths) > 3 else ""
    return f"{verb} {', '.join(wording.short_path(path) for path in paths[:3])}{more}"


def changes_of(report: IngestReport) -> Sequence[FileReport]:
    """The files that something was done about."""
    return [file for file in report.files if file.changed]


def in_step(report: IngestReport) -> Content:
    """What was done about changes that carrel noticed by itself."""
    changed = changes_of(report)
    parts: list[tuple[str, str]] = [("in step", "$title")]
    for state in FileState:
        if n := sum(file.state is state for file in changed):
            mark, colour = wording.STATE_MARKS[state]
            parts += [(f"   {mark} ", colour), (f"{n:,} {state}", "$quiet")]
    parts += [(f"\n{plain(note)}", "$partly") for note in report.notes]
    return Content.assemble(*parts)


def summary(report: IngestReport) -> Content:
    """Files by state, what is worth noting, and what can be done with the papers now."""
    total = report.counts.get("total", len(report.files))
    lead = "cancelled after " if report.cancelled else ""
    parts: list[tuple[str, str]] = [(f"{lead}{wording.count(total, 'file')}", "$title")]
    for state in FileState:
        if n := report.counts.get(state, 0):
            mark, colour = wording.STATE_MARKS[state]
            parts += [(f"   {mark} ", colour), (f"{n:,} {state}", "$quiet")]
    if unchanged := report.counts.get("unchanged", 0):
        parts.append((f"   {unchanged:,} unchanged", "$faint"))
    parts.append((f"   in {wording.duration(report.seconds)}", "$faint"))
    parts += [(f"\n{plain(note)}", "$partly") for note in report.notes]
    if report.counts.get(FileState.READY, 0) or report.counts.get(FileState.WORDS_ONLY, 0):
        parts += [("\nF2", "$accent"), (" asks, ", "$quiet"), ("F3", "$accent")]
        parts.append((" searches these papers", "$quiet"))
    return Content.assemble(*parts)
