"""One search, step by step: narrow, match words and meaning, fuse, weigh, rerank, load.

Owns the order of the steps and the honesty about what each could do. The indexes rank; the
catalogue says what was ranked.
"""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from index.fusion import FusedPassage
from index.protocols import ScoredPassage
from index.query_text import QueryText, TextDemand
from index.rows import LabelFilter
from index.words import STOP_WORDS
from ingest.paper import PassageKind
from ingest.passages import embedded_text
from workbench.catalogue.catalogue import Catalogue
from workbench.catalogue.passages import IndexedPassage
from workbench.engines import Engines
from workbench.errors import QueryError
from workbench.indexes import Indexes
from workbench.search.asking import without_asking
from workbench.search.diverse import diversify
from workbench.search.fuse import fuse
from workbench.search.hits import load_hits
from workbench.search.match import Matched, Matcher, Meaning
from workbench.search.names import LibraryNames
from workbench.search.narrow import Scope, narrow, undated_left_out
from workbench.search.own_words import DEPTH, judge_short_passages
from workbench.search.query import Query, parse_query
from workbench.search.rerank.cascade import rerank
from workbench.search.rerank.company import Company
from workbench.search.rerank.stages import make_stages
from workbench.search.stopwatch import Stopwatch
from workbench.search.understand import suggest
from workbench.search.weigh import PriorKeeper, weigh, weighing_of
from workbench.search.widen import (
    WIDENINGS,
    add_links,
    best_of,
    linked_papers,
    look_for_answer,
    sub_questions,
    text_of,
    with_matches_of,
)
from workbench.settings import SearchSettings
from workbench.types import Filters, Hit, SearchResult

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

__all__ = ["STAGES", "RankedStages", "Searcher", "plain_query"]

STAGES = ("lexical", "dense", "fused", "weighed", "reranked")
"""The lists a search goes through, in order."""


_REFILLS = 3
"""Times that papers which took up the lists are left out to look for others."""


@dataclass(frozen=True, slots=True)
class RankedStages:
    """One query's lists after each of ``STAGES``, best first; the last is what is shown."""

    stages: Mapping[str, Sequence[ScoredPassage | FusedPassage]]
    ranked: Sequence[FusedPassage]
    papers: Mapping[str, str]
    """The paper of each ranked passage."""
    timings: Mapping[str, float]
    notes: tuple[str, ...]
    meaning: Meaning | None = None
    """What its passages' cosines are told by."""


