"""Scoring answers: what is counted, and that nothing of a file is misread silently."""

from __future__ import annotations

import json
import threading
from pathlib import Path

import pytest
from answer_support import Shelf, paper

from workbench.answer.answerer import Answerer
from workbench.errors import EvaluationError, PaperNotFoundError
from workbench.evaluate.answers import AnswersReport, ask_all, read_questions, score_answers
from workbench.types import Answer, AnswerListener, Progress

FAST = paper("Proximity graphs", ("Mira Feld",), 2018, "feld2018")
CARDS = paper("Card catalogues", ("Otto Brandt",), 1998, "brandt1998")
LINES = [
    {
        "question": "How fast does the proximity graph answer a query?",
        "answer": "in 1.2 milliseconds",
        "papers": ["feld2018"],
        "page": 1,
        "key_terms": ["1.2 milliseconds"],
    },
    {"question": "Who sorted the cards of the library?", "papers": ["feld2018", "gone2000"]},
    {"question": "Which Zagreb caesium clock drifted in 1931?", "answerable": False},
]


@pytest.fixture
def shelf() -> Shelf:
    shelf = Shelf()
    shelf.add(FAST, "The proximity graph answers a query in 1.2 milliseconds on a million vectors.")
    shelf.add(CARDS, "Cards were sorted by the clerk of the library in every city of the north.")
    return shelf


def resolve(key: str) -> str:
    found = {"feld2018": FAST.id, "brandt1998": CARDS.id}
    if key not in found:
        raise PaperNotFoundError(f"no paper {key}", "")
    return found[key]


def written(folder: Path, *lines: object) -> Path:
    file = folder / "questions.jsonl"
    text = "\n".join(line if isinstance(line, str) else json.dumps(line) for line in lines)
    file.write_text(text, encoding="utf-8")
    return file


def report(shelf: Shelf, file: Path, cancel: threading.Event | None = None) -> AnswersReport:
    answerer = Answerer(shelf.search)

    def ask(question: str, hear: AnswerListener) -> Answer:
        return answerer.answer(question, on_event=hear)

    questions = read_questions(file, resolve)
    seen: list[Progress] = []
    rows = list(ask_all(questions, ask, seen.append, cancel))
    assert all(progress.total == len(questions) for progress in seen)
    return score_answers(rows, len(questions))


def test_each_figure_counts_what_it_says(shelf: Shelf, tmp_path: Path) -> None:
    found = report(shelf, written(tmp_path, *LINES))
    figures = found.figures
    assert figures["questions"] == 3
    assert figures["answerable"] == 2
    assert figures["right_paper_cited"] == 0.5  # the second is answered from another paper
    assert figures["right_page_cited"] == 1.0
    assert figures["answer_recall"] == 1.0
    assert figures["key_terms"] == 1.0
    assert figures["answerable_refused"] == 0.0
    assert figures["unanswerable_refused"] == 1.0
    assert figures["sentences_cited"] == 1.0
    assert figures["sentences_supported"] == 1.0
    assert figures["quotes_verbatim"] == 1.0
    assert figures["first_word_median_s"] is not None
    assert found.notes == ("not in this library, so never right: gone2000",)


def test_a_figure_that_nothing_tells_is_none(shelf: Shelf, tmp_path: Path) -> None:
    figures = report(shelf, written(tmp_path, {"question": "How fast is the graph?"})).figures
    assert figures["right_paper_cited"] is None
    assert figures["unanswerable_refused"] is None


def test_a_cancel_keeps_what_was_asked(shelf: Shelf, tmp_path: Path) -> None:
    stop = threading.Event()
    stop.set()
    found = report(shelf, written(tmp_path, *LINES), stop)
    assert found.cancelled
    assert (len(found.rows), found.rest) == (1, 2)


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("{", "line 1 is no JSON"),
        ("[]", "line 1 is no object"),
        ('{"answer": "x"}', "line 1: no 'question'"),
        ('{"question": "  "}', "line 1: no 'question'"),
        ("", "holds no question"),
    ],
)
def test_a_broken_file_is_told_by_its_line(tmp_path: Path, line: str, said: str) -> None:
    with pytest.raises(EvaluationError, match=said):
        read_questions(written(tmp_path, line), resolve)


def test_a_file_that_is_no_text_is_told(tmp_path: Path) -> None:
    file = tmp_path / "x.jsonl"
    file.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(EvaluationError, match="UTF-8"):
        read_questions(file, resolve)
    with pytest.raises(EvaluationError, match="cannot be read"):
        read_questions(tmp_path / "none.jsonl", resolve)
