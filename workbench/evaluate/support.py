"""How good the support checker is, on pairs that people judged.

Owns reading the pairs and the counts. The checker is ``workbench.answer.verify``, called as for
an answer.
"""

from __future__ import annotations

import re
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from workbench.answer.verify import Verdict
from workbench.errors import EvaluationError
from workbench.evaluate.json_lines import read_json_lines
from workbench.types import Progress, ProgressListener, Support

__all__ = ["JudgedPair", "SupportReport", "as_pair", "evaluate_support", "read_pairs"]

_YES = {"attributable", "supported", "support", "supports", "yes", "true", "1"}
_NO = {
    "not attributable", "unsupported", "not supported", "contradict", "contradicts", "refutes",
    "contradictory", "neutral", "no", "false", "0",
}  # fmt: skip
_REFERENCE_MARK = re.compile(r"\s*\[\d+\]")
_SOURCE_LINE = re.compile(r"^\[\d+\]\s*\S+\s*")
_TELLS_EVERY = 10


@dataclass(frozen=True, slots=True)
class JudgedPair:
    """A sentence, the texts it cites, and whether a person found it supported by them."""

    claim: str
    evidence: tuple[str, ...]
    supported: bool


@dataclass(frozen=True, slots=True)
class SupportReport:
    """Counts over all pairs; shares are 0..1."""

    figures: Mapping[str, float | int]
    verdicts: tuple[tuple[JudgedPair, Verdict], ...]
    cancelled: bool = False


def read_pairs(file: Path) -> list[JudgedPair]:
    """Pairs of a file: ``{claim, evidence, supported}`` a line.

    ``evidence`` is a text or a list of texts; ``supported`` true or false, or one of the words
    that such sets use. Citation marks in the claim are left out, as an answer's own are.

    Raises:
        EvaluationError: The file cannot be used; the message names the line.
    """
    pairs = [as_pair(row, f"{file}, line {number}") for number, row in read_json_lines(file)]
    if not pairs:
        raise EvaluationError(f"{file} holds no pair", 'write {"claim": …, "evidence": …} a line')
    return pairs


def evaluate_support(
    pairs: Sequence[JudgedPair],
    check: Callable[[str, Sequence[str]], Verdict],
    on_progress: ProgressListener | None = None,
    cancel: threading.Event | None = None,
) -> SupportReport:
    """Check every pair; after a cancel, those that were checked are reported."""
    verdicts: list[tuple[JudgedPair, Verdict]] = []
    began = time.monotonic()
    for pair in pairs:
        if cancel is not None and cancel.is_set():
            break
        verdicts.append((pair, check(pair.claim, pair.evidence)))
        if on_progress is not None and len(verdicts) % _TELLS_EVERY == 0:
            rate = len(verdicts) / max(1e-9, time.monotonic() - began)
            left = (len(pairs) - len(verdicts)) / rate
            done = len(verdicts)
            on_progress(Progress("check", done, len(pairs), "pairs", rate=rate, seconds_left=left))
    return SupportReport(_figures(verdicts), tuple(verdicts), cancelled=len(verdicts) < len(pairs))


def as_pair(row: Mapping[str, Any], where: str = "the row") -> JudgedPair:
    """One row of such a file as a pair; ``where`` names it in errors.

    Raises:
        EvaluationError: A field is missing or cannot be used.
    """
    claim, given = row.get("claim"), row.get("evidence")
    texts = [given] if isinstance(given, str) else given
    if not isinstance(claim, str) or not claim.strip():
        raise EvaluationError(f"{where}: no 'claim'", "every line needs 'claim' with a text")
    if not isinstance(texts, list) or not all(isinstance(text, str) for text in texts):
        raise EvaluationError(
            f"{where}: no 'evidence'", "every line needs a text or a list of texts"
        )
    plain = tuple(_SOURCE_LINE.sub("", text.strip()) for text in texts)
    bare = _REFERENCE_MARK.sub("", claim).strip()
    return JudgedPair(bare, plain, _judgement(row.get("supported"), where))


def _judgement(value: object, where: str) -> bool:
    word = str(value).strip().lower()
    if word in _YES or word in _NO:
        return word in _YES
    raise EvaluationError(
        f"{where}: 'supported' is {value!r}", "every line needs true or false there"
    )


def _figures(verdicts: Sequence[tuple[JudgedPair, Verdict]]) -> dict[str, float | int]:
    said = [(pair.supported, verdict) for pair, verdict in verdicts]
    held = [verdict for supported, verdict in said if supported]
    loose = [verdict for supported, verdict in said if not supported]
    found = sum(v.support is Support.SUPPORTED for v in held)
    spared = sum(v.support is not Support.SUPPORTED for v in loose)
    called = found + len(loose) - spared
    return {
        "pairs": len(said),
        "supported": len(held),
        "balanced_accuracy": _share(_share(found, len(held)) + _share(spared, len(loose)), 2),
        "recall_supported": _share(found, len(held)),
        "recall_unsupported": _share(spared, len(loose)),
        "precision_supported": _share(found, called),
        "auc": _auc([v.score for v in held], [v.score for v in loose]),
    }


def _share(part: float, whole: int) -> float:
    return round(part / whole, 4) if whole else 0.0


def _auc(held: Sequence[float], loose: Sequence[float]) -> float:
    """Chance that a supported pair scores above an unsupported one (Mann and Whitney 1947)."""
    if not held or not loose:
        return 0.0
    ranked = sorted([(score, True) for score in held] + [(score, False) for score in loose])
    total, start = 0.0, 0
    while start < len(ranked):
        end = start
        while end < len(ranked) and ranked[end][0] == ranked[start][0]:
            end += 1
        rank = (start + 1 + end) / 2  # ties share the mean of their ranks
        total += rank * sum(is_held for _, is_held in ranked[start:end])
        start = end
    pairs = len(held) * len(loose)
    return round((total - len(held) * (len(held) + 1) / 2) / pairs, 4)
