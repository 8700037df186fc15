"""What the evaluating commands share: other settings beside one's own, tables of figures."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import click

from ui.cli.context import Invocation

if TYPE_CHECKING:
    from workbench.settings import Settings

__all__ = ["against_option", "figures_table", "other_settings"]

_COMPARABLE = ("search.", "answer.")
"""Sections that can differ between two runs over one open library; models would load twice."""

against_option = click.option(
    "--against",
    multiple=True,
    metavar="KEY=VALUE",
    help="Run again with this setting (search.* or answer.*) and compare; may be repeated.",
)


def other_settings(invocation: Invocation, against: Sequence[str]) -> Settings | None:
    """One's own settings with those of ``--against``, or None where none is given."""
    from dataclasses import replace

    if not against:
        return None
    for text in against:
        if not text.startswith(_COMPARABLE):
            raise click.UsageError(
                f"--against {text}: only settings of search and answer can be compared"
            )
    both = replace(invocation, overrides=(*invocation.overrides, *against))
    return both.settings()


def figures_table(columns: Mapping[str, Mapping[str, float | int | None]]) -> str:
    """Figures side by side, one line a figure, one column a run."""
    names = list(next(iter(columns.values())))
    width = max(len(name) for name in names)
    heads = list(columns)
    lines = [] if len(heads) == 1 else [" " * width + "".join(f"  {head:>12}" for head in heads)]
    for name in names:
        cells = "".join(f"  {_cell(figures[name]):>12}" for figures in columns.values())
        lines.append(f"{name.replace('_', ' '):<{width}}{cells}")
    return "\n".join(lines)


def _cell(value: float | None) -> str:
    if value is None:
        return "–"
    return f"{value}" if isinstance(value, int) else f"{value:.3f}"
