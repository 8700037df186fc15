"""Changing single lines of the settings file, everything else in it left as a person wrote it.

Owns the text of ``settings.toml``; what a setting may be is ``settings``'s.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path

from workbench.errors import SettingsError
from workbench.settings import Value, check_settings_text, parse_setting, setting_info

__all__ = ["reset_setting", "store_setting"]

# a value of one line as TOML writes it, then what is said of it
_LINE = re.compile(
    r"""(?P<head>\s*(?P<name>[\w-]+)\s*=\s*)"""
    r"""(?P<value>"(?:[^"\\]|\\.)*"|'[^']*'|[^#]*?)(?P<tail>\s*(?:\#.*)?)$"""
)


def store_setting(key: str, value: str, file: Path | None = None) -> Path:
    """Write one setting to the settings file; comments and all other lines stay as they are.

    Raises:
        SettingsError: The key is unknown, the value cannot be had, or the file is damaged.
    """
    parsed = parse_setting(key, value)
    return _change(file, lambda text: _with_line(text, key, parsed))


def reset_setting(key: str, file: Path | None = None) -> Path:
    """Take one setting out of the settings file, so that its default holds again.

    Raises:
        SettingsError: The key is unknown, or the file is damaged.
    """
    info = setting_info(key)
    return _change(file, lambda text: _without_line(text, info.key))


def _change(file: Path | None, edit: Callable[[str], str]) -> Path:
    from index.atomic import write_atomically
    from workbench import paths

    target = file or paths.settings_file()
    target.parent.mkdir(parents=True, exist_ok=True)
    changed = edit(_text_of(target))
    check_settings_text(changed, target)
    write_atomically(target, changed.encode())
    return target


def _text_of(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        return ""
    except UnicodeDecodeError as error:
        raise SettingsError(f"{file} is not UTF-8 text", "save it as UTF-8") from error
    except OSError as error:
        raise SettingsError(f"{file} cannot be read: {error.strerror}") from error


def _with_line(text: str, key: str, value: Value) -> str:
    """The TOML text with the value in its own line's place, or in a new line of its section."""
    section, name = key.split(".")
    literal = json.dumps(value, ensure_ascii=False)
    lines = text.splitlines()
    span = _section(lines, section)
    if span is None:
        gap = [""] if lines else []
        return "\n".join([*lines, *gap, f"[{section}]", f"{name} = {literal}", ""])
    for number in range(*span):
        found = _LINE.match(lines[number])
        if found and found["name"] == name:
            lines[number] = f"{found['head']}{literal}{found['tail']}"
            return "\n".join([*lines, ""])
    return "\n".join([*lines[: span[0]], f"{name} = {literal}", *lines[span[0] :], ""])


def _without_line(text: str, key: str) -> str:
    section, name = key.split(".")
    lines = text.splitlines()
    span = _section(lines, section) or (0, 0)
    kept = [
        line
        for number, line in enumerate(lines)
        if not (
            span[0] <= number < span[1] and (found := _LINE.match(line)) and found["name"] == name
        )
    ]
    return "\n".join([*kept, ""]) if kept else ""


def _section(lines: list[str], section: str) -> tuple[int, int] | None:
    """The lines of a section: first after its header, first of the next one."""
    header = re.compile(rf"\s*\[\s*{section}\s*\]\s*(#.*)?$")
    start = next((n for n, line in enumerate(lines, start=1) if header.match(line)), None)
    if start is None:
        return None
    later = (n for n in range(start, len(lines)) if lines[n].lstrip().startswith("["))
    return start, next(later, len(lines))
