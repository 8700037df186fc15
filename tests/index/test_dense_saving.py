"""What a meaning index leaves on disk: after a save, a full disk, a kill, damage."""

from __future__ import annotations

import json
import multiprocessing
import os
import signal
import threading
from pathlib import Path

import pytest

from index.dense import DenseIndex
from index.dense_files import DenseFiles
from index.errors import ClosedIndexError, IndexingError, StaleIndexError
from index.rows import LabelFilter
from tests.index.dense_samples import DIMENSION, MODEL, fill, ids, opened, unit_vectors


def test_many_dead_rows_are_compacted_on_saving(tmp_path: Path) -> None:
    vectors, names = unit_vectors(200), ids(200)
    folder = tmp_path
    with opened(folder) as index:
        index.add(names, vectors)
        index.save()
        index.remove(names[:100])
        index.save(generation=5)
        assert [path.stat().st_size for path in folder.glob("vectors-*")] == [100 * DIMENSION * 4]
        assert index.search(vectors[150], 1)[0].passage_id == names[150]
    with opened(folder) as index:
        assert (index.count(), index.generation) == (100, 5)
        assert index.search(vectors[150], 1)[0].passage_id == names[150]


def test_only_what_was_saved_is_there_after_opening_again(tmp_path: Path) -> None:
    vectors, names = unit_vectors(100), ids(100)
    with opened(tmp_path) as index:
        index.add(names[:60], vectors[:60])
        index.save(generation=4)
        index.add(names[60:], vectors[60:])
        index.remove(names[:10])
    with opened(tmp_path) as index:
        assert index.passage_ids() == set(names[:60])
        assert index.generation == 4
        index.add(names[60:], vectors[60:])
        index.save()
    with opened(tmp_path) as index:
        for at in (0, 59, 60, 99):
            assert index.search(vectors[at], 1)[0].passage_id == names[at]


@pytest.mark.parametrize(
    "damage", ["sidecar", "labels", "labels missing", "vectors", "vectors short", "format"]
)
def test_a_damaged_folder_is_stale_and_can_be_made_anew(tmp_path: Path, damage: str) -> None:
    folder = tmp_path
    fill(folder, 50)
    sidecar, vectors = folder / "dense.json", next(folder.glob("vectors-*"))
    labels = next(folder.glob("labels-*"))
    if damage == "sidecar":
        sidecar.write_bytes(sidecar.read_bytes()[:20])
    elif damage == "labels":
        labels.write_bytes(b"\1" + labels.read_bytes()[1:])
    elif damage == "labels missing":
        labels.unlink()
    elif damage == "vectors":
        data = bytearray(vectors.read_bytes())
        data[100] ^= 1
        vectors.write_bytes(data)
    elif damage == "vectors short":
        vectors.write_bytes(vectors.read_bytes()[:-4])
    else:
        sidecar.write_text(json.dumps(json.loads(sidecar.read_text()) | {"format": 99}))
    with pytest.raises(StaleIndexError):
        opened(folder)
    DenseIndex.reset(folder)
    assert opened(folder).count() == 0


