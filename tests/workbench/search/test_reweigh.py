"""Moving a control orders what is there at once, and as a search without reranking would."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from workbench.catalogue.links import link_papers
from workbench.library import Library
from workbench.settings import ModelSettings, SearchSettings, Settings


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory, samples: Path) -> Iterator[Library]:
    folder = tmp_path_factory.mktemp("reweigh")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("CARREL_MODELS", str(folder / "none"))
        settings = replace(Settings(), models=ModelSettings(writer="none", fetch="never"))
        with Library.open(folder / "library", settings=settings) as library:
            library.ingest([samples], embed=False)
            yield library


def weighed(library: Library, recency: float, citations: float) -> Settings:
    search = SearchSettings(rerank="off", recency=recency, citations=citations)
    return replace(library.settings, search=search)


@pytest.mark.parametrize(("recency", "citations"), [(0, 0), (10, 0), (0, 10), (3, 7)])
def test_it_stands_as_a_search_would_put_it(
    library: Library, recency: float, citations: float
) -> None:
    before = library.search("ranking of passages", k=60, settings=weighed(library, 1, 1))
    settings = weighed(library, recency, citations)
    quick = library.reweighed(before, settings)
    searched = library.search("ranking of passages", k=60, settings=settings)
    scores = {hit.passage.id: hit.score for hit in searched.hits}
    # only at the end of the lists do they differ in what they hold
    assert len(scores.keys() & {hit.passage.id for hit in quick.hits}) > 40
    for hit in quick.hits:
        if hit.passage.id in scores:
            assert hit.score == pytest.approx(scores[hit.passage.id], abs=1e-5)
    assert [hit.rank for hit in quick.hits] == list(range(1, len(quick.hits) + 1))
    assert list(quick.hits) == sorted(quick.hits, key=lambda hit: -hit.score)


def test_shares_still_add_up_to_the_score(library: Library) -> None:
    before = library.search("ranking of passages", k=30)
    for hit in library.reweighed(before, weighed(library, 8, 2)).hits:
        shares = sum(value for name, value in hit.scores.items() if name.endswith("_share"))
        assert shares == pytest.approx(hit.score, abs=1e-4)


def test_links_stay_a_part_of_what_is_weighed(library: Library) -> None:
    settings = weighed(library, 10, 10)
    before = library.search("ranking", k=60, settings=settings, widen=["citations"])
    assert any("linked_share" in hit.scores for hit in before.hits)
    scores = {hit.passage.id: hit.score for hit in before.hits}
    for hit in library.reweighed(before, settings).hits:
        assert hit.score == pytest.approx(scores[hit.passage.id], abs=1e-5)


def test_reasons_are_those_of_the_new_weights(library: Library) -> None:
    before = library.search("ranking of passages", k=60, settings=weighed(library, 10, 10))
    assert any("for this library" in hit.reason for hit in before.hits)
    off = library.reweighed(before, weighed(library, 0, 0))
    assert not any("for this library" in hit.reason for hit in off.hits)
    assert not any("papers of its age" in hit.reason for hit in off.hits)
    on = {
        hit.passage.id: hit.reason for hit in library.reweighed(off, weighed(library, 10, 10)).hits
    }
    assert on == {hit.passage.id: hit.reason for hit in before.hits}


def test_votes_count_once_and_leave_a_works_newest_version_first(library: Library) -> None:
    settings = weighed(library, 0, 0)
    first, *others = library.search("ranking of passages", k=30, settings=settings).hits
    newer = next(hit for hit in others if hit.paper.id != first.paper.id)
    library._catalogue.versions.link(first.paper.id, newer.paper.id)
    link_papers(library._catalogue.database)
    library._catalogue.votes.cast("an answer", [first.passage.id], 1)
    try:
        found = library.search("ranking of passages", k=30, settings=settings)
        for result in (found, library.reweighed(found, settings)):
            [voted] = [hit for hit in result.hits if hit.passage.id == first.passage.id]
            assert voted.score == pytest.approx(1.05 * first.score, abs=1e-4)
            assert voted.reason.count("you voted it up") == 1
            own = [
                h.paper.id for h in result.hits if h.paper.id in {first.paper.id, newer.paper.id}
            ]
            assert own == sorted(own, key=lambda paper: paper == first.paper.id)
            assert {first.paper.id, newer.paper.id} == set(own)
    finally:
        library.clear_votes()
