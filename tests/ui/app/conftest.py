"""A real library over a few sample papers, words only: these tests are about the screen."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from ui.app.session import Session
from workbench.library import Library
from workbench.settings import FolderSettings, ModelSettings, Settings


@pytest.fixture(autouse=True)
def _still_screen(monkeypatch: pytest.MonkeyPatch) -> None:
    """No animation may stand between a key and what a test looks at."""
    monkeypatch.setenv("TEXTUAL_ANIMATIONS", "none")
    monkeypatch.delenv("NO_COLOR", raising=False)


@pytest.fixture(scope="session")
def no_models(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A models folder that stays empty."""
    return tmp_path_factory.mktemp("no-models")


@pytest.fixture(autouse=True)
def _words_only(own_home: Path, no_models: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Libraries that the app opens itself find no models either."""
    monkeypatch.setenv("CARREL_MODELS", str(no_models))


@pytest.fixture(scope="session")
def settings() -> Settings:
    """Default settings, words only, nothing read by itself: no writer, no embedder is fetched."""
    return replace(
        Settings(),
        models=ModelSettings(writer="none", fetch="never"),
        folders=FolderSettings(watch="never"),
    )


@pytest.fixture(scope="session")
def papers(tmp_path_factory: pytest.TempPathFactory, samples: Path) -> Path:
    """A folder of the sample papers and one file that is no PDF."""
    folder = tmp_path_factory.mktemp("papers")
    for pdf in sorted(samples.glob("*.pdf")):
        shutil.copy(pdf, folder)
    (folder / "broken [x] \u202egnp.pdf").write_bytes(b"this is no PDF at all")
    return folder


@pytest.fixture(scope="session")
def library(
    tmp_path_factory: pytest.TempPathFactory, settings: Settings, papers: Path, no_models: Path
) -> Iterator[Library]:
    """An open library that holds the papers; tests only read it."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("CARREL_MODELS", str(no_models))
        library = Library.open(tmp_path_factory.mktemp("library"), settings=settings)
    with library:
        library.ingest([papers], embed=False)
        yield library


@pytest.fixture
def session(library: Library, settings: Settings) -> Iterator[Session]:
    """A session over the shared library; the library outlives it."""
    session = Session(lambda: library, settings, "the test library")
    yield session
    session.jobs.close(timeout=5)


@pytest.fixture
def empty_session(tmp_path: Path, settings: Settings) -> Iterator[Session]:
    """A session over a new, empty library of its own."""
    session = Session.for_folder(tmp_path / "library", settings)
    yield session
    session.close()
    if session.is_open:
        # the app does not wait for this when it leaves; the next test should not meet it
        session.library.close()
