"""The indexes stay true to the catalogue, whatever happened to their files or to the process."""

from __future__ import annotations

import multiprocessing
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import cast

import pytest
from tests_support import SETTINGS

from index.errors import IndexingError, StaleIndexError
from index.lexical import LexicalIndex
from ingest.discover import FoundFile
from ingest.pool import ReaderPool, ReadOutcome
from tests.workbench.indexes.samples import MODEL, a_paper, check_true, embed, embed_all, store
from workbench.catalogue.catalogue import Catalogue
from workbench.catalogue.papers import paper_id
from workbench.corrections import Corrections
from workbench.engines import Engines
from workbench.indexes import Indexes
from workbench.intake.reading import read_files
from workbench.intake.survey import ToRead


def test_an_index_that_is_in_step_is_opened_as_it_is(
    folder: Path, catalogue: Catalogue, indexes: Indexes
) -> None:
    before = {path.name for path in (folder / "index").rglob("*")}
    check_true(catalogue, indexes)
    assert {path.name for path in (folder / "index").rglob("*")} >= before


@pytest.mark.parametrize("pattern", ["lexical/*", "lexical/*.idx", "dense-*/*", "dense-*/labels*"])
def test_what_is_missing_is_made_again(
    folder: Path, catalogue: Catalogue, indexes: Indexes, pattern: str
) -> None:
    for path in (folder / "index").glob(pattern):
        path.unlink()
    check_true(catalogue, indexes)


