from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from index.query_text import TextDemand
from ingest.paper import Page, PageText, Paper, Passage, PassageKind, Reference
from workbench.catalogue.catalogue import Catalogue
from workbench.catalogue.files import FileRow
from workbench.catalogue.links import link_papers
from workbench.catalogue.papers import paper_id
from workbench.errors import QueryError
from workbench.library import Library
from workbench.search.narrow import narrow, undated_left_out
from workbench.search.query import parse_query
from workbench.settings import ModelSettings, Settings
from workbench.types import FileState, Filters


def paper(
    letter: str,
    title: str,
    authors: Sequence[str],
    year: int | None,
    venue: str = "",
    references: Sequence[Reference] = (),
) -> Paper:
    number = int(letter * 15, 16)
    sections = ("", "Materials and Methods", "Results")
    kinds = (PassageKind.ABSTRACT, PassageKind.BODY, PassageKind.BODY)
    return Paper(
        path=f"/papers/{'thesis' if letter in 'ab' else 'other'}/{letter}.pdf",
        sha256=letter * 64,
        bytes=1,
        pages=(Page(1, 595, 842, PageText.NATIVE, 900),),
        title=title,
        authors=tuple(authors),
        year=year,
        doi="",
        arxiv_id="",
        venue=venue,
        abstract="",
        keywords=(),
        language="en",
        sections=(),
        references=tuple(references),
        passages=tuple(
            Passage(f"{number + n:016x}", n, kinds[n], f"Text {n} of {letter}.", sections[n], 1, 5)
            for n in range(3)
        ),
    )


PAPERS = (
    paper("a", "The Art of Sorting", ["Donald E. Knuth"], 1973, "CACM"),
    paper(
        "b",
        "k-NN graphs: an overview",
        ["Bjørn Müller", "Ada Li"],
        2021,
        "Proc. SIGIR 2021",
        [Reference(0, "Knuth, The Art of Sorting, 1973", title="The Art of Sorting", year=1973)],
    ),
    paper("c", "Sorting Networks", ["Oliver Knuthsen", "山田 太郎"], None, "SIGMOD"),
)


@pytest.fixture
def catalogue(tmp_path: Path) -> Iterator[Catalogue]:
    opened = Catalogue(tmp_path / "catalogue.duckdb")
    for one in PAPERS:
        identifier = paper_id(one.sha256)
        row = FileRow(one.path, one.sha256, 1, 1, identifier, FileState.WORDS_ONLY, "")
        opened.papers.store(one, row)
    link_papers(opened.database)
    opened.marks.tag([paper_id("a" * 64)], ["to read"], [])
    opened.marks.mark([paper_id("b" * 64)], read=True, starred=True)
    yield opened
    opened.close()


def holding(demand: TextDemand) -> NDArray[np.int64]:
    """Stands in for the index of words: passages whose text ends in the phrase's letter."""
    letter = demand.phrase[-1]
    return np.array([int(letter * 15, 16)], np.int64)


def left(catalogue: Catalogue, text: str, filters: Filters | None = None) -> str:
    """The letters of the papers whose passages a query's filters leave."""
    allowed = narrow(parse_query(text), filters or Filters(), catalogue, holding).allowed
    assert allowed is not None
    labels = allowed.labels()
    assert allowed.count == len(labels)
    assert allowed.allows(labels).all()
    return "".join(sorted({f"{label:016x}"[1] for label in labels.tolist()}))


@pytest.mark.parametrize(
    ("query", "letters"),
    [
        ("author:knuth", "a"),
        ('author:"knuth donald"', "a"),
        ("author:MULLER", "b"),
        ("author:li", "b"),  # and not Oliver
        ("author:山田", "c"),
        ("author:knuth*", "ac"),
        ("title:sorting", "ac"),
        ('title:"sorting networks"', "c"),
        ("title:k-nn", "b"),
        ("venue:sigir", "b"),
        ("year:1973", "a"),
        ("year:>2020", "b"),
        ("year:1970..2000", "a"),
        ("year:<=1973", "a"),
        ("-year:1973", "bc"),  # what has no year is not of 1973 either
        ('tag:"To Read"', "a"),
        ("is:unread", "ac"),
        ("is:starred", "b"),
        ("is:undated", "c"),
        ("is:dated", "ab"),
        ("(year:..2000 OR is:undated)", "ac"),
        ("in:thesis", "ab"),
        ("in:/papers/other", "c"),
        ("cites:knuth1973art", "b"),
        ("author:knuth OR venue:sigmod", "ac"),
        ("-(author:knuth OR venue:sigmod)", "b"),
        ("title:sorting -in:other", "a"),
        ("in:other OR lettera", "ac"),
    ],
)
def test_a_filter_leaves_the_papers_it_names(
    catalogue: Catalogue, query: str, letters: str
) -> None:
    assert left(catalogue, query) == letters


def test_cited_by_names_what_a_paper_cites(catalogue: Catalogue) -> None:
    [citing] = [p for p in catalogue.papers.window() if p.year == 2021]
    assert left(catalogue, f"citedby:{citing.citekey}") == "a"


