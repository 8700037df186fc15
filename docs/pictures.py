"""Draw the pictures of the terminal app that the README and the documentation show.

    python docs/pictures.py [--out docs/pictures]

Owns the tour: it runs the real app on a library of the sample papers, in a home of its own, goes
where a reader would go, and writes what is on the screen as SVG. Nothing is retouched but the
font, which is taken from the viewer's machine and never fetched.
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
FONT = "ui-monospace, 'Cascadia Mono', 'DejaVu Sans Mono', Menlo, Consolas, monospace"


class Tour:
    """The app being driven, and the folder its pictures go to."""

    def __init__(self, app: CarrelApp, pilot: Pilot[None], out: Path) -> None:
        self.app = app
        self.pilot = pilot
        self.out = out

    async def until(self, condition: Callable[[], object]) -> None:
        """Let the app run until something is so, three minutes at most."""
        end = time.monotonic() + 180
        while not condition() or self.app.session.jobs.running():
            if time.monotonic() > end:
                raise TimeoutError("the app did not get there")
            await self.pilot.pause(0.02)
        await self.pilot.pause(0.2)

    def draw(self, name: str) -> None:
        """Write what is on the screen."""
        svg = self.app.export_screenshot(title="carrel")
        svg = re.sub(r"@font-face\s*{[^}]*}", "", svg)
        svg = svg.replace("Fira Code", "carrel-mono").replace("carrel-mono, monospace", FONT)
        svg = svg.replace("<text ", '<text xml:space="preserve" ')
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
    tour.draw("ask")
    await press("enter")
    await tour.until(lambda: isinstance(app.screen, PaperScreen) and app.screen.detail)
    tour.draw("paper")
    await press("escape")


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
    tour.draw("search")
    app.theme = "carrel-light"
    await press("f4")
    await tour.until(lambda: True)
    tour.draw("library")


async def map_and_models(tour: Tour) -> None:
    """The map with the answer's papers lit, then the models and settings."""
    app, press = tour.app, tour.pilot.press
    app.theme = "carrel-dark"
    await press("f6")
    place = app.desk.place("map")
    assert isinstance(place, MapPlace)
    await tour.until(lambda: place.canvas.map)
    tour.draw("map")
    await press("f7")
    await tour.until(lambda: True)
    tour.draw("models")


async def take_tour(library: Library, out: Path) -> None:
    """Run the app over the library and draw it."""
    # nothing may change on the screen by itself while a picture is drawn
    settings = Settings(folders=FolderSettings(watch="never"))
    session = Session(lambda: library, settings, "~/library")
    app = CarrelApp(session)
    async with app.run_test(size=SIZE) as pilot:
        tour = Tour(app, pilot, out)
        await tour.until(lambda: session.is_open)
        await ask_and_follow(tour)
        await search_and_list(tour)
        await map_and_models(tour)
    session.jobs.close(timeout=5)


def main() -> None:
    """Build the library, take the tour."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, default=Path(__file__).parent / "pictures")
    out = parser.parse_args().out
    out.mkdir(parents=True, exist_ok=True)
    # the models stay where they are; the home moves, so that pictures show ~/papers
    os.environ["CARREL_MODELS"] = str(paths.models_folder())
    os.environ["TEXTUAL_ANIMATIONS"] = "none"
    with tempfile.TemporaryDirectory() as home:
        os.environ["HOME"] = home
        papers = Path(home) / "papers"
        shutil.copytree(sample_folder(), papers)
        with Library.open(Path(home) / "library", settings=Settings()) as library:
            library.ingest([papers])
            asyncio.run(take_tour(library, out))


if __name__ == "__main__":
    main()
