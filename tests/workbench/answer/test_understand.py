"""Questions taken apart: what is split, and what must not be."""

from __future__ import annotations

import pytest

from workbench.answer.kinds import Kind
from workbench.answer.understand import understand


@pytest.mark.parametrize(
    ("question", "sides"),
    [
        ("How do HNSW and NSG differ?", ("HNSW", "NSG")),
        ("What is the difference between BM25 and ColBERT?", ("BM25", "ColBERT")),
        ("Compare hybrid fusion with late interaction", ("hybrid fusion", "late interaction")),
        ("BM25 vs. dense retrieval", ("BM25", "dense retrieval")),
        ("How does LISP differ from Scheme in terms of scope?", ("LISP", "Scheme")),
    ],
)
def test_comparisons_are_searched_side_by_side(question: str, sides: tuple[str, str]) -> None:
    understood = understand(question)
    assert understood.kind is Kind.COMPARISON
    assert len(understood.parts) == 2
    for side, part in zip(sides, understood.parts, strict=True):
        assert part.startswith(side)


@pytest.mark.parametrize(
    ("question", "parts"),
    [
        ("How many steps does Pastry need, and how large are its routing tables?", 2),
        ("What is late interaction? And does it pay on a processor?", 2),
        ("In McCarthy's LISP, how long does marking take and how many words must it free?", 2),
        ("In the FDS sort, how much time was lost to stragglers?", 1),
        ("How is fetch-and-add provided on Power7, which lacks a native one?", 1),
        ("For how many epochs and with what rate was the perceptron run?", 1),
        ("How does dropout help and hurt?", 1),
        ("What do precision and recall measure?", 1),
    ],
)
def test_compound_questions_are_split_and_simple_ones_are_not(question: str, parts: int) -> None:
    assert len(understand(question).parts) == parts


def test_a_later_part_is_told_what_it_stands_for() -> None:
    first, second = understand(
        "How many steps does Pastry need, and how large are its tables?"
    ).parts
    assert "Pastry" in first
    assert "pastry" in second.lower()


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("How many qubits does it need?", Kind.NUMBER),
        ("What accuracy did the parser reach?", Kind.NUMBER),
        ("What is late interaction?", Kind.DEFINITION),
        ("Why do graphs beat trees?", Kind.FACT),
        ("What are the main limits of dense retrieval?", Kind.SYNTHESIS),
        ("Which papers use product quantization?", Kind.PAPERS),
        ("papers about late interaction", Kind.PAPERS),
        ("Who first proposed skip lists?", Kind.FIRST),
        ("Who invented the relational model?", Kind.FIRST),
        ("who was first to give a wait-free queue?", Kind.FIRST),
        ("papers before 2005 on storage", Kind.PAPERS),
        ("papers published between 1999 and 2005 about storage", Kind.PAPERS),
        ("How has passage segmentation changed since 1998?", Kind.CHANGE),
        ("Trends in test collections", Kind.CHANGE),
        ("Is there consensus that reranking pays?", Kind.CONSENSUS),
        ("Do papers agree on citation weights?", Kind.CONSENSUS),
        ("How do I choose the number of clusters?", Kind.HOWTO),
        ("and of Chord? (which of Kelips and Pastry is faster)", Kind.FACT),
        ("List the defenses against overwriting", Kind.LIST),
        ("Name three coordination services", Kind.LIST),
        ("Give me all attacks on hash rings", Kind.LIST),
        ("give me a list of the column heuristics", Kind.LIST),
        ("Which column heuristics are there?", Kind.LIST),
        ("List papers about hash rings", Kind.PAPERS),
        ("Are there papers about hash rings?", Kind.PAPERS),
        ("Name of the protocol that Pastry uses?", Kind.FACT),
        ("How to build a test collection", Kind.HOWTO),
        ("How many papers are from 2019?", Kind.COUNT),
        ("Which authors wrote the most papers?", Kind.COUNT),
        ("What is the most cited paper?", Kind.COUNT),
        ("Which papers are cited most?", Kind.COUNT),
        ("which papers cite Bigtable?", Kind.COUNT),
        ("how many papers did Dean write?", Kind.COUNT),
        ("who wrote Percolator?", Kind.COUNT),
        ("how many references does Warp have?", Kind.COUNT),
        ("Who wrote the first interpreter?", Kind.FACT),
        ("How many references does the crawler follow?", Kind.NUMBER),
        ("Reranking pays on small collections.", Kind.CLAIM),
        ("hybrid fusion rankings", Kind.FACT),
        ("How many papers did the crawler fetch?", Kind.NUMBER),
        ("How does the crawler work?", Kind.FACT),
        ("What is the average overhead of Tarn?", Kind.NUMBER),
        ("What is the cost of a page fault?", Kind.NUMBER),
        ("What is overhead?", Kind.DEFINITION),
        ("Which papers were published before 2005?", Kind.COUNT),
        ("which papers are from 1998 to 2004?", Kind.COUNT),
    ],
)
def test_simple_kinds(question: str, kind: Kind) -> None:
    assert understand(question).kind is kind


