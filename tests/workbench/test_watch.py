"""Changes below folders are noticed, gathered, and narrowed to the part that must be looked at."""

from __future__ import annotations

import os
import shutil
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from queue import Empty, SimpleQueue

import pytest

from workbench.types import FolderChange
from workbench.watch import watcher
from workbench.watch.watcher import FolderWatcher, places_to_look

WAIT = 30.0


class Watching:
    """A watcher on a thread of its own."""

    def __init__(self, folders: list[Path], looked: dict[Path, float]) -> None:
        self.heard: SimpleQueue[FolderChange] = SimpleQueue()
        self.stop = threading.Event()
        self.folders = folders
        self.looked = looked
        run = FolderWatcher(lambda: list(self.folders), 0.1, self.looked.get).run
        self.thread = threading.Thread(target=run, args=(self.heard.put, self.stop), daemon=True)

    def until(self, path: Path) -> FolderChange:
        """The change that tells of a path; the watch may begin after the first of them."""
        for _ in range(20):
            path.write_bytes(b"%PDF-")
            try:
                change = self.heard.get(timeout=WAIT / 20)
            except Empty:  # not noticed yet: write it again
                continue
            if str(path) in change.paths:
                return change
        raise AssertionError("the change was not noticed")


@pytest.fixture
def watching(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Watching]:
    monkeypatch.setattr(watcher, "LOOK_AGAIN_SECONDS", 0.2)
    papers = tmp_path / "papers"
    (papers / "deep").mkdir(parents=True)
    (papers / "one.pdf").write_bytes(b"%PDF-")
    watch = Watching([papers], {})
    watch.thread.start()
    yield watch
    watch.stop.set()
    watch.thread.join(WAIT)
    assert not watch.thread.is_alive()


def test_a_new_file_is_told_with_the_folder_it_lies_in(watching: Watching, tmp_path: Path) -> None:
    change = watching.until(tmp_path / "papers" / "deep" / "two.pdf")
    assert change.places == (str(tmp_path / "papers" / "deep"),)


def test_other_files_are_not_told(watching: Watching, tmp_path: Path) -> None:
    for name in ("notes.txt", ".hidden.pdf", "half.pdf.part"):
        (tmp_path / "papers" / name).write_text("x")
    change = watching.until(tmp_path / "papers" / "three.pdf")
    assert {Path(path).name for path in change.paths} == {"three.pdf"}


def test_a_folder_that_comes_later_is_looked_at_whole(watching: Watching, tmp_path: Path) -> None:
    watching.until(tmp_path / "papers" / "first.pdf")
    later = tmp_path / "disk"
    watching.folders.append(later)
    later.mkdir()
    while str(later) not in (change := watching.heard.get(timeout=WAIT)).places:
        pass
    assert change.paths == ()


def aged(folder: Path, seconds: float) -> None:
    """Let the folder and its files look as if nothing had been written for so long."""
    then = time.time() - seconds
    for path in [*folder.iterdir(), folder]:
        os.utime(path, (then, then))


def test_a_folder_that_was_just_read_is_not_reported(watching: Watching, tmp_path: Path) -> None:
    read, changed = tmp_path / "read", tmp_path / "changed"
    for folder in (read, changed):
        folder.mkdir()
        (folder / "one.pdf").write_bytes(b"%PDF-")
        aged(folder, 3600)
        watching.looked[folder] = time.time() - 60
    (changed / "late.pdf").write_bytes(b"%PDF-")  # after the reading had looked for files
    watching.until(tmp_path / "papers" / "first.pdf")
    watching.folders += [read, changed]
    heard = []
    while str(changed) not in (places := watching.heard.get(timeout=WAIT).places):
        heard += places
    assert str(read) not in (*heard, *places)


def test_an_emptied_folder_is_looked_at_from_above(tmp_path: Path) -> None:
    deep = tmp_path / "deep" / "deeper"
    deep.mkdir(parents=True)
    (tmp_path / "one.pdf").touch()
    assert places_to_look([deep / "gone.pdf"], [tmp_path]) == [tmp_path]
    (deep / "stays.pdf").touch()
    assert places_to_look([deep / "gone.pdf"], [tmp_path]) == [deep]


def test_places_below_other_places_are_not_looked_at_twice(tmp_path: Path) -> None:
    for name in ("a/one.pdf", "a/b/two.pdf", "c/three.pdf"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).touch()
    changed = [tmp_path / "a" / "one.pdf", tmp_path / "a" / "b" / "two.pdf"]
    assert places_to_look([*changed, tmp_path / "c" / "three.pdf"], [tmp_path]) == [
        tmp_path / "a", tmp_path / "c",
    ]  # fmt: skip


def test_a_folder_that_went_away_is_no_error(tmp_path: Path) -> None:
    shutil.rmtree(tmp_path / "x", ignore_errors=True)
    assert places_to_look([tmp_path / "x" / "y.pdf"], [tmp_path]) == [tmp_path]
    assert places_to_look([Path("/elsewhere/y.pdf")], [tmp_path]) == []
