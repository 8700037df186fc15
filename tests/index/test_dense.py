from __future__ import annotations

import json
import multiprocessing
import os
import signal
import threading
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from index import dense as dense_module
from index import dense_view
from index.dense import DenseIndex
from index.dense_files import DenseFiles
from index.errors import IndexingError, StaleIndexError, VectorError
from index.graph import EFFORT, search_width
from index.protocols import MeaningIndex
from index.rows import LabelFilter

DIMENSION = 32
MODEL = "tiny:0"


def unit_vectors(count: int, seed: int = 0) -> np.ndarray:
    """Vectors in a few clusters, as embeddings of real texts are."""
    random = np.random.default_rng(seed)
    centres = random.normal(size=(20, DIMENSION))
    vectors = centres[random.integers(0, 20, count)] + 0.7 * random.normal(size=(count, DIMENSION))
    unit: np.ndarray = vectors / np.linalg.norm(vectors, axis=1, keepdims=True)
    return unit.astype(np.float32)


def ids(count: int, start: int = 0) -> list[str]:
    """Ids spread over the whole range, as hashes are."""
    return [f"{(start + n) * 2654435761 % (1 << 63):016x}" for n in range(count)]


def nearest(vectors: np.ndarray, names: Sequence[str], query: np.ndarray, k: int) -> list[str]:
    return [names[at] for at in np.argsort(-(vectors @ query), kind="stable")[:k]]


@pytest.fixture
def small_graph(monkeypatch: pytest.MonkeyPatch) -> None:
    """Use the graph for hundreds of rows instead of tens of thousands."""
    monkeypatch.setattr(dense_module, "GRAPH_FROM", 300)
    monkeypatch.setattr(dense_view, "EXACT_COST", 1)
    monkeypatch.setattr(dense_module, "TAIL_MOST", 50)


def test_the_nearest_come_first_with_their_cosine(tmp_path: Path) -> None:
    vectors, names = unit_vectors(200), ids(200)
    with DenseIndex(tmp_path / "dense", DIMENSION, MODEL) as index:
        index.add(names, vectors)
        hits = index.search(vectors[7], 5)
        assert [hit.passage_id for hit in hits] == nearest(vectors, names, vectors[7], 5)
        assert hits[0].score == pytest.approx(1.0, abs=1e-5)
        some = index.scores(vectors[7], [names[3], "00000000000000ff"])
        assert some == {names[3]: pytest.approx(float(vectors[3] @ vectors[7]), abs=1e-5)}


def test_it_is_a_meaning_index_and_empty_is_fine(tmp_path: Path) -> None:
    index: MeaningIndex = DenseIndex(tmp_path / "dense", DIMENSION, MODEL)
    assert index.count() == 0
    assert index.search(unit_vectors(1)[0], 10) == []
    index.save()


@pytest.mark.parametrize(
    "vectors",
    [
        np.full((1, DIMENSION), np.nan),
        np.zeros((1, DIMENSION)),
        np.ones((1, DIMENSION)),
        np.ones((1, DIMENSION + 1)),
        np.ones((2, DIMENSION)),
    ],
)
def test_vectors_that_do_not_fit_are_refused_and_nothing_is_added(
    tmp_path: Path, vectors: np.ndarray
) -> None:
    with DenseIndex(tmp_path / "dense", DIMENSION, MODEL) as index:
        with pytest.raises(VectorError):
            index.add(ids(1), vectors)
        with pytest.raises(VectorError):
            index.search(vectors[0] * 2, 1)
        assert index.count() == 0


def test_an_id_twice_in_one_batch_is_refused(tmp_path: Path) -> None:
    with DenseIndex(tmp_path / "dense", DIMENSION, MODEL) as index, pytest.raises(VectorError):
        index.add(ids(1) * 2, unit_vectors(2))


