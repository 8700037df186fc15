"""A library that cannot be written to is searched and asked, and nothing in its folder changes."""

from __future__ import annotations

import hashlib
import shutil
from pathlib import Path

import pytest

from workbench import read_only
from workbench.catalogue import migrations
from workbench.errors import CatalogueError, LibraryReadOnlyError
from workbench.front import life
from workbench.library import Library
from workbench.settings import FolderSettings, ModelSettings, Settings

WORDS_ONLY = Settings(
    models=ModelSettings(writer="none", fetch="never"), folders=FolderSettings(watch="never")
)


@pytest.fixture
def shelf(tmp_path: Path, samples: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of a closed library of two papers."""
    monkeypatch.setenv("CARREL_MODELS", str(tmp_path / "no-models"))
    with Library.open(tmp_path / "library", settings=WORDS_ONLY) as library:
        library.ingest(sorted(samples.glob("*.pdf"))[:2], embed=False, remember=False)
        library.search("retrieval")
    return tmp_path / "library"


@pytest.fixture
def _cannot_be_written(shelf: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """From when the library is made; permissions say nothing to a superuser, who may run this."""
    del shelf
    monkeypatch.setattr(life, "can_be_written", lambda *_: False)


def content(folder: Path) -> dict[str, str]:
    return {
        str(path): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def word_of(library: Library) -> str:
    return max(library.papers()[0].title.split(), key=len)


@pytest.mark.usefixtures("_cannot_be_written")
def test_it_is_searched_and_asked_and_stays_as_it_is(shelf: Path) -> None:
    before = content(shelf)
    with Library.open(shelf, settings=WORDS_ONLY) as library:
        assert library.is_read_only
        assert any("can only be read" in note for note in library.notes)
        assert any("can only be read" in note for note in library.status().notes)
        hits = library.search(word_of(library)).hits
        assert hits
        answer = library.ask(f"What is {word_of(library)}?")
        assert any("not kept" in note for note in answer.notes)
    assert content(shelf) == before


@pytest.mark.usefixtures("_cannot_be_written")
def test_whatever_would_change_it_says_that_it_cannot(shelf: Path, samples: Path) -> None:
    before = content(shelf)
    with Library.open(shelf, settings=WORDS_ONLY) as library:
        paper = library.papers()[0]
        for change in (
            lambda: library.set_note(paper.id, "mine"),
            lambda: library.mark([paper.id], starred=True),
            lambda: library.remove_papers([paper.id]),
            lambda: library.ingest([samples]),
        ):
            with pytest.raises(LibraryReadOnlyError, match="can only be read"):
                change()
        assert library.count_papers() == 2
        assert library.search(word_of(library)).hits
    assert content(shelf) == before


@pytest.mark.usefixtures("_cannot_be_written")
def test_without_its_index_the_words_are_found_all_the_same(shelf: Path) -> None:
    shutil.rmtree(shelf / "index")
    with Library.open(shelf, settings=WORDS_ONLY) as library:
        assert library.search(word_of(library)).hits
    assert not (shelf / "index").exists()


@pytest.mark.usefixtures("_cannot_be_written")
def test_one_of_an_older_carrel_says_what_to_do(
    shelf: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(migrations, "MIGRATIONS", (*migrations.MIGRATIONS, lambda _: None))
    with pytest.raises(CatalogueError, match="older carrel") as raised:
        Library.open(shelf, settings=WORDS_ONLY)
    assert "copy" in raised.value.hint


def test_what_can_be_written_is_told_from_what_cannot(
    shelf: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = shelf / "catalogue.duckdb"
    assert read_only.can_be_written(shelf, file)
    for refused in (shelf, file, shelf / "index"):
        monkeypatch.setattr("os.access", lambda path, _mode, no=refused: Path(path) != no)
        assert not read_only.can_be_written(shelf, file)
        assert read_only.can_be_written(shelf / "new", shelf / "new" / "catalogue.duckdb")
