"""Which paper of the library a reference entry names: tolerant, and never wrong."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from ingest.paper import Reference
from tests.workbench.stored_papers import a_paper, entry, store
from workbench.catalogue.catalogue import Catalogue
from workbench.catalogue.links import link_papers
from workbench.catalogue.titles import is_same_title, main_title, share_name

COLBERT = "LateBird: Efficient and Effective Passage Search via Late Interaction"
LONG = "Nearest Neighbour Graphs for Large Collections"


def cited(
    catalogue: Catalogue, reference: Reference, title: str, authors: Sequence[str], year: int | None
) -> bool:
    """Whether an entry names a paper that is the only other one in the library."""
    store(catalogue, a_paper("a", title, authors, year, doi="10.5555/own", arxiv_id="2004.00001"))
    store(catalogue, a_paper("b", "Citing", ["Eve Stone"], 2024, [reference]))
    return bool(link_papers(catalogue.database))


@pytest.mark.parametrize(
    "reference",
    [
        entry("Nearest neighbor graphs for large collections", "A. Müller", 2004),
        entry("Nearest Neighbour Grpahs for Large Collections", "Müller, A.", 2004),
        entry("Nearest-Neighbour Graphs for Large Col-lections.", "A. Muller", 2005),
        entry("Nearest Neighbour Graphs for the Large Collections", "Ada Müller", 2004),
        entry("Nearest Neighbour Graphs for Large Collections", "A. Müller", 2008),
        Reference(0, "A. Müller, B. Li: Nearest neighbour graphs for large collections. 2004.",
                  title="A. Müller, B. Li: Nearest neighbour graphs", authors=("A. Müller",),
                  year=2004),
        entry("Wholly misread", "A. Müller", 2004, doi="10.5555/OWN"),
    ],
    ids=["spelling", "typo", "hyphens", "small word", "journal years later", "title misparsed",
         "doi with a misread title"],
)  # fmt: skip
def test_what_a_reader_would_take_for_the_paper_is_linked(
    catalogue: Catalogue, reference: Reference
) -> None:
    assert cited(catalogue, reference, LONG, ["Ada Müller", "Bo Li"], 2004)


@pytest.mark.parametrize(
    "reference",
    [
        entry("Nearest Neighbour Graphs for Small Collections", "A. Müller", 2004),
        entry("Nearest Neighbour Graphs for Large Collections", "Z. Other", 2004),
        entry("Nearest Neighbour Graphs for Large Collections, Part II", "A. Müller", 2004),
        entry("Farthest Neighbour Graphs for Large Collections", "A. Müller", 2004),
        entry("Nearest Neighbour Graphs for Large Collections of Music", "A. Müller", 2004),
        entry("A Wholly Different Matter of Bees", "Z. Other", 1999, doi="10.5555/own"),
        entry("A Wholly Different Matter of Bees", "Z. Other", 1999, arxiv_id="2004.00001"),
    ],
    ids=["another word", "another author", "part two", "opposite", "longer title", "doi misread",
         "arxiv id misread"],
)  # fmt: skip
def test_what_only_looks_like_the_paper_is_not_linked(
    catalogue: Catalogue, reference: Reference
) -> None:
    assert not cited(catalogue, reference, LONG, ["Ada Müller", "Bo Li"], 2004)


@pytest.mark.parametrize("title", ["Editorial", "Introduction", "Guest Editors' Introduction"])
def test_a_title_that_thousands_share_names_nothing(catalogue: Catalogue, title: str) -> None:
    assert not cited(catalogue, entry(title, "A. Müller", 2004), title, ["Ada Müller"], 2004)


@pytest.mark.parametrize(
    ("author", "year", "linked"),
    [("A. Müller", 2004, True), ("A. Müller", None, False), ("", 2004, False),
     ("A. Müller", 2007, False), ("Z. Other", 2004, False)],
)  # fmt: skip
def test_a_short_title_needs_author_and_year(
    catalogue: Catalogue, author: str, year: int | None, linked: bool
) -> None:
    reference = entry("Passage Search", author, year)
    assert cited(catalogue, reference, "Passage Search", ["Ada Müller"], 2004) is linked


@pytest.mark.parametrize(
    ("title", "linked"),
    [
        ("LateBird: efficient & effective passage search via late interaction", True),
        ("LateBird: Effective and Efficient Passage Search by Late Interaction", True),
        ("LateBird: A Dataset of Birds", False),
        ("LateBird", False),
    ],
)
def test_a_named_title_may_lose_the_order_of_its_words(
    catalogue: Catalogue, title: str, linked: bool
) -> None:
    reference = entry(title, "O. Khat", 2020)
    assert cited(catalogue, reference, COLBERT, ["Omar Khat"], 2020) is linked


def test_a_dropped_subtitle_is_tolerated(catalogue: Catalogue) -> None:
    reference = entry("Graphs of Neighbours", "A. Müller", 2004)
    title = "Graphs of Neighbours: How to Build and How to Search Them"
    assert cited(catalogue, reference, title, ["Ada Müller"], 2004)


def test_a_series_overview_is_that_years_own(catalogue: Catalogue) -> None:
    title = "Overview of the Passage Search Track of Our Conference"
    assert not cited(catalogue, entry(title, "A. Müller", 2008), title, ["Ada Müller"], 2004)


def test_of_two_papers_of_one_title_the_year_decides_and_a_tie_names_none(
    catalogue: Catalogue,
) -> None:
    first = store(catalogue, a_paper("a", LONG, ["Ada Müller"], 2004))
    store(catalogue, a_paper("b", LONG, ["Ada Müller"], 2005))
    own = store(
        catalogue,
        a_paper("c", "Citing", ["Eve Stone"], 2024, [
            entry(LONG, "A. Müller", 2004),
        ]),
    )  # fmt: skip
    tie = store(catalogue, a_paper("d", "Also", ["Eve Stone"], 2024, [entry(LONG, "A. Müller")]))
    link_papers(catalogue.database)
    assert catalogue.papers.detail(own).references[0].cited_paper_id == first
    assert catalogue.papers.detail(tie).references[0].cited_paper_id is None


def test_a_paper_that_comes_later_makes_an_old_link_right_or_doubtful(catalogue: Catalogue) -> None:
    citing = store(
        catalogue, a_paper("c", "Citing", ["Eve Stone"], 2024, [entry(LONG, "A. Müller", 2005)])
    )
    store(catalogue, a_paper("a", LONG, ["Ada Müller"], 2004))
    link_papers(catalogue.database)
    assert catalogue.papers.detail(citing).references[0].cited_paper_id is not None
    nearer = store(catalogue, a_paper("b", LONG, ["Ada Müller"], 2005))
    link_papers(catalogue.database)
    assert catalogue.papers.detail(citing).references[0].cited_paper_id == nearer


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Apporximate Search", "Approximate Search", True),
        ("Müller’s Theorem", "Mullers theorem", True),
        ("Topology, Part I", "Topology", True),
        ("Topology, Part I", "Topology, Part II", False),
        ("Unsupervised Parsing of Trees", "Supervised Parsing of Trees", False),
        ("Track Overview 2019", "Track Overview 2020", False),
        ("", "", False),
    ],
)
def test_slips_of_print_and_other_titles(one: str, other: str, same: bool) -> None:
    assert is_same_title(one, other) is same


def test_main_titles_and_names() -> None:
    assert main_title(COLBERT) == "LateBird"
    assert main_title("No subtitle here") == "No subtitle here"
    assert not share_name("Search: 2019 results and more", "Search: 2020 results and more")
