"""``carrel answers``: what was asked before."""

from __future__ import annotations

import click

from ui.cli.context import Invocation, emit, json_option, pass_invocation
from ui.cli.words import in_line

__all__ = ["command"]


@click.command()
@click.argument("words", nargs=-1)
@click.option("--limit", type=click.IntRange(1, 10_000), default=50, show_default=True)
@json_option
@pass_invocation
def command(invocation: Invocation, words: tuple[str, ...], limit: int, as_json: bool) -> None:
    """List the questions you asked, newest first; with WORDS, those that hold them all.

    `carrel export answer ID` writes one of them to a file, `carrel ask --again ID` asks it again.
    """
    from workbench import wire

    with invocation.library() as library:
        answers = library.answers(limit, " ".join(words))
    payload = {"answers": [wire.ask_payload(answer) for answer in answers]}

    def text() -> str:
        if not answers and words:
            return "no question or answer holds that"
        if not answers:
            return 'nothing was asked yet: carrel ask "your question"'
        return "\n".join(
            f"{answer.id[:8]}  {answer.asked_at[:16]}  {in_line(answer.question)}"
            + ("  (not in the library)" if answer.refused else "")
            for answer in answers
        )

    emit(as_json, payload, text)
