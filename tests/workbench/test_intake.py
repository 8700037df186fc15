"""How folders stay in step: what is read, what is not, and what is said of each file."""

from __future__ import annotations

import logging
import os
import shutil
import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from tests_support import SETTINGS

from workbench.errors import LibraryError
from workbench.library import Library
from workbench.settings import ModelSettings
from workbench.types import FileState, IngestReport, Progress

WORDS = replace(SETTINGS, models=ModelSettings(embedder="none", writer="none"))


@pytest.fixture
def papers(tmp_path: Path, samples: Path) -> Path:
    """A folder with three readable papers."""
    folder = tmp_path / "papers"
    folder.mkdir()
    for name in ("hybrid_fusion.pdf", "reyes2018.pdf", "main.pdf"):
        shutil.copy(samples / name, folder / name)
    return folder


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    """An empty library that needs no model."""
    with Library.open(tmp_path / "library", settings=WORDS) as opened:
        yield opened


def ends(report: IngestReport) -> dict[str, FileState]:
    return {Path(file.path).name: file.state for file in report.files}


def changed(report: IngestReport) -> set[str]:
    return {Path(file.path).name for file in report.files if file.changed}


def test_a_folder_is_read_once(library: Library, papers: Path) -> None:
    first = library.ingest([papers])
    assert changed(first) == {"hybrid_fusion.pdf", "reyes2018.pdf", "main.pdf"}
    assert first.counts["total"] == 3
    second = library.ingest([papers])
    assert not changed(second)
    assert second.counts["unchanged"] == 3
    assert ends(second) == ends(first)


def test_without_an_embedder_papers_are_found_by_words_and_say_why(
    library: Library, papers: Path
) -> None:
    report = library.ingest([papers])
    assert set(ends(report).values()) == {FileState.WORDS_ONLY}
    assert all("embed" in file.reason for file in report.files)
    result = library.search("reciprocal rank fusion")
    assert result.hits
    assert any("words only" in note for note in result.notes)


def test_new_and_changed_files_are_read_and_old_content_is_let_go(
    library: Library, papers: Path, samples: Path
) -> None:
    library.ingest([papers])
    shutil.copy(samples / "PQ_16bytes.pdf", papers / "main.pdf")
    shutil.copy(samples / "lindgren20.pdf", papers / "new.pdf")
    report = library.ingest([papers])
    assert changed(report) == {"main.pdf", "new.pdf"}
    titles = " ".join(paper.title for paper in library.papers())
    assert "Where to Cut" not in titles
    assert "Product Quantization" in titles
    assert not library.search('"passage segmentation for searching inside papers"').hits


def test_a_file_touched_but_not_changed_is_not_read_again(library: Library, papers: Path) -> None:
    library.ingest([papers])
    os.utime(papers / "main.pdf", (1, 1))
    assert not changed(library.ingest([papers]))


def test_a_moved_file_keeps_its_paper(library: Library, papers: Path) -> None:
    library.ingest([papers])
    before = {paper.id: paper.citekey for paper in library.papers()}
    (papers / "sub").mkdir()
    (papers / "main.pdf").rename(papers / "sub" / "renamed.pdf")
    report = library.ingest([papers])
    assert changed(report) == {"renamed.pdf"}
    assert {paper.id: paper.citekey for paper in library.papers()} == before
    moved = [paper.path for paper in library.papers() if paper.path.endswith("renamed.pdf")]
    assert moved == [str(papers / "sub" / "renamed.pdf")]


def test_a_vanished_file_is_taken_out_and_said(library: Library, papers: Path) -> None:
    library.ingest([papers])
    (papers / "main.pdf").unlink()
    report = library.ingest([papers])
    assert any("gone" in note for note in report.notes)
    assert library.count_papers() == 2
    hits = library.search("segmentation of passages").hits
    assert all("main.pdf" not in hit.paper.path for hit in hits)


def test_a_copy_is_one_paper_with_two_paths(library: Library, papers: Path) -> None:
    shutil.copy(papers / "main.pdf", papers / "zz copy.pdf")
    report = library.ingest([papers])
    assert ends(report)["zz copy.pdf"] is FileState.SKIPPED
    [copy] = [file for file in report.files if file.path.endswith("zz copy.pdf")]
    assert "main.pdf" in copy.reason
    assert library.count_papers() == 3
    assert len(library.paper(str(papers / "zz copy.pdf")).paths) == 2
    (papers / "main.pdf").unlink()
    report = library.ingest([papers])
    assert ends(report)["zz copy.pdf"] is FileState.WORDS_ONLY
    assert library.count_papers() == 3
    assert library.search("segmentation").hits


