"""How alike two words are by their letters: forms of one word count as one, nearly.

Owns the likeness of letter triples. Knows no language: "anonymity" is near "anonymous", and so,
now and then, is a word that has nothing to do with it.
"""

from __future__ import annotations

from collections.abc import Set as AbstractSet
from functools import lru_cache

__all__ = ["NEAR_SPELLING", "held_share", "spelling_triples"]

NEAR_SPELLING = 0.4
"""Share of common letter triples from which two words count as forms of one."""
_SAME_START = 2
"""Letters that two forms of one word begin with."""
_LENGTHS_APART = 4


@lru_cache(maxsize=8192)
def spelling_triples(word: str) -> frozenset[str]:
    """The letter triples of a word, its edges marked."""
    edged = f"#{word}#"
    return frozenset(edged[i : i + 3] for i in range(len(edged) - 2))


def held_share(word: str, held: AbstractSet[str]) -> float:
    """How well the likest of some words stands for ``word``: 1 for itself, 0 for none at all."""
    if word in held:
        return 1.0
    mine, start = spelling_triples(word), word[:_SAME_START]
    near = 0.0
    for other in held:
        if other.startswith(start) and abs(len(other) - len(word)) <= _LENGTHS_APART:
            theirs = spelling_triples(other)
            near = max(near, len(mine & theirs) / len(mine | theirs))
    return near if near > NEAR_SPELLING else 0.0
