"""Which names of authors and venues a library knows, for suggestions that find something."""

from __future__ import annotations

from dataclasses import dataclass, field

from workbench.catalogue import conditions
from workbench.catalogue.catalogue import Catalogue

__all__ = ["LibraryNames"]


@dataclass(slots=True)
class LibraryNames:
    """Asks the catalogue, by the same rules as the filters ``author:`` and ``venue:``.

    What it was told is kept until papers come or go: questions repeat their names.
    """

    catalogue: Catalogue
    _known: dict[conditions.Condition, bool] = field(default_factory=dict)
    _generation: int = -1

    def has_author(self, name: str) -> bool:
        """Whether a paper is by someone of this name."""
        return self._finds(conditions.author_is(name))

    def has_venue(self, name: str) -> bool:
        """Whether a paper appeared there."""
        return self._finds(conditions.venue_has(name))

    def _finds(self, condition: conditions.Condition) -> bool:
        generation = self.catalogue.passages.generation()
        if generation != self._generation:
            self._known, self._generation = {}, generation
        if condition not in self._known:
            found = conditions.papers_where(self.catalogue.database, condition)
            self._known[condition] = bool(len(found))
        return self._known[condition]
