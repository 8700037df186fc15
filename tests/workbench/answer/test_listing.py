"""Lists name the papers that are about a matter first, and say why; others come after, or not."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pymupdf
import pytest
from answer_support import Shelf, paper, plain_settings

from workbench.answer.abbreviations import other_form
from workbench.answer.answerer import Answerer
from workbench.answer.kinds import Kind
from workbench.answer.matter import matter_of
from workbench.errors import NothingLeftError
from workbench.library import Library
from workbench.types import Answer, Filters, SearchResult


@pytest.mark.parametrize(
    ("question", "matter"),
    [
        ("Which papers are about garbage collection?", "garbage collection"),
        ("list papers on machine learning", "machine learning"),
        ("Are there any papers on climate change?", "climate change"),
        ("Which papers discuss the topic of anonymity?", "anonymity"),
        ("papers about privacy", "privacy"),
        ("Which papers use MapReduce?", "Which papers use MapReduce?"),
    ],
)
def test_a_list_is_searched_by_its_matter_alone(question: str, matter: str) -> None:
    assert matter_of(question, Kind.PAPERS) == matter


@pytest.mark.parametrize(
    ("term", "text", "other"),
    [
        ("distributed hash tables", "A distributed hash table (DHT) spreads keys.", "dht"),
        # in capitals it would be an operator of a query
        ("odds ratio", "We report the odds ratio (OR), and its interval.", "or"),
        ("DHTs", "A distributed hash table (DHT) spreads keys.", "distributed hash table"),
        ("distributed hash tables", "Tables (DHT) are distributed by hash.", ""),
        ("a lock", "Nothing of the kind.", ""),
    ],
)
def test_a_term_has_the_other_name_that_a_text_gives_it(term: str, text: str, other: str) -> None:
    assert other_form(term, [text]) == other


def headed(answer: Answer) -> list[tuple[str, str]]:
    """Each paragraph's heading, and the title that its sentence begins with."""
    by_number = {citation.n: citation.paper.title for citation in answer.citations}
    found: list[tuple[str, str]] = []
    heading = ""
    for sentence in answer.sentences:
        heading = (answer.headings[sentence.paragraph] if answer.headings else "") or heading
        found.append((heading, by_number[sentence.citations[0]]))
    return found


def test_papers_about_a_matter_stand_before_those_that_mention_it(sample_library: Library) -> None:
    listed = headed(sample_library.ask("Which papers are about reranking?", keep=False))
    about = [title for heading, title in listed if heading == "About it"]
    assert {title.split(":")[0] for title in about} == {
        "Does Reranking Pay on a Small Collection?",
        "Reranking Pays When Questions Are Long",
    }
    assert [heading for heading, _ in listed] == sorted(heading for heading, _ in listed)
    titles = [title for _, title in listed]
    assert len(titles) == len(set(titles)) > len(about)


def test_the_quote_says_what_the_paper_is_about(sample_library: Library) -> None:
    answer = sample_library.ask("list papers about stemming", keep=False)
    first = answer.citations[0]
    assert first.paper.title.startswith("Stems or Words?")
    assert first.passage.kind.value == "abstract"


def test_a_matter_that_no_paper_speaks_of_is_not_listed(sample_library: Library) -> None:
    for matter in ("protein folding", "blockchain", "deep reinforcement learning"):
        assert sample_library.ask(f"Which papers are about {matter}?", keep=False).refused, matter


def test_papers_are_listed_where_none_has_an_abstract() -> None:
    shelf = Shelf()
    shelf.add(
        paper("Bloom filters in routers"),
        "A Bloom filter tells a router that a key is new, as we show for four routers.",
    )

    def search(query: str, filters: Filters, k: int) -> SearchResult:
        if "section:abstract" in filters.terms:
            raise NothingLeftError("no passage is left", "leave out section:abstract")
        return shelf.search(query, filters, k)

    answer = Answerer(search).answer("Which papers are about Bloom filters?")
    assert not answer.refused
    assert [citation.paper.title for citation in answer.citations] == ["Bloom filters in routers"]


@pytest.mark.parametrize(("nearness", "refused"), [(None, True), (2.0, True), (7.0, False)])
def test_papers_without_the_words_are_listed_where_their_meaning_is_near(
    nearness: float | None, refused: bool
) -> None:
    shelf = Shelf()
    shelf.add(paper("Bread"), "Sourdough rises for a day before it is baked in a hot oven.")
    shelf.add(paper("Rockets"), "A rocket reaches orbit by burning its fuel in four stages.")

    def search(query: str, filters: Filters, k: int) -> SearchResult:
        found = shelf.search("rocket sourdough", filters, k)
        # cosines of some models lie between 0.7 and 0.9 whatever is compared
        near = (
            replace(h, scores={**h.scores, "dense": 0.8}, nearness=nearness) for h in found.hits
        )
        return replace(found, query=query, hits=tuple(near))

    assert Answerer(search).answer("Which papers are about pastries?").refused is refused


ODDS = """Odds ratios in trials of tea

Abstract
The odds ratio (OR), which trials of tea report, was read from forty trials.
We show that the odds ratio is above two in half of the trials.

1 Introduction
Trials of tea report an odds ratio for each of the groups that drink it."""


@pytest.fixture
def odds_library(tmp_path: Path) -> Iterator[Library]:
    """A library of one paper that prints the short form of its matter, an operator of queries."""
    folder = tmp_path / "papers"
    folder.mkdir()
    document = pymupdf.open()
    document.new_page().insert_textbox((72, 72, 500, 700), ODDS, fontsize=11)
    document.save(folder / "odds.pdf")
    with Library.open(tmp_path / "library", settings=plain_settings()) as library:
        library.ingest([folder])
        yield library


def test_a_printed_short_form_is_no_operator(odds_library: Library) -> None:
    answer = odds_library.ask("Which papers are about the odds ratio?", keep=False)
    assert not answer.refused
    assert "dds ratio" in answer.citations[0].quote
