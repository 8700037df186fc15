"""What a library is, and how a question is answered.

``from workbench import Library`` is the documented Python API; both front ends are built on it.
Names are loaded on first use, so that importing the package costs nothing.
"""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from workbench.errors import LibraryError
    from workbench.library import Library
    from workbench.settings import Settings, load_settings
    from workbench.types import Answer, Filters, Hit, PaperSummary, SearchResult

__all__ = [
    "Answer",
    "Filters",
    "Hit",
    "Library",
    "LibraryError",
    "PaperSummary",
    "SearchResult",
    "Settings",
    "load_settings",
]

# whoever imports the API says where messages go; without a word they go nowhere
for _room in ("workbench", "ingest", "index"):
    logging.getLogger(_room).addHandler(logging.NullHandler())

_HOMES = {
    "Library": "workbench.library",
    "LibraryError": "workbench.errors",
    "Settings": "workbench.settings",
    "load_settings": "workbench.settings",
}


def __getattr__(name: str) -> Any:  # noqa: ANN401 -- PEP 562: any public name may come back
    """Load a public name from its module on first use (PEP 562)."""
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(_HOMES.get(name, "workbench.types")), name)
