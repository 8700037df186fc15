"""A desk is found as it was left: place, drafts, rows, folds."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.ui.app.driving import Desk, desk
from ui.app.memory import DeskMemory
from ui.app.places.library import LibraryPlace
from ui.app.session import Session
from workbench.library import Library
from workbench.settings import Settings


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "state" / "desk.json"


def remembering(library: Library, settings: Settings, file: Path) -> Session:
    return Session(lambda: library, settings, "the test library", DeskMemory(file))


async def leave(at: Desk) -> None:
    await at.quiet()
    at.app.desk.remember()
    at.app.session.jobs.close(timeout=5)


async def test_place_row_and_draft_are_found_again(
    library: Library, settings: Settings, file: Path
) -> None:
    async with desk(remembering(library, settings, file)) as at:
        await at.type("what is")
        await at.press("f4")
        await at.quiet()
        await at.press("j", "j", "j")
        await leave(at)
    async with desk(remembering(library, settings, file)) as at:
        assert at.app.desk.switcher.current == "library"
        place = at.place("library")
        assert isinstance(place, LibraryPlace)
        await at.until(lambda: place.papers.cursor == 3)
        await at.press("f2")
        assert "what is" in at.screen_text()
        await leave(at)


async def test_a_row_that_is_gone_is_forgotten(
    library: Library, settings: Settings, file: Path
) -> None:
    file.parent.mkdir()
    file.write_text('{"place": "library", "places": {"library": {"rows": {"papers": 100000}}}}')
    async with desk(remembering(library, settings, file)) as at:
        await at.quiet()
        place = at.place("library")
        assert isinstance(place, LibraryPlace)
        assert place.papers.cursor == 0
        await leave(at)


@pytest.mark.parametrize(
    "text", ["", "not json", "[]", '{"place": 3, "places": []}', '{"places": {"ask": 4}}',
             '{"place": "nowhere", "places": {"ask": {"boxes": [], "rows": 3, "folded": "x"}}}'],
)  # fmt: skip
async def test_a_damaged_memory_costs_only_itself(
    library: Library, settings: Settings, file: Path, text: str
) -> None:
    file.parent.mkdir()
    file.write_text(text)
    async with desk(remembering(library, settings, file)) as at:
        assert at.app.desk.switcher.current == "ask"
        await leave(at)


def test_nothing_is_written_where_nothing_changed(file: Path) -> None:
    memory = DeskMemory(file)
    memory.place = "library"
    memory.write()
    before = file.stat().st_mtime_ns
    memory.write()
    assert file.stat().st_mtime_ns == before
    assert DeskMemory(file).place == "library"


def test_a_disk_that_takes_nothing_disturbs_nobody(tmp_path: Path) -> None:
    in_the_way = tmp_path / "state"
    in_the_way.write_text("in the way")
    memory = DeskMemory(in_the_way / "desk.json")
    memory.place = "library"
    memory.write()
    assert in_the_way.read_text() == "in the way"
    # it is written as soon as the disk takes it
    in_the_way.unlink()
    memory.write()
    assert DeskMemory(in_the_way / "desk.json").place == "library"
