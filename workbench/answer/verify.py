"""Whether the quotes that a sentence cites say what it says.

Owns the verdict and its words. The score is that of ``support_trees``, fitted by
``benchmarks/support_weights.py`` on judged pairs of sentence and evidence, none of which is kept
here. Numbers, names, negation and direction can only lower a verdict, never raise it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from ingest.sentences import split_sentences
from workbench.answer.relevance import Embed
from workbench.answer.support_features import SUPPORT_FEATURES, Faults, faults, support_features
from workbench.answer.support_trees import support_probability
from workbench.answer.words import content_stems, letters_only
from workbench.types import Support

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

__all__ = ["Verdict", "evidence_sentences", "verify"]

_SUPPORTED = 0.5
_PARTLY = 0.3
_SENTENCES = 16
"""Evidence sentences that a sentence is held against: those that share most words with it."""
_LONGEST_SENTENCE = 1500
"""Characters of an evidence sentence that are read; longer ones are tables run together."""
_SHORT = 60
"""Content words up to which evidence is a few quotes and not a page: what it lacks, it lacks."""
_LEAST_OVERLAP = 0.5
"""Share of a sentence's content words that short evidence must hold. The judged pairs that the
trees were fitted on cite long texts too; a sentence without its quotes' words is adrift."""
_SAME_MATTER = 0.6
"""Share of a sentence's words in the nearest one from which a negation turns it around."""
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
    if not any(quote.strip() for quote in quotes):
        return Verdict(Support.UNSUPPORTED, 0.0, "nothing is cited")
    verdicts = [
        _verify_one(part, quotes, evidence_sentences(part, quotes), embed)
        for part in split_sentences(sentence)
    ]
    if not verdicts:
        return Verdict(Support.UNSUPPORTED, 0.0, "nothing is said")
    return min(verdicts, key=lambda verdict: (_ORDER.index(verdict.support), verdict.score))


def evidence_sentences(sentence: str, texts: Sequence[str]) -> list[str]:
    """The sentences of ``texts`` that a sentence is held against, in order; at least one."""
    parts = [
        part[:_LONGEST_SENTENCE]
        for text in texts
        for block in text.split("\n")
        for part in split_sentences(block.strip())
    ]
    wanted = set(content_stems(sentence))
    shared = [len(wanted & set(content_stems(part))) for part in parts]
    nearest = sorted(range(len(parts)), key=lambda i: (-shared[i], i))[:_SENTENCES]
    return [parts[i] for i in sorted(nearest)] or [" ".join(texts)]


def _verify_one(
    sentence: str, quotes: Sequence[str], evidence: Sequence[str], embed: Embed | None
) -> Verdict:
    letters = letters_only(sentence)
    if letters and letters in letters_only(" ".join(quotes)):
        return Verdict(Support.SUPPORTED, 1.0, "")
    vectors = embed([sentence, *evidence]) if embed else None
    values = support_features(sentence, evidence, vectors)
    measured = dict(zip(SUPPORT_FEATURES, values, strict=True))
    score = support_probability(values, embedded=vectors is not None)
    is_short = sum(len(content_stems(part)) for part in evidence) < _SHORT
    if is_short and measured["overlap"] < _LEAST_OVERLAP:
        score = min(score, _PARTLY)
    found = faults(sentence, evidence, _nearest(evidence, vectors))
    if not (is_short and measured["best_overlap"] >= _SAME_MATTER):
        found = replace(found, negation=False)
    if not is_short:
        found = replace(found, names=())
    return _judge(score, found)


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


def _nearest(evidence: Sequence[str], vectors: npt.NDArray[np.float32] | None) -> str | None:
    """The evidence sentence that is nearest in meaning; None without an embedder."""
    if vectors is None:
        return None
    return evidence[int((vectors[1:] @ vectors[0]).argmax())]
