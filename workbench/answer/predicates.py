"""What a sentence says of its subject: its predicate, whether that is negated, what is compared.

Owns finding these by rules on words alone. A negation counts only where it stands before what it
denies, in the same clause; a comparison only where both sides of a "than" are known. Where nothing
is found, nothing is claimed.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from workbench.answer.everyday import is_everyday
from workbench.answer.words import DOWNWARD, NEGATIONS, UPWARD, content_stems, stem, tokens

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


def compares(claim: str, sentence: str) -> bool | None:
    """Whether a sentence compares as the claim does (True) or the other way round (False).

    ``None`` where the sentence compares something else, or nothing.

    Raises:
        ValueError: The claim compares nothing.
    """
    mine = _comparison(claim)
    if mine is None:
        raise ValueError("the claim compares nothing")
    theirs = _comparison(sentence)
    if theirs is None:
        return None
    (left, how, what, right, denied), (lefts, hows, _, rights, denies_it) = mine, theirs
    same = bool((left - right) & lefts and (right - left) & rights)
    swapped = bool((right - left) & lefts and (left - right) & rights)
    turned = _goes_against(how, hows)
    if same == swapped or turned is None or (what and not what & set(content_stems(sentence))):
        return None
    return (swapped != turned) == (denied != denies_it)


def is_comparison(claim: str) -> bool:
    """Whether a claim sets two things against each other."""
    return _comparison(claim) is not None


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


def _comparison(
    text: str,
) -> tuple[set[str], str, set[str], set[str], bool] | None:
    """Left side, the word that compares, what is compared, right side, and whether it is denied."""
    words = tokens(_BETTER.sub("better than", text))
    if "than" not in words:
        return None
    than = words.index("than")
    places = [n for n in range(than) if _compares(words[n])]
    if not places:
        return None
    how = places[-1]
    left, right = _stems(words[:how]), _stems(words[than + 1 :])
    return left, words[how], _stems(words[how + 1 : than]), right, _is_denied(words, how)


def _compares(word: str) -> bool:
    if word in UPWARD | DOWNWARD:
        return True
    return bool(_COMPARATIVE.match(word)) and word not in _NO_COMPARATIVE


def _stems(words: Sequence[str]) -> set[str]:
    return set(content_stems(" ".join(words)))


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
