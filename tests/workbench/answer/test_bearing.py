"""Quotes bear on the question's matter: of another paper, of another subject, of a hypothesis."""

from __future__ import annotations

from answer_support import Shelf, paper

from workbench.answer.answerer import Answerer
from workbench.types import Answer


def _texts(answer: Answer) -> str:
    return " ".join(citation.quote for citation in answer.citations)


def test_another_paper_that_shares_a_word_or_two_is_not_quoted() -> None:
    shelf = Shelf()
    shelf.add(
        paper("Play in schools", ("Ida Feld",), 2011),
        "Gamification at school lowers the dropout rate of the pupils who play for a year.",
    )
    shelf.add(
        paper("Sending video", ("Ada Example",), 1997),
        "Users of the video server see the rate of their video fall to a lower layer for a round.",
    )
    answer = Answerer(shelf.search).answer("Does gamification lower the dropout rate in schools?")
    assert not answer.refused
    assert {citation.paper.title for citation in answer.citations} == {"Play in schools"}


def test_a_question_that_goes_on_quotes_what_speaks_of_its_own_subject() -> None:
    shelf = Shelf()
    coin = paper("Quirecoin: a coin of rings", ("Ada Example",), 2013)
    shelf.add(coin, "Feldcoin adjusts its difficulty of mining once in every two weeks of blocks.")
    shelf.add(coin, "The difficulty of mining is adjusted by one step at every block of the chain.")
    answerer = Answerer(shelf.search)
    first = answerer.answer("How does Quirecoin adjust the difficulty of mining?")
    after = answerer.answer("and of Feldcoin?", follows=first)
    assert not after.refused
    assert "once in every two weeks" in _texts(after)
    assert "by one step at every block" not in _texts(after)


def test_a_result_leads_before_a_hypothesis() -> None:
    shelf = Shelf()
    shelf.add(
        paper("Touch and attention", ("Ida Feld",), 2013),
        "A larger peak of attention is to be expected for haptic feedback in all of the tests.",
        "The peak of attention was larger for haptic feedback than for any other signal.",
    )
    answer = Answerer(shelf.search).answer("Is the peak of attention larger for haptic feedback?")
    assert "was larger for haptic feedback" in answer.citations[0].quote