@pytest.mark.parametrize("suffix", ["idx", "pos", "term", "store", "fast", "fieldnorm"])
def test_a_single_flipped_bit_in_the_words_is_noticed_at_open(
    folder: Path, catalogue: Catalogue, indexes: Indexes, suffix: str
) -> None:
    path = max((folder / "index" / "lexical").glob(f"*.{suffix}"), key=lambda p: p.stat().st_size)
    content = bytearray(path.read_bytes())
    content[len(content) // 3] ^= 4
    path.write_bytes(content)
    with pytest.raises(StaleIndexError, match="is not usable"):
        LexicalIndex(folder / "index" / "lexical")
    check_true(catalogue, indexes)


def test_damage_that_shows_later_is_mended_too(
    folder: Path, catalogue: Catalogue, indexes: Indexes
) -> None:
    words = indexes.lexical()
    path = max((folder / "index" / "lexical").glob("*.idx"), key=lambda p: p.stat().st_size)
    content = bytearray(path.read_bytes())
    content[10] ^= 1
    path.write_bytes(content)
    assert words.find_damage() == path
    indexes.check_words()
    check_true(catalogue, indexes)


def test_changes_that_only_the_catalogue_saw_are_caught_up_with(
    folder: Path, catalogue: Catalogue, indexes: Indexes
) -> None:
    gone = paper_id(a_paper(3).sha256)
    store(catalogue, a_paper(4, version=1))
    store(catalogue, a_paper(77))
    catalogue.papers.remove([gone])
    check_true(catalogue, indexes)
    assert indexes.lexical().search("version1", 10)
    assert not indexes.lexical().search('"paper3"', 10)


def test_a_vector_that_was_made_anew_replaces_the_old_one(
    folder: Path, catalogue: Catalogue, indexes: Indexes
) -> None:
    identifier = paper_id(a_paper(5).sha256)
    ids = catalogue.passages.ids_of_papers([identifier])
    labels = [int(i, 16) for i in ids]
    catalogue.database.write(
        lambda c: c.execute(
            "DELETE FROM vectors WHERE passage_id IN (SELECT unnest(?::BIGINT[]))", [labels]
        )
    )
    catalogue.vectors.add(MODEL, ids, embed([f"other {i}" for i in ids]))
    check_true(catalogue, indexes)


def commit_meanwhile(indexes: Indexes) -> threading.Thread:
    """Another thread that commits: done by now, unless it is kept waiting."""
    committing = threading.Thread(target=indexes.commit_words, daemon=True)
    committing.start()
    committing.join(0.3)
    return committing


def test_no_commit_claims_what_another_thread_has_stored_and_not_indexed(
    catalogue: Catalogue, indexes: Indexes
) -> None:
    with indexes.in_step() as words:
        identifier = store(catalogue, a_paper(60))
        committing = commit_meanwhile(indexes)
        assert words.generation != catalogue.passages.generation()
        indexes.refresh_words(identifier)
    committing.join()
    assert words.generation == catalogue.passages.generation()
    check_true(catalogue, indexes)


def test_reading_and_editing_keep_commits_out_between_catalogue_and_index(
    tmp_path: Path, catalogue: Catalogue, indexes: Indexes, monkeypatch: pytest.MonkeyPatch
) -> None:
    words = indexes.lexical()
    claimed: list[bool] = []
    committing: list[threading.Thread] = []

    def watched(change: Callable[..., object]) -> Callable[..., object]:
        def changed(*args: object) -> object:
            outcome = change(*args)
            committing.append(commit_meanwhile(indexes))
            claimed.append(words.generation == catalogue.passages.generation())
            return outcome

        return changed

    class OnePaper:
        def read_together(self, *_: object) -> Iterator[list[ReadOutcome]]:
            yield [ReadOutcome(Path("/papers/61.pdf"), a_paper(61))]

    found = ToRead(FoundFile(Path("/papers/61.pdf"), 1, 1), a_paper(61).sha256)
    engines = Engines(SETTINGS, tmp_path, tmp_path / "log")
    corrections = Corrections(catalogue, indexes, engines, threading.Lock())
    stop = threading.Event()
    monkeypatch.setattr(
        catalogue.papers, "store_together", watched(catalogue.papers.store_together)
    )
    monkeypatch.setattr(catalogue.edits, "apply", watched(catalogue.edits.apply))
    pool = cast("ReaderPool", OnePaper())
    list(read_files([found], catalogue, indexes, pool, on_progress=None, cancel=stop))
    corrections.edit(paper_id(a_paper(61).sha256), {"venue": "SIGIR"}, stop)
    for thread in committing:
        thread.join()
    assert claimed == [False, False]
    check_true(catalogue, indexes)


def test_what_could_not_be_indexed_is_never_claimed_and_is_mended_at_the_next_start(
    folder: Path, catalogue: Catalogue, indexes: Indexes, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise IndexingError("the disk is full")

    monkeypatch.setattr(indexes.lexical(), "replace", full)
    with pytest.raises(IndexingError), indexes.in_step():
        indexes.refresh_words(store(catalogue, a_paper(62)))
    monkeypatch.undo()
    indexes.refresh_words(store(catalogue, a_paper(63)))
    indexes.commit_words()
    indexes.close()
    again = Indexes(folder / "index", catalogue)
    check_true(catalogue, again)
    again.close()


@pytest.mark.parametrize("failing", ["clear", "commit"])
def test_words_that_are_out_of_date_serve_while_the_disk_is_full(
    folder: Path,
    catalogue: Catalogue,
    indexes: Indexes,
    monkeypatch: pytest.MonkeyPatch,
    failing: str,
) -> None:
    def full(*_: object) -> None:
        raise IndexingError("the disk is full")

    indexes.close()
    store(catalogue, a_paper(64))  # of which the index hears nothing
    monkeypatch.setattr(LexicalIndex, failing, full)
    behind = Indexes(folder / "index", catalogue)
    assert behind.lexical().search("paper3", 10)
    assert not behind.lexical().search("paper64", 10)
    [note] = [note for note in behind.notes() if "the disk is full" in note]
    assert "out of date" in note
    monkeypatch.undo()
    # with room again, what is stored now does not make the index claim to be whole
    behind.refresh_words(store(catalogue, a_paper(65)))
    behind.commit_words()
    assert behind.lexical().search("paper3", 10)
    behind.close()
    again = Indexes(folder / "index", catalogue)
    check_true(catalogue, again)
    assert again.lexical().search("paper64", 10)
    again.close()


def test_the_works_a_passage_cites_are_words_of_it(indexes: Indexes) -> None:
    hits = indexes.lexical().search("workofpaper6", 10)
    assert len(hits) == 1


def _work_over_and_over(folder: Path, ready: threading.Event) -> None:
    """In a child: add, change and remove papers, embed them and lose an index, until killed."""
    import shutil

    catalogue = Catalogue(folder / "catalogue.duckdb")
    number = 1000
    while True:
        indexes = Indexes(folder / "index", catalogue, patience=0.0)
        indexes.lexical()
        ready.set()
        for _ in range(6):
            number += 1
            indexes.refresh_words(store(catalogue, a_paper(number)))
            indexes.commit_words()
            indexes.refresh_words(store(catalogue, a_paper(number, version=1)))
            embed_all(catalogue, indexes)
            if number % 2:
                gone = paper_id(a_paper(number - 3).sha256)
                passages = catalogue.passages.ids_of_papers([gone])
                catalogue.papers.remove([gone])
                indexes.remove([gone], passages)
        indexes.close()
        shutil.rmtree(folder / "index" / "lexical")


@pytest.mark.parametrize("attempt", range(8))
def test_a_process_killed_at_any_point_leaves_a_library_with_every_paper_findable(
    folder: Path, attempt: int
) -> None:
    context = multiprocessing.get_context("spawn")
    ready = context.Event()
    process = context.Process(target=_work_over_and_over, args=(folder, ready), daemon=True)
    process.start()
    assert ready.wait(60)
    process.join(0.11 + 0.173 * attempt)
    process.kill()
    process.join()
    catalogue = Catalogue(folder / "catalogue.duckdb")
    indexes = Indexes(folder / "index", catalogue)
    try:
        assert catalogue.papers.count() >= 10
        check_true(catalogue, indexes)
        embed_all(catalogue, indexes)
        assert catalogue.passages.count_waiting(MODEL) == 0
        check_true(catalogue, indexes)
    finally:
        indexes.close()
        catalogue.close()
