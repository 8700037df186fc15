"""The chips over the results of a search: how they are ordered, what narrows, what else may.

Owns their names and wording, and the controls behind them. What a chip does is the Search place's.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from ui.app.widgets.chip_line import Chip
from ui.safe_text import plain

if TYPE_CHECKING:
    from workbench.settings import SearchSettings
    from workbench.types import Suggestion

__all__ = ["CHOICES", "LEVELS", "Controls", "chips_of", "levels_of", "next_choice"]

Controls = dict[str, str | float]
"""Fields of ``SearchSettings`` that the person changed for the searches of this sitting."""

CHOICES: Mapping[str, Sequence[str]] = {
    "weigh": ("off", "gentle", "strong"),
    "rerank": ("off", "fast", "careful"),
}
"""What each control can be, in the order in which its key takes them."""

LEVELS: Mapping[str, str] = {"recency": "time", "citations": "impact"}
"""Controls with levels 0 to 10, and what they are called."""


def next_choice(name: str, settings: SearchSettings, controls: Controls) -> str:
    """What a control takes next."""
    choices = CHOICES[name]
    now = str(controls.get(name, getattr(settings, name)))
    return choices[(choices.index(now) + 1) % len(choices)]


def levels_of(settings: SearchSettings, controls: Controls) -> dict[str, float]:
    """How much newness and citations count now, 0 to 10."""
    from dataclasses import replace

    # what knows the presets needs DuckDB, which must not be paid for before the first paint
    from workbench.search.weigh import weighing_of

    weighing = weighing_of(replace(settings, **controls))  # type: ignore[arg-type]  # by name
    return {"recency": weighing.recency, "citations": weighing.citations}


def chips_of(
    settings: SearchSettings,
    controls: Controls,
    levels: Mapping[str, float],
    filters: Sequence[str],
    suggestions: Sequence[Suggestion],
) -> list[Chip]:
    """All chips in order: order of the results, filters of the query, offers.

    Args:
        settings: Of the library.
        controls: What was changed.
        levels: Of newness and citations; none before they are known.
        filters: Filters of the query, as they were typed.
        suggestions: What the words may mean.
    """
    chips = [Chip("weigh", f"weigh {controls.get('weigh', settings.weigh)}")]
    chips += [Chip(name, LEVELS[name], level=level) for name, level in levels.items()]
    chips.append(Chip("rerank", f"read {controls.get('rerank', settings.rerank)}"))
    chips += [Chip(f"filter {n}", plain(text), can_go=True) for n, text in enumerate(filters)]
    chips += [
        Chip(f"offer {n}", plain(offered.label), is_offer=True)
        for n, offered in enumerate(suggestions)
    ]
    return chips
