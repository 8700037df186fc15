from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.query_text import parse_query_text
from index.words import LONGEST_TERM, segment


@pytest.mark.parametrize(
    ("text", "compound"),
    [
        ("a k-NN graph", "k-nn"),
        ("(p<0.05)", "p<0.05"),
        ("at p < 0.05, which", "p<0.05"),
        ("written in C++.", "c++"),
        ("IL-2 receptor", "il-2"),
        ("doi:10.1145/1571941.1572114", "doi:10.1145/1571941.1572114"),
        ("α-helix", "α-helix"),
        ("state‐of‐the‐art", "state-of-the-art"),
        ("TF*IDF weights", "tf*idf"),
    ],
)
def test_spellings_that_splitting_would_destroy_are_kept_whole(text: str, compound: str) -> None:
    assert compound in segment(text).compounds


def test_a_hyphenated_name_and_its_joined_spelling_share_a_term() -> None:
    assert "knn" in segment("k-NN").compounds
    assert segment("kNN").words == ["knn"]


def test_ligatures_accents_and_possessives_are_folded() -> None:
    assert segment("Erdős’s ﬁeld naïvely").words == ["erdos", "field", "naively"]


def test_decimal_numbers_are_one_word() -> None:
    assert segment("a gain of 0.05 and 1,024 papers").words[3] == "0.05"
    assert "1,024" in segment("1,024 papers").words


def test_chinese_is_segmented_into_pairs_and_single_characters_can_be_asked_for() -> None:
    segmented = segment("信息检索")
    assert segmented.words == ["信息", "息检", "检索"]
    assert set("信息检索") <= set(segmented.compounds)


def test_scripts_with_vowel_signs_stay_whole() -> None:
    assert segment("हिन्दी भाषा").words == ["हिन्दी", "भाषा"]


@given(st.text(max_size=400))
def test_any_text_is_segmented_into_terms_without_space(text: str) -> None:
    segmented = segment(text)
    for term in (*segmented.words, *segmented.compounds):
        assert term
        assert not any(character.isspace() for character in term)
        assert len(term) <= 2 * LONGEST_TERM


@given(st.text(max_size=200))
def test_any_text_is_a_query(text: str) -> None:
    parse_query_text(text)


def test_quotes_and_exclusions_are_taken_apart() -> None:
    parsed = parse_query_text('graph “small world” -survey -"random walk" k-NN')
    assert parsed.phrases == ("small world",)
    assert parsed.excluded == ("survey", "random walk")
    assert parsed.free.split() == ["graph", "k-NN"]


def test_a_dash_between_words_or_before_a_number_excludes_nothing() -> None:
    assert parse_query_text("concurrency - a survey of -5 degrees").excluded == ()


def test_quotes_in_a_long_question_are_a_quotation_and_not_a_demand() -> None:
    question = 'Which early systems introduced the idea of "what you see is what you get" editing?'
    assert not parse_query_text(question).requires_phrases
    assert parse_query_text('"dense retrieval" recall').requires_phrases
