"""Markers are tied to the entry they name, and to no other."""

from __future__ import annotations

import pytest

from ingest.citations import CitationIndex
from ingest.paper import Reference
from ingest.textclean import RAISED_CLOSE, RAISED_OPEN

NUMBERED = [Reference(position=n, raw=f"entry {n}", label=str(n)) for n in range(1, 13)]
NAMED = [
    Reference(1, "Smith, A. 2019. One.", authors=("Smith, A.", "Jones, B.", "Hall, C."), year=2019),
    Reference(2, "Lee, K. 2020. Two.", authors=("K. Lee",), year=2020),
    Reference(3, "Smith, A. 2018a. Three.", authors=("Smith, A.",), year=2018),
    Reference(4, "Smith, A. 2018b. Four.", authors=("Smith, A.",), year=2018),
    Reference(5, "Brown and Day. 2017. Five.", authors=("P. Brown", "Q. Day"), year=2017),
]


@pytest.mark.parametrize(
    ("text", "cited"),
    [
        ("as in [12].", (12,)),
        ("see [3–5] and [1, 7]", (1, 3, 4, 5, 7)),
        ("see [2,4-6]", (2, 4, 5, 6)),
        ("see [3]–[5], [7]", (3, 4, 5, 7)),
        ("both [1 and 2] and [ 4 , 5 ]", (1, 2, 4, 5)),
        ("by [3, Theorem 2, 5]", (3,)),
        ("by [5–3] and [12,13]", ()),
        ("the array a[99] is long", ()),
        ("in the years [1990]", ()),
        ("the interval [0, 1]", ()),
        ("nothing is cited", ()),
    ],
)
def test_numbers_in_brackets(text: str, cited: tuple[int, ...]) -> None:
    assert CitationIndex(NUMBERED, [text]).cited(text) == cited


@pytest.mark.parametrize(
    ("text", "cited"),
    [
        ("(Smith et al., 2019; Lee, 2020)", (1, 2)),
        ("Smith et al. (2019) showed", (1,)),
        ("Lee (2020) and Brown and Day (2017)", (2, 5)),
        ("(Smith, 2018b)", (4,)),
        ("(Smith, 2018)", ()),
        ("(Brown & Day, 2017)", (5,)),
        ("(Brown and Night, 2017)", ()),
        ("(see Lee, 2020, p. 4)", (2,)),
        ("In May (2020) it rained", ()),
        ("(Smith, 2018a,b)", (3, 4)),
        ("Smith (2018a; 2018b)", (3, 4)),
        ("(Smith, 2018c)", ()),
        ("(Brown and Day, 2016, 2017)", (5,)),
        ("Brown and Day’s (2017) method", (5,)),
        ("Lee's (2020) work", (2,)),
        ("Smith et al.'s [2019] measure", (1,)),
        ("Smith, Jones, and Hall (2019)", (1,)),
        ("(Smith, Jones, & Night, 2019)", ()),
        ("Made by the LAB, Smith et al. (2019)", (1,)),
        ("In Paris, Brown and Day (2017)", (5,)),
        ("(Lee, 2020, p. 4; Brown and Day 2017)", (2, 5)),
    ],
)
def test_names_and_years(text: str, cited: tuple[int, ...]) -> None:
    assert CitationIndex(NAMED, [text]).cited(text) == cited


def raised(numbers: str) -> str:
    return f"{RAISED_OPEN}{numbers}{RAISED_CLOSE}"


def test_superscripts_cite_where_the_whole_paper_cites_so() -> None:
    texts = [f"Sentence number one{raised(str(n))}." for n in range(1, 13)]
    index = CitationIndex(NUMBERED, texts)
    assert index.cited(f"as shown{raised('3–5,9')}.") == (3, 4, 5, 9)


def test_exponents_do_not_cite() -> None:
    texts = [f"an area of 5 m{raised('2')}", "as shown in [1], [2], [3] and [4]"]
    assert CitationIndex(NUMBERED, texts).cited(texts[0]) == ()


def test_printed_keys_cite() -> None:
    entries = [Reference(1, "x", label="AHU74"), Reference(2, "y", label="Smith et al., 2004")]
    index = CitationIndex(entries, [])
    assert index.cited("by [AHU74]") == (1,)
    assert index.cited("by [Smith et al. 2004]") == (2,)
    assert index.cited("by [AHU75]") == ()


@pytest.mark.parametrize(
    ("text", "cited"),
    [
        ("by [Kle07]", (1,)),
        ("by [ABC+12, KL08a]", (2, 3)),
        ("by [KL08a, b; Kle07, Thm. 3]", (1, 3, 4)),
        ("by [KL08]", ()),
        ("by [DG05]", ()),
    ],
)
def test_keys_of_letters_and_years(text: str, cited: tuple[int, ...]) -> None:
    labels = ("Kle07", "ABC+12", "KL08a", "KL08b", "DG05", "DG05")
    entries = [Reference(n, f"entry {n}", label=label) for n, label in enumerate(labels, start=1)]
    assert CitationIndex(entries, [text]).cited(text) == cited


def test_a_number_that_two_entries_bear_names_neither() -> None:
    entries = [*NUMBERED, Reference(position=13, raw="of an appendix", label="2")]
    assert CitationIndex(entries, []).cited("as in [2] and [3]") == (3,)


def test_a_paper_without_references_cites_nothing() -> None:
    assert CitationIndex([], []).cited("[1] (Smith, 2019)") == ()
