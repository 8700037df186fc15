"""How often a library gives its own passages back when it is asked about them.

Owns asking the questions that ``own_questions`` makes and counting what came back, so that people
can compare settings on their own papers.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from workbench.errors import CancelledError, EvaluationError
from workbench.evaluate.own_questions import OwnQuestion
from workbench.types import Answer, Progress, ProgressListener, SearchResult

__all__ = ["LibraryReport", "OwnRow", "evaluate_library"]

_DEPTHS = (1, 5, 10)


@dataclass(frozen=True, slots=True)
class OwnRow:
    """One question: the ranks (from 1) of its passage and paper among the hits, and its answer."""

    asked: OwnQuestion
    passage_rank: int | None
    paper_rank: int | None
    refused: bool
    quoted: bool
    """Whether the answer quotes the passage."""


@dataclass(frozen=True, slots=True)
class LibraryReport:
    """What came back. A share is 0..1."""

    rows: tuple[OwnRow, ...]
    figures: Mapping[str, float | int]
    cancelled: bool = False


def evaluate_library(
    questions: Iterable[OwnQuestion],
    search: Callable[[str], SearchResult],
    ask: Callable[[str], Answer],
    wanted: int,
    on_progress: ProgressListener | None = None,
    cancel: threading.Event | None = None,
) -> LibraryReport:
    """Search and ask every question.

    Args:
        questions: What is asked.
        search: A query to at least ten hits.
        ask: A question to an answer that is not kept.
        wanted: How many questions there are to come, for the progress.
        on_progress: Told after each question.
        cancel: When set, what was asked so far is reported.

    Raises:
        EvaluationError: No question could be made of the library's passages.
    """
    rows: list[OwnRow] = []
    began = time.monotonic()
    stopped = False
    for asked in questions:
        try:
            rows.append(_row(asked, search(asked.question), ask(asked.question)))
        except CancelledError:
            stopped = True
        if stopped or (cancel is not None and cancel.is_set()):
            stopped = True
            break
        if on_progress is not None:
            rate = len(rows) / max(1e-9, time.monotonic() - began)
            left = max(0, wanted - len(rows)) / rate
            on_progress(Progress("ask", len(rows), wanted, "questions", asked.question, rate, left))
    if not rows and not stopped:
        raise EvaluationError(
            "no question could be made of this library's passages", "add papers and try again"
        )
    return LibraryReport(tuple(rows), _figures(rows), cancelled=stopped)


def _row(asked: OwnQuestion, found: SearchResult, answer: Answer) -> OwnRow:
    passages = [hit.passage.id for hit in found.hits]
    papers = [hit.paper.id for hit in found.hits]
    return OwnRow(
        asked,
        passages.index(asked.passage.id) + 1 if asked.passage.id in passages else None,
        papers.index(asked.paper.id) + 1 if asked.paper.id in papers else None,
        answer.refused,
        not answer.refused and any(c.passage.id == asked.passage.id for c in answer.citations),
    )


def _figures(rows: Sequence[OwnRow]) -> dict[str, float | int]:
    figures: dict[str, float | int] = {"questions": len(rows)}
    total = max(1, len(rows))
    for name in ("passage", "paper"):
        ranks = [getattr(row, f"{name}_rank") for row in rows]
        for depth in _DEPTHS:
            hits = sum(rank is not None and rank <= depth for rank in ranks)
            figures[f"{name}_in_first_{depth}"] = round(hits / total, 4)
        figures[f"{name}_mrr"] = round(sum(1 / rank for rank in ranks if rank) / total, 4)
    figures["passage_quoted"] = round(sum(row.quoted for row in rows) / total, 4)
    figures["refused"] = round(sum(row.refused for row in rows) / total, 4)
    return figures
