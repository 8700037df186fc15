"""Models in processes of their own, for the tests of them."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

from index.model_host import ModelHost
from index.model_spec import ModelSpec

TEXTS = [
    f"Passage {n} is about {subject}."
    for n, subject in enumerate(
        ["graphs", "cooking", "astronomy", "the law of contracts", "dense retrieval", "birds"] * 4
    )
]
LONG_TEXT = "word " * 30_000
"""Some seconds of work in one small request."""
CHAT = [{"role": "user", "content": "Name three colours of the rainbow."}]


def fresh_host(path: Path, role: Any, folder: Path) -> ModelHost:
    return ModelHost(ModelSpec(path, role, threads=2), folder / "model.log")


def child_of(host: ModelHost) -> int:
    assert host._life.child is not None
    return host._life.child.process.pid


def is_running(process: int) -> bool:
    status = Path(f"/proc/{process}/stat")
    try:
        return status.read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except OSError:
        return False


def wait_until_gone(process: int, seconds: float) -> float:
    started = time.monotonic()
    while is_running(process) and time.monotonic() - started < seconds:
        time.sleep(0.01)
    return time.monotonic() - started
