"""``carrel mark``: read or unread, with or without a star."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from ui.cli.context import Invocation, emit, json_option, paper_key, pass_invocation
from ui.cli.words import byline

if TYPE_CHECKING:
    from workbench.types import PaperSummary

__all__ = ["command"]

STATES = {
    "read": {"read": True},
    "unread": {"read": False},
    "starred": {"starred": True},
    "unstarred": {"starred": False},
}
"""The words a person types, and what they set."""


@click.command()
@click.argument("papers", nargs=-1, metavar="PAPERS...")
@click.argument("state", type=click.Choice(list(STATES)))
@json_option
@pass_invocation
def command(invocation: Invocation, papers: tuple[str, ...], state: str, as_json: bool) -> None:
    """Set PAPERS (ids, citation keys or paths) read, unread, starred or unstarred."""
    from workbench import wire

    if not papers:
        raise click.UsageError(f"name a paper: carrel mark PAPER {state}")
    keys = [paper_key(paper) for paper in papers]
    with invocation.library() as library:
        library.mark(keys, **STATES[state])
        marked = [library.paper(key).summary for key in keys]
    emit(as_json, wire.papers_payload(marked), lambda: "\n".join(map(_line, marked)))


def _line(paper: PaperSummary) -> str:
    star = "★ " if paper.is_starred else ""
    return f"{star}{'read' if paper.is_read else 'unread'}  {byline(paper)}"
