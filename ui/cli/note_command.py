"""``carrel note``: what the person thinks of a paper."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from ui.cli.context import Invocation, emit, json_option, paper_key, pass_invocation
from ui.cli.words import in_line

__all__ = ["command"]


@click.command()
@click.argument("paper")
@click.option("--set", "text", metavar="TEXT", help="Let the note be TEXT; empty deletes it.")
@click.option("--add", "more", metavar="TEXT", help="Add TEXT to the note, as a paragraph.")
@click.option(
    "--file",
    type=click.Path(path_type=Path, dir_okay=False, exists=True, allow_dash=True),
    metavar="FILE",
    help="Take the note from a file, or from - for what is piped in.",
)
@json_option
@pass_invocation
def command(
    invocation: Invocation,
    paper: str,
    text: str | None,
    more: str | None,
    file: Path | None,
    as_json: bool,
) -> None:
    """Write a note about PAPER (an id, citation key or path), in Markdown.

    Without options your editor opens on it; where there is no terminal, or with --json, the note
    is printed. It stays when the file is moved, read again or taken out of the library.
    `note:word` searches notes.
    """
    from workbench import wire

    if sum(given is not None for given in (text, more, file)) > 1:
        raise click.UsageError("give one of --set, --add and --file")
    with invocation.library() as library:
        key = library.paper(paper_key(paper)).summary.id
        before = library.note(key)
        if file is not None:
            text = _read(file)
        elif more is not None:
            text = f"{before}\n\n{more}" if before else more
        elif text is None and not as_json and sys.stdin.isatty() and sys.stdout.isatty():
            text = _in_editor(before)
        if text is not None:
            library.set_note(key, text)
        detail = library.paper(key)
    emit(as_json, wire.note_payload(detail), lambda: detail.note or "no note")


def _read(file: Path) -> str:
    from workbench.errors import EditError

    data = sys.stdin.buffer.read() if str(file) == "-" else file.read_bytes()
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise EditError(f"{in_line(file)} is no text in UTF-8", "notes are text") from error


def _in_editor(before: str) -> str | None:
    """What the person made of the note, None where they left without saving."""
    text = click.edit(before, extension=".md")
    if text is None:
        click.echo("nothing was changed", err=True)
    return text
