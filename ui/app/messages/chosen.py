"""What a person chose, wherever the desk may be."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from textual.message import Message

if TYPE_CHECKING:
    from ingest.paper import Rectangle
    from ui.app.undo import UndoStep
    from workbench.settings import Settings

__all__ = [
    "FolderChosen",
    "PaperChosen",
    "PlaceChosen",
    "SamplesChosen",
    "SettingChanged",
    "Undone",
]


@dataclass(eq=False, repr=False)
class PlaceChosen(Message):
    """Someone wants to be at another place of the desk."""

    place: str


@dataclass(eq=False, repr=False)
class PaperChosen(Message):
    """Someone wants to read a paper, perhaps at a page with a quote on it."""

    paper_id: str
    page: int | None = None
    quote: str = ""
    rectangles: tuple[Rectangle, ...] = ()


@dataclass(eq=False, repr=False)
class FolderChosen(Message):
    """Someone pointed at folders or files to be read into the library."""

    paths: tuple[str, ...]
    retry: bool = False


@dataclass(eq=False, repr=False)
class SamplesChosen(Message):
    """Someone wants to try the sample library."""


@dataclass(eq=False, repr=False)
class Undone(Message):
    """The last step was taken back by ``job``; ``words`` say what it was."""

    job: int
    words: str
    rest: UndoStep | None = None
    """What is left to take back, where only a part was."""


@dataclass(eq=False, repr=False)
class SettingChanged(Message):
    """A setting was written to its file and the library works with it; bubbles to the app."""

    key: str
    settings: Settings