def test_bad_files_fail_alone_and_say_why(library: Library, papers: Path, samples: Path) -> None:
    (papers / "page.pdf").write_text("<html><body>Not a PDF</body></html>")
    (papers / "empty.pdf").write_bytes(b"")
    shutil.copy(samples / "smith2004.pdf", papers / "scan.pdf")
    report = library.ingest([papers])
    state = ends(report)
    assert state["page.pdf"] is FileState.FAILED
    assert state["empty.pdf"] is FileState.FAILED
    assert state["scan.pdf"] is FileState.SKIPPED
    reasons = {Path(file.path).name: file.reason for file in report.files}
    assert "tesseract" in reasons["scan.pdf"]
    assert all(reasons[name] for name in ("page.pdf", "empty.pdf"))
    assert report.counts["total"] == sum(
        report.counts[kind] for kind in ("ready", "words only", "skipped", "failed")
    )
    assert {Path(problem.path).name for problem in library.problems()} == {
        "page.pdf",
        "empty.pdf",
        "scan.pdf",
    }


def test_failed_files_are_read_again_only_when_asked_or_changed(
    library: Library, papers: Path, samples: Path
) -> None:
    bad = papers / "bad.pdf"
    bad.write_bytes(b"%PDF-1.7 nothing more")
    library.ingest([papers])
    assert not changed(library.ingest([papers]))
    assert changed(library.ingest([papers], retry=True)) == {"bad.pdf"}
    shutil.copy(samples / "lindgren20.pdf", bad)
    assert ends(library.ingest([papers]))["bad.pdf"] is FileState.WORDS_ONLY


def test_an_unreadable_folder_does_not_empty_the_library(
    library: Library, papers: Path, tmp_path: Path
) -> None:
    library.ingest([papers])
    papers.rename(tmp_path / "unplugged")
    report = library.ingest([papers])
    assert library.count_papers() == 3
    assert any(file.state is FileState.FAILED for file in report.files)


def test_cancelling_keeps_what_is_finished_and_the_next_run_goes_on(
    library: Library, papers: Path
) -> None:
    stop = threading.Event()

    def stop_after_one(progress: Progress) -> None:
        if progress.job == "read" and progress.done:
            stop.set()

    report = library.ingest([papers], on_progress=stop_after_one, cancel=stop)
    assert report.cancelled
    kept = library.count_papers()
    assert 1 <= kept <= 3
    library.ingest([papers])
    assert library.count_papers() == 3


def test_progress_counts_up_to_the_total(library: Library, papers: Path) -> None:
    told: list[Progress] = []
    library.ingest([papers], on_progress=told.append)
    reading = [progress for progress in told if progress.job == "read"]
    assert [p.done for p in reading] == sorted(p.done for p in reading)
    assert reading[-1].done == reading[-1].total == 3


def test_folders_are_remembered_with_counts(library: Library, papers: Path) -> None:
    library.ingest([papers])
    [folder] = library.folders()
    assert folder.path == str(papers)
    assert folder.counts["words only"] == 3


def test_papers_are_embedded_when_an_embedder_comes(
    library: Library, papers: Path, tmp_path: Path
) -> None:
    library.ingest([papers])
    library.close()
    with Library.open(tmp_path / "library", settings=SETTINGS) as again:
        report = again.ingest([papers])
        assert set(ends(report).values()) == {FileState.READY}
        assert len(changed(report)) == 3
        assert not changed(again.ingest([papers]))
        [hit, *_] = again.search(
            "which combination of two rankings needs no relevance labels?"
        ).hits
        assert "dense" in hit.scores


def test_what_is_brought_back_does_not_wait_for_others_to_be_embedded(
    papers: Path, tmp_path: Path
) -> None:
    with Library.open(tmp_path / "restored", settings=SETTINGS) as library:
        library.ingest([papers], embed=False)
        [removed] = library.remove_papers([library.papers()[0].id])
        assert library.status().embedded == 0
        library.restore_papers([removed.id])
        status = library.status()
        assert status.embedded == len(library.passages(removed.id)) < status.passages
        # the others wait as before
        library.ingest([papers])
        status = library.status()
        assert status.embedded == status.passages


def test_files_are_only_ever_read(library: Library, papers: Path) -> None:
    before = {file: (file.read_bytes(), file.stat().st_mtime_ns) for file in papers.iterdir()}
    library.ingest([papers])
    after = {file: (file.read_bytes(), file.stat().st_mtime_ns) for file in papers.iterdir()}
    assert after == before


def test_stopping_while_embedding_keeps_what_is_embedded(papers: Path, tmp_path: Path) -> None:
    stop = threading.Event()

    def stop_at_first_batch(progress: Progress) -> None:
        if progress.job == "embed" and progress.done:
            stop.set()

    with Library.open(tmp_path / "embedded", settings=SETTINGS) as library:
        report = library.ingest([papers], on_progress=stop_at_first_batch, cancel=stop)
        status = library.status()
        assert report.cancelled
        assert 0 < status.embedded < status.passages
        assert FileState.WORDS_ONLY in ends(report).values()
        done = library.ingest([papers])
        assert set(ends(done).values()) == {FileState.READY}


