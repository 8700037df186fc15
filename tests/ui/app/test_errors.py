"""Errors are one readable box: what happened, what to do, a detail to copy."""

from __future__ import annotations

from tests.ui.app.driving import WIDE, desk
from ui.app.app import CarrelApp
from ui.app.dialogs.error import ErrorDialog
from ui.app.messages import JobFailed
from ui.app.session import Session
from workbench.errors import LibraryBusyError
from workbench.library import Library
from workbench.settings import Settings


async def test_a_library_in_use_is_told_and_can_be_tried_again(
    library: Library, settings: Settings
) -> None:
    tries: list[int] = []

    def open_at_second_try() -> Library:
        tries.append(1)
        if len(tries) == 1:
            raise LibraryBusyError("another carrel [12] has this library open", "close it first")
        return library

    session = Session(open_at_second_try, settings, "x")
    app = CarrelApp(session)
    async with app.run_test(size=WIDE) as pilot:
        while not isinstance(app.screen, ErrorDialog):
            await pilot.pause(0.01)
        box = app.screen
        assert box.problem == "another carrel [12] has this library open"
        await pilot.press("r")
        while not session.is_open:
            await pilot.pause(0.01)
    session.jobs.close(timeout=5)


async def test_without_a_library_closing_the_box_leaves(settings: Settings) -> None:
    def fail() -> Library:
        raise LibraryBusyError("busy", "wait")

    session = Session(fail, settings, "x")
    app = CarrelApp(session)
    async with app.run_test(size=WIDE) as pilot:
        while not isinstance(app.screen, ErrorDialog):
            await pilot.pause(0.01)
        await pilot.press("escape")
        await pilot.pause()
    assert app.return_code == 1


async def test_message_hint_and_detail_are_shown_and_copied(session: Session) -> None:
    async with desk(session) as at:
        at.app.post_message(
            JobFailed(0, "x", "it [b]broke[/b] \x1b[31m", "do that", "Traceback\n [here]")
        )
        await at.until(lambda: isinstance(at.app.screen, ErrorDialog))
        text = at.screen_text()
        assert "it [b]broke[/b]" in text
        assert "do that" in text
        assert "[here]" not in text
        await at.press("d")
        assert "[here]" in at.screen_text()
        await at.press("c")
        assert "do that" in at.app.clipboard
        assert "[here]" in at.app.clipboard
        await at.press("escape")
        assert at.is_on_desk()
