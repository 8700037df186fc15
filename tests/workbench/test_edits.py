"""What the person knows better wins, and stays."""

from __future__ import annotations

import shutil
import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import duckdb
import pytest

from ingest.paper import READER_VERSION, Field, Figure, Rectangle
from tests.workbench.stored_papers import GRAPHS, a_paper, entry, store
from workbench.catalogue.catalogue import Catalogue
from workbench.catalogue.files import FileRow
from workbench.catalogue.links import link_papers
from workbench.catalogue.papers import paper_id
from workbench.editing import FIELDS, field_text, field_values, parse_changes, tag_name
from workbench.errors import EditError
from workbench.intake.survey import survey
from workbench.library import Library
from workbench.settings import ModelSettings, Settings
from workbench.types import FieldValue, FileState


@pytest.mark.parametrize(
    ("field", "typed", "value"),
    [
        ("title", "  A  title\nin two lines ", "A title in two lines"),
        ("title", "Esc\x1b[31mape \u202eand override", "Esc[31mape and override"),
        ("authors", "Müller, Ada; Bo Li;", ("Müller, Ada", "Bo Li")),
        ("authors", "Ada Müller and Bo Li", ("Ada Müller", "Bo Li")),
        ("authors", ["Johnson and Johnson"], ("Johnson and Johnson",)),
        ("authors", "", ()),
        ("year", "2004", 2004),
        ("year", 1999, 1999),
        ("year", "", None),
        ("doi", "https://doi.org/10.1145/3397271.3401075", "10.1145/3397271.3401075"),
        ("doi", "doi: 10.5555/ABC", "10.5555/abc"),
        ("arxiv_id", "https://arxiv.org/pdf/2004.12832v2.pdf", "2004.12832"),
        ("arxiv_id", "arXiv:cs/0112017v1", "cs/0112017"),
        ("keywords", "graphs, search; late interaction", ("graphs", "search", "late interaction")),
        ("kind", "Thesis", "thesis"),
        ("language", "DE", "de"),
        ("citekey", "muller2004:graphs", "muller2004:graphs"),
    ],
)
def test_what_is_typed_becomes_a_value(field: str, typed: FieldValue, value: FieldValue) -> None:
    assert parse_changes({field: typed}) == {field: value}


@pytest.mark.parametrize(
    ("field", "typed"),
    [
        ("title", " \n "),
        ("title", "…"),
        ("title", "x" * 501),
        ("year", "04"),
        ("year", "1200"),
        ("year", "2999"),
        ("year", "two thousand"),
        ("doi", "11.5555/abc"),
        ("doi", "10.5555/a b"),
        ("arxiv_id", "2013.12832"),
        ("citekey", "a key"),
        ("citekey", "{key}"),
        ("citekey", ""),
        ("kind", "novel"),
        ("language", "english"),
        ("colour", "red"),
    ],
)
def test_what_a_field_cannot_hold_is_refused_with_a_hint(field: str, typed: str) -> None:
    with pytest.raises(EditError) as refused:
        parse_changes({field: typed})
    assert refused.value.hint


def test_every_value_is_typed_back_as_it_is_shown(catalogue: Catalogue) -> None:
    identifier = store(catalogue, a_paper("a", *GRAPHS, doi="10.5555/graphs"))
    values = field_values(catalogue.papers.detail(identifier))
    assert list(values) == list(FIELDS)
    shown = {name: field_text(value) for name, value in values.items()}
    assert parse_changes(shown) == values


def test_an_edit_wins_over_reading_again_and_can_be_undone(catalogue: Catalogue) -> None:
    identifier = store(catalogue, a_paper("a", "Graphz", ["A. Muller"], 2003))
    catalogue.edits.apply(
        identifier, {"title": GRAPHS[0], "authors": ("Ada Müller",), "year": 2004}
    )
    store(catalogue, a_paper("a", "Graphzz", ["M. Uller"], 1999))
    detail = catalogue.papers.detail(identifier)
    assert (detail.summary.title, detail.summary.year) == (GRAPHS[0], 2004)
    assert {e.name: e.read for e in detail.edits} == {
        "title": "Graphzz",
        "authors": ("M. Uller",),
        "year": 1999,
    }
    catalogue.edits.undo(identifier, ["year"])
    assert catalogue.papers.detail(identifier).summary.year == 1999
    catalogue.edits.undo(identifier, None)
    detail = catalogue.papers.detail(identifier)
    assert (detail.summary.title, detail.edits) == ("Graphzz", ())


