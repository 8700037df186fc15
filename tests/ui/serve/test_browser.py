"""``carrel serve`` as a person meets it: in a real browser, over a library with papers in it."""

from __future__ import annotations

import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.ui.serve.browser import browser, find_browser
from workbench.library import Library
from workbench.settings import ModelSettings, Settings

TOKEN = "a-token-of-enough-letters"
SIZE = (240, 80)
"""The terminal of the test is larger than any that fits the window."""

PROGRAM = find_browser()
pytestmark = pytest.mark.skipif(
    PROGRAM is None,
    reason="no Chromium is here: install it (Debian: chromium), or name one in CARREL_TEST_BROWSER",
)


@pytest.fixture
def address(tmp_path: Path, samples: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """A running ``carrel serve`` over the sample papers; its address without the token."""
    (tmp_path / "models").mkdir()
    monkeypatch.setenv("CARREL_MODELS", str(tmp_path / "models"))
    settings = Settings(models=ModelSettings(writer="none", fetch="never"))
    with Library.open(tmp_path / "library", settings=settings) as library:
        library.ingest([samples], embed=False, remember=False)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    arguments = [sys.executable, "-c", "from ui.cli.main import main; main()"]
    arguments += ["--library", str(tmp_path / "library"), "--set", "models.fetch=never"]
    arguments += ["serve", "--port", str(port), "--token", TOKEN]
    server = subprocess.Popen(arguments, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    try:
        assert server.stdout is not None
        assert server.stdout.readline().strip().endswith(f"?token={TOKEN}")
        yield f"http://127.0.0.1:{port}"
    finally:
        server.terminate()
        server.communicate(timeout=30)


async def test_a_person_searches_in_a_browser_and_others_are_turned_away(
    address: str, tmp_path: Path
) -> None:
    assert PROGRAM is not None
    async with browser(PROGRAM, tmp_path / "browser", SIZE) as tab:
        await tab.open(f"{address}/")
        await tab.until(lambda: tab.refused)
        assert tab.refused == [403]
        await tab.until_page_says("carries the token")
        tab.refused.clear()
        await tab.open(f"{address}/?token={TOKEN}")
        await tab.until(lambda: "papers" in tab.text() and "Search" in tab.text())
        assert await tab.colours() > 20, "the terminal is drawn"
        assert await tab.has_focus(), "nobody should have to click before a key counts"
        await tab.press("F3")
        await tab.until(lambda: "ask your papers" not in tab.text())
        await tab.type("citation")
        await tab.until(lambda: "citation" in tab.text() and "Counting" in tab.text())
        assert not tab.refused
        async with browser(PROGRAM, tmp_path / "second", SIZE) as second:
            await second.open(f"{address}/?token={TOKEN}")
            await second.until(lambda: second.refused)
            assert second.refused == [409]
            await second.until_page_says("only one at a time")
        # a page of another name that was made to point at this machine (DNS rebinding)
        other = address.replace("127.0.0.1", "evil.localhost")
        async with browser(PROGRAM, tmp_path / "third", SIZE) as third:
            await third.open(f"{other}/?token={TOKEN}")
            await third.until(lambda: third.refused)
            assert third.refused == [403]
            await third.until_page_says("does not answer to that name")
