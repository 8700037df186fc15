"""The indexes stay true to the catalogue, whatever happened to their files or to the process."""

from __future__ import annotations

import multiprocessing
import threading
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import cast

import duckdb
import numpy as np
import pytest
from numpy.typing import NDArray
from tests_support import SETTINGS

from index.errors import IndexingError, ModelProcessDiedError, StaleIndexError
from index.lexical import LexicalIndex
from ingest.discover import FoundFile
from ingest.paper import Page, PageText, Paper, Passage, PassageKind, Reference
from ingest.pool import ReaderPool, ReadOutcome
from workbench.catalogue.catalogue import Catalogue
from workbench.catalogue.files import FileRow
from workbench.catalogue.papers import paper_id
from workbench.corrections import Corrections
from workbench.engines import Engines
from workbench.indexes import Indexes
from workbench.intake.embedding import embed_waiting
from workbench.intake.reading import read_files
from workbench.intake.survey import ToRead
from workbench.types import FileState

MODEL = "model:1"
DIMENSION = 8
EACH = 4


def a_paper(number: int, version: int = 0) -> Paper:
    """A paper whose passages all say its own word, ``paperN``, and its version's."""
    sha256 = f"{number:064x}"[::-1]
    first = 1_000_003 * (number + 1) + 1000 * version
    return Paper(
        path=f"/papers/{number}.pdf",
        sha256=sha256,
        bytes=1,
        pages=(Page(1, 595, 842, PageText.NATIVE, 900),),
        title=f"Title {number}",
        authors=("A. Author",),
        year=2000,
        doi="",
        arxiv_id="",
        venue="",
        abstract="",
        keywords=(),
        language="en",
        sections=(),
        references=(Reference(0, "raw", title=f"Cited workofpaper{number}"),),
        passages=tuple(
            Passage(
                f"{first + n:016x}",
                n,
                PassageKind.BODY,
                f"Passage of paper{number} version{version}.",
                "",
                1,
                5,
                cites=(0,) if n == 0 else (),
            )
            for n in range(EACH)
        ),
    )


def store(catalogue: Catalogue, paper: Paper) -> str:
    identifier = paper_id(paper.sha256)
    row = FileRow(paper.path, paper.sha256, 1, 1, identifier, FileState.WORDS_ONLY, "")
    catalogue.papers.store(paper, row)
    return identifier


def vector_of(text: str) -> NDArray[np.float32]:
    """A unit vector that differs from text to text."""
    seed = int.from_bytes(text.encode()[-16:], "little")
    values = np.random.default_rng(seed).normal(size=DIMENSION)
    unit: NDArray[np.float32] = (values / np.linalg.norm(values)).astype(np.float32)
    return unit


def embed(texts: object) -> NDArray[np.float32]:
    return np.stack([vector_of(text) for text in texts])  # type: ignore[attr-defined]


def embed_all(catalogue: Catalogue, indexes: Indexes, model: str = MODEL) -> int:
    done = embed_waiting(
        catalogue,
        model,
        embed,
        partial(indexes.add_vectors, model, DIMENSION),
        on_progress=None,
        cancel=threading.Event(),
    )
    indexes.save_dense()
    return done


