"""The ``rename`` command of what a person keeps by name: collections, saved searches."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Protocol

import click

from ui.cli.context import Invocation, json_option, pass_invocation

if TYPE_CHECKING:
    from workbench.library import Library

__all__ = ["rename_command"]


class Teller(Protocol):
    """Prints what there is after a change."""

    def __call__(self, library: Library, *, as_json: bool) -> None: ...


def rename_command(
    what: str, rename: Callable[[Library, str, str], None], tell: Teller
) -> click.Command:
    """The command that gives ``what`` another name, and tells what there is then."""

    @click.command("rename", help=f"Call {what} NAME by another name, NEW.")
    @click.argument("name")
    @click.argument("new")
    @json_option
    @pass_invocation
    def command(invocation: Invocation, name: str, new: str, as_json: bool) -> None:
        with invocation.library() as library:
            rename(library, name, new)
            tell(library, as_json=as_json)

    return command
