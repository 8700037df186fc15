"""``carrel folders``: what the library keeps in step with, and what of it could not be read."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ui.cli.context import Invocation, emit, json_option, pass_invocation
from ui.cli.words import file_lines, in_line

if TYPE_CHECKING:
    from workbench.types import FileReport, FolderRow

__all__ = ["command"]


@click.command()
@click.option(
    "--forget",
    type=click.Path(path_type=Path),
    metavar="FOLDER",
    help="No longer keep FOLDER in step; its papers stay in the library.",
)
@click.option(
    "--problems",
    "only_problems",
    is_flag=True,
    help="List every file that was skipped or failed, and why, instead.",
)
@json_option
@pass_invocation
def command(
    invocation: Invocation, forget: Path | None, only_problems: bool, as_json: bool
) -> None:
    """List the folders the library keeps in step with."""
    with invocation.library() as library:
        if forget is not None:
            library.forget_folder(forget)
        folders, problems = library.folders(), library.problems()
    payload = {
        "folders": [
            {"path": f.path, "counts": dict(f.counts), "ingested_at": f.ingested_at}
            for f in folders
        ],
        "problems": [
            {"path": f.path, "state": f.state.value, "reason": f.reason, "paper": f.paper_id}
            for f in problems
        ],
    }
    emit(as_json, payload, lambda: _problems(problems) if only_problems else _folders(folders))


def _folders(folders: Sequence[FolderRow]) -> str:
    if not folders:
        return "no folders yet: carrel ingest ~/papers"
    return "\n".join(
        f"{in_line(f.path)}  " + ", ".join(f"{n} {state}" for state, n in f.counts.items() if n)
        for f in folders
    )


def _problems(files: Sequence[FileReport]) -> str:
    return "\n".join(map(file_lines, files)) or "no file was skipped or failed"
