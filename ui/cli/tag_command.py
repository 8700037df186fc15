"""``carrel tag``: tags on papers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

from ui.cli.context import Invocation, emit, json_option, paper_key, pass_invocation
from ui.cli.words import byline, in_line

if TYPE_CHECKING:
    from workbench.types import PaperSummary

__all__ = ["command"]


# `-todo` takes a tag off and is no option, so none of one letter may be known here
@click.command(context_settings={"ignore_unknown_options": True, "help_option_names": ["--help"]})
@click.argument("words", nargs=-1, type=click.UNPROCESSED, metavar="[PAPER]... [+TAG] [-TAG]...")
@json_option
@pass_invocation
def command(invocation: Invocation, words: tuple[str, ...], as_json: bool) -> None:
    """Put tags on papers and take them off: `carrel tag khattab2020colbert +ann -todo`.

    With papers alone their tags are shown; with nothing, every tag and how many papers have it.
    """
    from workbench import wire
    from workbench.errors import PaperNotFoundError

    papers = [paper_key(word) for word in words if word[:1] not in ("+", "-")]
    added = [word[1:] for word in words if word.startswith("+")]
    removed = [word[1:] for word in words if word.startswith("-")]
    if words == ("-h",):
        click.echo(click.get_current_context().get_help())
        return
    if not papers and (added or removed):
        raise click.UsageError("name a paper: carrel tag PAPER +TAG")
    with invocation.library() as library:
        if not papers:
            counts = library.tags()
            emit(as_json, wire.tags_payload(counts), lambda: _counts(counts))
            return
        try:
            library.tag(papers, added, removed)
        except PaperNotFoundError as error:
            hint = f"{error.hint}; a tag is put on by +TAG and taken off by -TAG"
            raise PaperNotFoundError(error.message, hint) from error
        tagged = [library.paper(key).summary for key in papers]
    emit(as_json, wire.papers_payload(tagged), lambda: _tagged(tagged))


def _tagged(papers: Sequence[PaperSummary]) -> str:
    return "\n".join(
        f"{byline(paper)}\n    {in_line(', '.join(paper.tags)) or 'no tags'}" for paper in papers
    )


def _counts(counts: dict[str, int]) -> str:
    return "\n".join(f"{n:>6}  {in_line(tag)}" for tag, n in counts.items()) or "no tags yet"
