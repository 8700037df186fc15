"""Write the generated pages of ``docs/reference/``.

    python tools/reference.py [--check]

With ``--check`` nothing is written; the exit status says whether a page is out of date.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

import click
from textual.binding import Binding

from ui.app.keymap import all_bindings
from ui.cli.main import COMMANDS, carrel
from workbench.settings import SettingInfo, describe_settings

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "docs" / "reference"
SCHEMAS = ROOT / "assets" / "schemas"
MADE_BY = "<!-- written by `make docs`; change the code, not this page -->\n"


def cli_page() -> str:
    """Every command with its options, as its own help says it."""
    parts = ["# Command line", MADE_BY, _INTRODUCTION, _help(carrel, "carrel")]
    for name in sorted(COMMANDS):
        command: click.Command = import_module(f"ui.cli.{name}_command").command
        parts.append(f"## carrel {name}\n\n{_help(command, f'carrel {name}')}")
        if isinstance(command, click.Group):
            parts += [
                f"### carrel {name} {word}\n\n{_help(sub, f'carrel {name} {word}')}"
                for word, sub in command.commands.items()
            ]
    return "\n".join(parts)


def settings_page() -> str:
    """Every setting with its default, bounds, environment variable and help."""
    parts = ["# Settings", MADE_BY, _SETTINGS_INTRODUCTION]
    section = ""
    for info in describe_settings():
        if info.key.split(".")[0] != section:
            section = info.key.split(".")[0]
            parts.append(f"## {section}\n")
        parts.append(_setting(info))
    return "\n".join(parts)


def keys_page() -> str:
    """Every key of the terminal app, grouped by where it works."""
    parts = ["# Keys", MADE_BY, _KEYS_INTRODUCTION]
    groups: dict[str, list[Binding]] = {}
    for binding in sorted(app_bindings(), key=lambda b: b.id or ""):
        groups.setdefault((binding.id or "").split(".")[0], []).append(binding)
    for place, bindings in groups.items():
        rows = [f"| {_keys(b)} | {b.description} | {b.tooltip} | `{b.id}` |" for b in bindings]
        table = "\n".join(["| key | does | more | name |", "|---|---|---|---|", *rows])
        parts.append(f"## {place}\n\n{table}\n")
    return "\n".join(parts)


def app_bindings() -> list[Binding]:
    """Every binding that a class of the app declares, once for each id."""
    return list(all_bindings().values())


def json_page() -> str:
    """The fields of every published JSON shape."""
    parts = ["# JSON", MADE_BY, _JSON_INTRODUCTION]
    parts += [f"- `carrel {name} --json`: {told}" for name, told in SAME_SHAPE.items()]
    parts.append("")
    for file in sorted(SCHEMAS.glob("*.json")):
        schema = json.loads(file.read_text(encoding="utf-8"))
        fields = "\n".join(_fields(schema, schema, ""))
        parts.append(f"## {schema['title']}\n\n`{file.name}`\n\n{fields}\n")
    return "\n".join(parts)


def _fields(schema: dict[str, Any], root: dict[str, Any], indent: str) -> Iterator[str]:
    """One line a field, nested fields below it."""
    for name, described in schema.get("properties", {}).items():
        field = _resolved(described, root)
        inner = _resolved(field.get("items", {}), root)
        kind = field.get("type", "any")
        words = kind if isinstance(kind, str) else " or ".join(kind)
        said = f": {field['description']}" if "description" in field else ""
        yield f"{indent}- `{name}` {words}{said}"
        yield from _fields(inner or field, root, f"{indent}  ")


def _resolved(schema: dict[str, Any], root: dict[str, Any]) -> dict[str, Any]:
    """Follow a reference to ``$defs``."""
    name = schema.get("$ref", "").removeprefix("#/$defs/")
    target: dict[str, Any] = root["$defs"][name] if name else schema
    return target


PAGES: dict[str, Callable[[], str]] = {
    "cli.md": cli_page,
    "settings.md": settings_page,
    "json.md": json_page,
    "keys.md": keys_page,
}


def stale_pages() -> Iterator[str]:
    """Names of pages that are missing or differ from what would be written now."""
    for name, make in PAGES.items():
        page = FOLDER / name
        if not page.exists() or page.read_text(encoding="utf-8") != make():
            yield name


def main() -> int:
    """Write the pages, or check them."""
    if "--check" in sys.argv[1:]:
        stale = list(stale_pages())
        for name in stale:
            print(f"docs/reference/{name} is out of date: make docs", file=sys.stderr)
        return bool(stale)
    FOLDER.mkdir(parents=True, exist_ok=True)
    for name, make in PAGES.items():
        (FOLDER / name).write_text(make(), encoding="utf-8")
    return 0


def _help(command: click.Command, name: str) -> str:
    context = click.Context(
        command,
        info_name=name,
        max_content_width=90,
        terminal_width=90,
        help_option_names=carrel.context_settings["help_option_names"],
    )
    return f"```text\n{command.get_help(context)}\n```\n"


def _keys(binding: Binding) -> str:
    keys = binding.key_display or binding.key
    return " ".join(f"`{key}`" for key in keys.split(","))


def _setting(info: SettingInfo) -> str:
    bounds = [f"`{choice}`" for choice in info.choices]
    if info.low is not None:
        bounds.append(f"at least {info.low:g}")
    if info.high is not None:
        bounds.append(f"at most {info.high:g}")
    allowed = f"; {', '.join(bounds)}" if bounds else ""
    return (
        f"### {info.key}\n\n{info.help}\n\n"
        f"{info.kind}, default `{info.default}`{allowed}. Environment: `{info.environment}`.\n"
    )


_INTRODUCTION = """Data goes to stdout and everything else to stderr. Exit status 0 is done,
1 failed, 2 wrong use. The shapes that `--json` prints are in [JSON](json.md).
"""
_SETTINGS_INTRODUCTION = """A setting is taken from the first of these that has it: `carrel --set
KEY=VALUE`, the environment variable, the settings file (`carrel settings` says where it is), the
default. In the file, a setting `search.hits` is the line `hits = 10` under `[search]`.

A line or variable that cannot be used costs only itself: carrel says where it stands, what is wrong
and what is used instead. What reads papers in or measures refuses until it is mended.
"""
_JSON_INTRODUCTION = """What `--json` prints. The schemas are in `assets/schemas/`; fields are added
to them, never renamed or removed. Some commands print the shape of another:
"""
SAME_SHAPE = {
    "collection add": "as `collection`",
    "collection delete": "as `collection`",
    "collection drop": "as `collection`",
    "collection rename": "as `collection`",
    "collection show": "as `papers`",
    "export answer": "as `ask`; several answers as `answers`",
    "mark": "as `papers`",
    "restore": "as `ingest`; without a PAPER as `remove`",
    "reword": "as `ask`",
    "searches forget": "as `searches`",
    "searches rename": "as `searches`",
    "tag": "as below; with a PAPER as `papers`",
}
"""Commands that print another's JSON, or do so in one of their uses."""
_KEYS_INTRODUCTION = """The same list is in the app under F1, and every action is in the palette
under ctrl+p. To put something on other keys, give its name in `keys.toml` beside the settings file:

```toml
[keys]
"list.down" = "down,j,n"
"app.theme" = "f9"
```
"""

if __name__ == "__main__":
    sys.exit(main())