@dataclass(slots=True)
class Searcher:
    """Searches one library. Safe from any thread."""

    catalogue: Catalogue
    indexes: Indexes
    engines: Engines
    settings: SearchSettings
    # both are shared by searchers of one library that differ in their settings
    keeper: PriorKeeper | None = None
    names: LibraryNames | None = None

    def __post_init__(self) -> None:
        self.keeper = self.keeper or PriorKeeper(self.catalogue)
        self.names = self.names or LibraryNames(self.catalogue)

    def search(
        self,
        query: str,
        k: int,
        filters: Filters,
        cancel: threading.Event,
        each_paper: int | None = None,
        widen: Collection[str] = (),
    ) -> SearchResult:
        """Rank passages for a query.

        Args:
            query: A person's words.
            k: Most hits wanted, at least 1.
            filters: What to narrow to; applied inside both matches.
            cancel: Checked between steps.
            each_paper: Most passages of one paper; as the settings say when omitted.
            widen: Ways of ``workbench.search.widen.WIDENINGS`` to find more.

        Raises:
            QueryError: The query holds no word, or a way to widen is not known.
            CancelledError: ``cancel`` was set.
        """
        watch = Stopwatch()
        share = self._share(filters, each_paper)
        found = self.rank(parse_query(query), filters, cancel, k, watch, widen, share)
        hits = self._load(found, k, share, watch)
        with watch.step("understand"):
            suggestions = suggest(query, datetime.now(UTC).year, self.names)
        papers = _papers_of(found)
        return SearchResult(query, filters, hits, watch.timings(), found.notes, suggestions, papers)

    def more_like(
        self, key: str, k: int, filters: Filters, cancel: threading.Event
    ) -> SearchResult:
        """Rank passages by how like they are to a paper, or to one passage; it is left out itself.

        Args:
            key: A paper's citation key, id or path, or a passage's id.
            k: Most hits wanted, at least 1.
            filters: What to narrow to.
            cancel: Checked between steps.

        Raises:
            PaperNotFoundError: The key names neither.
            CancelledError: ``cancel`` was set.
        """
        watch = Stopwatch()
        text, own = text_of(key, self.catalogue)
        share = self._share(filters, None)
        # of its own paper no more than a share is counted
        wanted = k + (len(own) if share is None else share)
        found = self.rank(plain_query(text), filters, cancel, wanted, watch, each_paper=share)
        others = replace(found, ranked=[h for h in found.ranked if h.passage_id not in own])
        hits = self._load(others, k, share, watch)
        papers = _papers_of(others)
        return SearchResult(
            f"like {key}", filters, hits, watch.timings(), found.notes, papers=papers
        )

    def rank(
        self,
        query: Query,
        filters: Filters,
        cancel: threading.Event,
        k: int,
        watch: Stopwatch | None = None,
        widen: Collection[str] = (),
        each_paper: int | None = None,
    ) -> RankedStages:
        """The lists behind a search, for at least ``k`` passages where there are as many.

        Args:
            query: What is searched for.
            filters: What to narrow to.
            cancel: Checked between steps.
            k: Passages wanted, at least 1.
            watch: Times the steps.
            widen: Ways to find more.
            each_paper: Passages of one paper beyond which they do not count among the ``k``; any
                number when omitted.

        Raises:
            QueryError: The query holds no word, or a way to widen is not known.
            CancelledError: ``cancel`` was set.
        """
        if not (query.has_words or query.filters):
            raise QueryError("there is no word to search for", "type a few words or a question")
        if unknown := set(widen) - set(WIDENINGS):
            raise QueryError(
                f"a search cannot be widened by {min(unknown)!r}", f"ways: {', '.join(WIDENINGS)}"
            )
        watch = watch or Stopwatch()
        with watch.step("narrow"):
            scope = narrow(query, filters, self.catalogue, self._holding)
        matcher = Matcher(self.indexes, self.engines, scope, watch, cancel)
        # an answer also looks into single papers, of which the same would be said again
        if not filters.papers and (
            undated := undated_left_out(query, filters, self.catalogue, self._holding)
        ):
            matcher.notes.append(undated)
        candidates = max(self.settings.candidates, k)
        one = _OneSearch(self, query, matcher, candidates, cancel, watch, k, each_paper)
        return one.run(frozenset(widen) if query.has_words else frozenset())

    def _load(
        self,
        found: RankedStages,
        k: int,
        share: int | None,
        watch: Stopwatch,
    ) -> tuple[Hit, ...]:
        with watch.step("load"):
            most = len(found.ranked) if share is None else share
            hits = load_hits(found.ranked, found.papers, k, self.catalogue, most)
            return _with_nearness(hits, found.meaning)

    def _share(self, filters: Filters, each_paper: int | None) -> int | None:
        """Most hits of one paper; None, where only one is searched, for any number."""
        if len(filters.papers) == 1:
            return None
        return self.settings.each_paper if each_paper is None else each_paper

    def _holding(self, demand: TextDemand) -> NDArray[np.int64]:
        """The labels of all passages that hold a text."""
        return self.indexes.lexical().labels_holding(demand)


