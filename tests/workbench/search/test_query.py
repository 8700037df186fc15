from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.errors import QueryError
from workbench.search.query import parse_query


@pytest.mark.parametrize(
    "text",
    [
        "What is BM25: a model?",
        "What is BM25 (a model)?",
        "Is O(n log n) optimal for p(y|x)?",
        "How does std::vector grow, see http://example.org/a?b=c at 16:30?",
        "the yield of Fe(II) at -5 degrees (see above",
        "TP53:c.743G>A in 3:1 mixtures",
        "Who is the author: Knuth or Dijkstra?",
        "k-NN p<0.05 C++ 10.1145/1571941.1571963",
    ],
)
def test_a_natural_question_is_words_whatever_its_punctuation(text: str) -> None:
    query = parse_query(text)
    assert query.words.free == text
    assert query.filters == ()


def test_words_phrases_exclusions_and_filters_go_their_ways() -> None:
    query = parse_query(
        'bert "late interaction" -survey -"position paper" year:2019..2023 -tag:old'
    )
    assert query.words.free == "bert"
    assert query.words.phrases == ("late interaction",)
    assert query.words.excluded == ("survey", "position paper")
    assert query.filter_texts() == ("year:2019..2023", "-tag:old")
    assert query.without(0) == 'bert "late interaction" -survey -"position paper" -tag:old'


def test_or_binds_its_neighbours_and_parentheses_more() -> None:
    query = parse_query('author:knuth OR author:"Edsger Dijkstra" sorting (tag:a is:unread)')
    assert query.words.free == "sorting"
    texts = ('author:knuth OR author:"Edsger Dijkstra"', "tag:a", "is:unread")
    assert query.filter_texts() == texts or query.filter_texts() == (
        texts[0],
        "(tag:a is:unread)",
    )


def test_alternatives_of_words_rank_and_of_phrases_demand() -> None:
    assert parse_query("bert OR gpt").words.demands == ()
    assert parse_query("bert OR gpt").words.free == "bert gpt"
    [demand] = parse_query('"late interaction" OR colbert').words.demands
    assert demand.join == "any"
    assert sorted(demand.wanted()) == ["colbert", "late interaction"]
    assert "late interaction" in parse_query('"late interaction" OR colbert').words.said


def test_a_value_ends_where_its_sentence_does() -> None:
    assert parse_query("Which papers by author:knuth?").filter_texts()[0].startswith("author:knuth")
    assert parse_query("in general, year:>2020.").filters[0].value == ">2020"  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("text", "place", "said"),
    [
        ("bert yaer:2020", "yaer:", "year:2019..2023"),
        ("authr:knuth", "authr:", "author:knuth"),
        ("bert year:20", "year:20", "year:2020"),
        ("year:2023..2019 bert", "year:2023..2019", "year:2019..2023"),
        ("is:foo bert", "is:foo", "unread"),
        ("bert (year:2020", "(", "author:knuth"),
        ("bert year:2020)", ")", "author:knuth"),
        ("year:2020 OR", "OR", "author:knuth OR"),
        ("OR year:2020", "OR", "author:knuth OR"),
        ('author:"knuth', '"knuth', "close it"),
        ('author:"" bert', 'author:""', "author:knuth"),
        ("bert year:2020 ()", "(", "author"),
    ],
)
def test_a_wrong_query_is_pointed_at_and_the_right_form_is_shown(
    text: str, place: str, said: str
) -> None:
    with pytest.raises(QueryError) as caught:
        parse_query(text)
    error = caught.value
    assert text[error.place[0] : error.place[1]].startswith(place)
    assert said in error.hint
    query, marks = error.pointer.splitlines()
    assert query == text
    assert marks.strip("^ ") == ""
    assert marks.index("^") == text.index(place, error.place[0])


def test_what_only_looks_like_a_field_is_words_and_it_is_said() -> None:
    query = parse_query("topic:retrieval papers")
    assert query.words.free == "topic:retrieval papers"
    assert any("topic:" in note for note in query.notes)
    assert any("author:" in note for note in parse_query("author: knuth").notes)


def fault(text: str) -> QueryError | None:
    """What is wrong with a query; None where nothing is."""
    try:
        parse_query(text)
    except QueryError as error:
        return error
    return None


@given(st.text(max_size=60))
def test_any_text_is_a_query_or_an_error_for_a_person(text: str) -> None:
    found = fault(text)
    assert found is None or found.hint


@given(st.text(alphabet='ab ()"-:OR.yeartag', max_size=40))
def test_any_mixture_of_signs_is_a_query_or_an_error_for_a_person(text: str) -> None:
    found = fault(text)
    assert found is None or 0 <= found.place[0] <= found.place[1] <= len(text)
