"""Quotes shown as sentences: what is left of reference marks is cleaned away."""

from __future__ import annotations

import pytest

from workbench.answer.draft import as_sentence


@pytest.mark.parametrize(
    ("quote", "shown"),
    [
        ("Lookups take O(log n) time [].", "Lookups take O(log n) time."),
        (
            "There are restrictions,,,, and other constructions,.",
            "There are restrictions, and other constructions.",
        ),
        ("Earlier work [[3]] said so.", "Earlier work said so."),
        ("Two systems [3, 4], [7] agree.", "Two systems, agree."),
        ("It was shown before [ , ] and again ( ; ).", "It was shown before and again."),
        ("Sets f(x, y) and lists [a, b] stay.", "Sets f(x, y) and lists [a, b] stay."),
        ("It was held before () by others.", "It was held before by others."),
        ("A type Int -> IO () and main() stay.",) * 2,
        # where a mark is a word of its sentence, something is said to be left out
        (
            "Ada introduced it in [9], and the ring in [10, 11]. [3] proves it [4].",
            "Ada introduced it in […], and the ring in […]. […] proves it.",
        ),
        ("Values of 1,000 and .5 stay, as does e.g. this.",) * 2,
    ],
)
def test_leftovers_of_reference_marks_are_not_shown(quote: str, shown: str) -> None:
    assert as_sentence(quote) == f"“{shown}”"
