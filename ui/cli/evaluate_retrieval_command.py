"""``carrel evaluate retrieval``: how well search finds, on judgements that a person brings."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from ui.cli.context import (
    Invocation,
    emit,
    json_option,
    pass_invocation,
    stop_on_interrupt,
    tell_notes,
)
from ui.cli.progress import show_progress

if TYPE_CHECKING:
    from workbench.evaluate.retrieval import RetrievalReport

__all__ = ["command"]


@click.command()
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--split", default="", help="Which judgements. [default: test, or the only ones]")
@click.option(
    "--stages",
    is_flag=False,
    default="",
    flag_value="",
    metavar="[A,B]",
    help="Only these: lexical, dense, fused, weighed, reranked. [default: all]",
)
@click.option(
    "--runs",
    type=click.Path(file_okay=False, path_type=Path),
    help="Write each stage's ranking to this folder, in TREC's format.",
)
@click.option(
    "--scratch",
    type=click.Path(file_okay=False, path_type=Path),
    help="Where the collection is indexed and kept. [default: the system's cache folder]",
)
@json_option
@pass_invocation
def command(
    invocation: Invocation,
    folder: Path,
    split: str,
    stages: str,
    runs: Path | None,
    scratch: Path | None,
    as_json: bool,
) -> None:
    """Measure search on the test collection in FOLDER, stage by stage.

    FOLDER is in BEIR's layout (corpus.jsonl, queries.jsonl, qrels/test.tsv; your own judgements
    will do) or holds LitSearch's Parquet files. It is searched with the settings of this run.
    """
    from workbench import paths, wire
    from workbench.evaluate.retrieval import STAGES, evaluate_retrieval

    chosen = tuple(name.strip() for name in stages.split(",") if name.strip()) or STAGES
    with (
        stop_on_interrupt("what is embedded is kept") as stop,
        show_progress() as listener,
    ):
        report = evaluate_retrieval(
            folder,
            invocation.settings(exact=True),
            scratch or paths.cache_folder() / "evaluate",
            split=split,
            stages=chosen,
            runs_folder=runs,
            on_progress=listener,
            cancel=stop,
        )
    emit(as_json, wire.retrieval_payload(report), lambda: _table(report))
    tell_notes(report.notes)


def _table(report: RetrievalReport) -> str:
    from workbench.evaluate.retrieval import MEASURES

    head = f"{report.dataset} {report.split}: {report.queries} queries"
    lines = [
        f"{head}, {report.documents} documents",
        "",
        f"{'':<10}" + "".join(f"{name:>9}" for name in MEASURES),
    ]
    for stage, values in report.stages.items():
        lines.append(f"{stage:<10}" + "".join(f"{values[name]:>9.4f}" for name in MEASURES))
    spent = [f"{step} {1000 * s:.0f}" for step, s in report.seconds_per_query.items()]
    return "\n".join([*lines, "", f"milliseconds a query: {', '.join(spent)}"])