@dataclass(slots=True)
class _OneSearch:
    """One query on its way from the matches to the last list."""

    searcher: Searcher
    query: Query
    matcher: Matcher
    candidates: int
    cancel: threading.Event
    watch: Stopwatch
    wanted: int
    each_paper: int | None
    papers: dict[str, str] = field(default_factory=dict)
    """The paper of each passage met so far."""
    read: dict[str, IndexedPassage] = field(default_factory=dict)
    """The passages that were looked into so far."""

    def run(self, widen: frozenset[str]) -> RankedStages:
        """Match, fuse, weigh, rerank."""
        matched = self._refilled(self.matcher.match(self._ranking(self.query), self.candidates))
        if "hyde" in widen:
            matched = self._with_made_up_answer(matched)
        fused = self._fused(matched)
        if "citations" in widen:
            fused = self._with_links(matched, fused)
        if "parts" in widen:
            fused = self._with_parts(fused)
        fused = self._judged(fused)
        weighed = self._weighed(fused)
        reranked = self._reranked(weighed, matched.meaning)
        reranked = diversify(reranked, matched.meaning, self.searcher.settings.diversity)
        stages: dict[str, Sequence[ScoredPassage | FusedPassage]] = {
            **matched.lists,
            "fused": fused,
            "weighed": weighed,
            "reranked": reranked,
        }
        notes = tuple(dict.fromkeys(self.matcher.notes))
        times = self.watch.timings()
        return RankedStages(stages, reranked, self.papers, times, notes, matched.meaning)

    def _refilled(self, matched: Matched) -> Matched:
        """The matches, and of other papers, where a few papers took up all of the lists."""
        if self.each_paper is None or not self.query.has_words:
            return matched
        full, latest = set[str](), matched
        for _ in range(_REFILLS):
            taken = self._taken(matched)
            counted = sum(min(count, self.each_paper) for count in taken.values())
            is_cut = any(len(hits) >= self.candidates for hits in latest.lists.values())
            if counted >= self.wanted or not is_cut:
                break
            full |= {paper for paper, count in taken.items() if count >= self.each_paper}
            scope = self.matcher.scope.without(full)
            if not (scope.allowed and scope.allowed.count):
                break
            others = replace(self.matcher, scope=scope)
            latest = others.match(self._ranking(self.query), self.candidates)
            matched = with_matches_of(matched, latest)
        return matched

    def _taken(self, matched: Matched) -> Counter[str]:
        """How many passages of each paper were matched."""
        names = {hit.passage_id for hits in matched.lists.values() for hit in hits}
        return Counter(self.searcher.catalogue.passages.papers_of(list(names)).values())

    @staticmethod
    def _ranking(query: Query) -> Query:
        """The query as the indexes are asked, without its words of asking."""
        return replace(query, words=without_asking(query.words))

    def _fused(self, matched: Matched) -> list[FusedPassage]:
        with self.watch.step("fuse"):
            fused = fuse(matched, self.searcher.settings)
            catalogue = self.searcher.catalogue
            self.papers |= catalogue.passages.papers_of([hit.passage_id for hit in fused])
            # an index may name a passage that was removed a moment ago
            return [hit for hit in fused if hit.passage_id in self.papers]

    def _with_made_up_answer(self, matched: Matched) -> Matched:
        with self.watch.step("hyde"):
            said, engines = self.query.words.said, self.searcher.engines
            matched, note = look_for_answer(matched, said, self.candidates, engines, self.cancel)
        self.matcher.notes.append(note)
        return matched

    def _with_links(self, matched: Matched, fused: list[FusedPassage]) -> list[FusedPassage]:
        """Passages of papers one citation away from those found first, too."""
        catalogue, scope = self.searcher.catalogue, self.matcher.scope
        links = linked_papers(fused, self.papers, catalogue)
        if not links:
            self.matcher.notes.append("no paper of the library is linked to those found first")
            return fused
        labels = catalogue.passages.labels_of_papers(list(links))
        if scope.allowed is not None:
            labels = labels[scope.allowed.allows(labels)]
        nearby = replace(self.matcher, scope=Scope(catalogue, LabelFilter(labels)))
        extra = nearby.match(self._ranking(self.query), self.candidates)
        return add_links(self._fused(with_matches_of(matched, extra)), self.papers, links)

    def _with_parts(self, fused: list[FusedPassage]) -> list[FusedPassage]:
        parts = sub_questions(self.query.words.said)
        if not parts:
            self.matcher.notes.append("the question has no parts to search for on their own")
            return fused
        queries = [replace(plain_query(part), filters=self.query.filters) for part in parts]
        lists = [self._fused(self.matcher.match(query, self.candidates)) for query in queries]
        self.matcher.notes.append(f"searched for its parts too: {'; '.join(parts)}")
        return best_of([fused, *lists])

    def _judged(self, fused: list[FusedPassage]) -> list[FusedPassage]:
        """Passages of a few words lose what only their paper's title brought them."""
        if not self.query.has_words:
            return fused
        with self.watch.step("own_words"):
            names = [hit.passage_id for hit in fused[:DEPTH]]
            # an abstract speaks for its paper, as the title does
            passages = [p for p in self._passages(names) if p.kind is not PassageKind.ABSTRACT]
            texts = {passage.id: passage.text for passage in passages}
            words = self.searcher.indexes.lexical()
            said = words.stems(without_asking(self.query.words).said)
            return judge_short_passages(fused, texts, set(said) - STOP_WORDS, words.stems)

    def _weighed(self, fused: list[FusedPassage]) -> list[FusedPassage]:
        weighing, keeper = weighing_of(self.searcher.settings), self.searcher.keeper
        if not weighing or keeper is None:
            return fused
        with self.watch.step("weigh"):
            return weigh(fused, self.papers, keeper.priors(), weighing)

    def _reranked(self, weighed: list[FusedPassage], meaning: Meaning | None) -> list[FusedPassage]:
        searcher = self.searcher
        company = Company(meaning, self.papers, searcher.catalogue.impact)
        words, settings = without_asking(self.query.words), searcher.settings
        mode = settings.rerank if self.query.has_words else "off"
        reranked, notes = rerank(
            weighed,
            make_stages(
                mode, words, searcher.indexes, searcher.engines, company, settings.likelihood
            ),
            self._texts,
            words.said,
            settings.rerank_ms,
            self.watch,
            self.cancel,
        )
        self.matcher.notes += notes
        return reranked

    def _texts(self, ids: Collection[str]) -> dict[str, str]:
        """What the embedder reads for each of these passages."""
        return {p.id: embedded_text(p.title, p) for p in self._passages(ids)}

    def _passages(self, ids: Collection[str]) -> list[IndexedPassage]:
        """These passages, each read from the catalogue once; those that are gone are left out."""
        if unread := [name for name in ids if name not in self.read]:
            found = self.searcher.catalogue.passages.indexed_by_ids(unread)
            self.read |= {passage.id: passage for passage in found}
        return [self.read[name] for name in ids if name in self.read]


def _with_nearness(hits: tuple[Hit, ...], meaning: Meaning | None) -> tuple[Hit, ...]:
    """The hits, each told how near its meaning is by the measure of its library and model."""
    if meaning is None:
        return hits
    far, spread = meaning.index.far(meaning.vector), meaning.index.own_spread()
    if far is None or not spread:
        return hits
    return tuple(
        replace(hit, nearness=round((hit.scores["dense"] - far) / spread, 3))
        if "dense" in hit.scores
        else hit
        for hit in hits
    )


def _papers_of(found: RankedStages) -> tuple[str, ...]:
    """Ids of the papers that were ranked, best first."""
    return tuple(dict.fromkeys(found.papers[hit.passage_id] for hit in found.ranked))


def plain_query(text: str) -> Query:
    """Text that is all words, whatever its punctuation would mean in the query language."""
    return Query(text, QueryText(text))
