"""What an index lacks is made good in the background, while searches and changes go on."""

from __future__ import annotations

import shutil
import threading
from pathlib import Path

import duckdb
import numpy as np
import pytest
from numpy.typing import NDArray

from index.errors import IndexingError
from index.lexical import LexicalIndex
from tests.workbench.indexes.samples import (
    DIMENSION,
    EACH,
    MODEL,
    a_paper,
    check_true,
    embed_all,
    store,
)
from workbench.catalogue.catalogue import Catalogue
from workbench.catalogue.papers import paper_id
from workbench.indexes import Indexes


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


def test_an_index_that_cannot_be_made_anew_says_what_to_do(
    folder: Path, catalogue: Catalogue
) -> None:
    place = folder / "index"
    shutil.rmtree(place)
    place.write_text("a file where a folder should be")
    opened = Indexes(place, catalogue)
    with pytest.raises(IndexingError) as caught:
        opened.lexical()
    assert str(place) in caught.value.hint
    assert "remove it" in caught.value.hint
    place.unlink()
    check_true(catalogue, opened)
    opened.close()
