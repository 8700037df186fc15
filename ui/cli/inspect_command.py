"""``carrel inspect``: what reading one file yields."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from ui.cli.context import Invocation, emit, json_option, pass_invocation
from ui.cli.words import in_line, wrapped

if TYPE_CHECKING:
    from ingest.paper import Paper

__all__ = ["command"]


@click.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@json_option
@pass_invocation
def command(invocation: Invocation, file: Path, as_json: bool) -> None:
    """Show what reading one PDF yields; nothing is stored."""
    from workbench import wire
    from workbench.inspect import inspect_file

    paper = inspect_file(file, invocation.settings())
    emit(as_json, wire.inspect_payload(paper), lambda: _text(paper))


def _text(paper: Paper) -> str:
    lines = [
        f"title      {in_line(paper.title) or '(none found)'}",
        f"authors    {in_line(', '.join(paper.authors)) or '(none found)'}",
        f"year       {paper.year or '(none found)'}",
    ]
    lines += [
        f"{name:<11}{in_line(value)}"
        for name, value in (("doi", paper.doi), ("arxiv", paper.arxiv_id), ("venue", paper.venue))
        if value
    ]
    lines += [f"pages      {len(paper.pages)}", f"passages   {len(paper.passages)}"]
    lines += [f"warning    {in_line(warning)}" for warning in paper.warnings]
    if paper.abstract:
        lines += ["", "abstract", wrapped(paper.abstract, indent=2)]
    lines += ["", "sections"]
    lines += [f"{'  ' * s.level}{in_line(s.title)}  (page {s.page})" for s in paper.sections]
    lines += ["", f"references ({len(paper.references)})"]
    lines += [wrapped(f"{r.position + 1}. {r.raw}", indent=2) for r in paper.references]
    return "\n".join(lines)
