"""Showing a paper's file in programs outside.

Owns functions that run on threads, see ``ui.app.work``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.message import Message

from ui.app.messages.keeping import WentOutside

if TYPE_CHECKING:
    from ui.app.jobs import Job
    from workbench.library import Library

__all__ = ["open_file", "open_pdf", "reveal_file"]


def open_pdf(key: str, page: int, library: Library, _job: Job) -> Message:
    """Open a paper in the system's PDF viewer, at a page where that can be."""
    from ui.outside import open_pdf as start

    started = start(library.paper_file(key), page, library.settings.look.viewer)
    where = f" at page {page}" if started.at_page and page > 1 else ""
    cannot = "" if started.at_page else f"; turn to page {page} there"
    return WentOutside(f"opened in {started.program}{where}{cannot}")


def open_file(path: str, library: Library, _job: Job) -> Message:
    """Open a file in the system's PDF viewer."""
    from ui.outside import open_pdf as start

    return WentOutside(f"opened in {start(path, viewer=library.settings.look.viewer).program}")


def reveal_file(path: str, _library: Library, _job: Job) -> Message:
    """Show a file in the system's file manager."""
    from ui.outside import reveal

    return WentOutside(f"shown in {reveal(path).program}")
