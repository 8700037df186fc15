"""Pages in pixels: what reaches the terminal is the page, in its place, and gone when it should."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pytest

from tests.ui.app.driving import WIDE, Desk, desk
from tests.ui.app.pixel_terminal import PixelTerminal
from ui.app.messages import PaperChosen
from ui.app.page_picture import PagePicture, decode_page
from ui.app.picture_planes import Encoded, KittyPlane, SixelPlane, Window
from ui.app.screens.paper import PaperScreen
from ui.app.screens.paper_page import PIXEL_ZOOM
from ui.app.session import Session
from ui.app.sixel import encode_rows, palette, to_palette
from ui.app.terminal import PictureWay, TerminalAnswer, choose_way
from ui.app.terminal_probe import (
    CELL_QUESTION,
    KITTY_QUESTION,
    LAST_QUESTION,
    parse_answers,
    questions,
)
from ui.app.widgets.page_view import LAMPLIGHT, WHITE, PageView
from workbench.library import Library
from workbench.settings import Settings

KITTY = TerminalAnswer(has_kitty=True, has_sixel=True, cell=(10, 20), is_complete=True)
SIXEL = TerminalAnswer(has_sixel=True, cell=(10, 20), is_complete=True)


def picture(height: int = 240, width: int = 200) -> PagePicture:
    generator = np.random.default_rng(height)
    return PagePicture(generator.integers(0, 256, (height, width, 3), dtype=np.uint8))


# -- what the terminal is asked, and says ----------------------------------------------------


def test_the_last_question_is_one_that_every_terminal_answers() -> None:
    asked = questions({"TERM": "xterm-256color"})
    assert asked == KITTY_QUESTION + CELL_QUESTION + LAST_QUESTION


@pytest.mark.parametrize(
    "environment",
    [
        {"TERM": "screen-256color"},
        {"TERM": "tmux-256color"},
        {"TERM": "xterm-256color", "TMUX": "/tmp/tmux-0/default,1,0"},
        {"TERM": "xterm", "STY": "1.pts-0"},
    ],
)
def test_inside_a_multiplexer_nothing_is_sent_past_it(environment: dict[str, str]) -> None:
    assert "_G" not in questions(environment)
    assert "Ptmux" not in questions(environment)


@pytest.mark.parametrize("term", ["dumb", "linux", "", "vt52"])
def test_screens_that_would_print_a_question_are_not_asked(term: str) -> None:
    assert questions({"TERM": term}) == ""


def test_answers_are_read_from_between_what_was_typed() -> None:
    answer = parse_answers(b"q\x1b_Gi=31;OK\x1b\\x\x1b[6;20;10t\x1b[?62;4;22cy")
    assert answer == TerminalAnswer(True, True, (10, 20), True)
    assert parse_answers(b"\x1b[?62;22;44c") == TerminalAnswer(is_complete=True)
    assert parse_answers(b"\x1b_Gi=31;ENOTSUPPORTED:no\x1b\\") == TerminalAnswer()
    assert parse_answers(b"") == TerminalAnswer()


def test_the_best_way_is_taken_and_a_persons_own_choice_before_it() -> None:
    assert choose_way("auto", KITTY) is PictureWay.KITTY
    assert choose_way("auto", SIXEL) is PictureWay.SIXEL
    assert choose_way("auto", TerminalAnswer(has_sixel=True)) is PictureWay.BLOCKS
    assert choose_way("auto", TerminalAnswer()) is PictureWay.BLOCKS
    assert choose_way("blocks", KITTY) is PictureWay.BLOCKS
    assert choose_way("sixel", TerminalAnswer()) is PictureWay.SIXEL


# -- planes ----------------------------------------------------------------------------------

WHOLE = Window(column=3, row=2, x=0, y=0, width=20, height=12, columns=20, rows=12)


def encoded(plane: KittyPlane | SixelPlane, window: Window) -> Encoded:
    work = plane.work(window)
    assert work is not None
    return work()


def test_kitty_gets_the_pixels_once_and_then_only_places_them() -> None:
    terminal, plane, page = PixelTerminal(), KittyPlane(), picture()
    plane.show(page, WHITE)
    assert plane.take(encoded(plane, WHOLE))
    terminal.feed(plane.draw(WHOLE, was_repainted=True))
    [image] = terminal.images
    assert (terminal.images[image] == page.pixels).all()
    shown = terminal.placements[image]
    assert (shown.column, shown.row, shown.columns, shown.rows) == (3, 2, 20, 12)
    assert shown.part == (0, 0, 200, 240)
    lower = replace(WHOLE, y=6, height=6)
    moved = plane.draw(lower, was_repainted=True)
    assert len(moved) < 200, "scrolling sends no pixels"
    terminal.feed(moved)
    assert terminal.placements[image].part == (0, 120, 200, 120)
    assert plane.draw(lower, was_repainted=True) == ""


def test_kitty_gives_up_one_page_for_the_next() -> None:
    terminal, plane = PixelTerminal(), KittyPlane()
    for page in (picture(), picture(480)):
        terminal.feed(plane.show(page, WHITE))
        plane.take(encoded(plane, WHOLE))
        terminal.feed(plane.draw(WHOLE, was_repainted=False))
        assert len(terminal.images) == len(terminal.placements) == 1
    terminal.feed(plane.hide())
    assert len(terminal.images) == 1
    assert not terminal.placements
    terminal.feed(plane.clear())
    assert not terminal.images


def test_pixels_packed_for_a_page_that_is_gone_are_not_taken() -> None:
    plane = KittyPlane()
    plane.show(picture(), WHITE)
    late = encoded(plane, WHOLE)
    plane.show(picture(480), WHITE)
    assert not plane.take(late)


def test_sixels_decode_to_the_page_within_the_steps_of_their_palette() -> None:
    page = picture()
    colours = palette()
    rows = encode_rows(to_palette(page.pixels), 20)
    assert len(rows) == 12
    terminal = PixelTerminal()
    for row, sequence in enumerate(rows):
        terminal.feed(f"\x1b[{row + 1};1H{sequence}")
    drawn = np.concatenate([terminal.sixels[row, 0] for row in range(12)])
    wanted = colours[to_palette(page.pixels)]
    # sixel colours are percentages
    assert np.abs(drawn.astype(int) - wanted).max() <= 2
    assert np.abs(wanted.astype(int) - page.pixels).max() <= 31


def test_sixels_are_drawn_again_only_where_characters_were_drawn_over_them() -> None:
    terminal, plane = PixelTerminal(), SixelPlane((10, 20))
    plane.show(picture(), WHITE)
    plane.take(encoded(plane, WHOLE))
    terminal.feed(plane.draw(WHOLE, was_repainted=True))
    assert set(terminal.sixels) == {(2 + row, 3) for row in range(12)}
    assert plane.draw(WHOLE, was_repainted=False) == ""
    assert plane.draw(WHOLE, was_repainted=True) != ""
    lower = replace(WHOLE, y=4, height=8)
    assert plane.work(lower) is None, "rows that were encoded before are kept"
    other = replace(WHOLE, x=5, width=15)
    assert plane.draw(other, was_repainted=True) == "", "never a stretch of other columns"
    assert plane.take(encoded(plane, other))
    terminal.sixels.clear()
    terminal.feed(plane.draw(other, was_repainted=True))
    assert all(pixels.shape == (20, 150, 3) for pixels in terminal.sixels.values())


# -- the app ---------------------------------------------------------------------------------


@pytest.fixture
def screen(monkeypatch: pytest.MonkeyPatch) -> Iterator[PixelTerminal]:
    """What the app writes beside Textual."""
    terminal = PixelTerminal()
    monkeypatch.setattr(
        "ui.app.widgets.page_view.write_to_terminal", lambda _app, text: terminal.feed(text)
    )
    return terminal


async def reading(at: Desk, library: Library) -> PaperScreen:
    """Open a paper at a quote."""
    paper = max(library.papers(), key=lambda paper: paper.pages)
    passage = library.passages(paper.id)[1]
    quote = " ".join(passage.text.split()[4:14])
    at.app.post_message(PaperChosen(paper.id, passage.page, quote, passage.rectangles))
    await at.until(lambda: isinstance(at.app.screen, PaperScreen))
    opened = at.app.screen
    assert isinstance(opened, PaperScreen)
    await at.until(lambda: opened.detail)
    await at.quiet()
    return opened


async def test_kitty_shows_turns_scrolls_and_cleans_up(
    session: Session, library: Library, screen: PixelTerminal
) -> None:
    async with desk(session, WIDE, KITTY) as at:
        paper = await reading(at, library)
        await at.until(lambda: screen.placements)
        [(image, shown)] = screen.placements.items()
        view = paper.query_one(PageView)
        region = view.scrollable_content_region
        assert (shown.column, shown.row) == (region.x, region.y)
        assert shown.rows == region.height
        assert view._is_clear, "cells above the pixels are empty"
        before = shown.part
        view.focus()
        await at.press("down", "down", "down")
        await at.until(lambda: screen.placements[image].part != before)
        await at.press("plus")
        await at.until(lambda: screen.placements and image not in screen.placements)
        await at.press("right_square_bracket")
        await at.quiet()
        await at.until(lambda: len(screen.images) == len(screen.placements) == 1)
        await at.press("question_mark")
        await at.until(lambda: not screen.placements)
        await at.press("escape")
        await at.until(lambda: screen.placements)
        await at.press("2")
        await at.until(lambda: not screen.placements)
        await at.press("1")
        await at.until(lambda: screen.placements)
        await at.press("t")
        await at.until(lambda: not screen.images)
        await at.press("t")
        await at.until(lambda: screen.placements)
        await at.pilot.resize_terminal(100, 30)
        await at.until(lambda: screen.placements and _fits(screen, 100, 30))
        await at.press("escape")
        await at.until(lambda: at.is_on_desk() and not screen.images)
        await reading(at, library)
        await at.until(lambda: screen.placements)
        await at.press("ctrl+q")
        assert not screen.images, "leaving the app leaves no picture behind"


def _fits(screen: PixelTerminal, width: int, height: int) -> bool:
    [shown] = screen.placements.values()
    return shown.column + shown.columns <= width and shown.row + shown.rows < height


async def test_sixels_lie_where_the_page_is_and_follow_it(
    session: Session, library: Library, screen: PixelTerminal
) -> None:
    async with desk(session, WIDE, SIXEL) as at:
        paper = await reading(at, library)
        await at.until(lambda: screen.sixels)
        region = paper.query_one(PageView).scrollable_content_region
        rows = {row for row, _ in screen.sixels}
        assert rows == set(region.line_range)
        assert {column for _, column in screen.sixels} == {region.x}
        assert max(rows) < at.app.size.height - 1, "the last line would scroll the screen"
        before = {at: pixels.copy() for at, pixels in screen.sixels.items()}
        paper.query_one(PageView).focus()
        await at.press("down", "down", "down")
        top = (region.y, region.x)
        await at.until(lambda: not np.array_equal(screen.sixels[top], before[top]))
        below = (region.y + 3, region.x)
        assert np.array_equal(screen.sixels[top], before[below])
        await at.press("escape")


async def test_the_quote_is_marked_and_nothing_else_of_its_passage(
    session: Session, library: Library, screen: PixelTerminal
) -> None:
    async with desk(session, WIDE, KITTY) as at:
        paper = await reading(at, library)
        await at.until(lambda: screen.images)
        [pixels] = screen.images.values()
        summary = paper.current_paper()
        assert summary is not None
        boxes = library.quote_rectangles(summary.id, paper.page, paper._quote)
        assert boxes
        bare = decode_page(library.page_image(summary.id, paper.page, zoom=PIXEL_ZOOM))
        changed = (pixels != bare.tinted(LAMPLIGHT)).any(axis=2)
        inside = np.zeros_like(changed)
        for box in boxes:
            top, bottom, left, right = (
                int(v * PIXEL_ZOOM) for v in (box.y0, box.y1, box.x0, box.x1)
            )
            assert changed[top + 1 : bottom, left + 1 : right].mean() > 0.6, "but for black ink"
            inside[top : bottom + 2, left : right + 2] = True
        assert not (changed & ~inside).any()
        await at.press("escape")


async def test_words_alone_where_no_pictures_are_wanted(
    session: Session, library: Library, screen: PixelTerminal, settings: Settings
) -> None:
    session.settings = replace(settings, look=replace(settings.look, pictures="text"))
    async with desk(session, WIDE, KITTY) as at:
        paper = await reading(at, library)
        assert paper.is_text
        await at.press("t")
        assert paper.is_text
        assert not screen.images
