"""A library as a person meets it: the sample papers, searched and questioned."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from tests_support import SETTINGS, page_text, squeezed

from ingest.paper import Rectangle
from workbench.errors import (
    AnswerNotFoundError,
    CancelledError,
    ExportError,
    LibraryBusyError,
    LibraryError,
    LibraryMissingError,
    PaperNotFoundError,
    QueryError,
)
from workbench.library import Library
from workbench.types import (
    AnswerEvent,
    AnswerSettled,
    EvidenceGathered,
    FileState,
    Filters,
    QuestionUnderstood,
)


def test_every_sample_ends_in_the_state_its_kind_calls_for(sample_library: Library) -> None:
    states = {Path(p.path).name: p.state for p in sample_library.papers()}
    assert states.pop("smith2004.pdf") is FileState.SKIPPED
    assert set(states.values()) == {FileState.READY}
    assert len(states) >= 12
    counts = sample_library.status().files
    assert counts["failed"] == 1
    assert counts["skipped"] == 2


def test_search_finds_by_words_and_by_meaning(sample_library: Library) -> None:
    by_words = sample_library.search("HNSW").hits
    assert by_words[0].scores["lexical"] > 0
    by_meaning = sample_library.search("should newer articles be ranked ahead of older ones?").hits
    assert any("recency" in hit.paper.path for hit in by_meaning[:3])
    for hit in by_meaning:
        shares = [value for name, value in hit.scores.items() if name.endswith("_share")]
        assert hit.score == pytest.approx(sum(shares), abs=1e-4)
        assert hit.reason
    assert [hit.rank for hit in by_meaning] == list(range(1, len(by_meaning) + 1))


def test_filters_narrow_both_ways_of_matching(sample_library: Library) -> None:
    with pytest.raises(QueryError, match="no paper"):
        sample_library.search("ranking", filters=Filters(since=2020, until=2010))
    late = sample_library.search("ranking", filters=Filters(since=2015))
    assert late.hits
    assert all((hit.paper.year or 0) >= 2015 for hit in late.hits)
    early = sample_library.search("ranking", filters=Filters(until=2010))
    assert all(0 < (hit.paper.year or 9999) <= 2010 for hit in early.hits)
    one = late.hits[0].paper.id
    only = sample_library.search("the", filters=Filters(papers=(one,)), k=50)
    assert {hit.paper.id for hit in only.hits} <= {one}


def test_one_paper_does_not_fill_the_result(sample_library: Library) -> None:
    hits = sample_library.search("product quantization", k=10).hits
    counts = [sum(other.paper.id == hit.paper.id for other in hits) for hit in hits]
    assert max(counts) <= 3


def test_a_query_without_a_word_is_refused_in_words(sample_library: Library) -> None:
    for query in ("", "   ", "?!"):
        with pytest.raises(QueryError, match="no word"):
            sample_library.search(query)


def test_phrases_must_occur_and_excluded_words_must_not_also_by_meaning(
    sample_library: Library,
) -> None:
    phrase = sample_library.search('"reciprocal rank fusion"').hits
    assert phrase
    for hit in phrase:
        words = f"{hit.paper.title} {hit.passage.section} {hit.passage.text}".lower()
        assert "reciprocal rank fusion" in words
    without = sample_library.search("reranking -cross").hits
    assert without
    assert all("cross" not in hit.passage.text.lower().split() for hit in without)
    with pytest.raises(QueryError):
        sample_library.search("-only -exclusions")


def test_a_set_cancel_stops_a_search(sample_library: Library) -> None:
    cancel = threading.Event()
    cancel.set()
    with pytest.raises(CancelledError):
        sample_library.search("anything", cancel=cancel)


def test_an_answer_is_cited_kept_and_told_in_order(sample_library: Library) -> None:
    events: list[AnswerEvent] = []
    question = "Should a literature search weight its results by citations?"
    answer = sample_library.ask(question, on_event=events.append)
    assert not answer.refused
    assert len({citation.paper.id for citation in answer.citations}) >= 2
    numbers = {citation.n for citation in answer.citations}
    for sentence in answer.sentences:
        assert sentence.citations
        assert set(sentence.citations) <= numbers
    assert isinstance(events[0], QuestionUnderstood)
    assert any(isinstance(event, EvidenceGathered) for event in events)
    assert isinstance(events[-1], AnswerSettled)
    [kept] = sample_library.answers()
    assert kept == answer
    assert sample_library.answer("last") == sample_library.answer(answer.id[:8]) == answer


def test_quotes_stand_on_the_page_they_name(sample_library: Library) -> None:
    answer = sample_library.ask("How do nearest-neighbour graphs cope with deleted nodes?")
    assert answer.citations
    for citation in answer.citations:
        assert citation.quote in citation.passage.text
        assert squeezed(citation.quote) in squeezed(page_text(citation.paper.path, citation.page))


def test_what_the_library_does_not_hold_is_refused(sample_library: Library) -> None:
    answer = sample_library.ask("Which enzyme repairs double strand breaks in zebrafish neurons?")
    assert answer.refused
    assert answer.text


def test_the_citation_graph_of_the_samples_is_whole(sample_library: Library) -> None:
    linked = [
        reference
        for paper in sample_library.papers()
        for reference in sample_library.paper(paper.id).references
        if reference.cited_paper_id
    ]
    assert len(linked) >= 15
    cited = max(sample_library.papers(), key=lambda paper: paper.cited_by)
    detail = sample_library.paper(cited.citekey)
    assert len(detail.cited_by) == cited.cited_by > 1


def test_a_page_is_drawn_with_its_quote_marked(sample_library: Library) -> None:
    paper = next(p for p in sample_library.papers() if p.path.endswith("main.pdf"))
    plain = sample_library.page_image(paper.id, 1)
    marked = sample_library.page_image(paper.id, 1, highlight=[Rectangle(1, 100, 100, 300, 140)])
    elsewhere = sample_library.page_image(paper.id, 1, highlight=[Rectangle(2, 100, 100, 300, 140)])
    assert plain.startswith(b"\x89PNG")
    assert marked != plain
    assert elsewhere == plain


def test_exports_do_not_replace_a_file_unasked(sample_library: Library, tmp_path: Path) -> None:
    answer = sample_library.ask("What is reciprocal rank fusion?")
    file = tmp_path / "answer.md"
    sample_library.export_answer(answer, file)
    assert answer.question in file.read_text()
    with pytest.raises(ExportError, match=r"answer\.md"):
        sample_library.export_answer(answer, file)
    sample_library.export_answer(answer, file, overwrite=True)


def test_a_bibliography_names_every_paper_that_has_a_name(sample_library: Library) -> None:
    papers = sample_library.papers()
    text = sample_library.export_papers([], None)
    left_out = {paper.id for paper in sample_library.not_citable([paper.id for paper in papers])}
    assert 0 < len(left_out) < len(papers)
    for paper in papers:
        assert (f"{{{paper.citekey}," in text) is (paper.id not in left_out)


def test_a_library_that_is_not_there_is_not_made_unasked(tmp_path: Path) -> None:
    with pytest.raises(LibraryMissingError, match="carrel ingest"):
        Library.open(tmp_path / "none", create=False)
    assert not (tmp_path / "none").exists()
    (tmp_path / "file").write_text("")
    with pytest.raises(LibraryError):
        Library.open(tmp_path / "file" / "library")


def test_unknown_papers_and_orders_are_refused_in_words(sample_library: Library) -> None:
    with pytest.raises(PaperNotFoundError):
        sample_library.paper("nobody1900")
    with pytest.raises(QueryError, match="one of added, author"):
        sample_library.papers(order="colour")


def test_closing_twice_is_harmless_and_use_after_it_is_refused(tmp_path: Path) -> None:
    library = Library.open(tmp_path / "library", settings=SETTINGS)
    library.close()
    library.close()
    with pytest.raises(LibraryError):
        library.papers()


def test_closing_under_readers_releases_the_library_and_tells_each_in_words(
    sample_library_folder: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "library"
    shutil.copytree(sample_library_folder, folder)
    library = Library.open(folder, settings=SETTINGS)
    unforeseen: list[BaseException] = []

    def read(call: Callable[[], object], running: threading.Event) -> None:
        try:
            while True:
                call()
                running.set()
        except LibraryError:
            return
        except BaseException as error:  # what a reader may not see
            unforeseen.append(error)

    paper = library.papers()[0].id
    calls: list[Callable[[], object]] = [
        library.papers,
        library.status,
        lambda: library.search("graphs"),
        lambda: library.passages(paper),
        lambda: library.page_image(paper, 1),
    ]
    running = [threading.Event() for _ in calls]
    readers = [
        threading.Thread(target=read, args=pair) for pair in zip(calls, running, strict=True)
    ]
    for reader in readers:
        reader.start()
    assert all(event.wait(60) for event in running)
    library.close()
    for reader in readers:
        reader.join(10)
        assert not reader.is_alive()
    assert not unforeseen
    with Library.open(folder, settings=SETTINGS) as again:
        assert again.papers()


def test_a_library_is_open_once(sample_library: Library) -> None:
    with pytest.raises(LibraryBusyError, match="this process"):
        Library.open(sample_library.folder, settings=SETTINGS)
    sample_library.close()
    Library.open(sample_library.folder, settings=SETTINGS).close()


def test_windows_and_counts_below_nothing_are_refused_in_words(sample_library: Library) -> None:
    with pytest.raises(QueryError):
        sample_library.papers(limit=-1)
    with pytest.raises(QueryError):
        sample_library.search("graphs", k=0)
    with pytest.raises(AnswerNotFoundError):
        sample_library.answer("")


def test_halves_of_characters_are_searched_and_asked_without_harm(sample_library: Library) -> None:
    assert sample_library.search("graphs \ud83d").hits
    assert not sample_library.papers(text="\udcff")
    assert sample_library.ask("What is a graph \ud83d?").question.isprintable()


def test_without_an_index_of_meaning_words_are_found_and_it_is_said(
    sample_library_folder: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "library"
    shutil.copytree(sample_library_folder, folder)
    [dense] = (folder / "index").glob("dense-*")
    shutil.rmtree(dense)
    dense.write_text("in the way")
    with Library.open(folder, settings=SETTINGS) as library:
        result = library.search("graphs")
        assert result.hits
        assert any("words only" in note for note in result.notes)


@pytest.mark.parametrize("damage", ["remove", "truncate", "scramble"])
def test_derived_indexes_are_built_again_from_the_catalogue(
    sample_library_folder: Path, tmp_path: Path, damage: str
) -> None:
    folder = tmp_path / "library"
    shutil.copytree(sample_library_folder, folder)
    if damage == "remove":
        shutil.rmtree(folder / "index")
    else:
        for file in (f for f in (folder / "index").rglob("*") if f.is_file()):
            content = file.read_bytes()
            file.write_bytes(content[: len(content) // 2] if damage == "truncate" else b"x" * 100)
    with Library.open(folder, settings=SETTINGS) as library:
        hits = library.search("how are two rankings fused?").hits
        assert {"lexical", "dense"} <= {name for hit in hits for name in hit.scores}


def test_a_killed_ingest_leaves_a_library_that_opens_and_goes_on(
    samples: Path, tmp_path: Path
) -> None:
    code = (
        "import os, sys\n"
        "from workbench import Library, load_settings\n"
        "def die(progress):\n"
        "    if progress.job == sys.argv[3] and progress.done: os.kill(os.getpid(), 9)\n"
        "if __name__ == '__main__':\n"
        "    Library.open(sys.argv[1]).ingest([sys.argv[2]], on_progress=die)\n"
    )
    script = tmp_path / "read_and_die.py"
    script.write_text(code)
    folder = tmp_path / "library"
    for job in ("read", "embed"):
        done = subprocess.run(
            [sys.executable, str(script), str(folder), str(samples), job],
            check=False,
            env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])},
        )
        assert done.returncode == -signal.SIGKILL
        with Library.open(folder, settings=SETTINGS) as library:
            for paper in library.papers():
                if paper.state is not FileState.SKIPPED:
                    words = f'"{" ".join(paper.title.split()[:4])}"'
                    found = library.search(words, filters=Filters(papers=(paper.id,)))
                    assert found.hits, paper.title
    with Library.open(folder, settings=SETTINGS) as library:
        report = library.ingest([samples])
        assert report.counts["failed"] == 1
        assert report.counts["words only"] == 0
