"""``carrel remove``: papers out of the library, their files left alone."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from ui.cli.context import Invocation, emit, json_option, paper_key, pass_invocation
from ui.cli.words import byline, in_line

if TYPE_CHECKING:
    from collections.abc import Sequence

    from workbench.types import PaperSummary, RemovedPaper

__all__ = ["command", "removed_text"]


@click.command()
@click.argument("papers", nargs=-1, required=True, metavar="PAPER...")
@click.option("-y", "--yes", is_flag=True, help="Do not ask first; needed in scripts.")
@json_option
@pass_invocation
def command(invocation: Invocation, papers: tuple[str, ...], yes: bool, as_json: bool) -> None:
    """Take papers (ids, citation keys or paths) out of the library; files are not touched.

    They are not read again until `carrel restore`. Notes, tags, edits, places in collections and
    answers that quote them are kept, and hold again then.
    """
    from workbench import wire

    keys = [paper_key(paper) for paper in papers]
    with invocation.library() as library:
        found = [library.paper(key).summary for key in keys]
        if not yes:
            _ask(found)
        removed = library.remove_papers([paper.id for paper in found])
    emit(as_json, wire.removed_payload(removed), lambda: removed_text(removed))


def _ask(papers: Sequence[PaperSummary]) -> None:
    if not sys.stdin.isatty():
        raise click.UsageError("there is nobody to ask first: --yes takes papers out all the same")
    for paper in papers:
        click.echo(f"{byline(paper)}\n    {in_line(paper.title or paper.path)}", err=True)
    what = "this paper" if len(papers) == 1 else f"these {len(papers)} papers"
    click.confirm(f"take {what} out of the library? files stay", abort=True, err=True)


def removed_text(removed: Sequence[RemovedPaper]) -> str:
    """Each paper that was taken out: its id, when, its title, where its files are."""
    return "\n".join(
        f"{paper.id[:8]}  {paper.removed_at[:10]}  {in_line(paper.title) or '(no title)'}"
        + "".join(f"\n          {in_line(path)}" for path in paper.paths)
        for paper in removed
    )
