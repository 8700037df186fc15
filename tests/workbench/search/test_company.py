"""Candidates judged by what stands first: nearness to it, and citations between the papers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import cast

import pytest
from tests_support import SETTINGS

from workbench.catalogue.impact import Impact
from workbench.library import Library
from workbench.search.rerank.company import Company
from workbench.search.rerank.stages import LIKE_FIRST_WEIGHT

PAPERS = {"p1": "first", "p2": "second", "p3": "third", "p4": "alone"}


class _Links:
    """Stands in for a library's citations."""

    def __init__(self, *pairs: tuple[str, str]) -> None:
        self._pairs = [*pairs, *((there, here) for here, there in pairs)]

    def links_of(self, paper_ids: Sequence[str]) -> list[tuple[str, str]]:
        return [pair for pair in self._pairs if pair[0] in paper_ids]


def _ties(*pairs: tuple[str, str]) -> dict[str, float]:
    return Company(None, PAPERS, cast("Impact", _Links(*pairs))).links(list(PAPERS))


def test_a_paper_that_cites_what_stands_first_is_tied_to_it() -> None:
    ties = _ties(("third", "first"))
    assert ties["p3"] > ties["p2"] == ties["p4"] == 0


def test_papers_that_cite_the_same_work_are_tied() -> None:
    ties = _ties(("first", "elsewhere"), ("second", "elsewhere"))
    assert ties["p2"] > 0
    assert ties["p3"] == 0


def test_ties_to_what_stands_higher_count_more() -> None:
    to_first = _ties(("third", "first"))["p3"]
    to_second = _ties(("third", "second"))["p3"]
    assert to_first > to_second


def test_without_links_nothing_is_said() -> None:
    assert _ties() == {}


def test_a_library_without_meaning_has_no_likeness() -> None:
    assert Company(None, PAPERS, cast("Impact", _Links())).nearness(list(PAPERS)) == {}


def test_what_is_like_the_first_hits_says_so(sample_library: Library) -> None:
    fast = replace(SETTINGS, search=replace(SETTINGS.search, rerank="fast"))
    hits = sample_library.search("approximate nearest neighbours", k=20, settings=fast).hits
    shares = [hit.scores["like_first_share"] for hit in hits if "like_first_share" in hit.scores]
    assert shares
    assert all(0 <= share <= LIKE_FIRST_WEIGHT for share in shares)
    for hit in hits:
        parts = sum(value for name, value in hit.scores.items() if name.endswith("_share"))
        assert hit.score == pytest.approx(parts, abs=1e-4)
