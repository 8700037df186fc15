"""Settings as people write them: the values that TOML files and texts give, and what is wrong.

Owns finding the line of a fault. A fault costs its own line and nothing else; whether it costs the
whole run as well is for those to say who ask.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

from workbench.errors import SettingsError
from workbench.settings_schema import SettingInfo, Value, describe_settings, known_setting

__all__ = ["SettingFault", "parse_value", "read_settings_text"]

_KINDS = {"int": "a whole number", "float": "a number", "str": "text in quotes"}
"""What a setting's type is called in a message."""
_MEND = "mend the file, or remove it and start from the defaults"
_HEADER = re.compile(r"\s*\[")


@dataclass(frozen=True, slots=True)
class SettingFault:
    """Something that cannot be used as a setting, where it stands, and what would be right."""

    where: str
    """The file or the environment variable."""
    line: int
    """1-based; 0 where it is no single line."""
    problem: str
    hint: str
    key: str = ""
    """The setting that was meant; empty where none can be told."""

    @property
    def place(self) -> str:
        """File and line, or the variable."""
        return f"{self.where}, line {self.line}" if self.line else self.where

    def error(self) -> SettingsError:
        """The same for those who cannot do without."""
        return SettingsError(f"{self.place}: {self.problem}", self.hint)


def parse_value(info: SettingInfo, raw: str, where: str) -> Value:
    """Turn text from the environment or the command line into the setting's type.

    Raises:
        SettingsError: The value cannot be had.
    """
    if info.kind == "str":
        return _typed(info, raw, where)
    for number in (int, float):
        with suppress(ValueError):
            return _typed(info, number(raw), where)
    raise _wrong(info, raw, where, "a number")


def read_settings_text(text: str, where: str) -> tuple[dict[str, Value], tuple[SettingFault, ...]]:
    """The settings that a TOML text holds, by key, and everything in it that cannot be used.

    Args:
        text: The text of a settings file. U+FFFD stands for what was no UTF-8.
        where: How the file is called in a fault.
    """
    import tomllib

    found = _Findings(where, {info.key: info for info in describe_settings()})
    failure = ""
    try:
        found.take(tomllib.loads(text), 0)
    except tomllib.TOMLDecodeError as error:
        failure = str(error)
    if failure or found.faults:
        # line by line, so that each fault has its line and the other lines hold
        found = _Findings(where, found.known)
        found.take_lines(text)
    if failure and not found.faults:
        at = re.search(r"line (\d+)", failure)
        found.blame(int(at[1]) if at else 0, f"cannot be read: {failure}", _MEND)
    return found.values, tuple(found.faults)


@dataclass(slots=True)
class _Findings:
    where: str
    known: Mapping[str, SettingInfo]
    values: dict[str, Value] = field(default_factory=dict)
    faults: list[SettingFault] = field(default_factory=list)

    def blame(self, line: int, problem: str, hint: str, key: str = "") -> None:
        self.faults.append(SettingFault(self.where, line, problem, hint, key))

    def take(self, tables: Mapping[str, Any], line: int) -> None:
        """Take over what stands in sections, each setting known and within its bounds."""
        for section, table in tables.items():
            if not isinstance(table, dict):
                self.blame(line, f"`{section}` stands outside a section", "put it under [section]")
                continue
            for name, raw in table.items():
                self._take_one(f"{section}.{name}", raw, line)

    def _take_one(self, key: str, raw: object, line: int) -> None:
        try:
            info = known_setting(self.known, key, "settings")
        except SettingsError as error:
            self.blame(line, f"there is no setting {key!r}", error.hint)
            return
        try:
            self.values[key] = _typed(info, raw, key)
        except SettingsError as error:
            self.blame(line, error.message, error.hint, key)

    def take_lines(self, text: str) -> None:
        """Take over what single lines give; what is below a damaged header belongs nowhere."""
        import tomllib

        header: str | None = ""
        for number, line in enumerate(text.splitlines(), start=1):
            is_header = bool(_HEADER.match(line))
            if not is_header and header is None:
                continue
            try:
                tables = tomllib.loads(line if is_header else f"{header}\n{line}")
            except tomllib.TOMLDecodeError as error:
                self._blame_line(number, str(error), is_header=is_header)
                header = None if is_header else header
                continue
            header = line if is_header else header
            self.take(tables, number)

    def _blame_line(self, number: int, failure: str, *, is_header: bool) -> None:
        reason = re.sub(r" \(at .*\)$", "", failure)
        what = ", nor the section below it" if is_header else ""
        self.blame(
            number, f"cannot be read{what}: {reason}", "write `[section]`, or `name = value`"
        )


def _typed(info: SettingInfo, value: object, where: str) -> Value:
    if info.kind == "float" and isinstance(value, int) and not isinstance(value, bool):
        value = float(value)
    if type(value).__name__ != info.kind or not isinstance(value, str | int | float):
        raise _wrong(info, value, where, _KINDS[info.kind])
    if info.choices and value not in info.choices:
        raise SettingsError(f"{where}: {value!r} is not known", f"one of {', '.join(info.choices)}")
    if isinstance(value, str) and "\ufffd" in value:
        raise SettingsError(f"{where}: {value!r} is not UTF-8 text", "save the file as UTF-8")
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
