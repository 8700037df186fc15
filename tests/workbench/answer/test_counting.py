"""Questions about the library itself: counted in the catalogue."""

from __future__ import annotations

from collections import Counter

import pytest

from workbench.answer.understand import understand
from workbench.errors import PaperNotFoundError, QueryError
from workbench.library import Library
from workbench.types import Filters, PaperDetail


def cells(library: Library, question: str) -> tuple[str, list[tuple[str, ...]]]:
    answer = library.ask(question, keep=False)
    assert answer.kind == "count"
    assert not answer.refused
    assert not answer.citations
    return answer.text, list(answer.table.rows) if answer.table else []


def test_papers_are_counted_by_year_author_and_mention(sample_library: Library) -> None:
    papers = sample_library.papers()
    text, rows = cells(sample_library, "How many papers do I have?")
    assert f"holds {len(papers)} papers" in text
    assert sum(int(row[1]) for row in rows) == len(papers)
    since = sum(1 for paper in papers if (paper.year or 0) >= 2020)
    assert (
        f"holds {since} papers since 2020"
        in cells(sample_library, "How many papers are there since 2020?")[0]
    )
    assert "holds 1 paper from 2007" in cells(sample_library, "How many papers are from 2007?")[0]
    assert "holds 1 paper by Okafor" in cells(sample_library, "How many papers are by Okafor?")[0]
    mention = cells(sample_library, "How many papers mention reciprocal rank fusion?")[0]
    assert "that mention “reciprocal rank fusion”" in mention
    assert "holds 0" not in mention


def test_what_is_cited_most_and_what_is_oldest(sample_library: Library) -> None:
    text, rows = cells(sample_library, "Which papers are cited most?")
    most = max(paper.cited_by for paper in sample_library.papers())
    assert f"by {most} of its papers" in text
    assert int(rows[0][2]) == most
    assert "Okafor and Lindqvist (1998)" in cells(sample_library, "What is the oldest paper?")[0]
    assert "2026" in cells(sample_library, "What is the newest paper?")[0]


def test_filters_hold_for_counts(sample_library: Library) -> None:
    answer = sample_library.ask(
        "How many papers do I have?", filters=Filters(until=1999), keep=False
    )
    assert "holds 1 paper until 1999" in answer.text


def test_kind_effort_and_pins_are_checked(sample_library: Library) -> None:
    with pytest.raises(QueryError, match="kind"):
        sample_library.ask("What is fusion?", kind="riddle", keep=False)
    with pytest.raises(QueryError, match="effort"):
        sample_library.ask("What is fusion?", effort="heroic", keep=False)
    with pytest.raises(PaperNotFoundError):
        sample_library.ask("What is fusion? @nobody1900", keep=False)
    key = next(p.citekey for p in sample_library.papers() if p.citekey.startswith("novak"))
    answer = sample_library.ask(f"What is reciprocal rank fusion? @{key}", keep=False)
    assert {citation.paper.citekey for citation in answer.citations} == {key}


def test_answers_are_found_again_and_asked_again(sample_library: Library) -> None:
    answer = sample_library.ask("Does reranking pay on a small collection?")
    assert [a.id for a in sample_library.answers(text="RERANKING small")] == [answer.id]
    assert sample_library.answers(text="caesium") == []
    again, changes = sample_library.ask_again(answer)
    assert again.id != answer.id
    assert not changes
    assert again.filters == answer.filters
    assert len(sample_library.answers()) == 2


@pytest.fixture
def cited(sample_library: Library) -> PaperDetail:
    """A paper that others of the library cite."""
    most = max(sample_library.papers(), key=lambda paper: paper.cited_by)
    return sample_library.paper(most.id)


