"""``carrel searches``: searches that were saved under a name."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from ui.cli.context import Invocation, emit, json_option, pass_invocation
from ui.cli.renaming import rename_command
from ui.cli.words import in_line

if TYPE_CHECKING:
    from workbench.library import Library
    from workbench.types import SavedSearch

__all__ = ["command"]


@click.group(invoke_without_command=True)
@json_option
@click.pass_context
def command(context: click.Context, as_json: bool) -> None:
    """List the searches you saved with `carrel search --save NAME`.

    `carrel search --saved NAME` makes one again.
    """
    if context.invoked_subcommand is None:
        with context.find_object(Invocation).library() as library:  # type: ignore[union-attr]
            _tell(library, as_json=as_json)


@command.command()
@click.argument("name")
@json_option
@pass_invocation
def forget(invocation: Invocation, name: str, as_json: bool) -> None:
    """Drop saved search NAME."""
    with invocation.library() as library:
        library.forget_search(name)
        _tell(library, as_json=as_json)


def _tell(library: Library, *, as_json: bool) -> None:
    from workbench import wire

    searches = library.saved_searches()

    def text() -> str:
        return "\n".join(map(_lines, searches)) or "no saved searches: carrel search … --save NAME"

    emit(as_json, wire.searches_payload(searches), text)


def _lines(search: SavedSearch) -> str:
    how = "".join(f"  {name.replace('_', ' ')} {value}" for name, value in search.controls.items())
    return f"{in_line(search.name)}\n    {in_line(search.query)}{in_line(how) and f' ·{how}'}"


command.add_command(
    rename_command(
        "saved search", lambda library, name, new: library.rename_search(name, new), _tell
    )
)
