"""``carrel settings``: every setting, what it is set to, and what it is for."""

from __future__ import annotations

from dataclasses import asdict

import click

from ui.cli.context import Invocation, emit, json_option, pass_invocation
from ui.cli.words import in_line

__all__ = ["command"]


@click.command()
@json_option
@pass_invocation
def command(invocation: Invocation, as_json: bool) -> None:
    """Show every setting with its value and help.

    Change one for good in the settings file, for a shell with its environment variable, or for
    one run with `carrel --set KEY=VALUE …`.
    """
    from workbench import paths
    from workbench.settings import describe_settings

    values = asdict(invocation.settings())
    faults = invocation.found_settings().notes
    rows = [
        (info, values[section][name])
        for info in describe_settings()
        for section, name in [info.key.split(".")]
    ]
    payload = {
        "file": str(paths.settings_file()),
        "settings": [{**asdict(info), "value": value} for info, value in rows],
        "notes": list(faults),
    }

    def text() -> str:
        lines = [f"settings file: {in_line(paths.settings_file())}", ""]
        for info, value in rows:
            changed = "" if value == info.default else f"   (default {info.default})"
            lines += [f"{info.key} = {in_line(value)}{changed}", f"    {info.help}", ""]
        return "\n".join(lines)

    emit(as_json, payload, text)
