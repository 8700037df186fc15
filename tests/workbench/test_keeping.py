"""Collections, notes and saved searches: what the person keeps is kept, whatever comes and goes."""

from __future__ import annotations

import shutil
import threading
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from index.query_text import QUOTES
from tests.workbench.test_catalogue import GRAPHS, a_paper, store
from workbench.catalogue import papers as papers_module
from workbench.catalogue.catalogue import Catalogue
from workbench.errors import EditError, LibraryError, PaperNotFoundError, QueryError
from workbench.kept_names import collection_term, kept_name, name_key, nearest_name
from workbench.library import Library
from workbench.settings import FolderSettings, ModelSettings, Settings
from workbench.types import FileState, Filters

WORDS_ONLY = Settings(
    models=ModelSettings(writer="none", fetch="never"), folders=FolderSettings(watch="never")
)


@pytest.fixture
def catalogue(tmp_path: Path) -> Iterator[Catalogue]:
    opened = Catalogue(tmp_path / "catalogue.duckdb")
    yield opened
    opened.close()


@pytest.fixture
def folder(tmp_path: Path, samples: Path) -> Path:
    folder = tmp_path / "papers"
    folder.mkdir()
    for pdf in sorted(samples.glob("*.pdf"))[:3]:
        shutil.copy(pdf, folder)
    return folder


@pytest.fixture
def library(tmp_path: Path, folder: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Library]:
    """Three papers, found by their words only."""
    monkeypatch.setenv("CARREL_MODELS", str(tmp_path / "no-models"))
    with Library.open(tmp_path / "library", settings=WORDS_ONLY) as opened:
        opened.ingest([folder], embed=False)
        yield opened


# -- names ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "name", ["", "  ", 'say "so"', "x" * 61, "\x1b\u202e", *(f"a {chr(n)}b" for n in QUOTES)]
)
def test_what_cannot_be_a_name_is_refused_with_a_hint(name: str) -> None:
    with pytest.raises(EditError) as refused:
        kept_name(name)
    assert refused.value.hint


def test_names_differ_by_more_than_case_and_spaces() -> None:
    assert kept_name("  Chapter\n2 ") == "Chapter 2"
    assert kept_name("[b]论文 مكتبة 🗂") == "[b]论文 مكتبة 🗂"
    assert name_key("Chapter  2") == name_key("chapter 2")
    assert nearest_name("chaptr 2", ["thesis", "Chapter 2"]) == "Chapter 2"
    assert nearest_name("zzz", ["thesis", "Chapter 2"]) == ""


# -- collections ------------------------------------------------------------------------------


def test_a_paper_is_in_many_collections_and_leaves_one(library: Library) -> None:
    one, two, three = (paper.id for paper in library.papers(order="title"))
    made = library.collect([one, two], "Chapter 2")
    assert (made.name, made.papers) == ("Chapter 2", 2)
    library.collect([two, three], "ann")
    library.collect([three, one], "chapter 2")
    assert [(c.name, c.papers) for c in library.collections()] == [("ann", 2), ("Chapter 2", 3)]
    library.uncollect([one], "CHAPTER 2")
    found = library.papers(collection="chapter 2", order="title")
    assert [paper.id for paper in found] == [two, three]
    assert library.count_papers(collection="ann") == 2
    assert library.paper(two).summary.collections == ("ann", "Chapter 2")


def test_a_collection_may_be_empty_renamed_and_deleted_and_come_back_whole(
    library: Library,
) -> None:
    one, two, _ = (paper.id for paper in library.papers())
    assert library.collect([], "thesis").papers == 0
    library.collect([one, two], "thesis")
    library.collect([], "other")
    library.rename_collection("thesis", "Thesis")
    with pytest.raises(EditError, match="already"):
        library.rename_collection("other", "THESIS")
    [made_at] = [c.made_at for c in library.collections() if c.name == "Thesis"]
    content = library.delete_collection("thesis")
    assert content.made_at[:19] == made_at[:19]
    assert content.paper_ids == tuple(sorted((one, two)))
    assert [c.name for c in library.collections()] == ["other"]
    assert library.count_papers() == 3
    library.restore_collection(replace(content, made_at="2020-02-29T23:59:58.500000Z"))
    assert library.count_papers(collection="thesis") == 2
    [restored] = [c for c in library.collections() if c.name == "Thesis"]
    assert restored.made_at == "2020-02-29T23:59:58Z"
    with pytest.raises(EditError) as unknown:
        library.uncollect([one], "thesys")
    assert "Thesis" in unknown.value.hint


