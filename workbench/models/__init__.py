"""Models on this machine: the catalogue, fetching, conversion, and which plays which role.

Loading a model and asking it is ``index.model_host``'s work.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from workbench.models.catalogue import ModelEntry, ModelRole, WheelSource
    from workbench.models.registry import ModelRegistry, ResolvedModel

__all__ = ["ModelEntry", "ModelRegistry", "ModelRole", "ResolvedModel", "WheelSource"]

_HOMES = {
    "ModelEntry": "catalogue",
    "ModelRegistry": "registry",
    "ModelRole": "catalogue",
    "ResolvedModel": "registry",
    "WheelSource": "catalogue",
}


def __getattr__(name: str) -> object:
    """Import what is asked for, when it is asked for (PEP 562)."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
