"""One search, step by step: narrow, match words, match meaning, fuse, load.

Owns the order of the steps and the honesty about what each could do. The indexes rank; the
catalogue says what was ranked.
"""

from __future__ import annotations

import threading
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field

from index.errors import RequestCancelledError
from index.fusion import FusedPassage, fuse_convex
from index.protocols import ScoredPassage
from workbench.catalogue.catalogue import Catalogue
from workbench.engines import MODEL_UNAVAILABLE, Engines
from workbench.errors import CancelledError, QueryError
from workbench.indexes import Indexes
from workbench.search.stopwatch import Stopwatch
from workbench.settings import SearchSettings
from workbench.types import Filters, Hit, SearchResult

__all__ = ["Searcher"]

_EACH_PAPER = 3
"""Most passages of one paper in a result, so that one long paper cannot fill it."""


@dataclass(slots=True)
class Searcher:
    """Searches one library. Safe from any thread."""

    catalogue: Catalogue
    indexes: Indexes
    engines: Engines
    settings: SearchSettings

    def search(
        self,
        query: str,
        k: int,
        filters: Filters,
        cancel: threading.Event,
        each_paper: int = _EACH_PAPER,
    ) -> SearchResult:
        """Rank passages for a query.

        Args:
            query: A person's words.
            k: Most hits wanted, at least 1.
            filters: What to narrow to; applied inside both matches.
            cancel: Checked between steps.
            each_paper: Most passages of one paper.

        Raises:
            QueryError: The query holds no word.
            CancelledError: ``cancel`` was set.
        """
        if not any(character.isalnum() for character in query):
            raise QueryError("there is no word to search for", "type a few words or a question")
        search = _Search(self, query, filters, cancel, each_paper)
        return search.run(k)


@dataclass(slots=True)
class _Search:
    """The state of one search on its way through the steps."""

    searcher: Searcher
    query: str
    filters: Filters
    cancel: threading.Event
    each_paper: int
    watch: Stopwatch = field(default_factory=Stopwatch)
    notes: list[str] = field(default_factory=list)

    def run(self, k: int) -> SearchResult:
        papers = self._papers()
        candidates = max(self.searcher.settings.candidates, k)
        lexical = self._match_words(papers, candidates)
        dense = self._match_meaning(papers, candidates)
        with self.watch.step("fuse"):
            share = self.searcher.settings.dense_weight
            fused = fuse_convex(
                {"lexical": lexical, "dense": dense}, {"lexical": 1 - share, "dense": share}
            )
            hits = self._load(fused, k)
        return SearchResult(self.query, self.filters, hits, self.watch.timings(), tuple(self.notes))

    def _papers(self) -> Collection[str] | None:
        """The papers the filters leave, or None for all of them."""
        if not self.filters:
            return None
        chosen = set(self.filters.papers) or None
        if self.filters.since is None and self.filters.until is None:
            return chosen
        published: set[str] = set(
            self.searcher.catalogue.papers.published(self.filters.since, self.filters.until)
        )
        return published if chosen is None else published & chosen

    def _match_words(self, papers: Collection[str] | None, candidates: int) -> list[ScoredPassage]:
        self._check_cancelled()
        with self.watch.step("lexical"):
            return self.searcher.indexes.lexical().search(self.query, candidates, papers)

    def _match_meaning(
        self, papers: Collection[str] | None, candidates: int
    ) -> list[ScoredPassage]:
        """Nearest passages by embedding; nothing, and a note that says why, where that fails."""
        self._check_cancelled()
        try:
            embedder = self.searcher.engines.embedder()
            dense = self.searcher.indexes.open_dense(embedder.key, embedder.dimension)
            self._note_coverage(dense.count())
            if not dense.count():
                return []
            with self.watch.step("embed"):
                vector = embedder.embed_query(self.query, self.cancel)
            with self.watch.step("dense"):
                return dense.search(vector, candidates, self._passages(papers))
        except RequestCancelledError as error:
            raise CancelledError("the search was cancelled") from error
        except MODEL_UNAVAILABLE as error:
            self.notes.append(f"words only: {error}")
            return []

    def _passages(self, papers: Collection[str] | None) -> Collection[str] | None:
        if papers is None:
            return None
        return self.searcher.catalogue.passages.ids_of_papers(list(papers))

    def _note_coverage(self, embedded: int) -> None:
        passages = self.searcher.catalogue.passages.count()
        if embedded < passages:
            share = 100 * embedded // passages
            self.notes.append(f"meaning covers {share} % of the passages so far")

    def _load(self, fused: Iterable[FusedPassage], k: int) -> tuple[Hit, ...]:
        """Take the best ``k``, few of each paper, with their text and paper."""
        ranked = list(fused)
        passages = self.searcher.catalogue.passages.by_ids([hit.passage_id for hit in ranked])
        taken: dict[str, int] = {}
        chosen: list[FusedPassage] = []
        for hit in ranked:
            passage = passages.get(hit.passage_id)
            # an index may name a passage that was removed a moment ago
            if passage is None or taken.get(passage.paper_id, 0) >= self._most_of_one_paper():
                continue
            taken[passage.paper_id] = taken.get(passage.paper_id, 0) + 1
            chosen.append(hit)
            if len(chosen) == k:
                break
        papers = self.searcher.catalogue.papers.summaries(taken)
        return tuple(
            Hit(rank, hit.score, _rounded(hit.terms), papers[p.paper_id], p)
            for rank, hit in enumerate(chosen, start=1)
            if (p := passages[hit.passage_id]).paper_id in papers
        )

    def _most_of_one_paper(self) -> int:
        return 1_000_000 if len(self.filters.papers) == 1 else self.each_paper

    def _check_cancelled(self) -> None:
        if self.cancel.is_set():
            raise CancelledError("the search was cancelled")


def _rounded(scores: Mapping[str, float]) -> dict[str, float]:
    return {name: round(float(value), 6) for name, value in scores.items()}
