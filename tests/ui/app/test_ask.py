"""Asking: evidence first, checked sentences, citations by key and mouse, keeping and cancelling."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from tests.ui.app.driving import NARROW, Desk, desk
from ui.app.messages import AnswerSettled, DraftGrown, EvidenceArrived, JobCancelled
from ui.app.places.ask import AskPlace
from ui.app.screens.paper import PaperScreen
from ui.app.session import Session
from workbench.library import Library
from workbench.types import Support

QUESTION = "How are lexical and dense rankings fused?"


def ask_place(at: Desk) -> AskPlace:
    place = at.place("ask")
    assert isinstance(place, AskPlace)
    return place


async def asked(at: Desk, question: str = QUESTION) -> AskPlace:
    await at.press("f2")
    place = ask_place(at)
    place.box().value = question
    await at.press("enter")
    await at.until(lambda: place.answer)
    return place


async def test_quotes_come_before_the_answer(session: Session) -> None:
    async with desk(session) as at:
        place = await asked(at)
        kinds = [type(m) for m in at.heard]
        assert kinds.index(EvidenceArrived) < kinds.index(AnswerSettled)
        assert place.answer is not None
        assert len(place.evidence.cards) == len(place.answer.citations)
        assert "supported" in at.screen_text()


async def test_moving_through_citations_moves_the_evidence(session: Session) -> None:
    async with desk(session) as at:
        place = await asked(at)
        order = place.view.prose.order
        await at.press("right")
        assert place.view.prose.current == order[0]
        current = [card.citation.n for card in place.evidence.cards if card.current]
        assert current == [order[0]]
        await at.press("2")
        assert place.view.prose.current == (2 if len(place.evidence.cards) >= 2 else order[0])


async def test_enter_on_a_citation_opens_its_page_with_the_quote(session: Session) -> None:
    async with desk(session) as at:
        place = await asked(at)
        await at.press("right", "enter")
        screen = at.app.screen
        assert isinstance(screen, PaperScreen)
        await at.until(lambda: screen.detail)
        cited = next(c.citation for c in place.evidence.cards if c.current)
        assert screen.page == cited.page
        assert cited.quote.split()[0] in at.screen_text()


async def test_a_click_on_a_citation_shows_its_quote(session: Session) -> None:
    async with desk(session) as at:
        place = await asked(at)
        prose = place.view.prose
        lines = [prose.render_line(y).text for y in range(prose.size.height)]
        y = next(i for i, line in enumerate(lines) if "[1]" in line)
        await at.pilot.click(prose, offset=(lines[y].index("[1]") + 1, y))
        assert prose.current == 1


async def test_tab_reaches_the_evidence_and_enter_opens_it(session: Session) -> None:
    async with desk(session) as at:
        place = await asked(at)
        await at.press("tab")
        assert place.evidence.cards[0].has_focus
        assert place.evidence.cards[0].current
        await at.press("enter")
        assert isinstance(at.app.screen, PaperScreen)


async def test_what_the_library_does_not_hold_is_refused_helpfully(session: Session) -> None:
    async with desk(session) as at:
        place = await asked(at, "Which enzymes digest lactose in adult zebrafish?")
        assert place.answer is not None
        if place.answer.refused:
            assert "do not seem to answer" in at.screen_text()
            assert "nearest passages" in at.screen_text()


async def test_escape_cancels_and_keeps_the_question(session: Session) -> None:
    async with desk(session) as at:
        place = ask_place(at)
        place.ask(QUESTION)
        place.action_cancel()
        await at.until(lambda: not place.is_asking)
        heard = {type(m) for m in at.heard}
        assert JobCancelled in heard or AnswerSettled in heard


async def test_a_late_answer_never_lands_under_a_younger_question(
    session: Session, library: Library
) -> None:
    async with desk(session) as at:
        place = await asked(at)
        old = place.answer
        assert old is not None
        await at.press("n")
        await place.on_answer_settled(AnswerSettled(1, old))
        assert place.answer is None


async def test_answer_is_saved_as_markdown_and_not_overwritten_unasked(
    session: Session, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    async with desk(session) as at:
        await asked(at)
        await at.press("e", "enter")
        await at.quiet()
        (written,) = tmp_path.glob("*.md")
        assert QUESTION in written.read_text(encoding="utf-8")
        written.write_text("mine", encoding="utf-8")
        await at.press("e", "enter")
        await at.quiet()
        await at.press("n")
        assert written.read_text(encoding="utf-8") == "mine"
        await at.press("e", "enter")
        await at.quiet()
        await at.press("y")
        await at.quiet()
        assert QUESTION in written.read_text(encoding="utf-8")


async def test_answer_and_sources_are_copied(session: Session) -> None:
    async with desk(session) as at:
        place = await asked(at)
        await at.press("y")
        assert place.answer is not None
        assert place.answer.text in at.app.clipboard
        assert place.answer.citations[0].quote in at.app.clipboard


async def test_earlier_answers_are_a_key_away_and_can_be_narrowed(session: Session) -> None:
    async with desk(session) as at:
        place = await asked(at)
        await at.press("n")
        assert place.answer is None
        await at.press("escape", "h")
        await at.until(lambda: not at.is_on_desk())
        await at.type("fused")
        await at.press("enter")
        await at.until(lambda: place.answer)
        assert place.answer is not None
        assert place.answer.question == QUESTION


async def test_a_suggested_question_is_asked_by_enter(session: Session) -> None:
    async with desk(session) as at:
        await at.press("escape", "end", "enter")
        place = ask_place(at)
        await at.until(lambda: place.answer)


async def test_evidence_is_a_key_away_on_a_narrow_screen(session: Session) -> None:
    async with desk(session, NARROW) as at:
        place = await asked(at)
        assert not place.query_one("#asked-columns .side").display
        await at.press("v")
        assert place.query_one("#asked-columns .side").display


async def test_a_draft_grows_as_plain_text_and_a_late_one_is_dropped(session: Session) -> None:
    async with desk(session) as at:
        place = await asked(at)
        settled = place.view.prose.render().plain
        place.on_draft_grown(DraftGrown(place._request, "too late"))
        assert place.view.prose.render().plain == settled
        place.answer = place.view.prose.answer = None
        place.on_draft_grown(DraftGrown(place._request, "[b]not bold[/b] # no heading [1]"))
        await at.pilot.pause()
        assert "[b]not bold[/b] # no heading [1]" in at.screen_text()
        place.on_draft_grown(DraftGrown(place._request - 1, "of another question"))
        assert "another" not in place.view.prose.draft


async def test_evidence_explains_its_score_in_bars(session: Session) -> None:
    async with desk(session) as at:
        await asked(at)
        await at.press("right")
        text = at.screen_text()
        assert "words" in text
        assert "BM25" in text


async def test_doubts_are_marked_and_explained(session: Session) -> None:
    async with desk(session) as at:
        place = await asked(at)
        assert place.answer is not None
        first = place.answer.sentences[0]
        doubted = replace(first, support=Support.PARTLY, reason="overstated")
        place.view.settle(replace(place.answer, sentences=(doubted,)))
        await at.pilot.pause()
        text = at.screen_text()
        assert "]~" in text
        assert "overstated" in text
        assert "0 of 1 sentence supported" in text
