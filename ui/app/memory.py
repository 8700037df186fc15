"""What the app remembers from one sitting to the next, for each library.

Owns the file: where one was, what was typed and not sent, which row each cursor was on, which
sides were folded. It is a convenience: a damaged or missing file costs nothing but itself.
"""

from __future__ import annotations

import hashlib
import json
import os
from contextlib import suppress
from pathlib import Path
from typing import Any

__all__ = ["DeskMemory"]

MOST_LETTERS = 20_000
"""Longest draft that is kept."""


class DeskMemory:
    """The remembered state of one library's desk.

    Args:
        file: Where it is kept.
    """

    def __init__(self, file: Path) -> None:
        self._file = file
        self._stored = ""
        self.place = ""
        self.places: dict[str, dict[str, Any]] = {}
        self._read()

    @classmethod
    def of_library(cls, folder: Path) -> DeskMemory:
        """The memory of the library in a folder."""
        from workbench.paths import state_folder

        name = hashlib.sha256(os.fsencode(folder)).hexdigest()[:16]
        return cls(state_folder() / f"desk-{name}.json")

    def _read(self) -> None:
        with suppress(OSError, ValueError):
            self._stored = self._file.read_text(encoding="utf-8")
            stored = json.loads(self._stored)
            if isinstance(stored, dict):
                place, places = stored.get("place"), stored.get("places")
                self.place = place if isinstance(place, str) else ""
                if isinstance(places, dict):
                    self.places = {k: v for k, v in places.items() if isinstance(v, dict)}

    def write(self) -> None:
        """Write what changed; a disk that takes nothing is no reason to disturb anyone."""
        text = json.dumps({"place": self.place, "places": self.places}, ensure_ascii=True)
        if text == self._stored:
            return
        with suppress(OSError):
            self._file.parent.mkdir(parents=True, exist_ok=True)
            fresh = self._file.with_suffix(".new")
            fresh.write_text(text, encoding="utf-8")
            fresh.replace(self._file)
            self._stored = text
