"""What a question says of years and people narrows its search, visibly, and can be removed."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from answer_support import Shelf, hit, paper

from workbench.answer.answerer import Answerer
from workbench.answer.kinds import Kind, kind_of
from workbench.answer.narrowing import Narrowing, names_what_narrowed, narrowing_of
from workbench.errors import NothingLeftError
from workbench.library import Library
from workbench.search.understand import suggest
from workbench.types import Filters, SearchResult, Suggestion


class OneName:
    """A library that knows one author."""

    def has_author(self, name: str) -> bool:
        return name == "Feld"

    def has_venue(self, name: str) -> bool:
        return name == "Feld"


def meant(question: str) -> Sequence[Suggestion]:
    return suggest(question, 2024, OneName())


def read(question: str, filters: Filters | None = None, *, whole: bool = True) -> Narrowing:
    return narrowing_of(question, filters or Filters(), kind_of(question), meant, read=whole)


@pytest.mark.parametrize(
    ("question", "term", "left"),
    [
        (
            "What limits recall in filtered search since 2018?",
            "year:2018..",
            "What limits recall in filtered search?",
        ),
        ("Which papers from 2010 to 2014 study pooling?", "year:2010..2014", ""),
        ("How was text ranked before 1990?", "year:..1989", "How was text ranked?"),
    ],
)
def test_a_period_of_the_literature_narrows_and_leaves_the_question(
    question: str, term: str, left: str
) -> None:
    narrowing = read(question)
    assert narrowing.filters.terms == (term,)
    assert [taken.kind for taken in narrowing.narrowed_by] == ["years"]
    assert "20" not in narrowing.question
    assert not left or narrowing.question == left


def test_a_year_in_the_world_is_offered_and_narrows_nothing() -> None:
    narrowing = read("How much did sea level rise in 1998?")
    assert not narrowing.filters
    assert [offered.filter for offered in narrowing.could_narrow] == ["year:1998"]
    assert narrowing.question == "How much did sea level rise in 1998?"


@pytest.mark.parametrize(
    "question",
    [
        "How does citation weighting work in 2024 libraries?",
        "What were the effects of the 2008 crisis on citations?",
        "What do papers say of the 2008 crisis?",
        "Was rainfall higher before 1950?",
        "How does Feld's method converge?",
        "What is Feld's algorithm?",
        "Is the root found by Feld's method?",
    ],
)
def test_years_of_the_world_and_things_named_after_a_person_leave_the_question_whole(
    question: str,
) -> None:
    narrowing = read(question)
    assert not narrowing.filters
    assert narrowing.question == question


def test_a_method_named_after_a_person_is_offered() -> None:
    offered = read("How does Feld's method converge?").could_narrow
    assert [s.filter for s in offered] == ["author:Feld"]


@pytest.mark.parametrize(
    "question",
    ["What did Feld say about recall?", "Feld et al. on recall", "What do Feld's papers show?"],
)
def test_a_person_named_as_who_wrote_narrows(question: str) -> None:
    assert read(question).filters.terms == ("author:Feld",)


@pytest.mark.parametrize(
    ("question", "term", "left"),
    [
        (
            "What do papers since 2001 say about the 2008 crisis of recall?",
            "year:2001..",
            "What do papers say about the 2008 crisis of recall?",
        ),
        (
            "What do papers in 2018 say about recall?",
            "year:2018",
            "What do papers say about recall?",
        ),
        ("What does a 2018 study say of recall?", "year:2018", "What does a study say of recall?"),
        ("What does work in 2018 say of recall?", "year:2018", "What does work say of recall?"),
    ],
)
def test_only_the_time_is_taken_out_never_what_it_dates(
    question: str, term: str, left: str
) -> None:
    narrowing = read(question)
    assert narrowing.filters.terms == (term,)
    assert narrowing.question == left


def test_years_that_may_be_of_the_world_do_not_make_a_library_silent() -> None:
    shelf = Shelf()
    shelf.add(
        paper("Citations of papers", ("Ida Feld",), 2011),
        "Older papers got more citations than newer papers, about twelve citations a year.",
    )

    def search(query: str, filters: Filters, k: int) -> SearchResult:
        if filters.terms:
            raise NothingLeftError("no paper of the library is left by these filters")
        return shelf.search(query, filters, k)

    answer = Answerer(search, suggest=meant).answer(
        "Did older papers get more citations before 1990?"
    )
    assert not answer.refused
    assert any("1989 or earlier" in note and "beyond" in note for note in answer.notes)


def test_an_author_narrows_and_stays_in_the_question() -> None:
    narrowing = read("What recall is reported by Feld?")
    assert narrowing.filters.terms == ("author:Feld",)
    assert "Feld" in narrowing.question


def test_what_is_set_beside_a_question_is_not_read_from_it() -> None:
    narrowing = read("What limits recall since 2018?", Filters(since=2010))
    assert narrowing.filters == Filters(since=2010)
    assert [offered.filter for offered in narrowing.could_narrow][:1] == ["year:2018.."]


def test_reading_can_be_switched_off_and_typed_filters_stay() -> None:
    narrowing = read("What limits recall since 2018? tag:thesis", whole=False)
    assert narrowing.filters.terms == ("tag:thesis",)
    assert narrowing.narrowed_by == ()
    assert narrowing.question == "What limits recall since 2018?"


def test_counting_reads_years_itself() -> None:
    question = "How many papers are there since 2018?"
    assert kind_of(question) is Kind.COUNT
    assert not read(question).filters


def test_a_passage_that_names_the_author_makes_up_for_a_paper_by_them() -> None:
    by_feld = read("What recall is reported by Feld?").narrowed_by
    found = hit(paper("On recall"), "The experiments of Feld report a recall of 0.9.")
    assert names_what_narrowed(found, by_feld)
    assert not names_what_narrowed(hit(paper("On recall"), "Recall was 0.9."), by_feld)
    since = read("What limits recall since 2018?").narrowed_by
    assert not names_what_narrowed(found, since)


def test_a_library_that_answers_only_beyond_the_years_says_so() -> None:
    shelf = Shelf()
    shelf.add(
        paper("Proximity graphs", ("Ida Feld",), 1999),
        "The proximity graph answers a query in two milliseconds on ten million vectors.",
    )

    def search(query: str, filters: Filters, k: int) -> SearchResult:
        if filters.terms:
            raise NothingLeftError("no paper of the library is left by these filters")
        return shelf.search(query, filters, k)

    question = "How fast does the proximity graph answer a query since 2018?"
    answer = Answerer(search, suggest=meant).answer(question)
    assert answer.refused
    assert answer.question == question
    assert "2018 or later" in answer.suggestion
    assert [node.role for node in answer.searches][-1] == "everywhere"
    without = Answerer(search, suggest=meant).answer(question, read_filters=False)
    assert not without.refused
    assert "two milliseconds" in without.text


def test_ask_narrows_by_the_years_it_names(sample_library: Library) -> None:
    question = "What do papers since 2018 say about weighting by citations?"
    answer = sample_library.ask(question, keep=False)
    assert answer.filters.terms == ("year:2018..",)
    assert answer.citations
    assert all((c.paper.year or 0) >= 2018 for c in answer.citations)
    wide = sample_library.ask(question, read_filters=False, keep=False)
    assert not wide.filters
    assert wide.narrowed_by == ()
    for asked in (answer, wide):
        again, changes = sample_library.ask_again(asked)
        assert again.filters == asked.filters
        assert again.narrowed_by == asked.narrowed_by
        assert not changes


def test_a_follow_up_that_names_other_years_is_answered_from_those(sample_library: Library) -> None:
    first = sample_library.ask("What do papers since 2018 say about weighting by citations?")
    earlier = sample_library.ask("and before 2015?", follows=first)
    assert earlier.filters.terms == ("year:..2014",)
    assert "2018" not in earlier.question
    assert all((c.paper.year or 0) < 2015 for c in earlier.citations if not earlier.refused)
    again, changes = sample_library.ask_again(earlier)
    assert again.filters == earlier.filters
    assert not changes


def test_years_of_a_follow_up_replace_those_before_and_an_event_does_not() -> None:
    before = read("What limits recall since 2018?").narrowed_by

    def follow_up(words: str) -> Narrowing:
        question = f"{words} (What limits recall)"
        return narrowing_of(
            question, Filters(), kind_of(question), meant, words=words, inherited=before
        )

    assert follow_up("and before 2015?").filters.terms == ("year:..2014",)
    assert follow_up("and on CPUs?").filters.terms == ("year:2018..",)
    assert follow_up("and after the 2008 crisis?").filters.terms == ("year:2018..",)


def test_a_follow_up_keeps_what_was_read_before_and_what_was_set(sample_library: Library) -> None:
    question = "What do papers since 2018 say about weighting by citations?"
    first = sample_library.ask(question, filters=Filters(until=2022))
    on = sample_library.ask("and on recall?", follows=first)
    assert on.filters == first.filters
    assert on.narrowed_by == first.narrowed_by
    whole = sample_library.ask("and on recall?", follows=first, filters=Filters())
    assert not whole.filters


def test_ask_takes_a_collection_as_any_filter(sample_library: Library) -> None:
    one = next(p for p in sample_library.papers() if p.citekey.startswith("varga2007"))
    sample_library.collect([one.citekey], "citations")
    filters = Filters(terms=("collection:citations",))
    answer = sample_library.ask("Does weighting by citations pay?", filters=filters, keep=False)
    assert {c.paper.id for c in answer.citations} == {one.id}
    counted = sample_library.ask("How many papers do I have?", filters=filters, keep=False)
    assert "1 paper" in counted.text
