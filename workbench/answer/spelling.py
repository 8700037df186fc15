"""How alike two words are by their letters: forms of one word count as one, nearly.

Owns the likeness of letter triples, and the spellings that are one whatever their letters: written
in one word or in two, British or American. Else it knows no language: "anonymity" is near
"anonymous", and so, now and then, is a word that has nothing to do with it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from collections.abc import Set as AbstractSet
from difflib import get_close_matches
from functools import lru_cache

from workbench.answer.words import stem

__all__ = ["NEAR_SPELLING", "held_share", "is_written", "likest_word", "spelling_triples"]

NEAR_SPELLING = 0.4
"""Share of common letter triples from which two words count as forms of one."""
_LEAST_FOR_SLIP, _SLIPS, _SLIP_LIKENESS = 6, 2, 0.88
"""Letters of a word of which one may be slipped, how many more or fewer the right word has, and
the share of letters in order that both have: two letters of twelve are otherwise."""
_SAME_START = 2
"""Letters that two forms of one word begin with."""
_LENGTHS_APART = 4
_PARTS_MORE = 2
"""Pieces above those of a term that another may write it in: "backpropagation" takes one."""
_AMERICAN = (
    (re.compile(r"(?<=[a-z]{2})our"), "or"),
    (re.compile(r"[ao]e(?=[a-z]{2})"), "e"),
    (re.compile(r"(?<=[bcdfgkptv])re(?=s?$)"), "er"),
    (re.compile(r"ys(?=(?:e|es|ed|er|ers|ing)$)"), "yz"),
    (re.compile(r"is(?=(?:e|es|ed|er|ers|ing|ation|ations)$)"), "iz"),
    (re.compile(r"ll(?=(?:ed|er|ers|ing)$)"), "l"),
    (re.compile(r"ogue(?=s?$)"), "og"),
    (re.compile(r"ence(?=s?$)"), "ense"),
    (re.compile(r"eing$"), "ing"),
)
"""Endings and vowels that British and American spelling write otherwise. Both sides of a comparison
are folded, so that a word which is none of them ("hour") loses nothing."""


@lru_cache(maxsize=8192)
def spelling_triples(word: str) -> frozenset[str]:
    """The letter triples of a word, its edges marked."""
    edged = f"#{word}#"
    return frozenset(edged[i : i + 3] for i in range(len(edged) - 2))


def likest_word(word: str, words: Iterable[str]) -> str:
    """The word that ``word`` is most likely a slip of the pen for; ``""`` for none.

    One that begins alike and differs by a letter or two, of a word long enough to be known by the
    rest; what only ends otherwise is a form of it and no slip.
    """
    if len(word) < _LEAST_FOR_SLIP or not word.isalpha():
        return ""
    alike = {
        other
        for other in words
        if other[:1] == word[:1]
        and abs(len(other) - len(word)) <= _SLIPS
        and stem(other) != stem(word)
    }
    found = get_close_matches(word, sorted(alike), n=1, cutoff=_SLIP_LIKENESS)
    return found[0] if found else ""


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


def is_written(term: Sequence[str], text: Sequence[str]) -> bool:
    """Whether a text holds a term, its words run together, parted or spelled in another way.

    Both are words in small letters, in order: "over", "fitting" holds "overfitting", and "color"
    holds "colour".
    """
    run = "".join(term)
    shortest, longest = len(run) - _LENGTHS_APART, len(run) + _LENGTHS_APART
    begins = {run[:1], _folded(run)[:1]}
    wanted = _folded(run)
    for first in range(len(text)):
        joined = ""
        for word in text[first : first + len(term) + _PARTS_MORE]:
            joined += word
            if len(joined) > longest:
                break
            if len(joined) < shortest or not begins & {joined[:1], joined[1:2]}:
                continue
            if _folded(joined) == wanted:
                return True
    return False


@lru_cache(maxsize=8192)
def _folded(word: str) -> str:
    for british, american in _AMERICAN:
        word = british.sub(american, word)
    return stem(word)
