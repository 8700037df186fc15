"""Papers that are taken out are nowhere, their files are left alone, and they can come back."""

from __future__ import annotations

import shutil
import threading
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests.workbench.keeping.conftest import WORDS_ONLY
from tests.workbench.stored_papers import GRAPHS, a_paper, store
from workbench.catalogue import papers as papers_module
from workbench.catalogue.catalogue import Catalogue
from workbench.errors import LibraryError, PaperNotFoundError
from workbench.library import Library
from workbench.types import FileState, Progress


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


def test_what_was_to_go_when_the_library_was_closed_is_gone_when_it_is_opened(
    tmp_path: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CARREL_MODELS", str(tmp_path / "no-models"))
    with Library.open(tmp_path / "library", settings=WORDS_ONLY) as library:
        library.ingest([folder], embed=False)
        paper = library.papers()[0]
        library.set_note(paper.id, "keep me")
        word = max(paper.title.split(), key=len)
        library.intend_removal([paper.citekey])
        # until its turn has come it is there, and nowhere else
        assert library.count_papers() == 3
        assert library.removed_papers() == []
    with Library.open(tmp_path / "library", settings=WORDS_ONLY) as library:
        assert any("1 paper that you took out" in note for note in library.notes)
        assert library.count_papers() == 2
        assert [removed.id for removed in library.removed_papers()] == [paper.id]
        assert paper.id not in {hit.paper.id for hit in library.search(word, k=50).hits}
        library.restore_papers([paper.id])
        assert library.paper(paper.id).note == "keep me"
        assert library.removed_papers() == []


def test_one_missing_file_does_not_keep_the_others_out(library: Library) -> None:
    gone, back = library.papers()[:2]
    library.remove_papers([gone.id, back.id])
    Path(gone.path).unlink()
    report = library.restore_papers([gone.id, back.id])
    assert [removed.id for removed in library.removed_papers()] == [gone.id]
    [failed] = [file for file in report.files if file.state is FileState.FAILED]
    assert (failed.path, report.counts["failed"]) == (gone.path, 1)
    assert "not there any more" in failed.reason


def test_a_removal_that_failed_is_not_done_at_the_next_start(
    tmp_path: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CARREL_MODELS", str(tmp_path / "no-models"))
    refused: list[LibraryError] = []
    with Library.open(tmp_path / "library", settings=WORDS_ONLY) as library:
        library.ingest([folder], embed=False)
        paper = library.papers()[0]

        def try_it(_: object) -> None:
            if not refused:
                library.intend_removal([paper.id])
                with pytest.raises(LibraryError) as told:
                    library.remove_papers([paper.id])
                refused.append(told.value)

        library.ingest([folder], on_progress=try_it, embed=False)
        assert refused
        # told that it failed, the person goes on working with it
        library.set_note(paper.id, "of use after all")
    with Library.open(tmp_path / "library", settings=WORDS_ONLY) as library:
        assert library.count_papers() == 3
        assert library.note(paper.id) == "of use after all"
        assert library.notes == ()


def test_a_wish_to_take_out_outlasts_a_reading_that_goes_on(
    tmp_path: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CARREL_MODELS", str(tmp_path / "no-models"))
    with Library.open(tmp_path / "library", settings=WORDS_ONLY) as library:
        library.ingest([folder], embed=False)
        ids = [paper.id for paper in library.papers()]
        # all are read anew after an update of carrel
        library._catalogue.database.write(lambda c: c.execute("UPDATE papers SET reader = '0'"))
        wished: list[bool] = []

        def wish(progress: Progress) -> None:
            if progress.job == "read" and not wished:
                wished.append(True)
                library.intend_removal(ids)

        library.ingest([folder], on_progress=wish, embed=False)
        assert wished
        assert library.count_papers() == 3
    with Library.open(tmp_path / "library", settings=WORDS_ONLY) as library:
        assert library.count_papers() == 0
        assert {paper.id for paper in library.removed_papers()} == set(ids)
