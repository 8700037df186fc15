"""What lives as long as the app does: one library, its threads, the settings.

Owns opening and closing. Widgets and places get the session handed to them; nobody keeps a
library of their own.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from carrel import CarrelError
from ui.app.jobs import Job, Jobs, JobTarget
from ui.app.memory import DeskMemory
from ui.app.undo import UndoStack
from ui.app.wording import short_path

if TYPE_CHECKING:
    from textual.message import Message

    from workbench.library import Library
    from workbench.settings import Settings

__all__ = ["Session"]

ENDING_SECONDS = 0.3
"""How long leaving waits for threads to end; those that wait for changes or a model do by then."""

CLOSING_SECONDS = 0.6
"""How long closing may take; the catalogue survives being killed, a person's patience does not."""


class Session:
    """One sitting at the desk.

    Args:
        opener: Opens the library. It runs on a thread after the first paint, because it imports
            DuckDB and NumPy (0.4 s).
        settings: All settings.
        label: How the library is called while it opens.
        memory: What is remembered of the last sitting; without it nothing is.
    """

    def __init__(
        self,
        opener: Callable[[], Library],
        settings: Settings,
        label: str,
        memory: DeskMemory | None = None,
    ) -> None:
        self.opener = opener
        self.memory = memory
        self.settings = settings
        self.label = label
        self.listener: JobTarget | None = None
        self.jobs = Jobs(lambda: self.listener)
        self.undo = UndoStack()
        self._library: Library | None = None
        self._closing = False

    @classmethod
    def for_folder(cls, folder: Path | None, settings: Settings) -> Session:
        """A session over the library in ``folder``, or over the default one."""
        from workbench.paths import default_library

        place = folder.expanduser().absolute() if folder else default_library()
        memory = DeskMemory.of_library(place)
        return cls(partial(_open, folder, settings), settings, _short(folder), memory)

    @property
    def is_open(self) -> bool:
        """Whether the library can be used yet."""
        return self._library is not None

    @property
    def can_write(self) -> bool:
        """Whether the library is open, and where something can be stored in it."""
        return self._library is not None and not self._library.is_read_only

    @property
    def library(self) -> Library:
        """The open library.

        Raises:
            CarrelError: It is still being opened.
        """
        if self._library is None:
            raise CarrelError("The library is still being opened", "try again in a moment")
        return self._library

    def adopt(self, library: Library) -> None:
        """Take over a library that a thread has opened; close it at once when we are leaving."""
        self._library = library
        if self._closing:
            library.close()

    def start(
        self, work: Callable[[Library, Job], Message | None], *, lane: str, title: str,
        target: JobTarget, is_kept: bool = False,
    ) -> Job:  # fmt: skip
        """Run work that needs the library on one of the lanes of ``jobs``."""
        return self.jobs.start(
            partial(_with_library, self, work),
            lane=lane, title=title, target=target, is_kept=is_kept,
        )  # fmt: skip

    def close(self) -> None:
        """Stop every job and close the library, within a second, whatever is going on.

        What the person did is stored first, which may take ``jobs.KEEPING_SECONDS`` more.
        """
        self._closing = True
        self.jobs.close(ENDING_SECONDS)
        if self._library is None:
            return
        closer = threading.Thread(target=self._close_library, name="carrel-close", daemon=True)
        closer.start()
        closer.join(CLOSING_SECONDS)

    def _close_library(self) -> None:
        with suppress(CarrelError):
            self.library.close()


def _with_library(
    session: Session, work: Callable[[Library, Job], Message | None], job: Job
) -> Message | None:
    return work(session.library, job)


def _open(folder: Path | None, settings: Settings) -> Library:
    from workbench.library import Library

    return Library.open(folder, settings=settings)


def _short(folder: Path | None) -> str:
    if folder is None:
        return "your library"
    return short_path(str(folder.expanduser().absolute()))
