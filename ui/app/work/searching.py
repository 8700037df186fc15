"""Searching, counting what was found, and searches that are kept.

Owns functions that run on threads, see ``ui.app.work``.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from textual.message import Message

from ui.app import messages

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ui.app.jobs import Job
    from workbench.library import Library
    from workbench.settings import Settings
    from workbench.types import SavedSearch, SearchResult

__all__ = [
    "count_facets",
    "forget_search",
    "keep_search",
    "more_like",
    "put_back_search",
    "read_searches",
    "reweigh",
    "search",
]


def search(
    query: str, request: int, k: int, controls: Mapping[str, Any], library: Library, job: Job
) -> Message:
    """Find the best ``k`` passages with some of the settings of ``search.*`` changed."""
    settings = _with_controls(library.settings, controls)
    result = library.search(query, k=k, settings=settings, cancel=job.cancelled)
    return messages.SearchFinished(request, result)


def reweigh(
    result: SearchResult, request: int, controls: Mapping[str, Any], library: Library, _job: Job
) -> Message:
    """Order hits that are there by other weights, until a search under them has ended."""
    settings = _with_controls(library.settings, controls)
    return messages.SearchFinished(request, library.reweighed(result, settings))


def more_like(
    key: str,
    terms: tuple[str, ...],
    request: int,
    k: int,
    controls: Mapping[str, Any],
    library: Library,
    job: Job,
) -> Message:
    """Find the ``k`` passages most like a paper, of those that some filters leave."""
    from workbench.types import Filters

    settings, filters = _with_controls(library.settings, controls), Filters(terms=terms)
    result = library.more_like(key, k=k, filters=filters, settings=settings, cancel=job.cancelled)
    return messages.SearchFinished(request, result)


def count_facets(
    result: SearchResult,
    request: int,
    k: int,
    controls: Mapping[str, Any],
    library: Library,
    job: Job,
) -> Message:
    """Count what the papers have in common that a search for ``k`` passages found."""
    settings = _with_controls(library.settings, controls)
    facets = library.facets(result, job.cancelled, k=k, settings=settings)
    return messages.FacetsCounted(request, facets)


def read_searches(library: Library, _job: Job) -> Message:
    """Read the searches that the person kept."""
    return messages.SavedSearchesRead(library.saved_searches())


def keep_search(
    name: str, query: str, controls: Mapping[str, Any], replaces: bool, library: Library, _job: Job
) -> Message:
    """Keep a search under a name; one of that name is replaced only when told so."""
    names = {known.name.casefold() for known in library.saved_searches()}
    if " ".join(name.split()).casefold() in names and not replaces:
        return messages.SearchNameTaken(name)
    kept = library.save_search(name, query, controls, replace=replaces)
    return messages.SearchKept(f"kept as {kept.name}")


def forget_search(name: str, library: Library, _job: Job) -> Message:
    """Keep a search no longer."""
    return messages.SearchKept(f"{library.forget_search(name).name} is forgotten")


def put_back_search(search: SavedSearch, library: Library, job: Job) -> Message:
    """Keep a search again that was forgotten."""
    library.save_search(search.name, search.query, search.controls, replace=True)
    return messages.Undone(job.number, f"{search.name} is kept again")


def _with_controls(settings: Settings, controls: Mapping[str, Any]) -> Settings:
    return replace(settings, search=replace(settings.search, **controls))
