"""Moving a control orders what is there at once, and as a search without reranking would."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

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
