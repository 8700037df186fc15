"""What is shown of a work in several versions: the newest first, the same text once."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from index.fusion import FusedPassage
from tests.workbench.stored_papers import store
from tests.workbench.test_versions import a_text, words
from workbench.catalogue.catalogue import Catalogue
from workbench.catalogue.links import link_papers
from workbench.search.hits import load_hits
from workbench.search.reweigh import reweighed
from workbench.search.weigh import Priors, Weighing
from workbench.types import Filters, Hit, SearchResult

SAME = words(1, 200)


@pytest.fixture
def catalogue(tmp_path: Path) -> Iterator[Catalogue]:
    opened = Catalogue(tmp_path / "catalogue.duckdb")
    yield opened
    opened.close()


def _hits(catalogue: Catalogue, order: list[tuple[str, int]], k: int = 10) -> tuple[Hit, ...]:
    """Hits of passages ranked in this order, each named by its paper and place there."""
    texts = {paper: catalogue.passages.of_paper(paper) for paper, _ in order}
    ids = [texts[paper][place].id for paper, place in order]
    ranked = [
        FusedPassage(name, 1 - at / 10, {"lexical_share": 1 - at / 10})
        for at, name in enumerate(ids)
    ]
    papers = {name: paper for name, (paper, _) in zip(ids, order, strict=True)}
    return load_hits(ranked, papers, k, catalogue, each_paper=5)


def _versions(catalogue: Catalogue) -> tuple[str, str, str]:
    """An older and a newer version that share their first half, and another paper."""
    older = store(catalogue, a_text("a", SAME + words(2, 200), year=2019))
    newer = store(catalogue, a_text("b", SAME + words(3, 200), year=2021))
    other = store(catalogue, a_text("c", words(4), "Quite Another Paper", 2022))
    catalogue.versions.link(older, newer)
    link_papers(catalogue.database)
    return older, newer, other


def test_the_newest_version_stands_first_and_the_older_one_is_marked(catalogue: Catalogue) -> None:
    older, newer, other = _versions(catalogue)
    hits = _hits(catalogue, [(older, 3), (other, 0), (newer, 2)])
    assert [hit.paper.id for hit in hits] == [newer, other, older]
    assert [hit.rank for hit in hits] == [1, 2, 3]
    assert "an older version" in hits[2].reason
    assert not any("an older version" in hit.reason for hit in hits[:2])


def test_what_both_versions_say_is_shown_once(catalogue: Catalogue) -> None:
    older, newer, other = _versions(catalogue)
    hits = _hits(catalogue, [(older, 0), (newer, 0), (other, 0), (older, 2)], k=3)
    assert [hit.paper.id for hit in hits] == [newer, older, other]
    assert hits[0].passage.text != hits[1].passage.text


def test_an_older_version_found_alone_is_shown(catalogue: Catalogue) -> None:
    older, _, other = _versions(catalogue)
    hits = _hits(catalogue, [(older, 0), (other, 0)])
    assert [hit.paper.id for hit in hits] == [older, other]
    assert "an older version" in hits[0].reason


def test_passages_that_say_the_same_leave_room_for_others(catalogue: Catalogue) -> None:
    twice = store(catalogue, a_text("a", words(1, 100) * 2))
    other = store(catalogue, a_text("b", words(2, 200), "Quite Another Paper", 2022))
    hits = _hits(catalogue, [(twice, 0), (twice, 1), (other, 0)], k=2)
    assert [hit.paper.id for hit in hits] == [twice, other]


def test_passages_that_say_nearly_the_same_are_shown_once(catalogue: Catalogue) -> None:
    said = words(1, 100)
    changed = [*said[:50], "altered", *said[51:]]
    nearly = store(catalogue, a_text("a", said + changed))
    other = store(catalogue, a_text("b", words(2, 200), "Quite Another Paper", 2022))
    hits = _hits(catalogue, [(nearly, 0), (nearly, 1), (other, 0)], k=3)
    assert [hit.paper.id for hit in hits] == [nearly, other]


def test_the_newest_version_stays_first_under_other_weights(catalogue: Catalogue) -> None:
    older, newer, other = _versions(catalogue)
    hits = _hits(catalogue, [(older, 3), (other, 0), (newer, 2)])
    assert hits[0].score < hits[2].score
    result = SearchResult("words", Filters(), hits, {}, (), (), (newer, other, older))
    again = reweighed(result, Priors({}, {}), Weighing())
    assert [hit.paper.id for hit in again.hits] == [newer, other, older]
    assert [hit.rank for hit in again.hits] == [1, 2, 3]
