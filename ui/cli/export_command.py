"""``carrel export``: an answer, or a set of papers, to a file."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ui.cli.context import (
    Invocation,
    emit_json,
    json_option,
    pass_invocation,
    tell_notes,
    tell_written,
)
from ui.cli.words import in_line

if TYPE_CHECKING:
    from workbench.types import PaperSummary

__all__ = ["command"]

_MOST_NAMED = 5

_output = click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help="Where to; printed when omitted.",
)
_style = click.option(
    "--style",
    default="apa",
    show_default=True,
    metavar="STYLE",
    help="How references look in Markdown: acm, ama, apa, chicago, ieee, or a .csl file.",
)
_overwrite = click.option("--overwrite", is_flag=True, help="Replace FILE if it is there.")


@click.group()
def command() -> None:
    """Write an answer or a set of papers to a file."""


@command.command(short_help="Write an answer.")
@click.argument("answers", nargs=-1, metavar="[ANSWER]...")
@click.option(
    "--format",
    "kind",
    type=click.Choice(["markdown", "pandoc", "trec-rag", "trec-rag-2025"]),
    default="markdown",
    show_default=True,
    help="pandoc writes a .bib beside the file; trec-rag is the run format of TREC RAG 2024.",
)
@_style
@click.option("--run", default="carrel", show_default=True, help="The run's name in TREC formats.")
@_output
@_overwrite
@json_option
@pass_invocation
def answer(
    invocation: Invocation,
    answers: tuple[str, ...],
    kind: str,
    style: str,
    run: str,
    output: Path | None,
    overwrite: bool,
    as_json: bool,
) -> None:
    """Write an ANSWER: its id from `carrel answers`, or `last`.

    The TREC formats hold several answers, one a line; the others one. With --json, the answers
    are printed as `carrel ask --json` printed them.
    """
    from workbench import wire

    with invocation.library() as library:
        chosen = [library.answer(key) for key in answers or ("last",)]
        how = {"format": kind, "style": style, "run": run}
        if output is not None:
            tell_written(library.export_answer(chosen, output, overwrite=overwrite, **how))
        text = library.answer_text(chosen, **how) if output is None and not as_json else ""
    if as_json:
        one = len(chosen) == 1
        emit_json(wire.ask_payload(chosen[0]) if one else wire.answers_payload(chosen))
    elif output is None:
        click.echo(text, nl=False)


@command.command(short_help="Write a bibliography.")
@click.argument("papers", nargs=-1)
@click.option(
    "--format",
    "kind",
    type=click.Choice(["bibtex", "ris", "csl-json", "markdown"]),
    default="bibtex",
    show_default=True,
)
@_style
@click.option("--collection", default="", metavar="NAME", help="The papers of this collection.")
@click.option("--notes", is_flag=True, help="With your notes; in Markdown.")
@_output
@_overwrite
@json_option
@pass_invocation
def papers(
    invocation: Invocation,
    papers: tuple[str, ...],
    kind: str,
    style: str,
    collection: str,
    notes: bool,
    output: Path | None,
    overwrite: bool,
    as_json: bool,
) -> None:
    """Write a bibliography of PAPERS (ids, citation keys or paths), or of all papers.

    With --json, the format, the papers' citation keys and the bibliography's text are printed.
    """
    if notes and kind != "markdown":
        raise click.UsageError("notes are written in Markdown: add --format markdown")
    with invocation.library() as library:
        found = [library.paper(key).summary for key in papers]
        if collection or not papers:
            found += library.papers(collection=collection, order="author")
        ids = [paper.id for paper in found]
        left_out = library.not_citable(ids) if ids else []
        text = library.export_papers(
            ids,
            output,
            format=kind,
            collection=collection,
            style=style,
            notes=notes,
            overwrite=overwrite,
        )
    if output is not None:
        tell_written(output)
    if left_out:
        tell_notes([_left_out(left_out)])
    if as_json:
        held = {paper.citekey for paper in left_out}
        citekeys = [p.citekey for p in dict.fromkeys(found) if p.citekey not in held]
        emit_json({"format": kind, "papers": citekeys, "text": text})
    elif output is None:
        click.echo(text, nl=False)


def _left_out(papers: Sequence[PaperSummary]) -> str:
    named = ", ".join(in_line(paper.citekey) for paper in papers[:_MOST_NAMED])
    more = " and others" if len(papers) > _MOST_NAMED else ""
    many = f"{len(papers)} paper{'s' * (len(papers) != 1)}"
    return (
        f"left out {many} of which neither title, authors nor DOI is known: {named}{more} "
        "(`carrel edit` gives them)"
    )
