"""The part of the front door for models and settings."""

from __future__ import annotations

import threading

from workbench.events import either
from workbench.front.life import LibraryLife
from workbench.search.searcher import Searcher
from workbench.settings import Settings
from workbench.types import (
    ModelRow,
    ModelTrial,
    ProgressListener,
)

__all__ = ["ModelDoor"]


class ModelDoor(LibraryLife):
    """The models a library works with."""

    def fetch_models(
        self, on_progress: ProgressListener | None = None, cancel: threading.Event | None = None
    ) -> None:
        """Fetch the chosen models that are not on this machine. Needs the network.

        Raises:
            CarrelError: A model could not be fetched; the message says which and why.
        """
        self._engines.fetch_missing(on_progress, cancel)

    def models(self) -> list[ModelRow]:
        """Every model of the catalogue and of the settings, and what it is doing now."""
        return self._engines.rows()

    def fetch_model(
        self,
        name: str,
        on_progress: ProgressListener | None = None,
        cancel: threading.Event | None = None,
    ) -> None:
        """Fetch one catalogued model. Needs the network.

        Raises:
            CarrelError: It could not be fetched; the message says why.
        """
        self._engines.fetch(name, on_progress, cancel)

    def test_model(self, role: str, cancel: threading.Event | None = None) -> ModelTrial:
        """Load the chosen model of a role (``embed`` or ``generate``) and try it.

        Raises:
            CarrelError: It cannot be loaded.
            CancelledError: ``cancel`` was set.
        """
        from workbench.models.catalogue import ModelRole

        return self._engines.test(ModelRole(role), either(cancel, self._closing))

    def apply_settings(self, settings: Settings) -> None:
        """Work with other settings from now on; what is under way ends with the old ones."""
        self.settings = settings
        self._engines.apply(settings)
        self._searcher = Searcher(self._catalogue, self._indexes, self._engines, settings.search)
