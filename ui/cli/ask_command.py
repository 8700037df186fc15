"""``carrel ask``: a question answered from the library."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from ui.cli.context import Invocation, emit, json_option, pass_invocation, stop_on_interrupt
from ui.cli.filters import filter_options, make_filters
from ui.cli.thinking import thinking
from ui.cli.words import byline, wrapped

if TYPE_CHECKING:
    from workbench.types import Answer, Citation

__all__ = ["answer_text", "command"]


@click.command()
@click.argument("question", nargs=-1, required=True)
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE.md",
    help="Write the answer to this file, too, as Markdown.",
)
@click.option("--overwrite", is_flag=True, help="Replace FILE.md if it is there.")
@filter_options
@json_option
@pass_invocation
def command(
    invocation: Invocation,
    question: tuple[str, ...],
    output: Path | None,
    overwrite: bool,
    since: int | None,
    until: int | None,
    papers: tuple[str, ...],
    as_json: bool,
) -> None:
    """Answer a question from the library, cited to the page.

    Every sentence names the quotes that hold it up. Where the library does not hold the answer,
    carrel says so and shows the nearest it found.
    """
    from workbench import wire

    if output is not None and output.exists() and not overwrite:
        raise click.UsageError(f"{output} is there already: add --overwrite, or name another file")
    with invocation.library() as library, stop_on_interrupt() as stop:
        filters = make_filters(library, since, until, papers)
        with thinking() as tell:
            answer = library.ask(" ".join(question), filters=filters, on_event=tell, cancel=stop)
        if output is not None:
            library.export_answer(answer, output, overwrite=overwrite)
    emit(as_json, wire.ask_payload(answer), lambda: answer_text(answer))
    for note in answer.notes:
        click.echo(f"note: {note}", err=True)
    if output is not None:
        click.echo(f"written to {output}", err=True)


def answer_text(answer: Answer) -> str:
    """An answer with its quotes, as plain lines."""
    paragraphs = [wrapped(paragraph) for paragraph in answer.text.split("\n\n")]
    if answer.citations:
        paragraphs.append("nearest found:" if answer.refused else "quotes:")
        paragraphs += [_citation(citation) for citation in answer.citations]
    return "\n\n".join(paragraphs)


def _citation(citation: Citation) -> str:
    paper = citation.paper
    head = f"[{citation.n}] {paper.title or paper.citekey}"
    where = f"    {byline(paper)} · page {citation.page}"
    return "\n".join([head, where, wrapped(f"“{citation.quote}”", indent=4)])
