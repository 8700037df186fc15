"""Pictures of pages, drawn in a process of their own that is started with the first one."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from typing import TypeVar

from ingest.errors import ReadError
from ingest.paper import Rectangle
from ingest.pool import ReaderPool
from workbench.errors import LibraryError

__all__ = ["PageDrawer"]

T = TypeVar("T")


class PageDrawer:
    """Draws pages, and finds quotes on them, in one worker process. Safe from any thread."""

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
        return self._asked(lambda pool: pool.render(file, page, zoom, highlights))

    def find_quote(self, file: str, page: int, quote: str) -> tuple[Rectangle, ...]:
        """Boxes around the words of a quote on one page; none where it is printed otherwise.

        Raises:
            ReadError: The file cannot be read, or is gone.
            LibraryError: The drawer was closed.
        """
        return self._asked(lambda pool: pool.find_quote(file, page, quote))

    def _asked(self, task: Callable[[ReaderPool], T]) -> T:
        with self._guard:
            if self._closed:
                raise _closed()
            if self._pool is None:
                self._pool = ReaderPool(workers=1)
            pool = self._pool
        try:
            return task(pool)
        except ReadError as error:
            if self._closed:
                raise _closed() from error
            raise

    def close(self) -> None:
        """End the process. Safe to call twice."""
        with self._guard:
            self._closed = True
            pool, self._pool = self._pool, None
        if pool is not None:
            pool.close()


def _closed() -> LibraryError:
    return LibraryError("the library is closed", "open it again")
