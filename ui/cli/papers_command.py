"""``carrel papers``: the list of papers."""

from __future__ import annotations

import click

from ui.cli.context import Invocation, emit, json_option, pass_invocation
from ui.cli.words import byline, in_line

__all__ = ["command"]

_ORDERS = ("added", "author", "cited", "citekey", "collections", "pages", "read", "tags", "title",
           "venue", "year")  # fmt: skip


@click.command()
@click.argument("text", required=False, default="")
@click.option(
    "--order",
    type=click.Choice(_ORDERS),
    default="author",
    show_default=True,
    help="What to sort by.",
)
@click.option("--descending", is_flag=True, help="Largest first.")
@click.option("--collection", default="", metavar="NAME", help="Only papers of this collection.")
@click.option(
    "--show",
    type=click.Choice(["unread", "read", "starred", "noted", "versions", "copies", "warned"]),
    help="Only papers you marked so, works in several versions, content that several files hold, "
    "or papers with something odd in their files.",
)
@json_option
@pass_invocation
def command(
    invocation: Invocation,
    text: str,
    order: str,
    descending: bool,
    collection: str,
    show: str | None,
    as_json: bool,
) -> None:
    """List the papers of the library.

    With TEXT, only papers with it in title, authors, year, tags, note, collections or citation
    key.
    """
    from workbench import wire

    with invocation.library() as library:
        papers = library.papers(
            text=text, order=order, descending=descending, collection=collection, show=show or ""
        )

    def plain_list() -> str:
        if not papers:
            if text or collection or show:
                return "no papers match that"
            return "no papers: carrel ingest ~/papers"
        return "\n".join(
            f"{'★ ' if paper.is_starred else ''}{in_line(paper.citekey)}\n"
            f"    {in_line(paper.title or paper.path)}\n"
            f"    {byline(paper)} · {paper.pages} pages · {paper.state.value}"
            + (f" ({in_line(paper.reason)})" if paper.reason else "")
            + (" · older version" if paper.newest_id else "")
            + (f" · {in_line(', '.join(paper.tags))}" if paper.tags else "")
            + (" · has a note" if paper.has_note else "")
            for paper in papers
        )

    emit(as_json, wire.papers_payload(papers), plain_list)
