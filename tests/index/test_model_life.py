"""A model's process: started when it is needed or has died, and ended with its parent."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import numpy as np
import pytest

from index.errors import (
    ModelError,
    ModelFileError,
    ModelProcessDiedError,
    ModelRequestError,
)
from index.framing import read_frame, write_frame
from index.model_host import ModelHost
from index.model_spec import ModelSpec
from tests.index.hosts import LONG_TEXT, child_of, fresh_host, is_running, wait_until_gone


def test_a_killed_process_fails_its_request_and_the_next_one_starts_it_anew(
    embedder_file: Path, tmp_path: Path
) -> None:
    with fresh_host(embedder_file, "embed", tmp_path) as host:
        before = host.embed(["hello"])
        process = child_of(host)
        threading.Timer(0.3, os.kill, (process, signal.SIGKILL)).start()
        with pytest.raises(ModelProcessDiedError) as caught:
            host.embed([LONG_TEXT])
        assert "SIGKILL" in caught.value.message
        assert str(host.log_path) in caught.value.hint
        assert np.array_equal(host.embed(["hello"]), before)
        assert child_of(host) != process


def test_a_process_killed_while_idle_is_started_anew(embedder_file: Path, tmp_path: Path) -> None:
    with fresh_host(embedder_file, "embed", tmp_path) as host:
        host.embed(["hello"])
        child = host._life.child
        assert child is not None
        os.kill(child.process.pid, signal.SIGKILL)
        child.reader.join(5)
        assert host.embed(["hello"]).shape == (1, 384)
        assert host.info().dimension == 384


def test_a_crash_inside_llama_cpp_reaches_only_the_request(
    embedder_file: Path, tmp_path: Path
) -> None:
    with fresh_host(embedder_file, "embed", tmp_path) as host:
        host.embed(["hello"])
        threading.Timer(0.3, os.kill, (child_of(host), signal.SIGSEGV)).start()
        with pytest.raises(ModelProcessDiedError, match="SIGSEGV"):
            host.embed([LONG_TEXT])
        assert host.embed(["hello"]).shape == (1, 384)


@pytest.mark.parametrize("content", [b"", b"not a model", b"GGUF" + b"\xff" * 4096])
def test_a_file_that_is_no_model_is_an_error_that_names_it(tmp_path: Path, content: bytes) -> None:
    broken = tmp_path / "broken.gguf"
    broken.write_bytes(content)
    with fresh_host(broken, "embed", tmp_path) as host:
        with pytest.raises(ModelFileError, match=r"broken\.gguf"):
            host.embed(["hello"])
        with pytest.raises(ModelFileError):
            host.info()


def test_a_truncated_model_and_a_missing_one_are_errors(
    embedder_file: Path, tmp_path: Path
) -> None:
    cut = tmp_path / "cut.gguf"
    cut.write_bytes(embedder_file.read_bytes()[:3_000_000])
    for path in (cut, tmp_path / "missing.gguf"):
        with fresh_host(path, "embed", tmp_path) as host, pytest.raises(ModelFileError):
            host.embed(["hello"])


def test_malformed_requests_are_answered_or_dropped_and_the_process_lives(
    embedding_host: ModelHost,
) -> None:
    with pytest.raises(ModelRequestError):
        embedding_host._requests.ask("nonsense")
    with pytest.raises(ModelRequestError):
        embedding_host._requests.ask("embed", texts=[1, 2])
    with pytest.raises(ModelRequestError):
        embedding_host._requests.ask("embed")
    process = child_of(embedding_host)
    assert embedding_host._life.child is not None
    embedding_host._life.send(embedding_host._life.child, {"no": "number"})
    assert embedding_host.embed(["hello"]).shape == (1, 384)
    assert child_of(embedding_host) == process


def test_bytes_that_are_no_frame_end_the_child_quietly() -> None:
    process = subprocess.Popen(
        [sys.executable, "-P", "-m", "index.model_child"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=os.environ | {"PYTHONPATH": str(Path(__file__).parents[2])},
    )
    with process:
        assert process.stdin is not None
        assert process.stdout is not None
        spec = ModelSpec(Path("nowhere.gguf"), "embed").to_wire()
        write_frame(process.stdin, {"spec": spec})  # type: ignore[arg-type]  # a buffered pipe
        write_frame(process.stdin, {"id": 1, "kind": "load"})  # type: ignore[arg-type]
        answer = read_frame(process.stdout)  # type: ignore[arg-type]
        assert answer is not None
        assert answer[0]["type"] == "ModelFileError"
        process.stdin.write(b"garbage that is not a frame at all")
        process.stdin.flush()
        assert process.wait(5) == 0


def test_closing_is_quick_in_the_middle_of_work_and_final(
    writer_file: Path, tmp_path: Path
) -> None:
    host = fresh_host(writer_file, "generate", tmp_path)
    host.info()
    process = child_of(host)
    problems: list[BaseException] = []

    def write() -> None:
        try:
            host.generate("Once upon a time " * 500, max_tokens=1000)
        except ModelError as error:
            problems.append(error)

    thread = threading.Thread(target=write)
    thread.start()
    while not host._life.child or not host._life.child.waiting:
        time.sleep(0.005)
    started = time.monotonic()
    host.close()
    assert time.monotonic() - started < 0.5
    thread.join(2)
    assert not thread.is_alive()
    assert len(problems) == 1
    assert not is_running(process)
    with pytest.raises(ModelError, match="closed"):
        host.info()
    host.close()


def test_nothing_is_started_before_the_first_request(embedder_file: Path, tmp_path: Path) -> None:
    with fresh_host(embedder_file, "embed", tmp_path) as host:
        assert not host.is_loaded
        assert host._life.child is None
        host.warm()
        assert host.embed(["hello"]).shape == (1, 384)
        assert host.is_loaded


def test_the_child_ends_with_a_parent_that_is_killed(embedder_file: Path, tmp_path: Path) -> None:
    program = (
        "import sys, time; from pathlib import Path\n"
        "from index.model_host import ModelHost; from index.model_spec import ModelSpec\n"
        "host = ModelHost(ModelSpec(Path(sys.argv[1]), 'embed'), Path(sys.argv[2]))\n"
        "host.info(); print(host._life.child.process.pid, flush=True)\n"
        "host.embed(['word ' * 100_000])\n"
    )
    parent = subprocess.Popen(
        [sys.executable, "-c", program, str(embedder_file), str(tmp_path / "log")],
        stdout=subprocess.PIPE,
        env=os.environ | {"PYTHONPATH": str(Path(__file__).parents[2])},
    )
    assert parent.stdout is not None
    with parent:
        child = int(parent.stdout.readline())
        parent.kill()
    assert wait_until_gone(child, 5) < 2.0


def test_packages_in_the_working_folder_do_not_stand_in_for_ours(
    embedder_file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    impostor = tmp_path / "index"
    impostor.mkdir()
    (impostor / "__init__.py").write_text("raise SystemExit('impostor')")
    monkeypatch.chdir(tmp_path)
    with fresh_host(embedder_file, "embed", tmp_path) as host:
        assert host.embed(["hello"]).shape == (1, 384)
