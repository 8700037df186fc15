"""A library of three papers that are found by their words only."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from workbench.library import Library
from workbench.settings import FolderSettings, ModelSettings, Settings

WORDS_ONLY = Settings(
    models=ModelSettings(writer="none", fetch="never"), folders=FolderSettings(watch="never")
)


@pytest.fixture
def folder(tmp_path: Path, samples: Path) -> Path:
    folder = tmp_path / "papers"
    folder.mkdir()
    for pdf in sorted(samples.glob("*.pdf"))[:3]:
        shutil.copy(pdf, folder)
    return folder


@pytest.fixture
def library(tmp_path: Path, folder: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Library]:
    """Three papers, found by their words only."""
    monkeypatch.setenv("CARREL_MODELS", str(tmp_path / "no-models"))
    with Library.open(tmp_path / "library", settings=WORDS_ONLY) as opened:
        opened.ingest([folder], embed=False)
        yield opened
