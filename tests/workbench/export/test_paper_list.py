"""A set of papers as Markdown, with notes where they are wanted."""

from __future__ import annotations

from dataclasses import replace

from answer_support import detail, paper

from workbench.export.paper_list import paper_list


def test_papers_are_listed_with_nothing_of_them_as_markup() -> None:
    odd = detail(paper("*Graphs* [x](y) <b>", ("Ada Müller",), 2004))
    text = paper_list([odd], name="Chapter #2")
    assert text.startswith("# Chapter \\#2\n\n- ")
    assert "\\*Graphs\\*" in text
    assert "\\[x\\](y)" in text
    assert "<b>" not in text


def test_a_note_follows_its_paper_as_it_was_written_but_harmless() -> None:
    one = replace(
        detail(paper("Graphs", ("Ada Müller",), 2004)), note="**good**\n\x1b[31m- [x] 論文"
    )
    two = detail(paper("Trees", ("Bo Li",), 2010))
    text = paper_list([one, two], notes=True)
    assert text.index("## Graphs") < text.index("**good**\n[31m- [x] 論文") < text.index("## Trees")
    assert "\x1b" not in text
    assert "**good**" not in paper_list([one, two])


def test_an_empty_set_is_an_empty_list() -> None:
    assert paper_list([], name="thesis") == "# thesis\n"