@pytest.mark.parametrize("saved", [False, True])
def test_adding_again_replaces_and_removing_removes(tmp_path: Path, saved: bool) -> None:
    vectors, names = unit_vectors(100), ids(100)
    with DenseIndex(tmp_path / "dense", DIMENSION, MODEL) as index:
        index.add(names, vectors)
        if saved:
            index.save()
        other = unit_vectors(1, seed=9)
        index.add(names[:1], other)
        assert index.count() == 100
        assert index.search(other[0], 1)[0].passage_id == names[0]
        index.remove([*names[1:3], *names[1:3], "00000000000000ff"])
        assert index.count() == 98
        assert index.passage_ids() == {names[0], *names[3:]}
        found = {hit.passage_id for hit in index.search(vectors[1], 100)}
        assert found == index.passage_ids()


@pytest.mark.usefixtures("small_graph")
def test_the_graph_finds_nearly_what_exact_search_finds(tmp_path: Path) -> None:
    vectors, names = unit_vectors(1000), ids(1000)
    queries = unit_vectors(50, seed=3)
    with DenseIndex(tmp_path / "dense", DIMENSION, MODEL) as index:
        index.add(names, vectors)
        index.save()
        assert index.has_graph
        overlap = [
            len(
                {hit.passage_id for hit in index.search(query, 10)}
                & set(nearest(vectors, names, query, 10))
            )
            for query in queries
        ]
        assert np.mean(overlap) >= 9.8


@pytest.mark.usefixtures("small_graph")
def test_rows_newer_than_the_graph_are_found_too(tmp_path: Path) -> None:
    vectors, names = unit_vectors(440), ids(440)
    with DenseIndex(tmp_path / "dense", DIMENSION, MODEL) as index:
        index.add(names[:400], vectors[:400])
        index.save()
        index.add(names[400:], vectors[400:])
        for at in (3, 399, 400, 439):
            assert index.search(vectors[at], 1)[0].passage_id == names[at]
        index.save()
    with DenseIndex(tmp_path / "dense", DIMENSION, MODEL) as index:
        assert index.has_graph
        for at in (3, 399, 400, 439):
            assert index.search(vectors[at], 1)[0].passage_id == names[at]


@pytest.mark.usefixtures("small_graph")
@pytest.mark.parametrize("kept", [1, 10, 25, 200, 399])
@pytest.mark.parametrize("as_labels", [False, True])
def test_a_filter_never_finds_fewer_than_there_are(
    tmp_path: Path, kept: int, as_labels: bool
) -> None:
    vectors, names = unit_vectors(400), ids(400)
    random = np.random.default_rng(kept)
    chosen = [names[at] for at in random.permutation(400)[:kept]]
    with DenseIndex(tmp_path / "dense", DIMENSION, MODEL) as index:
        index.add(names, vectors)
        index.save()
        allowed = np.array([int(name, 16) for name in chosen]) if as_labels else chosen
        hits = index.search(unit_vectors(1, seed=5)[0], 30, LabelFilter(allowed))
        assert len(hits) == min(30, kept)
        assert {hit.passage_id for hit in hits} <= set(chosen)
        assert index.search(vectors[0], 5, LabelFilter([])) == []


@pytest.mark.usefixtures("small_graph")
def test_removed_passages_never_come_back_through_the_graph(tmp_path: Path) -> None:
    vectors, names = unit_vectors(400), ids(400)
    with DenseIndex(tmp_path / "dense", DIMENSION, MODEL) as index:
        index.add(names, vectors)
        index.save()
        index.remove(names[:100])
        assert len(index.search(vectors[0], 400)) == 300
        index.save()
    with DenseIndex(tmp_path / "dense", DIMENSION, MODEL) as index:
        found = {hit.passage_id for hit in index.search(vectors[0], 400)}
        assert found == set(names[100:])


