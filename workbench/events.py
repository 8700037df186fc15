"""Cancelling for more than one reason: an event that is set as soon as one of two is."""

from __future__ import annotations

import threading
import time

__all__ = ["either"]

_POLL_SECONDS = 0.05


def either(one: threading.Event | None, other: threading.Event) -> threading.Event:
    """An event that is set when ``one`` or ``other`` is; setting it sets neither of them."""
    return other if one is None else _Either(one, other)


class _Either(threading.Event):
    def __init__(self, one: threading.Event, other: threading.Event) -> None:
        super().__init__()
        self._one, self._other = one, other

    def is_set(self) -> bool:
        return super().is_set() or self._one.is_set() or self._other.is_set()

    def wait(self, timeout: float | None = None) -> bool:
        limit = None if timeout is None else time.monotonic() + timeout
        while not self.is_set() and (limit is None or time.monotonic() < limit):
            self._one.wait(_POLL_SECONDS)
        return self.is_set()
