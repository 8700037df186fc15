"""``carrel inspect``: what reading one file yields."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from ui.cli.context import Invocation, emit, json_option, pass_invocation
from ui.cli.words import in_line, reference_entry, wrapped

if TYPE_CHECKING:
    from ingest.paper import Paper

__all__ = ["command"]

_LABELS = {"arxiv_id": "arxiv"}


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
    fields = {
        "title": paper.title or "(none found)",
        "subtitle": paper.subtitle,
        "authors": ", ".join(paper.authors) or "(none found)",
        "year": str(paper.year or "(none found)"),
        "kind": paper.kind,
        "doi": paper.doi,
        "arxiv_id": paper.arxiv_id,
        "venue": paper.venue,
        "keywords": ", ".join(paper.keywords),
    }
    lines = [
        f"{_LABELS.get(name, name):<11}{in_line(value)}{_origin(paper, name)}"
        for name, value in fields.items()
        if value
    ]
    lines += [f"pages      {len(paper.pages)}", f"passages   {len(paper.passages)}"]
    lines += [f"warning    {in_line(warning)}" for warning in paper.warnings]
    if paper.abstract:
        lines += ["", f"abstract{_origin(paper, 'abstract')}", wrapped(paper.abstract, indent=2)]
    lines += ["", "sections"]
    lines += [f"{'  ' * s.level}{in_line(s.title)}  (page {s.page})" for s in paper.sections]
    lines += ["", f"references ({len(paper.references)})"]
    lines += [wrapped(reference_entry(entry), indent=2) for entry in paper.references]
    return "\n".join(lines)


def _origin(paper: Paper, name: str) -> str:
    """Where a field came from and how sure that is: ``  (page, 95 %)``."""
    told = paper.provenance.get(name)
    return f"  ({told.source}, {told.confidence:.0%})".replace("%", " %") if told else ""
