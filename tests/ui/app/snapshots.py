"""What a screen looks like, as text that can be kept, compared and read.

A snapshot holds the letters line by line, then the colours: one letter for each style, in runs such
as ``12a3b``, and what each letter means. What differs between runs, such as durations, is hidden:
its line has other letters, and its colours are not kept.

To take snapshots anew after the layout was changed on purpose:

    make snapshots

then look at the pictures (``python docs/pictures.py --every --out FOLDER``) and at the difference.
"""

from __future__ import annotations

import difflib
import itertools
import os
import re
import string
from collections.abc import Iterable
from pathlib import Path

from rich.segment import Segment
from rich.style import Style

from ui.app.app import CarrelApp

FOLDER = Path(__file__).parent / "snapshots"
_NAMES = string.ascii_letters + string.digits


def snapshot(app: CarrelApp, hidden: re.Pattern[str]) -> str:
    """The screen as it is now, with what matches ``hidden`` out of sight."""
    strips = app.screen._compositor.render_strips()
    names: dict[str, str] = {}
    letters = [hidden.sub("~", strip.text).rstrip() for strip in strips]
    colours = ["~" if hidden.search(strip.text) else _runs(strip, names) for strip in strips]
    meanings = [f"{letter} {style}" for style, letter in names.items()]
    return "\n".join([*letters, "—", *colours, "—", *meanings, ""])


def _runs(segments: Iterable[Segment], names: dict[str, str]) -> str:
    """The styles of a line, neighbours of one style together."""
    cells = (
        (_name(segment.style, names), segment.cell_length) for segment in segments if segment.text
    )
    runs = itertools.groupby(cells, key=lambda cell: cell[0])
    return "".join(f"{sum(length for _, length in run)}{name}" for name, run in runs)


def _name(style: Style | None, names: dict[str, str]) -> str:
    look = str(style) if style is not None else "none"
    # links and handlers are no part of the look
    look = look.partition(" link")[0]
    if look not in names:
        names[look] = _NAMES[len(names)]
    return names[look]


def compare(name: str, now: str) -> str:
    """What is different from the snapshot that was kept; writes it where that is asked for."""
    file = FOLDER / f"{name}.txt"
    if os.environ.get("CARREL_SNAPSHOTS") == "write":
        FOLDER.mkdir(exist_ok=True)
        file.write_text(now, encoding="utf-8")
    if not file.exists():
        return f"{file} was never taken: run with CARREL_SNAPSHOTS=write"
    kept = file.read_text(encoding="utf-8")
    lines = difflib.unified_diff(kept.splitlines(), now.splitlines(), "kept", "now", lineterm="")
    return "\n".join(lines)
