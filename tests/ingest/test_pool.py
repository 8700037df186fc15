"""Worker processes: whatever happens to one file, the others are read and the parent lives."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import time
import zlib
from pathlib import Path

import pytest

from ingest.errors import (
    DamagedPdfError,
    NotAPdfError,
    ReadError,
    ReadMemoryError,
    ReadTimeoutError,
)
from ingest.limits import ReadLimits
from ingest.paper import Rectangle
from ingest.pool import ReaderPool, ReadOutcome
from tests.ingest.pool_parts import crashing, greedy, hanging
from tests.ingest.typesetting import Sheet, two_column_paper

ROOT = Path(__file__).resolve().parents[2]


def note(path: Path, text: str) -> Path:
    sheet = Sheet()
    sheet.page()
    sheet.put(60, 100, text)
    return sheet.save(path)


def by_name(outcomes: list[ReadOutcome]) -> dict[str, ReadOutcome]:
    return {outcome.path.name: outcome for outcome in outcomes}


@pytest.fixture
def files(tmp_path: Path) -> list[Path]:
    html = tmp_path / "page.pdf"
    html.write_bytes(b"<html></html>")
    return [
        two_column_paper(tmp_path / "paper.pdf"),
        html,
        note(tmp_path / "kill.pdf", "Kill the one who reads this sentence."),
        note(tmp_path / "hang.pdf", "Hang whoever reads this sentence here."),
        note(tmp_path / "eat.pdf", "Eat all that there is to be eaten here."),
        note(tmp_path / "last.pdf", "The last of them is an honest sentence."),
    ]


def test_every_file_gets_one_outcome_and_failures_keep_their_type(files: list[Path]) -> None:
    with ReaderPool(2) as pool:
        found = by_name(list(pool.read(files)))
    assert set(found) == {path.name for path in files}
    assert isinstance(found["page.pdf"].error, NotAPdfError)
    assert found["page.pdf"].error.hint
    paper = found["paper.pdf"].paper
    assert paper is not None
    assert paper.title == "Reading a Page as a Person Does"


def test_outcomes_that_come_together_are_given_together(files: list[Path]) -> None:
    with ReaderPool(2) as pool:
        lists = list(pool.read_together(files, seconds=3600.0))
    assert len(lists) == 1
    assert set(by_name(lists[0])) == {path.name for path in files}


def test_a_crash_of_the_parser_is_that_files_failure_alone(files: list[Path]) -> None:
    with ReaderPool(2, make_counter=crashing) as pool:
        found = by_name(list(pool.read(files)))
    assert isinstance(found["kill.pdf"].error, DamagedPdfError)
    others = [outcome for name, outcome in found.items() if name not in {"kill.pdf", "page.pdf"}]
    assert all(outcome.paper for outcome in others)
    assert len(found) == len(files)


def test_a_file_that_hangs_is_stopped_at_its_limit(files: list[Path]) -> None:
    limits = ReadLimits(kill_seconds=6.0)
    with ReaderPool(2, make_counter=hanging, limits=limits) as pool:
        found = by_name(list(pool.read(files)))
    assert isinstance(found["hang.pdf"].error, ReadTimeoutError)
    assert found["last.pdf"].paper


@pytest.mark.skipif(not Path("/proc/self/statm").exists(), reason="memory is limited on Linux only")
def test_a_file_that_eats_memory_is_stopped_at_its_limit(files: list[Path]) -> None:
    limits = ReadLimits(memory_bytes=1 << 29)
    with ReaderPool(2, make_counter=greedy, limits=limits) as pool:
        found = by_name(list(pool.read(files)))
    assert isinstance(found["eat.pdf"].error, ReadMemoryError)
    assert found["last.pdf"].paper


def test_cancelling_takes_effect_at_once(tmp_path: Path) -> None:
    path = note(tmp_path / "hang.pdf", "Hang whoever reads this sentence here.")
    good = note(tmp_path / "good.pdf", "A good and honest sentence to begin with.")
    cancel = threading.Event()
    with ReaderPool(2, make_counter=hanging) as pool:
        reading = pool.read([good, path, path, path], cancel)
        assert next(reading).paper
        cancel.set()
        begun = time.monotonic()
        assert list(reading) == []
        assert time.monotonic() - begun < 0.5


def test_it_works_from_a_thread(files: list[Path]) -> None:
    found: list[ReadOutcome] = []

    def work() -> None:
        with ReaderPool(1) as pool:
            found.extend(pool.read(files[:2]))

    thread = threading.Thread(target=work)
    thread.start()
    thread.join()
    assert len(found) == 2


def test_it_starts_where_standard_error_is_no_file(tmp_path: Path) -> None:
    """Inside a terminal app ``sys.stderr.fileno()`` is -1; the tracker must start all the same."""
    path = two_column_paper(tmp_path / "paper.pdf")
    script = tmp_path / "app.py"
    script.write_text(
        "import sys\n"
        "class Captured:\n"
        "    def fileno(self): return -1\n"
        "    def write(self, text): return len(text)\n"
        "    def flush(self): pass\n"
        "if __name__ == '__main__':\n"
        "    sys.stderr = Captured()\n"
        "    from ingest.pool import ReaderPool\n"
        "    with ReaderPool(1) as pool:\n"
        "        (outcome,) = pool.read([sys.argv[1]])\n"
        "    print(outcome.paper.title)\n",
        encoding="utf-8",
    )
    done = subprocess.run(
        [sys.executable, str(script), str(path)],
        capture_output=True,
        text=True,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        timeout=120,
        check=False,
    )
    assert done.stdout.strip() == "Reading a Page as a Person Does"


def test_a_page_is_drawn_with_its_highlights(tmp_path: Path) -> None:
    path = two_column_paper(tmp_path / "paper.pdf")
    with ReaderPool(1) as pool:
        plain = pool.render(path, 1, 1.0)
        marked = pool.render(path, 1, 1.0, [Rectangle(1, 60, 100, 300, 200)])
        elsewhere = pool.render(path, 1, 1.0, [Rectangle(2, 60, 100, 300, 200)])
        with pytest.raises(ReadError, match="no page 9"):
            pool.render(path, 9, 1.0)
    assert plain.startswith(b"\x89PNG")
    assert marked != plain
    assert elsewhere == plain


def test_importing_the_pool_does_not_import_the_parser() -> None:
    code = "import sys, ingest.pool; print('pymupdf' in sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT
    )
    assert done.stdout.strip() == "False"


def bomb(path: Path) -> Path:
    """A file of a few kilobytes whose only page unpacks to 400 MB of text operators."""
    content = b"BT 50 700 Td (what a small file may say) Tj ET\n" * 9_000_000
    for _ in range(2):
        content = zlib.compress(content, 9)
    length = str(len(content)).encode()
    path.write_bytes(
        b"%PDF-1.5\n1 0 obj << /Type /Catalog /Pages 2 0 R >> endobj\n"
        b"2 0 obj << /Type /Pages /Kids [3 0 R] /Count 1 >> endobj\n"
        b"3 0 obj << /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R >> endobj\n"
        b"4 0 obj << /Length "
        + length
        + b" /Filter [/FlateDecode /FlateDecode] >>\nstream\n"
        + content
        + b"\nendstream endobj\ntrailer << /Root 1 0 R >>\n%%EOF"
    )
    return path


def test_a_decompression_bomb_ends_within_its_limits(tmp_path: Path) -> None:
    paths = [bomb(tmp_path / "bomb.pdf"), note(tmp_path / "last.pdf", "An honest sentence here.")]
    limits = ReadLimits(kill_seconds=2.0, memory_bytes=512 << 20)
    with ReaderPool(1, limits=limits) as pool:
        outcomes = by_name(list(pool.read(paths)))
    assert paths[0].stat().st_size < 100_000
    assert isinstance(outcomes["bomb.pdf"].error, ReadError)
    assert outcomes["bomb.pdf"].error.hint
    assert outcomes["last.pdf"].paper is not None


def test_workers_can_be_started_before_there_is_a_file(tmp_path: Path) -> None:
    path = two_column_paper(tmp_path / "paper.pdf")
    with ReaderPool(2) as pool:
        pool.warm_up()
        outcomes = list(pool.read([path]))
    assert outcomes[0].paper is not None
