"""Reading papers: lists, one paper, one page.

Owns functions that run on threads, see ``ui.app.work``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.message import Message

from ui.app import messages

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ingest.paper import Rectangle
    from ui.app.jobs import Job
    from ui.app.picture_planes import Encode
    from workbench.library import Library

__all__ = [
    "draw_page",
    "encode_pixels",
    "read_paper",
    "read_papers",
]


def read_papers(
    text: str, order: str, descending: bool, limit: int, offset: int, generation: int,
    library: Library, job: Job, *, collection: str = "", show: str = "",
) -> Message:  # fmt: skip
    """Read one page of the list of papers; the first page is preceded by the count."""
    if offset == 0:
        total = library.count_papers()
        narrowed = text or collection or show
        count = library.count_papers(text, collection=collection, show=show) if narrowed else total
        job.post(messages.PapersCounted(generation, count, total))
    rows = library.papers(
        text=text, order=order, descending=descending, limit=limit, offset=offset,
        collection=collection, show=show,
    )  # fmt: skip
    return messages.PapersRead(generation, offset, rows)


def read_paper(key: str, library: Library, _job: Job) -> Message:
    """Read everything about one paper."""
    detail = library.paper(key)
    return messages.PaperRead(detail, library.passages(detail.summary.id))


def draw_page(
    paper_id: str, page: int, highlight: Sequence[Rectangle], quote: str, zoom: float,
    library: Library, _job: Job,
) -> Message:  # fmt: skip
    """Render a page in the library's reader process and decode it here.

    The words of ``quote`` are marked; where they are not found there, ``highlight`` is.
    """
    from ui.app.page_picture import decode_page

    marks = (library.quote_rectangles(paper_id, page, quote) if quote else ()) or highlight
    picture = decode_page(library.page_image(paper_id, page, highlight=marks, zoom=zoom))
    height = picture.pixels.shape[0] / zoom
    middle = sum(mark.y0 + mark.y1 for mark in marks) / 2 / len(marks) if marks else None
    centre = None if middle is None else middle / height
    return messages.PageDrawn(paper_id, page, picture, centre)


def encode_pixels(encode: Encode, _library: Library, _job: Job) -> Message:
    """Pack pixels for the terminal."""
    return messages.PixelsEncoded(encode())
