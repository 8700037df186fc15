"""``carrel watch`` keeps folders in step until it is told to stop; ``models test`` measures."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import time
from pathlib import Path

from tests.ui.cli.running import PROGRAM, Run

UNBUFFERED = {"PYTHONUNBUFFERED": "1"}


def test_without_a_folder_it_says_what_to_do(carrel: Run, tmp_path: Path) -> None:
    done = carrel("ingest", "--words-only", str(tmp_path), library=tmp_path / "library")
    done = carrel("folders", "--forget", str(tmp_path), library=tmp_path / "library")
    assert done.returncode == 0
    done = carrel("watch", library=tmp_path / "library")
    assert done.returncode == 2
    assert "carrel ingest ~/papers" in done.stderr


def test_a_new_paper_is_read_and_ctrl_c_ends_it(carrel: Run, tmp_path: Path, samples: Path) -> None:
    papers = tmp_path / "papers"
    papers.mkdir()
    first, second = sorted(samples.glob("*.pdf"))[:2]
    shutil.copy(first, papers)
    library = tmp_path / "library"
    carrel("ingest", "--words-only", str(papers), library=library)
    out = tmp_path / "said.txt"
    sink = out.open("w")
    watching = subprocess.Popen(
        [*PROGRAM, "--library", str(library), "--set", "folders.settle_seconds=0.2",
         "--set", "models.embedder=none", "watch"],
        stdout=sink, stderr=subprocess.PIPE, text=True, env={**os.environ, **UNBUFFERED},
    )  # fmt: skip
    try:
        assert watching.stderr is not None
        while "watching 1 folder" not in (line := watching.stderr.readline()):
            assert line, "it ended before it watched"
        end = time.monotonic() + 60
        while second.name not in out.read_text():
            assert time.monotonic() < end, "the new paper was not noticed"
            shutil.copy(second, papers)  # again, should the watch not have begun yet
            time.sleep(1)
        watching.send_signal(signal.SIGINT)
        assert watching.wait(30) == 0
    finally:
        watching.kill()
        watching.communicate()
        sink.close()


def test_a_model_is_measured(carrel: Run) -> None:
    done = carrel("models", "test", "embedder", "--json")
    trial = json.loads(done.stdout)
    assert trial["role"] == "embed"
    assert trial["tokens_per_second"] > 10
    assert "as it should be" in trial["sample"]
