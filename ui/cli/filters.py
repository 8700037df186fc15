"""Options that narrow a search or a question."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar

import click

if TYPE_CHECKING:
    from workbench.library import Library
    from workbench.types import Filters

__all__ = ["collection_option", "filter_options", "make_filters"]

F = TypeVar("F", bound=Callable[..., Any])


collection_option = click.option(
    "--collection", metavar="NAME", help="Only papers of this collection."
)
"""For commands that can be narrowed to one of the person's collections."""


def filter_options(command: F) -> F:
    """Add ``--since``, ``--until`` and ``--paper`` to a command."""
    options = (
        click.option(
            "--since", type=int, metavar="YEAR", help="Only papers of this year or later."
        ),
        click.option(
            "--until", type=int, metavar="YEAR", help="Only papers of this year or earlier."
        ),
        click.option(
            "--paper",
            "papers",
            multiple=True,
            metavar="PAPER",
            help="Only this paper (id, citation key or path); may be repeated.",
        ),
    )
    for option in reversed(options):
        command = option(command)
    return command


def make_filters(
    library: Library, since: int | None, until: int | None, papers: tuple[str, ...]
) -> Filters:
    """Turn the options into filters, naming papers by their ids."""
    from workbench.types import Filters

    return Filters(since, until, tuple(library.paper(key).summary.id for key in papers))
