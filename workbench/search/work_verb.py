"""*Work* as a verb (``how does it work in 2024``), which is no word for the literature."""

from __future__ import annotations

import re

__all__ = ["without_the_verb"]

_ASKS_FOR_VERB = (
    r"(?:do|does|did|can|could|will|would|should|may|might|must|how|why|whether|if|where|when)"
    r"(?:n['’]t)?"
)
_OF_A_NOUN = (
    r"the|this|that|these|those|recent|prior|previous|earlier|early|later|newer|new|older|old|"
    r"related|existing|current|published|seminal|original|other|past|more|much|any|some|all|"
    r"their|his|her|its|my|our|of|in|by|from|on|about|and|or|" + _ASKS_FOR_VERB
)
_VERB = re.compile(
    rf"\b(?:{_ASKS_FOR_VERB}\s+(?:[^\s?.!;]+\s+)*?(?!(?:{_OF_A_NOUN})\s+works?\b)[^\s?.!;]+"
    r"|to|not|never|it|they|we|what)\s+(?P<verb>works?)\b",
    re.IGNORECASE,
)


def without_the_verb(question: str) -> str:
    """The question with each *work* that is a verb left blank, every other place unchanged."""
    text = question
    for match in _VERB.finditer(question):
        start, end = match.span("verb")
        text = text[:start] + "\n" * (end - start) + text[end:]
    return text