@pytest.mark.parametrize(
    "question",
    [
        "How many papers cite {}?",
        "which papers cite {}",
        "list papers citing {}",
        "who cites {}?",
        "How often is {} cited?",
        "How many citations does {} have?",
    ],
)
def test_who_cites_a_paper_is_read_from_the_catalogue(
    sample_library: Library, cited: PaperDetail, question: str
) -> None:
    name = f"“{cited.summary.title}”"
    text, rows = cells(sample_library, question.format(name))
    assert text.startswith(f"{len(cited.cited_by)} papers of your library cite ")
    assert {row[1] for row in rows} == {paper.title for paper in cited.cited_by}


def test_the_papers_that_cite_are_narrowed_by_years(
    sample_library: Library, cited: PaperDetail
) -> None:
    later = [p for p in cited.cited_by if (p.year or 0) >= 2020]
    key = cited.summary.citekey
    text, rows = cells(sample_library, f"How many papers cite {key} since 2020?")
    assert text.startswith(f"{len(later)} paper")
    assert len(rows) == len(later)


def test_a_work_that_is_nowhere_is_said_so_and_not_counted(sample_library: Library) -> None:
    text, rows = cells(sample_library, "How many papers cite Zanzibarium?")
    assert "No paper of your library is called “Zanzibarium”" in text
    assert not rows


def test_references_authors_and_papers_by_an_author(
    sample_library: Library, cited: PaperDetail
) -> None:
    title = cited.summary.title
    text, rows = cells(sample_library, f"How many references does “{title}” have?")
    assert f"lists {len(cited.references)} reference" in text
    assert len(rows) == len(cited.references)
    written = cells(sample_library, f"Who wrote “{title}”?")[0]
    assert all(author in written for author in cited.summary.authors)
    theirs = [p for p in sample_library.papers() if any("Okafor" in a for a in p.authors)]
    text, rows = cells(sample_library, "How many papers did Okafor write?")
    assert f"holds {len(theirs)} paper" in text
    assert {row[1] for row in rows} == {paper.title for paper in theirs}


def test_a_count_that_is_not_understood_is_never_the_number_of_all_papers(
    sample_library: Library,
) -> None:
    for question in (
        "How many papers in each field of physics?",
        "How many papers by the committee were rejected?",
        "Who wrote Zanzibarium?",
    ):
        answer = sample_library.ask(question, keep=False)
        assert f"holds {len(sample_library.papers())} papers" not in answer.text
        assert answer.table is None  # nor who wrote most


def test_papers_of_some_years_or_on_a_matter_are_named(sample_library: Library) -> None:
    early = {p.title for p in sample_library.papers() if p.year and p.year < 2005}
    text, rows = cells(sample_library, "Which papers were published before 2005?")
    assert f"holds {len(early)} paper" in text
    assert {row[1] for row in rows} == early
    text, rows = cells(sample_library, "How many papers mention reciprocal rank fusion?")
    assert f"holds {len(rows)} paper" in text


def test_papers_are_named_by_what_their_reader_keeps_of_them(sample_library: Library) -> None:
    first, second, *_ = sample_library.papers()
    sample_library.mark([first.id], starred=True)
    sample_library.tag([second.id], add=["thesis"])
    sample_library.mark([first.id, second.id], read=True)
    every = len(sample_library.papers())
    for question, number, titles in (
        ("Which papers did I star?", "1 paper that you starred", {first.title}),
        ("How many papers have I starred?", "1 paper that you starred", {first.title}),
        ("which papers are tagged thesis?", "1 paper tagged “thesis”", {second.title}),
        ("What have I read?", "2 papers that you have read", {first.title, second.title}),
        ("Which papers have a note?", "no papers with a note of yours", set()),
        ("which papers are tagged zebra?", "no papers tagged “zebra”", set()),
    ):
        text, rows = cells(sample_library, question)
        assert f"holds {number}." in text, question
        assert {row[1] for row in rows} == titles
    text, rows = cells(sample_library, "Which of my papers are unread?")
    assert f"holds {every - 2} papers that you have not read" in text
    assert len(rows) == every - 2


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("Which papers use tagged corpora?", "papers"),
        ("Which papers read sensors without a clock?", "papers"),
        ("What papers are about unread email?", "papers"),
        ("Which papers have notes on implementation?", "papers"),
        ("What is the year of the eclipse?", "definition"),
        ("When was the theorem proved?", "fact"),
        ("How long is a pipeline?", "number"),
    ],
)
def test_questions_about_the_world_are_not_for_the_catalogue(question: str, kind: str) -> None:
    assert understand(question).kind == kind


