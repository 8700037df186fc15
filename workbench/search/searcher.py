"""One search, step by step: narrow, match words, match meaning, fuse, load.

Owns the order of the steps and the honesty about what each could do. The indexes rank; the
catalogue says what was ranked.
"""

from __future__ import annotations

import threading
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING

from index.errors import RequestCancelledError
from index.fusion import FusedPassage, Scorer, fill_in, fuse_convex
from index.protocols import ScoredPassage
from index.query_text import QueryText, parse_query_text
from workbench.catalogue.catalogue import Catalogue
from workbench.engines import MEANING_UNAVAILABLE, Engines
from workbench.errors import CancelledError, QueryError
from workbench.indexes import Indexes
from workbench.search.stopwatch import Stopwatch
from workbench.settings import SearchSettings
from workbench.types import Filters, Hit, SearchResult

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

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
        parsed = parse_query_text(query)
        if not any(character.isalnum() for character in _said(parsed)):
            raise QueryError("there is no word to search for", "type a few words or a question")
        return _Search(self, query, parsed, filters, cancel, each_paper).run(k)


@dataclass(slots=True)
class _Search:
    """The state of one search on its way through the steps."""

    searcher: Searcher
    query: str
    parsed: QueryText
    filters: Filters
    cancel: threading.Event
    each_paper: int
    watch: Stopwatch = field(default_factory=Stopwatch)
    notes: list[str] = field(default_factory=list)

    def run(self, k: int) -> SearchResult:
        papers = self._papers()
        candidates = max(self.searcher.settings.candidates, k)
        lexical = self._match_words(papers, candidates)
        dense, nearness = self._match_meaning(papers, candidates)
        with self.watch.step("fuse"):
            fused = self._fuse(lexical, dense, nearness)
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
        left = published if chosen is None else published & chosen
        if not left:
            raise QueryError(
                "no paper of the library is from those years", "widen them, or leave them out"
            )
        return left

    def _match_words(self, papers: Collection[str] | None, candidates: int) -> list[ScoredPassage]:
        self._check_cancelled()
        with self.watch.step("lexical"):
            return self.searcher.indexes.lexical().search(self.query, candidates, papers)

    def _match_meaning(
        self, papers: Collection[str] | None, candidates: int
    ) -> tuple[list[ScoredPassage], Scorer]:
        """Nearest passages by embedding, and what says how near any passage is.

        Nothing, and a note that says why, where there is no embedder.
        """
        self._check_cancelled()
        try:
            embedder = self.searcher.engines.embedder()
            dense = self.searcher.indexes.open_dense(embedder.key, embedder.dimension)
            self._note_coverage(dense.count())
            if not dense.count():
                return [], _nothing
            with self.watch.step("embed"):
                vector = embedder.embed_query(_said(self.parsed), self.cancel)
            with self.watch.step("dense"):
                found = dense.search(vector, candidates, self._labels(papers))

            def nearness(passage_ids: Collection[str]) -> dict[str, float]:
                return dense.scores(vector, list(passage_ids))

            return self._obeying(found), nearness
        except RequestCancelledError as error:
            raise CancelledError("the search was cancelled") from error
        except MEANING_UNAVAILABLE as error:
            self.notes.append(f"words only: {error}")
            return [], _nothing

    def _obeying(self, found: list[ScoredPassage]) -> list[ScoredPassage]:
        """Of passages found by meaning, those that hold to the query's quotes and exclusions."""
        demands = self.parsed.phrases if self.parsed.requires_phrases else ()
        if not (demands or self.parsed.excluded):
            return found
        ids = [passage.passage_id for passage in found]
        allowed = self.searcher.indexes.lexical().scores(self.query, ids)
        return [passage for passage in found if passage.passage_id in allowed]

    def _fuse(
        self, lexical: list[ScoredPassage], dense: list[ScoredPassage], nearness: Scorer
    ) -> list[FusedPassage]:
        bm25 = partial(self.searcher.indexes.lexical().scores, self.query)
        lists = fill_in({"lexical": lexical, "dense": dense}, {"lexical": bm25, "dense": nearness})
        share = self.searcher.settings.dense_weight
        weights = {"lexical": 1 - share, "dense": share}
        # after fill_in, what has no dense score has no vector yet
        return fuse_convex(lists, weights, incomplete=["dense"])

    def _labels(self, papers: Collection[str] | None) -> NDArray[np.int64] | None:
        if papers is None:
            return None
        return self.searcher.catalogue.passages.labels_of_papers(list(papers))

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


def _said(parsed: QueryText) -> str:
    """What a query asks for, without what it rules out."""
    return " ".join((parsed.free, *parsed.phrases))


def _nothing(passage_ids: Collection[str]) -> dict[str, float]:
    """No passage is known to be near."""
    del passage_ids
    return {}


def _rounded(scores: Mapping[str, float]) -> dict[str, float]:
    return {name: round(float(value), 6) for name, value in scores.items()}