def test_a_query_narrows_to_a_collection_and_says_when_there_is_none(library: Library) -> None:
    one, _, _ = library.papers()
    library.collect([one.id], "chapter 2")
    word = max(one.title.split(), key=len)
    for query in (f'{word} collection:"Chapter 2"', 'collection:"chapter  2"'):
        assert {hit.paper.id for hit in library.search(query).hits} == {one.id}
    apart = library.search('model -collection:"chapter 2"').hits
    assert apart
    assert one.id not in {hit.paper.id for hit in apart}
    beside = Filters(terms=(collection_term("chapter 2"),))
    assert {hit.paper.id for hit in library.search(word, filters=beside).hits} == {one.id}
    with pytest.raises(QueryError) as unknown:
        library.search("model collection:chaptr")
    assert "no collection" in unknown.value.message
    assert unknown.value.pointer


def test_a_list_narrows_by_what_the_person_marked(library: Library) -> None:
    one, two, _ = library.papers()
    library.mark([one.id], read=True, starred=True)
    library.set_note(two.id, "Read *twice*.")
    for show, expected in {
        "read": {one.id},
        "starred": {one.id},
        "noted": {two.id},
        "versions": set(),
        "copies": set(),
    }.items():
        assert {paper.id for paper in library.papers(show=show)} == expected
        assert library.count_papers(show=show) == len(expected)
    assert library.count_papers(show="unread") == 2
    with pytest.raises(QueryError, match="narrowed"):
        library.papers(show="blue")


def test_a_file_with_the_same_content_shows_as_a_copy(library: Library, folder: Path) -> None:
    first = min(folder.iterdir())
    shutil.copy(first, folder / "the same again.pdf")
    library.ingest([folder], embed=False)
    [paper] = library.papers(show="copies")
    assert len(library.paper(paper.id).paths) == 2


# -- notes ------------------------------------------------------------------------------------


def test_a_note_is_written_found_and_taken_back(library: Library) -> None:
    paper = library.papers()[0]
    text = "# Doubts\r\n\n- the *half-life* is guessed\n- “naïve” [sic] 🙃 מחקר\n\n"
    assert library.set_note(paper.citekey, text) == ""
    kept = "# Doubts\n\n- the *half-life* is guessed\n- “naïve” [sic] 🙃 מחקר"
    assert library.note(paper.id) == kept
    assert library.paper(paper.id).note == kept
    assert library.paper(paper.id).summary.has_note
    assert [p.id for p in library.papers(text="half-life is")] == []
    assert [p.id for p in library.papers(text="HALF-LIFE")] == [paper.id]
    for query in ("note:naive", 'note:"half-life is"', "is:noted", "note:doubts -is:unnoted"):
        if query != 'note:"half-life is"':
            assert {hit.paper.id for hit in library.search(query).hits} == {paper.id}, query
    assert library.set_note(paper.id, " \n ") == kept
    assert library.note(paper.id) == ""
    assert not library.papers(show="noted")


def test_a_note_that_is_a_whole_file_is_refused(library: Library) -> None:
    paper = library.papers()[0]
    with pytest.raises(EditError, match="characters"):
        library.set_note(paper.id, "x" * 200_001)
    assert library.note(paper.id) == ""


def test_notes_and_collections_outlive_reading_again_moving_and_going(catalogue: Catalogue) -> None:
    identifier = store(catalogue, a_paper("a", *GRAPHS))
    catalogue.paper_notes.write(identifier, "good")
    catalogue.collections.add("thesis", [identifier])
    store(catalogue, a_paper("a", "Graphz", ["A. Muller"], 2003))
    assert catalogue.papers.detail(identifier).note == "good"
    catalogue.papers.remove([identifier])
    [thesis] = catalogue.collections.all()
    assert thesis.papers == 0
    store(catalogue, a_paper("a", *GRAPHS))
    [paper] = catalogue.papers.window()
    assert paper.collections == ("thesis",)
    assert paper.has_note


