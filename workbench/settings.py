"""The one schema of every setting, and how values reach it.

A setting is a dataclass field with its help text, default and bounds. From this schema come the
``settings.toml`` file, the ``CARREL_<SECTION>_<NAME>`` environment variables, the ``--set`` option
of the command line, validation and ``docs/reference/settings.md``. Values are layered: default,
file, environment, command line; later layers win.
"""

from __future__ import annotations

import dataclasses
import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from workbench.errors import SettingsError

__all__ = ["SettingInfo", "Settings", "describe_settings", "load_settings", "store_setting"]

Value = str | int | float | bool


@dataclass(frozen=True, slots=True)
class _Rule:
    """What a value must obey, beside its type."""

    help: str
    low: float | None = None
    high: float | None = None
    choices: tuple[str, ...] = ()


def _setting(
    default: Value,
    help: str,  # noqa: A002 -- the word a reader of the schema looks for
    *,
    low: float | None = None,
    high: float | None = None,
    choices: tuple[str, ...] = (),
) -> Any:  # noqa: ANN401 -- like dataclasses.field, it stands in for the field's own type
    return field(default=default, metadata={"rule": _Rule(help, low, high, choices)})


@dataclass(frozen=True, slots=True)
class ReadingSettings:
    """How files are read."""

    workers: int = _setting(
        0, "Files read at once; 0 takes one process for each core, at most 8.", low=0, high=64
    )
    recognise: str = _setting(
        "auto",
        "Whether pages without usable text are recognised from their picture where Tesseract is "
        "installed: `auto` or `never`.",
        choices=("auto", "never"),
    )
    seconds_per_file: float = _setting(
        120.0, "Longest time one file may take before its reader is stopped.", low=1, high=3600
    )
    memory_per_worker: int = _setting(
        2048, "Memory one reader may take, in MiB, where the system can limit it.", low=256
    )


@dataclass(frozen=True, slots=True)
class ModelSettings:
    """Which models are used, and on what."""

    embedder: str = _setting(
        "all-MiniLM-L6-v2", "Embedding model: a name from `carrel models`, or a GGUF file's path."
    )
    writer: str = _setting(
        "SmolLM2-135M-Instruct",
        "Writing model: a name from `carrel models`, a GGUF file's path, or `none`.",
    )
    fetch: str = _setting(
        "auto",
        "Whether missing models are fetched when papers are first read: `auto`, which says so and "
        "shows progress, or `never`.",
        choices=("auto", "never"),
    )
    threads: int = _setting(
        0, "Processor threads a model may use; 0 takes every core.", low=0, high=256
    )
    gpu_layers: int = _setting(
        -1, "Layers put on the GPU; -1 as many as fit, 0 none.", low=-1, high=1000
    )


@dataclass(frozen=True, slots=True)
class SearchSettings:
    """How passages are found."""

    hits: int = _setting(10, "Hits a search returns.", low=1, high=1000)
    candidates: int = _setting(
        200, "Passages each method hands to fusion, before they become one list.", low=10, high=5000
    )
    dense_weight: float = _setting(
        0.45, "Share of meaning in the fused score; the rest is words.", low=0, high=1
    )


@dataclass(frozen=True, slots=True)
class AnswerSettings:
    """How questions are answered."""

    passages: int = _setting(24, "Passages read for one answer.", low=1, high=200)
    quotes: int = _setting(8, "Most quotes one answer may cite.", low=1, high=50)
    write: str = _setting(
        "auto",
        "Whether a model writes from the quotes: `auto` where it was measured to help, "
        "`always`, or `never`.",
        choices=("auto", "always", "never"),
    )


@dataclass(frozen=True, slots=True)
class LookSettings:
    """How the terminal app looks."""

    theme: str = _setting("carrel-dark", "Colours.", choices=("carrel-dark", "carrel-light"))


@dataclass(frozen=True, slots=True)
class Settings:
    """All settings, by section."""

    reading: ReadingSettings = ReadingSettings()
    models: ModelSettings = ModelSettings()
    search: SearchSettings = SearchSettings()
    answer: AnswerSettings = AnswerSettings()
    look: LookSettings = LookSettings()


@dataclass(frozen=True, slots=True)
class SettingInfo:
    """One setting as documentation and tables show it. ``key`` is ``section.name``."""

    key: str
    kind: str
    default: Value
    help: str
    environment: str
    choices: tuple[str, ...] = ()
    low: float | None = None
    high: float | None = None


def describe_settings() -> Iterator[SettingInfo]:
    """Every setting in the order of the schema."""
    for section, defaults in _sections().items():
        for item in dataclasses.fields(defaults):
            rule: _Rule = item.metadata["rule"]
            default: Value = getattr(defaults, item.name)
            yield SettingInfo(
                key=f"{section}.{item.name}",
                kind=type(default).__name__,
                default=default,
                help=rule.help,
                environment=f"CARREL_{section}_{item.name}".upper(),
                choices=rule.choices,
                low=rule.low,
                high=rule.high,
            )


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
        info = _known(known, key.strip(), "--set")
        values[info.key] = _parse(info, raw.strip(), f"--set {info.key}")
    return _assemble(values)


