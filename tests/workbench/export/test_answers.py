"""Answers in every format, read back by parsers and schemas that others wrote."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import bibtexparser
import pytest
from answer_support import Shelf, detail, paper
from jsonschema import Draft202012Validator
from markdown_it import MarkdownIt

from workbench.answer.answerer import Answerer
from workbench.errors import ExportError
from workbench.export.answers import AnswerFormat, answer_text, export_answers
from workbench.types import Answer, PaperDetail, Table

STRINGS = {"type": "array", "items": {"type": "string"}, "uniqueItems": True}
SENTENCES = {
    "type": "array",
    "items": {
        "type": "object",
        "properties": {
            "text": {"type": "string", "minLength": 1},
            "citations": {
                "type": "array",
                "items": {"type": "integer", "minimum": 0},
                "uniqueItems": True,
            },
        },
        "required": ["text", "citations"],
        "additionalProperties": False,
    },
}
# as the guidelines of the track describe the two years' runs
RUN_2024 = {
    "type": "object",
    "properties": {
        "run_id": {"type": "string"},
        "topic_id": {"type": "string"},
        "topic": {"type": "string"},
        "references": {**STRINGS, "maxItems": 20},
        "response_length": {"type": "integer", "maximum": 400},
        "answer": SENTENCES,
    },
    "required": ["run_id", "topic_id", "topic", "references", "response_length", "answer"],
    "additionalProperties": False,
}
RUN_2025 = {
    "type": "object",
    "properties": {
        "metadata": {
            "type": "object",
            "properties": {"type": {"enum": ["automatic", "manual"]}},
            "required": ["team_id", "run_id", "narrative_id", "narrative", "type"],
        },
        "references": {**STRINGS, "maxItems": 100},
        "answer": SENTENCES,
    },
    "required": ["metadata", "references", "answer"],
    "additionalProperties": False,
}


@pytest.fixture
def answer() -> Answer:
    shelf = Shelf()
    shelf.add(
        paper("Graphs *fast*", ("Mira Feld",), 2018, "feld2018graphs", venue="Journal of Graphs"),
        "The proximity graph answers a query in 1.2 milliseconds on one million vectors.",
        "A proximity graph answers each query faster when its vectors are sorted.",
    )
    shelf.add(
        paper("Slow graphs", ("Otto Brandt",), 2020, "brandt2020"),
        "Our proximity graph answers a query in 9 milliseconds on a slow disk of vectors.",
    )
    return Answerer(shelf.search).answer("How fast does the proximity graph answer a query?")


@pytest.fixture
def refusal() -> Answer:
    shelf = Shelf()
    shelf.add(paper("Card catalogues"), "Cards were sorted by author in every library of the city.")
    return Answerer(shelf.search).answer("Which author sorted the Zagreb caesium cards in 1931?")


def details_of(answer: Answer) -> dict[str, PaperDetail]:
    return {c.paper.id: detail(c.paper, doi="10.5555/x_1") for c in answer.citations}


def entries(text: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in text.splitlines()]


@pytest.mark.parametrize(("name", "schema"), [("trec-rag", RUN_2024), ("trec-rag-2025", RUN_2025)])
def test_a_run_is_what_the_track_reads(
    answer: Answer, refusal: Answer, name: str, schema: dict[str, Any]
) -> None:
    runs = entries(answer_text([answer, refusal], {}, AnswerFormat(name, run="mine")))
    assert len(runs) == 2
    for run in runs:
        Draft202012Validator(schema).validate(run)
        for sentence in run["answer"]:
            assert all(place < len(run["references"]) for place in sentence["citations"])
    said, refused = runs
    assert [s["text"] for s in said["answer"]] == [s.text for s in answer.sentences]
    first = answer.citations[0]
    assert said["references"][0] == f"{first.paper.id}#{first.passage.id}"
    assert refused["answer"] == []
    if name == "trec-rag":
        words = sum(len(s["text"].split()) for s in said["answer"])
        assert said["response_length"] == words
        assert said["run_id"] == "mine"
    else:
        assert said["metadata"]["run_id"] == "mine"
        assert said["metadata"]["narrative"] == answer.question


def test_a_long_answer_ends_at_the_tracks_limit_of_words(answer: Answer) -> None:
    long = replace(answer.sentences[0], text="word " * 150 + "end.")
    (run,) = entries(
        answer_text([replace(answer, sentences=(long,) * 5)], {}, AnswerFormat("trec-rag"))
    )
    assert run["response_length"] == 302
    assert len(run["answer"]) == 2


def test_pandoc_cites_keys_that_its_bibliography_holds(answer: Answer, tmp_path: Path) -> None:
    file = tmp_path / "answer.md"
    written = export_answers([answer], details_of(answer), file, AnswerFormat("pandoc"))
    assert written == [file, tmp_path / "answer.bib"]
    library = bibtexparser.parse_string(written[1].read_text(encoding="utf-8"))
    assert not library.failed_blocks
    held = {entry.key for entry in library.entries}
    document = file.read_text(encoding="utf-8")
    assert 'bibliography: "answer.bib"' in document
    cited = set(re.findall(r"(?<!\\)@([\w:-]+), p\. \d+", document))
    assert cited == held == {c.paper.citekey for c in answer.citations}
    assert "{#refs}" in document


def test_nothing_is_written_where_one_of_two_files_is_in_the_way(
    answer: Answer, tmp_path: Path
) -> None:
    (tmp_path / "answer.bib").write_text("mine", encoding="utf-8")
    with pytest.raises(ExportError, match="there already"):
        export_answers([answer], {}, tmp_path / "answer.md", AnswerFormat("pandoc"))
    assert [file.name for file in tmp_path.iterdir()] == ["answer.bib"]
    with pytest.raises(ExportError, match=r"\.md"):
        export_answers([answer], {}, tmp_path / "new.bib", AnswerFormat("pandoc"))


def test_headings_and_tables_are_read_back(answer: Answer) -> None:
    shown = replace(
        answer,
        headings=("Results | *all*",),
        table=Table(("", "Graph | one"), (("speed", "a `b` | c [1]"),)),
    )
    document = answer_text([shown], {}, AnswerFormat(style="ieee"))
    tokens = MarkdownIt("commonmark").enable("table").parse(document.split("---\n", 2)[2])
    cells = [
        "".join(child.content for child in tokens[i + 1].children or [])
        for i, token in enumerate(tokens)
        if token.type in {"th_open", "td_open"}
    ]
    assert cells == ["", "Graph | one", "speed", "a `b` | c [1]"]
    titles = [
        tokens[i + 1].children for i, t in enumerate(tokens) if t.tag == "h3" and t.nesting > 0
    ]
    assert ["".join(c.content for c in children or []) for children in titles] == [
        "Results | *all*"
    ]


@pytest.mark.parametrize("name", ["markdown", "pandoc"])
def test_one_document_is_for_one_answer(answer: Answer, name: str) -> None:
    with pytest.raises(ExportError, match="one answer"):
        answer_text([answer, answer], {}, AnswerFormat(name))
    with pytest.raises(ExportError, match="no format"):
        answer_text([answer], {}, AnswerFormat("docx"))


def test_an_answer_whose_paper_is_gone_keeps_its_reference(answer: Answer) -> None:
    document = answer_text([answer], {}, AnswerFormat())
    assert "Feld, M. (2018). Graphs \\*fast\\*. *Journal of Graphs*." in document
