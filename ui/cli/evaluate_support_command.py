"""``carrel evaluate support``: the checker of sentences, on judged pairs."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from ui.cli.context import (
    Invocation,
    emit,
    json_option,
    pass_invocation,
    stop_on_interrupt,
    tell_notes,
)
from ui.cli.evaluation import figures_table
from ui.cli.progress import show_progress

__all__ = ["command"]


@click.command()
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@click.option("--words", is_flag=True, help="Check by words alone, as without an embedder.")
@json_option
@pass_invocation
def command(invocation: Invocation, file: Path, words: bool, as_json: bool) -> None:
    """Score the support checker on the judged pairs of FILE.

    FILE holds one JSON object a line: {"claim": …, "evidence": text or list of texts,
    "supported": true or false}. No library is needed.
    """
    from workbench.evaluate.checker import open_checker
    from workbench.evaluate.support import evaluate_support, read_pairs

    pairs = read_pairs(file)
    with (
        open_checker(invocation.settings(exact=True), words_alone=words) as (check, notes),
        stop_on_interrupt("what was checked is scored") as stop,
        show_progress() as tell,
    ):
        report = evaluate_support(pairs, check, tell, stop)
    payload: dict[str, Any] = {
        "figures": dict(report.figures),
        "pairs": [
            {
                "claim": pair.claim,
                "supported": pair.supported,
                "verdict": verdict.support.value,
                "score": round(verdict.score, 4),
                "reason": verdict.reason,
            }
            for pair, verdict in report.verdicts
        ],
        "notes": list(notes),
        "cancelled": report.cancelled,
    }
    emit(as_json, payload, lambda: figures_table({"now": report.figures}))
    tell_notes([*notes, *(["cancelled: not all pairs were checked"] if report.cancelled else [])])
