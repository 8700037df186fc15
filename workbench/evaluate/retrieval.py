"""How good search is: every query of a collection through the true pipeline, stage by stage.

Owns which stages there are, and the measures, computed by ir-measures: nDCG@10 with linear gain
(Järvelin & Kekäläinen 2002), recall at 5, 20 and 100, and the reciprocal rank of the first answer
within ten. Every judged query counts; documents that nobody judged count as no answer.
"""

from __future__ import annotations

import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from index.atomic import write_atomically
from workbench.errors import CancelledError, EvaluationError
from workbench.evaluate.collection import Collection, read_collection
from workbench.evaluate.scratch import Scratch, open_scratch
from workbench.intake.ticker import Ticker
from workbench.search.searcher import STAGES, plain_query
from workbench.settings import Settings
from workbench.types import Filters, ProgressListener

__all__ = ["MEASURES", "STAGES", "RetrievalReport", "evaluate_retrieval"]

MEASURES = ("nDCG@10", "R@5", "R@20", "R@100", "MRR@10")
_DEPTH = 100
"""Documents of each ranking that are measured and written to run files."""

Run = dict[str, list[tuple[str, float]]]
"""Ranked documents with their scores, by query."""


@dataclass(frozen=True, slots=True)
class RetrievalReport:
    """The measures of each stage, 0..1, by name."""

    dataset: str
    split: str
    queries: int
    documents: int
    stages: Mapping[str, Mapping[str, float]]
    seconds_per_query: Mapping[str, float]
    """Mean seconds of each step of a search."""
    notes: tuple[str, ...] = ()


def evaluate_retrieval(
    folder: Path,
    settings: Settings,
    scratch_folder: Path,
    *,
    split: str = "",
    stages: Sequence[str] = STAGES,
    runs_folder: Path | None = None,
    on_progress: ProgressListener | None = None,
    cancel: threading.Event | None = None,
) -> RetrievalReport:
    """Measure search on a test collection.

    Args:
        folder: The collection, in either layout of ``workbench.evaluate.collection``.
        settings: Search settings and models to measure with.
        scratch_folder: Where the collection's library is kept between runs.
        split: Which judgements; ``test``, or the only ones there are, when empty.
        stages: Which of ``STAGES`` are measured.
        runs_folder: Where run files in TREC's format go, one a stage; None writes none.
        on_progress: Told of indexing, embedding and searching.
        cancel: When set, work stops soon; what was embedded is kept.

    Raises:
        EvaluationError: The collection cannot be read, or a stage is not known.
        CancelledError: ``cancel`` was set.
        CarrelError: The embedder cannot be had.
    """
    unknown = set(stages) - set(STAGES)
    if unknown:
        raise EvaluationError(
            f"there is no stage {min(unknown)!r}", f"stages are {', '.join(STAGES)}"
        )
    stop = cancel or threading.Event()
    collection = read_collection(folder, split)
    with open_scratch(collection, settings, scratch_folder, on_progress, stop) as scratch:
        found = _ask_all(collection, scratch, on_progress, stop)
    if runs_folder is not None:
        _write_runs(found.runs, stages, collection, runs_folder)
    return RetrievalReport(
        collection.name,
        collection.split,
        len(collection.queries),
        len(collection.documents),
        {stage: measure(found.runs[stage], collection.judgements) for stage in stages},
        found.seconds_per_query(),
        (*collection.notes, *found.notes),
    )


@dataclass(slots=True)
class _Found:
    """What came back for all queries."""

    runs: dict[str, Run]
    seconds: dict[str, float]
    said: dict[str, int]

    def seconds_per_query(self) -> dict[str, float]:
        asked = max(1, max((len(run) for run in self.runs.values()), default=1))
        return {step: round(spent / asked, 4) for step, spent in self.seconds.items()}

    @property
    def notes(self) -> list[str]:
        """What searches said, each with how often."""
        return [f"{note} ({times} queries)" for note, times in self.said.items()]


def _ask_all(
    collection: Collection,
    scratch: Scratch,
    on_progress: ProgressListener | None,
    cancel: threading.Event,
) -> _Found:
    found = _Found({stage: {} for stage in STAGES}, {}, {})
    ticker = Ticker("search", len(collection.queries), "queries", on_progress)
    for query, text in collection.queries.items():
        if cancel.is_set():
            raise CancelledError("the evaluation was cancelled")
        ranked = scratch.searcher.rank(plain_query(text), Filters(), cancel, _DEPTH)
        for stage in STAGES:
            found.runs[stage][query] = [
                (scratch.documents[hit.passage_id], hit.score)
                for hit in ranked.stages[stage][:_DEPTH]
            ]
        for step, spent in ranked.timings.items():
            found.seconds[step] = found.seconds.get(step, 0.0) + spent
        for note in ranked.notes:
            found.said[note] = found.said.get(note, 0) + 1
        ticker.advance(1, text)
    return found


def measure(run: Run, judgements: Mapping[str, Mapping[str, int]]) -> dict[str, float]:
    """Means over all judged queries, to five places, by the names in ``MEASURES``."""
    import ir_measures

    named = {name: ir_measures.parse_measure(name.replace("MRR", "RR")) for name in MEASURES}
    qrels = [
        ir_measures.Qrel(query, document, grade)
        for query, grades in judgements.items()
        for document, grade in grades.items()
    ]
    scored = [
        # ranks, not scores, decide: ties are in the order they were shown
        ir_measures.ScoredDoc(query, document, -float(rank))
        for query, ranked in run.items()
        for rank, (document, _) in enumerate(ranked)
    ]
    values = ir_measures.calc_aggregate(list(named.values()), qrels, scored)
    return {name: round(float(values[asked]), 5) for name, asked in named.items()}


def _write_runs(
    runs: Mapping[str, Run], stages: Sequence[str], collection: Collection, folder: Path
) -> None:
    """One file a stage: query, ``Q0``, document, rank, score, name of the run."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for stage in stages:
            lines = [
                f"{query} Q0 {document} {rank} {score:.6f} carrel-{stage}\n"
                for query, ranked in runs[stage].items()
                for rank, (document, score) in enumerate(ranked, start=1)
            ]
            file = folder / f"{collection.name}-{collection.split}-{stage}.run"
            write_atomically(file, "".join(lines).encode("utf-8", "replace"))
    except OSError as error:
        raise EvaluationError(
            f"{folder} cannot be written: {error.strerror}", "name another folder with --runs"
        ) from error
