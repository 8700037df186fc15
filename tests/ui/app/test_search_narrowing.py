"""Narrowing a search by years, by what papers have in common and by chips; keeping searches."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.ui.app.driving import HUGE, NARROW, WIDE, Desk, desk
from ui.app.places.search import SearchPlace
from ui.app.session import Session
from ui.app.widgets.chip_line import ChipLine
from ui.app.widgets.year_bars import YearBars
from workbench.library import Library


def search_place(at: Desk) -> SearchPlace:
    place = at.place("search")
    assert isinstance(place, SearchPlace)
    return place


async def searched(at: Desk, query: str) -> SearchPlace:
    """The place with results and what they have in common."""
    await at.press("f3")
    place = search_place(at)
    place.box().value = query
    await at.until(lambda: place.results.row_count and place.facets.row_count)
    await at.quiet()
    await at.press("enter")
    return place


@pytest.fixture(autouse=True)
def _no_searches_left(library: Library) -> Iterator[None]:
    yield
    for search in library.saved_searches():
        library.forget_search(search.name)


async def test_the_key_shows_values_with_counts_and_enter_narrows(session: Session) -> None:
    async with desk(session) as at:
        place = await searched(at, "ranking")
        await at.press("f")
        assert place.facets.has_focus
        facet = place.facets.facets[0]
        assert str(facet.papers) in at.screen_text()
        await at.press("enter")
        assert place.box().value == f"ranking {facet.filter}"
        await at.until(lambda: "✓" in at.screen_text())
        await at.quiet()
        names = {name for group in place.results.groups for name in group.paper.authors}
        assert facet.value in names
        await at.press("home", "enter")
        assert place.box().value == "ranking"
        await at.press("escape")
        assert place.results.has_focus


async def test_keys_pressed_at_once_go_to_the_list_that_the_first_one_showed(
    session: Session,
) -> None:
    async with desk(session) as at:
        place = await searched(at, "ranking")
        await at.pilot.press("f", "down", "enter")
        await at.pilot.pause()
        assert place.facets.cursor == 1 or "ranking " in place.box().value
        assert at.is_on_desk()


async def test_a_click_on_a_value_narrows_at_once(session: Session) -> None:
    async with desk(session, HUGE) as at:
        place = await searched(at, "ranking")
        assert place.facets.region.width > 20, "all three columns fit"
        assert place.query_one("PassagePane").region.width > 20
        facet = place.facets.facets[2]
        await at.pilot.click(place.facets, offset=(15, 2))
        assert facet.filter in place.box().value


async def test_on_a_narrow_screen_the_key_shows_values_and_years_alone(session: Session) -> None:
    async with desk(session, NARROW) as at:
        place = await searched(at, "ranking")
        assert not place.years.is_on_screen or not place.years.region.height
        await at.press("f")
        assert place.facets.has_focus
        assert place.facets.region.width >= 76
        assert place.years.region.height == 3
        assert not place.query_one("PassagePane").region.area
        await at.press("escape")
        assert place.results.has_focus
        assert place.results.region.width >= 76


def column_of(years: YearBars, year: int) -> tuple[int, int]:
    """Where in the widget a year's bar stands."""
    return years._column_of(year) + 2, 1


async def test_a_click_on_a_bar_chooses_the_year_and_a_second_one_a_span(session: Session) -> None:
    async with desk(session) as at:
        place = await searched(at, "ranking")
        years = place.years
        await at.pilot.click(years, offset=column_of(years, 2012))
        assert place.box().value == "ranking year:2012"
        await at.quiet()
        await at.pilot.click(years, offset=column_of(years, 2019))
        assert place.box().value == "ranking year:2012..2019"
        await at.until(
            lambda: all(2012 <= (g.paper.year or 0) <= 2019 for g in place.results.groups)
        )
        await at.quiet()
        assert years.span == (2012, 2019)
        assert min(years._counts) < 2012, "other years can still be chosen"


async def test_a_drag_over_the_bars_chooses_a_span(session: Session) -> None:
    async with desk(session) as at:
        place = await searched(at, "ranking")
        years = place.years
        await at.pilot.mouse_down(years, offset=column_of(years, 2018))
        await at.pilot.hover(years, offset=column_of(years, 2012))
        assert years.span == (2012, 2018)
        assert place.box().value == "ranking"
        await at.pilot.mouse_up(years, offset=column_of(years, 2010))
        await at.pilot.pause()
        assert place.box().value == "ranking year:2010..2018"


async def test_years_are_chosen_by_keys_too(session: Session) -> None:
    async with desk(session) as at:
        place = await searched(at, "ranking")
        place.years.focus()
        last = max(place.years._counts)
        await at.press("left")
        await at.quiet()
        assert f"..{last - 1}" in place.box().value
        await at.press("escape")
        assert place.box().value == "ranking"