def test_a_section_narrows_to_passages(catalogue: Catalogue) -> None:
    for name, position in (("method", 1), ("methods", 1), ("abstract", 0)):
        allowed = narrow(parse_query(f"section:{name}"), Filters(), catalogue, holding).allowed
        assert allowed is not None
        assert {label & 0xF for label in allowed.labels().tolist()} == {
            (int(letter * 15, 16) + position) & 0xF for letter in "abc"
        }


def test_filters_beside_the_query_narrow_too(catalogue: Catalogue) -> None:
    assert left(catalogue, "title:sorting", Filters(until=1990)) == "a"
    assert left(catalogue, "words", Filters(papers=(paper_id("c" * 64),))) == "c"
    assert narrow(parse_query("words"), Filters(), catalogue, holding).allowed is None


@pytest.mark.parametrize(
    ("query", "filters", "keeps"),
    [
        ("sorting year:..2000", Filters(), "(year:..2000 OR is:undated)"),
        ("sorting", Filters(since=1970, until=1990), "(year:1970..1990 OR is:undated)"),
        ("sorting", Filters(terms=("year:1973",)), "(year:1973 OR is:undated)"),
        (
            "sorting (year:..1980 OR year:2000..)",
            Filters(),
            "((year:..1980 OR year:2000..) OR is:undated)",
        ),
        ("title:sorting year:1973", Filters(), "(year:1973 OR is:undated)"),
        ("section:methods year:1973", Filters(), "(year:1973 OR is:undated)"),
    ],
)
def test_papers_without_a_year_are_not_left_out_silently(
    catalogue: Catalogue, query: str, filters: Filters, keeps: str
) -> None:
    told = undated_left_out(parse_query(query), filters, catalogue, holding)
    assert told == f"1 paper has no known year and was left out: {keeps} keeps it"
    assert not undated_left_out(parse_query(f"sorting {keeps}"), Filters(), catalogue, holding)


@pytest.mark.parametrize(
    "query", ["sorting", "sorting -year:1973", "sorting venue:cacm year:1973", "sorting is:undated"]
)
def test_nothing_is_said_where_no_year_left_a_paper_out(catalogue: Catalogue, query: str) -> None:
    assert not undated_left_out(parse_query(query), Filters(), catalogue, holding)


def test_years_that_leave_nothing_tell_of_papers_without_one(catalogue: Catalogue) -> None:
    with pytest.raises(QueryError, match="no paper") as caught:
        narrow(parse_query("sorting year:1800"), Filters(), catalogue, holding)
    assert "1 paper has no known year" in caught.value.hint
    assert "(year:1800 OR is:undated)" in caught.value.hint


def test_searches_and_answers_tell_of_papers_without_a_year(tmp_path: Path, samples: Path) -> None:
    settings = replace(Settings(), models=ModelSettings(writer="none", fetch="never"))
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("CARREL_MODELS", str(tmp_path / "none"))
        with Library.open(tmp_path / "library", settings=settings) as library:
            library.ingest([samples], embed=False)
            library.edit(library.search("ranking").hits[0].paper.id, {"year": ""})
            undated = len(library.search("is:undated", k=100).papers)
            assert undated
            found = library.search("ranking year:1900..")
            [told] = [note for note in found.notes if "no known year" in note]
            assert told.startswith(f"{undated} paper")
            assert "(year:1900.. OR is:undated)" in told
            wider = library.search("ranking (year:1900.. OR is:undated)", k=100)
            assert not [note for note in wider.notes if "no known year" in note]
            assert {hit.paper.year for hit in wider.hits} > {None}
            answer = library.ask("How do ranking methods compare?", filters=Filters(since=1900))
            assert told in answer.notes


def test_filters_that_leave_nothing_say_which(catalogue: Catalogue) -> None:
    with pytest.raises(QueryError, match="no paper") as caught:
        narrow(parse_query("bert author:nobody"), Filters(since=1900), catalogue, holding)
    assert "`author:nobody`" in caught.value.hint
    assert "1900" in caught.value.hint


def test_a_key_that_names_no_paper_is_pointed_at(catalogue: Catalogue) -> None:
    with pytest.raises(QueryError, match="no paper") as caught:
        narrow(parse_query("bert cites:nobody1900"), Filters(), catalogue, holding)
    assert caught.value.pointer.endswith("^")


def test_a_scope_follows_what_is_added(catalogue: Catalogue) -> None:
    assert left(catalogue, "title:sorting") == "ac"
    one = paper("d", "More Sorting", ["E. Else"], 2001)
    row = FileRow(one.path, one.sha256, 1, 1, paper_id(one.sha256), FileState.WORDS_ONLY, "")
    catalogue.papers.store(one, row)
    assert left(catalogue, "title:sorting") == "acd"


@pytest.mark.parametrize(
    "words",
    ["がんの研究", "हिन्दी भाषा", "مُحَمَّد", "H₂O", "ＡＢＣ", "Crème Brûlée", "Łódź"],
)
def test_a_title_is_found_by_its_own_words_in_any_script(words: str) -> None:
    import duckdb

    from workbench.catalogue.conditions import title_has

    condition = title_has(words)
    with duckdb.connect() as connection:
        connection.execute("CREATE TABLE papers AS SELECT ? AS title", [f"On {words} and more"])
        found = connection.execute(
            f"SELECT count(*) FROM papers p WHERE {condition.sql}",
            list(condition.parameters),
        ).fetchall()
    assert found == [(1,)]
