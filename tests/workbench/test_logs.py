"""The log of carrel's own messages."""

from __future__ import annotations

import logging
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from workbench.logs import log_file, start_logging

ROOM = logging.getLogger("workbench")


@pytest.fixture
def _own_handlers(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(ROOM, "handlers", [])
    yield
    for handler in ROOM.handlers:
        handler.close()


@pytest.mark.usefixtures("_own_handlers")
def test_a_log_folder_that_is_gone_writes_nothing_on_the_screen(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.delenv("XDG_STATE_HOME", raising=False)
    start_logging()
    assert log_file().is_relative_to(tmp_path)
    shutil.rmtree(log_file().parent)
    ROOM.error("nobody can keep this")
    said = capsys.readouterr()
    assert (said.out, said.err) == ("", "")
