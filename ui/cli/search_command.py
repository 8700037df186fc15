"""``carrel search``: ranked passages."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from ui.cli.context import Invocation, emit, json_option, pass_invocation, tell_notes
from ui.cli.filters import filter_options, make_filters
from ui.cli.words import byline, in_line, place, wrapped

if TYPE_CHECKING:
    from workbench.types import Hit, SearchResult

__all__ = ["command"]


@click.command()
@click.argument("query", nargs=-1, required=True)
@click.option("-k", "--hits", type=click.IntRange(1, 1000), help="Most hits. [default: 10]")
@filter_options
@json_option
@pass_invocation
def command(
    invocation: Invocation,
    query: tuple[str, ...],
    hits: int | None,
    since: int | None,
    until: int | None,
    papers: tuple[str, ...],
    as_json: bool,
) -> None:
    """Find passages by words and by meaning.

    "Quoted phrases" must occur as they stand, and -words must not occur.
    """
    from workbench import wire

    with invocation.library() as library:
        filters = make_filters(library, since, until, papers)
        result = library.search(" ".join(query), k=hits, filters=filters)
    emit(as_json, wire.search_payload(result), lambda: _text(result))
    tell_notes(result.notes)


def _text(result: SearchResult) -> str:
    if not result.hits:
        return "nothing found: try fewer or other words"
    return "\n\n".join(_hit(hit) for hit in result.hits)


def _hit(hit: Hit) -> str:
    head = f"{hit.rank:>2}. {in_line(hit.paper.title or hit.paper.citekey)}"
    where = f"    {byline(hit.paper)} · {place(hit.passage)} · score {hit.score:.2f}"
    return "\n".join([head, where, wrapped(hit.passage.text, indent=4, most=480)])
