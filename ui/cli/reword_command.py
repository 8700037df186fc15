"""``carrel reword``: an answer in other words."""

from __future__ import annotations

import click

from ui.cli.ask_command import answer_text
from ui.cli.context import (
    Invocation,
    emit,
    json_option,
    pass_invocation,
    stop_on_interrupt,
    tell_notes,
)
from ui.cli.thinking import thinking

__all__ = ["command"]


@click.command()
@click.argument("answer", default="last")
@click.option("--for", "audience", default="", metavar="AUDIENCE", help='Such as "a clinician".')
@click.option("--language", default="", metavar="LANGUAGE", help="Such as German.")
@json_option
@pass_invocation
def command(
    invocation: Invocation, answer: str, audience: str, language: str, as_json: bool
) -> None:
    """Put an ANSWER into other words: for an audience, in another language, or both.

    ANSWER is an id from `carrel answers`, or `last`. Every sentence keeps its citations and is
    checked again. It takes a writer model that can: the bundled one cannot, and says so.
    """
    from workbench import wire

    if not (audience or language):
        raise click.UsageError("say for whom: --for AUDIENCE, --language LANGUAGE, or both")
    with (
        invocation.library() as library,
        stop_on_interrupt("the answer stays as it is") as stop,
        thinking() as tell,
    ):
        chosen = library.answer(answer)
        reworded = library.reword(
            chosen, audience=audience, language=language, on_event=tell, cancel=stop
        )
    emit(as_json, wire.ask_payload(reworded), lambda: answer_text(reworded))
    tell_notes(reworded.notes)
