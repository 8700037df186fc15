"""How long each step of one search or answer took."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager

__all__ = ["Stopwatch"]


class Stopwatch:
    """Seconds by step, and in total since it was made."""

    def __init__(self) -> None:
        self._started = time.perf_counter()
        self._steps: dict[str, float] = {}

    @contextmanager
    def step(self, name: str) -> Iterator[None]:
        """Time what runs inside; a step that runs again adds up."""
        started = time.perf_counter()
        try:
            yield
        finally:
            spent = time.perf_counter() - started
            self._steps[name] = self._steps.get(name, 0.0) + spent

    def timings(self) -> dict[str, float]:
        """The steps so far, to a tenth of a millisecond, with ``total``."""
        steps = {**self._steps, "total": time.perf_counter() - self._started}
        return {name: round(seconds, 4) for name, seconds in steps.items()}
