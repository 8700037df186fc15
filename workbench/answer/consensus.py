"""Which sentence of a paper stands for it where a claim is held against papers.

Owns that choice: one that takes a side stands for its paper before one that only speaks of the
matter. What side a sentence takes is ``stance``'s.
"""

from __future__ import annotations

from collections.abc import Sequence

from workbench.answer.quotes import Quote
from workbench.answer.stance import Stance, stance_of

__all__ = ["READ_PER_PAPER", "one_a_paper", "stance_of_quote"]

READ_PER_PAPER = 6
"""Sentences of a paper among which one that takes a side is looked for."""


def stance_of_quote(claim: str, quote: Quote) -> Stance:
    """What a quote is to a claim; its paper's title says what "our method" is."""
    candidate = quote.candidate
    return stance_of(claim, candidate.text, candidate.hit.paper.title)


def one_a_paper(claim: str, quotes: Sequence[Quote], most: int) -> list[Quote]:
    """A quote for each paper, the best that takes a side, or else its best; at most ``most``.

    Args:
        claim: What the papers are held against.
        quotes: The best sentences of each paper, the best first.
        most: Papers that are heard.
    """
    chosen: dict[str, tuple[bool, Quote]] = {}
    for quote in quotes:
        paper = quote.candidate.hit.paper.id
        takes_side = stance_of_quote(claim, quote) is not Stance.NEUTRAL
        if paper not in chosen or (takes_side and not chosen[paper][0]):
            chosen[paper] = (takes_side, quote)
    return [quote for _, quote in chosen.values()][:most]
