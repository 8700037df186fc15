"""A model's child process seen from the parent: starting it, its pipes, its end.

Owns what the operating system knows of the child. What is said through the pipes is
``model_host``'s and ``model_child``'s matter.
"""

from __future__ import annotations

import contextlib
import os
import queue
import subprocess
import sys
import threading
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, BinaryIO

from index.errors import ModelError
from index.framing import FrameError, read_frame

__all__ = [
    "ModelProcess",
    "Reply",
    "end_model_process",
    "exit_reason",
    "resident_bytes",
    "start_model_process",
]

_CLOSE_SECONDS = 0.2
_LONGEST_LOG = 2 << 20

Reply = tuple[dict[str, Any], bytes]
"""A frame's head and payload."""


@dataclass(slots=True)
class ModelProcess:
    """A running process with the requests it has not answered yet."""

    process: subprocess.Popen[bytes]
    requests: BinaryIO
    replies: BinaryIO
    waiting: dict[int, queue.SimpleQueue[Reply | None]] = field(default_factory=dict)
    reader: threading.Thread = field(init=False)
    is_loaded: bool = False
    has_ended: bool = False
    """Set before those who wait are told, so that who comes later need not wait."""


def start_model_process(log_path: Path) -> ModelProcess:
    """Start ``index.model_child``; its standard error goes to the end of ``log_path``.

    Raises:
        ModelError: The process cannot be started.
    """
    log = _open_log(log_path)
    try:
        process = subprocess.Popen(
            # -P: what lies in the working folder must not stand in for a package
            [sys.executable, "-P", "-m", "index.model_child"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=log,
            env=_surroundings(),
            # Ctrl-C in the terminal is for the application to handle
            start_new_session=True,
        )
    except OSError as error:
        raise ModelError(f"the model's process cannot be started ({error})") from error
    finally:
        os.close(log)
    if process.stdin is None or process.stdout is None:
        raise ModelError("the model's process has no pipes")
    child = ModelProcess(process, process.stdin, process.stdout)  # type: ignore[arg-type]  # buffered
    child.reader = threading.Thread(
        target=_read_replies, args=(child,), name="model replies", daemon=True
    )
    child.reader.start()
    return child


def _read_replies(child: ModelProcess) -> None:
    """Hand each reply to whoever waits for it; at the end, wake all with None."""
    with contextlib.suppress(FrameError, OSError, ValueError):
        while (frame := read_frame(child.replies)) is not None:
            waiting = child.waiting.get(frame[0].get("id", 0))
            if waiting is not None:
                waiting.put(frame)
    child.process.wait()
    child.has_ended = True
    for waiting in list(child.waiting.values()):
        waiting.put(None)
    for pipe in (child.requests, child.replies):
        with contextlib.suppress(OSError, ValueError):
            pipe.close()


def end_model_process(child: ModelProcess) -> None:
    """Close the pipe, which the child takes as its end; kill it if it does not."""
    with contextlib.suppress(OSError, ValueError):
        child.requests.close()
    try:
        child.process.wait(_CLOSE_SECONDS)
    except subprocess.TimeoutExpired:
        child.process.kill()
        child.process.wait()
    child.reader.join(_CLOSE_SECONDS)


def _surroundings() -> dict[str, str]:
    """The environment, with the folder that holds these packages importable by the child.

    Threads that wait for each other sleep instead of spinning: on a busy machine spinning made
    embedding five times slower (367 against 1,457 tokens/s on two loaded cores).
    """
    home = str(Path(__file__).resolve().parent.parent)
    inherited = os.environ.get("PYTHONPATH", "")
    waiting = {"OMP_WAIT_POLICY": "passive", "KMP_BLOCKTIME": "0"}
    path = os.pathsep.join(filter(None, (home, inherited)))
    return waiting | os.environ | {"PYTHONPATH": path}


def _open_log(path: Path) -> int:
    """A descriptor of the log, begun anew when it has grown long."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        is_long = path.exists() and path.stat().st_size > _LONGEST_LOG
        mode = os.O_TRUNC if is_long else os.O_APPEND
        return os.open(path, os.O_WRONLY | os.O_CREAT | mode, 0o600)
    except OSError:
        # no log is no reason for no answers
        return os.open(os.devnull, os.O_WRONLY)


def exit_reason(code: int) -> str:
    """How a process ended, in words: its exit code or the signal's name."""
    if code >= 0:
        return f"exit code {code}"
    import signal

    with contextlib.suppress(ValueError):
        return f"signal {signal.Signals(-code).name}"
    return f"signal {-code}"


def resident_bytes(pid: int) -> int:
    """Bytes of a process that are in memory now; 0 where the system does not say.

    Asked of ``ps``, which Linux and macOS answer alike (in KiB).
    """
    asked = ["ps", "-o", "rss=", "-p", str(pid)]
    try:
        answer = subprocess.run(asked, capture_output=True, text=True, timeout=2, check=False)
        return int(answer.stdout.strip() or 0) * 1024
    except (OSError, ValueError, subprocess.TimeoutExpired):
        return 0
