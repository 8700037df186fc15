"""Units of measure that papers write as signs and people ask for in words.

Owns this one closed list: "36 °C" speaks of Celsius, and "12 %" of per cent.
"""

from __future__ import annotations

import re

from workbench.answer.words import content_stems

__all__ = ["UNIT_STEMS", "units_named"]

_UNITS = (
    (re.compile(r"[°˚º◦] ?C\b|℃"), "degree Celsius centigrade"),
    (re.compile(r"[°˚º◦] ?F\b|℉"), "degree Fahrenheit"),
    (re.compile(r"[°˚º◦]"), "degree"),
    (re.compile(r"%"), "percent per cent percentage"),
    (re.compile(r"(?<=\d) ?km\b"), "kilometre kilometer"),
    (re.compile(r"(?<=\d) ?kg\b"), "kilogram kilo"),
    (re.compile(r"(?<=\d) ?mg\b"), "milligram"),
    (re.compile(r"(?<=\d) ?mm\b"), "millimetre millimeter"),
    (re.compile(r"(?<=\d) ?cm\b"), "centimetre centimeter"),
    (re.compile(r"(?<=\d) ?nm\b"), "nanometre nanometer"),
    (re.compile(r"(?<=\d) ?[µμ]m\b"), "micrometre micrometer micron"),
    (re.compile(r"(?<=\d) ?ms\b"), "millisecond"),
    (re.compile(r"(?<=\d) ?[µμ]s\b"), "microsecond"),
    (re.compile(r"(?<=\d) ?(?:KB|kB|KiB)\b"), "kilobyte"),
    (re.compile(r"(?<=\d) ?(?:MB|MiB)\b"), "megabyte"),
    (re.compile(r"(?<=\d) ?(?:GB|GiB)\b"), "gigabyte"),
    (re.compile(r"(?<=\d) ?(?:TB|TiB)\b"), "terabyte"),
    (re.compile(r"(?<=\d) ?MHz\b"), "megahertz"),
    (re.compile(r"(?<=\d) ?GHz\b"), "gigahertz"),
    (re.compile(r"\$ ?\d"), "dollar"),
    (re.compile(r"€"), "euro"),
)
"""Signs of units, and the words that people ask for them with."""

UNIT_STEMS = frozenset(content_stems(" ".join(named for _, named in _UNITS)))
"""Stems of all words for units."""


def units_named(text: str) -> str:
    """Names of the units whose signs a text holds: "Celsius" for "°C"."""
    return " ".join(named for sign, named in _UNITS if sign.search(text))
