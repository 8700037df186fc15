"""Themes of the person's own, one TOML file each.

    base = "carrel-dark"      # what is not said here is taken from it
    accent = "#ffb454"
    match = "bold #ffd580"

Owns reading and checking them. A theme is called by its file's name without ``.toml``.
"""

from __future__ import annotations

import dataclasses
import difflib
from pathlib import Path
from typing import Any

from textual.color import Color, ColorParseError
from textual.theme import Theme

from ui.app.own_files import Fault, line_of, read_toml
from ui.app.themes import THEMES

__all__ = ["read_themes"]

_COLOURS = (
    "primary", "secondary", "accent", "foreground", "background", "surface", "panel", "success",
    "warning", "error",
)  # fmt: skip
_STYLES = {"bold", "dim", "italic", "underline", "reverse", "none", "not", "on", "strike"}


def read_themes(folder: Path) -> tuple[list[Theme], list[Fault]]:
    """The themes of a folder, and what in their files cannot be used."""
    themes: list[Theme] = []
    faults: list[Fault] = []
    for file in sorted(folder.glob("*.toml")) if folder.is_dir() else []:
        values, text, wrong = read_toml(file)
        faults += wrong
        if not wrong:
            themes.append(_theme(file, values, text, faults))
    return themes, faults


def _theme(file: Path, values: dict[str, Any], text: str, faults: list[Fault]) -> Theme:
    bases = {theme.name: theme for theme in THEMES}
    base = bases.get(str(values.pop("base", THEMES[0].name)))
    if base is None:
        right = f"One of {', '.join(bases)}"
        faults.append(Fault(file, line_of(text, "base"), "the base is not known", right))
        base = THEMES[0]
    colours: dict[str, Any] = {}
    variables = dict(base.variables)
    for name, value in values.items():
        problem = _fault(name, value, variables)
        if problem is not None:
            faults.append(Fault(file, line_of(text, name), *problem))
        elif name in _COLOURS:
            colours[name] = value
        else:
            variables[name] = value
    return dataclasses.replace(base, name=file.stem, variables=variables, **colours)


def _fault(name: str, value: object, variables: dict[str, str]) -> tuple[str, str] | None:
    known = (*_COLOURS, *variables)
    if name not in known:
        near = difflib.get_close_matches(name, known, n=1)
        right = f"Did you mean {near[0]}?" if near else f"Known are {', '.join(known)}"
        return f"there is no colour {name!r}", right
    right = 'Write a colour as  "#7fb4e6"'
    if not isinstance(value, str):
        return f"{name} is not a text", right
    words = value.split() if name in variables else [value]
    for word in words:
        if word not in _STYLES and not word.endswith("%") and not _is_colour(word):
            return f"{word!r} is no colour", right
    return None


def _is_colour(text: str) -> bool:
    try:
        Color.parse(text)
    except ColorParseError:
        return False
    return True
