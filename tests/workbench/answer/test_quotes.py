"""What is quoted, and on which page it is said to stand."""

from __future__ import annotations

from dataclasses import replace

import pytest
from answer_support import Shelf, hit, paper, passage

from ingest.paper import Rectangle
from workbench.answer.answerer import Answerer
from workbench.answer.candidates import quotable
from workbench.answer.readable import dangles, is_readable


@pytest.mark.parametrize(
    "rubble",
    [
        "12.4 13.1 0.97 88 | 14 22.",
        "Table 3.",
        "As expected the rate is not affected by the number of 1 0.9 0.8 0.7 0.6 0.5 pairs.",
        "Owner 1's Owner 2's Public Key Public Key Hash Hash Hash Verify Verify Owner Key Hash.",
        "x i = y i + z j - ( a b ) / c k.",
        "3.2 RESULTS AND DISCUSSION",
        "and the rest of a sentence that began on another page.",
        "A sentence that does not come to its",
        "J. Smith, A. Jones. Graphs. In Proceedings of the Graph Conference, pp. 12-24, 1999.",
        "[12] Feld, M. Proximity graphs. University Press, vol. 3, pp. 1-9.",
        "Short one.",
        "The number that is asked for can be obtained in only O( N ) steps.",
        "The load depends on the number of people in the system ( ), and on nothing else.",
        "The problem takes a length array of numbers. we introduce the following notation.",
        "The sizes of the queues at each node were very small: < .",
    ],
)
def test_rubble_is_not_quoted(rubble: str) -> None:
    assert not is_readable(rubble)


@pytest.mark.parametrize(
    "sentence",
    [
        "The graph index answers a query in 1.2 milliseconds.",
        "In 1997, Feld showed that recall grows with the logarithm of the beam (see Table 3).",
        "“Recall is what readers feel”, as one of them put it.",
        "The list is sorted in O(n log n) steps (p < 0.05), and calls to (>>=) and Pop() count.",
    ],
)
def test_prose_is_quoted(sentence: str) -> None:
    assert is_readable(sentence)


@pytest.mark.parametrize(
    ("sentence", "leans"),
    [
        ("This method needs much memory.", True),
        ("However, it fails on long queries.", True),
        ("They were measured on two cores.", True),
        ("This paper describes a graph index.", False),
        ("The graph index needs much memory.", False),
        ("We take this as a reason to use graphs for reordering only.", True),
        ("With that step sixteen bytes in memory are as good as a thousand.", True),
        ("In this paper we present a graph that answers queries.", False),
        ("We show that graphs answer queries faster than trees.", False),
    ],
)
def test_sentences_that_lean_on_the_one_before_are_known(sentence: str, leans: bool) -> None:
    assert dangles(sentence) is leans


def test_a_leaning_sentence_takes_the_one_before_along() -> None:
    text = "The graph index links each vector to its neighbours. This method needs much memory."
    candidates = quotable([hit(paper("Graphs"), text)])
    assert [c.text for c in candidates] == [
        "The graph index links each vector to its neighbours.",
        text,
    ]


def test_the_same_sentence_in_two_passages_is_one_candidate() -> None:
    of = paper("Graphs")
    text = "The graph index links each vector to its neighbours."
    assert len(quotable([hit(of, text, page=1), hit(of, text, page=2, rank=2)])) == 1


SENTENCE = "The graph index links each vector to its nearest neighbours on every layer."


def test_a_sentence_that_runs_over_a_page_break_is_not_quoted() -> None:
    of = paper("Graphs")
    lines = (Rectangle(4, 0, 800, 100, 810), Rectangle(5, 0, 50, 100, 60))
    over = replace(hit(of, ""), passage=passage(of, SENTENCE, 4, lines))
    assert quotable([over]) == []
    on_one = replace(hit(of, ""), passage=passage(of, SENTENCE, 4, lines[:1]))
    assert [(c.text, c.page) for c in quotable([over, on_one])] == [(SENTENCE, 4)]


def test_one_thing_is_not_said_twice() -> None:
    shelf = Shelf()
    for title in ("Graphs", "Graphs again", "Graphs once more"):
        shelf.add(paper(title), "The graph index answers a query in 1.2 milliseconds.")
    answer = Answerer(shelf.search).answer("How fast does the graph index answer a query?")
    assert len(answer.citations) == 1


def test_the_best_quote_goes_on_where_the_next_sentence_belongs_to_it() -> None:
    shelf = Shelf()
    shelf.add(
        paper("Graphs"),
        "The graph index was built from 2 hours of speech. There are 45 minutes of speech by "
        "children. Nobody was paid for that.",
    )
    shelf.add(paper("Trees"), "Trees were grown from 9 hours of music. Their leaves are small.")
    answer = Answerer(shelf.search).answer(
        "How many hours of speech was the graph index built from?"
    )
    assert answer.citations[0].quote == (
        "The graph index was built from 2 hours of speech. "
        "There are 45 minutes of speech by children."
    )


def test_what_is_beside_the_point_is_not_quoted() -> None:
    shelf = Shelf()
    shelf.add(paper("Graphs"), "The graph index answers a query in 1.2 milliseconds on one core.")
    shelf.add(
        paper("Data"), "All sets of data are taken from a public archive but for two of them."
    )
    shelf.add(paper("Seeds"), "When a node is chosen as a seed, another one may be chosen as well.")
    answer = Answerer(shelf.search).answer("How fast does the graph index answer a query?")
    assert [citation.paper.title for citation in answer.citations] == ["Graphs"]


def test_the_number_of_quotes_is_bounded() -> None:
    shelf = Shelf()
    for n in range(30):
        of = paper(f"Graph paper {n}")
        shelf.add(of, f"Graph index number {n} answers a query in {n} milliseconds on set {n}.")
    answer = Answerer(shelf.search, quotes=5).answer("How fast does a graph index answer a query?")
    assert 1 <= len(answer.citations) <= 5


@pytest.mark.parametrize("order", [1, -1])
def test_the_best_hit_of_one_side_says_nothing_of_the_other(order: int) -> None:
    shelf = Shelf()
    papers = [
        (paper("Graphs"), "The proximity graph answers a query in 1.2 milliseconds on one core."),
        (paper("Cards"), "Libraries kept their holdings on cards that were sorted by author."),
    ]
    for of, text in papers[::order]:
        shelf.add(of, text)
    answer = Answerer(shelf.search).answer("Compare the proximity graph with the Zyxwv hypercube")
    assert "nothing was found on: the Zyxwv hypercube" in answer.notes
    assert all(0 <= citation.score <= 1 for citation in answer.citations)
