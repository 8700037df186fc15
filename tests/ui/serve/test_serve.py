"""The app in a browser: who is let in, that a visitor gets the app, and that a second one waits.

The visitor is a websocket client that speaks textual-serve's protocol, as its page does.
"""

from __future__ import annotations

import asyncio
import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import aiohttp
import pytest
from aiohttp import web
from aiohttp.test_utils import make_mocked_request

from ui.serve.guard import COOKIE, Guard, is_loopback
from ui.serve.server import app_command

TOKEN = "a-token-of-enough-letters"


def request(path: str = "/", **headers: str) -> web.Request:
    return make_mocked_request("GET", path, headers=headers)


@pytest.mark.parametrize("host", ["localhost:8765", "127.0.0.1:8765", "[::1]:8765", "LOCALHOST"])
def test_this_machine_is_let_in_with_the_token(host: str) -> None:
    guard = Guard(TOKEN)
    assert guard.refusal(request(f"/?token={TOKEN}", Host=host)) is None
    assert guard.refusal(request("/ws", Host=host, Cookie=f"{COOKIE}={TOKEN}")) is None


@pytest.mark.parametrize(
    ("path", "headers", "said"),
    [
        ("/", {"Host": "localhost"}, "token"),
        ("/?token=wrong", {"Host": "localhost"}, "token"),
        ("/ws", {"Host": "localhost", "Cookie": f"{COOKIE}=wrong"}, "token"),
        (f"/?token={TOKEN}", {"Host": "evil.example"}, "name"),
        (f"/?token={TOKEN}", {"Host": "localhost.evil.example"}, "name"),
        ("/ws", {"Host": "localhost:1", "Cookie": f"{COOKIE}={TOKEN}",
                 "Origin": "http://evil.example"}, "own page"),
        ("/ws", {"Host": "localhost:1", "Cookie": f"{COOKIE}={TOKEN}",
                 "Origin": "http://localhost:2"}, "own page"),
        ("/ws", {"Host": "localhost:1", "Cookie": f"{COOKIE}={TOKEN}", "Origin": "null"},
         "own page"),
    ],
)  # fmt: skip
def test_others_are_turned_away(path: str, headers: dict[str, str], said: str) -> None:
    refusal = Guard(TOKEN).refusal(request(path, **headers))
    assert refusal is not None
    assert said in refusal


def test_another_host_is_let_in_only_when_told() -> None:
    asked = request(f"/?token={TOKEN}", Host="desk.lab:8765")
    assert Guard(TOKEN).refusal(asked)
    assert Guard(TOKEN, ("desk.lab",)).refusal(asked) is None


def test_loopback_is_known() -> None:
    assert all(map(is_loopback, ("localhost", "127.0.0.1", "127.3.2.1", "::1")))
    assert not any(map(is_loopback, ("0.0.0.0", "192.168.1.2", "::", "desk.lab")))


def test_the_command_survives_odd_paths() -> None:
    import shlex

    odd = Path("/tmp/it's; rm -rf $HOME")
    parts = shlex.split(app_command(odd, ["search.hits=3"]))
    assert str(odd) in parts
    assert parts[-3:] == ["--set", "search.hits=3", "app"]


@pytest.fixture
def address(tmp_path: Path) -> Iterator[str]:
    """A running ``carrel serve`` over an empty library; its address without the token."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    arguments = [sys.executable, "-c", "from ui.cli.main import main; main()"]
    arguments += ["--library", str(tmp_path / "library"), "--set", "models.fetch=never"]
    arguments += ["serve", "--port", str(port), "--token", TOKEN]
    server = subprocess.Popen(arguments, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
                              env={**os.environ, "CARREL_MODELS": str(tmp_path)})  # fmt: skip
    try:
        assert server.stdout is not None
        said = server.stdout.readline().strip()
        assert said == f"http://127.0.0.1:{port}/?token={TOKEN}"
        yield f"http://127.0.0.1:{port}"
    finally:
        server.terminate()
        server.communicate(timeout=30)


async def test_a_visitor_gets_the_app_and_a_second_one_is_told_why_not(address: str) -> None:
    jar = aiohttp.CookieJar(unsafe=True)  # an address of numbers may keep cookies too
    async with aiohttp.ClientSession(cookie_jar=jar) as visitor:
        async with visitor.get(f"{address}/") as refused:
            assert refused.status == 403
        async with visitor.get(f"{address}/?token={TOKEN}") as page:
            assert page.status == 200
            assert "token" not in str(page.url)
            text = await page.text()
        assert "https://" not in text, "nothing is fetched from elsewhere"
        assert "default-src 'none'" in page.headers["Content-Security-Policy"]
        async with visitor.get(f"{address}/static/js/textual.js") as script:
            assert script.status == 200
        async with visitor.ws_connect(f"{address}/ws?width=100&height=30") as first:
            screen = await until(first, "Point at a folder of papers")
            assert "carrel" in screen
            async with visitor.get(f"{address}/") as second:
                assert second.status == 409
                assert "only one at a time" in await second.text()
            with pytest.raises(aiohttp.WSServerHandshakeError) as told:
                await visitor.ws_connect(f"{address}/ws")
            assert told.value.status == 409
            await first.send_json(["stdin", "\x11"])
            await until_closed(first)
        await until_free(visitor, address)
        async with visitor.ws_connect(f"{address}/ws?width=100&height=30") as again:
            await until(again, "Point at a folder of papers")


async def until(connection: aiohttp.ClientWebSocketResponse, text: str) -> str:
    """What the app drew until a text was among it."""
    drawn = ""
    async with asyncio.timeout(60):
        async for message in connection:
            if message.type is aiohttp.WSMsgType.BINARY:
                drawn += message.data.decode(errors="replace")
            elif message.type is aiohttp.WSMsgType.TEXT:
                drawn += message.data
            if text in drawn:
                return drawn
    raise AssertionError(f"{text!r} never came:\n{drawn[-3000:]}")


async def until_closed(connection: aiohttp.ClientWebSocketResponse) -> None:
    async with asyncio.timeout(60):
        async for _ in connection:
            pass


async def until_free(visitor: aiohttp.ClientSession, address: str) -> None:
    """Until the server noticed that the first visitor left."""
    async with asyncio.timeout(60):
        while True:
            async with visitor.get(f"{address}/") as page:
                if page.status == 200:
                    return
            await asyncio.sleep(0.05)


def test_a_port_in_use_is_said_in_words(address: str, tmp_path: Path) -> None:
    port = address.rpartition(":")[2]
    arguments = [sys.executable, "-c", "from ui.cli.main import main; main()"]
    arguments += ["--library", str(tmp_path / "other"), "serve", "--port", port]
    done = subprocess.run(arguments, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 1
    assert "name another one with --port" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_token_that_can_be_guessed_is_refused() -> None:
    arguments = [sys.executable, "-c", "from ui.cli.main import main; main()"]
    done = subprocess.run(
        [*arguments, "serve", "--token", "secret"], capture_output=True, text=True, check=False
    )
    assert done.returncode == 2
    assert "can be guessed" in done.stderr
