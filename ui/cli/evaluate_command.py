"""``carrel evaluate``: how good search, answers and the checker are.

Each part is a file of its own, ``ui/cli/evaluate_<part>_command.py``.
"""

from __future__ import annotations

import click

from ui.cli import (
    evaluate_answers_command,
    evaluate_library_command,
    evaluate_retrieval_command,
    evaluate_support_command,
)

__all__ = ["command"]


@click.group()
def command() -> None:
    """Measure how good search and answers are, on your own questions and papers."""


command.add_command(evaluate_answers_command.command, "answers")
command.add_command(evaluate_library_command.command, "library")
command.add_command(evaluate_retrieval_command.command, "retrieval")
command.add_command(evaluate_support_command.command, "support")
