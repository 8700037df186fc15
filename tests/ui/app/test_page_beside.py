"""The page stands beside the quote that is looked at, the quote marked on it."""

from __future__ import annotations

from dataclasses import replace

from textual.widgets import Static

from tests.ui.app.driving import HUGE, NARROW, Desk, desk
from ui.app.messages import PageDrawn
from ui.app.places.ask import AskPlace
from ui.app.screens.paper import PaperScreen
from ui.app.session import Session
from ui.app.widgets.page_beside import PageBeside
from ui.app.widgets.page_view import PageView


async def asked(at: Desk) -> AskPlace:
    place = at.place("ask")
    assert isinstance(place, AskPlace)
    place.ask("How are lexical and dense rankings fused?")
    await at.until(lambda: place.answer)
    await at.quiet()
    await at.press("escape")
    return place


def drawn(at: Desk) -> list[int]:
    return [message.page for message in at.heard if isinstance(message, PageDrawn)]


async def test_the_key_shows_the_page_and_it_follows_the_citation(session: Session) -> None:
    async with desk(session, HUGE) as at:
        place = await asked(at)
        assert not place.query(PageBeside)
        await at.press("p")
        await at.until(lambda: drawn(at))
        beside = place.query_one(PageBeside)
        cards = place.evidence.cards
        assert drawn(at) == [cards[0].citation.page]
        assert f"p. {cards[0].citation.page}" in at.screen_text()
        assert beside.region.x >= place.evidence.region.right, "beside where there is room"
        assert len(cards) > 1
        other = cards[-1].citation
        await at.press(str(other.n))
        await at.until(lambda: len(drawn(at)) == 2)
        head = beside.query_one("#beside-head", Static)
        assert str(head.content) == f"{other.paper.title} · p. {other.page}"
        await at.press("p")
        await at.pilot.pause()
        assert not beside.display


async def test_a_click_on_the_page_opens_the_paper_there(session: Session) -> None:
    async with desk(session) as at:
        place = await asked(at)
        await at.press("p")
        await at.until(lambda: drawn(at))
        await at.quiet()
        await at.pilot.click(place.query_one(PageBeside), offset=(8, 6))
        await at.until(lambda: isinstance(at.app.screen, PaperScreen))


async def test_a_page_of_the_same_number_in_another_paper_is_not_shown(session: Session) -> None:
    async with desk(session) as at:
        place = await asked(at)
        await at.press("p")
        await at.until(lambda: drawn(at))
        await at.quiet()
        beside = place.query_one(PageBeside)
        page = beside.query_one(PageView)
        [right] = [message for message in at.heard if isinstance(message, PageDrawn)]
        shown = page._picture
        other = replace(right.picture)
        beside.on_page_drawn(PageDrawn("another paper", right.page, other, None))
        assert page._picture is shown
        beside.on_page_drawn(PageDrawn(right.paper_id, right.page, other, None))
        assert page._picture is other


async def test_a_page_that_cannot_be_drawn_is_shown_as_words(session: Session) -> None:
    async with desk(session) as at:
        place = await asked(at)
        await at.press("p")
        await at.until(lambda: drawn(at))
        beside = place.query_one(PageBeside)
        from ui.app.messages import JobFailed

        beside.on_job_failed(JobFailed(0, "The page", "it is gone", "", ""))
        await at.pilot.pause()
        assert beside.query_one("PageView")._text is not None  # type: ignore[attr-defined]
        assert at.is_on_desk()


async def test_the_page_comes_into_sight_where_the_evidence_was_folded(session: Session) -> None:
    async with desk(session, NARROW) as at:
        place = await asked(at)
        await at.press("p")
        await at.until(lambda: place.query(PageBeside) and place.query_one(PageBeside).region)
        await at.until(lambda: drawn(at))
