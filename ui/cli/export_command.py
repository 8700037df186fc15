"""``carrel export``: an answer, or a set of papers, to a file."""

from __future__ import annotations

from pathlib import Path

import click

from ui.cli.context import Invocation, emit_json, json_option, pass_invocation, tell_written

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
@json_option
@pass_invocation
def answer(
    invocation: Invocation, answer: str, output: Path | None, overwrite: bool, as_json: bool
) -> None:
    """Write an ANSWER as Markdown: its id from `carrel answers`, or `last`.

    With --json, the answer is printed as `carrel ask --json` printed it.
    """
    from workbench import wire
    from workbench.export.markdown import answer_markdown

    with invocation.library() as library:
        chosen = library.answer(answer)
        if output is not None:
            tell_written(library.export_answer(chosen, output, overwrite=overwrite))
    if as_json:
        emit_json(wire.ask_payload(chosen))
    elif output is None:
        click.echo(answer_markdown(chosen), nl=False)


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
@json_option
@pass_invocation
def papers(
    invocation: Invocation,
    papers: tuple[str, ...],
    kind: str,
    output: Path | None,
    overwrite: bool,
    as_json: bool,
) -> None:
    """Write a bibliography of PAPERS (ids, citation keys or paths), or of all papers.

    With --json, the format, the papers' citation keys and the bibliography's text are printed.
    """
    with invocation.library() as library:
        found = [library.paper(key).summary for key in papers] or library.papers()
        keys = [paper.id for paper in found]
        text = library.export_papers(keys, output, format=kind, overwrite=overwrite)
    if output is not None:
        tell_written(output)
    if as_json:
        citekeys = [paper.citekey for paper in found]
        emit_json({"format": kind, "papers": citekeys, "text": text})
    elif output is None:
        click.echo(text, nl=False)
