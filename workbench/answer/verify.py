"""Whether the quotes that a sentence cites say what it says.

Owns the verdict and its words. The score is a logistic sum of ``support_features``, fitted by
``benchmarks/support_weights.py`` on judged pairs of sentence and evidence, none of which is kept
here. Numbers, names, negation and direction can only lower a verdict, never raise it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import exp

from ingest.sentences import split_sentences
from workbench.answer.relevance import Embed
from workbench.answer.support_features import Faults, faults, support_features
from workbench.answer.support_weights import WEIGHTS, WEIGHTS_BY_WORDS
from workbench.answer.words import letters_only
from workbench.types import Support

__all__ = ["Verdict", "support_score", "verify"]

_SUPPORTED = 0.5
_PARTLY = 0.3
_LEAST_OVERLAP = 0.6
"""Share of a sentence's content words that its quotes must hold. The judged pairs that the
weights were fitted on cite long texts; quotes are short, and a sentence without their words is
adrift."""
_ORDER = (Support.UNSUPPORTED, Support.PARTLY, Support.SUPPORTED)


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether a sentence is held up; ``score`` 0..1; ``reason`` is for a person, may be empty."""

    support: Support
    score: float
    reason: str = ""


def verify(sentence: str, quotes: Sequence[str], embed: Embed | None = None) -> Verdict:
    """Judge a sentence by the quotes it cites; of several sentences, the worst one tells.

    Args:
        sentence: Without its citation marks.
        quotes: Verbatim texts, at least one for anything but ``unsupported``.
        embed: Texts to unit vectors; without it words alone decide.
    """
    evidence = [part for quote in quotes for part in split_sentences(quote)]
    if not evidence:
        return Verdict(Support.UNSUPPORTED, 0.0, "nothing is cited")
    verdicts = [_verify_one(part, quotes, evidence, embed) for part in split_sentences(sentence)]
    if not verdicts:
        return Verdict(Support.UNSUPPORTED, 0.0, "nothing is said")
    return min(verdicts, key=lambda verdict: (_ORDER.index(verdict.support), verdict.score))


def _verify_one(
    sentence: str, quotes: Sequence[str], evidence: Sequence[str], embed: Embed | None
) -> Verdict:
    letters = letters_only(sentence)
    if letters and letters in letters_only(" ".join(quotes)):
        return Verdict(Support.SUPPORTED, 1.0, "")
    cosines = _cosines(sentence, evidence, embed) if embed else None
    values = support_features(sentence, evidence, cosines)
    score = support_score(values, embedded=bool(embed))
    if values[0] < _LEAST_OVERLAP:
        score = min(score, _PARTLY)
    return _judge(score, faults(sentence, evidence, _nearest(evidence, cosines)))


def support_score(values: Sequence[float], *, embedded: bool) -> float:
    """Probability 0..1 of support, from features in the order of ``SUPPORT_FEATURES``."""
    weights = WEIGHTS if embedded else WEIGHTS_BY_WORDS
    total = weights[0] + sum(w * v for w, v in zip(weights[1:], values, strict=True))
    return 1 / (1 + exp(-total))


def _judge(score: float, found: Faults) -> Verdict:
    reasons = _reasons(found)
    reason = "; ".join(reasons)
    if score <= _PARTLY:
        return Verdict(Support.UNSUPPORTED, score, reason or "the quotes say something else")
    if found.numbers or found.negation or found.direction:
        return Verdict(Support.UNSUPPORTED, min(score, _PARTLY), reason)
    if score < _SUPPORTED or found.names:
        return Verdict(Support.PARTLY, min(score, _SUPPORTED), reason or "only part is said there")
    return Verdict(Support.SUPPORTED, score, reason)


def _reasons(found: Faults) -> list[str]:
    reasons = []
    if found.numbers:
        reasons.append(f"not in the quotes: {', '.join(found.numbers)}")
    if found.names:
        reasons.append(f"not named in the quotes: {', '.join(found.names)}")
    if found.negation:
        reasons.append("one of the two is negated")
    if found.direction:
        reasons.append("the direction is the other way round")
    if found.hedge:
        reasons.append("the quotes say it with more doubt")
    return reasons


def _cosines(sentence: str, evidence: Sequence[str], embed: Embed) -> list[float]:
    rows = embed([sentence, *evidence])
    return [float(value) for value in rows[1:] @ rows[0]]


def _nearest(evidence: Sequence[str], cosines: Sequence[float] | None) -> str | None:
    if cosines is None:
        return None
    return evidence[max(range(len(evidence)), key=lambda i: cosines[i])]
