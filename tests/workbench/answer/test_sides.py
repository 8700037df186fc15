"""Which side of a comparison a sentence is on."""

from __future__ import annotations

import pytest
from answer_support import Shelf, hit, paper

from workbench.answer.answerer import Answerer
from workbench.answer.candidates import quotable
from workbench.answer.sides import Sides
from workbench.answer.understand import understand


def sides_of(title: str, text: str) -> tuple[str, ...]:
    understood = understand("Compare Pastry with B-trees")
    found = hit(paper(title), text)
    [candidate, *_] = quotable([found])
    return Sides.of(understood, [found]).of_candidate(candidate)


@pytest.mark.parametrize(
    ("title", "text", "parts"),
    [
        ("Overlays", "Pastry repairs its tables when a neighbour is lost.", ("Pastry",)),
        ("Overlays", "In a Btree tables are repaired when a leaf is lost.", ("B-trees",)),
        ("Pastry: an overlay", "Tables are repaired when a neighbour is lost.", ("Pastry",)),
        ("Overlays", "Pastry and B-trees repair tables in the background.", ("Pastry", "B-trees")),
        ("Overlays", "The client uses a timer to detect that a node is lost.", ()),
        ("Overlays", "Subtrees are repaired when a neighbour is lost, or a leaf.", ()),
    ],
)
def test_a_side_is_told_by_its_name(title: str, text: str, parts: tuple[str, ...]) -> None:
    assert sides_of(title, text) == parts


@pytest.fixture
def shelf() -> Shelf:
    shelf = Shelf()
    shelf.add(
        paper("Timers", ("Nora Harrow",), 2001),
        "The client repairs tables when its timer runs out, and how it does so is told below.",
    )
    shelf.add(
        paper("Pastry", ("Kofi Abara",), 2001),
        "Pastry repairs tables when a neighbour does not answer within a second.",
    )
    shelf.add(
        paper("Kelips", ("Ana Petrov",), 2003),
        "Kelips repairs tables by gossip that runs all the time in the background.",
        "Kelips repairs tables faster than Pastry at the cost of memory on every node.",
    )
    return shelf


def test_a_paper_that_names_neither_side_is_left_out(shelf: Shelf) -> None:
    answer = Answerer(shelf.search).answer("Compare Pastry and Kelips in how they repair tables")
    assert {citation.paper.title for citation in answer.citations} == {"Pastry", "Kelips"}


def test_what_sets_the_sides_apart_comes_first_and_sides_bear_their_names(shelf: Shelf) -> None:
    answer = Answerer(shelf.search).answer("Compare Pastry and Kelips in how they repair tables")
    headings = [heading for heading in answer.headings if heading]
    assert headings == ["How they compare", "Pastry", "Kelips"]
    assert "faster than Pastry" in answer.sentences[0].text
    assert answer.table is not None
    assert answer.table.columns == ("", "Pastry", "Kelips")


def test_one_side_alone_makes_no_table(shelf: Shelf) -> None:
    answer = Answerer(shelf.search).answer("Compare Kelips with Chord in how they repair tables")
    assert answer.table is None
