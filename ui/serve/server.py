"""Serving the app: one page, one websocket, one app process.

Owns starting the server and that one visitor at a time is let in: a library opens in one process,
so a second one is told that it is in use. The page and the bridge to the app are textual-serve's;
its page is replaced, because it would fetch a font from elsewhere.
"""

from __future__ import annotations

import shlex
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from aiohttp import web
from textual_serve.server import Server

from carrel import CarrelError
from ui.serve.guard import Guard

__all__ = ["AppServer", "app_command", "run_server"]

_PAGES = Path(__file__).parent / "templates"

BUSY = (
    "This library is open in another window or tab already, and only one at a time can have it. "
    "Close that one, then load this page again."
)


def app_command(library: Path | None, overrides: Sequence[str]) -> str:
    """The shell command that opens the app, with every argument quoted."""
    start = "from ui.cli.main import main; main()"
    arguments = [sys.executable, "-P", "-c", start]
    if library is not None:
        arguments += ["--library", str(library)]
    for override in overrides:
        arguments += ["--set", override]
    return shlex.join([*arguments, "app"])


class AppServer(Server):
    """textual-serve's server behind a guard, for one visitor.

    Args:
        command: Starts the app.
        guard: Decides who may come in.
        host, port: Where to listen.
        say: Told the address to open once the server listens.
    """

    def __init__(
        self, command: str, guard: Guard, host: str, port: int, say: Callable[[str], None]
    ) -> None:
        super().__init__(command, host, port, title="carrel", templates_path=_PAGES)
        self._guard = guard
        self._say = say
        self._has_visitor = False

    async def make_app(self) -> web.Application:
        """The web application, guarded."""
        app = await self._make_app()
        app.router.add_get("/focus.js", self.handle_focus)
        app.middlewares.append(self._guard.middleware())
        return app

    async def on_startup(self, app: web.Application) -> None:
        """Say nothing yet: nobody listens at the address until the sites have started."""

    def say_address(self) -> None:
        """Say which address to open."""
        self._say(f"{self.public_url}/?token={self._guard.token}")

    async def handle_index(self, request: web.Request) -> web.StreamResponse:
        """The page, or why there is none for a second visitor."""
        if self._has_visitor:
            return web.Response(status=409, text=BUSY)
        # a browser may call this machine localhost or 127.0.0.1; it must meet its own origin again
        self.public_url = f"http://{request.host}"
        return await super().handle_index(request)

    async def handle_focus(self, _request: web.Request) -> web.FileResponse:
        """The page's own script; textual-serve's leaves the keys to whatever was clicked last."""
        return web.FileResponse(_PAGES / "focus.js")

    async def handle_websocket(self, request: web.Request) -> web.WebSocketResponse:
        """Run the app for the one visitor."""
        if self._has_visitor:
            raise web.HTTPConflict(text=BUSY)
        self._has_visitor = True
        try:
            return await super().handle_websocket(request)
        finally:
            self._has_visitor = False


def run_server(server: AppServer) -> None:
    """Serve until ctrl-c.

    Raises:
        CarrelError: The address cannot be listened on.
    """
    try:
        web.run_app(
            server.make_app(),
            host=server.host,
            port=server.port,
            # called once, when the address can be opened
            print=lambda _banner: server.say_address(),
        )
    except OSError as error:
        raise CarrelError(
            f"{server.host} port {server.port} cannot be used: {error.strerror or error}",
            "name another one with --port",
        ) from error