def test_names_that_are_not_said_are_not_searched() -> None:
    assert understand("What did Quirk et al. do?").queries == ("What did Quirk do?",)


def test_a_title_in_quotation_marks_is_not_taken_apart() -> None:
    question = 'What are the main findings of "Words vs. Stems? How do names and terms differ"?'
    understood = understand(question)
    assert understood.parts == (question,)
    assert understood.kind is Kind.SYNTHESIS


def test_a_quotation_stays_whole_in_a_part() -> None:
    understood = understand('How do "names and terms" and "words and stems" differ?')
    assert understood.parts == ('"names and terms"', '"words and stems"')


@pytest.mark.parametrize(
    ("question", "matter"),
    [
        ("How has passage segmentation changed since 1998?", "passage segmentation"),
        ("How have test collections evolved over time?", "test collections"),
        ("What is the history of citation indexes?", "citation indexes"),
        ("Is there consensus that reranking pays?", "reranking pays"),
        ("Do papers agree on citation weights?", "citation weights"),
        ("Why do graphs beat trees?", "Why do graphs beat trees?"),
    ],
)
def test_what_is_searched_is_the_matter_and_not_the_frame(question: str, matter: str) -> None:
    assert understand(question).queries == (matter,)


@pytest.mark.parametrize("word", ["on", "by", "with regard to", "in"])
def test_what_is_compared_in_belongs_to_both_sides(word: str) -> None:
    understood = understand(f"Compare Pastry and Kelips {word} memory and number of hops")
    assert understood.kind is Kind.COMPARISON
    in_what = f"{word} memory and number of hops"
    assert understood.parts == (f"Pastry {in_what}", f"Kelips {in_what}")


@pytest.mark.parametrize(
    ("question", "sides", "parts"),
    [
        (
            "Compare Pastry and Kelips in how they repair tables",
            ("Pastry", "Kelips"),
            ("how does Pastry repair tables", "how does Kelips repair tables"),
        ),
        (
            "Compare skip lists with tries in how they are built",
            ("skip lists", "tries"),
            ("how are skip lists built", "how are tries built"),
        ),
        ("What do Pastry and Kelips have in common?", ("Pastry", "Kelips"), ("Pastry", "Kelips")),
        (
            "Which of skip lists and tries is faster?",
            ("skip lists", "tries"),
            ("skip lists is faster", "tries is faster"),
        ),
        ("How large is Pastry?", (), ("How large is Pastry?",)),
    ],
)
def test_the_sides_of_a_comparison_are_named_without_what_they_are_compared_in(
    question: str, sides: tuple[str, ...], parts: tuple[str, ...]
) -> None:
    understood = understand(question)
    assert understood.sides == sides
    assert understood.parts == parts
    assert [understood.name_of(part) for part in understood.parts] == list(sides or parts)


@pytest.mark.parametrize(
    ("question", "matter"),
    [
        ("List all the defenses against overwriting.", "defenses against overwriting"),
        ("Name three coordination services", "coordination services"),
        ("Which heuristics are there for trees?", "heuristics for trees"),
        ("List all", "List all"),
    ],
)
def test_a_list_is_searched_for_what_it_is_of(question: str, matter: str) -> None:
    assert understand(question, Kind.LIST).parts == (matter,)
