"""``carrel folders``: what the library keeps in step with."""

from __future__ import annotations

from pathlib import Path

import click

from ui.cli.context import Invocation, emit, json_option, pass_invocation
from ui.cli.words import in_line

__all__ = ["command"]


@click.command()
@click.option(
    "--forget",
    type=click.Path(path_type=Path),
    metavar="FOLDER",
    help="No longer keep FOLDER in step; its papers stay in the library.",
)
@json_option
@pass_invocation
def command(invocation: Invocation, forget: Path | None, as_json: bool) -> None:
    """List the folders the library keeps in step with."""
    with invocation.library() as library:
        if forget is not None:
            library.forget_folder(forget)
        folders = library.folders()
    payload = {
        "folders": [
            {"path": f.path, "counts": dict(f.counts), "ingested_at": f.ingested_at}
            for f in folders
        ]
    }

    def text() -> str:
        if not folders:
            return "no folders yet: carrel ingest ~/papers"
        return "\n".join(
            f"{in_line(f.path)}  " + ", ".join(f"{n} {state}" for state, n in f.counts.items() if n)
            for f in folders
        )

    emit(as_json, payload, text)
