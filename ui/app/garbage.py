"""When Python looks for garbage: the whole of it only while nobody waits for the screen.

Owns the collector's thresholds and the moment of a full collection. One goes through everything
that is alive, which at a desk with every place made takes 80 ms; Python would begin it in the
middle of drawing what a key changed. What is young is still looked through as it comes.
"""

from __future__ import annotations

import gc
import time

__all__ = ["LOOK_SECONDS", "GarbageWatch"]

YOUNG = (2_000, 5)
"""New objects before the youngest are looked through, and how often before the next older ones."""
NEVER = 1 << 30
"""How often before all are looked through: that is done here instead."""

LOOK_SECONDS = 1.0
"""How often it is looked whether there is time."""
QUIET_SECONDS = 1.5
"""Nobody is about to press a key who has pressed none for as long."""
REST_SECONDS = 30.0
"""Between two full collections: little garbage survives its youth."""


class GarbageWatch:
    """Collects garbage while the person reads or thinks."""

    def __init__(self) -> None:
        self._touched_at = 0.0
        self._collected_at = 0.0
        self._is_on = False
        self._usual = gc.get_threshold()

    def begin(self) -> None:
        """The first screen is painted: what is there now stays, and is not looked at again.

        Only where automatic collection was turned off for the start, as ``run_app`` does.
        """
        if gc.isenabled():
            return
        self._is_on = True
        self._collected_at = time.monotonic()
        gc.freeze()
        gc.set_threshold(*YOUNG, NEVER)
        gc.enable()

    def touched(self) -> None:
        """A key or the mouse was used."""
        self._touched_at = time.monotonic()

    def look(self) -> bool:
        """Collect if there is time; whether that was done."""
        now = time.monotonic()
        is_due = now - self._collected_at >= REST_SECONDS
        if not self._is_on or not is_due or now - self._touched_at < QUIET_SECONDS:
            return False
        gc.collect()
        self._collected_at = time.monotonic()
        return True

    def end(self) -> None:
        """Let Python do as it usually does, with everything."""
        if self._is_on:
            self._is_on = False
            gc.set_threshold(*self._usual)
            gc.unfreeze()
