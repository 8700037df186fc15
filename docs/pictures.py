"""Draw the pictures of the terminal app that the README and the documentation show.

    python docs/pictures.py [--out docs/pictures]
    python docs/pictures.py --every --out FOLDER

Owns the tour: it runs the real app on a library of the sample papers, in a home of its own, goes
where a reader would go, and writes what is on the screen as SVG. Nothing is retouched but the
font, which is taken from the viewer's machine and never fetched. With ``--every`` each place is
drawn in three sizes, dark and light, to be looked at before a change of the layout goes out.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import re
import shutil
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from textual.pilot import Pilot

from ui.app.app import CarrelApp
from ui.app.places.ask import AskPlace
from ui.app.places.map import MapPlace
from ui.app.places.search import SearchPlace
from ui.app.screens.paper import PaperScreen
from ui.app.session import Session
from workbench import paths
from workbench.library import Library
from workbench.samples import sample_folder
from workbench.settings import FolderSettings, Settings

QUESTION = "Does late interaction pay on a laptop?"
QUERY = "citation weighting age"
SIZE = (120, 36)
EVERY_SIZE = ((80, 24), (120, 40), (200, 60))
FONT = "ui-monospace, 'Cascadia Mono', 'DejaVu Sans Mono', Menlo, Consolas, monospace"


class Tour:
    """The app being driven, and the folder its pictures go to."""

    def __init__(self, app: CarrelApp, pilot: Pilot[None], out: Path, *, every: bool) -> None:
        self.app = app
        self.pilot = pilot
        self.out = out
        self.every = every

    async def until(self, condition: Callable[[], object]) -> None:
        """Let the app run until something is so, three minutes at most."""
        end = time.monotonic() + 180
        while not condition() or self.app.session.jobs.running():
            if time.monotonic() > end:
                raise TimeoutError("the app did not get there")
            await self.pilot.pause(0.02)
        await self.pilot.pause(0.2)

    async def draw(self, name: str, theme: str = "dark") -> None:
        """Write what is on the screen: once, or in every size and both themes."""
        if not self.every:
            await self._show_in(SIZE, theme)
            self._write(name)
            return
        for size in EVERY_SIZE:
            for each in ("dark", "light"):
                await self._show_in(size, each)
                self._write(f"{name}-{size[0]}x{size[1]}-{each}")
        await self._show_in(SIZE, "dark")

    async def _show_in(self, size: tuple[int, int], theme: str) -> None:
        self.app.theme = f"carrel-{theme}"
        await self.pilot.resize_terminal(*size)
        await self.until(lambda: True)

    def _write(self, name: str) -> None:
        svg = self.app.export_screenshot(title="carrel")
        svg = re.sub(r"@font-face\s*{[^}]*}", "", svg)
        svg = svg.replace("Fira Code", "carrel-mono").replace("carrel-mono, monospace", FONT)
        svg = svg.replace("<text ", '<text xml:space="preserve" ')
        # a reason names the whole path; a run of text is told its width, so it keeps its length
        home = os.environ["HOME"]
        blanks = "&#160;" * (len(home) - 1)
        svg = re.sub(rf"{re.escape(home)}(/[^<&]*)", rf"~\1{blanks}", svg)
        (self.out / f"{name}.svg").write_text(svg, encoding="utf-8")
        print(f"{self.out / name}.svg")  # noqa: T201 -- a script that tells what it wrote


async def ask_and_follow(tour: Tour) -> None:
    """A question, its answer, and the page behind its second citation."""
    app, press = tour.app, tour.pilot.press
    place = app.desk.place("ask")
    assert isinstance(place, AskPlace)
    place.ask(QUESTION)
    await tour.until(lambda: place.answer)
    await press("right")
    await tour.until(lambda: True)
    await tour.draw("ask")
    await press("enter")
    await tour.until(lambda: isinstance(app.screen, PaperScreen) and app.screen.detail)
    await tour.draw("paper")
    await press("escape")
    await tour.until(lambda: app.screen is app.desk)


async def search_and_list(tour: Tour) -> None:
    """A search, then the library in daylight."""
    app, press = tour.app, tour.pilot.press
    await press("f3")
    place = app.desk.place("search")
    assert isinstance(place, SearchPlace)
    place.box().value = QUERY
    await tour.until(lambda: place.results.row_count)
    await press("down", "down")
    await tour.until(lambda: True)
    await tour.draw("search")
    await press("f4")
    await tour.until(lambda: True)
    await tour.draw("library", "light")


async def folders_map_and_models(tour: Tour) -> None:
    """The folders, the map with the answer's papers lit, the models and settings."""
    app, press = tour.app, tour.pilot.press
    await press("f5")
    await tour.until(lambda: True)
    await tour.draw("folders")
    await press("f6")
    place = app.desk.place("map")
    assert isinstance(place, MapPlace)
    await tour.until(lambda: place.canvas.map)
    await tour.draw("map")
    await press("f7")
    await tour.until(lambda: True)
    await tour.draw("models")


async def take_tour(session: Session, out: Path, *, every: bool) -> None:
    """Run the app over the library and draw it."""
    app = CarrelApp(session)
    async with app.run_test(size=SIZE) as pilot:
        tour = Tour(app, pilot, out, every=every)
        await tour.until(lambda: session.is_open)
        await ask_and_follow(tour)
        await search_and_list(tour)
        await folders_map_and_models(tour)
    session.jobs.close(timeout=5)


async def look_at_first_sight(session: Session, out: Path, *, every: bool) -> None:
    """The first sight of an empty library."""
    app = CarrelApp(session)
    async with app.run_test(size=SIZE) as pilot:
        tour = Tour(app, pilot, out, every=every)
        await tour.until(lambda: session.is_open)
        await tour.draw("welcome")
    session.jobs.close(timeout=5)


def main() -> None:
    """Build the library, take the tour."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, default=Path(__file__).parent / "pictures")
    parser.add_argument("--every", action="store_true", help="every size, dark and light")
    options = parser.parse_args()
    options.out.mkdir(parents=True, exist_ok=True)
    # the models stay where they are; the home moves, so that pictures show ~/papers
    os.environ["CARREL_MODELS"] = str(paths.models_folder())
    os.environ["TEXTUAL_ANIMATIONS"] = "none"
    # nothing may change on the screen by itself while a picture is drawn
    still = Settings(folders=FolderSettings(watch="never"))
    with tempfile.TemporaryDirectory() as home:
        os.environ["HOME"] = home
        papers = Path(home) / "papers"
        shutil.copytree(sample_folder(), papers)
        with Library.open(Path(home) / "empty", settings=still) as library:
            session = Session(lambda: library, still, "~/library")
            asyncio.run(look_at_first_sight(session, options.out, every=options.every))
        with Library.open(Path(home) / "library", settings=still) as library:
            library.ingest([papers])
            session = Session(lambda: library, still, "~/library")
            asyncio.run(take_tour(session, options.out, every=options.every))


if __name__ == "__main__":
    main()
