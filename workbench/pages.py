"""Pictures of pages, drawn in a process of their own that is started with the first one."""

from __future__ import annotations

import threading
from collections.abc import Sequence

from ingest.errors import ReadError
from ingest.paper import Rectangle
from ingest.pool import ReaderPool
from workbench.errors import LibraryError

__all__ = ["PageDrawer"]


class PageDrawer:
    """Draws pages in one worker process. Safe from any thread."""

    def __init__(self) -> None:
        self._guard = threading.Lock()
        self._pool: ReaderPool | None = None
        self._closed = False

    def draw(self, file: str, page: int, zoom: float, highlights: Sequence[Rectangle]) -> bytes:
        """One page as a PNG picture with rectangles marked on it.

        Raises:
            ReadError: The file cannot be drawn, or is gone.
            LibraryError: The drawer was closed.
        """
        with self._guard:
            if self._closed:
                raise LibraryError("the library is closed", "open it again")
            if self._pool is None:
                self._pool = ReaderPool(workers=1)
            pool = self._pool
        try:
            return pool.render(file, page, zoom, highlights)
        except ReadError as error:
            if self._closed:
                raise LibraryError("the library is closed", "open it again") from error
            raise

    def close(self) -> None:
        """End the process. Safe to call twice."""
        with self._guard:
            self._closed = True
            pool, self._pool = self._pool, None
        if pool is not None:
            pool.close()
