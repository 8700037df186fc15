"""Files that a person writes for the app: reading them, and saying what in them is wrong.

Owns finding the line of a fault. A fault costs its own line and nothing else.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

__all__ = ["Fault", "line_of", "read_toml"]


@dataclass(frozen=True, slots=True)
class Fault:
    """Something in a file that cannot be used, where it stands, and what would be right."""

    file: Path
    line: int
    """1-based; 0 where it is the whole file."""
    problem: str
    right: str

    def __str__(self) -> str:
        where = f"{self.file.name}, line {self.line}" if self.line else self.file.name
        return f"{where}: {self.problem}. {self.right}"


def read_toml(file: Path) -> tuple[dict[str, Any], str, list[Fault]]:
    """The tables of a TOML file, its text, and why it cannot be read if it cannot."""
    import tomllib

    try:
        text = file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        return {}, "", [Fault(file, 0, f"cannot be read ({error})", "Nothing of it is in use")]
    try:
        return tomllib.loads(text), text, []
    except tomllib.TOMLDecodeError as error:
        found = re.search(r"line (\d+)", str(error))
        fault = Fault(file, int(found[1]) if found else 0, f"is not TOML: {error}",
                      'A line is written as  name = "value"')  # fmt: skip
        return {}, text, [fault]


def line_of(text: str, name: str) -> int:
    """The line that gives ``name`` a value, bare or in quotes; 0 when there is none."""
    wanted = re.compile(rf"""\s*(["']?){re.escape(name)}\1\s*=""")
    lines = enumerate(text.splitlines(), start=1)
    return next((number for number, line in lines if wanted.match(line)), 0)
