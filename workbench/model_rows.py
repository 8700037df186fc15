"""The models of this machine as rows: catalogue, choices, and what is loaded.

Owns putting together what the registry and the running processes know.
"""

from __future__ import annotations

from collections.abc import Mapping

from index.model_host import ModelHost
from workbench.models.catalogue import ModelEntry, ModelRole
from workbench.models.errors import ModelStoreError
from workbench.models.registry import ModelRegistry
from workbench.types import ModelRow

__all__ = ["model_rows"]


def model_rows(
    registry: ModelRegistry, choices: Mapping[ModelRole, str], hosts: Mapping[ModelRole, ModelHost]
) -> list[ModelRow]:
    """Every catalogued model, then chosen ones that are not in the catalogue.

    Args:
        registry: What is known and what is here.
        choices: For each role the setting's value, to name a choice that is wrong.
        hosts: The model processes by role.
    """
    in_use: dict[str, ModelRole] = {}
    own: list[ModelEntry] = []
    wrong: list[ModelRow] = []
    catalogued = registry.entries()
    for role, choice in choices.items():
        try:
            entry = registry.chosen(role)
        except ModelStoreError as error:
            wrong.append(_wrong(role, choice, str(error)))
            continue
        if entry is not None:
            in_use[entry.name] = role
            own += [entry] if entry not in catalogued else []
    rows = [_row(registry, e, in_use.get(e.name), hosts) for e in [*catalogued, *own]]
    return rows + wrong


def _wrong(role: ModelRole, choice: str, why: str) -> ModelRow:
    return ModelRow(choice, role.value, "", "", 0, False, True, False, note=why)


def _row(
    registry: ModelRegistry,
    entry: ModelEntry,
    used_as: ModelRole | None,
    hosts: Mapping[ModelRole, ModelHost],
) -> ModelRow:
    host = hosts.get(used_as) if used_as else None
    info = host.info() if host is not None and host.is_loaded else None
    path = registry.path_of(entry)
    present = registry.is_present(entry)
    return ModelRow(
        name=entry.name,
        role=entry.role.value,
        description=entry.description,
        licence=entry.licence,
        bytes=entry.size or (path.stat().st_size if present else 0),
        present=present,
        in_use=used_as is not None,
        loaded=info is not None,
        device=info.device if info else "",
        memory=host.memory() if host is not None and info else 0,
        context=info.context if info else entry.context,
        dimension=entry.dimension,
        threads=info.threads if info else 0,
        note="; ".join(info.notes) if info else "",
    )
