"""Every place looks as it did when somebody last looked at it; see ``snapshots.py``."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime, tzinfo
from pathlib import Path
from typing import Self

import pytest
from textual.widgets import Input

from tests.ui.app.driving import HUGE, NARROW, WIDE, Desk, desk
from tests.ui.app.snapshots import compare, snapshot
from ui.app.messages import PaperChosen
from ui.app.places.ask import AskPlace
from ui.app.places.search import SearchPlace
from ui.app.screens.paper import PaperScreen
from ui.app.session import Session
from workbench.library import Library
from workbench.settings import Settings

each_size = pytest.mark.parametrize(
    "size", [NARROW, WIDE, HUGE], ids=lambda size: f"{size[0]}x{size[1]}"
)
MOST_PAPERS = 5
QUESTION = "Does late interaction pay on a laptop?"

_SECONDS = re.compile(r"\d+(\.\d+)? m?s\b")
"""How long things took is another matter each time."""


@pytest.fixture(scope="module")
def papers_home(tmp_path_factory: pytest.TempPathFactory, samples: Path) -> Path:
    """A home with the papers in it: paths on the screen begin with ~ on every machine."""
    home = tmp_path_factory.mktemp("papers-home")
    (home / "papers").mkdir()
    for file in sorted(samples.glob("*.pdf"))[:MOST_PAPERS]:
        shutil.copy(file, home / "papers")
    return home


class _OneDay(datetime):
    """The day these pictures were taken: how new a paper is changes with the years."""

    @classmethod
    def now(cls, tz: tzinfo | None = None) -> Self:
        return cls(2026, 6, 1, tzinfo=tz)


@contextmanager
def library_of(papers: Path, folder: Path, settings: Settings) -> Iterator[Library]:
    """A library of a few papers, read one after the other: readers side by side have no order."""
    with (
        pytest.MonkeyPatch.context() as patch,
        Library.open(folder, settings=settings) as library,
    ):
        patch.setattr("workbench.search.weigh.datetime", _OneDay)
        for file in sorted(papers.iterdir()):
            library.ingest([file], embed=False, remember=False)
        yield library


@pytest.fixture(scope="module")
def few(
    tmp_path_factory: pytest.TempPathFactory, papers_home: Path, settings: Settings, no_models: Path
) -> Iterator[Library]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("CARREL_MODELS", str(no_models))
        with library_of(papers_home / "papers", tmp_path_factory.mktemp("few"), settings) as opened:
            yield opened


@pytest.fixture
def asked(tmp_path: Path, papers_home: Path, settings: Settings) -> Iterator[Library]:
    """A library that a question may be asked: it remembers it, and others' pictures show that."""
    with library_of(papers_home / "papers", tmp_path / "asked", settings) as opened:
        yield opened


@contextmanager
def still_session(library: Library, settings: Settings) -> Iterator[Session]:
    """A session in which pages are words."""
    looks = replace(settings, look=replace(settings.look, pictures="text"))
    session = Session(lambda: library, looks, "the test library")
    yield session
    session.jobs.close(timeout=5)


@pytest.fixture
def still(
    few: Library, papers_home: Path, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Session]:
    monkeypatch.setenv("HOME", str(papers_home))
    with still_session(few, settings) as session:
        yield session


async def settled(at: Desk) -> None:
    """Until nothing moves any more."""
    await at.quiet()
    before = ""
    while before != (now := at.screen_text()):
        before = now
        await at.pilot.pause(0.1)


async def look(at: Desk, name: str) -> list[str]:
    """The place that is open, dark and light, against what was kept."""
    faults = []
    width, height = at.app.size
    for box in at.app.screen.query(Input):
        box.cursor_blink = False
    for theme in ("dark", "light"):
        at.app.theme = f"carrel-{theme}"
        await settled(at)
        now = snapshot(at.app, _SECONDS)
        faults.append(compare(f"{name}-{width}x{height}-{theme}", now))
    return [fault for fault in faults if fault]


@each_size
async def test_first_sight(empty_session: Session, size: tuple[int, int]) -> None:
    async with desk(empty_session, size) as at:
        await at.until(lambda: "Point at" in at.screen_text())
        faults = await look(at, "welcome")
        assert not faults, "\n".join(faults)


@each_size
async def test_places(still: Session, size: tuple[int, int]) -> None:
    async with desk(still, size) as at:
        faults = []
        for key, place in (
            ("f2", "ask"), ("f4", "library"), ("f5", "folders"), ("f6", "map"), ("f7", "models"),
        ):  # fmt: skip
            await at.press(key)
            faults += await look(at, place)
        await at.press("f3")
        search = at.place("search")
        assert isinstance(search, SearchPlace)
        search.box().value = "citation"
        await at.until(lambda: search.results.row_count)
        faults += await look(at, "search")
        assert not faults, "\n".join(faults)


@each_size
async def test_an_answer(
    asked: Library,
    papers_home: Path,
    settings: Settings,
    size: tuple[int, int],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("HOME", str(papers_home))
    with still_session(asked, settings) as session:
        async with desk(session, size) as at:
            place = at.place("ask")
            assert isinstance(place, AskPlace)
            place.ask(QUESTION)
            await at.until(lambda: place.answer)
            await at.press("right")
            faults = await look(at, "answer")
            await at.press("v")
            faults += await look(at, "answer-other-side")
            assert not faults, "\n".join(faults)


@each_size
async def test_a_paper_in_words(still: Session, few: Library, size: tuple[int, int]) -> None:
    paper = min(few.papers(), key=lambda paper: paper.title)
    async with desk(still, size) as at:
        at.app.post_message(PaperChosen(paper.id))
        await at.until(lambda: isinstance(at.app.screen, PaperScreen) and at.app.screen.detail)
        faults = await look(at, "paper")
        assert not faults, "\n".join(faults)
