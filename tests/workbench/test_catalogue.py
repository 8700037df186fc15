"""What is stored of papers, and how they are found, cited and named."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from ingest.paper import Paper, Rectangle, Reference
from tests.workbench.stored_papers import GRAPHS, a_paper, entry, store
from workbench.catalogue.catalogue import Catalogue
from workbench.catalogue.citekeys import citekey
from workbench.catalogue.database import Connection
from workbench.catalogue.files import FileRow
from workbench.catalogue.impact import import_counts
from workbench.catalogue.links import link_papers
from workbench.catalogue.papers import paper_id
from workbench.catalogue.passages import as_indexed
from workbench.errors import PaperNotFoundError
from workbench.types import FileState

MODEL = "some-model:1"


def test_what_is_stored_comes_back(catalogue: Catalogue) -> None:
    identifier = store(catalogue, a_paper("a", *GRAPHS))
    [paper] = catalogue.papers.window()
    assert (paper.title, paper.authors, paper.year) == (GRAPHS[0], tuple(GRAPHS[1]), 2004)
    assert paper.citekey == "muller2004nearest"
    passages = catalogue.passages.of_paper(identifier)
    assert [p.text for p in passages] == [f"Sentence {n} of [a]." for n in range(3)]
    assert passages[0].rectangles == (Rectangle(2, 10.5, 20, 30, 40),)
    assert [p.pieces for p in passages] == [(), ((0, 8), (9, 19)), ((0, 8), (9, 19))]
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


def test_papers_are_ordered_by_family_name_and_those_without_authors_come_last(
    catalogue: Catalogue,
) -> None:
    names = {"a": "Zoë Adams", "b": "Brown, Ada", "c": "佐藤 美咲", "d": "Ann Clark", "e": ""}
    for letter, name in names.items():
        store(catalogue, a_paper(letter, f"Paper {letter}", [name] if name else [], 2000))
    order = [paper.title[-1] for paper in catalogue.papers.window(order="author")]
    assert order == ["a", "b", "d", "c", "e"]
