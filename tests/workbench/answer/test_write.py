"""Writers: what they may write, and what becomes of what the quotes do not hold up."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from threading import Event, Timer
from time import monotonic

import pytest
from answer_support import Shelf, paper

from index.model_host import ModelHost
from index.model_spec import ModelSpec
from workbench.answer.answerer import QUOTES_ALONE, Answerer
from workbench.answer.model_writer import ModelWriter
from workbench.answer.prompts import prompt_file_for, writing_grammar
from workbench.answer.write import read_lines
from workbench.errors import CancelledError

TRUE = "The graph index answers a query in 1.2 milliseconds on one million vectors."
QUESTION = "How fast does the graph index answer a query?"


@dataclass
class Parrot:
    """A writer that writes what it was told to."""

    text: str
    name: str = "parrot"

    def write(
        self,
        question: str,
        quotes: Sequence[str],
        labels: Sequence[str],
        on_text: Callable[[str], None],
        cancel: Event | None,
    ) -> str:
        del question, quotes, labels, cancel
        on_text(self.text)
        return self.text


@pytest.fixture
def shelf() -> Shelf:
    shelf = Shelf()
    shelf.add(paper("Graphs", ("Mira Feld",), 2018), TRUE)
    shelf.add(
        paper("Inverted files", ("Otto Brandt",), 2012),
        "An inverted file answers a query in 9 milliseconds, so the graph index is faster.",
    )
    return shelf


def test_a_true_sentence_is_kept_and_the_other_quotes_follow(shelf: Shelf) -> None:
    said = "The graph index answers a query in 1.2 milliseconds."
    answer = Answerer(shelf.search, writer=Parrot(f"{said} [1]\n")).answer(QUESTION)
    assert answer.model == "parrot"
    assert answer.sentences[0].text == said
    assert answer.sentences[0].citations == (1,)
    assert answer.citations[0].quote == TRUE
    assert {c.paper.title for c in answer.citations} == {"Graphs", "Inverted files"}


@pytest.mark.parametrize(
    "lie",
    [
        "The graph index answers a query in 7 milliseconds. [1]\n",
        "The graph index does not answer a query in 1.2 milliseconds. [1]\n",
        "Bananas grow in bunches on tall plants in warm countries. [1]\n",
    ],
)
def test_a_false_sentence_gives_way_to_the_quotes(shelf: Shelf, lie: str) -> None:
    plain = Answerer(shelf.search).answer(QUESTION)
    answer = Answerer(shelf.search, writer=Parrot(lie)).answer(QUESTION)
    assert answer.text == plain.text
    assert answer.model == QUOTES_ALONE


@pytest.mark.parametrize("text", ["", "no citation at all.\n", "Made up. [9]\n", "Cut off in the"])
def test_useless_text_gives_way_to_the_quotes(shelf: Shelf, text: str) -> None:
    plain = Answerer(shelf.search).answer(QUESTION)
    answer = Answerer(shelf.search, writer=Parrot(text)).answer(QUESTION)
    assert answer.text == plain.text


def test_lines_are_read_with_their_numbers() -> None:
    text = "One thing. [2][1][2]\nA number 3 inside. [3]\nCut off in the [1"
    assert read_lines(text, 3) == [("One thing.", (1, 0)), ("A number 3 inside.", (2,))]


def test_the_grammar_names_every_number_that_was_given_and_no_other() -> None:
    grammar = writing_grammar(11, 2)
    assert '"[11]"' in grammar
    assert '"[12]"' not in grammar
    with pytest.raises(ValueError, match="0 quotes"):
        writing_grammar(0, 1)


def test_a_family_has_its_own_prompt_and_others_the_default() -> None:
    assert prompt_file_for("SmolLM2-135M-Instruct").family == "smollm2"
    assert prompt_file_for("Another-7B").family == ""


@pytest.fixture
def small_writer(models_folder: Path, tmp_path: Path) -> ModelWriter:
    """The bundled writer in a process of its own."""
    from workbench.engines import registry_for
    from workbench.models.catalogue import ModelRole
    from workbench.settings import Settings

    registry = registry_for(Settings().models, models_folder)
    path = registry.resolve(ModelRole.GENERATE).path
    spec = ModelSpec(path=path, role="generate", context=1024)
    return ModelWriter("SmolLM2-135M-Instruct", ModelHost(spec, tmp_path / "model.log"))


def test_the_bundled_writer_can_only_cite_what_it_was_given(small_writer: ModelWriter) -> None:
    with small_writer.host:
        text = small_writer.write(QUESTION, [TRUE], ["Feld 2018"], lambda _: None, None)
    assert all(cited == (0,) for _, cited in read_lines(text, 99))


def test_cancel_ends_the_bundled_writer_within_half_a_second(small_writer: ModelWriter) -> None:
    with small_writer.host:
        small_writer.host.info()
        cancel, stamp = Event(), [0.0]

        def stop() -> None:
            stamp[0] = monotonic()
            cancel.set()

        timer = Timer(0.2, stop)
        timer.start()
        with pytest.raises(CancelledError):
            small_writer.write("Why? " * 40, [TRUE] * 8, ["Feld"] * 8, lambda _: None, cancel)
        assert monotonic() - stamp[0] < 0.5
