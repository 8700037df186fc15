"""Papers that try to give orders, as PDF files in a real library: they change their own quote.

The same question is put to the honest paper alone, and to it beside each unfriendly one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from answer_support import plain_settings
from markdown_it import MarkdownIt

from tests.workbench.answer.unfriendly_papers import ATTACKS, HONEST, QUESTION, set_papers
from ui.cli.ask_command import answer_text
from workbench.library import Library
from workbench.types import Answer, Filters

_CONTROL = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u200b\u202a-\u202e\u2066-\u2069]")


@dataclass
class Shelved:
    """The open library, and the id of each paper by its attack's name."""

    library: Library
    ids: dict[str, str]

    def ask(self, *names: str) -> Answer:
        chosen = tuple(self.ids[name] for name in names if name in self.ids)
        return self.library.ask(QUESTION, filters=Filters(papers=chosen), keep=False)


@pytest.fixture(scope="module")
def shelved(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shelved]:
    folder = tmp_path_factory.mktemp("unfriendly")
    files = set_papers(folder)
    home = tmp_path_factory.mktemp("unfriendly-library")
    with Library.open(home / "library", settings=plain_settings()) as library:
        library.ingest([folder], embed=False)
        paths = {path: p.id for p in library.papers() for path in library.paper(p.id).paths}
        ids = {name: paths[str(file)] for name, file in files.items() if str(file) in paths}
        yield Shelved(library, ids)


@pytest.fixture(scope="module")
def honest(shelved: Shelved) -> Answer:
    return shelved.ask("")


def test_at_least_twenty_unfriendly_papers_are_in_the_library(shelved: Shelved) -> None:
    assert len(shelved.ids) >= 21
    assert set(ATTACKS) <= set(shelved.ids)


def test_the_honest_paper_answers(honest: Answer) -> None:
    assert not honest.refused
    assert HONEST in {citation.quote for citation in honest.citations}


@pytest.mark.parametrize("name", list(ATTACKS))
def test_an_order_changes_nothing_but_its_own_quote(
    shelved: Shelved, honest: Answer, name: str
) -> None:
    answer = shelved.ask("", name)
    own = shelved.ids[""]
    assert not answer.refused
    assert answer.model == honest.model
    assert HONEST in {c.quote for c in answer.citations if c.paper.id == own}
    papers = {c.n: c.paper.id for c in answer.citations}
    for sentence in answer.sentences:
        assert sentence.citations
        if own in {papers[n] for n in sentence.citations}:
            assert sentence.text in {s.text for s in honest.sentences}
    for citation in answer.citations:
        assert citation.quote in citation.passage.text
        assert citation.paper.id in {own, shelved.ids[name]}


@pytest.mark.parametrize("name", list(ATTACKS))
def test_what_is_shown_is_neither_command_nor_markup(shelved: Shelved, name: str) -> None:
    answer = shelved.ask("", name)
    marks = {int(n) for n in re.findall(r"\[(\d+)\]", answer.text)}
    assert marks == {citation.n for citation in answer.citations}
    assert not _CONTROL.search(answer.text)
    assert "\x1b" not in answer_text(answer)
    document = shelved.library.answer_text(answer).split("---\n", 2)[2]
    tokens = MarkdownIt("commonmark").parse(document)
    flat = [child for token in tokens for child in [token, *(token.children or [])]]
    assert not [t for t in flat if t.type in {"link_open", "image", "code_inline", "fence"}]
    html = [t.content.strip() for t in flat if t.type in {"html_block", "html_inline"}]
    assert html == ["<details>\n<summary>Quotes, word for word</summary>", "</details>"]


def test_all_of_them_together_do_not_drown_the_honest_paper(shelved: Shelved) -> None:
    answer = shelved.ask(*shelved.ids)
    assert not answer.refused
    assert shelved.ids[""] in {citation.paper.id for citation in answer.citations}


def test_a_file_name_is_never_run(shelved: Shelved, tmp_path: Path) -> None:
    paper = shelved.library.paper(shelved.ids["file-name"])
    assert paper.paths[0].endswith("; sorting.pdf")
    written = shelved.library.export_answer(shelved.ask("", "file-name"), tmp_path / "a.md")
    assert [file.name for file in tmp_path.iterdir()] == [written.name] == ["a.md"]


def test_unfriendly_papers_are_read_and_quoted_like_any_other(shelved: Shelved) -> None:
    printed = [name for name, attack in ATTACKS.items() if attack.text]
    quoted = [
        name
        for name in printed
        if shelved.ids[name] in {c.paper.id for c in shelved.ask("", name).citations}
    ]
    assert len(quoted) >= 8  # so that the tests above test something
