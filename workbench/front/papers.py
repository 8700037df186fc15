"""The part of the front door for looking around among the papers."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from typing import TYPE_CHECKING

from workbench.catalogue.papers import ORDERS
from workbench.errors import QueryError
from workbench.events import either
from workbench.front.life import LibraryLife
from workbench.plain_text import encodable
from workbench.status import library_status
from workbench.types import (
    LibraryStatus,
    PaperDetail,
    PaperMap,
    PaperSummary,
    ProgressListener,
    StoredPassage,
)

if TYPE_CHECKING:
    from ingest.paper import Rectangle

__all__ = ["PaperDoor"]


class PaperDoor(LibraryLife):
    """The papers, their pages and what is known of them."""

    def papers(
        self,
        *,
        text: str = "",
        order: str = "added",
        descending: bool = False,
        limit: int | None = None,
        offset: int = 0,
    ) -> list[PaperSummary]:
        """One window of the list of papers.

        Args:
            text: Kept are papers with this in title, authors, year, tags or citation key.
            order: ``added``, ``author``, ``cited``, ``title`` or ``year``.
            descending: Whether the largest comes first.
            limit: Most papers wanted; all when omitted.
            offset: Papers left out from the start.

        Raises:
            QueryError: ``order`` is none of these.
        """
        if order not in ORDERS:
            raise QueryError(
                f"papers cannot be ordered by {order!r}", f"one of {', '.join(ORDERS)}"
            )
        if offset < 0 or (limit is not None and limit < 0):
            raise QueryError("a window of papers cannot begin or end before the first one")
        return self._catalogue.papers.window(
            encodable(text), order, descending=descending, limit=limit, offset=offset
        )

    def count_papers(self, text: str = "") -> int:
        """How many papers there are, or match ``text`` as in ``papers``."""
        return self._catalogue.papers.count(encodable(text))

    def paper(self, key: str) -> PaperDetail:
        """Everything known of the paper that an id, its start, a citation key or a path names.

        Raises:
            PaperNotFoundError: None is named, or several are.
        """
        return self._catalogue.papers.detail(self._catalogue.papers.resolve(key))

    def passages(self, paper_id: str) -> list[StoredPassage]:
        """A paper's passages in reading order."""
        return self._catalogue.passages.of_paper(paper_id)

    def page_image(
        self, paper_id: str, page: int, *, highlight: Sequence[Rectangle] = (), zoom: float = 1.5
    ) -> bytes:
        """A page as a PNG picture, with rectangles marked on it.

        Args:
            paper_id: The paper.
            page: 1-based page number.
            highlight: What to mark; rectangles of other pages are left out.
            zoom: Pixels for each point.

        Raises:
            ReadError: The file cannot be drawn, or is gone.
        """
        file = self.paper(paper_id).paths[0]
        return self._drawer.draw(file, page, zoom, [r for r in highlight if r.page == page])

    def map(
        self, on_progress: ProgressListener | None = None, cancel: threading.Event | None = None
    ) -> PaperMap:
        """The library on a plane, like papers near each other, with named groups.

        It is laid out anew when passages were embedded since, in a process of its own.

        Raises:
            CancelledError: ``cancel`` was set.
        """
        from workbench.atlas.atlas import Atlas

        atlas = Atlas(
            self.folder / "index" / "map.json", self._catalogue, self._engines.embedder_key()
        )
        return atlas.map(on_progress, either(cancel, self._closing))

    def status(self) -> LibraryStatus:
        """What the library holds, what its indexes and models are up to."""
        return library_status(self.folder, self._catalogue, self._indexes, self._engines)
