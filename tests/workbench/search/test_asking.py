"""Words of asking say nothing of what is looked for, and only they are taken out."""

from __future__ import annotations

import pytest

from index.query_text import parse_query_text
from workbench.search.asking import what_is_asked, without_asking


@pytest.mark.parametrize(
    ("request_", "asked"),
    [
        ("I am interested in articles that deal with sparse matrices", "sparse matrices"),
        ("Are there any papers on garbage collection?", "garbage collection?"),
        ("has anyone investigated flutter of panels", "investigated flutter of panels"),
        ("Please give me information about type inference", "type inference"),
        ("What is known about sleep and memory?", "sleep and memory?"),
        ("list all articles describing lock-free queues", "lock-free queues"),
    ],
)
def test_words_of_asking_are_left_out(request_: str, asked: str) -> None:
    assert what_is_asked(request_) == asked


@pytest.mark.parametrize(
    "text",
    [
        "information retrieval",
        "which papers use dropout?",
        "what research methods are used in ethnography",
        "document ranking by interest",
        "How does Paxos reach consensus?",
        "I need sleep",
    ],
)
def test_what_is_no_request_stays(text: str) -> None:
    assert what_is_asked(text) == text


def test_a_request_with_one_word_left_stays_whole() -> None:
    assert what_is_asked("papers on cats") == "papers on cats"


def test_quotes_and_exclusions_demand_what_they_did() -> None:
    words = parse_query_text('papers on formatting like "what you see is what you get" -TeX')
    asked = without_asking(words)
    assert asked.phrases == words.phrases
    assert asked.excluded == words.excluded
    assert asked.requires_phrases == words.requires_phrases


def test_a_quotation_does_not_become_a_demand() -> None:
    # seven words outside the quotes make it a quotation; without those of asking there are fewer
    words = parse_query_text('I am interested in papers about "virtual memory"')
    words_long = parse_query_text('are there any papers that deal with paging "virtual memory"')
    assert without_asking(words).requires_phrases == words.requires_phrases
    assert without_asking(words_long) == words_long
