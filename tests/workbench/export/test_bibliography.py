"""Bibliographies read back by parsers that others wrote."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from io import StringIO

import bibtexparser
import pytest
import rispy
from answer_support import detail, paper
from hypothesis import given
from hypothesis import strategies as st

from ingest.kinds import READ_KINDS
from workbench.editing import KINDS
from workbench.errors import ExportError
from workbench.export.bibliography import FORMATS, bibliography
from workbench.export.filenames import safe_file_name
from workbench.export.plain import one_line, split_name
from workbench.library import Library
from workbench.types import PaperDetail

NASTY = "100% of {braces} & $dollars_ ~tilde^ \\commands # and @ \"quotes\" 'n' <b>"

_UNESCAPE = {
    r"\textbackslash{}": "\\",
    r"\textbraceleft{}": "{",
    r"\textbraceright{}": "}",
    r"\textasciitilde{}": "~",
    r"\textasciicircum{}": "^",
    **{f"\\{character}": character for character in "&%$#_"},
}


def unescape(text: str) -> str:
    """What TeX would print."""
    pattern = "|".join(re.escape(escape) for escape in sorted(_UNESCAPE, key=len, reverse=True))
    return re.sub(pattern, lambda match: _UNESCAPE[match[0]], text)


def papers() -> list[PaperDetail]:
    return [
        detail(
            paper("Proximity graphs", ("Mira Feld", "Ludwig van Beethoven"), 2018, "feld2018"),
            doi="10.5555/carrel_1",
            keywords=("graphs", "search"),
            abstract="We measure graphs.",
        ),
        detail(
            paper(NASTY, ("Ada & Sons", "Aristotle"), None, "feld2018", venue="Proc. of NASTY_1"),
            arxiv_id="2101.00001",
        ),
        detail(paper("日本語の論文", ("山田太郎",), 2020, "日本", venue="Journal of Things")),
        detail(paper("No author", (), 1998, "feld2018")),
    ]


def test_bibtex_is_read_back_with_every_field() -> None:
    library = bibtexparser.parse_string(bibliography(papers(), "bibtex"))
    assert not library.failed_blocks
    assert [entry.key for entry in library.entries] == [
        "feld2018",
        "feld2018b",
        library.entries[2].key,
        "feld2018c",
    ]
    assert len({entry.key for entry in library.entries}) == 4
    first, second, third, _ = library.entries
    assert first["author"] == "Feld, Mira and van Beethoven, Ludwig"
    assert first["doi"] == "10.5555/carrel_1"
    assert first["year"] == "2018"
    assert first.entry_type == "misc"
    assert second.entry_type == "inproceedings"
    assert third.entry_type == "article"
    assert unescape(second["title"].strip("{}")) == NASTY
    assert unescape(second["booktitle"]) == "Proc. of NASTY_1"
    assert second["eprint"] == "2101.00001"
    assert "year" not in second
    assert third["title"].strip("{}") == "日本語の論文"


@given(st.text(max_size=60))
def test_no_title_can_break_out_of_its_bibtex_field(title: str) -> None:
    text = bibliography([detail(paper(title, citekey="key1"))], "bibtex")
    library = bibtexparser.parse_string(text)
    assert not library.failed_blocks
    assert len(library.entries) == 1
    if one_line(title):
        assert unescape(library.entries[0]["title"][1:-1]) == one_line(title)


def test_ris_is_read_back_with_every_field() -> None:
    entries = rispy.load(StringIO(bibliography(papers(), "ris")))
    assert len(entries) == 4
    first, second, third, fourth = entries
    assert first["title"] == "Proximity graphs"
    assert first["authors"] == ["Feld, Mira", "van Beethoven, Ludwig"]
    assert first["year"] == "2018"
    assert first["doi"] == "10.5555/carrel_1"
    assert first["keywords"] == ["graphs", "search"]
    assert second["title"] == NASTY
    assert second["type_of_reference"] == "CONF"
    assert third["authors"] == ["山田太郎"]
    assert "authors" not in fourth


def test_a_title_cannot_begin_a_ris_tag_of_its_own() -> None:
    title = "Innocent\nER  - \nTY  - JOUR\nTI  - Owned"
    entries = rispy.load(StringIO(bibliography([detail(paper(title))], "ris")))
    assert len(entries) == 1
    assert entries[0]["title"] == " ".join(title.split())


def test_csl_json_is_what_a_citation_processor_reads() -> None:
    from citeproc.source.json import CiteProcJSON

    items = json.loads(bibliography(papers(), "csl-json"))
    source = CiteProcJSON(items)
    assert set(source) == {item["id"].lower() for item in items}
    first = source["feld2018"]
    assert str(first["title"]) == "Proximity graphs"
    assert [str(name.family) for name in first["author"]] == ["Feld", "van Beethoven"]
    assert items[1]["title"] == NASTY
    assert items[1]["author"][1] == {"literal": "Aristotle"}
    assert "issued" not in items[1]
    assert items[2]["type"] == "article-journal"


@pytest.mark.parametrize(
    ("kind", "entry_type", "tag", "csl"),
    [
        ("article", "article", "JOUR", "article-journal"),
        ("conference paper", "inproceedings", "CONF", "paper-conference"),
        ("preprint", "misc", "UNPB", "article"),
        ("thesis", "phdthesis", "THES", "thesis"),
        ("report", "techreport", "RPRT", "report"),
        ("book", "book", "BOOK", "book"),
        ("chapter", "incollection", "CHAP", "chapter"),
        ("slides", "misc", "SLIDE", "speech"),
        ("poster", "misc", "GEN", "speech"),
        ("letter", "misc", "PCOMM", "personal_communication"),
        ("supplement", "misc", "GEN", "article"),
    ],
)
def test_each_kind_has_its_own_type_whatever_the_venue(
    kind: str, entry_type: str, tag: str, csl: str
) -> None:
    one = paper("Proximity graphs", ("Mira Feld",), 2018, "feld2018", venue="Proc. of Things")
    known = [replace(detail(one), kind=kind)]
    entry = bibtexparser.parse_string(bibliography(known, "bibtex")).entries[0]
    assert entry.entry_type == entry_type
    assert "Proc. of Things" in {field.value for field in entry.fields}
    assert f"TY  - {tag}" in bibliography(known, "ris")
    assert json.loads(bibliography(known, "csl-json"))[0]["type"] == csl


def test_a_thesis_names_its_school_and_not_a_degree_that_nobody_knows() -> None:
    one = paper("Proximity graphs", ("Mira Feld",), 2018, "feld2018")
    places = ("Mira Feld", "University of Springfield")
    known = replace(detail(one), kind="thesis", affiliations=places)
    entry = bibtexparser.parse_string(bibliography([known], "bibtex")).entries[0]
    assert (entry["school"], entry["type"]) == ("University of Springfield", "Thesis")


def test_every_kind_that_the_reader_tells_can_be_edited() -> None:
    assert set(READ_KINDS) < set(KINDS)


@pytest.mark.parametrize("name", sorted(FORMATS))
def test_no_papers_make_an_empty_bibliography(name: str) -> None:
    text = bibliography([], name)
    assert text.strip() in {"", "[]"}


def test_an_unknown_format_is_named_with_the_known_ones() -> None:
    with pytest.raises(ExportError, match="endnote") as raised:
        bibliography(papers(), "endnote")
    assert "bibtex" in raised.value.hint


@pytest.mark.parametrize(
    ("name", "parts"),
    [
        ("Mira Feld", ("Feld", "Mira")),
        ("Feld, Mira", ("Feld", "Mira")),
        ("Ludwig van Beethoven", ("van Beethoven", "Ludwig")),
        ("Charles de la Vallée Poussin", ("Poussin", "Charles de la Vallée")),
        ("Martin Luther King Jr.", ("King", "Martin Luther, Jr.")),
        ("Aristotle", ("Aristotle", "")),
        ("山田太郎", ("山田太郎", "")),
    ],
)
def test_names_are_split_where_people_would(name: str, parts: tuple[str, str]) -> None:
    assert split_name(name) == parts


@given(st.text(max_size=300))
def test_a_file_name_is_safe_whatever_the_title(title: str) -> None:
    name = safe_file_name(title, ".md")
    assert name.endswith(".md")
    assert not name.startswith(".")
    assert not re.search(r'[/\\:*?"<>|\x00-\x1f]', name)
    assert len(name.encode()) <= 200
    assert re.sub(r"\.md$", "", name).lower() not in {"con", "nul", "aux", "prn"}


def test_a_file_name_says_what_the_title_says() -> None:
    assert safe_file_name("How fast is HNSW?", ".md") == "how-fast-is-hnsw.md"
    assert safe_file_name("../../etc/passwd", ".md") == "etc-passwd.md"
    assert safe_file_name("???", ".md") == "untitled.md"
    assert safe_file_name("CON", ".md") == "con-file.md"


def test_papers_that_nothing_names_are_left_out_and_told(sample_library: Library) -> None:
    first, second, *_ = sample_library.papers()
    sample_library._catalogue.database.write(
        lambda connection: connection.execute(
            "UPDATE papers SET title = '', authors = [], doi = '', arxiv_id = '' WHERE id = ?",
            [first.id],
        )
    )
    ids = [first.id, second.id]
    assert [paper.id for paper in sample_library.not_citable(ids)] == [first.id]
    for name, entries in (("bibtex", "@"), ("ris", "TY  -")):
        assert sample_library.export_papers(ids, format=name).count(entries) == 1
    with pytest.raises(ExportError, match="neither title"):
        sample_library.export_papers([first.id])
