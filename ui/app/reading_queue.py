"""Which folders are to be read next: one at a time, others wait, and all of it can be paused.

Owns the order only. Reading is a job's business; pausing one means stopping it, keeping what is
finished, and reading the same folders again later, when only the rest is left to do.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

__all__ = ["Reading", "ReadingQueue"]


@dataclass(frozen=True, slots=True)
class Reading:
    """Folders and files to bring in step.

    Args:
        paths: What to look at.
        retry: Whether files that failed are tried again.
        by_itself: Whether carrel noticed by itself that something changed; what is read then is
            not remembered as folders of its own, and nobody waits for it.
    """

    paths: tuple[str, ...]
    retry: bool = False
    by_itself: bool = False


class ReadingQueue:
    """The reading under way and those that wait."""

    def __init__(self) -> None:
        self.current: Reading | None = None
        self.is_paused = False
        self._waiting: list[Reading] = []
        self._comes_back = False

    @property
    def waiting(self) -> tuple[Reading, ...]:
        """Readings that come after the current one, in order."""
        return tuple(self._waiting)

    @property
    def goes_on(self) -> bool:
        """Whether what is read is read on later, although it is being stopped."""
        return self.is_paused or self._comes_back

    def go_on(self) -> None:
        """Pause no longer; what has not come to its stop yet goes on when it has."""
        self._comes_back = self._comes_back or (self.is_paused and self.current is not None)
        self.is_paused = False

    def give_up(self) -> None:
        """The current reading cannot go on; what waits for it does."""
        self.is_paused = self._comes_back = False

    def add(self, reading: Reading) -> None:
        """Let a reading wait for its turn; what was noticed by itself is gathered into one."""
        for at, other in enumerate(self._waiting):
            if other.by_itself and reading.by_itself:
                paths = tuple(dict.fromkeys((*other.paths, *reading.paths)))
                self._waiting[at] = replace(other, paths=paths)
                return
        if reading in self._waiting:
            return
        # what a person asked for goes before what was noticed
        noticed = [at for at, other in enumerate(self._waiting) if other.by_itself]
        end = len(self._waiting)
        self._waiting.insert(end if reading.by_itself or not noticed else noticed[0], reading)

    def take(self) -> Reading | None:
        """The reading to start now, if there is one and nothing stands against it."""
        if self.current is not None or self.is_paused or not self._waiting:
            return None
        self.current = self._waiting.pop(0)
        return self.current

    def ended(self) -> None:
        """The current reading ended; one that was paused goes back to the head of the queue."""
        if self.current is not None and self.goes_on:
            self._waiting.insert(0, self.current)
        self.current = None
        self._comes_back = False

    def put_back(self) -> None:
        """The current reading was stopped to let a newer one go first; it goes on afterwards."""
        current, self.current = self.current, None
        if current is not None and current.by_itself:
            self.add(current)
        elif current is not None:
            self._waiting.append(current)

    def clear(self) -> None:
        """Nothing waits any more; what was paused is given up."""
        self._waiting.clear()
        self.give_up()
