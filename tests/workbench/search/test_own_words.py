"""A passage that is nearly all title stands behind those that say something."""

from __future__ import annotations

import pytest

from index.fusion import FusedPassage
from index.words import segment
from workbench.search.explain import reason
from workbench.search.own_words import DEPTH, judge_short_passages
from workbench.types import FileState, PaperSummary

LONG = "memory is reclaimed by a collector that runs while the program does and never stops it"


def judged(texts: dict[str, str], query: set[str]) -> list[FusedPassage]:
    """Passages in this order, each a little better than the next."""
    ranked = [FusedPassage(name, 1 - 0.01 * at, {}) for at, name in enumerate(texts)]
    return judge_short_passages(ranked, texts, query, lambda text: text.casefold().split())


def a_summary() -> PaperSummary:
    return PaperSummary("a" * 16, "petrov2019", "Memory", (), 2019, "a.pdf", FileState.READY)


def test_a_label_does_not_come_first_for_a_word_of_its_papers_title() -> None:
    hits = judged({"label": "Table I", "line": "*Corresponding author.", "text": LONG}, {"memory"})
    assert [hit.passage_id for hit in hits] == ["text", "label", "line"]
    assert hits[1].terms["own_words_share"] == pytest.approx(-0.75)
    assert hits[1].score == pytest.approx(0.25)
    assert hits[0].terms == {}


def test_a_caption_is_found_by_the_words_that_it_holds_itself() -> None:
    texts = {"caption": "Reading from Bigtable", "text": LONG}
    assert judged(texts, {"bigtable", "reading"})[0].terms == {}
    half = judged(texts, {"bigtable", "latency"})[-1]
    assert half.terms["own_words_share"] == pytest.approx(-0.5)


def test_a_formula_is_no_sentence_however_many_signs_it_has() -> None:
    formula = (
        "q = 0.1 z = 0 p = 1.0000000 z = 5 p = 0.0009137 z = 10 p = 0.0000012 k = 2 x = 7 y = 9"
    )
    hits = judged({"formula": formula, "text": LONG}, {"bitcoin", "table"})
    assert [hit.passage_id for hit in hits] == ["text", "formula"]
    assert hits[1].score == pytest.approx(0.0)
    # who looks for what it says finds it
    assert judged({"formula": formula}, {"0.0009137"})[0].terms == {}


def test_a_sentence_in_a_script_without_spaces_is_one() -> None:
    sentence = "哈希索引在内存中保存所有的键并且很快"

    def pairs(text: str) -> list[str]:
        return segment(text).words

    ranked = [FusedPassage("sentence", 1.0, {}), FusedPassage("label", 0.9, {})]
    texts = {"sentence": sentence, "label": "表格 1"}
    hits = judge_short_passages(ranked, texts, {"memory"}, pairs)
    assert hits[0].terms == {}
    assert hits[1].terms["own_words_share"] < 0


def test_of_a_passage_that_says_little_it_is_not_said_that_it_matches_the_words() -> None:
    terms = {"lexical_share": 0.5, "own_words_share": -0.4}
    assert reason(terms, terms, a_summary()) == "it says little itself, so its title counts less"
    assert reason({"lexical_share": 0.5}, terms, a_summary()) == "matches your words closely"


def test_what_has_no_text_of_its_own_is_a_title_and_keeps_its_place() -> None:
    hits = judged({"title": "", "text": LONG}, {"algebra"})
    assert [hit.score for hit in hits] == [1.0, 0.99]


def test_a_passage_that_is_not_worth_anything_is_not_made_better() -> None:
    [hit] = judge_short_passages(
        [FusedPassage("a", -0.2, {})], {"a": "Table I"}, {"memory"}, str.split
    )
    assert hit.score == -0.2
    assert DEPTH >= 20, "a screen of hits is judged whole"