def test_what_could_not_be_embedded_is_tried_again_under_another_title(
    catalogue: Catalogue,
) -> None:
    identifier = store(catalogue, a_paper("a", *GRAPHS))
    [first, *_] = catalogue.passages.of_paper(identifier)
    catalogue.vectors.give_up("model:1", first.id, "the model's process died")
    assert not catalogue.edits.apply(identifier, {"year": 2005})
    assert catalogue.vectors.given_up("model:1") == 1
    assert catalogue.edits.apply(identifier, {"title": "Harmless"})
    assert catalogue.vectors.given_up("model:1") == 0
    assert catalogue.passages.count_waiting("model:1") == 3


def test_what_a_person_said_is_there_again_when_the_file_comes_back(catalogue: Catalogue) -> None:
    identifier = store(catalogue, a_paper("a", *GRAPHS))
    catalogue.edits.apply(identifier, {"venue": "SIGIR", "citekey": "graphs04"})
    catalogue.marks.tag([identifier], ["ann"], [])
    catalogue.marks.mark([identifier], read=True, starred=True)
    catalogue.papers.remove([identifier])
    assert catalogue.marks.counts() == {}
    store(catalogue, a_paper("a", *GRAPHS))
    [paper] = catalogue.papers.window()
    assert (paper.venue, paper.citekey, paper.tags) == ("SIGIR", "graphs04", ("ann",))
    assert paper.is_read
    assert paper.is_starred


def test_notes_written_into_the_file_lose_nothing_of_what_was_said(catalogue: Catalogue) -> None:
    before = a_paper("a", *GRAPHS)
    identifier = store(catalogue, before)
    catalogue.edits.apply(identifier, {"year": 2005})
    catalogue.marks.tag([identifier], ["ann"], [])
    noted = replace(a_paper("b", *GRAPHS), path=before.path, passages=before.passages[:2])
    now = store(catalogue, noted)
    detail = catalogue.papers.detail(now)
    assert (detail.summary.year, detail.summary.tags) == (2005, ("ann",))
    assert detail.summary.citekey == "muller2004nearest"


def test_another_paper_written_over_a_file_inherits_nothing(catalogue: Catalogue) -> None:
    before = a_paper("a", *GRAPHS)
    catalogue.edits.apply(store(catalogue, before), {"year": 2005})
    other = replace(a_paper("b", "Another", ["Eve Stone"], 2010), path=before.path)
    assert catalogue.papers.detail(store(catalogue, other)).summary.year == 2010


def test_two_papers_cannot_be_given_one_citation_key(catalogue: Catalogue) -> None:
    store(catalogue, a_paper("a", *GRAPHS))
    other = store(catalogue, a_paper("b", "Another", ["Eve Stone"], 2010))
    with pytest.raises(EditError, match="another paper has that citation key"):
        catalogue.edits.apply(other, {"citekey": "Muller2004Nearest", "year": 1999})
    summary = catalogue.papers.detail(other).summary
    assert (summary.citekey, summary.year) == ("stone2010another", 2010)


def test_citations_follow_an_edit(catalogue: Catalogue) -> None:
    cited = store(catalogue, a_paper("a", "Untitled scan", [], None))
    store(
        catalogue,
        a_paper("b", "Citing", ["Eve Stone"], 2010, [entry(GRAPHS[0], "A. Müller", 2004)]),
    )
    assert link_papers(catalogue.database) == 0
    catalogue.edits.apply(
        cited, {"title": GRAPHS[0], "authors": ("Ada Müller", "Bo Li"), "year": 2004}
    )
    assert link_papers(catalogue.database) == 1
    catalogue.edits.undo(cited, None)
    assert link_papers(catalogue.database) == 0


def test_where_a_field_came_from_is_told(catalogue: Catalogue) -> None:
    paper = replace(a_paper("a", *GRAPHS), provenance={"title": Field(GRAPHS[0], "metadata", 0.4)})
    detail = catalogue.papers.detail(store(catalogue, paper))
    assert detail.sources["title"] == Field(GRAPHS[0], "metadata", 0.4)


def test_figures_are_kept_with_their_place(catalogue: Catalogue) -> None:
    figures = (
        Figure("figure", "Figure 1", "Recall by size.", 2, Rectangle(2, 10, 20, 30, 40)),
        Figure("table", "Table 1", "Times.", 3),
    )
    identifier = store(catalogue, replace(a_paper("a", *GRAPHS), figures=figures))
    assert catalogue.papers.detail(identifier).figures == figures
    store(catalogue, a_paper("a", *GRAPHS))
    assert catalogue.papers.detail(identifier).figures == ()


