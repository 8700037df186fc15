"""What an answer is waiting for: one live line on stderr, or, when asked for, a line a search."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager

import click

from ui.safe_text import one_line
from workbench.types import (
    AnswerEvent,
    AnswerListener,
    EvidenceGathered,
    SearchGrew,
    SearchNode,
    TextGrown,
)

__all__ = ["search_line", "thinking"]

_LONGEST = 80
"""Characters of a query that are printed."""
_ROLES = {
    "gap": "for what was missing: ",
    "before": "at hand from the answer before: ",
    "everywhere": "without that filter: ",
    "title": "in the paper it names: ",
    "overview": "in the paper it names: ",
}


@contextmanager
def thinking(*, verbose: bool = False) -> Iterator[AnswerListener]:
    """Give a listener that shows how far an answer is until the block ends.

    Args:
        verbose: Print each search on a line of its own, in place of the live line.
    """
    if verbose:
        yield _print_search
        return
    if not sys.stderr.isatty():
        yield _ignore
        return
    from rich.console import Console

    nodes: dict[int, SearchNode] = {}
    with Console(stderr=True).status("searching …") as status:

        def tell(event: AnswerEvent) -> None:
            if isinstance(event, SearchGrew):
                nodes[event.node.number] = event.node
                done = sum(node.passages is not None for node in nodes.values())
                status.update(f"searching, {done} of {len(nodes)} done …")
            elif isinstance(event, EvidenceGathered):
                status.update(f"reading {len(event.citations)} quotes …")
            elif isinstance(event, TextGrown):
                status.update("writing and checking …")

        yield tell


def search_line(node: SearchNode) -> str:
    """One search in words: what was searched, and what it found."""
    what = f"{_ROLES.get(node.role, '')}“{one_line(node.query, _LONGEST)}”"
    if node.passages is None:
        return what
    found = f"{node.passages} passages of {node.papers} paper{'s' * (node.papers != 1)}"
    return f"{what} ({found}, {node.new} new)" if node.under else f"{what} ({found})"


def _print_search(event: AnswerEvent) -> None:
    if isinstance(event, SearchGrew) and event.node.passages is not None:
        click.echo(f"{'  ' if event.node.under else ''}{search_line(event.node)}", err=True)


def _ignore(event: AnswerEvent) -> None:
    del event
