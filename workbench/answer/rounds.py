"""Searching again where the first draft leaves a gap.

Owns what a gap is, what is searched for it, and when to stop. A round searches for the words of
the question that no chosen quote holds, beside what the best quotes speak of (the draft feeds
retrieval, as in Shao et al. 2023, "Iter-RetGen").
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from workbench.answer.everyday import is_everyday
from workbench.answer.followup import without_topic
from workbench.answer.gather import Gathered, merged
from workbench.answer.plan import Effort, Plan
from workbench.answer.quotes import Quote
from workbench.answer.refuse import probability_answered
from workbench.answer.relevance import about_paper
from workbench.answer.trail import Asked, Trail
from workbench.answer.understand import Understanding
from workbench.answer.words import content_stems, fold_text, stem, tokens
from workbench.types import Filters

__all__ = ["Rounds", "is_settled_by", "search_again"]

_TERMS = 4
"""Words of the best quotes that go into the next query."""
_BEST = 2
"""Quotes whose words are taken."""
_SURE = 0.6
"""Probability of an answer from which passages at hand need no search beside them."""
_LEAST_NEW = 0.1
"""Share of the quotes that a round must change to be worth another one."""


@dataclass(frozen=True, slots=True)
class Rounds:
    """What came of searching again: the evidence, the quotes chosen from it, and what to tell."""

    gathered: Gathered
    quotes: list[Quote]
    notes: tuple[str, ...] = ()


def search_again(
    understood: Understanding,
    gathered: Gathered,
    quotes: list[Quote],
    *,
    trail: Trail,
    choose: Callable[[Gathered], list[Quote]],
    filters: Filters,
    plan: Plan,
    effort: Effort,
    began: float,
) -> Rounds:
    """Search until no gap is left, a round adds nothing, or the plan is spent.

    Args:
        understood: The question.
        gathered: What the first round found.
        quotes: What was chosen from it.
        trail: Makes the searches.
        choose: Chooses quotes anew from all that was found.
        filters: What the question is narrowed to.
        plan: Rounds, passages and seconds that may be spent.
        effort: ``deep`` also searches where there is no gap, for what else there is.
        began: When the question was asked, on the monotonic clock.

    Raises:
        CancelledError: The trail was cancelled.
    """
    searched: set[str] = set()
    for number in range(1, plan.rounds + 1):
        missing = _gap(understood.whole, quotes)
        if not quotes or not (missing or effort is Effort.DEEP):
            return Rounds(gathered, quotes, _told(effort, number - 1, "no gap was left"))
        if time.monotonic() - began >= plan.seconds:
            return Rounds(gathered, quotes, _told(effort, number - 1, "the time was up"))
        query = _next_query(missing, quotes, number)
        if query in searched:
            break
        searched.add(query)
        [found] = trail.run([Asked(query, filters, "gap", 1, number + 1)], plan.passages)
        wider = merged(gathered, found.hits, plan.passages, found.notes)
        chosen = choose(wider)
        before = {quote.candidate.text for quote in quotes}
        new = sum(quote.candidate.text not in before for quote in chosen)
        gathered, quotes = wider, chosen
        if new < _LEAST_NEW * max(1, len(chosen)):
            return Rounds(gathered, quotes, _told(effort, number, "the last one added nothing"))
    return Rounds(gathered, quotes, _told(effort, plan.rounds, "that is as many as were allowed"))


def is_settled_by(understood: Understanding, gathered: Gathered, quotes: Sequence[Quote]) -> bool:
    """Whether quotes surely answer a follow-up of one part, and hold all that it asks beyond its
    topic.
    """
    if (
        not quotes
        or len(understood.parts) > 1
        or _gap(without_topic(understood.whole), quotes, everyday=True)
    ):
        return False
    sure = probability_answered(understood.whole, understood.kind, gathered.hits, quotes)
    return sure >= _SURE


def _told(effort: Effort, rounds: int, why: str) -> tuple[str, ...]:
    """Only a deep answer says why it stopped: at other efforts a round is the exception."""
    if effort is not Effort.DEEP:
        return ()
    return (f"searched {rounds} more round{'s' * (rounds != 1)}; {why}",)


def _gap(question: str, quotes: Sequence[Quote], *, everyday: bool = False) -> list[str]:
    """Words of the question, as written, that no quote and no quoted paper's title holds.

    Everyday words are passed over, unless they are to count, too.
    """
    held: set[str] = set()
    for quote in quotes:
        candidate = quote.candidate
        held.update(content_stems(f"{candidate.text} {about_paper(candidate.hit.paper)}"))
    words = dict.fromkeys(tokens(fold_text(question)))
    return [
        word
        for word in words
        if content_stems(word)
        and stem(word) not in held
        and (everyday or not is_everyday(stem(word)))
    ]


def _next_query(missing: Sequence[str], quotes: Sequence[Quote], number: int) -> str:
    """What is missing, with the words that the best quotes share most; later rounds reach wider."""
    counts: Counter[str] = Counter()
    for quote in quotes[: _BEST * number]:
        words = [w for w in tokens(quote.candidate.text) if content_stems(w)]
        telling = (w for w in words if not is_everyday(stem(w)) and not w[0].isdigit())
        counts.update(
            dict.fromkeys(telling, 1)
        )  # in their order, so that ties fall alike each time
    offset = _TERMS * (number - 1)
    common = [word for word, _ in counts.most_common(offset + _TERMS)][offset:]
    return " ".join((*missing, *common))
