"""What a sentence says of its subject: its predicate, whether that is negated, what is compared.

Owns finding these by rules on words alone. A negation counts only where it stands before what it
denies, in the same clause; a comparison only where both sides of a "than" are known. Where nothing
is found, nothing is claimed.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from workbench.answer.everyday import is_everyday
from workbench.answer.words import (
    DOWNWARD,
    NEGATIONS,
    STOP_WORDS,
    UPWARD,
    content_stems,
    stem,
    tokens,
)

__all__ = ["compares", "denies", "is_comparison", "opposes", "states"]

_CLAUSE = re.compile(
    r"[,;:()—]|\b(?:but|although|though|whereas|while|unlike|because|since|unless|if)\b",
    re.IGNORECASE,
)
_AUXILIARY = frozenset(
    "is are was were be been has have had can cannot could will would should may might must does"
    " do did".split()
)
_BEFORE_PREDICATE = 5
"""Words before a predicate in which a negation denies it: "did not, at any time, improve"."""
_BESIDE = 3
"""Words beside a word of direction in which that stands which goes up or down."""
_HALF = 0.5
_BETTER = re.compile(
    r"\b(?:outperform(?:s|ed|ing)?|(?:is|are|was|were) superior to|beats?)\b", re.IGNORECASE
)
_IN_WHAT = frozenset("for in on at when with under during by while if where".split())
"""Words behind which stands in what, or when, one thing beats another."""
_LEADING = re.compile(r"^(?:for|in|on|at|when|with|under|during)\b[^,]*,", re.IGNORECASE)
_OWN = frozenset("our it this these its we proposed".split())
"""Words by which a sentence speaks of what its paper is about."""
_COMPARATIVE = re.compile(r"^[a-z]{2,}er$")
_NO_COMPARATIVE = frozenset(
    "other rather after over under another either whether never per".split()
)


def states(claim: str, sentence: str) -> bool | None:
    """Whether a sentence says what a claim says of its subject (True) or denies it (False).

    ``None`` where it speaks of something else, or the claim's predicate cannot be told.
    """
    head, rest = _predicate(claim)
    if not head:
        return None
    held = set(content_stems(sentence))
    rest_stems = set(content_stems(" ".join(rest)))
    if len(rest_stems & held) < _HALF * len(rest_stems):
        return None
    for clause in _clauses(sentence):
        words = tokens(clause)
        for place, word in enumerate(words):
            turned = _goes_against(head, word)
            if turned is not None:
                return turned == (_is_denied(words, place) != _denied_in(claim, head))
    return None


def compares(claim: str, sentence: str, about: str = "") -> bool | None:
    """Whether a sentence compares as the claim does (True) or the other way round (False).

    ``None`` where the sentence compares something else, or nothing. A claim that says in what one
    thing beats the other ("for inserts") is met where the sentence compares them in that.

    Args:
        claim: Compares two things.
        sentence: What may say the same.
        about: What the sentence's paper is about, its title: "our tree" is the tree named there.

    Raises:
        ValueError: The claim compares nothing.
    """
    mine = next(iter(_comparisons(claim)), None)
    if mine is None:
        raise ValueError("the claim compares nothing")
    held = set(content_stems(sentence))
    for theirs in _comparisons(sentence):
        as_claimed = _as_claimed(mine, theirs, _names(tokens(about)))
        if as_claimed is not None and (not mine.what or mine.what & held):
            return as_claimed
    return None


def _as_claimed(mine: _Comparison, theirs: _Comparison, about: set[str]) -> bool | None:
    left, right = mine.left - mine.right, mine.right - mine.left
    own = theirs.left
    if mine.head in own or theirs.is_own:
        own = own | about
    same = bool(left & own and right & theirs.right)
    swapped = bool(right & theirs.left and left & theirs.right)
    turned = _goes_against(mine.how, theirs.how)
    if same == swapped or turned is None or (mine.respect and not mine.respect & theirs.scope):
        return None
    return (swapped != turned) == (mine.denied != theirs.denied)


def is_comparison(claim: str) -> bool:
    """Whether a claim sets two things against each other."""
    return bool(_comparisons(claim))


def denies(one: str, another: str) -> bool:
    """Whether one sentence denies of its subject what another says, word for word."""
    said = set(content_stems(another))
    for clause in _clauses(one):
        words = tokens(clause)
        place = next((n for n, word in enumerate(words) if _negates(word)), -1)
        about = {word for word in content_stems(" ".join(words[:place])) if not is_everyday(word)}
        denied = content_stems(" ".join(words[place + 1 :]))[:2]
        if place < 0 or not about & said or len(denied) < 2 or not set(denied) <= said:
            continue
        if not any(_denied_in(another, word) for word in denied):
            return True
    return False


def opposes(one: str, another: str) -> bool:
    """Whether the same thing goes up in one sentence and down in the other."""
    return bool(
        (_moved(one, UPWARD) & _moved(another, DOWNWARD))
        - (_moved(one, DOWNWARD) | _moved(another, UPWARD))
        or (_moved(one, DOWNWARD) & _moved(another, UPWARD))
        - (_moved(one, UPWARD) | _moved(another, DOWNWARD))
    )


def _predicate(claim: str) -> tuple[str, list[str]]:
    """The word that says it, and the words after; ``""`` where none can be told."""
    words = tokens(claim)
    for place, word in enumerate(words[1:], start=1):
        after = words[place + 1 :]
        if word in _AUXILIARY:
            said = [w for w in after if content_stems(w) and not _negates(w)]
            return (said[0], after[after.index(said[0]) + 1 :]) if said else ("", [])
        if word in UPWARD | DOWNWARD or re.fullmatch(r"[a-z]{3,}(?:[^su]s|ed)", word):
            return word, after
    return "", []


def _goes_against(wanted: str, found: str) -> bool | None:
    """False: the same word or direction; True: the other direction; None: neither."""
    if stem(wanted) == stem(found):
        return False
    for mine, others in ((UPWARD, DOWNWARD), (DOWNWARD, UPWARD)):
        if wanted in mine and found in mine | others:
            return found in others
    return None


@dataclass(frozen=True, slots=True)
class _Comparison:
    """Two things set against each other by a "than".

    ``how`` is the word that compares them, ``what`` stands between it and the "than" ("less memory
    than"), ``respect`` after the right side ("than tries for inserts"). ``head`` is the stem of the
    left side's last word, and ``scope`` the stems of the clause, in which a respect must be.
    """

    left: set[str]
    head: str
    how: str
    what: set[str]
    right: set[str]
    respect: set[str]
    scope: set[str]
    denied: bool
    is_own: bool
    """Whether the left side may be what the paper is about: "our tree", "it"."""


def _comparisons(text: str) -> list[_Comparison]:
    """What a text compares, in its order."""
    plain = _BETTER.sub("better than", text)
    words = tokens(plain)
    thans = [n for n, word in enumerate(words) if word == "than"]
    clauses = [clause for clause in _clauses(plain) if "than" in tokens(clause)]
    if len(clauses) != len(thans):
        clauses = [plain] * len(thans)  # two in one clause
    leading = _LEADING.match(plain)
    found: list[_Comparison] = []
    for than, clause in zip(thans, clauses, strict=True):
        places = [n for n in range(than) if _compares(words[n])]
        if places:
            scope = clause + (f" {leading[0]}" if leading else "")
            found.append(_comparison(words, places[-1], than, scope))
    return found


def _comparison(words: Sequence[str], how: int, than: int, scope: str) -> _Comparison:
    after = words[than + 1 :]
    ends = next((n for n, word in enumerate(after) if n and word in _IN_WHAT), len(after))
    subject = [word for word in words[:how] if word not in _AUXILIARY and content_stems(word)]
    return _Comparison(
        left=_names(words[:how]),
        head=stem(subject[-1]) if subject else "",
        how=words[how],
        what=_stems(words[how + 1 : than]),
        right=_names(after[:ends]),
        respect=_stems(after[ends:]),
        scope=_stems(tokens(scope)),
        denied=_is_denied(words, how),
        is_own=not _OWN.isdisjoint(words[:how]),
    )


def _compares(word: str) -> bool:
    if word in UPWARD | DOWNWARD:
        return True
    return bool(_COMPARATIVE.match(word)) and word not in _NO_COMPARATIVE


def _stems(words: Sequence[str]) -> set[str]:
    return set(content_stems(" ".join(words)))


def _names(words: Sequence[str]) -> set[str]:
    """Stems with the single letters that tell one thing from another: "B-trees" from "trees"."""
    return _stems(words) | {word for word in words if len(word) == 1 and word not in STOP_WORDS}


def _denied_in(text: str, predicate: str) -> bool:
    for clause in _clauses(text):
        words = tokens(clause)
        for place, word in enumerate(words):
            if stem(word) == stem(predicate):
                return _is_denied(words, place)
    return False


def _is_denied(words: Sequence[str], place: int) -> bool:
    """Whether a negation stands before a word, or just after it ("improves no …")."""
    near = [*words[max(0, place - _BEFORE_PREDICATE) : place], *words[place + 1 : place + 2]]
    return any(_negates(word) for word in near)


def _negates(word: str) -> bool:
    return word in NEGATIONS or word.endswith("n't")


def _moved(sentence: str, direction: frozenset[str]) -> set[str]:
    """Stems of what stands beside a word of this direction and is not denied."""
    moved: set[str] = set()
    for clause in _clauses(sentence):
        words = tokens(clause)
        for place, word in enumerate(words):
            if word in direction and not _is_denied(words, place):
                beside = words[max(0, place - _BESIDE) : place + _BESIDE + 1]
                moved |= {one for one in _stems(beside) if not is_everyday(one)}
    return moved - {stem(word) for word in UPWARD | DOWNWARD}


def _clauses(sentence: str) -> list[str]:
    return [clause for clause in _CLAUSE.split(sentence) if clause.strip()]
