"""``carrel evaluate library``: the library's own passages, asked for and looked for."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, Any

import click

from ui.cli.context import (
    Invocation,
    emit,
    json_option,
    pass_invocation,
    stop_on_interrupt,
    tell_notes,
)
from ui.cli.evaluation import against_option, figures_table, other_settings
from ui.cli.progress import show_progress

if TYPE_CHECKING:
    from workbench.evaluate.library import LibraryReport
    from workbench.evaluate.own_questions import OwnQuestion
    from workbench.library import Library
    from workbench.settings import Settings

__all__ = ["command"]


@click.command(short_help="Make questions from your own papers and ask them.")
@click.option("--questions", "count", type=click.IntRange(1, 10_000), default=50, show_default=True)
@click.option("--seed", type=int, default=0, show_default=True, help="Another set of questions.")
@against_option
@click.option("--details", is_flag=True, help="Add a line for each question.")
@json_option
@pass_invocation
def command(
    invocation: Invocation,
    count: int,
    seed: int,
    against: tuple[str, ...],
    details: bool,
    as_json: bool,
) -> None:
    """Make questions from your own papers, ask them, and say how often the passage comes back.

    Each question is made from one sentence, names what it is about and leaves out what it says.
    The same seed makes the same questions, so that two settings can be compared.
    """
    from workbench.evaluate.own_questions import make_questions

    other = other_settings(invocation, against)
    with (
        invocation.library(exact=True) as library,
        stop_on_interrupt("what was asked is reported") as stop,
    ):
        questions = list(make_questions(library.papers(), library.passages, count, seed))
        reports = {"now": _run(library, questions, None, stop)}
        if other is not None:
            reports[" ".join(against)] = _run(library, questions, other, stop)
    payload = {name: _payload(report) for name, report in reports.items()}

    def text() -> str:
        table = figures_table({name: report.figures for name, report in reports.items()})
        return "\n".join([table, *(_lines(reports["now"]) if details else ())])

    emit(as_json, payload["now"] if other is None else {"runs": payload}, text)
    if any(report.cancelled for report in reports.values()):
        tell_notes(["cancelled: not all questions were asked"])
    if len(questions) < count:
        tell_notes([f"only {len(questions)} questions could be made of this library"])


def _run(
    library: Library,
    questions: list[OwnQuestion],
    settings: Settings | None,
    stop: threading.Event,
) -> LibraryReport:
    from workbench.evaluate.library import evaluate_library

    with show_progress() as tell:
        return evaluate_library(
            questions,
            lambda query: library.search(query, k=10, cancel=stop, settings=settings),
            lambda question: library.ask(question, settings=settings, keep=False, cancel=stop),
            len(questions),
            tell,
            stop,
        )


def _payload(report: LibraryReport) -> dict[str, Any]:
    return {
        "figures": dict(report.figures),
        "questions": [
            {
                "question": row.asked.question,
                "paper": row.asked.paper.citekey,
                "page": row.asked.passage.page,
                "passage": row.asked.passage.id,
                "sentence": row.asked.sentence,
                "passage_rank": row.passage_rank,
                "paper_rank": row.paper_rank,
                "quoted": row.quoted,
                "refused": row.refused,
            }
            for row in report.rows
        ],
        "cancelled": report.cancelled,
    }


def _lines(report: LibraryReport) -> list[str]:
    return [
        f"{row.passage_rank or '–':>3}  {row.asked.question}  ({row.asked.paper.citekey})"
        for row in report.rows
    ]
