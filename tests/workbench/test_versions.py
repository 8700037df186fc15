"""Versions of one work, supplements, and citations that count them once."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import replace

import pytest

from ingest.paper import Paper, Passage, PassageKind, Reference
from tests.workbench.stored_papers import a_paper, entry, store
from workbench.catalogue.catalogue import Catalogue
from workbench.catalogue.links import link_papers
from workbench.errors import EditError
from workbench.types import Relation

TITLE = "Nearest Neighbour Graphs for Large Collections of Passages"
AUTHORS = ["Ada Müller", "Bo Li"]


def words(seed: int, count: int = 1500) -> list[str]:
    """A text of its own for every seed."""
    source = random.Random(seed)
    return [f"w{source.randrange(5000)}" for _ in range(count)]


def with_text(paper: Paper, text: Sequence[str]) -> Paper:
    """The paper with this text, in passages of a hundred words."""
    number = int(paper.sha256[:15], 16)
    passages = tuple(
        Passage(
            id=f"{number + n:016x}",
            position=n,
            kind=PassageKind.BODY,
            text=" ".join(text[n : n + 100]),
            section="",
            page=1,
            tokens=100,
        )
        for n in range(0, len(text), 100)
    )
    return replace(paper, passages=passages)


def a_text(
    letter: str,
    text: Sequence[str],
    title: str = TITLE,
    year: int | None = 2020,
    authors: Sequence[str] = AUTHORS,
    references: Sequence[Reference] = (),
    **fields: str,
) -> Paper:
    return with_text(a_paper(letter, title, authors, year, references, **fields), text)


def related(catalogue: Catalogue, identifier: str) -> dict[str, Relation]:
    versions = catalogue.papers.detail(identifier).versions
    return {version.paper.id: version.relation for version in versions}


def test_a_preprint_and_what_was_published_are_linked_and_the_newest_is_shown(
    catalogue: Catalogue,
) -> None:
    text = words(1)
    preprint = store(catalogue, a_text("a", text, arxiv_id="2004.00001"))
    published = store(
        catalogue, a_text("b", text[:1000] + words(2, 300), year=2021, doi="10.5555/graphs")
    )
    alone = store(catalogue, a_text("c", words(3), "Quite Another Paper", 2022))
    link_papers(catalogue.database)
    assert related(catalogue, preprint) == {published: Relation.VERSION}
    rows = catalogue.papers.window(order="title")
    assert [paper.id for paper in rows] == [published, preprint, alone]
    assert [paper.newest_id for paper in rows] == ["", published, ""]
    assert [paper.versions for paper in rows] == [2, 2, 1]


@pytest.mark.parametrize(
    ("title", "authors", "year", "same_words"),
    [
        ("Nearest Neighbour Graphs for Large Collections of Passages", AUTHORS, 2020, 60),
        ("Nearest Neighbour Graphs for Large Collections of Passages", ["Eve Stone"], 2020, 1200),
        ("Nearest Neighbour Graphs for Large Collections of Passages", AUTHORS, 2009, 1200),
        ("Nearest Neighbour Graphs for Small Collections of Passages", AUTHORS, 2020, 1200),
        ("Nearest Neighbour Graphs for Large Collections of Passages II", AUTHORS, 2020, 1200),
    ],
    ids=["another text", "other authors", "long after", "another word", "part two"],
)
def test_two_papers_that_look_alike_are_not_linked(
    catalogue: Catalogue, title: str, authors: list[str], year: int, same_words: int
) -> None:
    text = words(1)
    store(catalogue, a_text("a", text))
    other = store(catalogue, a_text("b", text[:same_words] + words(2), title, year, authors))
    link_papers(catalogue.database)
    assert related(catalogue, other) == {}


def test_an_overview_of_one_year_is_no_version_of_the_next_years(catalogue: Catalogue) -> None:
    text = words(1)
    store(catalogue, a_text("a", text, "Overview of the Passage Track 2019", 2019))
    other = store(catalogue, a_text("b", text, "Overview of the Passage Track 2020", 2020))
    link_papers(catalogue.database)
    assert related(catalogue, other) == {}


def test_a_supplement_under_the_same_doi_is_kept_apart_and_tied(catalogue: Catalogue) -> None:
    main = store(catalogue, a_text("a", words(1), doi="10.5555/graphs"))
    supplement = store(
        catalogue,
        a_text("b", words(2, 400), f"Supplementary Material for {TITLE}", doi="10.5555/graphs"),
    )
    link_papers(catalogue.database)
    assert related(catalogue, supplement) == {main: Relation.SUPPLEMENT_OF}
    assert related(catalogue, main) == {supplement: Relation.SUPPLEMENT}
    assert {paper.versions for paper in catalogue.papers.window()} == {1}


def test_the_same_title_and_doi_over_another_text_is_a_supplement_too(
    catalogue: Catalogue,
) -> None:
    main = store(catalogue, a_text("a", words(1), doi="10.5555/graphs"))
    supplement = store(catalogue, a_text("b", words(2, 400), doi="10.5555/graphs"))
    link_papers(catalogue.database)
    assert related(catalogue, supplement) == {main: Relation.SUPPLEMENT_OF}


def test_strangers_with_one_doi_are_left_apart(catalogue: Catalogue) -> None:
    store(catalogue, a_text("a", words(1), doi="10.5555/proceedings"))
    other = store(
        catalogue,
        a_text("b", words(2), "On Bees", 2020, ["Eve Stone"], doi="10.5555/proceedings"),
    )
    link_papers(catalogue.database)
    assert related(catalogue, other) == {}


def test_versions_are_counted_once_as_citing_and_as_cited(catalogue: Catalogue) -> None:
    text = words(1)
    first = store(catalogue, a_text("a", text, arxiv_id="2004.00001"))
    second = store(catalogue, a_text("b", text, year=2021, doi="10.5555/graphs"))
    cites = [entry("", doi="10.5555/graphs"), entry("", arxiv_id="2004.00001")]
    other = words(9)
    store(catalogue, a_text("c", other, "Citing Work of Some Length", 2022, ["E. Stone"], cites))
    newer = a_text("d", other, "Citing Work of Some Length", 2023, ["E. Stone"], cites[:1])
    store(catalogue, newer)
    link_papers(catalogue.database)
    assert catalogue.papers.detail(first).summary.cited_by == 1
    assert catalogue.papers.detail(second).summary.cited_by == 1


def test_links_follow_versions_that_come_and_go(catalogue: Catalogue) -> None:
    text = words(1)
    old = store(catalogue, a_text("a", text))
    new = store(catalogue, a_text("b", text, year=2021))
    link_papers(catalogue.database)
    assert catalogue.papers.detail(old).summary.newest_id == new
    catalogue.papers.remove([new])
    link_papers(catalogue.database)
    summary = catalogue.papers.detail(old).summary
    assert (summary.newest_id, summary.versions) == ("", 1)


def test_what_the_person_set_apart_or_linked_is_never_changed(catalogue: Catalogue) -> None:
    text = words(1)
    one = store(catalogue, a_text("a", text))
    two = store(catalogue, a_text("b", text, year=2021))
    three = store(catalogue, a_text("c", words(3), "Quite Another Paper", 2019))
    catalogue.versions.unlink(one, two)
    catalogue.versions.link(one, three)
    link_papers(catalogue.database)
    store(catalogue, a_text("a", text))
    store(catalogue, a_text("b", text, year=2021))
    link_papers(catalogue.database)
    assert related(catalogue, one) == {three: Relation.VERSION}
    assert catalogue.papers.detail(one).versions[0].by_person
    catalogue.versions.link(one, two)
    link_papers(catalogue.database)
    assert set(related(catalogue, three)) == {one, two}
    with pytest.raises(EditError):
        catalogue.versions.link(one, one)