def test_closing_in_the_middle_is_quick_and_loses_nothing_stored(
    papers: Path, tmp_path: Path
) -> None:
    library = Library.open(tmp_path / "closing", settings=SETTINGS)
    embedding = threading.Event()

    def tell(progress: Progress) -> None:
        if progress.job == "embed":
            embedding.set()

    worker = threading.Thread(target=library.ingest, args=([papers],), kwargs={"on_progress": tell})
    worker.start()
    assert embedding.wait(60)
    library.close()
    worker.join(10)
    assert not worker.is_alive()
    with Library.open(tmp_path / "closing", settings=SETTINGS) as again:
        assert again.count_papers() == 3
        assert again.search("reciprocal rank fusion").hits


def test_a_half_embedded_library_still_ranks_by_words(papers: Path, tmp_path: Path) -> None:
    stop = threading.Event()

    def stop_at_first_batch(progress: Progress) -> None:
        if progress.job == "embed" and progress.done:
            stop.set()

    with Library.open(tmp_path / "half", settings=SETTINGS) as library:
        library.ingest([papers], on_progress=stop_at_first_batch, cancel=stop)
        for paper in library.papers():
            last = library.passages(paper.id)[-1]
            words = " ".join(last.text.split()[:12])
            best = [hit.passage.id for hit in library.search(words, k=3).hits]
            assert last.id in best


def test_a_file_moved_over_another_is_said_with_what_it_replaced(
    library: Library, papers: Path
) -> None:
    library.ingest([papers])
    (papers / "main.pdf").replace(papers / "reyes2018.pdf")
    report = library.ingest([papers])
    assert changed(report) == {"reyes2018.pdf"}
    assert any("main.pdf is now" in note for note in report.notes)
    assert any("held by no file" in note for note in report.notes)
    assert library.count_papers() == 2


def test_a_copy_stands_for_itself_once_its_original_has_changed(
    library: Library, papers: Path, samples: Path
) -> None:
    shutil.copy(papers / "main.pdf", papers / "zz copy.pdf")
    library.ingest([papers])
    shutil.copy(samples / "lindgren20.pdf", papers / "main.pdf")
    report = library.ingest([papers])
    assert ends(report)["zz copy.pdf"] is FileState.WORDS_ONLY
    assert library.count_papers() == 4


def test_an_emptied_folder_is_said_before_anything_is_taken_out(
    library: Library, papers: Path
) -> None:
    library.ingest([papers])
    for file in papers.iterdir():
        file.unlink()
    report = library.ingest([papers])
    assert library.count_papers() == 3
    [problem] = [file for file in report.files if file.path == str(papers)]
    assert "is the disk mounted" in problem.reason
    library.ingest([papers], retry=True)
    assert library.count_papers() == 0


def test_a_folder_that_was_renamed_keeps_its_papers(library: Library, papers: Path) -> None:
    library.ingest([papers])
    before = {paper.id for paper in library.papers()}
    elsewhere = papers.with_name("elsewhere")
    elsewhere.mkdir()
    for file in papers.iterdir():
        file.rename(elsewhere / file.name)
    library.ingest([papers, elsewhere])
    assert {paper.id for paper in library.papers()} == before
    assert all(str(elsewhere) in paper.path for paper in library.papers())


def test_a_name_that_is_no_text_is_a_problem_of_that_file_alone(
    library: Library, papers: Path, samples: Path
) -> None:
    odd = os.fsencode(papers) + b"/bad\xff.pdf"
    shutil.copy(samples / "lindgren20.pdf", odd)
    report = library.ingest([papers])
    assert library.count_papers() == 3
    [problem] = [file for file in report.files if file.state is FileState.FAILED]
    assert "rename it" in problem.reason
    problem.path.encode()


def test_adding_a_paper_adds_to_the_indexes_and_builds_neither_again(
    papers: Path, samples: Path, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    folder = tmp_path / "growing"
    with Library.open(folder, settings=SETTINGS) as library:
        library.ingest([papers])
    shutil.copy(samples / "lindgren20.pdf", papers / "new.pdf")
    with Library.open(folder, settings=SETTINGS) as library, caplog.at_level(logging.INFO):
        library.ingest([papers])
        assert library.search("what do dense encoders miss?").hits
    with Library.open(folder, settings=SETTINGS) as library, caplog.at_level(logging.INFO):
        assert library.search("what do dense encoders miss?").hits
    assert "built again" not in caplog.text
    shutil.rmtree(folder / "index")
    with Library.open(folder, settings=SETTINGS) as library, caplog.at_level(logging.INFO):
        library.search("dense encoders")
    assert "built again" in caplog.text


def test_only_what_can_hold_papers_is_remembered_and_can_be_forgotten(
    library: Library, papers: Path, tmp_path: Path
) -> None:
    slip = tmp_path / "notes.txt"
    slip.write_text("not a paper")
    library.ingest([papers, slip])
    assert [folder.path for folder in library.folders()] == [str(papers)]
    library.forget_folder(papers)
    assert not library.folders()
    assert library.count_papers() == 3
    with pytest.raises(LibraryError, match="not remembered"):
        library.forget_folder(papers)
