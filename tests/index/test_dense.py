from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from index.dense import DenseIndex
from index.errors import VectorError
from index.protocols import MeaningIndex
from index.rows import LabelFilter
from tests.index.dense_samples import DIMENSION, ids, nearest, opened, unit_vectors


def test_the_nearest_come_first_with_their_cosine(tmp_path: Path) -> None:
    vectors, names = unit_vectors(200), ids(200)
    with opened(tmp_path) as index:
        index.add(names, vectors)
        hits = index.search(vectors[7], 5)
        assert [hit.passage_id for hit in hits] == nearest(vectors, names, vectors[7], 5)
        assert hits[0].score == pytest.approx(1.0, abs=1e-5)
        some = index.scores(vectors[7], [names[3], "00000000000000ff"])
        assert some == {names[3]: pytest.approx(float(vectors[3] @ vectors[7]), abs=1e-5)}


def test_it_is_a_meaning_index_and_empty_is_fine(tmp_path: Path) -> None:
    index: MeaningIndex = opened(tmp_path)
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
    with opened(tmp_path) as index:
        with pytest.raises(VectorError):
            index.add(ids(1), vectors)
        with pytest.raises(VectorError):
            index.search(vectors[0] * 2, 1)
        assert index.count() == 0


def test_an_id_twice_in_one_batch_is_refused(tmp_path: Path) -> None:
    with opened(tmp_path) as index, pytest.raises(VectorError):
        index.add(ids(1) * 2, unit_vectors(2))


@pytest.mark.parametrize("saved", [False, True])
def test_adding_again_replaces_and_removing_removes(tmp_path: Path, saved: bool) -> None:
    vectors, names = unit_vectors(100), ids(100)
    with opened(tmp_path) as index:
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
@pytest.mark.parametrize("kept", [1, 10, 25, 200, 399])
@pytest.mark.parametrize("as_labels", [False, True])
def test_a_filter_never_finds_fewer_than_there_are(
    tmp_path: Path, kept: int, as_labels: bool
) -> None:
    vectors, names = unit_vectors(400), ids(400)
    random = np.random.default_rng(kept)
    chosen = [names[at] for at in random.permutation(400)[:kept]]
    with opened(tmp_path) as index:
        index.add(names, vectors)
        index.save()
        allowed = np.array([int(name, 16) for name in chosen]) if as_labels else chosen
        hits = index.search(unit_vectors(1, seed=5)[0], 30, LabelFilter(allowed))
        assert len(hits) == min(30, kept)
        assert {hit.passage_id for hit in hits} <= set(chosen)
        assert index.search(vectors[0], 5, LabelFilter([])) == []


@pytest.mark.usefixtures("small_graph")
def test_a_broad_filter_far_from_the_query_misses_nothing(tmp_path: Path) -> None:
    vectors, names = unit_vectors(2000), ids(2000)
    query = unit_vectors(1, seed=5)[0]
    furthest = np.argsort(vectors @ query)[:1200]
    with opened(tmp_path) as index:
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
    with opened(tmp_path) as index:
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


def test_own_spread_makes_what_is_near_alike_for_models_of_any_cosines(tmp_path: Path) -> None:
    numbers = np.random.default_rng(5)
    wide = numbers.standard_normal((400, 64))
    # every vector leans to one side, as those of models whose cosines are all above 0.7
    narrow = wide + 2.0
    spreads, itself = list[float](), list[float]()
    for name, values in (("wide", wide), ("narrow", narrow)):
        vectors = (values / np.linalg.norm(values, axis=1, keepdims=True)).astype(np.float32)
        with DenseIndex(tmp_path / name, 64, name) as index:
            assert index.own_spread() == 0.0
            index.add(np.arange(400), vectors)
            far = index.far(vectors[7])
            assert far is not None
            spreads.append(index.own_spread())
            itself.append((1.0 - far) / spreads[-1])
            index.add(np.arange(400, 404), vectors[:4])
            assert index.own_spread() == spreads[-1]  # a few more are not worth telling it anew
    assert spreads[0] > 2 * spreads[1]
    assert 0.5 < itself[0] / itself[1] < 2
