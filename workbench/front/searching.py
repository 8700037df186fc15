"""The part of the front door for finding passages."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from dataclasses import replace

from workbench.errors import QueryError
from workbench.front.life import LibraryLife
from workbench.plain_text import encodable
from workbench.search.searcher import Searcher
from workbench.settings import Settings
from workbench.types import (
    Filters,
    SearchResult,
)

__all__ = ["SearchDoor"]


class SearchDoor(LibraryLife):
    """Ranked passages."""

    def warm(self) -> None:
        """Open the indexes and load the models in the background, so the first search is quick."""
        self._engines.warm()

    def search(
        self,
        query: str,
        *,
        k: int | None = None,
        filters: Filters | None = None,
        settings: Settings | None = None,
        widen: Sequence[str] = (),
        cancel: threading.Event | None = None,
    ) -> SearchResult:
        """Rank passages for a query by words and meaning.

        Args:
            query: Words, phrases, exclusions and filters: see the guide to searching.
            k: Most hits wanted; the setting ``search.hits`` when omitted.
            filters: What to narrow to.
            settings: Other values of ``search.*`` for this search alone.
            widen: Ways to find more: ``parts``, ``hyde``, ``citations``.
            cancel: Checked between steps.

        Raises:
            QueryError: The query holds no word, or cannot be read; ``place`` says where.
            CancelledError: ``cancel`` was set.
        """
        return self._searcher_with(settings).search(
            encodable(query),
            self._wanted(k),
            filters or Filters(),
            cancel or threading.Event(),
            widen=widen,
        )

    def more_like(
        self,
        key: str,
        *,
        k: int | None = None,
        filters: Filters | None = None,
        settings: Settings | None = None,
        cancel: threading.Event | None = None,
    ) -> SearchResult:
        """Rank passages by how like they are to a paper or to one passage, which is left out.

        Args:
            key: A citation key, an id, the start of one, a path, or a passage's id.
            k: Most hits wanted; the setting ``search.hits`` when omitted.
            filters: What to narrow to.
            settings: Other values of ``search.*`` for this search alone.
            cancel: Checked between steps.

        Raises:
            PaperNotFoundError: The key names neither, or several papers.
            CancelledError: ``cancel`` was set.
        """
        stop = cancel or threading.Event()
        searcher = self._searcher_with(settings)
        return searcher.more_like(key, self._wanted(k), filters or Filters(), stop)

    def _searcher_with(self, settings: Settings | None) -> Searcher:
        return replace(self._searcher, settings=(settings or self.settings).search)

    def _wanted(self, k: int | None) -> int:
        wanted = k if k is not None else self.settings.search.hits
        if wanted < 1:
            raise QueryError(f"{wanted} hits cannot be shown", "ask for at least one")
        return wanted
