"""Results of searches, what can be chosen from them, and searches that are kept."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from textual.message import Message

if TYPE_CHECKING:
    from workbench.search.facets import Facets
    from workbench.types import SavedSearch, SearchResult

__all__ = [
    "FacetsCounted",
    "SavedSearchesRead",
    "SearchFinished",
    "SearchKept",
    "SearchNameTaken",
]


@dataclass(eq=False, repr=False)
class SearchFinished(Message, bubble=False):
    """Hits arrived for the query numbered ``request``."""

    request: int
    result: SearchResult


@dataclass(eq=False, repr=False)
class FacetsCounted(Message, bubble=False):
    """What the papers of the result numbered ``request`` have in common."""

    request: int
    facets: Facets


@dataclass(eq=False, repr=False)
class SavedSearchesRead(Message, bubble=False):
    """All searches that the person kept."""

    searches: Sequence[SavedSearch]


@dataclass(eq=False, repr=False)
class SearchKept(Message, bubble=False):
    """A search was kept or forgotten; ``words`` say which."""

    words: str


@dataclass(eq=False, repr=False)
class SearchNameTaken(Message, bubble=False):
    """A search was not kept, because there is one of that name."""

    name: str
