"""Models, being fetched and tried, and the map of the library."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from textual.message import Message

if TYPE_CHECKING:
    from workbench.types import ModelRow, ModelTrial, PaperMap, Progress

__all__ = [
    "FetchProgressed",
    "MapProgressed",
    "MapRead",
    "ModelFetched",
    "ModelTried",
    "ModelsRead",
]


@dataclass(eq=False, repr=False)
class ModelsRead(Message, bubble=False):
    """The models that are known, and what each is doing."""

    models: Sequence[ModelRow]


@dataclass(eq=False, repr=False)
class ModelTried(Message, bubble=False):
    """A model was tried on a few sentences."""

    trial: ModelTrial


@dataclass(eq=False, repr=False)
class ModelFetched(Message, bubble=False):
    """A model is on this machine now."""

    name: str


@dataclass(eq=False, repr=False)
class FetchProgressed(Message, bubble=False):
    """The fetching of a model is this far."""

    progress: Progress

    def can_replace(self, message: Message) -> bool:
        """Newer progress makes older progress pointless."""
        return isinstance(message, FetchProgressed)


@dataclass(eq=False, repr=False)
class MapRead(Message, bubble=False):
    """The library's map."""

    map: PaperMap


@dataclass(eq=False, repr=False)
class MapProgressed(Message, bubble=False):
    """The drawing of the map is this far."""

    progress: Progress

    def can_replace(self, message: Message) -> bool:
        """Newer progress makes older progress pointless."""
        return isinstance(message, MapProgressed)
