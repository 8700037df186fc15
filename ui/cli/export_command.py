"""``carrel export``: an answer, or a set of papers, to a file."""

from __future__ import annotations

from pathlib import Path

import click

from ui.cli.context import Invocation, pass_invocation

__all__ = ["command"]

_output = click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help="Where to; printed when omitted.",
)
_overwrite = click.option("--overwrite", is_flag=True, help="Replace FILE if it is there.")


@click.group()
def command() -> None:
    """Write an answer or a set of papers to a file."""


@command.command()
@click.argument("answer", default="last")
@_output
@_overwrite
@pass_invocation
def answer(invocation: Invocation, answer: str, output: Path | None, overwrite: bool) -> None:
    """Write an ANSWER as Markdown: its id from `carrel answers`, or `last`."""
    from workbench.export.markdown import answer_markdown

    with invocation.library() as library:
        chosen = library.answer(answer)
        if output is None:
            click.echo(answer_markdown(chosen), nl=False)
        else:
            click.echo(f"written to {library.export_answer(chosen, output, overwrite=overwrite)}")


@command.command()
@click.argument("papers", nargs=-1)
@click.option(
    "--format",
    "kind",
    type=click.Choice(["bibtex", "ris", "csl-json"]),
    default="bibtex",
    show_default=True,
)
@_output
@_overwrite
@pass_invocation
def papers(
    invocation: Invocation,
    papers: tuple[str, ...],
    kind: str,
    output: Path | None,
    overwrite: bool,
) -> None:
    """Write a bibliography of PAPERS (ids, citation keys or paths), or of all papers."""
    with invocation.library() as library:
        text = library.export_papers(papers, output, format=kind, overwrite=overwrite)
    if output is None:
        click.echo(text, nl=False)
    else:
        click.echo(f"written to {output}", err=True)
