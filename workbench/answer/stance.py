"""Whether a sentence supports a claim, disputes it, or does neither.

Owns the judgement of one sentence, and of which sentences oppose each other. Rules on words alone:
how much of the claim the sentence speaks of, whether it reports something found, and whether it
states the claim's predicate or comparison, denied or not. A sentence that shares the claim's words
and says something else of them is neutral, as is one that only asks.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from enum import StrEnum
from itertools import combinations

from workbench.answer.everyday import is_everyday
from workbench.answer.findings import states_aim
from workbench.answer.predicates import compares, denies, is_comparison, opposes, states
from workbench.answer.words import content_stems

__all__ = ["Stance", "disagreeing", "speaks_of", "stance_of"]

_LEAST_SHARED = 0.34
"""Share of the claim's words, and of those that say what it is about, below which a sentence is
about something else."""
_LEAST_COMMON = 4
_MUCH_SHARED = 0.4
"""Two sentences that share fewer words, or less of the shorter one, are about different things."""
_CONDITION = re.compile(r"\b(?:if|unless|when|provided|as long as)\b", re.IGNORECASE)


class Stance(StrEnum):
    """What a paper's sentence is to a claim."""

    SUPPORTS = "supports"
    DISPUTES = "disputes"
    NEUTRAL = "neutral"


def stance_of(claim: str, sentence: str, about: str = "") -> Stance:
    """What ``sentence``, out of a paper with the title ``about``, is to ``claim``."""
    if not speaks_of(claim, sentence) or states_aim(sentence):
        return Stance.NEUTRAL
    said = compares(claim, sentence, about) if is_comparison(claim) else states(claim, sentence)
    if said is None or (not said and _CONDITION.search(claim)):
        return Stance.NEUTRAL  # denied under another condition is not denied
    return Stance.SUPPORTS if said else Stance.DISPUTES


def speaks_of(claim: str, sentence: str) -> bool:
    """Whether a sentence is about what the claim is about, whatever it says of it."""
    wanted, held = set(content_stems(claim)), set(content_stems(sentence))
    telling = {stemmed for stemmed in wanted if not is_everyday(stemmed)} or wanted
    return all(
        len(words & held) >= _LEAST_SHARED * len(words) for words in (wanted, telling) if words
    )


def disagreeing(sentences: Sequence[tuple[str, str]]) -> list[tuple[int, int]]:
    """Places of sentences that seem to say the opposite of each other, the clearest first.

    Args:
        sentences: Each with whose it is; nobody is set against themselves.
    """
    stems = [set(content_stems(text)) for _, text in sentences]
    found: list[tuple[float, int, int]] = []
    for (i, (whose, one)), (j, (other, another)) in combinations(enumerate(sentences), 2):
        shared = len(stems[i] & stems[j])
        least = min(len(stems[i]), len(stems[j]))
        if whose == other or shared < _LEAST_COMMON or shared < _MUCH_SHARED * least:
            continue
        if states_aim(one) or states_aim(another):
            continue
        if not (denies(one, another) or denies(another, one) or opposes(one, another)):
            continue
        found.append((shared / least, i, j))
    return [(i, j) for _, i, j in sorted(found, key=lambda row: -row[0])]
