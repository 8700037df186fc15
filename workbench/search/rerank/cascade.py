"""The stages of close reading in order, and what each adds to a score.

Owns the order, the depths and the weights; each stage is a file beside this one. A stage scores
the first passages of the list, its scores are scaled to 0..1 over those it scored, and its part is
that times its weight. Parts are never negative, so that being read costs no passage anything, and
what a stage can say nothing of, as of a passage without a vector, gets the part of the median
passage. A stage that cannot run, or not in time, is left out and a note says so.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from statistics import median

from index.errors import RequestCancelledError
from index.fusion import FusedPassage
from workbench.engines import MODEL_UNAVAILABLE
from workbench.errors import CancelledError
from workbench.search.stopwatch import Stopwatch

__all__ = ["Reading", "Scores", "Stage", "rerank"]


@dataclass(frozen=True, slots=True)
class Reading:
    """What every stage is handed."""

    query: str
    """The query's words, without what it rules out."""
    texts: Mapping[str, str]
    """What the embedder reads for each passage: title, section, text."""
    cancel: threading.Event


Scores = Mapping[str, float | None]
"""By passage; higher is better. None where the stage can say nothing of a passage, whatever time it
has; passages that were not reached in time are left out.
"""

_LATE = 0.1
"""Share of the time for all stages by which the last may end late before a person is told: what is
begun is finished.
"""


@dataclass(frozen=True, slots=True)
class Stage:
    """One way of reading closely.

    Args:
        name: Its term in a hit's scores; its part is ``<name>_share``.
        weight: Its part in the score of the passage it likes best.
        depth: How many passages it reads, from the first.
        read: Scores passages, given their ids in order and its milliseconds.
        needs_text: Whether it reads what stands in the passages.
    """

    name: str
    weight: float
    depth: int
    read: Callable[[Reading, Sequence[str], float], Scores]
    needs_text: bool = True


def rerank(
    ranked: Sequence[FusedPassage],
    stages: Sequence[Stage],
    load_texts: Callable[[Collection[str]], Mapping[str, str]],
    query: str,
    milliseconds: float,
    watch: Stopwatch,
    cancel: threading.Event,
) -> tuple[list[FusedPassage], tuple[str, ...]]:
    """Read the first passages closely.

    Args:
        ranked: Passages, best first.
        stages: Which stages, cheap before dear; none changes nothing.
        load_texts: The texts of passages, by id.
        query: The query's words.
        milliseconds: For all stages together.
        watch: Times each stage under its name.
        cancel: Checked before each stage, and inside those that take long.

    Returns:
        All passages in their new order, and what a person must know.

    Raises:
        CancelledError: ``cancel`` was set.
    """
    if not (stages and ranked):
        return list(ranked), ()
    end = time.perf_counter() + milliseconds / 1000
    deepest = max((stage.depth for stage in stages if stage.needs_text), default=0)
    with watch.step("texts"):
        texts = load_texts([hit.passage_id for hit in ranked[:deepest]])
    reading, order = Reading(query, texts, cancel), list(ranked)
    notes: list[str] = []
    for number, stage in enumerate(stages):
        if cancel.is_set():
            raise CancelledError("the search was cancelled")
        left = 1000 * (end - time.perf_counter())
        if left <= 0:
            notes.append(f"no time was left for {_spoken(stage)} within {milliseconds:.0f} ms")
            continue
        with watch.step(stage.name):
            # what a cheap stage does not use, the dear ones after it share
            waiting = sum(other.needs_text for other in stages[number:])
            order, note = _apply(stage, order, reading, left / max(1, waiting))
        notes += note
        late = 1000 * (time.perf_counter() - end)
        if late > _LATE * milliseconds:
            spent = f"{left + late:.0f} ms where {left:.0f} ms were left"
            notes.append(f"{_spoken(stage)} took {spent}")
    return order, tuple(notes)


def _apply(
    stage: Stage, order: list[FusedPassage], reading: Reading, milliseconds: float
) -> tuple[list[FusedPassage], list[str]]:
    """The list after one stage, and what it could not do."""
    head, tail = order[: stage.depth], order[stage.depth :]
    names = [hit.passage_id for hit in head]
    if stage.needs_text:
        names = [name for name in names if name in reading.texts]
    try:
        scores = stage.read(reading, names, milliseconds)
    except RequestCancelledError as error:
        raise CancelledError("the search was cancelled") from error
    except MODEL_UNAVAILABLE as error:
        return order, [f"{_spoken(stage)} was left out: {error}"]
    notes = []
    if len(scores) < len(names):
        notes.append(f"{_spoken(stage)} reached {len(scores)} of {len(names)} passages in time")
    known = [score for score in scores.values() if score is not None]
    if not known or max(known) <= min(known):
        return order, notes
    reread = [_with_share(hit, stage, scores, known) for hit in head]
    return sorted(reread, key=lambda hit: -hit.score) + tail, notes


def _with_share(
    hit: FusedPassage, stage: Stage, scores: Scores, known: Sequence[float]
) -> FusedPassage:
    """The hit with the stage's part; one that was not reached gets nothing."""
    if hit.passage_id not in scores:
        return hit
    score = scores[hit.passage_id]
    low, high = min(known), max(known)
    counted = median(known) if score is None else score
    share = stage.weight * (counted - low) / (high - low)
    told = {} if score is None else {stage.name: score}
    terms = {**hit.terms, **told, f"{stage.name}_share": share}
    return FusedPassage(hit.passage_id, hit.score + share, terms)


def _spoken(stage: Stage) -> str:
    return f"the {stage.name.replace('_', ' ')} stage"
