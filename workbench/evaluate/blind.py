"""Two settings side by side, without knowing which is which.

Owns the shuffling, the tally and its test. Whoever shows the pairs asks for a choice of left,
right or neither; which setting stood where is told only at the end.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from math import comb
from typing import Generic, TypeVar

__all__ = ["BlindPair", "Choice", "Tally", "shuffled", "sign_test"]

T = TypeVar("T")


class Choice(StrEnum):
    """What a person found better of two that stand side by side."""

    LEFT = "left"
    RIGHT = "right"
    SAME = "same"


@dataclass(frozen=True, slots=True)
class BlindPair(Generic[T]):
    """What two settings made of one question. ``swapped``: the second setting stands left."""

    question: str
    left: T
    right: T
    swapped: bool


def shuffled(
    questions: Sequence[str], first: Sequence[T], second: Sequence[T], seed: int | None = None
) -> list[BlindPair[T]]:
    """Pairs in the order of the questions, each with its sides put by chance."""
    chance = random.Random(seed)  # noqa: S311 -- a coin toss, not a secret
    pairs: list[BlindPair[T]] = []
    for question, one, other in zip(questions, first, second, strict=True):
        swapped = chance.random() < 0.5
        left, right = (other, one) if swapped else (one, other)
        pairs.append(BlindPair(question, left, right, swapped))
    return pairs


@dataclass(slots=True)
class Tally:
    """How often each setting was found better."""

    first: int = 0
    second: int = 0
    same: int = 0
    choices: list[tuple[str, str]] = field(default_factory=list)
    """Each question with ``first``, ``second`` or ``same``."""

    def add(self, pair: BlindPair[T], choice: Choice) -> None:
        """Count one choice."""
        if choice is Choice.SAME:
            self.same += 1
            self.choices.append((pair.question, "same"))
        elif (choice is Choice.LEFT) != pair.swapped:
            self.first += 1
            self.choices.append((pair.question, "first"))
        else:
            self.second += 1
            self.choices.append((pair.question, "second"))

    @property
    def p_value(self) -> float:
        """Chance of a split at least this uneven if neither were better; ties are left out."""
        return sign_test(self.first, self.second)


def sign_test(one: int, other: int) -> float:
    """Two-sided sign test, exact."""
    total = one + other
    tail: float = sum(comb(total, k) for k in range(min(one, other) + 1)) / 2**total
    return round(min(1.0, 2.0 * float(tail)), 4)
