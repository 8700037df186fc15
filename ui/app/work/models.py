"""Models and the map.

Owns functions that run on threads, see ``ui.app.work``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.message import Message

from ui.app import messages

if TYPE_CHECKING:
    from ui.app.jobs import Job
    from workbench.library import Library
    from workbench.types import Progress

__all__ = ["fetch_model", "read_map", "read_models", "test_model"]


def read_map(library: Library, job: Job) -> Message:
    """Draw the library's map, or read the kept one."""

    def tell(progress: Progress) -> None:
        job.post(messages.MapProgressed(progress))

    return messages.MapRead(library.map(tell, job.cancelled))


def read_models(library: Library, _job: Job) -> Message:
    """Look at the models."""
    return messages.ModelsRead(library.models())


def fetch_model(name: str, library: Library, job: Job) -> Message:
    """Fetch a model, telling how far it is."""

    def tell(progress: Progress) -> None:
        job.post(messages.FetchProgressed(progress))

    library.fetch_model(name, tell, job.cancelled)
    return messages.ModelFetched(name)


def test_model(role: str, library: Library, job: Job) -> Message:
    """Try the model of a role."""
    return messages.ModelTried(library.test_model(role, job.cancelled))
