"""Keys of the person's own, from ``keys.toml``.

    [keys]
    "list.down" = "down,j,n"
    "app.help-key" = "f1"

Owns reading and checking them. The names on the left are the ids in ``docs/reference/keys.md``.
"""

from __future__ import annotations

import difflib
import importlib
import pkgutil
from collections.abc import Collection
from pathlib import Path

from textual.binding import Binding
from textual.keys import Keys, _character_to_key

from ui.app.own_files import Fault, line_of, read_toml

__all__ = ["all_bindings", "read_keymap"]

_MODIFIERS = {"ctrl", "shift", "alt", "super", "hyper", "meta"}
_RIGHT_KEY = 'Write keys as  "ctrl+k,f6"  with commas between'


def all_bindings() -> dict[str, Binding]:
    """Every binding that a class of the app declares, by id. Imports the whole app."""
    import ui.app

    found: dict[str, Binding] = {}
    for module in pkgutil.walk_packages(ui.app.__path__, "ui.app."):
        for kind in vars(importlib.import_module(module.name)).values():
            if isinstance(kind, type) and kind.__module__.startswith("ui.app."):
                declared = vars(kind).get("BINDINGS", ())
                found.update({b.id or "": b for b in declared if isinstance(b, Binding)})
    return found


def read_keymap(file: Path) -> tuple[dict[str, str], list[Fault]]:
    """The keys by binding id, and what of the file cannot be used.

    Returns:
        What can be handed to ``App.set_keymap``; empty where the file does not exist.
    """
    if not file.exists():
        return {}, []
    tables, text, faults = read_toml(file)
    known = all_bindings()
    keymap: dict[str, str] = {}
    for section, table in tables.items():
        if section != "keys" or not isinstance(table, dict):
            line = line_of(text, section) or _line_with(text, f"[{section}]")
            faults.append(Fault(file, line, f"{section} is not known", "Keys stand under [keys]"))
            continue
        for name, keys in table.items():
            wrong = _fault(name, keys, known)
            if wrong is None:
                keymap[name] = ",".join(map(_named, keys.split(",")))
            else:
                faults.append(Fault(file, line_of(text, name), *wrong))
    return keymap, faults


def _fault(name: str, keys: object, known: Collection[str]) -> tuple[str, str] | None:
    """What is wrong with one line, and what would be right."""
    if name not in known:
        near = difflib.get_close_matches(name, known, n=1)
        right = f"Did you mean {near[0]}?" if near else "docs/reference/keys.md lists the names"
        return f"there is no {name!r}", right
    if not isinstance(keys, str) or not keys.strip():
        return f"{name} needs keys", _RIGHT_KEY
    for key in keys.split(","):
        if not _is_key(key.strip()):
            return f"{key.strip()!r} is no key", _RIGHT_KEY
    return None


def _is_key(key: str) -> bool:
    *modifiers, last = key.split("+") if key != "+" else [key]
    is_known = len(last) == 1 or last in {k.value for k in Keys} or _is_unicode_key(last)
    shouts = "ctrl" in modifiers and last != last.lower()
    return bool(last) and is_known and not shouts and set(modifiers) <= _MODIFIERS


def _is_unicode_key(name: str) -> bool:
    """Whether a key is called so after its character, as ``question_mark`` is."""
    import unicodedata

    try:
        unicodedata.lookup(name.replace("_", " ").upper())
    except KeyError:
        return name in {"slash", "plus", "minus", "full_stop", "underscore"}
    return True


def _named(key: str) -> str:
    """A key by the name that Textual has for it: ``?`` is ``question_mark``."""
    key = key.strip()
    return _character_to_key(key) if len(key) == 1 and not key.isalnum() else key


def _line_with(text: str, words: str) -> int:
    return next((n for n, line in enumerate(text.splitlines(), 1) if words in line), 0)
