"""Quotes that a PDF viewer finds on their page come before those that it does not."""

from __future__ import annotations

import json
from dataclasses import replace
from itertools import pairwise

from answer_support import Shelf, hit, paper, passage

from workbench.answer.answerer import Answerer
from workbench.answer.candidates import quotable
from workbench.answer.going_on import with_next_sentence
from workbench.answer_records import answer_from_record, answer_record
from workbench.export.markdown import answer_markdown
from workbench.types import Hit, PaperSummary, StoredPassage

LINKS = "The graph index links each vector to its neighbours."
LEANS = "This method needs much memory."
FAST = "The graph index answers a query in 1.2 milliseconds on one core."
ALSO_FAST = "A query is answered in 1.2 milliseconds on one core by the graph index."
QUESTION = "How fast does the graph index answer a query on one core?"


def parted(of: PaperSummary, text: str, *at: str) -> StoredPassage:
    """A passage of which the page parts the text before each of these words."""
    cuts = [0, *(text.index(words) for words in at), len(text)]
    pieces = tuple(pairwise(cuts))
    return replace(passage(of, text), pieces=pieces)


def hit_of(of: PaperSummary, item: StoredPassage) -> Hit:
    return replace(hit(of, item.text), passage=item)


def test_a_leaning_sentence_goes_alone_where_something_stands_before_it() -> None:
    of = paper("Graphs")
    [first, second] = quotable([hit_of(of, parted(of, f"{LINKS} {LEANS}", LEANS))])
    assert (first.text, first.in_one_piece) == (LINKS, True)
    assert (second.text, second.in_one_piece, second.whole) == (LEANS, True, False)


def test_of_two_places_that_say_the_same_the_one_that_is_found_is_quoted() -> None:
    of, other = paper("Graphs"), paper("Graphs again")
    hits = [hit_of(of, parted(of, LINKS, "each vector")), hit(other, LINKS, rank=2)]
    assert [c.hit.paper.title for c in quotable(hits)] == ["Graphs again"]
    assert [c.in_one_piece for c in quotable(hits[:1])] == [False]


def test_a_quote_does_not_go_on_past_what_stands_in_between() -> None:
    of = paper("Graphs")
    text = f"{FAST} Another graph index takes two of them."
    [whole, _] = quotable([hit(of, text)])
    assert with_next_sentence(whole).text == text
    [parted_after, _] = quotable([hit_of(of, parted(of, text, "Another"))])
    assert with_next_sentence(parted_after).text == FAST


def test_a_sentence_that_announces_a_way_goes_on_with_it() -> None:
    of = paper("Stragglers")
    told = "We have a general mechanism to alleviate the problem of stragglers."
    way = "When little is left, the master schedules backup executions of the rest."
    [announced, _] = quotable([hit(of, f"{told} {way}")])
    assert with_next_sentence(announced).text == f"{told} {way}"
    [other, _] = quotable([hit(of, f"{FAST} {way}")])
    assert with_next_sentence(other).text == FAST


def test_of_two_that_answer_as_well_the_one_in_one_piece_is_quoted() -> None:
    of, other = paper("Graphs"), paper("Indexes")
    for first, second in ((of, other), (other, of)):
        shelf = Shelf([(first, parted(first, FAST, "query in")), (second, passage(second, FAST))])
        answer = Answerer(shelf.search).answer(QUESTION)
        assert [c.paper.title for c in answer.citations] == [second.title]
    shelf = Shelf([(of, parted(of, FAST, "query in")), (other, passage(other, ALSO_FAST))])
    assert Answerer(shelf.search).answer(QUESTION).citations[0].quote == ALSO_FAST


def test_where_nothing_else_answers_the_longest_part_is_cited() -> None:
    of = paper("Graphs")
    shelf = Shelf([(of, parted(of, FAST, "query in"))])
    shelf.add(paper("Trees"), "Trees were grown from nine hours of music in a park.")
    answer = Answerer(shelf.search).answer(QUESTION)
    assert not answer.refused
    assert FAST in answer.sentences[0].text
    [citation] = answer.citations
    assert citation.quote == "query in 1.2 milliseconds on one core."
    assert citation.in_parts
    assert citation.in_one_piece


def test_a_part_ends_with_whole_words() -> None:
    of = paper("Graphs")
    text = f"{LINKS} {FAST}"
    [_, candidate] = quotable([hit_of(of, parted(of, text, "raph index answers", "iseconds on"))])
    assert candidate.cited == "index answers a query in 1.2"
    text = "The point-to-point pipe reaches an efficiency of three per cent."
    [candidate] = quotable([hit_of(of, parted(of, text, "-point pipe"))])
    assert candidate.cited == "pipe reaches an efficiency of three per cent."


def test_a_sentence_of_short_parts_is_cited_as_it_is() -> None:
    of = paper("Graphs")
    cuts = ("index", "answers", "query in", "milliseconds", "on one")
    [candidate] = quotable([hit_of(of, parted(of, FAST, *cuts))])
    assert candidate.cited == FAST
    assert not candidate.in_one_piece


def test_an_export_and_a_stored_answer_know_what_stands_in_parts() -> None:
    shelf = Shelf([(of := paper("Graphs"), parted(of, FAST, "query in"))])
    answer = Answerer(shelf.search).answer(QUESTION)
    document = answer_markdown(answer)
    assert "page 1 (in parts)" in document
    _, quotes = document.split("Quotes, word for word")
    assert "> query in 1.2 milliseconds" in quotes
    assert f"The whole of it:\n\n> {FAST}" in quotes  # what the answer says can be checked by it
    kept = answer_from_record(json.loads(json.dumps(answer_record(answer))))
    assert kept.citations[0].passage.pieces == answer.citations[0].passage.pieces
    assert kept.citations[0].in_parts
    plain = Answerer(Shelf([(of, passage(of, FAST))]).search).answer(QUESTION)
    assert "in parts" not in answer_markdown(plain)
    assert "The whole of it" not in answer_markdown(plain)
