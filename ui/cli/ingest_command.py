"""``carrel ingest``: folders of papers in, with progress and every file's end state."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from ui.cli.context import Invocation, emit, json_option, pass_invocation, stop_on_interrupt
from ui.cli.progress import show_progress
from ui.cli.words import file_lines, in_line

if TYPE_CHECKING:
    from workbench.types import IngestReport

__all__ = ["command"]


@click.command()
@click.argument("paths", nargs=-1, type=click.Path(exists=True, path_type=Path))
@click.option("--retry", is_flag=True, help="Read files again that were skipped or failed.")
@click.option("--words-only", is_flag=True, help="Do not embed; find papers by words alone.")
@json_option
@pass_invocation
def command(
    invocation: Invocation,
    paths: tuple[Path, ...],
    retry: bool,
    words_only: bool,
    as_json: bool,
) -> None:
    """Read folders or files of PDF papers into the library.

    Folders are remembered: without PATHS, all of them are looked at again, and only what changed
    is read. Files are never copied, moved or written to.
    """
    from workbench import wire

    with (
        invocation.library(create=True, exact=True) as library,
        stop_on_interrupt() as stop,
        show_progress() as listener,
    ):
        chosen = paths or tuple(Path(folder.path) for folder in library.folders())
        if not chosen:
            raise click.UsageError("no folder is remembered yet: carrel ingest ~/papers")
        report = library.ingest(
            chosen, on_progress=listener, cancel=stop, retry=retry, embed=not words_only
        )
    emit(as_json, wire.ingest_payload(report), lambda: _summary(report))
    if report.cancelled:
        raise click.exceptions.Exit(1)


def _summary(report: IngestReport) -> str:
    changed = [file for file in report.files if file.changed]
    lines = [file_lines(file) for file in changed]
    if lines:
        lines.append("")
    lines.append(_total(report, len(changed)))
    if report.counts.get("skipped") or report.counts.get("failed"):
        lines.append("`carrel folders --problems` lists what was skipped or failed, and why")
    return "\n".join([*lines, *map(in_line, report.notes)])


def _total(report: IngestReport, changed: int) -> str:
    counts = ", ".join(
        f"{report.counts[state]} {state}"
        for state in ("ready", "words only", "skipped", "failed")
        if report.counts.get(state)
    )
    files = "file" if report.counts["total"] == 1 else "files"
    total = f"{report.counts['total']} {files}: {counts or 'none found'}"
    if not report.counts["total"]:
        return "no PDF file was found there: name a folder or file that holds one"
    if report.cancelled:
        return f"{total} (stopped after {report.seconds:.1f} s; run it again to go on)"
    if not changed and report.counts["total"]:
        return f"nothing changed. {total} ({report.seconds:.2f} s)"
    return f"{total} ({report.seconds:.1f} s)"
