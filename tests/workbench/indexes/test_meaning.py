"""The index of meaning: new vectors, other models, models that die, a graph that is lost."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from index import kept_graph
from index.errors import ModelProcessDiedError
from index.graph import HnswGraph
from tests.workbench.indexes.samples import (
    DIMENSION,
    EACH,
    MODEL,
    a_paper,
    check_true,
    embed,
    embed_all,
    store,
)
from workbench.catalogue.catalogue import Catalogue
from workbench.catalogue.papers import paper_id
from workbench.indexes import Indexes, meaning
from workbench.read_only import IndexMirror


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

    done = embed_all(catalogue, indexes, embedder=slow)
    assert done == (EACH if change == "edited" else 0)
    titles = [text.partition("\n")[0] for text in asked]
    assert titles == ["Title 80"] * EACH + ["Another title"] * done
    assert catalogue.passages.count_waiting(MODEL) == 0
    if change == "edited":
        indexes.refresh_words(identifier)
        indexes.commit_words()
    assert indexes.open_dense(MODEL, DIMENSION).count() == catalogue.vectors.count(MODEL)


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

    done = embed_all(catalogue, indexes, embedder=fragile)
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
        embed_all(catalogue, indexes, embedder=broken)
    assert catalogue.vectors.given_up(MODEL) == 0
    assert catalogue.passages.count_waiting(MODEL) == EACH


def test_a_graph_that_is_lost_is_said_until_it_is_built_again(
    folder: Path, catalogue: Catalogue, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(kept_graph, "GRAPH_FROM", EACH)
    opened = Indexes(folder / "index", catalogue)
    opened.open_dense(MODEL, DIMENSION)
    opened.save_dense()
    opened.close()
    [graph] = (folder / "index").rglob("graph-*")
    graph.write_bytes(graph.read_bytes()[:1000])
    again = Indexes(folder / "index", catalogue)
    again.open_dense(MODEL, DIMENSION)
    [note] = again.notes()
    assert "slower" in note
    assert "damaged" in note
    again.save_dense()
    check_true(catalogue, again)
    again.close()


def test_closing_builds_no_graph(
    folder: Path, catalogue: Catalogue, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened = Indexes(folder / "index", catalogue)
    opened.open_dense(MODEL, DIMENSION)
    monkeypatch.setattr(kept_graph, "GRAPH_FROM", EACH)
    gone = paper_id(a_paper(3).sha256)
    passages = catalogue.passages.ids_of_papers([gone])
    catalogue.papers.remove([gone])
    opened.remove([gone], passages)
    opened.close()
    assert list((folder / "index").rglob("graph-*")) == []
    again = Indexes(folder / "index", catalogue)
    again.open_dense(MODEL, DIMENSION)
    [note] = again.notes()
    assert "not built yet" in note
    again.save_dense()
    check_true(catalogue, again)
    again.close()


def test_a_graph_that_was_not_finished_is_built_at_the_next_start(
    folder: Path, catalogue: Catalogue, monkeypatch: pytest.MonkeyPatch
) -> None:
    # the library's forty passages were saved without one
    monkeypatch.setattr(kept_graph, "GRAPH_FROM", EACH)
    monkeypatch.setattr(meaning, "_GROW_AFTER_SECONDS", 0.0)
    again = Indexes(folder / "index", catalogue)
    try:
        dense = again.open_dense(MODEL, DIMENSION)
        assert again._graph_growing is not None
        assert again._graph_growing.wait(20)
        assert not dense.must_grow()
        check_true(catalogue, again)
    finally:
        again.close()
    assert list((folder / "index").rglob("graph-*.hnsw"))


def test_what_changes_does_not_wait_until_a_graph_is_built(
    folder: Path, catalogue: Catalogue, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(kept_graph, "GRAPH_FROM", EACH)
    again = Indexes(folder / "index", catalogue)
    try:
        again.open_dense(MODEL, DIMENSION)
        growing = again._graph_growing
        assert growing is not None
        again.forget_vectors(["0" * 16])
        assert not growing.is_running
    finally:
        again.close()


def wait_for(condition: Callable[[], bool], seconds: float = 20.0) -> bool:
    """Whether something came to be so in time."""
    pause, deadline = threading.Event(), time.monotonic() + seconds
    while not (is_so := condition()) and time.monotonic() < deadline:
        pause.wait(0.01)
    return is_so


def test_another_model_does_not_wait_until_a_graph_is_built(
    catalogue: Catalogue, indexes: Indexes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(kept_graph, "GRAPH_FROM", EACH)
    embed_all(catalogue, indexes)
    dense = indexes.open_dense(MODEL, DIMENSION)
    building = threading.Event()
    went_on: list[bool] = []

    def grows_for_long(_: HnswGraph, vectors: object, *, stop: Callable[[], bool]) -> bool:
        building.set()
        went_on.append(not wait_for(stop))
        return False

    with monkeypatch.context() as patch:
        patch.setattr(HnswGraph, "add", grows_for_long)
        patch.setattr(kept_graph, "TAIL_MOST", -1)
        indexes._unsaved = 1
        saving = threading.Thread(target=indexes.save_dense)
        saving.start()
        assert building.wait(20)
        other = indexes.open_dense("other", DIMENSION)
        saving.join(20)
    assert went_on == [False]
    assert other is not dense


def test_what_only_stands_in_for_an_index_is_never_saved_nor_written_through(
    folder: Path, catalogue: Catalogue, indexes: Indexes
) -> None:
    embed_all(catalogue, indexes)
    indexes.close()
    # the catalogue is ahead, as after a process that was killed
    identifier = store(catalogue, a_paper(81))
    ids = catalogue.passages.ids_of_papers([identifier])
    vectors = {path: path.read_bytes() for path in (folder / "index").rglob("vectors-*")}
    assert vectors
    mirror = IndexMirror(folder / "index")
    stand_in = Indexes(mirror.folder, catalogue, is_kept=False)
    try:
        waiting = list(catalogue.passages.waiting(MODEL, len(ids)))
        stand_in.add_vectors(MODEL, DIMENSION, waiting, embed([p.text for p in waiting]))
        stand_in.save_dense()
        assert stand_in.open_dense(MODEL, DIMENSION).count() == catalogue.vectors.count(MODEL)
        # not even where somebody saves it
        stand_in.open_dense(MODEL, DIMENSION).save()
    finally:
        stand_in.close()
        mirror.close()
    assert {path: path.read_bytes() for path in vectors} == vectors
