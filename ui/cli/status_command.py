"""``carrel status``: what the library holds and what works."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from ui.cli.context import Invocation, emit, json_option, pass_invocation
from ui.cli.words import in_line

if TYPE_CHECKING:
    from workbench.types import LibraryStatus

__all__ = ["command"]


@click.command()
@json_option
@pass_invocation
def command(invocation: Invocation, as_json: bool) -> None:
    """Say what the library holds and what works."""
    from workbench import wire

    with invocation.library() as library:
        status = library.status()
    emit(as_json, wire.status_payload(status), lambda: _text(status))


def _text(status: LibraryStatus) -> str:
    files = ", ".join(f"{n} {state}" for state, n in status.files.items() if n) or "none"
    percent = 100 * status.embedded // status.passages if status.passages else 100
    lines = [
        f"library   {in_line(status.folder)}",
        f"papers    {status.papers}",
        f"files     {files}",
        f"passages  {status.passages}, {percent} % embedded",
        f"indexes   words {status.lexical_count}, meaning {status.dense_count}",
        f"device    {in_line(status.device)}",
    ]
    lines += [
        f"{model.role:<9} {in_line(model.name)}: {model.device if model.present else 'not here'}"
        + (f" ({in_line(model.note)})" if model.note else "")
        for model in status.models
    ]
    return "\n".join([*lines, *(f"note: {in_line(note)}" for note in status.notes)])
