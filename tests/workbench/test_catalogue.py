from __future__ import annotations

import gc
import subprocess
import sys
import weakref
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path

import numpy as np
import pytest

from ingest.paper import Page, PageText, Paper, Passage, PassageKind, Rectangle, Reference, Section
from workbench.catalogue.catalogue import Catalogue
from workbench.catalogue.citekeys import citekey
from workbench.catalogue.database import Connection
from workbench.catalogue.files import FileRow
from workbench.catalogue.impact import import_counts
from workbench.catalogue.links import link_papers
from workbench.catalogue.papers import paper_id
from workbench.catalogue.passages import as_indexed
from workbench.errors import CatalogueError, LibraryBusyError, PaperNotFoundError
from workbench.types import FileState

MODEL = "some-model:1"


@pytest.fixture
def catalogue(tmp_path: Path) -> Iterator[Catalogue]:
    opened = Catalogue(tmp_path / "catalogue.duckdb")
    yield opened
    opened.close()


def a_paper(
    letter: str,
    title: str,
    authors: Sequence[str],
    year: int | None,
    references: Sequence[Reference] = (),
    **fields: str,
) -> Paper:
    sha256 = letter * 64
    number = int(sha256[:15], 16)
    passages = tuple(
        Passage(
            id=f"{number + position:016x}",
            position=position,
            kind=PassageKind.BODY,
            text=f"Sentence {position} of [{letter}].",
            section="Results > Speed",
            page=2,
            tokens=6,
            rectangles=(Rectangle(2, 10.5, 20, 30, 40),),
            cites=(0,),
        )
        for position in range(3)
    )
    return Paper(
        path=f"/papers/{letter}.pdf",
        sha256=sha256,
        bytes=10,
        pages=(Page(1, 595, 842, PageText.NATIVE, 900),),
        title=title,
        authors=tuple(authors),
        year=year,
        doi=fields.get("doi", ""),
        arxiv_id=fields.get("arxiv_id", ""),
        venue="",
        abstract="",
        keywords=("graphs",),
        language="en",
        sections=(Section("Results", 1, 2),),
        references=tuple(references),
        passages=passages,
    )


def store(catalogue: Catalogue, paper: Paper) -> str:
    identifier = paper_id(paper.sha256)
    row = FileRow(paper.path, paper.sha256, 10, 1, identifier, FileState.WORDS_ONLY, "")
    catalogue.papers.store(paper, row)
    return identifier


GRAPHS = ("Nearest Neighbour Graphs for Large Collections", ["Ada Müller", "Bo Li"], 2004)


def entry(title: str, author: str = "", year: int | None = None, **ids: str) -> Reference:
    authors = (author,) if author else ()
    return Reference(0, f"{author} {title} {year}", title=title, authors=authors, year=year, **ids)


def test_what_is_stored_comes_back(catalogue: Catalogue) -> None:
    identifier = store(catalogue, a_paper("a", *GRAPHS))
    [paper] = catalogue.papers.window()
    assert (paper.title, paper.authors, paper.year) == (GRAPHS[0], tuple(GRAPHS[1]), 2004)
    assert paper.citekey == "muller2004nearest"
    passages = catalogue.passages.of_paper(identifier)
    assert [p.text for p in passages] == [f"Sentence {n} of [a]." for n in range(3)]
    assert passages[0].rectangles == (Rectangle(2, 10.5, 20, 30, 40),)
    assert catalogue.passages.by_ids([passages[1].id, "0" * 16]) == {passages[1].id: passages[1]}


def test_reading_a_paper_again_replaces_it_and_keeps_key_and_vectors(catalogue: Catalogue) -> None:
    identifier = store(catalogue, a_paper("a", *GRAPHS))
    ids = [p.id for p in catalogue.passages.of_paper(identifier)]
    catalogue.vectors.add(MODEL, ids, np.eye(3, 4, dtype=np.float32))
    added_at = catalogue.database.value("SELECT added_at FROM papers")
    store(catalogue, a_paper("a", GRAPHS[0], ["Ada Müller", "Bo Li"], 2005))
    [paper] = catalogue.papers.window()
    assert (paper.year, paper.citekey) == (2005, "muller2004nearest")
    assert catalogue.database.value("SELECT added_at FROM papers") == added_at
    assert catalogue.passages.count() == 3
    assert catalogue.vectors.count(MODEL) == 3