@pytest.mark.parametrize(("dimension", "model"), [(DIMENSION, "other:1"), (DIMENSION // 2, MODEL)])
def test_another_models_index_is_stale(tmp_path: Path, dimension: int, model: str) -> None:
    with opened(tmp_path) as index:
        index.save()
    with pytest.raises(StaleIndexError, match=r"tiny:0|dimensions"):
        DenseIndex(tmp_path, dimension, model)


@pytest.mark.parametrize("step", ["append_vectors", "write_graph", "write"])
@pytest.mark.parametrize("removed", [0, 200])
@pytest.mark.usefixtures("small_graph")
def test_a_save_that_fails_loses_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str, removed: int
) -> None:
    vectors, names = unit_vectors(900), ids(900)
    folder = tmp_path
    with opened(folder) as index:
        index.add(names[:400], vectors[:400])
        index.save(generation=1)
        index.remove(names[:removed])
        index.add(names[400:], vectors[400:])

        def full_disk(*_arguments: object) -> None:
            raise OSError(28, "No space left on device")

        with monkeypatch.context() as patch:
            patch.setattr(DenseFiles, step, full_disk)
            with pytest.raises((IndexingError, OSError)):
                index.save(generation=2)
        with opened(folder) as on_disk:
            assert (on_disk.generation, on_disk.count()) == (1, 400)
        for at in (removed, 399, 400, 899):
            assert index.search(vectors[at], 1)[0].passage_id == names[at]
        index.save(generation=2)
    with opened(folder) as index:
        assert index.passage_ids() == set(names[removed:])
        for at in (removed, 399, 400, 899):
            assert index.search(vectors[at], 1)[0].passage_id == names[at]


def _save_over_and_over(folder: Path, ready: threading.Event) -> None:
    """In a child: grow, shrink and save until killed; generation n always holds n passages."""
    vectors, names = unit_vectors(400, seed=1), ids(400)
    index = opened(folder)
    ready.set()
    while True:
        for count in range(20, 400, 20):
            index.add(names[:count], vectors[:count])
            index.save(generation=count)
        index.remove(names)
        index.save(generation=0)


@pytest.mark.parametrize("attempt", range(6))
def test_a_process_killed_while_saving_leaves_the_last_save(tmp_path: Path, attempt: int) -> None:
    folder = tmp_path
    context = multiprocessing.get_context("spawn")
    ready = context.Event()
    process = context.Process(target=_save_over_and_over, args=(folder, ready), daemon=True)
    process.start()
    assert ready.wait(30)
    process.join(0.03 + 0.037 * attempt)
    assert process.pid is not None
    os.kill(process.pid, signal.SIGKILL)
    process.join()
    vectors, names = unit_vectors(400, seed=1), ids(400)
    with opened(folder) as index:
        assert index.passage_ids() == set(names[: index.generation])
        for at in range(0, index.generation, 37):
            assert index.search(vectors[at], 1)[0].passage_id == names[at]
        index.add(names, vectors)
        index.save()
    with opened(folder) as index:
        assert index.count() == 400


@pytest.mark.usefixtures("small_graph")
def test_searches_run_while_another_thread_adds_removes_and_saves(tmp_path: Path) -> None:
    vectors, names = unit_vectors(1500), ids(1500)
    with opened(tmp_path) as index:
        index.add(names[:500], vectors[:500])
        problems: list[BaseException] = []
        done = threading.Event()

        def search() -> None:
            try:
                while not done.is_set():
                    assert index.search(vectors[10], 1)[0].passage_id == names[10]
                    hits = index.search(vectors[20], 8, LabelFilter(names[:400]))
                    assert len({hit.passage_id for hit in hits} & set(names[:400])) == 8
            except BaseException as error:
                problems.append(error)

        searchers = [threading.Thread(target=search) for _ in range(2)]
        for searcher in searchers:
            searcher.start()
        for start in range(500, 1500, 50):
            index.add(names[start : start + 50], vectors[start : start + 50])
            index.remove(names[start : start + 20])
            index.save()
        index.remove(names[500:1400])
        index.save()
        done.set()
        for searcher in searchers:
            searcher.join()
        assert problems == []
        kept = {name for at, name in enumerate(names) if at < 500 or (at >= 1400 and at % 50 >= 20)}
        assert index.passage_ids() == kept


def state_of(folder: Path) -> dict[str, tuple[int, int]]:
    return {path.name: (path.stat().st_ino, path.stat().st_mtime_ns) for path in folder.iterdir()}


def test_a_save_writes_only_what_changed(tmp_path: Path) -> None:
    vectors, names = unit_vectors(60), ids(60)
    with opened(tmp_path) as index:
        index.add(names[:50], vectors[:50])
        index.save(generation=1)
        before = state_of(tmp_path)
        index.save(generation=1)
        assert state_of(tmp_path) == before
        index.save(generation=2)
        after = state_of(tmp_path)
        assert {name for name in after if after[name] != before.get(name)} == {"dense.json"}
        index.add(names[50:], vectors[50:])
        index.save(generation=3)
    with opened(tmp_path) as index:
        assert (index.generation, index.passage_ids()) == (3, set(names))


def test_a_removal_alone_is_saved(tmp_path: Path) -> None:
    _vectors, names = fill(tmp_path, 50)
    with opened(tmp_path) as index:
        index.remove(names[:2])
        index.save()
    with opened(tmp_path) as index:
        assert index.passage_ids() == set(names[2:])


def test_an_index_that_was_closed_takes_no_changes_and_writes_nothing(tmp_path: Path) -> None:
    vectors, names = fill(tmp_path, 60)
    index = opened(tmp_path)
    index.close()
    for change in (
        lambda: index.add(names[:5], vectors[:5]),
        lambda: index.remove(names[:5]),
        lambda: index.save(9),
    ):
        with pytest.raises(ClosedIndexError):
            change()
    with opened(tmp_path) as again:
        assert (again.count(), again.generation) == (60, 0)
