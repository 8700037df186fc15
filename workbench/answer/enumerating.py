"""Whether a sentence lists things: "such as A, B and C", "(1) … (2) …", "first … second …".

Owns these forms alone: how much they count is for ``relevance``.
"""

from __future__ import annotations

import re

__all__ = ["enumerates"]

_NUMBERED = re.compile(
    r"(?:\(|\b)(?:1|i|a)[).:]\s.+?(?:\(|\b)(?:2|ii|b)[).:]\s"
    r"|\b[Ff]irst(?:ly)?\b.+\b[Ss]econd(?:ly)?\b|\bone\b.+\banother\b.+\b(?:third|finally)\b"
    r"|[•▪–]\s.+[•▪–]\s",
    re.DOTALL,
)
_SERIES = re.compile(
    r"(?:[^,;]{2,60}[,;]\s+){2,}(?:[^,;]{2,60} )?(?:and|or|as well as)\s", re.IGNORECASE
)
"""Three things and more with commas between them."""
_PAIR = re.compile(r"\b(?:both|either)\b.+\b(?:and|or)\b", re.IGNORECASE)
_LED_IN = re.compile(
    r"\b(?:such as|including|includes?|namely|e\.g\.|for example|for instance|are the following"
    r"|as follows|consists? of|comprises?|(?:two|three|four|five|six|seven|several|many|various)"
    r" (?:\w+ )?(?:types?|kinds?|ways?|classes|categories|steps?|parts?|stages?|phases?))\b",
    re.IGNORECASE,
)
_SERIES_WORTH, _LED_IN_WORTH, _PAIR_WORTH = 0.6, 0.4, 0.2


def enumerates(sentence: str) -> float:
    """How plainly (0..1) a sentence lists things: numbered, or in a row that is led in."""
    if _NUMBERED.search(sentence):
        return 1.0
    row = _SERIES_WORTH if _SERIES.search(sentence) else 0.0
    row = row or (_PAIR_WORTH if _PAIR.search(sentence) else 0.0)
    return row + (_LED_IN_WORTH if _LED_IN.search(sentence) else 0.0)
