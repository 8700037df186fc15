"""Counts of what was found: true, in order, and each one a filter that keeps at least as many."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from workbench.library import Library
from workbench.search import searcher
from workbench.search.adjust import toggled
from workbench.search.facets import FACET_FIELDS, count_facets
from workbench.settings import ModelSettings, SearchSettings, Settings
from workbench.types import Filters


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory, samples: Path) -> Iterator[Library]:
    folder = tmp_path_factory.mktemp("facets")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("CARREL_MODELS", str(folder / "none"))
        settings = replace(Settings(), models=ModelSettings(writer="none", fetch="never"))
        with Library.open(folder / "library", settings=settings) as library:
            library.ingest([samples], embed=False)
            papers = library.papers(limit=100)
            library.tag([p.id for p in papers[:4]], ["thesis"], [])
            library.mark([papers[0].id], starred=True)
            library.mark([papers[1].id], read=True)
            library.collect([p.id for p in papers[:3]], "to cite")
            yield library


def test_all_papers_that_filters_alone_leave_are_counted(library: Library) -> None:
    facets = library.facets(library.search("is:unread", k=2))
    assert facets.papers == library.count_papers() - 1
    by_name = Counter({f.value: f.papers for f in facets.facets if f.name == "state"})
    assert by_name["unread"] == facets.papers


def test_marks_tags_and_collections_are_counted(library: Library) -> None:
    found = library.facets(library.search("is:read OR is:unread", k=5)).facets
    told = {(f.name, f.value): f.papers for f in found}
    assert told["tag", "thesis"] == 4
    assert told["collection", "to cite"] == 3
    assert told["state", "starred"] == 1
    assert told["state", "read"] == 1


def test_the_commonest_comes_first_within_its_field_and_fields_keep_their_order(
    library: Library,
) -> None:
    found = library.facets(library.search("ranking", k=5)).facets
    names = list(FACET_FIELDS)
    places = [(names.index(f.name), -f.papers) for f in found]
    assert places == sorted(places)


def test_choosing_a_value_leaves_the_papers_that_were_counted(library: Library) -> None:
    result = library.search("ranking", k=60)
    for facet in library.facets(result).facets:
        narrowed = library.search(toggled("ranking", facet.filter), k=60)
        kept = set(narrowed.papers) & set(result.papers)
        assert len(kept) >= facet.papers, facet


def test_years_are_counted_as_if_none_were_chosen(library: Library) -> None:
    wide = library.facets(library.search("ranking", k=20)).years
    narrow = library.facets(library.search("ranking year:2020..2022", k=20)).years
    assert list(wide) == sorted(wide)
    assert set(narrow) >= set(wide)
    assert sum(narrow.values()) >= sum(wide.values())


def test_years_alone_choose_among_all_years(library: Library) -> None:
    every = Counter(paper.year for paper in library.papers(limit=100) if paper.year)
    chosen = next(iter(every))
    facets = library.facets(library.search(f"year:{chosen}", k=5))
    assert facets.years == every
    assert facets.papers == every[chosen]
    one = library.papers(limit=1)[0]
    alone = library.search(f"year:{one.year or chosen}", filters=Filters(papers=(one.id,)))
    assert library.facets(alone).years == {one.year: 1}


def test_counting_years_reads_nothing_closely_and_looks_as_far_as_the_search(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    narrow = SearchSettings(candidates=20, rerank="fast")
    settings = replace(library.settings, search=narrow)
    wide = library.search("ranking", k=40, settings=settings)
    result = library.search("ranking year:1900..2100", k=40, settings=settings)
    modes: list[str] = []
    make = searcher.make_stages

    def noted(mode: str, *others: Any) -> Any:
        modes.append(mode)
        return make(mode, *others)

    monkeypatch.setattr(searcher, "make_stages", noted)
    years = library.facets(result, k=40, settings=settings).years
    assert modes == ["off"]
    assert years == library.facets(wide).years


def test_only_so_many_values_of_a_field_are_told(library: Library) -> None:
    ids = [paper.id for paper in library.papers(limit=100)]
    facets = count_facets(library._catalogue.database, ids, most=2)
    assert max(Counter(f.name for f in facets).values()) == 2


def test_papers_like_a_paper_are_counted_too(library: Library) -> None:
    key = library.papers(limit=1)[0].id
    result = library.more_like(key, k=10)
    facets = library.facets(result)
    assert facets.papers == len(result.papers) > 0
    assert key not in result.papers
