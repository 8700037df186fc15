"""Finding files: what a person would expect to be found is, and nothing raises."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

import pytest

from ingest.discover import content_hash, discover


def touch(path: Path, content: bytes = b"%PDF-1.4") -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    return path


def test_pdf_files_are_found_in_any_depth_and_any_case(tmp_path: Path) -> None:
    found = [touch(tmp_path / name) for name in ("a.pdf", "sub/deep/B.PDF", "sub/c.Pdf")]
    touch(tmp_path / "notes.txt")
    assert {file.path for file in discover([tmp_path])} == set(found)


def test_order_is_stable_and_files_come_once(tmp_path: Path) -> None:
    for name in ("z.pdf", "a.pdf", "m/x.pdf"):
        touch(tmp_path / name)
    paths = [file.path for file in discover([tmp_path, tmp_path / "a.pdf", tmp_path / "m"])]
    assert paths == sorted(set(paths))
    assert len(paths) == 3


def test_hidden_folders_and_files_are_passed_over(tmp_path: Path) -> None:
    touch(tmp_path / ".trash/a.pdf")
    touch(tmp_path / ".b.pdf")
    assert len(discover([tmp_path])) == 0


def test_a_file_that_is_named_is_taken_whatever_its_name(tmp_path: Path) -> None:
    odd = touch(tmp_path / "download")
    assert [file.path for file in discover([odd])] == [odd]


def test_a_loop_of_links_ends(tmp_path: Path) -> None:
    touch(tmp_path / "a/paper.pdf")
    (tmp_path / "a/again").symlink_to(tmp_path, target_is_directory=True)
    assert len(discover([tmp_path])) == 1


def test_what_is_missing_is_a_problem_and_not_an_exception(tmp_path: Path) -> None:
    result = discover([tmp_path / "gone.pdf"])
    assert not result.files
    assert result.problems[0].reason == "no such file or directory"


@pytest.mark.skipif(os.geteuid() == 0, reason="root may look into every folder")
def test_a_folder_without_permission_is_a_problem(tmp_path: Path) -> None:
    closed = tmp_path / "closed"
    touch(closed / "a.pdf")
    closed.chmod(0)
    try:
        result = discover([tmp_path])
    finally:
        closed.chmod(0o700)
    assert [problem.path for problem in result.problems] == [closed]


def test_size_and_time_of_change_are_told(tmp_path: Path) -> None:
    path = touch(tmp_path / "a.pdf", b"12345")
    (file,) = discover([path])
    assert file.size == 5
    assert file.modified_ns == path.stat().st_mtime_ns


def test_the_content_hash_is_sha256(tmp_path: Path) -> None:
    path = touch(tmp_path / "a.pdf", b"x" * 3_000_000)
    assert content_hash(path) == hashlib.sha256(path.read_bytes()).hexdigest()
