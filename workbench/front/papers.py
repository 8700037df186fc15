"""The part of the front door for looking around among the papers."""

from __future__ import annotations

import json
import threading
from collections.abc import Sequence
from typing import TYPE_CHECKING

from workbench.answer_records import answer_from_record
from workbench.catalogue.papers import ORDERS, SHOWS
from workbench.errors import PaperNotFoundError, QueryError
from workbench.events import either
from workbench.front.life import LibraryLife
from workbench.plain_text import encodable
from workbench.status import library_status
from workbench.types import (
    Answer,
    FileReport,
    FileState,
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
        collection: str = "",
        show: str = "",
    ) -> list[PaperSummary]:
        """One window of the list of papers.

        Args:
            text: Kept are papers with this in title, authors, year, tags, note, citation key or
                the name of a collection that they are in.
            order: ``added``, ``author``, ``cited``, ``citekey``, ``collections`` (the first of each
                paper's), ``pages``, ``read``, ``tags``, ``title``, ``venue`` or ``year``.
            descending: Whether the largest comes first.
            limit: Most papers wanted; all when omitted.
            offset: Papers left out from the start.
            collection: Kept are papers of this collection.
            show: Kept are papers that are ``unread``, ``read``, ``starred``, ``noted`` (have a
                note), of which there are several ``versions`` or ``copies`` (files of the same
                content), or that are ``warned`` (something in the file was odd).

        Raises:
            EditError: There is no collection of this name.
            QueryError: ``order`` or ``show`` is none of these.
        """
        if order not in ORDERS:
            raise QueryError(
                f"papers cannot be ordered by {order!r}", f"one of {', '.join(ORDERS)}"
            )
        if offset < 0 or (limit is not None and limit < 0):
            raise QueryError("a window of papers cannot begin or end before the first one")
        return self._catalogue.papers.window(
            encodable(text),
            order,
            descending=descending,
            limit=limit,
            offset=offset,
            collection=self._collection_number(collection),
            show=_known_show(show),
        )

    def count_papers(self, text: str = "", *, collection: str = "", show: str = "") -> int:
        """How many papers there are, or are left by ``text`` and the others, as in ``papers``."""
        number = self._collection_number(collection)
        return self._catalogue.papers.count(encodable(text), number, _known_show(show))

    def paper_ids(self, text: str = "", *, collection: str = "", show: str = "") -> list[str]:
        """Ids of all papers that ``text`` and the others leave, as in ``papers``, in no order."""
        number = self._collection_number(collection)
        return self._catalogue.papers.ids(encodable(text), number, _known_show(show))

    def summaries(self, ids: Sequence[str]) -> dict[str, PaperSummary]:
        """The rows of these papers by their ids; ids of none are left out."""
        return self._catalogue.papers.summaries(ids)

    def warnings(self) -> list[FileReport]:
        """Papers in whose files something was odd, with what it was, by path."""
        return [
            FileReport(path, FileState(state), "; ".join(said), paper_id, changed=False)
            for paper_id, path, state, said in self._catalogue.papers.warned()
        ]

    def answers_citing(self, key: str, limit: int = 100) -> list[Answer]:
        """Answers that quote a paper, newest first.

        Raises:
            PaperNotFoundError: The key names no paper, or several.
        """
        paper_id = self._catalogue.papers.resolve(key)
        found = self._catalogue.answers.naming(paper_id, limit)
        answers = [answer_from_record(json.loads(record)) for record in found]
        return [
            answer
            for answer in answers
            if any(citation.paper.id == paper_id for citation in answer.citations)
        ]

    def _collection_number(self, name: str) -> int | None:
        return self._catalogue.collections.number(name) if name else None

    def paper(self, key: str) -> PaperDetail:
        """Everything known of the paper that an id, its start, a citation key or a path names.

        Raises:
            PaperNotFoundError: None is named, or several are.
        """
        return self._catalogue.papers.detail(self._catalogue.papers.resolve(key))

    def paper_file(self, key: str) -> str:
        """Where the file lies that a paper was read from.

        Raises:
            PaperNotFoundError: The key names no paper, or several, or no file holds it any more.
        """
        detail = self.paper(key)
        if not detail.paths:
            raise PaperNotFoundError(
                f"no file holds {detail.summary.title or detail.summary.citekey!r} any more",
                "`carrel ingest` on your folders finds it again where it was moved",
            )
        return detail.paths[0]

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
            PaperNotFoundError: There is no such paper, or no file holds it any more.
            ReadError: The file cannot be drawn, or is gone.
        """
        file = self.paper_file(paper_id)
        return self._drawer.draw(file, page, zoom, [r for r in highlight if r.page == page])

    def quote_rectangles(self, paper_id: str, page: int, quote: str) -> tuple[Rectangle, ...]:
        """Boxes around the words of a quote on a page, one for each line it runs over.

        They are looked for in the file, word by word: a passage's boxes tell only whole lines.

        Args:
            paper_id: The paper.
            page: 1-based page number.
            quote: The quoted text; white space, hyphens, ligatures and case may differ.

        Returns:
            None where the page has no text layer, or prints something else.

        Raises:
            PaperNotFoundError: There is no such paper, or no file holds it any more.
            ReadError: The file cannot be read, or is gone.
        """
        return self._drawer.find_quote(self.paper_file(paper_id), page, quote)

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
            self._index_folder / "map.json", self._catalogue, self._engines.embedder_key()
        )
        return atlas.map(on_progress, either(cancel, self._closing))

    def status(self) -> LibraryStatus:
        """What the library holds, what its indexes and models are up to."""
        return library_status(self.folder, self._catalogue, self._indexes, self._engines)


def _known_show(show: str) -> str:
    if show not in SHOWS:
        names = ", ".join(name for name in SHOWS if name)
        raise QueryError(f"papers cannot be narrowed to {show!r}", f"one of {names}")
    return show
