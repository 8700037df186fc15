"""What the workbench's tests share."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from workbench.catalogue.catalogue import Catalogue


@pytest.fixture
def catalogue(tmp_path: Path) -> Iterator[Catalogue]:
    """An empty catalogue."""
    opened = Catalogue(tmp_path / "catalogue.duckdb")
    yield opened
    opened.close()