def test_passages_read_under_another_title_or_section_are_embedded_again(
    catalogue: Catalogue,
) -> None:
    first = a_paper("a", *GRAPHS)
    ids = [passage.id for passage in first.passages]
    store(catalogue, first)
    catalogue.vectors.add(MODEL, ids[:2], np.eye(2, 4, dtype=np.float32))
    catalogue.vectors.give_up(MODEL, ids[2], "the model's process died")
    moved = replace(first.passages[0], section="Another section")
    again = replace(first, passages=(moved, *first.passages[1:]))
    assert catalogue.papers.store_together([(again, file_of(again))]) == {ids[0]}
    assert [p.id for p in catalogue.passages.waiting(MODEL, 10)] == [ids[0]]
    retitled = replace(again, title="A Better Title")
    assert catalogue.papers.store_together([(retitled, file_of(retitled))]) == set(ids)
    assert catalogue.passages.count_waiting(MODEL) == 3
    assert catalogue.vectors.models() == {}


def test_a_passage_that_does_not_come_back_leaves_no_vector_for_later(catalogue: Catalogue) -> None:
    first = a_paper("a", *GRAPHS)
    store(catalogue, first)
    ids = [passage.id for passage in first.passages]
    catalogue.vectors.add(MODEL, ids, np.eye(3, 4, dtype=np.float32))
    shorter = replace(first, passages=first.passages[:2])
    assert catalogue.papers.store_together([(shorter, file_of(shorter))]) == {ids[2]}
    assert catalogue.vectors.models() == {MODEL: 2}


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


def test_counts_are_kept_or_lost_with_what_else_their_transaction_stores(
    catalogue: Catalogue,
) -> None:
    one = store(catalogue, a_paper("a", *GRAPHS))

    def broken(connection: Connection) -> None:
        import_counts(connection, {one: 3})
        raise RuntimeError("killed")

    with pytest.raises(RuntimeError):
        catalogue.database.write(broken)
    assert np.isnan(catalogue.impact.all().imported).tolist() == [True]


def test_who_cites_whom_is_told_both_ways(catalogue: Catalogue) -> None:
    cited = store(catalogue, a_paper("a", *GRAPHS))
    citing = store(
        catalogue, a_paper("b", "Later", ["Li"], 2020, [entry(GRAPHS[0], "Ada Müller", GRAPHS[2])])
    )
    link_papers(catalogue.database)
    assert catalogue.impact.links_of([cited]) == [(cited, citing)]
    assert catalogue.impact.links_of([citing]) == [(citing, cited)]
    assert len(catalogue.impact.links_of([citing, cited])) == 2


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


def file_of(paper: Paper) -> FileRow:
    identifier = paper_id(paper.sha256)
    return FileRow(paper.path, paper.sha256, 10, 1, identifier, FileState.WORDS_ONLY, "")


def test_papers_stored_together_are_those_stored_one_by_one(catalogue: Catalogue) -> None:
    store(catalogue, a_paper("a", "An Earlier Reading", ["Ada Müller"], 2004))
    cited = entry("Trees", "Bo Li", 1999)
    papers = [a_paper(letter, *GRAPHS, [cited]) for letter in "abc"]
    catalogue.papers.store_together([(paper, file_of(paper)) for paper in papers])
    keys = {paper.id[0]: paper.citekey for paper in catalogue.papers.window()}
    assert keys == {"a": "muller2004earlier", "b": "muller2004nearest", "c": "muller2004nearest-2"}
    assert catalogue.passages.count() == 9
    assert {row.state for row in catalogue.files.by_paths(p.path for p in papers).values()} == {
        FileState.WORDS_ONLY
    }
    for paper in papers:
        identifier = paper_id(paper.sha256)
        stored = catalogue.passages.indexed([identifier])
        assert stored[0].references == "Trees"
        assert list(as_indexed(paper, identifier, paper.title)) == stored


def test_of_papers_stored_together_none_is_kept_when_one_cannot_be(catalogue: Catalogue) -> None:
    good, bad = a_paper("a", *GRAPHS), a_paper("b", "Broken", [], None)
    bad = replace(bad, passages=(replace(bad.passages[0], id="no number"),))
    with pytest.raises(ValueError, match="no number"):
        catalogue.papers.store_together([(good, file_of(good)), (bad, file_of(bad))])
    assert catalogue.papers.count() == 0
    assert catalogue.passages.count() == 0


