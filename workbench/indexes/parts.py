"""What both of a library's indexes share: where they are, what they are built from, two locks."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from index.errors import IndexingError, StaleIndexError
from workbench.catalogue.catalogue import Catalogue

__all__ = ["IndexParts"]

log = logging.getLogger(__name__)

T = TypeVar("T")

_PATIENCE_SECONDS = 3.0
"""How long opening waits for an index to be filled: enough for some thousand passages, so that a
small library never gives half a result.
"""


class IndexParts:
    """The indexes' folder and catalogue, with nothing opened yet.

    Args:
        folder: The library's ``index/`` folder; it may be empty or missing.
        catalogue: What the indexes are built from.
        is_kept: Whether what changes is saved; not where the folder stands in for one that can only
            be read, since it goes when the library is closed.
        patience: Seconds that opening waits for an index to be filled before it goes on with a
            part of it.
    """

    def __init__(
        self,
        folder: Path,
        catalogue: Catalogue,
        patience: float = _PATIENCE_SECONDS,
        *,
        is_kept: bool = True,
    ) -> None:
        self._folder = folder
        self._is_kept = is_kept
        self._catalogue = catalogue
        self._patience = patience
        self._guard = threading.RLock()
        # what is being filled in must not bring back what is taken out at the same time, and no
        # commit may come between a change of the catalogue and the same one here; who holds it
        # never waits for the guard, which others hold while they wait for this
        self._changing = threading.RLock()
        self._is_closing = False

    def _opened(self, open_index: Callable[[], T], reset: Callable[[], None]) -> T:
        """An index; one that is not usable is thrown away and begun anew.

        Raises:
            IndexingError: That cannot be done either.
        """
        try:
            return open_index()
        except StaleIndexError as error:
            log.info("%s", error)
        try:
            reset()
            return open_index()
        except (OSError, StaleIndexError) as error:
            raise IndexingError(
                f"an index cannot be made anew: {error}",
                f"make {self._folder} writable, or remove it: it is made again from the catalogue",
            ) from error
