"""The right side of a place: as wide as one likes, for the next sitting too; alone when narrow."""

from __future__ import annotations

from tests.ui.app.driving import NARROW, Desk, desk
from ui.app.session import Session


def side_width(at: Desk, place: str) -> int:
    side = next(side for side in at.place(place).query(".side") if side.display)
    return side.region.width


async def test_keys_move_the_border(session: Session) -> None:
    async with desk(session) as at:
        await at.press("f3", "escape")
        place = "search"
        before = side_width(at, place)
        await at.press("less_than_sign", "less_than_sign")
        wider = side_width(at, place)
        assert wider > before
        await at.press(*["greater_than_sign"] * 30)
        assert side_width(at, place) == 24, "a fifth of the screen is the least"


async def test_the_border_can_be_dragged(session: Session) -> None:
    async with desk(session) as at:
        await at.press("f3", "escape")
        place = at.place("search")
        side = next(iter(place.query(".passages")))
        await at.pilot.mouse_down(place, offset=(side.region.x - place.region.x, 12))
        await at.pilot.hover(place, offset=(48, 12))
        await at.pilot.mouse_up(place, offset=(48, 12))
        await at.pilot.pause()
        assert abs(side_width(at, "search") - 72) <= 2
        await at.pilot.hover(place, offset=(90, 12))
        assert abs(side_width(at, "search") - 72) <= 2, "only while the button is down"


async def test_the_width_is_remembered(session: Session) -> None:
    async with desk(session) as at:
        await at.press("f3", "escape", "less_than_sign")
        place = at.place("search")
        state = place.remembered()
        before = side_width(at, "search")
        await at.press(*["greater_than_sign"] * 3)
        place.restore(state)
        await at.pilot.pause()
        assert side_width(at, "search") == before


async def test_on_a_narrow_screen_a_side_still_takes_all_of_it(session: Session) -> None:
    async with desk(session) as at:
        await at.press("f3", "escape", "less_than_sign")
        await at.pilot.resize_terminal(*NARROW)
        await at.pilot.pause()
        await at.press("v")
        await at.pilot.pause()
        assert side_width(at, "search") == 80
        await at.press("less_than_sign")
        assert side_width(at, "search") == 80


async def test_keys_still_work_when_what_had_the_focus_folds_away(session: Session) -> None:
    async with desk(session) as at:
        await at.press("f3")
        await at.type("citation")
        await at.until(lambda: "passages in" in at.screen_text())
        await at.press("escape", "f")
        await at.pilot.resize_terminal(*NARROW)
        await at.until(lambda: at.app.screen.focused is not None)
        focused = at.app.screen.focused
        assert focused is not None
        assert all(node.display for node in focused.ancestors_with_self)
        await at.press("slash")
        assert at.app.screen.focused is at.place("search").box()
