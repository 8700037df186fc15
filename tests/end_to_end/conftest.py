"""The command, as installed."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.ui.cli.running import Run, runner


@pytest.fixture
def carrel(tmp_path: Path) -> Run:
    """Runs ``carrel`` in an empty folder."""
    return runner(tmp_path / "elsewhere")
