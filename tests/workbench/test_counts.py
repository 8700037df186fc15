"""Counts over the catalogue: works that are cited and not held."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.workbench.stored_papers import a_paper, entry, store
from workbench.answer.make import missing_works
from workbench.catalogue.catalogue import Catalogue
from workbench.catalogue.counts import Counts


@pytest.fixture
def catalogue(tmp_path: Path) -> Iterator[Catalogue]:
    opened = Catalogue(tmp_path / "catalogue.duckdb")
    cited = [
        entry("Selectional Preferences and Their Learning", "A. Grey", 1999),
        entry("Tarn: A Globally Replicated Store", "B. White", 2012),
        entry("Leader Election in Rings of Processors", "C. Black", 1980),
        entry("Leader Election in Trees of Processors", "D. Brown", 1981),
    ]
    store(opened, a_paper("a", "Citing", ["Eve Stone"], 2024, cited))
    yield opened
    opened.close()


def test_works_are_suggested_by_whole_words_and_names_come_first(catalogue: Catalogue) -> None:
    works = missing_works(catalogue, "How does election of a leader work in Tarn?".split())
    assert "Tarn: A Globally" in works[0]
    assert "Leader Election" in works[1]
    only = missing_works(catalogue, "Which elections are fair?".split())
    assert only
    assert not any("Selectional" in work for work in only)


def test_a_work_that_is_cited_and_not_held_is_found_by_its_title(catalogue: Catalogue) -> None:
    counts = Counts(catalogue.database)
    assert [row[0] for row in counts.citing((), ("Globally Replicated",), None)] == ["a" * 16]
    assert counts.citing((), ("lectional Pref",), None) == []
    assert [row[0] for row in counts.naming("citing")] == ["a" * 16]


def test_one_common_word_suggests_nothing_and_an_authors_name_does(catalogue: Catalogue) -> None:
    asked = "How does Brown's method place processors next to memory banks?".split()
    assert [work.split(" (")[0] for work in missing_works(catalogue, asked)] == ["D. Brown"]
    assert missing_works(catalogue, "How are processors cooled in summer heat?".split()) == []


def test_references_are_sieved_by_plain_letters_before_they_are_grouped(
    catalogue: Catalogue,
) -> None:
    counts = Counts(catalogue.database)
    rows = counts.cited_but_missing(["Leader-Election"], ["BROWN"], 5)
    assert [row[1] for row in rows] == ["D. Brown", "C. Black"]
    assert counts.cited_but_missing([], [], 5) == []
