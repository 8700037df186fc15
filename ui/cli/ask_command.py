"""``carrel ask``: a question answered from the library."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from ui.cli.context import (
    Invocation,
    emit,
    json_option,
    pass_invocation,
    stop_on_interrupt,
    tell_notes,
    tell_written,
)
from ui.cli.filters import filter_options, make_filters
from ui.cli.thinking import thinking
from ui.cli.words import byline, in_line, wrapped

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

    if output is not None:
        output = _checked(output, overwrite=overwrite)
    with invocation.library() as library, stop_on_interrupt("no answer is kept") as stop:
        filters = make_filters(library, since, until, papers)
        with thinking() as tell:
            answer = library.ask(" ".join(question), filters=filters, on_event=tell, cancel=stop)
        emit(as_json, wire.ask_payload(answer), lambda: answer_text(answer))
        tell_notes(answer.notes)
        if output is not None:
            library.export_answer(answer, output, overwrite=overwrite)
            tell_written(output)


def _checked(output: Path, *, overwrite: bool) -> Path:
    """The file with ``~`` resolved; what is wrong with it is said before the work, not after."""
    try:
        file = output.expanduser()
    except RuntimeError as error:  # ~somebody who has no home here
        raise click.UsageError(f"{output}: {error}") from error
    if file.exists() and not overwrite:
        raise click.UsageError(f"{file} is there already: add --overwrite, or name another file")
    if not file.parent.is_dir():
        raise click.UsageError(f"{file.parent} is not a folder: make it first, or name another")
    return file


def answer_text(answer: Answer) -> str:
    """An answer with its quotes, as plain lines."""
    paragraphs = [wrapped(paragraph) for paragraph in answer.text.split("\n\n")]
    if answer.citations:
        paragraphs.append("nearest found:" if answer.refused else "quotes:")
        paragraphs += [_citation(citation) for citation in answer.citations]
    return "\n\n".join(paragraphs)


def _citation(citation: Citation) -> str:
    paper = citation.paper
    head = f"[{citation.n}] {in_line(paper.title or paper.citekey)}"
    where = f"    {byline(paper)} · page {citation.page}"
    return "\n".join([head, where, wrapped(f"“{citation.quote}”", indent=4)])
