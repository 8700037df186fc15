"""A question that goes on from an answer starts from what that was made of."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

import numpy as np
import pytest
from answer_support import Shelf, paper

from workbench.answer.answerer import Answerer
from workbench.answer.gather import Gathered
from workbench.answer.memory import Evidence, EvidenceMemory
from workbench.answer.plan import Effort
from workbench.types import AnswerEvent, EvidenceGathered, Filters, SearchGrew

if TYPE_CHECKING:
    import numpy.typing as npt

FIRST = "How fast does the proximity graph answer a query?"
SAME = "and how many milliseconds does it take for a query?"
AT_FIRST = (0, 0)
NOTHING = Evidence(Gathered((), {}, (), ()), ())


class Listens:
    """A writer that remembers what it was given, and writes nothing."""

    name = "listens"

    def __init__(self) -> None:
        self.given: list[tuple[str, ...]] = []

    def write(
        self,
        question: str,
        quotes: Sequence[str],
        labels: Sequence[str],
        on_text: Callable[[str], None],
        cancel: threading.Event | None,
    ) -> str:
        del question, labels, on_text, cancel
        self.given.append(tuple(quotes))
        return ""


@pytest.fixture
def shelf() -> Shelf:
    shelf = Shelf()
    shelf.add(
        paper("Proximity graphs", ("Ida Feld",), 2018),
        "The proximity graph answers a query in two milliseconds on ten million vectors.",
        "On processors without a vector unit the proximity graph answers a query in nine.",
    )
    shelf.add(
        paper("Old indexes", ("Per Noll",), 1999),
        "A linear scan answers a query in four seconds on the same ten million vectors.",
    )
    return shelf


def answerer(shelf: Shelf, writer: Listens | None = None) -> Answerer:
    memory = EvidenceMemory()
    return Answerer(
        shelf.search,
        writer=writer,
        recall=lambda answer_id: memory.of(answer_id, AT_FIRST),
        keep=lambda answer_id, evidence: memory.keep(answer_id, evidence, AT_FIRST),
    )


def test_a_follow_up_shows_quotes_before_it_searches(shelf: Shelf) -> None:
    asking = answerer(shelf)
    first = asking.answer(FIRST)
    heard: list[AnswerEvent] = []
    asking.answer("and on processors?", follows=first, on_event=heard.append, effort=Effort.DEEP)
    roles = [e.node.role if isinstance(e, SearchGrew) else "quotes" for e in heard
             if isinstance(e, SearchGrew | EvidenceGathered)]  # fmt: skip
    assert roles[0] == "before"
    assert roles.index("quotes") < roles.index("question")


def test_what_the_passages_at_hand_surely_answer_is_not_searched_again(shelf: Shelf) -> None:
    asking = answerer(shelf)
    first = asking.answer(FIRST)
    asked = len(shelf.queries)
    again = asking.answer(SAME, follows=first)
    assert len(shelf.queries) == asked
    assert any("passages of the answer before" in note for note in again.notes)
    deep = asking.answer(SAME, follows=first, effort=Effort.DEEP)
    assert len(shelf.queries) > asked
    assert not any("passages of the answer before" in note for note in deep.notes)


@pytest.mark.parametrize(
    "question",
    [
        FIRST,
        "how fast does the proximity graph answer a query",
        "Should a proximity graph answer its query in milliseconds?",
    ],
)
def test_the_same_question_and_one_that_stands_alone_are_searched(
    shelf: Shelf, question: str
) -> None:
    asking = answerer(shelf)
    first = asking.answer(FIRST)
    asked = len(shelf.queries)
    again = asking.answer(question, follows=first)
    assert len(shelf.queries) > asked
    assert "before" not in {node.role for node in again.searches}
    assert again.searched[0] == question


def test_a_follow_up_that_is_asked_again_is_searched(shelf: Shelf) -> None:
    asking = answerer(shelf)
    second = asking.answer(SAME, follows=asking.answer(FIRST))
    assert {node.role for node in second.searches} == {"before"}
    again = asking.answer(SAME, follows=second)
    assert "before" not in {node.role for node in again.searches}
    assert again.question == second.question


def test_other_filters_leave_what_was_gathered_aside(shelf: Shelf) -> None:
    asking = answerer(shelf)
    first = asking.answer(FIRST)
    old = shelf.passages[-1][0].id
    narrow = asking.answer(SAME, Filters(papers=(old,)), follows=first)
    assert {citation.paper.id for citation in narrow.citations} <= {old}
    assert "before" not in {node.role for node in narrow.searches}


def test_a_writer_reads_the_quotes_of_before_first_and_in_their_order(shelf: Shelf) -> None:
    writer = Listens()
    asking = answerer(shelf, writer)
    first = asking.answer(FIRST)
    asking.answer("and how fast on processors?", follows=first)
    before, after = writer.given
    assert after[: len(before)] == before


def test_memory_lets_go_when_the_library_changes_and_of_the_oldest() -> None:
    memory = EvidenceMemory()
    new_paper, embedded = (1, 0), (1, 1)
    memory.keep("a", NOTHING, AT_FIRST)
    assert memory.of("a", AT_FIRST) is NOTHING
    assert memory.of("a", new_paper) is None
    memory.keep("a", NOTHING, new_paper)
    assert memory.of("a", embedded) is None
    for number in range(40):
        memory.keep(str(number), NOTHING, embedded)
    assert memory.of("39", embedded) is NOTHING
    assert memory.of("0", embedded) is None


def test_a_sentence_is_embedded_once_by_each_model() -> None:
    embedded: list[str] = []

    def embed(texts: Sequence[str]) -> npt.NDArray[np.float32]:
        embedded.extend(texts)
        return np.array([[len(text), 1.0] for text in texts], np.float32)

    memory = EvidenceMemory()
    one = memory.embedding(embed, "one")
    assert one(["a", "bbb", "a"]).tolist() == [[1, 1], [3, 1], [1, 1]]
    assert one(["bbb", "cc"]).tolist() == [[3, 1], [2, 1]]
    assert embedded == ["a", "bbb", "cc"]
    memory.embedding(embed, "another")(["a"])
    assert embedded == ["a", "bbb", "cc", "a"]