def test_many_dead_rows_are_compacted_on_saving(tmp_path: Path) -> None:
    vectors, names = unit_vectors(200), ids(200)
    folder = tmp_path / "dense"
    with DenseIndex(folder, DIMENSION, MODEL) as index:
        index.add(names, vectors)
        index.save()
        index.remove(names[:100])
        index.save(generation=5)
        assert [path.stat().st_size for path in folder.glob("vectors-*")] == [100 * DIMENSION * 4]
        assert index.search(vectors[150], 1)[0].passage_id == names[150]
    with DenseIndex(folder, DIMENSION, MODEL) as index:
        assert (index.count(), index.generation) == (100, 5)
        assert index.search(vectors[150], 1)[0].passage_id == names[150]


def test_only_what_was_saved_is_there_after_opening_again(tmp_path: Path) -> None:
    vectors, names = unit_vectors(100), ids(100)
    with DenseIndex(tmp_path / "dense", DIMENSION, MODEL) as index:
        index.add(names[:60], vectors[:60])
        index.save(generation=4)
        index.add(names[60:], vectors[60:])
        index.remove(names[:10])
    with DenseIndex(tmp_path / "dense", DIMENSION, MODEL) as index:
        assert index.passage_ids() == set(names[:60])
        assert index.generation == 4
        index.add(names[60:], vectors[60:])
        index.save()
    with DenseIndex(tmp_path / "dense", DIMENSION, MODEL) as index:
        for at in (0, 59, 60, 99):
            assert index.search(vectors[at], 1)[0].passage_id == names[at]


@pytest.mark.parametrize(
    "damage", ["sidecar", "labels", "labels missing", "vectors", "vectors short", "format"]
)
def test_a_damaged_folder_is_stale_and_can_be_made_anew(tmp_path: Path, damage: str) -> None:
    folder = tmp_path / "dense"
    with DenseIndex(folder, DIMENSION, MODEL) as index:
        index.add(ids(50), unit_vectors(50))
        index.save()
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
        DenseIndex(folder, DIMENSION, MODEL)
    DenseIndex.reset(folder)
    assert DenseIndex(folder, DIMENSION, MODEL).count() == 0


