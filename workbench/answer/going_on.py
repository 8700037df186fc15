"""The sentence after a quote, where it goes on with what the quote says.

Owns when the two are quoted as one. What answers a question often takes two sentences, and the
second of them seldom repeats the question's words.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from ingest.paper import Rectangle
from ingest.sentences import sentence_spans
from workbench.answer.candidates import Candidate
from workbench.answer.everyday import is_everyday
from workbench.answer.readable import LONGEST, dangles, is_readable
from workbench.answer.words import content_stems

__all__ = ["with_next_sentence"]

_GAP = 2
"""Characters between two sentences that follow each other."""


def with_next_sentence(candidate: Candidate) -> Candidate:
    """The candidate and the sentence after it as one, or the candidate as it is.

    The next sentence must be readable, and lean on this one or share a word with it that says what
    it is about; together they are no longer than a quote may be. A passage that runs over a
    column's end is left alone: what a page prints between the two halves of a quote, a footnote or
    a table, makes it hard to find there.
    """
    passage = candidate.hit.passage
    if not _in_one_column(passage.rectangles):
        return candidate
    text = passage.text
    for start, end in sentence_spans(text):
        if start < candidate.end:
            continue
        after = text[start:end]
        fits = start - candidate.end <= _GAP and end - candidate.start <= LONGEST
        if fits and is_readable(after) and _goes_on(candidate.core, after):
            return replace(candidate, end=end)
        break
    return candidate


def _in_one_column(rectangles: Sequence[Rectangle]) -> bool:
    """Whether all that a passage covers stands below each other."""
    left = max((rectangle.x0 for rectangle in rectangles), default=0.0)
    right = min((rectangle.x1 for rectangle in rectangles), default=1.0)
    return left < right


def _goes_on(sentence: str, after: str) -> bool:
    told = {item for item in content_stems(sentence) if not is_everyday(item)}
    return dangles(after) or not told.isdisjoint(content_stems(after))
