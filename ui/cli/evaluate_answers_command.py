"""``carrel evaluate answers``: questions with known answers, asked and scored."""

from __future__ import annotations

import threading
from pathlib import Path
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
from ui.cli.context import paper_key as key_of
from ui.cli.evaluation import against_option, figures_table, other_settings
from ui.cli.progress import show_progress

if TYPE_CHECKING:
    from workbench.evaluate.answers import AnswersReport, KnownQuestion
    from workbench.library import Library
    from workbench.settings import Settings

__all__ = ["command"]


@click.command()
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@against_option
@click.option("--blind", is_flag=True, help="Choose the better answer of each pair yourself.")
@click.option("--details", is_flag=True, help="Add a line for each question that went wrong.")
@json_option
@pass_invocation
def command(
    invocation: Invocation,
    file: Path,
    against: tuple[str, ...],
    blind: bool,
    details: bool,
    as_json: bool,
) -> None:
    """Ask the questions of FILE and score the answers.

    FILE holds one JSON object a line: {"question": …, "answer": …, "papers": […],
    "answerable": true}, all but the question optional. With --against the questions are asked
    again with another setting; with --blind you are shown both answers without being told which
    is which, and the tally comes at the end.
    """
    from workbench.evaluate.answers import read_questions

    if blind and not against:
        raise click.UsageError("--blind compares two settings: add --against KEY=VALUE")
    if blind and as_json:
        raise click.UsageError("--blind asks you, so it cannot print JSON alone")
    other = other_settings(invocation, against)
    with (
        invocation.library(exact=True) as library,
        stop_on_interrupt("what was asked is scored") as stop,
    ):
        questions = read_questions(file, lambda key: library.paper(key_of(key)).summary.id)
        reports = {"now": _run(library, questions, None, stop)}
        if other is not None:
            reports[" ".join(against)] = _run(library, questions, other, stop)
    payload = {name: _payload(report) for name, report in reports.items()}
    emit(
        as_json,
        payload["now"] if other is None else {"runs": payload},
        lambda: figures_table({name: report.figures for name, report in reports.items()}),
    )
    for name, report in reports.items():
        tell_notes(report.notes)
        if report.cancelled:
            tell_notes([f"{report.rest} questions were not asked ({name})"])
    if details and not as_json:
        _tell_wrong(reports["now"])
    if blind:
        from ui.cli.blind_choice import choose_blind

        choose_blind(*reports.values(), names=tuple(reports))


def _run(
    library: Library,
    questions: list[KnownQuestion],
    settings: Settings | None,
    stop: threading.Event,
) -> AnswersReport:
    from workbench.evaluate.answers import ask_all, score_answers

    with show_progress() as tell:
        rows = list(
            ask_all(
                questions,
                lambda question, hear: library.ask(
                    question, settings=settings, keep=False, on_event=hear, cancel=stop
                ),
                tell,
                stop,
            )
        )
    return score_answers(rows, len(questions))


def _payload(report: AnswersReport) -> dict[str, Any]:
    return {
        "figures": dict(report.figures),
        "questions": [
            {
                "question": row.known.question,
                "answerable": row.known.answerable,
                "refused": row.answer.refused,
                "right_paper": row.cites_paper if row.known.papers else None,
                "right_page": row.cites_page if row.known.page is not None else None,
                "recall": round(row.recall, 4) if row.known.answer else None,
                "papers": sorted(row.cited_ids),
                "seconds": round(row.seconds, 3),
                "answer": row.answer.text,
            }
            for row in report.rows
        ],
        "notes": list(report.notes),
        "cancelled": report.cancelled,
    }


def _tell_wrong(report: AnswersReport) -> None:
    from ui.cli.words import in_line

    for row in report.rows:
        known = row.known
        if known.answerable and row.answer.refused:
            what = "refused"
        elif not known.answerable and not row.answer.refused:
            what = "answered, though nothing answers it"
        elif known.answerable and known.papers and not row.cites_paper:
            what = "another paper cited"
        else:
            continue
        click.echo(f"{what}: {in_line(known.question)}")
