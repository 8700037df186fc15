"""The map: walked among, searched, narrowed by years, opened; and honest where there is none."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.ui.app.driving import HUGE, NARROW, WIDE, Desk, desk
from ui.app.map_picture import MapPicture
from ui.app.places.ask import AskPlace
from ui.app.places.map import MapPlace
from ui.app.screens.paper import PaperScreen
from ui.app.session import Session
from ui.app.widgets.timeline import Timeline
from workbench.settings import FolderSettings, Settings
from workbench.states import FileState
from workbench.types import Answer, Citation, MapPoint, PaperMap, PaperSummary


@pytest.fixture
def embedded(
    tmp_path: Path,
    sample_library_folder: Path,
    models_folder: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> Iterator[Session]:
    """A session over the sample papers with their vectors."""
    monkeypatch.setenv("CARREL_MODELS", str(models_folder))
    folder = tmp_path / "library"
    shutil.copytree(sample_library_folder, folder)
    settings = replace(Settings(), folders=FolderSettings(watch="never"))
    session = Session.for_folder(folder, settings)
    yield session
    session.close()
    session.library.close()


async def go(at: Desk) -> MapPlace:
    await at.press("f6")
    place = at.place("map")
    assert isinstance(place, MapPlace)
    await at.until(lambda: place.canvas.map is not None, seconds=120)
    await at.quiet()
    return place


async def test_papers_are_walked_among_and_opened(embedded: Session) -> None:
    async with desk(embedded, WIDE) as at:
        place = await go(at)
        start = place.canvas.current
        for key in ("l", "h", "j", "k"):
            await at.press(key)
        assert start is not None
        seen = set()
        for key in "ljhk" * 4:
            await at.press(key)
            assert place.canvas.current
            seen.add(place.canvas.current.id)
        assert len(seen) > 2
        title = place.canvas.current.title
        assert title.split()[0][:12] in at.screen_text()
        await at.press("enter")
        await at.until(lambda: isinstance(at.app.screen, PaperScreen))


async def test_typing_lights_papers_and_goes_to_them(embedded: Session) -> None:
    async with desk(embedded) as at:
        place = await go(at)
        await at.press("slash")
        await at.type("reranking")
        assert place.canvas.current
        assert "rerank" in place.canvas.current.title.casefold()
        assert "●" in at.screen_text()
        await at.press("escape", "escape")
        assert not place.canvas.lit
        await at.press("slash")
        await at.type("zzzz")
        assert "no paper on the map has these words" in at.screen_text()


async def test_years_fade_papers_and_a_click_takes_them_back(embedded: Session) -> None:
    async with desk(embedded) as at:
        place = await go(at)
        years = sorted(p.paper.year for p in place.canvas.map.points if p.paper.year)  # type: ignore[union-attr]
        place.timeline.focus()
        await at.press("left", "left")
        assert place.canvas.years == (years[0], years[-1] - 2)
        shown = [n for n in range(len(place.canvas.map.points)) if place.canvas.is_shown(n)]  # type: ignore[union-attr]
        assert 0 < len(shown) < len(years)
        await at.press("escape")
        assert place.canvas.years is None


async def test_the_papers_of_the_last_answer_are_lit(embedded: Session) -> None:
    async with desk(embedded) as at:
        ask = at.place("ask")
        assert isinstance(ask, AskPlace)
        paper = embedded.library.search("reranking").hits[0].paper
        passage = embedded.library.passages(paper.id)[0]
        citation = Citation(1, paper, passage, 1, passage.text)
        ask.answer = Answer("a" * 16, "q", "t [1]", (), (citation,), False, "quotes", {})
        place = await go(at)
        assert [place.canvas.map.points[n].paper.id for n in place.canvas.lit] == [paper.id]  # type: ignore[union-attr]


async def test_a_window_made_smaller_elsewhere_is_no_trouble_here(embedded: Session) -> None:
    async with desk(embedded, HUGE) as at:
        place = await go(at)
        await at.pilot.resize_terminal(*NARROW)
        await at.quiet()
        await at.press("f2")
        await at.pilot.resize_terminal(*HUGE)
        await at.press("f6")
        await at.pilot.resize_terminal(*WIDE)
        await at.quiet()
        picture = place.canvas.picture()
        assert picture is not None
        assert (picture.width, picture.height) == tuple(place.canvas.size)


async def test_names_of_groups_cover_no_lit_paper(embedded: Session) -> None:
    async with desk(embedded, NARROW) as at:
        place = await go(at)
        canvas = place.canvas
        picture = canvas.picture()
        assert picture is not None
        assert canvas.map is not None
        everything = frozenset(range(len(canvas.map.points)))
        canvas.light(everything)
        canvas.cursor = None
        drawn = canvas._draw()
        for index in everything:
            column, row = picture.cell_of(index)
            assert drawn[row][column][0] == "●"
        assert any(canvas.map.groups[0].name in "".join(c for c, _ in line) for line in drawn)


async def test_without_vectors_the_map_says_what_it_needs(session: Session) -> None:
    async with desk(session, NARROW) as at:
        await go(at)
        assert "no paper is embedded yet" in at.screen_text()
        await at.press("l", "enter", "n")
        assert at.is_on_desk()


# -- the picture -------------------------------------------------------------------------------


def paper(number: int, title: str = "t") -> PaperSummary:
    return PaperSummary(f"{number:016x}", "k", title, (), 2000 + number % 20, "p", FileState.READY)


def paper_map(places: list[tuple[float, float]]) -> PaperMap:
    points = tuple(MapPoint(paper(n), x, y, n % 3) for n, (x, y) in enumerate(places))
    return PaperMap(points, (), (), 0)


coordinates = st.lists(st.tuples(st.floats(0, 1), st.floats(0, 1)), min_size=1, max_size=40)


@given(coordinates, st.integers(1, 90), st.integers(1, 40))
def test_every_paper_is_within_the_picture(
    places: list[tuple[float, float]], width: int, height: int
) -> None:
    picture = MapPicture(paper_map(places), width, height)
    cells = picture.cells((), lambda _: True)
    assert all(0 <= column < width and 0 <= row < height for column, row in cells)
    for index in range(len(places)):
        assert picture.cell_of(index) in cells
        for dx, dy in ((1, 0), (-1, 0), (0, 1), (0, -1)):
            found = picture.towards(index, dx, dy, lambda _: True)
            if found is not None:
                (x0, y0), (x1, y1) = picture.cell_of(index), picture.cell_of(found)
                assert (x1 - x0) * dx + (y1 - y0) * dy > 0


def test_a_click_finds_the_paper_under_it() -> None:
    picture = MapPicture(paper_map([(0.0, 0.0), (0.9, 0.9)]), 50, 20)
    assert picture.nearest(1, 0) == 0
    assert picture.nearest(25, 10) is None
    assert picture.nearest(*picture.cell_of(1)) == 1


def test_many_papers_are_drawn_finer_and_quickly() -> None:
    import time

    import numpy as np

    places = np.random.default_rng(0).random((50_000, 2)).tolist()
    started = time.process_time()
    picture = MapPicture(paper_map([tuple(p) for p in places]), 120, 30)
    cells = picture.cells({3}, lambda _: True)
    assert time.process_time() - started < 5
    assert any(0x2800 < ord(cell.glyph) < 0x2900 for cell in cells.values())
    assert cells[picture.cell_of(3)].is_lit


def test_a_timeline_spans_any_years() -> None:
    for years in ([2000], [1905, 2026], list(range(1500, 2027)), []):
        line = Timeline()
        line.show_years(years)
        assert line.span is None
