"""``carrel ask``: a question answered from the library."""

from __future__ import annotations

from dataclasses import replace
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
from ui.cli.filters import collection_option, filter_options, make_filters
from ui.cli.tables import table_lines
from ui.cli.thinking import search_line, thinking
from ui.cli.words import byline, in_line, wrapped

if TYPE_CHECKING:
    from workbench.answer.changes import Changes
    from workbench.types import Answer, Citation, Suggestion

__all__ = ["KINDS", "answer_text", "command"]

KINDS = (
    "fact",
    "number",
    "definition",
    "comparison",
    "compound",
    "synthesis",
    "papers",
    "first",
    "change",
    "consensus",
    "list",
    "how-to",
    "count",
    "claim",
)
"""``workbench.answer.kinds.KIND_NAMES``, named here so that help needs no heavy import."""
_SEVERAL = 2
"""Searches from which they are worth a line."""


@click.command()
@click.argument("question", nargs=-1)
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE.md",
    help="Write the answer to this file, too, as Markdown.",
)
@click.option("--overwrite", is_flag=True, help="Replace FILE.md if it is there.")
@click.option(
    "--kind",
    type=click.Choice(KINDS),
    help="What the question asks for, where it was taken for something else.",
)
@click.option(
    "--effort", type=click.Choice(["quick", "normal", "deep"]), help="What the answer may cost."
)
@click.option(
    "--consensus", is_flag=True, help="Take QUESTION for a claim: who supports it, who disputes it."
)
@click.option(
    "--follow",
    metavar="ANSWER",
    help="Go on from an earlier answer: its id from `carrel answers`, or `last`.",
)
@click.option(
    "--again", metavar="ANSWER", help="Ask an earlier question again and say what changed."
)
@filter_options
@collection_option
@click.option(
    "--filter",
    "terms",
    multiple=True,
    metavar="FIELD:VALUE",
    help="Only papers that this leaves, such as tag:thesis; may be repeated.",
)
@click.option(
    "--no-filters",
    is_flag=True,
    help="Do not narrow by years, authors and venues that QUESTION names.",
)
@click.option("-v", "--verbose", is_flag=True, help="Print each search while it is made.")
@json_option
@pass_invocation
def command(
    invocation: Invocation,
    question: tuple[str, ...],
    output: Path | None,
    overwrite: bool,
    kind: str | None,
    effort: str | None,
    consensus: bool,
    follow: str | None,
    again: str | None,
    since: int | None,
    until: int | None,
    papers: tuple[str, ...],
    collection: str | None,
    terms: tuple[str, ...],
    no_filters: bool,
    verbose: bool,
    as_json: bool,
) -> None:
    """Answer a question from the library, cited to the page.

    Every sentence names the quotes that hold it up. Where the library does not hold the answer,
    carrel says so and shows the nearest it found. @citekey in the question narrows it to a paper,
    and so do filters (tag:thesis, author:knuth) and phrases such as "since 2018", which are told.
    """
    from workbench import wire
    from workbench.kept_names import collection_term

    _check(question, again=again, consensus=consensus, kind=kind)
    if output is not None:
        output = _checked(output, overwrite=overwrite)
    with invocation.library() as library, stop_on_interrupt("no answer is kept") as stop:
        filters = replace(make_filters(library, since, until, papers), terms=terms)
        if collection:
            filters = replace(filters, terms=(*terms, collection_term(collection)))
        changes = None
        with thinking(verbose=verbose) as tell:
            if again:
                answer, changes = library.ask_again(
                    library.answer(again), on_event=tell, cancel=stop
                )
            else:
                answer = library.ask(
                    " ".join(question),
                    filters=filters or None,
                    kind="consensus" if consensus else kind or "",
                    effort=effort or "",
                    follows=library.answer(follow) if follow else None,
                    read_filters=not no_filters,
                    on_event=tell,
                    cancel=stop,
                )
        payload = wire.ask_payload(answer)
        if changes is not None:
            payload["changes"] = wire.changes_payload(changes)
        emit(as_json, payload, lambda: answer_text(answer))
        tell_notes([*_understood(answer), *_narrowed(answer), *_searched(answer), *answer.notes])
        if changes is not None:
            tell_notes(_changed(changes))
        if output is not None:
            library.export_answer(answer, output, overwrite=overwrite)
            tell_written(output)


def _check(
    question: tuple[str, ...], *, again: str | None, consensus: bool, kind: str | None
) -> None:
    if again and question:
        raise click.UsageError("--again asks an earlier question: leave QUESTION out")
    if not again and not question:
        raise click.UsageError("Missing argument 'QUESTION...'.")
    if consensus and kind not in {None, "consensus"}:
        raise click.UsageError("--consensus is a kind of its own: leave --kind out")


def _understood(answer: Answer) -> list[str]:
    """What the question was taken for, where that shaped the answer."""
    if answer.kind in {"", "fact", "number"}:
        return []
    parts = f" in {len(answer.parts)} parts: {'; '.join(answer.parts)}"
    told = parts if len(answer.parts) > 1 else ""
    return [f"taken for a question of the kind {answer.kind}{told} (--kind changes that)"]


def _narrowed(answer: Answer) -> list[str]:
    """What was read from the question: what narrowed the search, and what only might."""
    taken = [
        f"narrowed to papers {s.label}, from “{in_line(s.words)}” (--no-filters asks without)"
        for s in answer.narrowed_by
    ]
    return taken + [
        f"“{in_line(s.words)}” narrows nothing; to narrow: {_how_to_take(s)}"
        for s in answer.could_narrow
    ]


def _how_to_take(offered: Suggestion) -> str:
    """The option that a suggestion means."""
    if offered.kind == "recency":
        return f"carrel --set {offered.filter} ask …"
    return f"--filter '{offered.filter}'"


def _searched(answer: Answer) -> list[str]:
    """The searches of an answer that took more than one, each with what it found."""
    if len(answer.searches) < _SEVERAL:
        return []
    return ["searched for " + "; ".join(search_line(node) for node in answer.searches)]


def _changed(changes: Changes) -> list[str]:
    told = [changes.verdict]
    if changes.new_papers:
        told.append(f"new here: {', '.join(changes.new_papers)}")
    if changes.gone_papers:
        told.append(f"no longer here: {', '.join(changes.gone_papers)}")
    counts = f"{len(changes.new_quotes)} quotes new, {len(changes.gone_quotes)} gone"
    return [*told, counts if changes else "nothing changed"]


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
    if answer.table is not None:
        table = table_lines(answer.table)
        # a count is a sentence and its table, a comparison a table with its quotes in full below
        paragraphs.insert(0 if answer.sentences else len(paragraphs), table)
    if answer.citations:
        paragraphs.append("nearest found:" if answer.refused else "quotes:")
        paragraphs += [_citation(citation) for citation in answer.citations]
    return "\n\n".join(paragraphs)


def _citation(citation: Citation) -> str:
    from workbench.types import FLAT_SIGNS

    paper = citation.paper
    head = f"[{citation.n}] {in_line(paper.title or paper.citekey)}"
    parts = ", in parts" if citation.in_parts else ""
    where = f"    {byline(paper)} · page {citation.page}{parts}"
    flat = [f"    ({FLAT_SIGNS})"] if citation.has_flat_signs else []
    return "\n".join([head, where, wrapped(f"“{citation.quote}”", indent=4), *flat])
