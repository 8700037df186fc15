"""``carrel restore``: papers that were taken out, back into the library."""

from __future__ import annotations

import click

from ui.cli.context import Invocation, emit, json_option, paper_key, pass_invocation
from ui.cli.remove_command import removed_text
from ui.cli.words import file_lines

__all__ = ["command"]


@click.command()
@click.argument("papers", nargs=-1, metavar="[PAPER]...")
@json_option
@pass_invocation
def command(invocation: Invocation, papers: tuple[str, ...], as_json: bool) -> None:
    """Read papers again that you took out: by id or path; alone, list them."""
    from workbench import wire

    with invocation.library(exact=True) as library:
        if not papers:
            removed = library.removed_papers()
            none = "no paper was taken out"
            emit(as_json, wire.removed_payload(removed), lambda: removed_text(removed) or none)
            return
        report = library.restore_papers([paper_key(paper) for paper in papers])
    lines = "\n".join(map(file_lines, report.files))
    emit(as_json, wire.ingest_payload(report), lambda: lines)
