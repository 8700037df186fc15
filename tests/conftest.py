"""What all tests share: a home of their own, the true models, a library of the sample papers."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests_support import SETTINGS

from workbench import paths
from workbench.engines import registry_for
from workbench.library import Library
from workbench.samples import sample_folder
from workbench.settings import Settings

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="session")
def models_folder() -> Path:
    """The folder with the default models; they are fetched into it if they are missing."""
    folder = paths.models_folder()
    registry = registry_for(Settings().models, folder)
    for role in ("embed", "generate"):
        registry.ensure(role)
    return folder


@pytest.fixture(autouse=True)
def own_home(
    tmp_path_factory: pytest.TempPathFactory,
    models_folder: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> Iterator[Path]:
    """No test sees the person's own settings, library or logs, nor leaves anything there."""
    home = tmp_path_factory.mktemp("home")
    monkeypatch.setenv("HOME", str(home))
    for name in ("DATA", "CONFIG", "STATE", "CACHE"):
        monkeypatch.setenv(f"XDG_{name}_HOME", str(home / name.lower()))
    monkeypatch.delenv("CARREL_LIBRARY", raising=False)
    monkeypatch.setenv("CARREL_READING_RECOGNISE", SETTINGS.reading.recognise)
    monkeypatch.setenv("CARREL_MODELS", str(models_folder))
    yield home
    shutil.rmtree(home, ignore_errors=True)


@pytest.fixture(scope="session")
def samples() -> Path:
    """The folder of sample papers."""
    return sample_folder()


@pytest.fixture(scope="session")
def sample_library_folder(
    tmp_path_factory: pytest.TempPathFactory, models_folder: Path, samples: Path
) -> Path:
    """A closed library of all sample papers, embedded; to be copied, never opened in place."""
    folder = tmp_path_factory.mktemp("sample-library") / "library"
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("CARREL_MODELS", str(models_folder))
        with Library.open(folder, settings=SETTINGS) as library:
            library.ingest([samples])
    return folder


@pytest.fixture
def sample_library(sample_library_folder: Path, tmp_path: Path) -> Iterator[Library]:
    """An open library of the sample papers that a test may change."""
    folder = tmp_path / "library"
    shutil.copytree(sample_library_folder, folder)
    with Library.open(folder, settings=SETTINGS) as library:
        yield library
