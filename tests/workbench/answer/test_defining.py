"""A definition opens with the sentence that says what a thing is; what is not held is refused."""

from __future__ import annotations

from dataclasses import replace

import pytest
from answer_support import Shelf, hit, paper

from ingest.paper import PassageKind
from workbench.answer.answerer import Answerer
from workbench.answer.candidates import quotable
from workbench.answer.fitting import defined_term, defines
from workbench.answer.kinds import Kind, kind_of
from workbench.answer.origin import tells_origin

TITLED = paper("Isolation in stores")


def form(sentence: str, question: str) -> float:
    return defines(sentence, question, hit(TITLED, sentence))


@pytest.mark.parametrize(
    ("question", "sentence"),
    [
        ("What is snapshot isolation?", "Snapshot isolation is a popular isolation condition."),
        ("What is a monad?", "In general, a monad is a triple of a type and two functions."),
        ("What is the PageRank algorithm?", "PageRank is an algorithm that ranks web pages."),
        (
            "What is linearizability?",
            "Our condition is linearizability, which means that it waits.",
        ),
        ("Define smooth sensitivity", "We define the smooth sensitivity as a bound on the noise."),
        ("What is cell introduction?", "They perform a rewriting that we call cell introduction."),
        ("What is a Bloom filter?", "A Bloom filter allows us to ask whether a key may be there."),
        ("What is Chubby used for?", "Chubby is intended for use within a cluster of machines."),
    ],
)
def test_forms_of_a_definition_are_told_from_mere_use(question: str, sentence: str) -> None:
    term = defined_term(question)
    used = f"Figure 3 illustrates how transactions behave under {term} in our store."
    assert form(sentence, question) > form(used, question)
    assert form(sentence, question) > 0.3
    assert form(f"Figure 3: {sentence}", question) == 0.0


def test_what_something_is_for_is_asked_as_a_definition() -> None:
    assert kind_of("What is Chubby used for?") is Kind.DEFINITION
    assert defined_term("What is Chubby used for?") == "Chubby"
    assert kind_of("What is the book about?") is not Kind.DEFINITION


def test_whose_word_for_it_is_asked_is_no_part_of_the_term() -> None:
    assert defined_term("What is referential transparency according to Strachey?") == (
        "referential transparency"
    )


@pytest.fixture
def shelf() -> Shelf:
    shelf = Shelf()
    shelf.add(
        TITLED,
        "Figure 2 relates transactions under snapshot isolation to those of snapshot isolation.",
        "Snapshot isolation is a condition under which each transaction reads from one snapshot.",
    )
    shelf.add(
        paper("A history of desks", ("Bert Quill",)),
        "Bert Quill joined the differential programming group and left its privacy to others.",
    )
    return shelf


def test_the_sentence_that_says_what_it_is_comes_first(shelf: Shelf) -> None:
    answer = Answerer(shelf.search).answer("What is snapshot isolation?")
    assert answer.citations[0].quote.startswith("Snapshot isolation is a condition")


@pytest.mark.parametrize("question", ["What is BERT?", "What is differential privacy?"])
def test_a_term_that_no_paper_holds_is_refused(shelf: Shelf, question: str) -> None:
    assert Answerer(shelf.search).answer(question).refused


PLACED = "An object is mapped into a placement group (PG), a logical set of objects of one device."


@pytest.mark.parametrize(
    ("question", "refused"),
    [
        ("What is a placement group in RADOS?", False),
        ("What is a placement group?", False),
        ("What is a placement group in Kubernetes?", True),
        ("What is a placement group in botany?", True),
    ],
)
def test_a_term_is_defined_for_the_place_that_it_is_asked_of(question: str, refused: bool) -> None:
    shelf = Shelf()
    shelf.add(paper("RADOS: a store of objects"), PLACED)
    assert Answerer(shelf.search).answer(question).refused is refused


def test_a_later_sentence_of_a_caption_is_a_caption() -> None:
    told = "Late locking is a way of taking locks when a transaction ends."
    of_caption = hit(TITLED, f"Table 1: Stores. {told}")
    of_caption = replace(of_caption, passage=replace(of_caption.passage, kind=PassageKind.CAPTION))
    assert [candidate.is_caption for candidate in quotable([of_caption])][-1]
    assert not any(candidate.is_caption for candidate in quotable([hit(TITLED, told)]))
    assert defines(told, "What is late locking?", of_caption) == 0.0
    assert defines(told, "What is late locking?", hit(TITLED, told)) > 0.0


@pytest.mark.parametrize(
    ("sentence", "plain"),
    [
        ("The first count of plane tilings was obtained in 1961 by Fisher and Grey.", True),
        ("Since its introduction by Stone (1997), the problem of tilings was studied often.", True),
        ("Plane tilings were first counted in [12].", True),
        ("We propose plane tilings, a way to cover a floor.", True),
        ("We propose a novel bound on the number of plane tilings.", False),
        ("The count of plane tilings was obtained by hand.", False),
        ("Plane tilings, introduced in Section 3, are counted by rows.", False),
    ],
)
def test_who_was_first_is_told_by_a_name_a_year_or_the_authors_themselves(
    sentence: str, plain: bool
) -> None:
    assert (tells_origin(sentence, "Who first counted plane tilings?") >= 0.6) is plain
