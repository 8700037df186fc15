"""How values reach the settings, and what a value must be.

Values are layered: default, file, environment, command line; later layers win. Which settings
there are is ``settings_schema``'s, whose names are all found here too.
"""

from __future__ import annotations

import dataclasses
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
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
from workbench.settings_text import SettingFault, parse_value, read_settings_text

__all__ = [
    "AnswerSettings",
    "FolderSettings",
    "LookSettings",
    "ModelSettings",
    "ReadingSettings",
    "SearchSettings",
    "SettingInfo",
    "Settings",
    "SettingsFound",
    "Value",
    "check_settings_text",
    "describe_settings",
    "find_settings",
    "load_settings",
    "parse_setting",
    "setting_info",
    "setting_value",
    "with_setting",
]

_MOST_FAULTS = 5
"""Faults that are told one by one; a file with more of them is no settings file at all."""


@dataclass(frozen=True, slots=True)
class SettingsFound:
    """Settings as far as they can be had, and what stood in the way."""

    settings: Settings
    faults: tuple[SettingFault, ...] = ()

    @property
    def notes(self) -> tuple[str, ...]:
        """What cannot be used, where it stands, and what holds instead: a line each."""
        told = [f"{f.place}: {f.problem}; {self.instead(f)}" for f in self.first_faults]
        more = len(self.faults) - len(told)
        return (*told, *([f"{more} more lines there cannot be used"] if more else []))

    @property
    def first_faults(self) -> tuple[SettingFault, ...]:
        """As many faults as a person reads."""
        return self.faults[:_MOST_FAULTS]

    def instead(self, fault: SettingFault) -> str:
        """What holds in the place of what cannot be used, and what would be right."""
        if not fault.key:
            return f"it is left out ({fault.hint})"
        return f"{setting_value(self.settings, fault.key)!r} is used instead ({fault.hint})"


def parse_setting(key: str, text: str) -> Value:
    """A typed text as the setting's own type.

    Raises:
        SettingsError: The key is unknown, or the value cannot be had.
    """
    return parse_value(setting_info(key), text, key)


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
    """Read settings from all their layers, all of them right.

    Args:
        file: The TOML file; the platform's own when omitted. A missing file is no error.
        environment: Environment variables; the process's own when omitted.
        overrides: ``section.name=value`` texts, as ``--set`` takes them.

    Raises:
        SettingsError: A key is unknown, a value is out of bounds, or the file is not TOML.
    """
    found = find_settings(file, environment=environment, overrides=overrides)
    for fault in found.faults:
        raise fault.error()
    return found.settings


def find_settings(
    file: Path | None = None,
    *,
    environment: Mapping[str, str] | None = None,
    overrides: Sequence[str] = (),
) -> SettingsFound:
    """Read settings as ``load_settings`` does; what is wrong in file or environment is left out.

    Each setting that cannot be had has the value of the layer below, and each fault is told.

    Raises:
        SettingsError: One of ``overrides`` is wrong: they were typed just now.
    """
    from workbench import paths

    variables = os.environ if environment is None else environment
    file_values, in_file = _read_file(file or paths.settings_file())
    values = dict(file_values)
    faults = list(in_file)
    known = {info.key: info for info in describe_settings()}
    for info in known.values():
        if info.environment in variables:
            try:
                values[info.key] = parse_value(info, variables[info.environment], info.key)
            except SettingsError as error:
                where = info.environment
                faults.append(SettingFault(where, 0, error.message, error.hint, info.key))
    for text in overrides:
        key, equals, raw = text.partition("=")
        if not equals:
            raise SettingsError(f"--set {text}: no value", "write section.name=value")
        info = known_setting(known, key.strip(), "--set")
        values[info.key] = parse_value(info, raw.strip(), f"--set {info.key}")
    return SettingsFound(_assemble(values), tuple(faults))


def _read_file(file: Path) -> tuple[dict[str, Value], tuple[SettingFault, ...]]:
    try:
        # editors of some systems put a mark of the encoding first
        text = file.read_bytes().decode("utf-8-sig", errors="replace")
    except FileNotFoundError:
        return {}, ()
    except OSError as error:
        fault = SettingFault(
            str(file), 0, f"cannot be read: {error.strerror}", "look at its rights"
        )
        return {}, (fault,)
    return read_settings_text(text, str(file))


def check_settings_text(text: str, file: Path) -> dict[str, Value]:
    """The settings that TOML text holds, by key, each known and within its bounds.

    Raises:
        SettingsError: It is not TOML, or a setting is unknown or out of bounds.
    """
    values, faults = read_settings_text(text, str(file))
    for fault in faults:
        raise fault.error()
    return values


def _assemble(values: Mapping[str, Value]) -> Settings:
    sections: dict[str, Any] = {}
    for section, defaults in default_sections().items():
        prefix = f"{section}."
        given = {k.removeprefix(prefix): v for k, v in values.items() if k.startswith(prefix)}
        sections[section] = dataclasses.replace(defaults, **given)
    return Settings(**sections)
