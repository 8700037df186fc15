"""Formulas and numbers that read otherwise than on their page, and those that do not."""

from __future__ import annotations

import pytest
from answer_support import Shelf, paper

from workbench.answer.answerer import Answerer
from workbench.answer.garbled import is_garbled


@pytest.mark.parametrize(
    "text",
    [
        "The search has to look at an average of 2-- N items of the list.",
        "The force between them is given by F=- -- hc and falls with the distance.",
        "Recall that r = Lj Cj denotes the ratio of the two.",
        "With α = 1 ǫ the bound holds for every one of the disks.",
        "The matrix is given by M = 1 √sσijδij for all of its entries.",
        "It finds the item with a probability of 1 2 in the first round.",
        "The structure to preprocess is a length array of numbers.",
        "The list has grown by ten thousand items a week since 20021.",
        "The array of the tour has length F,G1H&I because it starts at the root.",
        "A node contacts another entry of the row, i 6= d, and asks for its own.",
        "Copies go to all of the clients who request 1This is a service of its own.",
    ],
)
def test_formulas_that_lost_a_bar_or_took_up_a_mark(text: str) -> None:
    assert is_garbled(text)


@pytest.mark.parametrize(
    "text",
    [
        "The system -- a large one -- was built in the winter of 1990.",
        "The supply is 5 V at most, and p = 3 V in the other case.",
        "A total of 10 000 rows were read in 12 ms of 3 D pictures.",
        "With n = 10 and k = 3 the index holds all of the words.",
        "Since 2001, items were counted in a list of 20 columns.",
        "Both AT&T and the R&D of others held Q&A hours on a 16,384 x 16,384 grid.",
    ],
)
def test_whole_numbers_and_dashes_are_sound(text: str) -> None:
    assert not is_garbled(text)


def test_a_flat_digit_behind_a_digit_makes_another_number() -> None:
    text = "The list holds 106 items"
    assert is_garbled(text, [text.index("106") + 3])
    assert not is_garbled(text)
    assert not is_garbled("The list holds 2n items", [len("The list holds 2n")])


def test_a_sound_sentence_leads_before_a_garbled_one() -> None:
    shelf = Shelf()
    shelf.add(
        paper("Searching without order", ("Ada Example",), 1996),
        "The blind search finds a marked item with an average of 2-- N items looked at. "
        "A blind search looks at half of all items on average before it finds a marked item.",
    )
    answer = Answerer(shelf.search).answer("How many items does the blind search look at?")
    assert not answer.refused
    assert "2--" not in answer.citations[0].quote
