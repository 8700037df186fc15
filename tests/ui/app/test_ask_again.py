"""Asking another way: chips, searches that grow, again with what changed, votes, refining."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.ui.app.driving import NARROW, WIDE, Desk, desk
from ui.app.dialogs.kind import KindDialog
from ui.app.dialogs.narrow import NarrowDialog
from ui.app.dialogs.reword import RewordDialog
from ui.app.messages import NewPapersCounted, SearchGrown
from ui.app.places.ask import AskPlace
from ui.app.session import Session
from ui.app.widgets.search_tree import SearchTree
from workbench.library import Library
from workbench.types import Answer, Filters, SearchNode, Suggestion

QUESTION = "How are lexical and dense rankings fused?"


async def asked(at: Desk, question: str = QUESTION) -> tuple[AskPlace, Answer]:
    place = at.place("ask")
    assert isinstance(place, AskPlace)
    place.ask(question)
    return place, await answered(at, place, None)


async def answered(at: Desk, place: AskPlace, before: Answer | None) -> Answer:
    old = before.id if before else ""
    await at.until(lambda: place.answer is not None and place.answer.id != old)
    await at.quiet()
    await at.press("escape")
    assert place.answer is not None
    return place.answer


async def test_what_the_question_says_narrows_visibly_and_can_be_taken_out(
    session: Session,
) -> None:
    async with desk(session) as at:
        place, first = await asked(at, f"{QUESTION[:-1]} since 2015?")
        assert first.filters.terms == ("year:2015..",)
        assert "2015 or later ×" in at.screen_text()
        await at.press("c")
        names = [chip.name for chip in place.view.chips.chips]
        await at.press(*["right"] * names.index("term 0"), "delete")
        again = await answered(at, place, first)
        assert again.filters == Filters()
        assert again.question == first.question


async def test_a_typed_filter_narrows_from_now_on(session: Session) -> None:
    async with desk(session) as at:
        place, first = await asked(at)
        await at.press("c")
        names = [chip.name for chip in place.view.chips.chips]
        await at.press(*["right"] * names.index("narrow"), "enter")
        await at.type("only words")
        await at.press("enter")
        assert "put them into the question" in at.screen_text()
        await at.press("ctrl+u")
        await at.type("year:2020..")
        await at.press("enter")
        again = await answered(at, place, first)
        assert again.filters.terms == ("year:2020..",)
        assert {(c.paper.year or 0) >= 2020 for c in again.citations} <= {True}


async def test_what_is_offered_narrows_when_it_is_taken(session: Session) -> None:
    async with desk(session) as at:
        place, first = await asked(at)
        offered = Suggestion("years", "year:2010..", "2010", "2010 or later")
        await place._settle(replace(first, could_narrow=(offered,)))
        await at.pilot.pause()
        await at.press("c")
        place.view.chips.current = len(place.view.chips.chips) - 1
        await at.press("enter")
        again = await answered(at, place, first)
        assert again.filters.terms == ("year:2010..",)


async def test_a_click_on_the_kind_offers_others(session: Session) -> None:
    async with desk(session) as at:
        place, _ = await asked(at)
        await at.pilot.click(place.view.chips, offset=(2, 0))
        await at.until(lambda: at.app.screen.query("OptionList"))


async def test_the_same_question_again_says_what_is_different(session: Session) -> None:
    async with desk(session) as at:
        place, first = await asked(at)
        await at.press("r")
        again = await answered(at, place, first)
        assert (again.question, again.kind) == (first.question, first.kind)
        assert "since it was asked before: answered as before" in at.screen_text()


async def test_a_question_that_says_years_is_asked_again_as_it_was(session: Session) -> None:
    async with desk(session) as at:
        place, first = await asked(at, f"{QUESTION[:-1]} since 2015?")
        await at.press("r")
        again = await answered(at, place, first)
        assert (again.filters, again.narrowed_by) == (first.filters, first.narrowed_by)
        assert again.searched == first.searched
        assert "since it was asked before: answered as before" in at.screen_text()


async def test_a_filter_added_leaves_what_was_read_as_it_was(session: Session) -> None:
    async with desk(session) as at:
        place, first = await asked(at, f"{QUESTION[:-1]} since 2015?")
        place.begin(place._asking.narrowed("year:..2022", first))
        narrowed = await answered(at, place, first)
        assert set(narrowed.filters.terms) == {"year:2015..", "year:..2022"}
        assert narrowed.narrowed_by == first.narrowed_by
        assert narrowed.searched[0] == first.searched[0]


async def test_an_earlier_answer_narrowed_is_not_compared_with_it(session: Session) -> None:
    async with desk(session) as at:
        place, first = await asked(at)
        place.show_earlier(first)
        await at.quiet()
        place.begin(place._asking.narrowed("year:2020..", first))
        await answered(at, place, first)
        assert "since it was asked before" not in at.screen_text()


async def test_an_old_answer_says_that_papers_came_since(session: Session) -> None:
    async with desk(session) as at:
        place, first = await asked(at)
        place.on_new_papers_counted(NewPapersCounted(first.id, 3))
        await at.pilot.pause()
        assert "3 new papers since this was asked" in at.screen_text()
        place.on_new_papers_counted(NewPapersCounted("of another answer", 7))
        await at.pilot.pause()
        assert "7 new" not in at.screen_text()
        place.on_new_papers_counted(NewPapersCounted(first.id, 0))
        await at.pilot.pause()
        assert "since this was asked" not in at.screen_text()


async def test_an_earlier_answer_has_its_new_papers_counted(session: Session) -> None:
    async with desk(session) as at:
        place, first = await asked(at)
        place.show_earlier(first)
        await at.until(lambda: any(isinstance(m, NewPapersCounted) for m in at.heard))
        await at.quiet()


async def test_the_searches_grow_while_it_is_asked_and_fold_afterwards(session: Session) -> None:
    async with desk(session) as at:
        place = at.place("ask")
        assert isinstance(place, AskPlace)
        place._show_answer_side()
        place.view.begin(QUESTION)
        request = place._request
        root = SearchNode(1, QUESTION, "question")
        place.on_search_grown(SearchGrown(request, root))
        place.on_search_grown(SearchGrown(request, SearchNode(2, "lexical ranking", "part", 1)))
        place.on_search_grown(SearchGrown(request, SearchNode(3, "dense ranking", "part", 1)))
        await at.pilot.pause()
        assert "├ ◌ part: lexical ranking  …" in at.screen_text()
        done = SearchNode(2, "lexical ranking", "part", 1, passages=12, papers=4, new=5)
        place.on_search_grown(SearchGrown(request, done))
        place.on_search_grown(SearchGrown(request - 1, SearchNode(4, "too late", "gap", 1)))
        await at.pilot.pause()
        assert "├ ● part: lexical ranking  12 passages, 5 new" in at.screen_text()
        assert "└ ◌ part: dense ranking" in at.screen_text()
        assert "too late" not in at.screen_text()
        place, _ = await asked(at)
        assert not place.view.searches.is_open
        await at.press("b")
        assert f"● {QUESTION}" in at.screen_text()
        await at.pilot.click(place.view.searches)
        assert f"● {QUESTION}" not in at.screen_text()


def test_a_tree_that_leads_round_in_a_circle_is_still_drawn() -> None:
    tree = SearchTree()
    nodes = [SearchNode(1, "one", "question", 2), SearchNode(2, "two", "part", 1)]
    tree.show_nodes([*nodes, SearchNode(3, "[b]three[/b]\x1b[31m", "gap", 9)], is_open=True)
    text = str(tree.content)
    assert [word in text for word in ("one", "two", "[b]three[/b]")] == [True] * 3
    assert "\x1b" not in text


async def test_pointing_at_a_citation_shows_its_quote(session: Session) -> None:
    async with desk(session, WIDE) as at:
        place, _ = await asked(at)
        prose = place.view.prose
        lines = [prose.render_line(y).text for y in range(prose.size.height)]
        y = next(i for i, line in enumerate(lines) if "[2]" in line)
        await at.pilot.hover(prose, offset=(lines[y].index("[2]") + 1, y))
        await at.pilot.pause()
        assert prose.current == 2
        assert [card.citation.n for card in place.evidence.cards if card.current] == [2]


async def test_the_question_goes_back_into_the_box_to_be_refined(session: Session) -> None:
    async with desk(session) as at:
        place, first = await asked(at)
        await at.press("i")
        assert place.box().value == first.question
        assert place.box().has_focus


async def test_a_whole_answer_can_be_called_bad_and_that_taken_back(session: Session) -> None:
    async with desk(session) as at:
        place, answer = await asked(at)
        place.view.prose.focus()
        await at.press("minus")
        await at.until(lambda: session.library.votes(answer) == {"": -1})
        await at.press("0")
        await at.until(lambda: not session.library.votes(answer))


async def test_where_the_writer_cannot_reword_it_is_said_before_anybody_says_for_whom(
    session: Session,
) -> None:
    async with desk(session, notices=True) as at:
        place, first = await asked(at)
        await at.press("w")
        await at.until(lambda: "reword" in at.screen_text())
        assert at.is_on_desk()
        assert place.answer == first
        assert not place.is_asking


async def test_rewording_asks_for_whom_where_there_is_a_writer(
    session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Library, "why_not_reword", lambda _: "")
    async with desk(session) as at:
        place, first = await asked(at)
        await at.press("w")
        await at.until(lambda: isinstance(at.app.screen, RewordDialog))
        await at.type("a clinician")
        await at.press("enter")
        # this library has none after all: the answer stays
        await at.until(lambda: "reword" in at.screen_text() and not place.is_asking)
        await at.press("escape")
        assert place.answer == first
        assert first.sentences[0].text.split()[0] in at.screen_text()


async def test_a_reworded_answer_says_for_whom(session: Session) -> None:
    async with desk(session) as at:
        place, first = await asked(at)
        await place._settle(replace(first, reworded_for="for a clinician"))
        await at.pilot.pause()
        assert "in other words for a clinician" in at.screen_text()


async def test_small_screens_cut_nothing_off_the_windows_of_asking_again(session: Session) -> None:
    async with desk(session, NARROW) as at:
        await at.app.push_screen(NarrowDialog())
        await at.quiet()
        assert "enter ask again" in at.screen_text()
        await at.press("escape")
        await at.app.push_screen(KindDialog("", ""))
        await at.press("end")
        await at.quiet()
        assert "with effort: deep" in at.screen_text()


async def test_an_earlier_answer_shown_meanwhile_gives_the_running_question_up(
    session: Session,
) -> None:
    async with desk(session) as at:
        place, first = await asked(at)
        place.ask("Does late interaction pay on a laptop?")
        assert place.is_asking
        place.show_earlier(first)
        assert not place.is_asking
        await at.until(lambda: place.answer)
        assert place.answer == first
