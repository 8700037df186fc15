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
from workbench.answer.kinds import KIND_NAMES
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
        assert "quotes, word for word" in at.screen_text()


async def test_moving_through_citations_moves_the_evidence(session: Session) -> None:
    async with desk(session) as at:
        place = await asked(at)
        order = place.view.prose.order
        await at.press("right")
        assert place.view.prose.current == order[0]
        current = [card.citation.n for card in place.evidence.cards if card.current]
        assert current == [order[0]]
        await at.press("down", "2")
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
        await at.press("tab", "tab")
        assert place.evidence.cards[0].has_focus
        assert place.evidence.cards[0].current
        await at.press("enter")
        assert isinstance(at.app.screen, PaperScreen)


async def test_what_the_library_does_not_hold_is_refused_helpfully(session: Session) -> None:
    async with desk(session) as at:
        place = await asked(at, "Which enzymes digest lactose in adult zebrafish?")
        assert place.answer is not None
        if place.answer.refused:
            assert "does not say" in at.screen_text()
            assert not place.answer.citations or "nearest passages from" in at.screen_text()


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
        await at.press("down", "n")
        await place.on_answer_settled(AnswerSettled(1, old))
        assert place.answer is None


async def test_answer_is_saved_as_markdown_and_not_overwritten_unasked(
    session: Session, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    async with desk(session) as at:
        await asked(at)
        await at.press("ctrl+s", "enter")
        await at.quiet()
        (written,) = tmp_path.glob("*.md")
        assert QUESTION in written.read_text(encoding="utf-8")
        told = [message.message for message in at.app._notifications]
        assert any(str(written.parent) in text for text in told), told
        await at.press("escape")
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
        await at.press("escape", "y")
        assert place.answer is not None
        assert place.answer.text in at.app.clipboard
        assert place.answer.citations[0].quote in at.app.clipboard


async def test_earlier_answers_are_a_key_away_and_can_be_narrowed(session: Session) -> None:
    async with desk(session) as at:
        place = await asked(at)
        await at.press("down", "n")
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
        await at.press("down", "v")
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
        assert "your words  " in text
        assert "score " in text
        assert "_share" not in text
        assert "-0.00" not in text


async def test_doubts_are_marked_and_explained(session: Session) -> None:
    async with desk(session) as at:
        place = await asked(at)
        assert place.answer is not None
        first = place.answer.sentences[0]
        doubted = replace(first, support=Support.PARTLY, reason="overstated")
        place.view.settle(replace(place.answer, sentences=(doubted,), model="a writer"))
        await at.pilot.pause()
        text = at.screen_text()
        assert "]~" in text
        assert "overstated" in text
        assert "0 of 1 sentence supported" in text


async def test_the_next_question_is_typed_without_a_letter_acting_as_a_command(
    session: Session,
) -> None:
    async with desk(session) as at:
        place = await asked(at)
        await at.type("how quickly")
        assert at.is_on_desk()
        assert place.box().value == "how quickly"
        await at.press("enter")
        await at.until(lambda: place.answer and place.answer.question.startswith("how quickly"))
        assert place.box().has_focus
        assert not place.box().value


async def test_the_box_says_how_the_answer_is_reached_and_ctrl_keys_work_from_it(
    session: Session,
) -> None:
    async with desk(session) as at:
        place = await asked(at)
        assert "To the answer" in at.screen_text().splitlines()[-1]
        await at.press("ctrl+r")
        await at.until(lambda: not at.is_on_desk())
        await at.press("escape", "escape")
        await at.until(at.is_on_desk)
        await at.press("down")
        assert place.view.prose.has_focus


async def test_arrows_walk_through_citations_only_while_the_box_is_empty(session: Session) -> None:
    async with desk(session) as at:
        place = await asked(at)
        await at.type("ab")
        await at.press("left", "x")
        assert place.box().value == "axb"
        assert place.view.prose.current == 0
        await at.press("end", *["backspace"] * 3, "right")
        assert place.view.prose.current == place.view.prose.order[0]


async def test_escape_in_the_box_cancels_what_is_being_answered(session: Session) -> None:
    async with desk(session) as at:
        place = ask_place(at)
        place.box().value = QUESTION
        place.box().focus()
        await place.box().action_submit()
        await at.until(lambda: place.is_asking or place.answer)
        if place.is_asking:
            await at.press("escape")
            await at.until(lambda: not place.is_asking)
            assert place.box().has_focus or place.answer


async def test_mere_quotes_carry_no_verdict_and_written_answers_do(session: Session) -> None:
    async with desk(session) as at:
        place = await asked(at)
        assert place.answer is not None
        assert place.answer.model == "quotes"
        assert "✓" not in at.screen_text()
        assert "supported" not in at.screen_text()
        place.view.settle(replace(place.answer, model="a writer"))
        await at.pilot.pause()
        assert "]✓" in at.screen_text()
        assert "supported" in at.screen_text()


async def test_a_refusal_says_each_thing_once(session: Session) -> None:
    async with desk(session) as at:
        place = await asked(at)
        assert place.answer is not None
        why = "Nothing that was found mentions “lactose”: try other words for it."
        refused = replace(
            place.answer, refused=True, sentences=(), suggestion=why, searched=("lactose",),
            text=f"Your library does not say. Searched for “lactose”.\n\n{why}",
        )  # fmt: skip
        place.view.settle(refused)
        await at.pilot.pause()
        text = " ".join(part.strip() for part in at.screen_text().replace("│", "\n").splitlines())
        assert text.count("Nothing that was found mentions") == 1
        assert text.count("earched") == 1
        assert "cited" not in text
        assert "nearest passages from" in text


async def test_a_question_can_be_asked_again_as_another_kind(session: Session) -> None:
    async with desk(session) as at:
        place = await asked(at)
        first = place.answer
        assert first is not None
        assert first.kind == "fact"
        await at.press("escape", "k")
        await at.until(lambda: at.app.screen.query("OptionList"))
        assert "(now)" in at.screen_text()
        papers = list(KIND_NAMES).index("papers")
        await at.press(*["down"] * papers, "enter")
        await at.until(lambda: place.answer is not None and place.answer.id != first.id)
        assert place.answer is not None
        assert place.answer.kind == "papers"
        await at.until(lambda: "kind: papers" in str(place.view.chips.content))


async def test_a_follow_up_keeps_the_topic(session: Session) -> None:
    async with desk(session) as at:
        place = await asked(at)
        first = place.answer
        assert first is not None
        place.box().value = "and how much does it gain?"
        place.box().focus()
        await at.press("enter")
        await at.until(lambda: place.answer is not None and place.answer.id != first.id)
        assert place.answer is not None
        assert place.answer.follows == first.id
        assert "lexical and dense" in place.answer.searched[0]


async def test_a_count_is_shown_as_a_table(session: Session) -> None:
    async with desk(session) as at:
        place = await asked(at, "Which papers are cited most?")
        assert place.answer is not None
        assert place.answer.table is not None
        shown = at.screen_text()
        assert "Cited by" in shown
        assert place.answer.table.rows[0][0] in shown


async def test_a_quote_can_be_called_good_and_that_taken_back(
    session: Session, sample_library: Library
) -> None:
    async with desk(session) as at:
        place = await asked(at)
        assert place.answer is not None
        card = place.evidence.cards[0]
        card.focus()
        await at.press("plus")
        await at.until(lambda: session.library.votes(place.answer))
        passage = card.citation.passage.id
        assert session.library.votes(place.answer) == {passage: 1}
        await at.press("0")
        await at.until(lambda: not session.library.votes(place.answer))
