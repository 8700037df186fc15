"""The frame: painted before the library opens, places by key and by mouse, folding, themes."""

from __future__ import annotations

import re
import threading

import pytest

from tests.ui.app.driving import HUGE, NARROW, WIDE, desk
from ui.app.app import CarrelApp
from ui.app.dialogs.error import ErrorDialog
from ui.app.messages import FolderChosen, LibraryChanged
from ui.app.places.library import LibraryPlace
from ui.app.session import Session
from ui.app.widgets.text_box import TextBox
from ui.app.widgets.top_line import LibraryTruth
from workbench.library import Library
from workbench.settings import Settings


async def test_frame_is_painted_before_the_library_is_open(
    library: Library, settings: Settings
) -> None:
    may_open = threading.Event()

    def open_slowly() -> Library:
        may_open.wait(30)
        return library

    session = Session(open_slowly, settings, "~/thesis")
    app = CarrelApp(session)
    async with app.run_test(size=WIDE) as pilot:
        await pilot.pause()
        assert app.desk.query_one(LibraryTruth).opening == "~/thesis"
        await pilot.press(*"what")
        assert app.desk.place("ask").box().has_focus
        may_open.set()
        while app.desk.query_one(LibraryTruth).status is None:
            await pilot.pause(0.01)
    session.jobs.close(timeout=5)


async def test_question_typed_while_opening_is_answered_once_open(
    library: Library, settings: Settings
) -> None:
    may_open = threading.Event()

    def open_slowly() -> Library:
        may_open.wait(30)
        return library

    session = Session(open_slowly, settings, "~/thesis")
    app = CarrelApp(session)
    async with app.run_test(size=WIDE) as pilot:
        await pilot.press(*"fusion", "enter")
        place = app.desk.place("ask")
        assert getattr(place, "answer", 0) is None
        may_open.set()
        while getattr(place, "answer", 0) is None:
            await pilot.pause(0.01)
    session.jobs.close(timeout=5)


@pytest.mark.parametrize(
    ("key", "place"), [("f2", "ask"), ("f3", "search"), ("f4", "library"), ("f5", "folders")]
)
async def test_function_keys_change_places_even_while_typing(
    session: Session, key: str, place: str
) -> None:
    async with desk(session) as at:
        await at.press("f3" if place == "ask" else "f2")
        await at.press(key)
        assert at.app.desk.switcher.current == place


@pytest.mark.parametrize(
    ("letter", "place"),
    [("a", "ask"), ("s", "search"), ("l", "library"), ("f", "folders"), ("m", "map"),
     ("o", "models")],
)  # fmt: skip
async def test_g_and_a_letter_change_places(session: Session, letter: str, place: str) -> None:
    async with desk(session) as at:
        await at.press("f3" if place != "search" else "f4", "escape", "g", letter)
        await at.until(lambda: at.app.desk.switcher.current == place)


async def test_places_are_reached_by_mouse(session: Session) -> None:
    async with desk(session) as at:
        for place in ("search", "library", "folders", "ask"):
            await at.pilot.click(f"#tab-{place}")
            await at.until(lambda p=place: at.app.desk.switcher.current == p)  # type: ignore[misc]


async def test_top_line_tells_the_truth(session: Session, library: Library) -> None:
    async with desk(session) as at:
        assert f"● {library.status().papers} papers" in at.screen_text()


@pytest.mark.parametrize("size", [NARROW, WIDE, HUGE])
async def test_every_place_fits_every_size(session: Session, size: tuple[int, int]) -> None:
    async with desk(session, size) as at:
        for key in ("f2", "f3", "f4", "f5"):
            await at.press(key)
            await at.quiet()
            text = at.screen_text()
            assert "carrel" in text.splitlines()[0]
            assert "Help" in text.splitlines()[-1]


async def test_right_side_folds_below_100_columns_and_comes_back_by_key(session: Session) -> None:
    async with desk(session, NARROW) as at:
        await at.press("f3")
        place = at.place("search")
        side, main = place.query_one(".side"), place.query_one(".main")
        assert not side.display
        await at.type("search")
        await at.press("escape", "v")
        assert side.display
        assert not main.display
        await at.press("v")
        assert main.display


