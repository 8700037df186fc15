"""What can be measured between a sentence and the evidence it cites.

Owns the features of support and their plain-language faults (a number, name, negation or direction
that the evidence does not share). Weighs nothing; ``verify`` does.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import log1p
from typing import TYPE_CHECKING

from workbench.answer.everyday import is_everyday
from workbench.answer.spelling import NEAR_SPELLING, spelling_triples
from workbench.answer.words import (
    CONTRASTS,
    DOWNWARD,
    HEDGES,
    NEGATIONS,
    UPWARD,
    content_stems,
    letters_only,
    names,
    quantities,
    tokens,
)

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

__all__ = ["SUPPORT_FEATURES", "Faults", "faults", "support_features"]

SUPPORT_FEATURES = (
    "overlap",
    "best_overlap",
    "pairs",
    "best_pairs",
    "longest_run",
    "numbers",
    "names",
    "similarity",
    "mean_similarity",
    "similarity_spread",
    "negation_differs",
    "direction_differs",
    "hedge_lost",
    "contrast_near",
    "claim_length",
    "evidence_length",
    "soft_overlap",
    "plain_overlap",
    "missing_words",
    "missing_names",
    "claim_numbers",
    "precision",
    "log_evidence",
    "residual",
    "whole_similarity",
)

_EVERYDAY_WEIGHT = 0.35
_NEAREST = 4
"""Evidence sentences that may explain a claim between them."""


@dataclass(frozen=True, slots=True)
class Faults:
    """What a sentence says that its evidence does not; empty where there is nothing."""

    numbers: tuple[str, ...]
    names: tuple[str, ...]
    negation: bool
    direction: bool
    hedge: bool


def support_features(
    claim: str, evidence: Sequence[str], vectors: npt.NDArray[np.float32] | None
) -> list[float]:
    """Values about 0..1 in the order of ``SUPPORT_FEATURES``.

    Args:
        claim: One sentence.
        evidence: The sentences of what it cites, at least one.
        vectors: Unit vectors, the claim's in the first row and one row for each evidence
            sentence; ``None`` without an embedder puts word overlap in place of similarity.
    """
    stems = content_stems(claim)
    wanted = set(stems)
    held_by = [content_stems(sentence) for sentence in evidence]
    overlaps = [_share(wanted, set(sentence)) for sentence in held_by]
    close = overlaps if vectors is None else [float(x) for x in vectors[1:] @ vectors[0]]
    best = max(range(len(evidence)), key=lambda i: close[i] + overlaps[i])
    found = faults(claim, evidence, nearest=evidence[best])
    return [
        *_word_features(claim, evidence, stems, held_by),
        float(not found.numbers) if quantities(claim) else 0.5,
        float(not found.names) if names(claim) else 0.5,
        *_closeness(close),
        float(found.negation),
        float(found.direction),
        float(found.hedge),
        float(bool(CONTRASTS & set(tokens(evidence[best])))),
        min(1.0, len(stems) / 30),
        min(1.0, sum(len(s) for s in held_by) / 300),
        *_coverage(claim, evidence, wanted, held_by),
        *_explained(vectors),
    ]


def _word_features(
    claim: str, evidence: Sequence[str], stems: list[str], held_by: Sequence[list[str]]
) -> list[float]:
    """Shared words, shared pairs of words, and the longest shared stretch."""
    wanted = set(stems)
    return [
        _share(wanted, {stem for sentence in held_by for stem in sentence}),
        max(_share(wanted, set(sentence)) for sentence in held_by),
        _pair_share(stems, [pair for s in held_by for pair in _pairs(s)]),
        max(_pair_share(stems, _pairs(s)) for s in held_by),
        _longest_run(claim, " ".join(evidence)),
    ]


def _closeness(close: Sequence[float]) -> list[float]:
    """The nearest evidence sentence, the nearest three, and how far the nearest stands out."""
    top = sorted(close, reverse=True)[:3]
    return [max(close), sum(top) / len(top), max(close) - sum(close) / len(close)]


def _coverage(
    claim: str, evidence: Sequence[str], wanted: set[str], held_by: Sequence[list[str]]
) -> list[float]:
    """What of the claim is missing, counted in several ways, and how much evidence there is."""
    held = {stem for sentence in held_by for stem in sentence}
    best = max(held_by, key=lambda sentence: len(wanted & set(sentence)))
    plain, read = set(tokens(claim)), set(tokens(" ".join(evidence)))
    return [
        _soft_share(wanted, held),
        len(plain & read) / max(1, len(plain)),
        min(1.0, len(wanted - held) / 10),
        min(1.0, len(_missing_names(claim, " ".join(evidence))) / 3),
        min(1.0, len(quantities(claim)) / 3),
        len(wanted & set(best)) / max(1, len(set(best))),
        log1p(sum(len(sentence) for sentence in held_by)) / 7,
    ]


def _soft_share(wanted: set[str], held: set[str]) -> float:
    """Share of the words that the evidence has, forms of the same word counted by their letters.

    Everyday words count a third.
    """
    spelled = [spelling_triples(word) for word in held]
    total = got = 0.0
    for word in wanted:
        weight = _EVERYDAY_WEIGHT if is_everyday(word) else 1.0
        total += weight
        if word in held:
            got += weight
            continue
        mine = spelling_triples(word)
        near = max((len(mine & other) / len(mine | other) for other in spelled), default=0.0)
        got += weight * near if near > NEAR_SPELLING else 0.0
    return got / total if total else 0.0


def _explained(vectors: npt.NDArray[np.float32] | None) -> list[float]:
    """How much of the claim's vector the nearest sentences leave unexplained, and its cosine to
    the mean of all.
    """
    if vectors is None:
        return [0.0, 0.0]
    import numpy as np

    claim, rows = vectors[0], vectors[1:]
    nearest = rows[np.argsort(-(rows @ claim))[:_NEAREST]]
    basis, _ = np.linalg.qr(nearest.T)
    mean = rows.mean(axis=0)
    whole = float(mean @ claim) / max(1e-9, float(np.linalg.norm(mean)))
    return [float(np.linalg.norm(claim - basis @ (basis.T @ claim))), whole]


def faults(claim: str, evidence: Sequence[str], nearest: str | None = None) -> Faults:
    """Compare numbers, names, negation, direction and hedging.

    Numbers and names are looked for in all the evidence, the rest in the ``nearest`` sentence.
    """
    whole = " ".join(evidence)
    close = nearest if nearest is not None else whole
    return Faults(
        numbers=_missing_numbers(claim, whole),
        names=_missing_names(claim, whole),
        negation=_negated(claim) != _negated(close),
        direction=_opposed(claim, close),
        hedge=bool(HEDGES & set(tokens(close))) and not HEDGES & set(tokens(claim)),
    )


def _missing_numbers(claim: str, evidence: str) -> tuple[str, ...]:
    """Numbers of the claim that the evidence lacks, or has with another unit."""
    held = quantities(evidence)
    values = {quantity.value for quantity in held}
    percents = {quantity.value for quantity in held if quantity.unit == "%"}
    missing = [
        f"{quantity.value:g}{quantity.unit if quantity.unit == '%' else ''}"
        for quantity in quantities(claim)
        if quantity.value not in values or (quantity.unit == "%" and quantity.value not in percents)
    ]
    return tuple(dict.fromkeys(missing))


def _missing_names(claim: str, evidence: str) -> tuple[str, ...]:
    held, run = set(tokens(evidence)), letters_only(evidence)
    return tuple(
        sorted(
            name
            for name in names(claim)
            if letters_only(name) not in run and not all(part in held for part in tokens(name))
        )
    )


def _negated(text: str) -> bool:
    words = tokens(text)
    return any(word in NEGATIONS or word.endswith("n't") for word in words)


def _opposed(claim: str, evidence: str) -> bool:
    """One goes only up where the other goes only down."""
    mine, theirs = set(tokens(claim)), set(tokens(evidence))
    up, down = bool(mine & UPWARD), bool(mine & DOWNWARD)
    other_up, other_down = bool(theirs & UPWARD), bool(theirs & DOWNWARD)
    return (up and not down and other_down and not other_up) or (
        down and not up and other_up and not other_down
    )


def _share(wanted: set[str], held: set[str]) -> float:
    return len(wanted & held) / len(wanted) if wanted else 0.0


def _pairs(stems: Sequence[str]) -> list[tuple[str, str]]:
    return list(pairwise(stems))


def _pair_share(stems: Sequence[str], held: Sequence[tuple[str, str]]) -> float:
    wanted = set(_pairs(stems))
    return len(wanted & set(held)) / len(wanted) if wanted else 0.0


def _longest_run(claim: str, evidence: str) -> float:
    """Share of the claim's words in the longest stretch that the evidence has word for word."""
    mine = tokens(claim)
    text = f" {' '.join(tokens(evidence))} "
    longest, begin = 0, 0
    for end in range(1, len(mine) + 1):
        while begin < end and f" {' '.join(mine[begin:end])} " not in text:
            begin += 1
        longest = max(longest, end - begin)
    return longest / len(mine) if mine else 0.0
