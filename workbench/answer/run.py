"""One question on its way to an answer: what is told to whom, and how long each step took.

Owns the bookkeeping of an answer. The steps are ``answerer``'s.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field

from workbench.answer.cancelling import raise_if_cancelled
from workbench.answer.layout import lay_out
from workbench.answer.memory import Evidence
from workbench.answer.narrowing import Narrowing
from workbench.answer.plan import Effort, Plan
from workbench.answer.quotes import Quote
from workbench.answer.settle import settle
from workbench.answer.trail import Search, Trail
from workbench.answer.understand import Understanding
from workbench.types import (
    AnswerEvent,
    AnswerListener,
    EvidenceGathered,
    Filters,
    QuestionUnderstood,
    SearchGrew,
)

__all__ = ["Run"]


@dataclass(slots=True)
class Run:
    """One question on its way.

    Args:
        question: As it was asked, with its topic where it goes on from an answer.
        understood: What is searched, without what narrows it.
        narrowing: What was read from the question and narrows the search.
        beside: The filters that were set beside it.
        effort: What it may cost.
        plan: That as numbers.
        search: The library's search.
        follows: The id of the answer before it, or ``""``.
        before: What that answer was made from, where it is at hand.
        on_event: Told how it goes.
        cancel: Checked at every step.
        began: When it was asked, on the monotonic clock.
    """

    question: str
    understood: Understanding
    narrowing: Narrowing
    beside: Filters
    effort: Effort
    plan: Plan
    search: Search
    follows: str
    before: Evidence | None
    on_event: AnswerListener | None
    cancel: threading.Event | None
    began: float
    timings: dict[str, float] = field(default_factory=dict)
    trail: Trail = field(init=False)

    def __post_init__(self) -> None:
        self.trail = Trail(self.search, lambda node: self.tell(SearchGrew(node)), self.cancel)

    @property
    def filters(self) -> Filters:
        """What the search is narrowed to."""
        return self.narrowing.filters

    @property
    def is_narrowed_by_reading(self) -> bool:
        """Whether the question itself left papers out."""
        return bool(self.narrowing.narrowed_by)

    @contextmanager
    def step(self, name: str) -> Iterator[None]:
        """Time a step."""
        raise_if_cancelled(self.cancel)
        started = time.monotonic()
        yield
        self.timings[name] = self.timings.get(name, 0.0) + time.monotonic() - started

    def tell(self, event: AnswerEvent) -> None:
        """Tell whoever listens.

        Raises:
            CancelledError: The answer is no longer wanted.
        """
        raise_if_cancelled(self.cancel)
        if self.on_event is not None:
            self.on_event(event)

    def tell_understood(self) -> None:
        """Tell how the question was read."""
        self.tell(
            QuestionUnderstood(
                self.question,
                self.understood.kind.value,
                self.understood.parts,
                self.effort.value,
                self.filters,
                self.narrowing.narrowed_by,
                self.narrowing.could_narrow,
            )
        )

    def show(self, quotes: Sequence[Quote]) -> None:
        """Quotes are on the screen before a word is written."""
        settled = settle(lay_out(quotes, self.understood), quotes)
        self.tell(EvidenceGathered(settled.citations))
        self.timings.setdefault("first_quote", self.elapsed())

    def elapsed(self) -> float:
        """Seconds since the question was asked."""
        return time.monotonic() - self.began
