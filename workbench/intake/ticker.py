"""Progress with a rate and an estimate, told at most a few times a second."""

from __future__ import annotations

import time

from workbench.types import Progress, ProgressListener

__all__ = ["Ticker"]

_SECONDS_BETWEEN = 0.1


class Ticker:
    """Counts one job's units and tells a listener how far it is.

    Args:
        job: The job's name, as ``Progress.job``.
        total: Units in all.
        unit: What is counted, in the plural.
        listener: Who wants to know; None when nobody does.
    """

    def __init__(self, job: str, total: int, unit: str, listener: ProgressListener | None) -> None:
        self._job, self._unit, self._listener = job, unit, listener
        self._total = total
        self._done = 0
        self._started = time.monotonic()
        self._told = float("-inf")
        self._tell("")

    def advance(self, units: int = 1, detail: str = "") -> None:
        """Count finished units. The last one is always told."""
        self._done += units
        now = time.monotonic()
        if self._done >= self._total or now - self._told >= _SECONDS_BETWEEN:
            self._tell(detail)

    def _tell(self, detail: str) -> None:
        if self._listener is None:
            return
        self._told = time.monotonic()
        elapsed = self._told - self._started
        rate = self._done / elapsed if elapsed > 0 else 0.0
        left = (self._total - self._done) / rate if rate > 0 else None
        self._listener(Progress(self._job, self._done, self._total, self._unit, detail, rate, left))
