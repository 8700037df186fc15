"""An answer in other words keeps its citations, and what does not hold stays as it was."""

from __future__ import annotations

import threading
from collections.abc import Callable

import pytest
from answer_support import Shelf, paper

from workbench.answer.answerer import Answerer
from workbench.answer.language import notes_on_language
from workbench.answer.prompts import Prompt, build_reword_prompt
from workbench.answer.reword import Rewording, reword
from workbench.errors import CannotRewordError, QueryError
from workbench.library import Library
from workbench.types import Answer, Support


class Says:
    """A writer that says what it is told to, whatever it is asked."""

    name = "says"

    def __init__(self, *lines: str) -> None:
        self.lines = lines
        self.prompt: Prompt | None = None

    def follow(
        self, prompt: Prompt, on_text: Callable[[str], None] | None, cancel: threading.Event | None
    ) -> str:
        del on_text, cancel
        self.prompt = prompt
        return "\n".join(f"{line} [1]" for line in self.lines)


@pytest.fixture
def answer() -> Answer:
    shelf = Shelf()
    shelf.add(
        paper("Proximity graphs", ("Ida Feld",), 2018),
        "The proximity graph answers a query in 12 milliseconds on a laptop.",
    )
    return Answerer(shelf.search).answer("How fast does the proximity graph answer a query?")


def test_other_words_keep_the_citations(answer: Answer) -> None:
    writer = Says("On a laptop the proximity graph answers a query in 12 milliseconds.")
    other = reword(answer, Rewording("a clinician"), writer)
    assert other.sentences[0].text == writer.lines[0]
    assert [s.citations for s in other.sentences] == [s.citations for s in answer.sentences]
    assert other.citations == answer.citations
    assert other.follows == answer.id
    assert other.id != answer.id
    assert other.reworded_for == "for a clinician"
    assert writer.prompt is not None
    assert "for a clinician" in writer.prompt.messages[0]["content"]


@pytest.mark.parametrize(
    "lie",
    [
        "On a laptop the proximity graph answers a query in 99 milliseconds.",
        "Bananas are yellow and grow on tall plants in warm countries.",
        "",
    ],
)
def test_what_the_quotes_do_not_hold_up_changes_nothing(answer: Answer, lie: str) -> None:
    with pytest.raises(CannotRewordError, match="stays as it is"):
        reword(answer, Rewording("a clinician"), Says(lie))


def test_another_language_is_marked_as_hardly_checked(answer: Answer) -> None:
    writer = Says("Der Graph beantwortet eine Anfrage in 12 Millisekunden auf einem Laptop.")
    other = reword(answer, Rewording(language="German"), writer)
    assert other.sentences[0].support is Support.PARTLY
    assert "only its numbers" in other.sentences[0].reason
    with pytest.raises(CannotRewordError):
        reword(
            answer,
            Rewording(language="German"),
            Says("Der Graph beantwortet eine Anfrage in 99 Millisekunden auf einem Laptop."),
        )


def test_each_line_may_only_end_in_its_own_marks() -> None:
    prompt = build_reword_prompt("any", ["One said this.", "Two."], [(1, 3), (2,)], "in German")
    assert 'line0 ::= text " [1][3]\\n"' in prompt.grammar
    assert 'line1 ::= text " [2]\\n"' in prompt.grammar
    assert "root ::= line0 line1" in prompt.grammar


def test_it_is_said_for_whom(answer: Answer) -> None:
    with pytest.raises(QueryError, match="for whom"):
        reword(answer, Rewording(" ", ""), Says("x"))


def test_the_bundled_writer_cannot_and_the_answer_stays(sample_library: Library) -> None:
    answer = sample_library.ask("How large is the Marlow test collection?")
    with pytest.raises(CannotRewordError, match=r"too small|no model"):
        sample_library.reword(answer, audience="a clinician")
    assert sample_library.answer("last") == answer


def test_a_question_in_another_language_is_told_what_was_matched() -> None:
    german = "Wie groß ist die Sammlung und wie viele Themen hat sie?"
    [note] = notes_on_language(german, {"en": 40, "": 3})
    assert "German" in note
    assert "English" in note
    assert notes_on_language(german, {"de": 30, "en": 30}) == []
    assert notes_on_language("How large is the collection?", {"en": 40}) == []
    assert notes_on_language("BERT GLUE", {"en": 40}) == []


def test_a_writer_that_cannot_is_told_before_anybody_is_asked(sample_library: Library) -> None:
    told = sample_library.why_not_reword()
    assert "too small" in told or "no model" in told