def test_the_longest_and_the_latest_added_papers(sample_library: Library) -> None:
    papers = sample_library.papers()
    most, fewest = max(p.pages for p in papers), min(p.pages for p in papers)
    text, rows = cells(sample_library, "Which paper has the most pages?")
    assert text.endswith(f"{most} pages.")
    assert [int(row[0]) for row in rows] == sorted((p.pages for p in papers), reverse=True)[:15]
    assert f": {fewest} page" in cells(sample_library, "What is the shortest paper?")[0]
    text, rows = cells(sample_library, "Which papers did I add last?")
    assert "was added last" in text
    assert rows[0][0] >= rows[-1][0]


def test_one_paper_is_told_of_by_its_name(sample_library: Library, cited: PaperDetail) -> None:
    paper = cited.summary
    title = f"“{paper.title}”"
    assert f"is from {paper.year}." in cells(sample_library, f"What year was {title} published?")[0]
    assert f"has {paper.pages} page" in cells(sample_library, f"How many pages has {title}?")[0]
    assert "is by" in cells(sample_library, f"What are the authors of {title}?")[0]
    assert cited.abstract in cells(sample_library, f"What is the abstract of {title}?")[0]
    key = next(p for p in sample_library.papers() if any("Okafor" in a for a in p.authors))
    text = cells(sample_library, "When was the paper by Okafor published?")[0]
    assert f"is from {key.year}." in text or "may be any of" in text


def test_every_paper_that_was_asked_for_is_named(sample_library: Library) -> None:
    since = {p.title for p in sample_library.papers() if (p.year or 0) >= 1990}
    _, rows = cells(sample_library, "Which papers were published since 1990?")
    assert {row[1] for row in rows} == since


def test_names_and_terms_are_whole_words(sample_library: Library) -> None:
    for question in (
        "How many papers mention okafo?",
        "How many papers mention AI?",
        "How many papers did Oka write?",
    ):
        assert "holds no paper" in cells(sample_library, question)[0], question
    text, _ = cells(sample_library, "Which papers did Stanford write?")
    assert "Authors' names are looked for" in text
    one, _ = cells(sample_library, "How many papers mention a reranker?")
    several, _ = cells(sample_library, "How many papers mention rerankers?")
    assert "holds no" not in one
    assert [w for w in one.split() if w.isdigit()] == [w for w in several.split() if w.isdigit()]


@pytest.mark.parametrize(
    "question",
    [
        "Who wrote the {} paper?",
        "When was the {} paper published?",
        "What year was the {} paper published?",
        "What is the abstract of the {} paper?",
        "Which papers does the {} paper cite?",
    ],
)
def test_a_paper_that_only_speaks_of_a_name_is_not_the_paper_of_it(
    sample_library: Library, question: str
) -> None:
    text, rows = cells(sample_library, question.format("ColBERT"))
    assert text.startswith("No paper of your library is called “ColBERT”")
    assert all(len(row) == 2 for row in rows)  # papers that mention it, and no count by year


def test_a_paper_by_somebody_is_not_one_about_them(sample_library: Library) -> None:
    text, rows = cells(sample_library, "What is the title of the paper by ColBERT?")
    assert text == "Your library holds no paper by ColBERT."
    assert not rows


def test_what_is_kept_does_not_run_into_what_is_mentioned(sample_library: Library) -> None:
    text, rows = cells(sample_library, "Which papers about stemming did I not read?")
    assert "that mention “stemming”." in text
    assert rows


