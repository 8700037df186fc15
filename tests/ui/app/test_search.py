"""Searching while typing: grouped, marked, never stale, opened by Enter or a click."""

from __future__ import annotations

from textual.widgets import Static

from tests.ui.app.driving import NARROW, Desk, desk
from ui.app.messages import SearchFinished
from ui.app.places.search import SearchPlace
from ui.app.screens.paper import PaperScreen
from ui.app.session import Session
from workbench.library import Library


def search_place(at: Desk) -> SearchPlace:
    place = at.place("search")
    assert isinstance(place, SearchPlace)
    return place


async def test_results_come_while_typing_one_row_a_paper(session: Session) -> None:
    async with desk(session) as at:
        await at.press("f3")
        await at.type("ranking")
        place = search_place(at)
        await at.until(lambda: place.results.row_count)
        ids = [group.paper.id for group in place.results.groups]
        assert len(ids) == len(set(ids))
        assert place.box().has_focus
        assert place.results.groups[0].hits[0].score >= place.results.groups[-1].hits[0].score


async def test_words_of_the_query_are_marked(session: Session) -> None:
    async with desk(session) as at:
        await at.press("f3")
        await at.type("ranking")
        place = search_place(at)
        await at.until(lambda: place.results.row_count)
        lines = [line for i in range(place.results.row_count) for line in
                 place.results.row_content(i, 80)]  # fmt: skip
        marked = [line.plain[s.start : s.end].casefold() for line in lines for s in line.spans
                  if s.style == "$match"]  # fmt: skip
        assert marked
        assert all(word.startswith("rank") for word in marked)


async def test_an_older_result_never_replaces_a_younger_one(
    session: Session, library: Library
) -> None:
    async with desk(session) as at:
        await at.press("f3")
        place = search_place(at)
        young, old = library.search("ranking", k=20), library.search("search", k=20)
        place.on_search_finished(SearchFinished(7, young))
        place.on_search_finished(SearchFinished(6, old))
        assert place.results.groups[0].hits[0] in young.hits
        assert place.results.row_count == len({hit.paper.id for hit in young.hits})


async def test_searching_again_stays_on_the_same_paper(session: Session, library: Library) -> None:
    async with desk(session) as at:
        await at.press("f3")
        place = search_place(at)
        result = library.search("ranking", k=20)
        place.on_search_finished(SearchFinished(7, result))
        place.results.cursor = 2
        chosen = place.results.groups[2].paper
        place.on_search_finished(SearchFinished(8, result))
        assert place.results.current is not None
        assert place.results.current.paper == chosen
        other = library.search("citations", k=20)
        place.on_search_finished(SearchFinished(9, other))
        assert place.results.cursor == 0


async def test_only_the_last_of_many_keys_is_searched_to_the_end(session: Session) -> None:
    async with desk(session) as at:
        await at.press("f3")
        await at.type("rankin")
        await at.type("g of passages")
        place = search_place(at)
        await at.until(lambda: place.results.row_count)
        await at.quiet()
        last = [m for m in at.heard if isinstance(m, SearchFinished)][-1]
        assert last.result.query == "ranking of passages"


async def test_clearing_the_box_clears_the_results(session: Session) -> None:
    async with desk(session) as at:
        await at.press("f3")
        await at.type("ranking")
        place = search_place(at)
        await at.until(lambda: place.results.row_count)
        await at.press("ctrl+u")
        await at.until(lambda: not place.results.row_count)


async def test_enter_goes_to_the_results_and_opens_the_paper_at_the_passage(
    session: Session,
) -> None:
    async with desk(session) as at:
        await at.press("f3")
        await at.type("ranking")
        place = search_place(at)
        await at.until(lambda: place.results.row_count)
        best = place.results.groups[0].hits[0]
        await at.press("enter", "enter")
        screen = at.app.screen
        assert isinstance(screen, PaperScreen)
        await at.until(lambda: screen.detail)
        assert screen.detail is not None
        assert screen.detail.summary.id == best.paper.id
        assert screen.page == best.passage.page
        await at.press("escape")
        assert at.is_on_desk()
        assert place.results.has_focus


