"""``carrel collection``: named sets of papers."""

from __future__ import annotations

import shlex
from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

from ui.cli.context import Invocation, emit, json_option, paper_key, pass_invocation
from ui.cli.renaming import rename_command
from ui.cli.words import byline, in_line

if TYPE_CHECKING:
    from workbench.library import Library
    from workbench.types import Collection, CollectionContent, PaperSummary

__all__ = ["command"]

_papers = click.argument("papers", nargs=-1, metavar="PAPER...")


@click.group(invoke_without_command=True)
@json_option
@click.pass_context
def command(context: click.Context, as_json: bool) -> None:
    """Keep papers in named collections; alone, list them.

    A paper can be in many. `collection:NAME` narrows a search to one, `carrel ask --collection
    NAME` a question, `carrel export papers --collection NAME` writes it down. Case does not
    matter in names.
    """
    if context.invoked_subcommand is None:
        with context.find_object(Invocation).library() as library:  # type: ignore[union-attr]
            _tell(library, as_json=as_json)


@command.command()
@click.argument("name")
@_papers
@json_option
@pass_invocation
def add(invocation: Invocation, name: str, papers: tuple[str, ...], as_json: bool) -> None:
    """Put papers into collection NAME; it is made if there is none.

    PAPER is an id, a citation key or a path.
    """
    with invocation.library() as library:
        library.collect([paper_key(paper) for paper in papers], name)
        _tell(library, as_json=as_json)


@command.command()
@click.argument("name")
@click.argument("papers", nargs=-1, required=True, metavar="PAPER...")
@json_option
@pass_invocation
def drop(invocation: Invocation, name: str, papers: tuple[str, ...], as_json: bool) -> None:
    """Take papers out of collection NAME; they stay in the library."""
    with invocation.library() as library:
        library.uncollect([paper_key(paper) for paper in papers], name)
        _tell(library, as_json=as_json)


@command.command()
@click.argument("name")
@json_option
@pass_invocation
def show(invocation: Invocation, name: str, as_json: bool) -> None:
    """List the papers of collection NAME."""
    from workbench import wire

    with invocation.library() as library:
        papers = library.papers(collection=name, order="author")
    emit(as_json, wire.papers_payload(papers), lambda: _papers_text(papers))


@command.command()
@click.argument("name")
@json_option
@pass_invocation
def delete(invocation: Invocation, name: str, as_json: bool) -> None:
    """Forget collection NAME; its papers stay in the library.

    The command that makes it anew is printed, should that have been a slip.
    """
    with invocation.library() as library:
        _tell_way_back(library, library.delete_collection(name))
        _tell(library, as_json=as_json)


def _tell_way_back(library: Library, content: CollectionContent) -> None:
    here = library.summaries(content.paper_ids)
    words = ["carrel", "collection", "add", in_line(content.name), *sorted(here)]
    click.echo(f"to undo: {shlex.join(words)}", err=True)
    if gone := len(content.paper_ids) - len(here):
        papers = "1 paper that is" if gone == 1 else f"{gone} papers that are"
        click.echo(f"it held {papers} not in the library now: not put back by that", err=True)


def _tell(library: Library, *, as_json: bool) -> None:
    from workbench import wire

    collections = library.collections()
    emit(as_json, wire.collections_payload(collections), lambda: _list(collections))


def _list(collections: Sequence[Collection]) -> str:
    lines = [f"{found.papers:>6}  {in_line(found.name)}" for found in collections]
    return "\n".join(lines) or "no collections yet: carrel collection add NAME PAPER..."


def _papers_text(papers: Sequence[PaperSummary]) -> str:
    lines = [f"{byline(paper)}\n    {in_line(paper.title or paper.path)}" for paper in papers]
    return "\n".join(lines) or "no papers in it"


command.add_command(
    rename_command(
        "collection", lambda library, name, new: library.rename_collection(name, new), _tell
    )
)
