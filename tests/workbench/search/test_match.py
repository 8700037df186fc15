"""What is matched is as much as there is: demands, long papers and filters take nothing away."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from tests_support import SETTINGS

from ingest.paper import Paper, Passage, PassageKind
from tests.workbench.search.test_narrow import paper
from tests.workbench.stored_papers import store
from workbench import paths
from workbench.catalogue.catalogue import Catalogue
from workbench.catalogue.papers import paper_id
from workbench.engines import Engines, LibraryEmbedder
from workbench.indexes import Indexes
from workbench.search.searcher import Searcher
from workbench.types import Filters, SearchResult

FEW = 12
"""Candidates of each list."""


def _paper(number: int, texts: Sequence[str], year: int, section: str = "Methods") -> Paper:
    letter = "123456789abcdef"[number % 15]
    base = (number + 1) << 32
    passages = tuple(
        Passage(f"{base - n:016x}", n, PassageKind.BODY, text, section, 1, 5)
        for n, text in enumerate(texts)
    )
    made = paper(letter, f"Title {number}", ["Ada Li"], year)
    sha256 = f"{number + 1:02x}" * 32
    return replace(made, sha256=sha256, path=f"/papers/{number}.pdf", passages=passages)


class _Shelf:
    """A searcher over papers of a test's own making."""

    def __init__(self, folder: Path) -> None:
        self.catalogue = Catalogue(folder / "catalogue.duckdb")
        self.indexes = Indexes(folder / "index", self.catalogue)
        self.engines = Engines(SETTINGS, paths.models_folder(), folder / "models.log")
        settings = replace(SETTINGS.search, candidates=FEW, rerank="off")
        self.searcher = Searcher(self.catalogue, self.indexes, self.engines, settings)

    def fill(self, papers: Sequence[Paper]) -> None:
        for one in papers:
            store(self.catalogue, one)
            self.indexes.take_words([one])
        self.indexes.commit_words()

    def embed(self, papers: Sequence[Paper]) -> None:
        embedder = self.engines.embedder()
        passages = [passage for one in papers for passage in one.passages]
        vectors = embedder.embed_texts([p.text for p in passages], threading.Event())
        ids = [p.id for p in passages]
        self.indexes.open_dense(embedder.key, embedder.dimension).add(ids, vectors)

    def search(self, query: str, k: int = 10) -> SearchResult:
        return self.searcher.search(query, k, Filters(), threading.Event())

    def close(self) -> None:
        self.indexes.close()
        self.engines.close()
        self.catalogue.close()


@pytest.fixture
def shelf(tmp_path: Path) -> Iterator[_Shelf]:
    opened = _Shelf(tmp_path)
    yield opened
    opened.close()


def test_what_is_excluded_does_not_crowd_out_the_rest(shelf: _Shelf) -> None:
    near = _paper(0, [f"A survey of cars and motor vehicles, {n}." for n in range(60)], 2020)
    far = [_paper(n, [f"Sorting {n} numbers by merging."], 2010 + n) for n in range(1, 9)]
    shelf.fill([near, *far])
    shelf.embed([near, *far])
    hits = shelf.search("automobile -survey", k=5).hits
    assert len(hits) == 5
    assert not any("survey" in hit.passage.text for hit in hits)
    wanted = shelf.search('automobile "merging"', k=8).hits
    assert len(wanted) == 8


def test_a_long_paper_leaves_room_for_others(shelf: _Shelf) -> None:
    book = _paper(0, [f"graph graph graph {n}" for n in range(300)], 2020)
    others = [_paper(n, [f"one graph among {n} many other words"], 2000 + n) for n in range(1, 13)]
    shelf.fill([book, *others])
    found = shelf.search("graph", k=10).hits
    assert len(found) == 10
    assert sum(hit.paper.title == "Title 0" for hit in found) == 3


@pytest.mark.parametrize(
    "query", ["section:methods", "section:methods -absent", "-absent year:>1900"]
)
def test_without_words_the_newest_papers_come_first(shelf: _Shelf, query: str) -> None:
    shelf.fill([_paper(n, ["first", "second"], 2000 + (7 * n) % 10) for n in range(8)])
    result = shelf.search(query, k=8)
    years = [hit.paper.year or 0 for hit in result.hits]
    assert len(years) == 8
    assert years == sorted(years, reverse=True)
    assert {hit.passage.text for hit in result.hits} == {"first"}
    assert any("newest papers come first" in note for note in result.notes)
    assert {hit.reason for hit in result.hits} == {
        "meets your filters; the newest papers come first"
    }
    assert not any(hit.score or hit.scores for hit in result.hits)


def test_a_search_that_looks_again_embeds_its_query_once(
    shelf: _Shelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    book = _paper(0, [f"graph graph graph {n}" for n in range(40)], 2020)
    others = [_paper(n, [f"one graph among {n} many other words"], 2000 + n) for n in range(1, 13)]
    shelf.fill([book, *others])
    shelf.embed([book, *others])
    embedder = shelf.engines.embedder()
    asked: list[str] = []
    embed = LibraryEmbedder.embed_query

    def counted(
        self: LibraryEmbedder, text: str, cancel: threading.Event | None = None
    ) -> NDArray[np.float32]:
        asked.append(text)
        return embed(self, text, cancel)

    monkeypatch.setattr(LibraryEmbedder, "embed_query", counted)
    assert embedder.key
    assert len(shelf.search("graph", k=10).hits) == 10
    assert asked == ["graph"]


def test_a_filter_sees_papers_that_came_since_it_was_last_used(shelf: _Shelf) -> None:
    shelf.fill([_paper(0, ["graphs"], 2000)])
    assert len(shelf.search("graphs section:methods").hits) == 1
    assert len(shelf.search("graphs year:>1990").hits) == 1
    shelf.fill([_paper(1, ["graphs"], 2001)])
    assert len(shelf.search("graphs section:methods").hits) == 2
    assert len(shelf.search("graphs year:>1990").hits) == 2
    shelf.catalogue.papers.remove([paper_id("01" * 32)])
    assert len(shelf.search("graphs section:methods").hits) == 1


@pytest.mark.parametrize("query", ["automobile", "automobile maintenance on the road"])
def test_a_passage_alone_in_its_scope_is_as_near_as_in_company(shelf: _Shelf, query: str) -> None:
    lone = _paper(0, ["Keeping cars and motor vehicles on the road."], 2030)
    others = [_paper(n, [f"Sorting {n} numbers by merging them."], 1900 + n) for n in range(1, 60)]
    shelf.fill([lone, *others])
    shelf.embed([lone, *others])
    [alone] = shelf.search(f"{query} year:2030").hits
    [among] = [hit for hit in shelf.search(query).hits if hit.passage.id == alone.passage.id]
    assert alone.scores["dense_share"] == pytest.approx(among.scores["dense_share"], rel=0.25)
    assert alone.scores["feedback_share"] == pytest.approx(among.scores["feedback_share"], rel=0.25)
    assert alone.score > 0.1
