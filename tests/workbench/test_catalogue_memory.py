"""What a catalogue keeps in memory is what its tables hold."""

from __future__ import annotations

import gc
import weakref
from dataclasses import replace
from functools import partial

import numpy as np
import pytest

from tests.workbench.stored_papers import GRAPHS, a_paper, store
from workbench.catalogue.catalogue import Catalogue
from workbench.catalogue.database import Connection
from workbench.catalogue.impact import import_counts
from workbench.catalogue.papers import paper_id


def give_years(connection: Connection, years: dict[str, int]) -> None:
    for identifier, year in years.items():
        connection.execute("UPDATE papers SET year = ? WHERE id = ?", [year, identifier])


def test_years_and_counts_that_are_swapped_between_papers_are_noticed(catalogue: Catalogue) -> None:
    one = store(catalogue, a_paper("a", *GRAPHS))
    other = store(catalogue, a_paper("b", "Another", ["Eve Stone"], 2010))
    seen = {catalogue.impact.version()}
    for counts in ({one: 3, other: 5}, {one: 5, other: 3}):
        catalogue.database.write(partial(import_counts, counts=counts))
        seen.add(catalogue.impact.version())
    for years in ((2010, 2004), (2004, 2010)):
        catalogue.database.write(partial(give_years, years={one: years[0], other: years[1]}))
        seen.add(catalogue.impact.version())
    # the years end as they began
    assert len(seen) == 4


def as_loaded(catalogue: Catalogue) -> dict[int, str]:
    """The paper of each passage as the catalogue has it."""
    rows = catalogue.database.rows("SELECT id, paper_id FROM passages")
    return dict(rows)


def in_table(catalogue: Catalogue) -> dict[int, str]:
    """The paper of each passage as the table in memory has it."""
    table = catalogue.passages.paper_table()
    assert np.all(np.diff(table.labels) > 0)
    numbers = table.papers.tolist()
    return {label: table.ids[n] for label, n in zip(table.labels.tolist(), numbers, strict=True)}


def test_the_table_of_passages_follows_every_change(catalogue: Catalogue) -> None:
    first = a_paper("b", "First", ["Li"], 2020)
    store(catalogue, first)
    assert in_table(catalogue) == as_loaded(catalogue)
    for letter in "adc":
        store(catalogue, a_paper(letter, "Another", ["Li"], 2020))
    assert in_table(catalogue) == as_loaded(catalogue)
    # read again, with fewer passages
    store(catalogue, replace(first, passages=first.passages[:1]))
    assert in_table(catalogue) == as_loaded(catalogue)
    catalogue.papers.remove([paper_id("d" * 64)])
    assert in_table(catalogue) == as_loaded(catalogue)
    store(catalogue, a_paper("d", "Back again", ["Li"], 2020))
    catalogue.edits.apply(paper_id("a" * 64), {"title": "Edited"})
    assert in_table(catalogue) == as_loaded(catalogue)


def test_a_few_new_papers_do_not_have_all_passages_read_again(
    catalogue: Catalogue, monkeypatch: pytest.MonkeyPatch
) -> None:
    store(catalogue, a_paper("a", "First", ["Li"], 2020))
    assert len(in_table(catalogue)) == 3

    def refuse(sql: str, parameters: object = ()) -> dict[str, object]:
        raise AssertionError(sql)

    monkeypatch.setattr(catalogue.database, "columns", refuse)
    store(catalogue, a_paper("b", "Second", ["Li"], 2020))
    assert len(in_table(catalogue)) == 6


def test_what_another_part_wrote_is_read_again(catalogue: Catalogue) -> None:
    store(catalogue, a_paper("a", "First", ["Li"], 2020))
    assert len(in_table(catalogue)) == 3

    def unseen(connection: Connection) -> None:
        connection.execute("DELETE FROM passages WHERE position = 0")
        connection.execute("UPDATE counters SET value = value + 1 WHERE name = 'passages'")

    catalogue.database.write(unseen)
    store(catalogue, a_paper("b", "Second", ["Li"], 2020))
    assert in_table(catalogue) == as_loaded(catalogue)


def test_what_is_steady_is_asked_for_once_until_something_is_written(catalogue: Catalogue) -> None:
    numbers = iter(range(10))
    assert {catalogue.database.steady("key", lambda: next(numbers)) for _ in range(3)} == {0}
    store(catalogue, a_paper("a", "First", ["Li"], 2020))
    assert catalogue.database.steady("key", lambda: next(numbers)) == 1


def test_nothing_steady_outlives_what_it_was_made_of(catalogue: Catalogue) -> None:
    class Table:
        pass

    tables = [Table() for _ in range(3)]
    held = [weakref.ref(table) for table in tables]
    for number in range(3):
        catalogue.database.steady(("filter", number), tables.pop)
    gc.collect()
    assert all(table() is not None for table in held)
    store(catalogue, a_paper("a", "First", ["Li"], 2020))
    catalogue.database.steady("another", lambda: None)
    gc.collect()
    assert all(table() is None for table in held)