def test_vectors_come_back_with_their_passages(catalogue: Catalogue) -> None:
    identifier = store(catalogue, a_paper("a", *GRAPHS))
    waiting = catalogue.passages.waiting(MODEL, 10)
    assert len(waiting) == catalogue.passages.count_waiting(MODEL) == 3
    vectors = np.eye(3, 4, dtype=np.float32)
    catalogue.vectors.add(MODEL, [p.id for p in waiting], vectors)
    assert not catalogue.passages.waiting(MODEL, 10)
    labels, rows = catalogue.vectors.of(MODEL, catalogue.vectors.labels(MODEL))
    found = dict(zip(labels.tolist(), rows, strict=True))
    for passage, vector in zip(waiting, vectors, strict=True):
        np.testing.assert_array_equal(found[int(passage.id, 16)], vector)
    catalogue.papers.remove([identifier])
    catalogue.vectors.prune()
    assert catalogue.vectors.count(MODEL) == 0


def test_files_become_ready_when_all_their_passages_are_embedded(catalogue: Catalogue) -> None:
    store(catalogue, a_paper("a", *GRAPHS))
    store(catalogue, a_paper("b", "Another", ["Eve Stone"], 2010))
    ids = [p.id for p in catalogue.passages.waiting(MODEL, 10) if p.title != "Another"]
    catalogue.vectors.add(MODEL, ids, np.eye(3, 4, dtype=np.float32))
    catalogue.files.settle_embedded(MODEL, "not yet")
    states = {p.title: (p.state, p.reason) for p in catalogue.papers.window()}
    assert states[GRAPHS[0]] == (FileState.READY, "")
    assert states["Another"] == (FileState.WORDS_ONLY, "not yet")


@pytest.mark.parametrize(
    ("reference", "linked"),
    [
        (entry("Nearest neighbour graphs for large collections.", "A. Müller", 2004), True),
        (entry("Nearest-Neighbour Graphs for Large Collections", "Müller, Ada", 2003), True),
        (entry("Nearest Neighbour Graphs for Large Collections"), True),
        (entry("Nearest Neighbour Graphs for Large Collections", "Z. Other", 1990), False),
        (entry("Nearest Neighbour Graphs", "A. Müller", 2004), False),
        (entry("", doi="10.5555/GRAPHS"), True),
        (entry("", arxiv_id="2004.00001v3"), True),
    ],
)
def test_references_are_tied_to_the_paper_they_name(
    catalogue: Catalogue, reference: Reference, linked: bool
) -> None:
    cited = store(catalogue, a_paper("a", *GRAPHS, doi="10.5555/graphs", arxiv_id="2004.00001v1"))
    citing = store(catalogue, a_paper("b", "Citing", ["Eve Stone"], 2010, [reference]))
    assert link_papers(catalogue.database) == int(linked)
    [row] = catalogue.papers.detail(citing).references
    assert row.cited_paper_id == (cited if linked else None)
    assert catalogue.papers.detail(cited).summary.cited_by == int(linked)


def test_a_short_title_needs_author_and_year(catalogue: Catalogue) -> None:
    store(catalogue, a_paper("a", "Search", ["Ada Müller"], 2004))
    right = entry("Search", "A. Müller", 2004)
    store(catalogue, a_paper("b", "First", ["Eve Stone"], 2010, [right]))
    store(catalogue, a_paper("c", "Second", ["Eve Stone"], 2010, [entry("Search", "", 2004)]))
    assert link_papers(catalogue.database) == 1


def test_links_follow_papers_that_come_and_go(catalogue: Catalogue) -> None:
    store(catalogue, a_paper("b", "Citing", ["Eve Stone"], 2010, [entry(GRAPHS[0])]))
    assert link_papers(catalogue.database) == 0
    cited = store(catalogue, a_paper("a", *GRAPHS))
    assert link_papers(catalogue.database) == 1
    catalogue.papers.remove([cited])
    assert link_papers(catalogue.database) == 0


def test_papers_are_found_by_id_start_key_and_path(catalogue: Catalogue) -> None:
    identifier = store(catalogue, a_paper("a", *GRAPHS))
    store(catalogue, a_paper("b", "Other", ["Eve Stone"], 2010))
    for key in (identifier, identifier[:6], "muller2004nearest", "/papers/a.pdf"):
        assert catalogue.papers.resolve(key) == identifier
    with pytest.raises(PaperNotFoundError, match="no paper answers"):
        catalogue.papers.resolve("nobody1999")