async def test_theme_changes_by_key(session: Session) -> None:
    async with desk(session) as at:
        await at.press("f10")
        assert at.app.theme == "carrel-light"
        await at.press("f10")
        assert at.app.theme == "carrel-contrast"
        await at.press("f10")
        assert at.app.theme == "carrel-dark"


async def test_no_color_leaves_no_hue(session: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    async with desk(session) as at:
        assert at.app.no_color
        colours = set(re.findall(r"#[0-9a-f]{6}", at.app.export_screenshot().split("<clipPath")[0]))
        frame = {"#ff5f57", "#febc2e", "#28c840", "#c5c8c6"}  # the window drawn around the picture
        assert colours
        assert all(c[1:3] == c[3:5] == c[5:7] for c in colours - frame)


async def test_help_names_the_keys_of_what_has_the_focus(session: Session) -> None:
    async with desk(session, HUGE) as at:
        await at.press("f4", "question_mark")
        text = at.screen_text()
        assert "narrows the list" in text
        assert "Turn the order round" in text
        await at.press("escape")
        assert at.is_on_desk()
        await at.press("f2", "f1")
        assert "Ask a question in whole words" in at.screen_text()


@pytest.mark.parametrize("answer", ["q", "y", "enter"])
async def test_q_asks_once_before_it_leaves(session: Session, answer: str) -> None:
    async with desk(session) as at:
        await at.press("f4", "q")
        assert at.app.is_running
        assert not at.app._exit
        assert "Leave carrel?" in at.screen_text()
        await at.press("escape")
        assert at.is_on_desk()
        await at.press("q", answer)
        assert at.app._exit


async def test_ctrl_q_leaves_at_once(session: Session) -> None:
    async with desk(session) as at:
        await at.press("ctrl+q")
        assert at.app._exit


async def test_the_key_for_the_box_types_nothing_into_it(session: Session) -> None:
    async with desk(session) as at:
        for place in ("f2", "f3", "f4"):
            await at.press(place)
            box = at.place(at.app.desk.switcher.current or "").box()
            assert isinstance(box, TextBox)
            box.focus()
            await at.press("slash", "slash", "a", "slash")
            assert box.value == "a/"
            box.value = ""


async def test_a_place_that_is_not_shown_looks_again_when_someone_comes(session: Session) -> None:
    async with desk(session) as at:
        await at.press("f4")
        library = at.place("library")
        assert isinstance(library, LibraryPlace)
        await at.quiet()
        await at.press("f3")
        before = library._generation
        at.app.desk.post_message(LibraryChanged())
        await at.quiet()
        assert library._generation == before, "nobody looks at it"
        await at.press("f4")
        await at.until(lambda: library._generation > before)


async def test_the_truth_is_told_as_shortly_as_there_is_room(session: Session) -> None:
    async with desk(session, size=NARROW) as at:
        truth = at.app.desk.query_one(LibraryTruth)
        truth.papers, truth.jobs = 50_000, 12
        await at.until(lambda: "⏵ 12" in at.screen_text().splitlines()[0])
        assert "50,000" in at.screen_text().splitlines()[0]


async def test_a_broad_screen_names_more_keys(session: Session) -> None:
    async with desk(session, size=HUGE) as at:
        await at.press("f4")
        await at.until(lambda: "Collect" in at.screen_text().splitlines()[-1])
        await at.pilot.resize_terminal(*NARROW)
        await at.until(lambda: "Collect" not in at.screen_text().splitlines()[-1])


async def test_a_library_that_can_only_be_read_says_so_and_refuses_in_one_box(
    session: Session, library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(library, "is_read_only", True)
    monkeypatch.setattr(library._catalogue.database, "is_read_only", True)
    async with desk(session, size=WIDE) as at:
        assert "read only" in at.screen_text().splitlines()[0]
        at.app.desk.post_message(FolderChosen(("/nowhere",)))
        await at.until(lambda: isinstance(at.app.screen, ErrorDialog))
        await at.until(lambda: "can only be read" in at.screen_text())
        assert sum(isinstance(screen, ErrorDialog) for screen in at.app.screen_stack) == 1
