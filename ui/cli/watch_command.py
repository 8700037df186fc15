"""``carrel watch``: keep the library in step with its folders until told to stop."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

from ui.cli.context import Invocation, pass_invocation, stop_on_interrupt
from ui.cli.words import in_line

if TYPE_CHECKING:
    from workbench.library import Library
    from workbench.types import FolderChange

__all__ = ["command"]


@click.command()
@pass_invocation
def command(invocation: Invocation) -> None:
    """Keep the library in step with its folders until ctrl-c.

    First everything that changed meanwhile is read, then each change as it comes. The terminal app
    does the same while it is open; this is for a machine where it is not. One process may have a
    library open at a time.
    """
    with invocation.library(exact=True) as library, stop_on_interrupt() as stop:
        folders = [folder.path for folder in library.folders()]
        if not folders:
            raise click.UsageError("no folder is remembered yet: carrel ingest ~/papers")
        _read(library, folders, stop)
        if not stop.is_set():
            what = "1 folder" if len(folders) == 1 else f"{len(folders)} folders"
            click.echo(f"watching {what}; ctrl-c ends it", err=True)

            def on_change(change: FolderChange) -> None:
                _read(library, change.places, stop)

            library.watch(on_change, stop)


def _read(library: Library, places: Sequence[str], stop: threading.Event) -> None:
    report = library.ingest(places, cancel=stop, remember=False)
    for file in report.files:
        if file.changed:
            why = f"  {in_line(file.reason)}" if file.reason else ""
            click.echo(f"{file.state.value:<10}  {in_line(file.path)}{why}")
    for note in report.notes:
        click.echo(in_line(note), err=True)
