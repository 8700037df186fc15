"""Years of things that questions name in place of a year.

Owns the reading of ``assets/epochs.toml``; what a name in a question means is ``understand``'s.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib import resources

__all__ = ["Epoch", "epoch_pattern", "epochs"]


@dataclass(frozen=True, slots=True)
class Epoch:
    """From which year work could build on it, and where it ended, its last year."""

    name: str
    first: int
    last: int | None = None


@cache
def epochs() -> dict[str, Epoch]:
    """Every known spelling, in lower case."""
    text = resources.files("assets").joinpath("epochs.toml").read_text(encoding="utf-8")
    known: dict[str, Epoch] = {}
    for section in tomllib.loads(text).values():
        for spellings, years in section.items():
            for name in spellings.split("|"):
                known[name] = Epoch(name, years[0], years[1] if len(years) > 1 else None)
    return known


@cache
def epoch_pattern() -> str:
    """A pattern that matches any spelling, the longest first; the text must be in lower case."""
    longest_first = sorted(epochs(), key=len, reverse=True)
    return "(?:" + "|".join(re.escape(name) for name in longest_first) + ")"