def check_true(catalogue: Catalogue, indexes: Indexes, model: str = MODEL) -> None:
    """What the catalogue holds is found by its words and its numbers, and nothing else is."""
    indexes.lexical()
    dense = indexes.open_dense(model, DIMENSION)
    indexes.wait_until_filled()
    assert indexes.notes() == ()
    assert indexes.lexical().count() == catalogue.passages.count()
    for paper in catalogue.papers.window():
        word = f"paper{paper.title.split()[-1]}"
        hits = indexes.lexical().search(f'"{word}"', 100)
        expected = {passage.id for passage in catalogue.passages.of_paper(paper.id)}
        assert {hit.passage_id for hit in hits} == expected
    labels, vectors = catalogue.vectors.of(model, catalogue.vectors.labels(model))
    stored = dense.vectors([f"{label:016x}" for label in labels.tolist()])
    assert dense.count() == len(labels) == len(stored)
    for label, vector in zip(labels.tolist(), vectors, strict=True):
        np.testing.assert_array_equal(stored[f"{label:016x}"], vector)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A library of ten embedded papers, saved and closed."""
    with_catalogue = Catalogue(tmp_path / "catalogue.duckdb")
    indexes = Indexes(tmp_path / "index", with_catalogue)
    for number in range(10):
        indexes.lexical()
        indexes.refresh_words(store(with_catalogue, a_paper(number)))
    indexes.commit_words()
    embed_all(with_catalogue, indexes)
    indexes.close()
    with_catalogue.close()
    return tmp_path


@pytest.fixture
def catalogue(folder: Path) -> Iterator[Catalogue]:
    opened = Catalogue(folder / "catalogue.duckdb")
    yield opened
    opened.close()


@pytest.fixture
def indexes(folder: Path, catalogue: Catalogue) -> Iterator[Indexes]:
    opened = Indexes(folder / "index", catalogue)
    yield opened
    opened.close()


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


def test_closing_while_papers_change_and_an_index_is_filled_ends(
    folder: Path, catalogue: Catalogue
) -> None:
    for number in range(100, 400):
        store(catalogue, a_paper(number))
    opened = Indexes(folder / "index", catalogue, patience=0.0)
    with opened.in_step():
        closing = threading.Thread(target=opened.close, daemon=True)
        closing.start()
        opened.refresh_words(store(catalogue, a_paper(500)))
    closing.join(60)
    assert not closing.is_alive()
    again = Indexes(folder / "index", catalogue)
    check_true(catalogue, again)
    again.close()


def test_a_filling_that_fails_in_whatever_way_says_so(
    folder: Path, catalogue: Catalogue, monkeypatch: pytest.MonkeyPatch
) -> None:
    store(catalogue, a_paper(70))

    def broken(_: object) -> set[str]:
        raise duckdb.IOException("a page cannot be read")

    monkeypatch.setattr(LexicalIndex, "papers", broken)
    opened = Indexes(folder / "index", catalogue)
    opened.lexical()
    opened.wait_until_filled()
    [note] = opened.notes()
    assert "part of the library's text" in note
    assert "a page cannot be read" in note
    opened.close()


def test_vectors_that_come_while_the_index_is_compared_stay(
    folder: Path, catalogue: Catalogue, monkeypatch: pytest.MonkeyPatch
) -> None:
    store(catalogue, a_paper(4, version=1))
    compared, come = threading.Event(), threading.Event()
    ask = catalogue.vectors.labels

    def labels(model: str) -> NDArray[np.int64]:
        found = ask(model)
        compared.set()
        come.wait(0.3)
        return found

    monkeypatch.setattr(catalogue.vectors, "labels", labels)
    opened = Indexes(folder / "index", catalogue, patience=0.0)
    opened.open_dense(MODEL, DIMENSION)
    assert compared.wait(60)
    assert embed_all(catalogue, opened) == EACH
    come.set()
    opened.close()
    monkeypatch.undo()
    again = Indexes(folder / "index", catalogue)
    check_true(catalogue, again)
    again.close()


@pytest.mark.parametrize("change", ["edited", "removed"])
def test_a_title_edited_while_the_model_is_at_work_gets_no_vector_of_the_old_one(
    catalogue: Catalogue, indexes: Indexes, change: str
) -> None:
    identifier = store(catalogue, a_paper(80))
    indexes.refresh_words(identifier)
    indexes.commit_words()
    asked: list[str] = []

    def slow(texts: Sequence[str]) -> NDArray[np.float32]:
        if not asked and change == "edited":
            catalogue.edits.apply(identifier, {"title": "Another title"})
        elif not asked:
            with indexes.in_step():
                passages = catalogue.passages.ids_of_papers([identifier])
                catalogue.papers.remove([identifier])
                indexes.remove([identifier], passages)
        asked.extend(texts)
        return embed(texts)

    done = embed_waiting(
        catalogue,
        MODEL,
        slow,
        partial(indexes.add_vectors, MODEL, DIMENSION),
        on_progress=None,
        cancel=threading.Event(),
    )
    assert done == (EACH if change == "edited" else 0)
    titles = [text.partition("\n")[0] for text in asked]
    assert titles == ["Title 80"] * EACH + ["Another title"] * done
    assert catalogue.passages.count_waiting(MODEL) == 0
    if change == "edited":
        indexes.refresh_words(identifier)
        indexes.commit_words()
    assert indexes.open_dense(MODEL, DIMENSION).count() == catalogue.vectors.count(MODEL)


def test_words_are_found_while_an_index_is_filled(folder: Path, catalogue: Catalogue) -> None:
    for number in range(100, 400):
        store(catalogue, a_paper(number))
    opened = Indexes(folder / "index", catalogue, patience=0.0)
    opened.lexical()
    assert any("indexed anew" in note for note in opened.notes())
    # what is stored meanwhile, and what is taken out, is kept to
    opened.refresh_words(store(catalogue, a_paper(500)))
    gone = paper_id(a_paper(399).sha256)
    passages = catalogue.passages.ids_of_papers([gone])
    catalogue.papers.remove([gone])
    opened.remove([gone], passages)
    assert opened.lexical().search('"paper500"', 10)
    check_true(catalogue, opened)
    opened.close()
    again = Indexes(folder / "index", catalogue, patience=0.0)
    again.lexical()
    assert again.notes() == ()
    again.close()


def test_a_filling_that_was_stopped_goes_on_where_it_was(
    folder: Path, catalogue: Catalogue
) -> None:
    for number in range(100, 400):
        store(catalogue, a_paper(number))
    first = Indexes(folder / "index", catalogue, patience=0.0)
    first.lexical()
    first.close()
    with LexicalIndex(folder / "index" / "lexical") as stopped:
        assert abs(stopped.generation) == catalogue.passages.generation()
    again = Indexes(folder / "index", catalogue)
    check_true(catalogue, again)
    again.close()


def test_the_works_a_passage_cites_are_words_of_it(indexes: Indexes) -> None:
    hits = indexes.lexical().search("workofpaper6", 10)
    assert len(hits) == 1


def test_another_model_keeps_the_old_vectors_until_its_own_are_complete(
    folder: Path, catalogue: Catalogue, indexes: Indexes
) -> None:
    other = "model:2"
    indexes.open_dense(other, DIMENSION)
    assert catalogue.vectors.models() == {MODEL: 10 * EACH}
    assert len(list((folder / "index").glob("dense-*"))) == 2
    check_true(catalogue, indexes)  # back again, nothing lost
    embed_all(catalogue, indexes, other)
    assert set(catalogue.vectors.models()) == {MODEL, other}
    indexes.forget_other_models(other)
    assert catalogue.vectors.models() == {other: 10 * EACH}
    assert len(list((folder / "index").glob("dense-*"))) == 1
    check_true(catalogue, indexes, other)


def test_a_passage_that_kills_the_model_is_set_aside(
    catalogue: Catalogue, indexes: Indexes
) -> None:
    for number in range(20, 40):
        store(catalogue, a_paper(number))
    asked: list[int] = []

    def fragile(texts: object) -> NDArray[np.float32]:
        batch = list(texts)  # type: ignore[call-overload]
        asked.append(len(batch))
        if any("paper20 " in text or "paper33 " in text for text in batch):
            raise ModelProcessDiedError("the model's process died")
        return embed(batch)

    done = embed_waiting(
        catalogue,
        MODEL,
        fragile,
        partial(indexes.add_vectors, MODEL, DIMENSION),
        on_progress=None,
        cancel=threading.Event(),
    )
    assert done == 18 * EACH
    assert catalogue.vectors.given_up(MODEL) == 2 * EACH
    assert catalogue.passages.count_waiting(MODEL) == 0
    assert len(asked) < 80


def test_a_model_that_always_dies_is_not_blamed_on_the_passages(
    catalogue: Catalogue, indexes: Indexes
) -> None:
    store(catalogue, a_paper(50))

    def broken(texts: object) -> NDArray[np.float32]:
        del texts
        raise ModelProcessDiedError("the model's process died")

    with pytest.raises(ModelProcessDiedError):
        embed_waiting(
            catalogue,
            MODEL,
            broken,
            partial(indexes.add_vectors, MODEL, DIMENSION),
            on_progress=None,
            cancel=threading.Event(),
        )
    assert catalogue.vectors.given_up(MODEL) == 0
    assert catalogue.passages.count_waiting(MODEL) == EACH


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
