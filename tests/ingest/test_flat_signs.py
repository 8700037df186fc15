"""Raised and lowered signs that read otherwise when set flat are known by their place."""

from __future__ import annotations

from pathlib import Path

import pymupdf
import pytest

from ingest.flat_signs import places_of
from ingest.paper import Passage
from tests.ingest.typesetting import Sheet, read, running_text

SIZE, SMALL = 10.0, 7.0

Run = tuple[str, float]
"""A piece of a line and how far it stands above the baseline; off it, it is set small."""


def passage_of(tmp_path: Path, *runs: Run) -> Passage:
    """The passage that holds a line of these runs, between lines of running text."""
    sheet = Sheet()
    sheet.page()
    sheet.put(60, 60, "On the growth of numbers", 16, "tibo")
    y = sheet.column(60, 120, 470, running_text(1, 60))
    x = 60.0
    for text, off in runs:
        size = SMALL if off else SIZE
        sheet.put(x, y - off, text, size)
        x += pymupdf.get_text_length(text, fontname="tiro", fontsize=size)
    sheet.column(60, y + 12.5, 470, running_text(2, 60))
    paper = read(sheet.save(tmp_path / "signs.pdf"))
    line = "".join(text for text, _ in runs).strip()
    return next(passage for passage in paper.passages if line[-12:] in passage.text)


def flat_ends(passage: Passage) -> list[str]:
    """What stands before each noted place."""
    return [passage.text[max(0, place - 4) : place] for place in passage.flat]


@pytest.mark.parametrize(
    ("before", "sign", "after", "seen"),
    [
        ("The number of tilings grows as 2", "n", " does here.", "as 2n"),
        ("Sorting them takes time in O(n", "2", ") steps here.", "O(n2"),
        ("We ran it for 10", "6", " rounds in this test.", "r 106"),
        ("The rate fell to 10", "-3", " a second in this test.", "10-3"),
        ("It was shown by them in 1992", "3", " that it holds here.", "9923"),
    ],
)
def test_an_exponent_or_a_mark_that_makes_another_number_is_noted(
    tmp_path: Path, before: str, sign: str, after: str, seen: str
) -> None:
    passage = passage_of(tmp_path, (before, 0), (sign, 3.5), (after, 0))
    assert flat_ends(passage) == [seen[-4:]]


@pytest.mark.parametrize(
    ("before", "sign", "after"),
    [
        ("It was shown by others before", "12", " that it holds here."),
        ("They met in the 20", "th", " century and after it here."),
        ("It holds for all of them.", "4", " Others disagree with it here."),
    ],
)
def test_marks_of_notes_and_references_are_not(
    tmp_path: Path, before: str, sign: str, after: str
) -> None:
    assert passage_of(tmp_path, (before, 0), (sign, 3.5), (after, 0)).flat == ()


def test_a_lowered_sign_is_noted_only_where_it_runs_into_a_number(tmp_path: Path) -> None:
    named = passage_of(tmp_path, ("It is a vector x", 0), ("1", -2), (" of two parts here.", 0))
    assert named.flat == ()
    based = passage_of(tmp_path, ("Written as 101", 0), ("2", -2), (" it is five, as seen.", 0))
    assert flat_ends(based) == ["1012"]


def test_text_without_scripts_has_none(tmp_path: Path) -> None:
    passage = passage_of(tmp_path, ("It grows with n and with 2n in this test.", 0))
    assert passage.flat == ()


def test_places_are_those_of_the_text_it_has() -> None:
    assert places_of(["it grows as 2n", "elsewhere"], "Here it grows as 2n, at last.") == (19,)
