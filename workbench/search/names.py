"""Which names of authors and venues a library knows, for suggestions that find something."""

from __future__ import annotations

from dataclasses import dataclass

from workbench.catalogue import conditions
from workbench.catalogue.catalogue import Catalogue

__all__ = ["LibraryNames"]


@dataclass(frozen=True, slots=True)
class LibraryNames:
    """Asks the catalogue, by the same rules as the filters ``author:`` and ``venue:``."""

    catalogue: Catalogue

    def has_author(self, name: str) -> bool:
        """Whether a paper is by someone of this name."""
        return self._finds(conditions.author_is(name))

    def has_venue(self, name: str) -> bool:
        """Whether a paper appeared there."""
        return self._finds(conditions.venue_has(name))

    def _finds(self, condition: conditions.Condition) -> bool:
        return bool(len(conditions.papers_where(self.catalogue.database, condition)))
