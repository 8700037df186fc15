"""How values reach the settings, and what a value must be.

Values are layered: default, file, environment, command line; later layers win. Which settings
there are is ``settings_schema``'s, whose names are all found here too.
"""

from __future__ import annotations

import dataclasses
import os
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

from workbench.errors import SettingsError
from workbench.settings_schema import (
    AnswerSettings,
    FolderSettings,
    LookSettings,
    ModelSettings,
    ReadingSettings,
    SearchSettings,
    SettingInfo,
    Settings,
    Value,
    default_sections,
    describe_settings,
    known_setting,
    setting_info,
    setting_value,
)

__all__ = [
    "AnswerSettings",
    "FolderSettings",
    "LookSettings",
    "ModelSettings",
    "ReadingSettings",
    "SearchSettings",
    "SettingInfo",
    "Settings",
    "Value",
    "check_settings_text",
    "describe_settings",
    "load_settings",
    "parse_setting",
    "setting_info",
    "setting_value",
    "with_setting",
]

_KINDS = {"int": "a whole number", "float": "a number", "str": "text in quotes"}
"""What a setting's type is called in a message."""
_MEND = "mend the file, or remove it and start from the defaults"


def parse_setting(key: str, text: str) -> Value:
    """A typed text as the setting's own type.

    Raises:
        SettingsError: The key is unknown, or the value cannot be had.
    """
    return _parse(setting_info(key), text, key)


def with_setting(settings: Settings, key: str, text: str) -> Settings:
    """The same settings with one of them changed.

    Raises:
        SettingsError: The key is unknown, or the value cannot be had.
    """
    value = parse_setting(key, text)
    section, name = key.split(".")
    changed = dataclasses.replace(getattr(settings, section), **{name: value})
    return dataclasses.replace(settings, **{section: changed})


def load_settings(
    file: Path | None = None,
    *,
    environment: Mapping[str, str] | None = None,
    overrides: Sequence[str] = (),
) -> Settings:
    """Read settings from all their layers.

    Args:
        file: The TOML file; the platform's own when omitted. A missing file is no error.
        environment: Environment variables; the process's own when omitted.
        overrides: ``section.name=value`` texts, as ``--set`` takes them.

    Raises:
        SettingsError: A key is unknown, a value is out of bounds, or the file is not TOML.
    """
    from workbench import paths

    variables = os.environ if environment is None else environment
    values: dict[str, Value] = {}
    values.update(_file_values(file or paths.settings_file()))
    known = {info.key: info for info in describe_settings()}
    for info in known.values():
        if info.environment in variables:
            values[info.key] = _parse(info, variables[info.environment], info.environment)
    for text in overrides:
        key, equals, raw = text.partition("=")
        if not equals:
            raise SettingsError(f"--set {text}: no value", "write section.name=value")
        info = known_setting(known, key.strip(), "--set")
        values[info.key] = _parse(info, raw.strip(), f"--set {info.key}")
    return _assemble(values)


def _file_values(file: Path) -> dict[str, Value]:
    try:
        text = file.read_text(encoding="utf-8")
    except FileNotFoundError:
        return {}
    except UnicodeDecodeError as error:
        raise SettingsError(f"{file} cannot be read: it is not UTF-8 text", _MEND) from error
    except OSError as error:
        raise SettingsError(f"{file} cannot be read: {error.strerror}", _MEND) from error
    return check_settings_text(text, file)


def check_settings_text(text: str, file: Path) -> dict[str, Value]:
    """The settings that TOML text holds, by key, each known and within its bounds.

    Raises:
        SettingsError: It is not TOML, or a setting is unknown or out of bounds.
    """
    import tomllib

    try:
        tables = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise SettingsError(f"{file} cannot be read: {error}", _MEND) from error
    known = {info.key: info for info in describe_settings()}
    values: dict[str, Value] = {}
    for section, table in tables.items():
        if not isinstance(table, dict):
            raise SettingsError(
                f"{file}: `{section}` stands outside a section", "put it under [section]"
            )
        for name, raw in table.items():
            info = known_setting(known, f"{section}.{name}", str(file))
            values[info.key] = _typed(info, raw, f"{file}: {info.key}")
    return values


def _parse(info: SettingInfo, raw: str, where: str) -> Value:
    """Turn text from the environment or the command line into the setting's type."""
    if info.kind == "str":
        return _typed(info, raw, where)
    for number in (int, float):
        with suppress(ValueError):
            return _typed(info, number(raw), where)
    raise _wrong(info, raw, where, "a number")


def _typed(info: SettingInfo, value: object, where: str) -> Value:
    if info.kind == "float" and isinstance(value, int) and not isinstance(value, bool):
        value = float(value)
    if type(value).__name__ != info.kind or not isinstance(value, str | int | float):
        raise _wrong(info, value, where, _KINDS[info.kind])
    if info.choices and value not in info.choices:
        raise SettingsError(f"{where}: {value!r} is not known", f"one of {', '.join(info.choices)}")
    if not isinstance(value, str):
        _check_bounds(info, value, where)
    return value


def _wrong(info: SettingInfo, value: object, where: str, missed: str) -> SettingsError:
    """The error for a value that is not what it must be; it says what can be written."""
    kind = _KINDS[info.kind]
    bounds = [f"at least {info.low:g}"] if info.low is not None else []
    bounds += [f"at most {info.high:g}"] if info.high is not None else []
    wanted = ", ".join(info.choices) if info.choices else ", ".join([kind, *bounds])
    return SettingsError(
        f"{where}: {value!r} is not {missed}", f"write {wanted}; the default is {info.default!r}"
    )


def _check_bounds(info: SettingInfo, value: float, where: str) -> None:
    if info.low is not None and not value >= info.low:
        raise SettingsError(f"{where}: {value} is too small", f"at least {info.low:g}")
    if info.high is not None and not value <= info.high:
        raise SettingsError(f"{where}: {value} is too large", f"at most {info.high:g}")


def _assemble(values: Mapping[str, Value]) -> Settings:
    sections: dict[str, Any] = {}
    for section, defaults in default_sections().items():
        prefix = f"{section}."
        given = {k.removeprefix(prefix): v for k, v in values.items() if k.startswith(prefix)}
        sections[section] = dataclasses.replace(defaults, **given)
    return Settings(**sections)