def test_notes_and_collections_follow_a_file_that_was_written_into(catalogue: Catalogue) -> None:
    before = a_paper("a", *GRAPHS)
    identifier = store(catalogue, before)
    catalogue.paper_notes.write(identifier, "good")
    catalogue.collections.add("thesis", [identifier])
    noted = replace(a_paper("b", *GRAPHS), path=before.path, passages=before.passages[:2])
    now = catalogue.papers.detail(store(catalogue, noted))
    assert (now.note, now.summary.collections) == ("good", ("thesis",))


# -- saved searches ---------------------------------------------------------------------------


def test_a_search_is_saved_run_renamed_and_forgotten(library: Library) -> None:
    query = '"late interaction" year:>2010'
    saved = library.save_search("Late", query, {"weigh": "strong", "recency": 7.0})
    assert (saved.name, saved.query, saved.controls["recency"]) == ("Late", query, 7.0)
    with pytest.raises(EditError, match="already"):
        library.save_search("late", "other")
    library.save_search("late", "other", replace=True)
    assert [(s.name, s.query, s.controls) for s in library.saved_searches()] == [
        ("late", "other", {})
    ]
    library.save_search("ann", "graphs")
    library.rename_search("LATE", "Late again")
    with pytest.raises(EditError, match="already"):
        library.rename_search("ann", "late AGAIN")
    assert [s.name for s in library.saved_searches()] == ["ann", "Late again"]
    assert library.forget_search("ann").query == "graphs"
    with pytest.raises(EditError) as unknown:
        library.saved_search("late agan")
    assert "Late again" in unknown.value.hint


@pytest.mark.parametrize(("query", "controls"), [(" ", {}), ("graphs", {"speed": 3})])
def test_what_cannot_be_searched_is_not_saved(
    library: Library, query: str, controls: dict[str, int]
) -> None:
    with pytest.raises(EditError):
        library.save_search("odd", query, controls)
    assert library.saved_searches() == []


# -- taking papers out ------------------------------------------------------------------------


def test_a_removed_paper_is_nowhere_and_its_file_is_left_alone(
    library: Library, folder: Path
) -> None:
    paper = library.papers()[0]
    word = max(paper.title.split(), key=len)
    library.set_note(paper.id, "keep me")
    library.tag([paper.id], ["ann"])
    library.collect([paper.id], "thesis")
    [removed] = library.remove_papers([paper.citekey])
    assert (removed.id, removed.title, removed.paths) == (paper.id, paper.title, (paper.path,))
    assert Path(paper.path).exists()
    assert library.count_papers() == 2
    assert paper.id not in {hit.paper.id for hit in library.search(word, k=50).hits}
    # neither a further look, nor a retry, nor a copy or a move brings it back
    library.ingest([folder], embed=False)
    shutil.copy(paper.path, folder / "copy.pdf")
    Path(paper.path).rename(folder / "moved.pdf")
    report = library.ingest([folder], embed=False, retry=True)
    assert library.count_papers() == 2
    left = {Path(file.path).name: file for file in report.files if "removed" in file.reason}
    assert set(left) == {"copy.pdf", "moved.pdf"}
    assert {file.state for file in left.values()} == {FileState.SKIPPED}
    assert [Path(p).name for p in library.removed_papers()[0].paths] == ["copy.pdf", "moved.pdf"]
    # and then it comes back with all that was said of it
    library.restore_papers([paper.id[:6]])
    back = library.paper(paper.id)
    assert back.note == "keep me"
    assert (back.summary.tags, back.summary.collections) == (("ann",), ("thesis",))
    assert paper.id in {hit.paper.id for hit in library.search(word, k=50).hits}
    assert library.removed_papers() == []


