"""A small library whose indexes are in step, and its parts."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.workbench.indexes.samples import a_paper, embed_all, store
from workbench.catalogue.catalogue import Catalogue
from workbench.indexes import Indexes


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
