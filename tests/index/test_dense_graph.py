"""The graph of a large meaning index: what it finds, when it is loaded, grown and given up."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from index import kept_graph
from index.graph import EFFORT, HnswGraph, search_width
from tests.index.dense_samples import DIMENSION, fill, ids, nearest, opened, unit_vectors


def graph_file(folder: Path) -> Path:
    [file] = folder.glob("graph-*.hnsw")
    return file


@pytest.mark.usefixtures("small_graph")
def test_the_graph_finds_nearly_what_exact_search_finds(tmp_path: Path) -> None:
    vectors, names = unit_vectors(1000), ids(1000)
    queries = unit_vectors(50, seed=3)
    with opened(tmp_path) as index:
        index.add(names, vectors)
        index.save()
        assert graph_file(tmp_path).exists()
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
    with opened(tmp_path) as index:
        index.add(names[:400], vectors[:400])
        index.save()
        index.add(names[400:], vectors[400:])
        for at in (3, 399, 400, 439):
            assert index.search(vectors[at], 1)[0].passage_id == names[at]
        index.save()
    with opened(tmp_path) as index:
        for at in (3, 399, 400, 439):
            assert index.search(vectors[at], 1)[0].passage_id == names[at]


@pytest.mark.usefixtures("small_graph")
def test_removed_passages_never_come_back_through_the_graph(tmp_path: Path) -> None:
    vectors, names = unit_vectors(400), ids(400)
    with opened(tmp_path) as index:
        index.add(names, vectors)
        index.save()
        index.remove(names[:100])
        assert len(index.search(vectors[0], 400)) == 300
        index.save()
    with opened(tmp_path) as index:
        found = {hit.passage_id for hit in index.search(vectors[0], 400)}
        assert found == set(names[100:])


@pytest.mark.usefixtures("small_graph")
def test_a_damaged_graph_is_done_without_until_it_is_built_again(tmp_path: Path) -> None:
    vectors, names = fill(tmp_path, 400)
    graph = graph_file(tmp_path)
    graph.write_bytes(graph.read_bytes()[:5000])
    with opened(tmp_path) as index:
        assert "damaged" in index.graph_problem
        assert index.search(vectors[5], 1)[0].passage_id == names[5]
        index.save()
        assert index.graph_problem == ""
    with opened(tmp_path) as index:
        assert index.graph_problem == ""
        assert graph_file(tmp_path).stat().st_size > 5000


@pytest.mark.usefixtures("small_graph")
def test_a_save_that_may_not_grow_the_graph_loses_nothing(tmp_path: Path) -> None:
    vectors, names = unit_vectors(900), ids(900)
    with opened(tmp_path) as index:
        index.add(names, vectors)
        index.save(grow=False)
        assert list(tmp_path.glob("graph-*")) == []
    with opened(tmp_path) as index:
        assert "not built" in index.graph_problem
        assert index.search(vectors[800], 1)[0].passage_id == names[800]
        index.save()
        assert index.graph_problem == ""
        assert graph_file(tmp_path).exists()
        assert index.search(vectors[800], 1)[0].passage_id == names[800]


@pytest.mark.usefixtures("small_graph")
def test_a_save_that_may_not_grow_the_graph_keeps_the_one_there_is(tmp_path: Path) -> None:
    _vectors, names = fill(tmp_path, 600)
    with opened(tmp_path) as index:
        index.remove(names[:400])
        index.save(grow=False)
        assert graph_file(tmp_path).exists()
    with opened(tmp_path) as index:
        assert index.passage_ids() == set(names[400:])
        index.save()
        vectors = next(tmp_path.glob("vectors-*"))
        assert vectors.stat().st_size == 200 * 4 * DIMENSION


@pytest.mark.usefixtures("small_graph", "late_graph")
def test_a_large_graph_is_not_waited_for(tmp_path: Path) -> None:
    vectors, names = fill(tmp_path, 600)
    with opened(tmp_path) as index:
        assert index.is_graph_awaited
        exact = index.search_exactly(vectors[3], 10)
        assert index.search(vectors[3], 10) == exact
        index.remove([names[3]])
        index.finish_loading()
        assert not index.is_graph_awaited
        found = [hit.passage_id for hit in index.search(vectors[3], 10)]
        assert names[3] not in found
        assert len(set(found) & {hit.passage_id for hit in exact}) >= 8


@pytest.mark.usefixtures("small_graph", "late_graph")
def test_a_save_loads_a_large_graph_only_to_grow_it(tmp_path: Path) -> None:
    vectors, names = unit_vectors(900), ids(900)
    with opened(tmp_path) as index:
        index.add(names[:600], vectors[:600])
        index.save(generation=1)
    with opened(tmp_path) as index:
        index.remove(names[:5])
        index.add(names[600:620], vectors[600:620])
        index.save(generation=2)
        assert index.is_graph_awaited
        index.add(names[620:], vectors[620:])
        index.save(generation=3)
        assert not index.is_graph_awaited
        for at in (5, 610, 800):
            assert index.search(vectors[at], 1)[0].passage_id == names[at]
        assert index.search(vectors[2], 1)[0].passage_id != names[2]


@pytest.mark.usefixtures("small_graph", "late_graph")
def test_what_was_removed_before_a_large_graph_was_loaded_stays_away(tmp_path: Path) -> None:
    vectors, names = fill(tmp_path, 600)
    with opened(tmp_path) as index:
        index.remove(names[:40])
        index.save()
    with opened(tmp_path) as index:
        index.finish_loading()
        found = {hit.passage_id for hit in index.search(vectors[3], 560)}
        assert found == set(names[40:])


@pytest.mark.usefixtures("small_graph", "late_graph")
def test_a_damaged_large_graph_is_done_without(tmp_path: Path) -> None:
    vectors, names = fill(tmp_path, 600)
    saved = graph_file(tmp_path)
    saved.write_bytes(saved.read_bytes()[:5000])
    with opened(tmp_path) as index:
        index.finish_loading()
        assert "damaged" in index.graph_problem
        assert index.search(vectors[5], 1)[0].passage_id == names[5]
        index.save()
        assert index.graph_problem == ""
    with opened(tmp_path) as index:
        index.finish_loading()
        assert index.graph_problem == ""


def test_the_search_is_wider_in_a_larger_graph() -> None:
    assert search_width(10, 1_000) == 10 + EFFORT
    assert search_width(10, 1_000_000) == 10 + 2_000


@pytest.mark.usefixtures("small_graph", "late_graph")
@pytest.mark.parametrize(
    ("problem", "why"), [(MemoryError(), "too little memory"), (OSError("gone"), "gone")]
)
def test_a_large_graph_that_cannot_be_had_is_waited_for_no_more(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, problem: Exception, why: str
) -> None:
    vectors, names = unit_vectors(600), ids(600)
    with opened(tmp_path) as index:
        index.add(names, vectors)
        index.save()

    def fail(*_: object) -> None:
        raise problem

    with opened(tmp_path) as index:
        with monkeypatch.context() as patch:
            patch.setattr(kept_graph.HnswGraph, "load", fail)
            index.finish_loading()
        assert not index.is_graph_awaited
        assert why in index.graph_problem
        assert index.search(vectors[5], 1)[0].passage_id == names[5]
        index.save()
        assert index.graph_problem == ""


class StopsAfter(threading.Event):
    """Set from the time on that it was looked at so often."""

    def __init__(self, looks: int) -> None:
        super().__init__()
        self._left = looks

    def is_set(self) -> bool:
        self._left -= 1
        return self._left < 0


@pytest.mark.usefixtures("small_graph")
def test_building_that_is_stopped_keeps_all_passages_and_goes_on_with_the_next_save(
    tmp_path: Path,
) -> None:
    vectors, names = unit_vectors(1000), ids(1000)
    with opened(tmp_path) as index:
        index.add(names, vectors)
        index.save(7, stop=StopsAfter(4))
        assert "stopped" in index.graph_problem
        assert not list(tmp_path.glob("graph-*")), "nobody waits for a large file either"
        for at in (0, 500, 999):
            assert index.search(vectors[at], 1)[0].passage_id == names[at]
    with opened(tmp_path) as index:
        assert (index.count(), index.generation) == (1000, 7)
        index.save()
        assert graph_file(tmp_path).exists()
        assert index.graph_problem == ""


@pytest.mark.usefixtures("small_graph")
def test_building_that_is_stopped_goes_on_from_the_last_round_that_was_saved(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(kept_graph, "ROWS_A_ROUND", 256)
    monkeypatch.setattr(kept_graph, "TAIL_MOST", 64)
    vectors, names = unit_vectors(1000), ids(1000)
    with opened(tmp_path) as index:
        index.add(names, vectors)
        index.save(7, stop=StopsAfter(10))
    with opened(tmp_path) as index:
        assert graph_file(tmp_path).exists()
        assert index.must_grow()
        assert "stopped" in index.graph_problem
        for at in (0, 255, 256, 999):
            assert index.search(vectors[at], 1)[0].passage_id == names[at]
        index.save()
        assert not index.must_grow()
    with opened(tmp_path) as index:
        assert (index.count(), index.generation, index.graph_problem) == (1000, 7, "")
        for at in (0, 255, 256, 999):
            assert index.search(vectors[at], 1)[0].passage_id == names[at]


@pytest.mark.usefixtures("small_graph")
def test_closing_does_not_wait_for_a_graph(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    building, closing = threading.Event(), threading.Event()
    index = opened(tmp_path)
    index.add(ids(1000), unit_vectors(1000))
    add, stop = HnswGraph.add, index.stop_growing

    def stop_growing() -> None:
        stop()
        closing.set()

    def slowly(self: HnswGraph, *rows: object, **how: Callable[[], bool]) -> bool:
        building.set()
        assert closing.wait(10)
        return add(self, *rows, **how)  # type: ignore[arg-type]

    monkeypatch.setattr(HnswGraph, "add", slowly)
    monkeypatch.setattr(index, "stop_growing", stop_growing)
    saving = threading.Thread(target=index.save, args=(3,))
    saving.start()
    assert building.wait(10)
    index.close()
    saving.join(10)
    assert not saving.is_alive()
    with opened(tmp_path) as index:
        assert (index.count(), index.generation) == (1000, 3)
        assert not list(tmp_path.glob("graph-*"))
