"""Markdown files read back by an independent parser."""

from __future__ import annotations

import re
import string
from dataclasses import replace
from pathlib import Path

import pytest
from answer_support import Shelf, paper
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from markdown_it.token import Token

from workbench.answer.answerer import Answerer
from workbench.errors import ExportError
from workbench.export.answers import AnswerFormat, export_answers
from workbench.export.escaping import escape_markdown
from workbench.export.markdown import answer_markdown
from workbench.export.plain import one_line
from workbench.types import FLAT_SIGNS, Answer


def an_answer(title: str = "Proximity graphs", question: str = "") -> Answer:
    shelf = Shelf()
    shelf.add(
        paper(title, ("Mira Feld", "Otto Brandt"), 2018, venue="Journal of Graphs"),
        "The proximity graph answers a query in 1.2 milliseconds on one million vectors.",
    )
    asked = "How fast does the proximity graph answer a query?"
    answer = Answerer(shelf.search).answer(asked)
    return replace(answer, question=question or asked)


def export_answer(answer: Answer, file: Path, *, overwrite: bool = False) -> Path:
    return export_answers([answer], {}, file, AnswerFormat(), overwrite=overwrite)[0]


def tokens_of(document: str) -> list[Token]:
    body = document.split("---\n", 2)[2]
    parsed = MarkdownIt("commonmark").enable("table").parse(body)
    return [child for token in parsed for child in (token, *(token.children or []))]


def text_of(tokens: list[Token]) -> str:
    return " ".join(token.content for token in tokens if token.type in {"text", "text_special"})


def test_the_document_has_answer_references_and_quotes() -> None:
    document = answer_markdown(an_answer())
    assert document.startswith("---\n")
    front = document.split("---\n")[1]
    assert 'question: "How fast does the proximity graph answer a query?"' in front
    assert re.search(r'^date: "\d{4}-\d\d-\d\dT', front, re.MULTILINE)
    assert 'model: "quotes"' in front
    headings = [t.tag for t in tokens_of(document) if t.type == "heading_open"]
    assert headings == ["h1", "h2"]
    shown = text_of(tokens_of(document))
    assert "[1]" in shown
    assert "Feld, M., & Brandt, O. (2018)." in shown
    assert "Page 1." in shown
    assert document.count("<details>") == document.count("</details>") == 1
    assert document.endswith("</details>\n")


@pytest.mark.parametrize(
    "title",
    [
        "# Not a heading",
        "<script>alert(1)</script>",
        "[click](javascript:alert(1))",
        "*emphasis* _everywhere_ `code` ~~gone~~ **bold**",
        "1. not a list",
        "- not a list | not a table |",
        "see https://evil.example/ and www.evil.example and a@evil.example",
        "</details>&lt;b&gt; &#x3C;b>",
        "![image](x.png) $x^2$ \\(y\\) @citekey [^1]",
        "back\\slash at the end\\",
        "--- three rules ---",
        "> not a quote",
    ],
)
def test_a_title_is_shown_as_it_is_and_is_never_markup(title: str) -> None:
    plain = tokens_of(answer_markdown(an_answer()))
    answer = an_answer()
    renamed = replace(answer.citations[0].paper, title=title, venue=title)
    answer = replace(
        answer, question=title, citations=(replace(answer.citations[0], paper=renamed),)
    )
    tokens = tokens_of(answer_markdown(answer))
    kinds = [t.type for t in tokens if t.type not in {"text", "text_special"}]
    assert kinds == [t.type for t in plain if t.type not in {"text", "text_special"}]
    heading = next(t for t in tokens if t.type == "inline")
    assert "".join(child.content for child in heading.children or []) == one_line(title)


@given(st.text(alphabet=string.printable + "é“”–\u202e\u200b&#<>", max_size=80))
def test_escaped_text_reads_back_as_itself(text: str) -> None:
    tokens = (
        MarkdownIt("commonmark")
        .enable(["table", "strikethrough"])
        .parse(f"x {escape_markdown(text)} y")
    )
    assert [token.type for token in tokens] == ["paragraph_open", "inline", "paragraph_close"]
    children = tokens[1].children or []
    assert {child.type for child in children} <= {"text", "text_special"}
    shown = "".join(child.content for child in children)
    assert shown.split() == ["x", *one_line(text).split(), "y"]


def test_a_refusal_shows_the_nearest_things() -> None:
    shelf = Shelf()
    shelf.add(paper("Card catalogues"), "Cards were sorted by author in every library of the city.")
    refused = Answerer(shelf.search).answer("Which author sorted the Zagreb caesium cards in 1931?")
    assert refused.refused
    document = answer_markdown(refused)
    assert "refused: true" in document
    assert "## Nearest things found" in document
    assert "[1]" in document


def test_nothing_is_overwritten_without_being_told_to(tmp_path: Path) -> None:
    file = tmp_path / "answer.md"
    file.write_text("mine", encoding="utf-8")
    with pytest.raises(ExportError, match="there already"):
        export_answer(an_answer(), file)
    assert file.read_text(encoding="utf-8") == "mine"
    assert export_answer(an_answer(), file, overwrite=True) == file
    assert file.read_text(encoding="utf-8").startswith("---\n")


def test_a_dangling_link_counts_as_something_there(tmp_path: Path) -> None:
    link = tmp_path / "answer.md"
    link.symlink_to(tmp_path / "elsewhere.md")
    with pytest.raises(ExportError, match="there already"):
        export_answer(an_answer(), link)


@pytest.mark.parametrize("where", ["", "missing/answer.md"])
def test_a_place_that_cannot_be_written_is_named(tmp_path: Path, where: str) -> None:
    with pytest.raises(ExportError, match="folder"):
        export_answer(an_answer(), tmp_path / where, overwrite=True)


def test_a_quote_with_signs_set_flat_says_so() -> None:
    answer = an_answer()
    assert FLAT_SIGNS not in answer_markdown(answer)
    [cited, *others] = answer.citations
    passage = replace(cited.passage, flat=(cited.passage.text.index(cited.quote) + 3,))
    flat = replace(answer, citations=(replace(cited, passage=passage), *others))
    assert FLAT_SIGNS in text_of(tokens_of(answer_markdown(flat)))
