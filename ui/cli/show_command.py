"""``carrel show``: one paper."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from ui.cli.context import Invocation, emit, json_option, paper_key, pass_invocation
from ui.cli.words import byline, in_line, reference_entry, wrapped

if TYPE_CHECKING:
    from workbench.types import PaperDetail, PaperSummary, VersionRow

__all__ = ["command"]


@click.command()
@click.argument("paper")
@json_option
@pass_invocation
def command(invocation: Invocation, paper: str, as_json: bool) -> None:
    """Show everything that is known of one paper.

    PAPER is an id, the start of one, a citation key or a path.
    """
    from workbench import wire

    with invocation.library() as library:
        detail = library.paper(paper_key(paper))
        passages = library.passages(detail.summary.id)
    emit(as_json, wire.show_payload(detail, passages), lambda: _text(detail, len(passages)))


def _text(detail: PaperDetail, passages: int) -> str:
    paper = detail.summary
    lines = [
        in_line(paper.title) or "(no title found)",
        *([in_line(paper.subtitle)] if paper.subtitle else []),
        in_line(", ".join(paper.authors)) or "(no authors found)",
        byline(paper),
        "",
        *_facts(detail, passages),
    ]
    if detail.abstract:
        lines += ["", "abstract", wrapped(detail.abstract, indent=2)]
    if detail.sections:
        lines += ["", "sections"]
        lines += [f"{'  ' * s.level}{in_line(s.title)}  (page {s.page})" for s in detail.sections]
    if detail.figures:
        lines += ["", "figures and tables"]
        lines += [
            wrapped(f"{f.label}: {f.caption}  (page {f.page})", indent=2, most=300)
            for f in detail.figures
        ]
    if detail.references:
        lines += ["", f"references ({len(detail.references)}; ● in this library)"]
        lines += [
            wrapped(f"{'●' if r.cited_paper_id else '○'} {reference_entry(r)}", indent=2)
            for r in detail.references
        ]
    if detail.cited_by:
        lines += ["", "cited here by"]
        lines += [f"  {byline(citing)}  {in_line(citing.title)}" for citing in detail.cited_by]
    return "\n".join(lines)


def _facts(detail: PaperDetail, passages: int) -> list[str]:
    paper = detail.summary
    facts = [
        ("state", paper.state.value + (f": {paper.reason}" if paper.reason else "")),
        ("id", paper.id),
        ("marked", ", ".join(_marks(paper))),
        ("tags", ", ".join(paper.tags)),
        ("edited", ", ".join(edit.name for edit in detail.edits)),
        ("kind", detail.kind),
        ("venue", paper.venue),
        ("doi", detail.doi),
        ("arxiv", detail.arxiv_id),
        ("keywords", ", ".join(detail.keywords)),
        *(("at", place) for place in detail.affiliations),
        ("e-mail", ", ".join(detail.emails)),
        ("pages", f"{paper.pages}, {passages} passages"),
        ("cited here", f"{paper.cited_by} times"),
        *((_relation(other, paper), byline(other.paper)) for other in detail.versions),
        *(("file", path) for path in detail.paths),
        *(("warning", warning) for warning in detail.warnings),
    ]
    return [f"{name:<15}{in_line(value)}" for name, value in facts if value]


def _marks(paper: PaperSummary) -> list[str]:
    return ["read" if paper.is_read else "unread", *(["starred"] if paper.is_starred else [])]


def _relation(other: VersionRow, paper: PaperSummary) -> str:
    return "newest is" if other.paper.id == paper.newest_id else other.relation.value
