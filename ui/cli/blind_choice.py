"""Choosing between two answers without being told which setting made which."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from ui.cli.ask_command import answer_text
from ui.cli.words import in_line

if TYPE_CHECKING:
    from workbench.evaluate.answers import AnswersReport

__all__ = ["choose_blind"]

_KEYS = {"1": "left", "2": "right", "=": "same"}


def choose_blind(first: AnswersReport, second: AnswersReport, *, names: tuple[str, ...]) -> None:
    """Show each pair, ask which is better, and tell the tally at the end.

    Questions that both settings answered alike are passed over, since there is nothing to choose.
    """
    from ui.safe_text import plain
    from workbench.evaluate.blind import Choice, Tally, shuffled

    both = list(zip(first.rows, second.rows, strict=False))
    differing = [(a, b) for a, b in both if a.answer.text != b.answer.text]
    pairs = shuffled(
        [a.known.question for a, _ in differing],
        [a.answer for a, _ in differing],
        [b.answer for _, b in differing],
    )
    tally = Tally()
    for number, pair in enumerate(pairs, start=1):
        click.echo(f"\n{number} of {len(pairs)}: {in_line(pair.question)}")
        for side, answer in (("1", pair.left), ("2", pair.right)):
            click.echo(f"\n—— {side} ——\n{plain(answer_text(answer))}")
        key = click.prompt("which is better (1, 2, = for neither, q to end)", err=True).strip()
        if key == "q":
            break
        if key in _KEYS:
            tally.add(pair, Choice(_KEYS[key]))
    click.echo(f"\n{names[0]}: {tally.first}, {names[1]}: {tally.second}, neither: {tally.same}")
    click.echo(f"answered alike: {len(both) - len(differing)}; sign test p = {tally.p_value:g}")