def test_the_list_is_narrowed_ordered_and_windowed(catalogue: Catalogue) -> None:
    for letter, year in (("a", 2004), ("b", 1999), ("c", 2020)):
        store(catalogue, a_paper(letter, f"On [{letter}]", [f"{letter.upper()} Müller"], year))
    assert [p.year for p in catalogue.papers.window(order="author")] == [1999, 2004, 2020]
    years = [p.year for p in catalogue.papers.window(order="year", descending=True)]
    assert years == [2020, 2004, 1999]
    assert [p.year for p in catalogue.papers.window(order="year", limit=1, offset=1)] == [2004]
    assert [p.title for p in catalogue.papers.window(text="b müller")] == ["On [b]"]
    assert catalogue.papers.count("müller") == 3
    assert catalogue.papers.count("[c]") == 1


def test_two_papers_never_share_a_citation_key(catalogue: Catalogue) -> None:
    for letter in "abc":
        store(catalogue, a_paper(letter, *GRAPHS))
    keys = {paper.citekey for paper in catalogue.papers.window()}
    assert keys == {"muller2004nearest", "muller2004nearest-2", "muller2004nearest-3"}


def test_citation_keys_of_papers_with_little_known() -> None:
    assert citekey([], None, "", ()) == "anonnd"
    assert citekey([], None, "", (), stem="smith2004 (copy)") == "smith2004copy"
    assert citekey(["王小明"], 2019, "论文", ()) == "anon2019"
    assert citekey(["佐藤 美咲"], 2023, "検索", (), stem="sato2023_ja") == "sato2023ja"
    assert citekey(["van der Berg, Jan"], 2001, "The k-NN of it", ()) == "vanderberg2001"


def test_a_second_process_is_told_who_has_it_open(catalogue: Catalogue) -> None:
    code = (
        "import sys; from pathlib import Path\n"
        "from workbench.catalogue.catalogue import Catalogue\n"
        "from workbench.errors import LibraryBusyError\n"
        "try: Catalogue(Path(sys.argv[1]))\n"
        "except LibraryBusyError as error: print(error)"
    )
    file = str(catalogue.database.file)
    done = subprocess.run(
        [sys.executable, "-c", code, file], capture_output=True, text=True, check=True
    )
    assert "is open in process" in done.stdout
    assert LibraryBusyError.retryable


def test_a_file_that_is_no_database_is_named(tmp_path: Path) -> None:
    file = tmp_path / "catalogue.duckdb"
    file.write_bytes(b"certainly not a database" * 500)
    with pytest.raises(CatalogueError, match=r"catalogue\.duckdb"):
        Catalogue(file)
    assert file.read_bytes().startswith(b"certainly")


def test_a_newer_schema_is_refused_and_left_alone(catalogue: Catalogue) -> None:
    file = catalogue.database.file
    catalogue.database.write(
        lambda connection: connection.execute(
            "INSERT INTO schema_steps VALUES (9999, 'future', '9', now()::TIMESTAMP)"
        )
    )
    catalogue.close()
    with pytest.raises(CatalogueError, match="newer carrel"):
        Catalogue(file)


def test_a_damaged_log_is_set_aside_and_said(tmp_path: Path) -> None:
    file = tmp_path / "catalogue.duckdb"
    code = (
        "import os, sys; from pathlib import Path\n"
        "from workbench.catalogue.catalogue import Catalogue\n"
        "c = Catalogue(Path(sys.argv[1]))\n"
        "for n in range(200): c.answers.add(str(n), 'q' * 100, '2026-01-01T00:00:00', 'r' * 1000)\n"
        "os._exit(9)"
    )
    subprocess.run([sys.executable, "-c", code, str(file)], check=False)
    log_file = file.with_name("catalogue.duckdb.wal")
    content = bytearray(log_file.read_bytes())
    middle = len(content) // 2
    content[middle : middle + 200] = bytes(200)
    log_file.write_bytes(content)
    catalogue = Catalogue(file)
    try:
        assert catalogue.papers.count() == 0
        assert "set aside" in catalogue.notes[0]
        assert list(tmp_path.glob("*damaged*"))
    finally:
        catalogue.close()


def test_papers_are_ordered_by_family_name_and_those_without_authors_come_last(
    catalogue: Catalogue,
) -> None:
    names = {"a": "Zoë Adams", "b": "Brown, Ada", "c": "佐藤 美咲", "d": "Ann Clark", "e": ""}
    for letter, name in names.items():
        store(catalogue, a_paper(letter, f"Paper {letter}", [name] if name else [], 2000))
    order = [paper.title[-1] for paper in catalogue.papers.window(order="author")]
    assert order == ["a", "b", "d", "c", "e"]