@pytest.mark.parametrize(("dimension", "model"), [(DIMENSION, "other:1"), (DIMENSION // 2, MODEL)])
def test_another_models_index_is_stale(tmp_path: Path, dimension: int, model: str) -> None:
    with DenseIndex(tmp_path / "dense", DIMENSION, MODEL) as index:
        index.save()
    with pytest.raises(StaleIndexError, match=r"tiny:0|dimensions"):
        DenseIndex(tmp_path / "dense", dimension, model)


@pytest.mark.usefixtures("small_graph")
def test_a_damaged_graph_is_done_without_until_it_is_built_again(tmp_path: Path) -> None:
    vectors, names = unit_vectors(400), ids(400)
    folder = tmp_path / "dense"
    with DenseIndex(folder, DIMENSION, MODEL) as index:
        index.add(names, vectors)
        index.save()
    graph = next(folder.glob("graph-*"))
    graph.write_bytes(graph.read_bytes()[:5000])
    with DenseIndex(folder, DIMENSION, MODEL) as index:
        assert not index.has_graph
        assert index.search(vectors[5], 1)[0].passage_id == names[5]
        index.save()
        assert index.has_graph
    with DenseIndex(folder, DIMENSION, MODEL) as index:
        assert index.has_graph


@pytest.mark.parametrize("step", ["append_vectors", "write_graph", "write"])
@pytest.mark.parametrize("removed", [0, 200])
@pytest.mark.usefixtures("small_graph")
def test_a_save_that_fails_loses_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str, removed: int
) -> None:
    vectors, names = unit_vectors(900), ids(900)
    folder = tmp_path / "dense"
    with DenseIndex(folder, DIMENSION, MODEL) as index:
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
        with DenseIndex(folder, DIMENSION, MODEL) as on_disk:
            assert (on_disk.generation, on_disk.count()) == (1, 400)
        for at in (removed, 399, 400, 899):
            assert index.search(vectors[at], 1)[0].passage_id == names[at]
        index.save(generation=2)
    with DenseIndex(folder, DIMENSION, MODEL) as index:
        assert index.passage_ids() == set(names[removed:])
        for at in (removed, 399, 400, 899):
            assert index.search(vectors[at], 1)[0].passage_id == names[at]


def _save_over_and_over(folder: Path, ready: threading.Event) -> None:
    """In a child: grow, shrink and save until killed; generation n always holds n passages."""
    vectors, names = unit_vectors(400, seed=1), ids(400)
    index = DenseIndex(folder, DIMENSION, MODEL)
    ready.set()
    while True:
        for count in range(20, 400, 20):
            index.add(names[:count], vectors[:count])
            index.save(generation=count)
        index.clear()
        index.save(generation=0)


@pytest.mark.parametrize("attempt", range(6))
def test_a_process_killed_while_saving_leaves_the_last_save(tmp_path: Path, attempt: int) -> None:
    folder = tmp_path / "dense"
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
    with DenseIndex(folder, DIMENSION, MODEL) as index:
        assert index.passage_ids() == set(names[: index.generation])
        for at in range(0, index.generation, 37):
            assert index.search(vectors[at], 1)[0].passage_id == names[at]
        index.add(names, vectors)
        index.save()
    with DenseIndex(folder, DIMENSION, MODEL) as index:
        assert index.count() == 400


@pytest.mark.usefixtures("small_graph")
def test_searches_run_while_another_thread_adds_removes_and_saves(tmp_path: Path) -> None:
    vectors, names = unit_vectors(1500), ids(1500)
    with DenseIndex(tmp_path / "dense", DIMENSION, MODEL) as index:
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


@pytest.mark.usefixtures("small_graph")
def test_a_broad_filter_far_from_the_query_misses_nothing(tmp_path: Path) -> None:
    vectors, names = unit_vectors(2000), ids(2000)
    query = unit_vectors(1, seed=5)[0]
    furthest = np.argsort(vectors @ query)[:1200]
    with DenseIndex(tmp_path / "dense", DIMENSION, MODEL) as index:
        index.add(names, vectors)
        index.save()
        allowed = LabelFilter([names[at] for at in furthest])
        hits = index.search(query, 10, allowed)
        expected = nearest(vectors[furthest], [names[at] for at in furthest], query, 10)
        assert [hit.passage_id for hit in hits] == expected
        exact = index.search_exactly(query, 10, allowed)
        assert [hit.passage_id for hit in exact] == expected


def test_correcting_takes_in_what_differs_and_keeping_only_takes_out_the_rest(
    tmp_path: Path,
) -> None:
    vectors, names = unit_vectors(50), ids(50)
    labels = np.array([int(name, 16) for name in names])
    with DenseIndex(tmp_path / "dense", DIMENSION, MODEL) as index:
        index.add(names[:30], vectors[:30])
        changed = vectors.copy()
        changed[3] = vectors[40]
        assert index.correct(labels, changed) == 21
        assert index.correct(labels, changed) == 0
        np.testing.assert_array_equal(index.vectors([names[3]])[names[3]], vectors[40])
        index.keep_only(labels[:10])
        assert index.passage_ids() == set(names[:10])


def test_spread_tells_how_far_cosines_lie_apart(tmp_path: Path) -> None:
    random = np.random.default_rng(7)
    apart = random.standard_normal((500, 8)).astype(np.float32)
    close = (apart + 10).astype(np.float32)
    query = np.eye(8, dtype=np.float32)[0]
    spreads = []
    for name, values in (("apart", apart), ("close", close)):
        with DenseIndex(tmp_path / name, 8, "model") as index:
            vectors = values / np.linalg.norm(values, axis=1, keepdims=True)
            index.add(np.arange(500), vectors)
            assert index.spread(query) == pytest.approx((vectors @ query).std(), rel=0.1)
            spreads.append(index.spread(query))
            far = np.quantile(vectors @ query, 0.05)
            assert index.far(query) == pytest.approx(far, abs=0.1 * spreads[-1])
            index.keep_only(np.arange(20))
            assert index.spread(query) == 0.0
            assert index.far(query) is None
    assert spreads[0] > 2 * spreads[1]


@pytest.fixture
def late_graph(monkeypatch: pytest.MonkeyPatch) -> None:
    """Load every saved graph late, and only when it is asked for."""
    monkeypatch.setattr(dense_module, "LOADED_AT_OPEN", 0)
    monkeypatch.setattr(dense_module, "LOAD_AFTER_SECONDS", 3600.0)


@pytest.mark.usefixtures("small_graph", "late_graph")
def test_a_large_graph_is_not_waited_for(tmp_path: Path) -> None:
    vectors, names = unit_vectors(600), ids(600)
    with DenseIndex(tmp_path / "dense", DIMENSION, MODEL) as index:
        index.add(names, vectors)
        index.save()
    with DenseIndex(tmp_path / "dense", DIMENSION, MODEL) as index:
        assert index.is_graph_awaited
        assert index.has_graph
        exact = index.search_exactly(vectors[3], 10)
        assert index.search(vectors[3], 10) == exact
        index.remove([names[3]])
        index.finish_loading()
        assert not index.is_graph_awaited
        found = [hit.passage_id for hit in index.search(vectors[3], 10)]
        assert names[3] not in found
        assert len(set(found) & {hit.passage_id for hit in exact}) >= 8


@pytest.mark.usefixtures("small_graph", "late_graph")
def test_a_save_waits_for_the_graph_and_grows_it(tmp_path: Path) -> None:
    vectors, names = unit_vectors(900), ids(900)
    with DenseIndex(tmp_path / "dense", DIMENSION, MODEL) as index:
        index.add(names[:600], vectors[:600])
        index.save()
    with DenseIndex(tmp_path / "dense", DIMENSION, MODEL) as index:
        index.search(vectors[3], 10)
        index.add(names[600:], vectors[600:])
        index.save()
        assert not index.is_graph_awaited
        assert index.has_graph
        assert index.search(vectors[800], 1)[0].passage_id == names[800]


@pytest.mark.usefixtures("small_graph", "late_graph")
def test_a_damaged_large_graph_is_done_without(tmp_path: Path) -> None:
    vectors, names = unit_vectors(600), ids(600)
    with DenseIndex(tmp_path / "dense", DIMENSION, MODEL) as index:
        index.add(names, vectors)
        index.save()
    saved = next((tmp_path / "dense").glob("graph-*"))
    saved.write_bytes(saved.read_bytes()[:5000])
    with DenseIndex(tmp_path / "dense", DIMENSION, MODEL) as index:
        index.save()
        assert index.search(vectors[5], 1)[0].passage_id == names[5]
        assert index.has_graph


def test_the_search_is_wider_in_a_larger_graph() -> None:
    assert search_width(10, 1_000) == 10 + EFFORT
    assert search_width(10, 1_000_000) == 10 + 2_000


@pytest.mark.usefixtures("small_graph", "late_graph")
@pytest.mark.parametrize("problem", [MemoryError(), OSError("gone")])
def test_a_large_graph_that_cannot_be_had_is_waited_for_no_more(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, problem: Exception
) -> None:
    vectors, names = unit_vectors(600), ids(600)
    with DenseIndex(tmp_path / "dense", DIMENSION, MODEL) as index:
        index.add(names, vectors)
        index.save()

    def fail(*_: object) -> None:
        raise problem

    with DenseIndex(tmp_path / "dense", DIMENSION, MODEL) as index:
        with monkeypatch.context() as patch:
            patch.setattr(dense_module.HnswGraph, "load", fail)
            index.finish_loading()
        assert not index.is_graph_awaited
        assert index.search(vectors[5], 1)[0].passage_id == names[5]
        index.save()
        assert index.has_graph
