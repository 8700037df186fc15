"""What a person keeps: collections, searches, papers taken out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

__all__ = ["Collection", "CollectionContent", "RemovedPaper", "SavedSearch"]


@dataclass(frozen=True, slots=True)
class Collection:
    """A named set of papers. ``papers`` counts those that the library holds now."""

    name: str
    papers: int
    made_at: str
    """ISO 8601, UTC."""


@dataclass(frozen=True, slots=True)
class CollectionContent:
    """All of a collection, papers that are not in the library now included."""

    name: str
    paper_ids: tuple[str, ...]
    made_at: str
    """ISO 8601, UTC."""


@dataclass(frozen=True, slots=True)
class SavedSearch:
    """A search to be made again."""

    name: str
    query: str
    controls: Mapping[str, str | int | float]
    """The settings of ``search.*`` that it was made with, by their names in ``SearchSettings``."""
    saved_at: str = ""
    """ISO 8601, UTC."""


@dataclass(frozen=True, slots=True)
class RemovedPaper:
    """A paper that the person took out; its files stay where they are, and are not read again."""

    id: str
    title: str
    removed_at: str
    """ISO 8601, UTC."""
    paths: tuple[str, ...]
    """Where its files were seen last."""
