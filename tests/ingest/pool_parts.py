"""Counters that misbehave, to be made in worker processes; a picklable function is needed."""

from __future__ import annotations

import os
from collections.abc import Callable

from ingest.tokens import estimate_tokens

__all__ = ["crashing", "greedy", "hanging"]


def _on_word(word: str, act: Callable[[], None]) -> Callable[[str], int]:
    def count(text: str) -> int:
        if word in text:
            act()
        return estimate_tokens(text)

    return count


def crashing() -> Callable[[str], int]:
    """Die like a segmentation fault does when a text holds ``Kill``."""
    return _on_word("Kill", lambda: os._exit(139))


def hanging() -> Callable[[str], int]:
    """Never come back from a text that holds ``Hang``."""

    def forever() -> None:
        while True:
            pass

    return _on_word("Hang", forever)


def greedy() -> Callable[[str], int]:
    """Ask for more memory than a worker may have when a text holds ``Eat``."""

    def eat() -> None:
        bytearray(3 << 30)

    return _on_word("Eat", eat)
