"""Reference lists in CSL styles: what they say, and that no title becomes markup."""

from __future__ import annotations

import string
from pathlib import Path

import pytest
from answer_support import detail, paper
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from workbench.errors import ExportError
from workbench.export.citation_styles import STYLES, styled_references

OWN_STYLE = """<?xml version="1.0" encoding="utf-8"?>
<style xmlns="http://purl.org/net/xbiblio/csl" version="1.0" class="in-text">
  <info><title>Mine</title><id>mine</id><updated>2026-01-01T00:00:00+00:00</updated></info>
  <citation><layout><text variable="title"/></layout></citation>
  <bibliography><layout suffix=" ·"><text variable="title" font-weight="bold"/></layout>
  </bibliography>
</style>"""


@pytest.mark.parametrize(
    ("style", "expected"),
    [
        ("apa", "Feld, M., & Brandt, O. (2018). Proximity graphs. *Journal of Graphs*."),
        ("ieee", "M. Feld and O. Brandt, “Proximity graphs”, *Journal of Graphs*, 2018"),
        ("ama", "Feld M, Brandt O. Proximity graphs. *Journal of Graphs*."),
        ("acm", "Feld, M. and Brandt, O. 2018. Proximity graphs. *Journal of Graphs*."),
        ("chicago", "Feld, M., and O. Brandt. 2018. “Proximity Graphs”. *Journal of Graphs*"),
    ],
)
def test_each_style_that_ships(style: str, expected: str) -> None:
    graphs = paper(
        "Proximity graphs", ("Mira Feld", "Otto Brandt"), 2018, venue="Journal of Graphs"
    )
    (line,) = styled_references([detail(graphs, doi="10.5555/carrel.1")], style)
    assert line.startswith(expected)
    if style != "acm":  # this style prints no DOI where volume and pages are missing
        assert "<https://doi.org/10.5555/carrel.1>" in line


def test_papers_that_say_little_still_have_a_line() -> None:
    for style in STYLES:
        lines = styled_references([detail(paper("", (), None)), detail(paper("Alone", ()))], style)
        assert all(lines)
        assert "alone" in lines[1].lower()


@given(st.text(alphabet=string.printable + "é“”–\ue003\u202e&#<>", min_size=1, max_size=60))
def test_a_title_is_never_markup(title: str) -> None:
    (line,) = styled_references([detail(paper(f"Of {title} and", venue=title))], "ieee")
    parsed = MarkdownIt("commonmark").enable(["table", "strikethrough"]).parse(f"- [1] {line}")
    inline = next(token for token in parsed if token.type == "inline")
    allowed = {"text", "text_special", "em_open", "em_close"}
    assert {child.type for child in inline.children or []} <= allowed


def test_a_style_of_ones_own(tmp_path: Path) -> None:
    file = tmp_path / "mine.csl"
    file.write_text(OWN_STYLE, encoding="utf-8")
    assert styled_references([detail(paper("Graphs"))], str(file)) == ["**Graphs** ·"]


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("broken.csl", "<style"),
        ("empty.csl", ""),
        ("other.csl", "<html/>"),
        ("no-list.csl", OWN_STYLE.split("<bibliography>")[0] + "</style>"),
    ],
)
def test_a_file_that_is_no_style_is_refused_in_words(tmp_path: Path, name: str, text: str) -> None:
    file = tmp_path / name
    file.write_text(text, encoding="utf-8")
    with pytest.raises(ExportError, match="not a style"):
        styled_references([], str(file))


def test_a_style_reads_no_other_file(tmp_path: Path) -> None:
    (tmp_path / "secret.txt").write_text("s3cret", encoding="utf-8")
    entity = f'<!DOCTYPE style [<!ENTITY x SYSTEM "file://{tmp_path}/secret.txt">]>'
    text = OWN_STYLE.replace("?>", f"?>{entity}", 1).replace('suffix=" ·"', 'suffix=" &x;"')
    file = tmp_path / "thief.csl"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(ExportError):
        styled_references([detail(paper("Graphs"))], str(file))


@pytest.mark.parametrize("style", ["nope", "missing.csl", "../apa"])
def test_an_unknown_style_says_which_there_are(style: str) -> None:
    with pytest.raises(ExportError) as caught:
        styled_references([], style)
    assert "apa" in caught.value.hint or "csl" in caught.value.hint