async def test_a_click_moves_and_a_second_click_opens(session: Session) -> None:
    async with desk(session) as at:
        await at.press("f3")
        await at.type("search")
        place = search_place(at)
        await at.until(lambda: place.results.row_count >= 2)
        await at.pilot.click(place.results, offset=(10, place.results.ROW_HEIGHT + 1))
        assert place.results.cursor == 1
        await at.pilot.click(place.results, offset=(10, place.results.ROW_HEIGHT + 1))
        await at.until(lambda: isinstance(at.app.screen, PaperScreen))


async def test_moving_shows_all_passages_of_the_paper_with_their_scores(session: Session) -> None:
    async with desk(session) as at:
        await at.press("f3")
        await at.type("ranking")
        place = search_place(at)
        await at.until(lambda: place.results.row_count >= 2)
        await at.press("down", "down")
        assert place.results.cursor == 1
        assert "score" in at.screen_text()


async def test_a_query_without_words_is_told_in_the_line_not_in_a_box(session: Session) -> None:
    async with desk(session) as at:
        await at.press("f3")
        await at.type("-")
        await at.until(lambda: any("JobFailed" in type(m).__name__ for m in at.heard))
        assert at.is_on_desk()
        assert "✗" in at.screen_text() or "word" in at.screen_text()


async def test_a_wrong_query_is_pointed_at_and_the_whole_hint_can_be_read(
    session: Session,
) -> None:
    async with desk(session, NARROW) as at:
        await at.press("f3")
        await at.type("bert yaer:2020")
        await at.until(lambda: "^^^^^" in at.screen_text())
        lines = at.screen_text().splitlines()
        [marks] = [n for n, line in enumerate(lines) if "^^^^^" in line]
        assert lines[marks - 1].index("yaer") == lines[marks].index("^^^^^")
        assert "there is no field" in at.screen_text()
        assert "put it in quotes" in " ".join(at.screen_text().split())
        place = search_place(at)
        await at.press("ctrl+u")
        await at.type("ranking")
        await at.until(lambda: place.results.row_count)
        assert place.query_one("#found").size.height == 1


async def test_marks_that_do_not_fit_under_their_query_are_left_out(session: Session) -> None:
    async with desk(session, NARROW) as at:
        await at.press("f3")
        await at.until(lambda: search_place(at).query_one("#found").size.width)
        search_place(at).box().value = f"{'ranking ' * 10}yaer:2020"
        await at.until(lambda: "there is no field" in at.screen_text())
        assert "^^" not in at.screen_text()


async def test_controls_change_the_order_and_say_so(session: Session) -> None:
    async with desk(session) as at:
        await at.press("f3")
        await at.type("ranking")
        place = search_place(at)
        await at.until(lambda: place.results.row_count)
        place.results.focus()
        shown = place.query_one("#controls", Static)
        assert "gentle" in str(shown.content)
        await at.press("w")
        assert "strong" in str(shown.content)
        await at.press("c")
        assert "careful" in str(shown.content)


async def test_a_suggestion_narrows_only_when_it_is_taken(session: Session) -> None:
    async with desk(session) as at:
        await at.press("f3")
        await at.type("ranking since 2005")
        place = search_place(at)
        shown = place.query_one("#controls", Static)
        await at.until(lambda: "2005 or later" in str(shown.content))
        years = [group.paper.year or 0 for group in place.results.groups]
        assert min(years) < 2005
        place.results.focus()
        await at.press("t")
        assert place.box().value == "ranking since 2005 year:2005.."
        await at.until(lambda: all((g.paper.year or 0) >= 2005 for g in place.results.groups))
        place.results.focus()
        await at.press("x")
        assert place.box().value == "ranking since 2005"


async def test_more_like_this_leaves_the_paper_out(session: Session) -> None:
    async with desk(session) as at:
        await at.press("f3")
        await at.type("product quantization")
        place = search_place(at)
        await at.until(lambda: place.results.row_count)
        place.results.focus()
        group = place.results.current
        assert group is not None
        before = group.paper.id
        await at.press("l")
        await at.until(
            lambda: (
                place.results.row_count
                and before not in {group.paper.id for group in place.results.groups}
            )
        )