def _file_values(file: Path) -> dict[str, Value]:
    try:
        text = file.read_text(encoding="utf-8")
    except FileNotFoundError:
        return {}
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsError(f"{file} cannot be read: {error}", "mend or remove the file") from error
    return _checked_values(text, file)


def _checked_values(text: str, file: Path) -> dict[str, Value]:
    """The settings that TOML text holds, by key, each known and within its bounds."""
    import tomllib

    try:
        tables = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise SettingsError(f"{file} cannot be read: {error}", "mend or remove the file") from error
    known = {info.key: info for info in describe_settings()}
    values: dict[str, Value] = {}
    for section, table in tables.items():
        if not isinstance(table, dict):
            raise SettingsError(
                f"{file}: `{section}` stands outside a section", "put it under [section]"
            )
        for name, raw in table.items():
            info = _known(known, f"{section}.{name}", str(file))
            values[info.key] = _typed(info, raw, f"{file}: {info.key}")
    return values


def _known(known: Mapping[str, SettingInfo], key: str, where: str) -> SettingInfo:
    import difflib

    if key in known:
        return known[key]
    near = difflib.get_close_matches(key, known, n=1)
    hint = f"did you mean {near[0]}?" if near else "`carrel settings` lists them all"
    raise SettingsError(f"{where}: there is no setting {key!r}", hint)


def _parse(info: SettingInfo, raw: str, where: str) -> Value:
    """Turn text from the environment or the command line into the setting's type."""
    try:
        if info.kind == "int":
            return _typed(info, int(raw), where)
        if info.kind == "float":
            return _typed(info, float(raw), where)
    except ValueError as error:
        raise SettingsError(f"{where}: {raw!r} is not a number", info.help) from error
    return _typed(info, raw, where)


def _typed(info: SettingInfo, value: object, where: str) -> Value:
    if info.kind == "float" and isinstance(value, int) and not isinstance(value, bool):
        value = float(value)
    if type(value).__name__ != info.kind or not isinstance(value, str | int | float):
        raise SettingsError(f"{where}: {value!r} is not of type {info.kind}", info.help)
    if info.choices and value not in info.choices:
        raise SettingsError(f"{where}: {value!r} is not known", f"one of {', '.join(info.choices)}")
    if not isinstance(value, str):
        _check_bounds(info, value, where)
    return value


def _check_bounds(info: SettingInfo, value: float, where: str) -> None:
    if info.low is not None and not value >= info.low:
        raise SettingsError(f"{where}: {value} is too small", f"at least {info.low:g}")
    if info.high is not None and not value <= info.high:
        raise SettingsError(f"{where}: {value} is too large", f"at most {info.high:g}")


def _assemble(values: Mapping[str, Value]) -> Settings:
    sections: dict[str, Any] = {}
    for section, defaults in _sections().items():
        prefix = f"{section}."
        given = {k.removeprefix(prefix): v for k, v in values.items() if k.startswith(prefix)}
        sections[section] = dataclasses.replace(defaults, **given)
    return Settings(**sections)


def _sections() -> dict[str, Any]:
    """The sections by name, each with its defaults."""
    defaults = Settings()
    return {
        section.name: getattr(defaults, section.name) for section in dataclasses.fields(Settings)
    }


def store_setting(key: str, value: str, file: Path | None = None) -> Path:
    """Write one setting to the settings file, leaving the rest of the file as it is.

    Raises:
        SettingsError: The key is unknown, or the value cannot be had.
    """
    from index.atomic import write_atomically
    from workbench import paths

    info = _known({i.key: i for i in describe_settings()}, key, "settings")
    parsed = _parse(info, value, key)
    target = file or paths.settings_file()
    target.parent.mkdir(parents=True, exist_ok=True)
    text = target.read_text(encoding="utf-8") if target.exists() else ""
    changed = _with_line(text, key, parsed)
    _checked_values(changed, target)
    write_atomically(target, changed.encode())
    return target


def _with_line(text: str, key: str, value: Value) -> str:
    """The TOML text with ``name = value`` in its section, in place of an earlier line for it."""
    import json
    import re

    section, name = key.split(".")
    literal = json.dumps(value, ensure_ascii=False)
    lines = text.splitlines()
    header = re.compile(rf"\s*\[\s*{section}\s*\]\s*(#.*)?$")
    start = next((n for n, line in enumerate(lines, start=1) if header.match(line)), None)
    if start is None:
        return "\n".join(
            [*lines, *([""] if lines else []), f"[{section}]", f"{name} = {literal}", ""]
        )
    end = next(
        (n for n in range(start, len(lines)) if lines[n].lstrip().startswith("[")), len(lines)
    )
    kept = [line for line in lines[start:end] if not re.match(rf"\s*{name}\s*=", line)]
    return "\n".join([*lines[:start], f"{name} = {literal}", *kept, *lines[end:], ""])
