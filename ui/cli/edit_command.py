"""``carrel edit``: what the person knows better than the reader."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from ui.cli.context import Invocation, emit, json_option, paper_key, pass_invocation
from ui.cli.words import byline, in_line, wrapped

if TYPE_CHECKING:
    from workbench.types import FieldValue, PaperDetail

__all__ = ["command"]


@click.command()
@click.argument("paper")
@click.option(
    "--set",
    "settings",
    multiple=True,
    metavar="FIELD=VALUE",
    help="Set a field; an empty VALUE clears it. ; separates authors and keywords.",
)
@click.option("--undo", "undone", multiple=True, metavar="FIELD", help="Go back to what was read.")
@click.option("--reset", is_flag=True, help="Undo every edit of PAPER.")
@json_option
@pass_invocation
def command(
    invocation: Invocation,
    paper: str,
    settings: tuple[str, ...],
    undone: tuple[str, ...],
    reset: bool,
    as_json: bool,
) -> None:
    """Correct what was read of PAPER (an id, citation key or path), or take that back.

    Fields are title, subtitle, authors, year, venue, doi, arxiv_id, kind, language, citekey,
    keywords and abstract. What you set counts everywhere and is never overwritten by reading the
    file again. Without options your editor opens on all fields; where there is no terminal, or
    with --json, they are listed with what was read.
    """
    from workbench import wire

    if reset and (settings or undone):
        raise click.UsageError("--reset undoes every edit: use it alone")
    changes = dict(map(_assignment, settings))
    with invocation.library() as library:
        key = library.paper(paper_key(paper)).summary.id
        if reset or undone:
            library.undo_edits(key, None if reset else undone)
        elif not changes and not as_json and sys.stdin.isatty() and sys.stdout.isatty():
            changes = _in_editor(library.paper(key))
        if changes:
            library.edit(key, changes)
        detail = library.paper(key)
    emit(as_json, wire.edit_payload(detail), lambda: _listing(detail))


def _assignment(text: str) -> tuple[str, str]:
    name, sign, value = text.partition("=")
    if not sign:
        raise click.UsageError(f"--set takes FIELD=VALUE, not {text!r}")
    return name.strip(), value


def _in_editor(detail: PaperDetail) -> dict[str, str]:
    """What the person changed in their editor, by field."""
    from workbench.editing import field_text, field_values

    before = {name: field_text(value) for name, value in field_values(detail).items()}
    text = click.edit(_form(detail, before), extension=".txt")
    if text is None:
        click.echo("nothing was changed", err=True)
        return {}
    after = _read_form(text)
    return {name: value for name, value in after.items() if value != before.get(name)}


def _form(detail: PaperDetail, values: dict[str, str]) -> str:
    from workbench.editing import FIELDS

    lines = [
        f"# {byline(detail.summary)}",
        "# One field a line. Change what is wrong, save and close; an empty value clears a field.",
        "# Authors and keywords are separated by semicolons.",
        "",
    ]
    read = {edit.name: edit.read for edit in detail.edits}
    for name, value in values.items():
        if name in read:
            lines.append(f"# {name} as it was read: {in_line(_shown(read[name]))}")
        elif name == "kind":
            lines.append(f"# {FIELDS[name].form}")
        lines.append(f"{name}: {in_line_whole(value)}")
    return "\n".join(lines) + "\n"


def in_line_whole(text: str) -> str:
    """A value on one line and uncut, since it is read back."""
    from ui.safe_text import plain

    return " ".join(plain(text).split())


def _read_form(text: str) -> dict[str, str]:
    values: dict[str, str] = {}
    for line in text.splitlines():
        if not line.strip() or line.startswith("#"):
            continue
        name, sign, value = line.partition(":")
        if not sign:
            raise click.UsageError(f"each line is `field: value`; this one is not: {line[:60]!r}")
        values[name.strip()] = value.strip()
    return values


def _shown(value: FieldValue) -> str:
    from workbench.editing import field_text

    return field_text(value) or "(nothing)"


def _listing(detail: PaperDetail) -> str:
    from workbench.editing import field_values

    edits = {edit.name: edit for edit in detail.edits}
    lines = [byline(detail.summary), ""]
    for name, value in field_values(detail).items():
        if name not in edits and not value:
            continue
        mark = "✎" if name in edits else " "
        lines.append(f"{mark} {name:<10}{wrapped(_shown(value), indent=12).lstrip()}")
        if name in edits:
            lines.append(wrapped(f"read: {_shown(edits[name].read)}", indent=14))
        elif source := detail.sources.get(name):
            lines.append(f"{'':14}from the {source.source}, {source.confidence:.0%} sure")
    return "\n".join(lines)
