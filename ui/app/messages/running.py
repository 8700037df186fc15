"""What jobs and the library have to say to the whole app."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from textual.message import Message

if TYPE_CHECKING:
    from workbench.library import Library
    from workbench.types import LibraryStatus

__all__ = [
    "JobCancelled",
    "JobFailed",
    "JobsChanged",
    "LibraryChanged",
    "LibraryOpened",
    "StatusRead",
    "TurnWanted",
]


@dataclass(eq=False, repr=False)
class JobsChanged(Message, bubble=False):
    """The number of long jobs in flight is now ``running``."""

    running: int

    def can_replace(self, message: Message) -> bool:
        """Only the newest count matters."""
        return isinstance(message, JobsChanged)


@dataclass(eq=False, repr=False)
class JobFailed(Message):
    """A job ended with an error; unhandled, it bubbles to the app, which shows it."""

    job: int
    title: str
    problem: str
    hint: str
    detail: str
    pointer: str = ""
    """Two lines that show which place of a query is to blame; ``""`` for other failures."""


@dataclass(eq=False, repr=False)
class JobCancelled(Message):
    """A job was stopped by the person and has no result."""

    job: int
    title: str


@dataclass(eq=False, repr=False)
class LibraryOpened(Message, bubble=False):
    """The library is open and can be used."""

    library: Library


@dataclass(eq=False, repr=False)
class LibraryChanged(Message):
    """Papers were added or changed; places and the top line look again."""


@dataclass(eq=False, repr=False)
class StatusRead(Message, bubble=False):
    """The truth about the library, as of now."""

    status: LibraryStatus


@dataclass(eq=False, repr=False)
class TurnWanted(Message):
    """Something short that a person asked for waits behind the reading of folders."""
