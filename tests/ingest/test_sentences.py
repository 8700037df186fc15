"""Sentences end where a reader says they do."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.sentences import sentence_spans, split_sentences


@pytest.mark.parametrize(
    "sentence",
    [
        "Smith et al. showed that this holds.",
        "This is shown in Fig. 3 and in Sec. 4.2 below.",
        "The method of J. R. Smith is used, e.g. in Paris.",
        "It rose by 3.5 per cent, i.e. more than before.",
        "We follow Eq. (3) and Tab. 2 here.",
        "Proc. Symposium on Pages is meant.",
        "The value of p. 12 vs. Theorem 3 matters.",
        "See Dr. Jones for details.",
    ],
)
def test_stops_that_end_nothing(sentence: str) -> None:
    assert split_sentences(f"{sentence} The next one follows.") == [
        sentence,
        "The next one follows.",
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("It works [12]. We go on.", ["It works [12].", "We go on."]),
        ("It works.[12] We go on.", ["It works.[12] We go on."]),
        ('He said "yes." She left.', ['He said "yes."', "She left."]),
        ("Is it so? It is! Good.", ["Is it so?", "It is!", "Good."]),
        ("By Smith et al. The rest is new.", ["By Smith et al.", "The rest is new."]),
        ("Made in the U.S. and sold.", ["Made in the U.S. and sold."]),
        ("In FTC Dkt. No. 9302, it was said.", ["In FTC Dkt. No. 9302, it was said."]),
        ("The answer is no. Then it ends.", ["The answer is no.", "Then it ends."]),
        ("Cats, dogs, etc. Then more.", ["Cats, dogs, etc.", "Then more."]),
        ("これは文です。次の文です。", ["これは文です。", "次の文です。"]),
        ("It rose.\ue00012\ue001 Then it fell.", ["It rose.\ue00012\ue001", "Then it fell."]),
        ("", []),
        ("   ", []),
    ],
)
def test_ends_are_found(text: str, expected: list[str]) -> None:
    assert split_sentences(text) == expected


@given(st.text(alphabet=st.sampled_from('aB1. ?!)"[]。\n '), max_size=80))
def test_no_character_but_white_space_is_lost(text: str) -> None:
    spans = sentence_spans(text)
    assert all(a[1] <= b[0] for a, b in itertools.pairwise(spans))
    kept = "".join("".join(text[start:end].split()) for start, end in spans)
    assert kept == "".join(text.split())
