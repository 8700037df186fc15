"""Work that brings an index up to the catalogue in the background, while searches go on.

Owns the thread, how far it is and how it ended. What is filled, and how, is ``Indexes``'.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable

__all__ = ["Filling"]

log = logging.getLogger(__name__)


class Filling:
    """One index being filled.

    Args:
        what: What is missing until it ends, as the subject of a sentence.
        total: How many passages there are to look at.
        work: Does it, counting in ``done`` and stopping soon after ``stopping`` is set. Whatever it
            raises ends it and is said in ``note``.
    """

    def __init__(self, what: str, total: int, work: Callable[[Filling], None]) -> None:
        self.done = 0
        self.total = total
        self.stopping = threading.Event()
        self._what = what
        self._work = work
        self._failure = ""
        self._thread = threading.Thread(target=self._run, name="index-filling", daemon=True)

    def start(self) -> None:
        """Begin; returns at once."""
        self._thread.start()

    @property
    def is_running(self) -> bool:
        """Whether it goes on."""
        return self._thread.is_alive()

    def wait(self, seconds: float | None = None) -> bool:
        """Wait for the end, at most so long; whether it has come."""
        self._thread.join(seconds)
        return not self.is_running

    def stop(self) -> None:
        """Ask it to stop, and wait until it has."""
        self.stopping.set()
        self._thread.join()

    def note(self) -> str:
        """What a person must know: how far it is, or why it failed; ``""`` when all is well."""
        if self.is_running:
            share = 100 * self.done // max(1, self.total)
            return f"{self._what} is being indexed anew, {share} % so far: a search may miss some"
        return f"{self._what} could not be indexed: {self._failure}" if self._failure else ""

    def _run(self) -> None:
        try:
            self._work(self)
        # of whatever kind: past a thread's end it would be a traceback over the screen, and the
        # index would be searched in part with nobody told
        except Exception as error:
            # closing the library ends what reads from it
            if not self.stopping.is_set():
                log.warning("an index could not be filled", exc_info=True)
                self._failure = str(error) or type(error).__name__
