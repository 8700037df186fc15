"""What every test of the command line starts from."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.ui.cli.running import Run, runner


@pytest.fixture
def carrel(tmp_path: Path) -> Run:
    """Runs ``carrel`` in an empty folder, as installed."""
    return runner(tmp_path / "elsewhere")


@pytest.fixture
def library(sample_library_folder: Path, tmp_path: Path) -> Path:
    """A copy of the sample papers' library, to change as one likes."""
    folder = tmp_path / "library"
    shutil.copytree(sample_library_folder, folder)
    return folder
