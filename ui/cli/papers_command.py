"""``carrel papers``: the list of papers."""

from __future__ import annotations

import click

from ui.cli.context import Invocation, emit, json_option, pass_invocation
from ui.cli.words import byline, in_line

__all__ = ["command"]


@click.command()
@click.argument("text", required=False, default="")
@click.option(
    "--order",
    type=click.Choice(["added", "author", "cited", "title", "year"]),
    default="author",
    show_default=True,
    help="What to sort by.",
)
@click.option("--descending", is_flag=True, help="Largest first.")
@json_option
@pass_invocation
def command(invocation: Invocation, text: str, order: str, descending: bool, as_json: bool) -> None:
    """List the papers of the library.

    With TEXT, only papers with it in title, authors, year, tags or citation key.
    """
    from workbench import wire

    with invocation.library() as library:
        papers = library.papers(text=text, order=order, descending=descending)

    def plain_list() -> str:
        if not papers:
            return "no papers" + (f" match {text!r}" if text else ": carrel ingest ~/papers")
        return "\n".join(
            f"{'★ ' if paper.is_starred else ''}{in_line(paper.citekey)}\n"
            f"    {in_line(paper.title or paper.path)}\n"
            f"    {byline(paper)} · {paper.pages} pages · {paper.state.value}"
            + (f" ({in_line(paper.reason)})" if paper.reason else "")
            + (" · older version" if paper.newest_id else "")
            + (f" · {in_line(', '.join(paper.tags))}" if paper.tags else "")
            for paper in papers
        )

    emit(as_json, wire.papers_payload(papers), plain_list)
