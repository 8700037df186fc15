"""The part of the front door for finding passages."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from dataclasses import replace

from workbench.answer.feedback import with_feedback
from workbench.errors import QueryError
from workbench.front.life import LibraryLife
from workbench.plain_text import encodable
from workbench.search.adjust import with_years
from workbench.search.facets import Facets, count_facets, count_years, papers_within
from workbench.search.hits import newest_first
from workbench.search.narrow import Scope, narrow
from workbench.search.query import Query, parse_query
from workbench.search.reweigh import reweighed
from workbench.search.searcher import Searcher
from workbench.search.weigh import Priors, weighing_of
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

        A passage that was voted on moves a little; its scores say by how much, as
        ``votes_share``.

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
        result = self._searcher_with(settings).search(
            encodable(query),
            self._wanted(k),
            filters or Filters(),
            cancel or threading.Event(),
            widen=widen,
        )
        return self._voted_on(result)

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

    def reweighed(self, result: SearchResult, settings: Settings) -> SearchResult:
        """A result's hits as they stand under other weights of time and citations, at once.

        Nothing is searched: a search under the same settings may find other passages.
        """
        keeper = self._searcher.keeper
        priors = keeper.priors() if keeper else Priors({}, {})
        return self._voted_on(reweighed(result, priors, weighing_of(settings.search)))

    def _voted_on(self, result: SearchResult) -> SearchResult:
        """The result as votes move its hits, a work's newest version first as before."""
        voted = with_feedback(result, self._catalogue.votes.on_passages())
        return voted if voted is result else replace(voted, hits=newest_first(voted.hits))

    def facets(
        self,
        result: SearchResult,
        cancel: threading.Event | None = None,
        *,
        k: int | None = None,
        settings: Settings | None = None,
    ) -> Facets:
        """Count what the papers of a result have in common: years, authors, venues, folders, marks.

        A query of filters alone finds every paper that they leave, and all of them are counted;
        one with words finds those that were ranked. Years are counted as if the query chose none,
        so that other years can be chosen.

        Args:
            result: Of a search.
            cancel: Checked between steps.
            k: Most hits that were wanted of it; the setting ``search.hits`` when omitted.
            settings: Other values of ``search.*`` with which it was made.

        Raises:
            CancelledError: ``cancel`` was set.
        """
        database = self._catalogue.database
        found = self._found(result)
        wider = with_years(result.query, None)
        everywhere = found
        if not wider:
            everywhere = papers_within(self._scope(parse_query(wider), result.filters))
        elif wider != result.query.strip():
            used = settings or self.settings
            # which papers are found does not hang on how closely the first of them are read
            unread = replace(used, search=replace(used.search, rerank="off"))
            everywhere = self._found(
                self.search(wider, k=k, filters=result.filters, settings=unread, cancel=cancel)
            )
        years = count_years(database, everywhere)
        return Facets(len(found), years, count_facets(database, found))

    def _found(self, result: SearchResult) -> Sequence[str]:
        """The papers of a result: all that its filters leave, where nothing ranks them."""
        query = parse_query(result.query)
        if query.has_words or not result.papers:
            return result.papers
        scope = self._scope(query, result.filters)
        return papers_within(scope) if scope.allowed else result.papers

    def _scope(self, query: Query, filters: Filters) -> Scope:
        holding = self._indexes.lexical().labels_holding
        return narrow(query, filters, self._catalogue, holding)

    def _searcher_with(self, settings: Settings | None) -> Searcher:
        return replace(self._searcher, settings=(settings or self.settings).search)

    def _wanted(self, k: int | None) -> int:
        wanted = k if k is not None else self.settings.search.hits
        if wanted < 1:
            raise QueryError(f"{wanted} hits cannot be shown", "ask for at least one")
        return wanted
