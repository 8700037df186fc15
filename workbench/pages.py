"""Pictures of pages, drawn in a process of their own that is started with the first one."""

from __future__ import annotations

import threading
from collections.abc import Sequence

from ingest.paper import Rectangle
from ingest.pool import ReaderPool

__all__ = ["PageDrawer"]


class PageDrawer:
    """Draws pages in one worker process. Safe from any thread."""

    def __init__(self) -> None:
        self._guard = threading.Lock()
        self._pool: ReaderPool | None = None

    def draw(self, file: str, page: int, zoom: float, highlights: Sequence[Rectangle]) -> bytes:
        """One page as a PNG picture with rectangles marked on it.

        Raises:
            ReadError: The file cannot be drawn, or is gone.
        """
        with self._guard:
            if self._pool is None:
                self._pool = ReaderPool(workers=1)
            pool = self._pool
        return pool.render(file, page, zoom, highlights)

    def close(self) -> None:
        """End the process. Safe to call twice."""
        with self._guard:
            if self._pool is not None:
                self._pool.close()
                self._pool = None
