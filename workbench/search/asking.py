"""What a request asks about, without the words of asking.

Owns the phrases with which people ask a librarian rather than an index: *I am interested in
articles that deal with …*, *are there any papers on …*, *has anyone …*. They say nothing of what is
looked for, but a passage on *articles* or *interest* would match them, and they pull a query's
embedding towards all other requests. Only ranking goes without them: quotes, exclusions and filters
stay as they are, and so does a query that would have hardly a word left.
"""

from __future__ import annotations

import re
from dataclasses import replace

from index.query_text import QueryText

__all__ = ["what_is_asked", "without_asking"]

_FEWEST_WORDS = 2
"""What fewer words are left of was no request, but a query that happens to look like one."""

_WORKS = (
    r"(?:articles?|papers?|publications?|works?|literature|references?|documents?|reports?"
    r"|stud(?:y|ies)|research|information|material|anything|something)"
)
_TREATING = (
    r"(?:(?:deal(?:s|ing)?|concerned)\s+with|(?:discuss(?:es|ing)?|describ(?:e|es|ing)"
    r"|concern(?:s|ing)?|address(?:es|ing)?|cover(?:s|ing)?)"
    r"|(?:pertain(?:s|ing)?|relat(?:e|es|ed|ing))\s+to|about|on|regarding)"
)
_BEING = (
    r"(?:(?:that|which)\s+)?(?:(?:exists?|are|is|(?:have|has)\s+been)\s+)?"
    r"(?:(?:there|available|written|published|done)\s+)?(?:(?:that|which)\s+)?"
)
_STRESS = r"(?:\s+(?:also|only|mainly|especially|particularly))?"
_ASKING = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"\b(?:i\s+am|i'm|we\s+are|we're){_STRESS}\s+(?:interested\s+in|(?:looking|searching)\s+for)\b",
        r"\b(?:i|we)(?:\s+would|'d)\s+like\b(?:\s+to\s+(?:know|find|see|have|read|get)\b)?",
        r"\b(?:i|we)\s+(?:want|need)\b(?:\s+to\s+(?:know|find|see|have|read|get)\b)?",
        r"\b(?:please\s+)?(?:give|tell|show|find|get|send)\s+(?:me|us)\b",
        r"\b(?:can|could|would)\s+(?:you|anyone|anybody|someone)\b",
        r"\b(?:has|have)\s+(?:anyone|anybody|someone)\b",
        r"\b(?:is|are)\s+there\b(?:\s+any\b)?",
        rf"\b(?:(?:what|which|any|all|some|find|list)\s+)*{_WORKS}\s+{_BEING}{_TREATING}\b",
        r"\bwhat\s+(?:is|has\s+been)\s+(?:known|done|reported)\s+(?:about|on)\b",
    )
)


def what_is_asked(text: str) -> str:
    """A request without its words of asking; other text comes back as it is."""
    rest = text
    for pattern in _ASKING:
        rest = pattern.sub(" ", rest)
    if rest == text or len(rest.split()) < _FEWEST_WORDS:
        return text
    return " ".join(rest.split())


def without_asking(words: QueryText) -> QueryText:
    """A query for ranking; its quotes demand what they demanded before."""
    asked = replace(words, free=what_is_asked(words.free))
    return asked if asked.requires_phrases == words.requires_phrases else words
