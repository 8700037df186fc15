"""A headless Chromium, driven over its own debugging protocol: what a person does with a page.

The app is drawn on a canvas, so its text is not in the page: what the page's websocket received is
fed to a terminal of the test's own, and a picture of the page tells whether anything was drawn.
"""

from __future__ import annotations

import asyncio
import base64
import itertools
import os
import re
import shutil
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import aiohttp
import pyte

from ui.app.page_picture import decode_page

NAMES = ("chromium", "chromium-browser", "google-chrome", "chrome", "chrome-headless-shell")
KEYS = {"Enter": ("\r", 13), "Escape": ("", 27), "ArrowDown": ("", 40), "F3": ("", 114)}


def find_browser() -> str | None:
    """The program to start: the one that CARREL_TEST_BROWSER names, else the first there is."""
    named = os.environ.get("CARREL_TEST_BROWSER")
    return named or next(filter(None, map(shutil.which, NAMES)), None)


class Browser:
    """One tab."""

    def __init__(self, socket: aiohttp.ClientWebSocketResponse, size: tuple[int, int]) -> None:
        self._socket = socket
        self._numbers = itertools.count(1)
        self._answers: dict[int, asyncio.Future[dict[str, Any]]] = {}
        self.terminal = pyte.Screen(*size)
        self._stream = pyte.ByteStream(self.terminal)
        self.refused: list[int] = []
        """Statuses of pages and sockets that were not given."""
        self._listener = asyncio.create_task(self._listen())

    async def _listen(self) -> None:
        async for message in self._socket:
            heard = message.json()
            if "id" in heard:
                self._answers.pop(heard["id"]).set_result(heard)
            else:
                self._happened(heard["method"], heard["params"])

    def _happened(self, method: str, told: dict[str, Any]) -> None:
        if method == "Network.webSocketFrameReceived":
            frame = told["response"]
            if frame["opcode"] == 2:
                # pyte knows no private modes with a question or other mark behind the bracket
                data = re.sub(rb"\x1b\[[<>=?][\d;]*[a-zA-Z$]+", b"",
                              base64.b64decode(frame["payloadData"]))  # fmt: skip
                self._stream.feed(data)
        elif method == "Network.responseReceived" and told["response"]["status"] >= 400:
            # a browser asks for this of its own accord, some time after the page
            if not told["response"]["url"].endswith("/favicon.ico"):
                self.refused.append(told["response"]["status"])
        elif method == "Network.webSocketHandshakeResponseReceived":
            self.refused += {told["response"]["status"]} - {101}

    async def tell(self, method: str, **parameters: object) -> dict[str, Any]:
        """One command of the protocol, and its result."""
        number = next(self._numbers)
        answer = self._answers[number] = asyncio.get_running_loop().create_future()
        await self._socket.send_json({"id": number, "method": method, "params": parameters})
        heard = await asyncio.wait_for(answer, 60)
        assert "error" not in heard, heard
        return dict(heard["result"])

    async def open(self, address: str) -> None:
        await self.tell("Page.navigate", url=address)

    async def type(self, text: str) -> None:
        for letter in text:
            told = {"key": letter, "windowsVirtualKeyCode": ord(letter.upper())}
            await self.tell("Input.dispatchKeyEvent", type="keyDown", text=letter, **told)
            await self.tell("Input.dispatchKeyEvent", type="keyUp", **told)

    async def has_focus(self) -> bool:
        """Whether keys go to the terminal."""
        asked = "document.hasFocus() && document.activeElement.className"
        found = await self.tell("Runtime.evaluate", expression=asked)
        return found["result"].get("value") == "xterm-helper-textarea"

    async def press(self, key: str) -> None:
        text, code = KEYS[key]
        told = {"key": key, "code": key, "windowsVirtualKeyCode": code}
        await self.tell("Input.dispatchKeyEvent", type="keyDown", text=text, **told)
        await self.tell("Input.dispatchKeyEvent", type="keyUp", **told)

    async def page_text(self) -> str:
        found = await self.tell("Runtime.evaluate", expression="document.body.innerText")
        return str(found["result"].get("value", ""))

    async def until_page_says(self, text: str) -> None:
        end = asyncio.get_running_loop().time() + 60
        while text not in await self.page_text():
            assert asyncio.get_running_loop().time() < end, await self.page_text()
            await asyncio.sleep(0.05)

    def text(self) -> str:
        """What stands in the terminal."""
        return "\n".join(self.terminal.display)

    async def until(self, condition: Callable[[], object], seconds: float = 90) -> None:
        end = asyncio.get_running_loop().time() + seconds
        while not condition():
            assert asyncio.get_running_loop().time() < end, f"it never came:\n{self.text()}"
            await asyncio.sleep(0.05)

    async def colours(self) -> int:
        """How many colours a picture of the page has."""
        import numpy as np

        shot = await self.tell("Page.captureScreenshot", format="png")
        pixels = decode_page(base64.b64decode(shot["data"])).pixels
        return len(np.unique(pixels.reshape(-1, 3), axis=0))

    async def close(self) -> None:
        self._listener.cancel()
        await self._socket.close()


@asynccontextmanager
async def browser(program: str, home: Path, size: tuple[int, int]) -> AsyncIterator[Browser]:
    """A new Chromium with a home of its own."""
    process = await asyncio.create_subprocess_exec(
        program, "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage",
        "--no-first-run", "--remote-debugging-port=0", f"--user-data-dir={home}",
        "--window-size=1300,900", "about:blank",
        stdout=asyncio.subprocess.DEVNULL, stderr=asyncio.subprocess.PIPE,
    )  # fmt: skip
    assert process.stderr is not None
    try:
        async with aiohttp.ClientSession() as session:
            port = await asyncio.wait_for(_port(process.stderr), 60)
            async with session.get(f"http://127.0.0.1:{port}/json/list") as tabs:
                [tab] = [tab for tab in await tabs.json() if tab["type"] == "page"]
            socket = await session.ws_connect(tab["webSocketDebuggerUrl"], max_msg_size=0)
            driven = Browser(socket, size)
            for domain in ("Page", "Network", "Runtime"):
                await driven.tell(f"{domain}.enable")
            # a window that nobody looks at has no focus; this one is as if somebody did
            await driven.tell("Emulation.setFocusEmulationEnabled", enabled=True)
            yield driven
            await driven.close()
    finally:
        process.kill()
        await process.communicate()


async def _port(said: asyncio.StreamReader) -> str:
    async for line in said:
        if found := re.search(rb"ws://127\.0\.0\.1:(\d+)/", line):
            return found[1].decode()
    raise AssertionError("the browser ended before it could be driven")
