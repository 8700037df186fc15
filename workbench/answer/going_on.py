"""The sentence after a quote, where it goes on with what the quote says.

Owns when the two are quoted as one. What answers a question often takes two sentences, and the
second of them seldom repeats the question's words.
"""

from __future__ import annotations

import re
from dataclasses import replace

from ingest.sentences import sentence_spans
from workbench.answer.candidates import Candidate
from workbench.answer.everyday import is_everyday
from workbench.answer.garbled import is_garbled
from workbench.answer.readable import LONGEST, dangles, is_readable
from workbench.answer.words import content_stems

__all__ = ["with_next_sentence"]

_GAP = 2
"""Characters between two sentences that follow each other."""
_ANNOUNCES = re.compile(
    r"^(?:To [^,]{3,60}, )?(?:we|it|the (?:system|paper|implementation))(?: also)? (?:have|has"
    r"|use[sd]?|propose|employ|introduce|apply|provide|describe|developed?|implemented?)s?"
    r" (?:an?|one|two|three|several|the following|another|some) (?:[\w-]+ ){0,3}?"
    r"(?:mechanism|method|technique|approach|way|strategy|scheme|optimi[sz]ation|solution|rule|trick|heuristic|idea)s?\b[^,;:]*$"
    r"|:$",
    re.IGNORECASE,
)
"""Says that there is a way, and leaves the way to what follows."""


def with_next_sentence(candidate: Candidate) -> Candidate:
    """The candidate and the sentence after it as one, or the candidate as it is.

    The next sentence must be readable, its formulas whole, and it must lean on this one, be what
    this one announces, or share a word with it that says what it is about. Together they are no
    longer than a quote may be, and the page holds them in one piece: a footnote or a table between
    the two halves of a quote makes it hard to find there.
    """
    passage = candidate.hit.passage
    text = passage.text
    for start, end in sentence_spans(text):
        if start < candidate.end:
            continue
        after = text[start:end]
        near = start - candidate.end <= _GAP and end - candidate.start <= LONGEST
        fits = near and passage.stands_in_one_piece(candidate.start, end)
        fits = fits and is_readable(after) and not is_garbled(after)
        if fits and _goes_on(candidate.core, after):
            return replace(candidate, end=end)
        break
    return candidate


def _goes_on(sentence: str, after: str) -> bool:
    told = {item for item in content_stems(sentence) if not is_everyday(item)}
    if dangles(after) or _ANNOUNCES.search(sentence.strip().rstrip(".")):
        return True
    return not told.isdisjoint(content_stems(after))
