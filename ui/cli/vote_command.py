"""``carrel vote``: thumbs up and down on answers and their quotes."""

from __future__ import annotations

import click

from ui.cli.context import Invocation, emit, json_option, pass_invocation

__all__ = ["command"]

_VALUES = {"up": 1, "down": -1, "undo": 0}


@click.command()
@click.argument("how", type=click.Choice([*_VALUES, "clear"]))
@click.argument("answer", default="last")
@click.option(
    "--quote", "quotes", type=int, multiple=True, metavar="N", help="Quote [N] of the answer."
)
@json_option
@pass_invocation
def command(
    invocation: Invocation, how: str, answer: str, quotes: tuple[int, ...], as_json: bool
) -> None:
    """Say that an ANSWER, or with --quote its quotes, was good (up) or bad (down).

    ANSWER is an id from `carrel answers`, or `last`. A voted passage moves a little in later
    answers, and its score says by how much, as `votes_share`. `undo` takes a vote back, `clear` all
    votes.
    """
    with invocation.library() as library:
        if how == "clear":
            count = library.clear_votes()
            emit(as_json, {"cleared": count}, lambda: f"{count} votes taken back")
            return
        chosen = library.answer(answer)
        library.vote(chosen, _VALUES[how], quotes)
        votes = library.votes(chosen)
    numbers = {c.n: votes[c.passage.id] for c in chosen.citations if c.passage.id in votes}
    payload = {"answer": chosen.id, "value": votes.get("", 0), "quotes": numbers}

    def text() -> str:
        told = [f"the answer: {votes['']:+d}"] if "" in votes else []
        told += [f"[{n}]: {value:+d}" for n, value in numbers.items()]
        return ", ".join(told) or "no vote on this answer"

    emit(as_json, payload, text)
