"""The index of meaning: new vectors, other models, models that die, a graph that is lost."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from index import kept_graph
from index.errors import ModelProcessDiedError
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
from workbench.indexes import Indexes


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