def test_a_key_that_names_nothing_takes_nothing_out(library: Library) -> None:
    paper = library.papers()[0]
    with pytest.raises(PaperNotFoundError):
        library.remove_papers([paper.id, "nobody"])
    assert library.count_papers() == 3
    with pytest.raises(PaperNotFoundError):
        library.restore_papers([paper.id])


def test_a_paper_whose_file_is_gone_cannot_come_back_and_says_so(library: Library) -> None:
    paper = library.papers()[0]
    library.remove_papers([paper.id])
    Path(paper.path).unlink()
    with pytest.raises(PaperNotFoundError, match="not there any more"):
        library.restore_papers([paper.id])
    assert [removed.id for removed in library.removed_papers()] == [paper.id]


def test_nothing_is_taken_out_while_papers_are_read(library: Library, folder: Path) -> None:
    paper = library.papers()[0]
    refused: list[LibraryError] = []

    def try_it(_: object) -> None:
        if not refused:
            try:
                library.remove_papers([paper.id])
            except LibraryError as error:
                refused.append(error)

    library.ingest([folder], on_progress=try_it, embed=False)
    assert "being read" in refused[0].message
    assert library.count_papers() == 3


def test_a_restore_that_is_stopped_or_finds_the_library_busy_can_be_made_again(
    library: Library, folder: Path
) -> None:
    paper = library.papers()[0]
    library.remove_papers([paper.id])
    stop = threading.Event()
    stop.set()
    assert library.restore_papers([paper.id], cancel=stop).cancelled
    assert [removed.id for removed in library.removed_papers()] == [paper.id]
    refused: list[LibraryError] = []

    def try_it(_: object) -> None:
        if not refused:
            with pytest.raises(LibraryError) as busy:
                library.restore_papers([paper.id])
            refused.append(busy.value)

    library.ingest([folder], on_progress=try_it, embed=False)
    assert "being read" in refused[0].message
    assert [removed.id for removed in library.removed_papers()] == [paper.id]
    assert library.count_papers() == 2
    library.restore_papers([paper.id])
    assert library.removed_papers() == []
    assert library.count_papers() == 3


def test_a_paper_is_taken_out_whole_or_not_at_all(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    paper = library.papers()[0]

    def fails(_connection: object, _ids: object) -> None:
        raise LibraryError("the disk is full")

    with monkeypatch.context() as patched:
        patched.setattr(papers_module, "delete_rows", fails)
        with pytest.raises(LibraryError, match="full"):
            library.remove_papers([paper.id])
    assert library.removed_papers() == []
    assert library.paper(paper.id).paths == (paper.path,)


def test_a_paper_that_no_file_holds_says_so(library: Library) -> None:
    paper = library.papers()[0]
    library._catalogue.files.forget([paper.path])
    for look in (
        lambda: library.page_image(paper.id, 1),
        lambda: library.quote_rectangles(paper.id, 1, "any words"),
        lambda: library.paper_file(paper.citekey),
    ):
        with pytest.raises(PaperNotFoundError, match="no file holds"):
            look()


def test_what_was_taken_out_is_looked_at_once_and_then_unchanged(
    library: Library, folder: Path
) -> None:
    paper = library.papers()[0]
    library.remove_papers([paper.id])
    shutil.copy(paper.path, folder / "copy.pdf")
    library.ingest([folder], embed=False)
    again = library.ingest([folder], embed=False)
    assert [file.path for file in again.files if file.changed] == []


@pytest.mark.skipif(not hasattr(time, "tzset"), reason="the zone cannot be changed here")
def test_times_are_in_utc_wherever_the_library_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TZ", "Asia/Tokyo")
    time.tzset()
    try:
        catalogue = Catalogue(tmp_path / "catalogue.duckdb")
        identifier = store(catalogue, a_paper("a", *GRAPHS))
        made = catalogue.collections.add("thesis", [identifier]).made_at
        catalogue.papers.remove([identifier], by_person=True)
        [removed] = catalogue.removed.all()
        catalogue.close()
    finally:
        monkeypatch.undo()
        time.tzset()
    now = datetime.now(UTC)
    for told in (made, removed.removed_at):
        assert abs(now - datetime.fromisoformat(told)) < timedelta(minutes=5)
