"""Driving the app in a test: keys, waiting for what must come, reading the screen."""

from __future__ import annotations

import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

from textual.message import Message
from textual.pilot import Pilot

from ui.app.app import CarrelApp
from ui.app.places.place import Place
from ui.app.session import Session
from ui.app.terminal import TerminalAnswer

WIDE = (120, 40)
NARROW = (80, 24)
HUGE = (200, 60)


class Desk:
    """The running app as a test sees it."""

    def __init__(self, app: CarrelApp, pilot: Pilot[None], heard: list[Message]) -> None:
        self.app = app
        self.pilot = pilot
        self.heard = heard

    async def until(self, condition: Callable[[], object], seconds: float = 30.0) -> None:
        """Let the app run until something is so."""
        deadline = time.monotonic() + seconds
        while not condition():
            assert time.monotonic() < deadline, f"the app did not get there:\n{self.screen_text()}"
            await self.pilot.pause(0.01)
        await self.pilot.pause()

    async def press(self, *keys: str) -> None:
        await self.pilot.press(*keys)
        await self.pilot.pause()

    async def type(self, text: str) -> None:
        await self.press(*("space" if c == " " else c for c in text))

    async def quiet(self) -> None:
        """Until no job runs and everything said so far is heard."""
        await self.until(lambda: not self.app.session.jobs.running())

    def is_on_desk(self) -> bool:
        """Whether nothing lies over the desk."""
        return self.app.screen is self.app.desk

    def place(self, name: str) -> Place:
        return self.app.desk.place(name)

    def screen_text(self) -> str:
        """All that stands on the screen, line by line."""
        width, height = self.app.size
        strips = self.app.screen._compositor.render_strips()
        assert len(strips) == height
        return "\n".join(strip.text[:width] for strip in strips)


@asynccontextmanager
async def desk(
    session: Session,
    size: tuple[int, int] = WIDE,
    terminal: TerminalAnswer | None = None,
    *,
    notices: bool = False,
) -> AsyncIterator[Desk]:
    """Run the app and wait until its library is open and shown; notices cover what is below."""
    heard: list[Message] = []
    app = CarrelApp(session, terminal)
    async with app.run_test(size=size, message_hook=heard.append, notifications=notices) as pilot:
        at = Desk(app, pilot, heard)
        await at.until(lambda: session.is_open)
        await at.quiet()
        yield at