async def test_levels_reorder_at_once_and_the_search_follows(session: Session) -> None:
    async with desk(session) as at:
        place = await searched(at, "ranking")
        await at.press(*["right_square_bracket"] * 9)
        assert place._controls["recency"] == 10
        await at.quiet()
        shares = [group.hits[0].scores.get("recency_share", 0) for group in place.results.groups]
        assert max(shares) > 0.1
        await at.press("left_curly_bracket", "left_curly_bracket")
        assert place._controls["citations"] == 0
        await at.press("w")
        assert "recency" not in place._controls, "a named weight takes the place of levels"


async def test_a_click_on_a_cell_sets_the_level(session: Session) -> None:
    async with desk(session) as at:
        place = await searched(at, "ranking")
        line = place.query_one("#controls", ChipLine)
        at_column = str(line.content).index("time") + len("time ") + 2 + 6
        await at.pilot.click(line, offset=(at_column, 0))
        assert place._controls["recency"] == 7


async def test_chips_take_out_filters_and_take_offers(session: Session) -> None:
    async with desk(session) as at:
        place = await searched(at, "ranking since 2005 is:unread")
        line = place.query_one("#controls", ChipLine)
        line.focus()
        names = [chip.name for chip in line.chips]
        await at.press(*["right"] * names.index("filter 0"), "delete")
        assert place.box().value == "ranking since 2005"
        await at.quiet()
        names = [chip.name for chip in line.chips]
        line.current = names.index("offer 0")
        await at.press("enter")
        assert place.box().value == "ranking since 2005 year:2005.."


async def test_a_click_on_the_cross_takes_a_filter_out(session: Session) -> None:
    async with desk(session) as at:
        place = await searched(at, "ranking is:unread")
        line = place.query_one("#controls", ChipLine)
        await at.pilot.click(line, offset=(str(line.content).index("×") + 2, 0))
        assert place.box().value == "ranking"


async def test_a_search_is_kept_made_again_forgotten_and_brought_back(
    session: Session, library: Library
) -> None:
    async with desk(session) as at:
        place = await searched(at, "ranking year:2010..")
        await at.press("w", "m")
        await at.press("ctrl+u")
        await at.type("newer")
        await at.press("enter")
        await at.quiet()
        [kept] = library.saved_searches()
        assert (kept.name, kept.query) == ("newer", "ranking year:2010..")
        assert kept.controls == {"weigh": "strong"}
        place.box().value = "something else"
        place._controls.clear()
        place.results.focus()
        await at.press("o")
        await at.until(lambda: not at.is_on_desk())
        await at.press("enter")
        assert place.box().value == "ranking year:2010.."
        assert place._controls == {"weigh": "strong"}
        await at.quiet()
        await at.press("o")
        await at.until(lambda: not at.is_on_desk())
        await at.press("down", "delete")
        await at.until(lambda: not library.saved_searches())
        await at.quiet()
        await at.press("u")
        await at.until(lambda: [s.name for s in library.saved_searches()] == ["newer"])


async def test_a_kept_search_is_replaced_only_when_that_is_said(
    session: Session, library: Library
) -> None:
    library.save_search("mine", "an old query")
    async with desk(session, WIDE) as at:
        await searched(at, "ranking")
        await at.press("m", "ctrl+u")
        await at.type("mine")
        await at.press("enter")
        await at.until(lambda: "already" in at.screen_text())
        assert library.saved_search("mine").query == "an old query"
        await at.press("y")
        await at.until(lambda: library.saved_search("mine").query == "ranking")


async def test_papers_like_one_stay_shown_when_a_control_is_moved_or_a_facet_chosen(
    session: Session,
) -> None:
    def is_like(place: SearchPlace) -> bool:
        return place._result is not None and place._result.query.startswith("like ")

    async with desk(session) as at:
        place = await searched(at, "product quantization")
        await at.press("l")
        await at.until(lambda: is_like(place) and place.facets.row_count)
        await at.quiet()
        shown = place._shown_request
        await at.press("w")
        # the order alone comes first, then the search that takes its place
        await at.until(lambda: place._shown_request >= shown + 2)
        assert is_like(place)
        facet = place.facets.facets[0]
        await at.press("f", "enter")
        assert facet.filter in place.box().value
        await at.until(lambda: place._result is not None and place._result.filters.terms)
        assert is_like(place)
        assert all(facet.value in group.paper.authors for group in place.results.groups)
        place.box().value = "ranking"
        await at.until(lambda: place._result is not None and place._result.query == "ranking")