def test_tags_are_folded_and_counted(catalogue: Catalogue) -> None:
    first = store(catalogue, a_paper("a", *GRAPHS))
    second = store(catalogue, a_paper("b", "Another", ["Eve Stone"], 2010))
    catalogue.marks.tag([first, second], [tag_name(" To  Read "), tag_name("ANN")], [])
    catalogue.marks.tag([second], [], ["ann"])
    assert catalogue.marks.counts() == {"to read": 2, "ann": 1}
    assert [p.title for p in catalogue.papers.window("to read")] == [GRAPHS[0], "Another"]
    catalogue.marks.mark([first], read=True)
    catalogue.marks.mark([first], starred=True)
    assert catalogue.papers.detail(first).summary.is_read
    for wrong in ("", "a,b", 'say "x"', "x" * 61, "-x", "\x1b"):
        with pytest.raises(EditError):
            tag_name(wrong)


def test_a_library_of_the_first_schema_is_brought_up_to_date(tmp_path: Path) -> None:
    from workbench.catalogue.database import Database
    from workbench.catalogue.migrations import MIGRATIONS, m001_create_tables

    file = tmp_path / "catalogue.duckdb"
    old = duckdb.connect(str(file))
    old.execute(
        "CREATE TABLE schema_steps"
        " (step INTEGER PRIMARY KEY, carrel VARCHAR, duckdb VARCHAR, applied_at TIMESTAMP)"
    )
    m001_create_tables(old)
    old.execute("INSERT INTO schema_steps VALUES (1, '0.1', '2', now()::TIMESTAMP)")
    old.execute(
        "INSERT INTO papers VALUES ('aaaaaaaaaaaaaaaa', 'aa', 'muller2004', 'Graphs', 'graphs',"
        " ['Ada Müller'], 2004, 'SIGIR', '10.5555/1', '', '', ['x'], 'en', [], '{}', 3, '1',"
        " now()::TIMESTAMP)"
    )
    old.execute(
        "INSERT INTO files VALUES ('/p/a.pdf', 'aa', 1, 1, 'aaaaaaaaaaaaaaaa', 'ready', '',"
        " now()::TIMESTAMP)"
    )
    old.close()
    catalogue = Catalogue(file)
    try:
        assert catalogue.database.value("SELECT max(step) FROM schema_steps") == len(MIGRATIONS)
        catalogue.edits.apply("aaaaaaaaaaaaaaaa", {"year": 2005})
        detail = catalogue.papers.detail("aaaaaaaaaaaaaaaa")
        assert (detail.summary.year, detail.edits[0].read) == (2005, 2004)
        assert detail.summary.venue == "SIGIR"
    finally:
        catalogue.close()
    assert not file.with_name("catalogue.duckdb.wal").exists()
    assert Database(file).close() is None


@pytest.mark.parametrize(("reader", "again"), [("1", True), (READER_VERSION, False)])
def test_a_file_that_an_older_reader_failed_on_is_tried_again(
    catalogue: Catalogue, tmp_path: Path, reader: str, again: bool
) -> None:
    file = tmp_path / "broken.pdf"
    file.write_bytes(b"%PDF-1.4 and no more")
    stamp = file.stat().st_mtime_ns
    catalogue.files.record(
        FileRow(str(file), "", 20, stamp, None, FileState.FAILED, "broken", reader)
    )
    found = survey(
        catalogue, [file], retry=False, outdated=lambda _: False, cancel=threading.Event()
    )
    assert [item.found.path for item in found.to_read] == ([file] if again else [])


@pytest.fixture
def library(tmp_path: Path, samples: Path) -> Iterator[Library]:
    """A library of one paper in a folder of its own, found by words."""
    folder = tmp_path / "papers"
    folder.mkdir()
    shutil.copy(samples / "hybrid_fusion.pdf", folder)
    settings = replace(Settings(), models=ModelSettings(writer="none", embedder="none"))
    with Library.open(tmp_path / "library", settings=settings) as opened:
        opened.ingest([folder])
        yield opened


def test_search_finds_a_paper_under_its_new_title_and_not_under_a_withdrawn_one(
    library: Library,
) -> None:
    [paper] = library.papers()
    library.edit(paper.id, {"title": "Zymurgy of ranked lists"})
    assert library.search("zymurgy").hits[0].paper.title == "Zymurgy of ranked lists"
    assert "Zymurgy" in library.export_papers([paper.id], None)
    library.ingest([Path(paper.path).parent], retry=True)
    assert library.search("zymurgy").hits
    library.undo_edits(paper.id)
    assert not library.search("zymurgy").hits
    assert library.paper(paper.id).summary.title == paper.title


def test_an_edit_follows_a_moved_file(library: Library, tmp_path: Path) -> None:
    [paper] = library.papers()
    library.edit(paper.id, {"venue": "A journal of my own", "authors": ["Ada Stone"]})
    moved = tmp_path / "papers" / "moved.pdf"
    Path(paper.path).rename(moved)
    library.ingest([tmp_path / "papers"])
    [now] = library.papers()
    assert (now.path, now.venue, now.authors) == (str(moved), "A journal of my own", ("Ada Stone",))
    assert paper_id(library.paper(now.id).summary.id) == now.id
