"""Lists name the papers that are about a matter first, and say why; others come after, or not."""

from __future__ import annotations

import pytest

from workbench.answer.abbreviations import other_form
from workbench.answer.kinds import Kind
from workbench.answer.matter import matter_of
from workbench.library import Library
from workbench.types import Answer


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
        ("distributed hash tables", "A distributed hash table (DHT) spreads keys.", "DHT"),
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