def test_who_cites_an_author_or_a_shortened_title(
    sample_library: Library, cited: PaperDetail
) -> None:
    author = cited.summary.authors[0].split()[-1]
    text, rows = cells(sample_library, f"Which papers cite {author}?")
    assert f"“{author}” among their authors" in text
    assert {p.title for p in cited.cited_by} <= {row[1] for row in rows}
    assert any(cited.summary.title.casefold() in row[2].casefold() for row in rows)
    longest = max(cited.summary.title.split(), key=len).strip(":,")
    text, rows = cells(sample_library, f"Which papers cite {author}'s {longest.lower()} paper?")
    assert f"“{longest.lower()}” in their title" in text
    assert {p.title for p in cited.cited_by} == {row[1] for row in rows}
    text, rows = cells(sample_library, f"Which papers cite {author} (1803)?")
    assert text.startswith("No paper of your library is called")
    assert not rows


def test_an_author_is_no_part_of_a_longer_name(sample_library: Library) -> None:
    text, rows = cells(sample_library, "Which papers cite Okaf?")
    assert "No reference in it" in text
    assert not rows


def test_authors_are_named_and_year_and_venue_told_together(
    sample_library: Library, cited: PaperDetail
) -> None:
    title = f"“{cited.summary.title}”"
    named = cells(sample_library, f"Name the authors of {title}")[0]
    assert all(author in named for author in cited.summary.authors)
    for question in ("When and where was {} published?", "What year was {} published and where?"):
        text, _ = cells(sample_library, question.format(title))
        assert f"is from {cited.summary.year}." in text
        assert "appeared" in text


def test_the_paper_on_a_matter_has_it_in_its_title(sample_library: Library) -> None:
    text, _ = cells(sample_library, "Who wrote the paper on zanzibars?")
    assert text.startswith("No paper of your library has “zanzibars” in its title.")
    paper = next(p for p in sample_library.papers() if "fusion" in p.title.lower())
    text, _ = cells(sample_library, f"Who wrote the paper about {paper.title.lower()}?")
    assert all(author in text for author in paper.authors)


def test_authors_of_several_papers_are_counted_and_named(sample_library: Library) -> None:
    printed = Counter(a for p in sample_library.papers() for a in p.authors)
    many = {author for author, number in printed.items() if number > 1}
    for question in (
        "Which authors appear on more than one paper?",
        "Which authors have at least two papers?",
        "How many authors have more than 1 paper?",
    ):
        text, rows = cells(sample_library, question)
        assert text.startswith(f"{len(many) or 'No'} author"), question
        assert {row[0] for row in rows} == many
    assert cells(sample_library, "Which authors have more than 900 papers?")[0].startswith("No ")


def test_papers_that_lack_something_are_counted(sample_library: Library) -> None:
    first, *rest = sample_library.papers()
    sample_library.edit(first.id, {"authors": [], "abstract": ""})
    for question, label in (
        ("Which papers have no authors?", "whose authors are not known"),
        ("How many papers have no abstract?", "whose abstract is not known"),
        ("Which papers are without an abstract?", "whose abstract is not known"),
    ):
        text, rows = cells(sample_library, question)
        assert label in text
        assert first.title in {row[1] for row in rows}
        assert len(rows) < len(rest)
    assert understand("Which papers need no title in advance?").kind == "papers"


def test_papers_without_a_year_are_told_where_years_count(sample_library: Library) -> None:
    newest = max(sample_library.papers(), key=lambda paper: paper.year or 0)
    sample_library.edit(newest.id, {"year": None})
    undated = sum(paper.year is None for paper in sample_library.papers())
    for question in ("How many papers are there before 2010?", "Which papers are from 2007?"):
        text, _ = cells(sample_library, question)
        assert f"{undated} more paper" in text
        assert "not known" in text
    assert "not known" not in cells(sample_library, "How many papers do I have?")[0]


def test_what_is_to_be_read_first_is_no_question_on_what_was_read() -> None:
    asked = understand("Which of my papers should I read first about stemming?")
    assert asked.kind == "papers"
    assert asked.parts == ("stemming",)
