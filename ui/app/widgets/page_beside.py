"""The page of the quote that is looked at, beside the evidence.

Owns asking for the page's picture and showing it; turning pages and zooming is the paper screen's.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, cast

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widgets import Static

from ui.app import wording, work
from ui.app.messages import JobFailed, PageDrawn, PaperChosen
from ui.app.page_text import page_text
from ui.app.terminal import PictureWay
from ui.app.widgets.page_view import PageView

if TYPE_CHECKING:
    from textual import events

    from ui.app.app import CarrelApp
    from ui.app.jobs import Job
    from ui.app.session import Session
    from workbench.types import Citation

__all__ = ["PageBeside"]

RENDER_ZOOM = 2.0
"""Pixels of a picture for each point of the page: two for each half of a character's cell."""


class PageBeside(Vertical):
    """A line that names paper and page, and the page."""

    DEFAULT_CSS = """
    PageBeside {
        height: 1fr; display: none; border-top: solid $line;
        #beside-head { height: 1; padding: 0 2; color: $faint; text-wrap: nowrap;
            text-overflow: ellipsis; }
    }
    """

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._shown: Citation | None = None
        self._job: Job | None = None

    def compose(self) -> ComposeResult:
        """Heading and page."""
        yield Static(id="beside-head", markup=False)
        yield PageView()

    def show_citation(self, citation: Citation) -> None:
        """Show the page of a quote, the quote marked on it."""
        if citation == self._shown:
            return
        self._shown = citation
        head = f"{wording.title(citation.paper)} · p. {citation.page}"
        self.query_one("#beside-head", Static).update(head)
        if self._job is not None:
            self._job.abandon()
        if cast("CarrelApp", self.app).look.way is PictureWay.TEXT:
            self._show_words()
            return
        marks = [mark for mark in citation.passage.rectangles if mark.page == citation.page]
        draw = partial(
            work.draw_page, citation.paper.id, citation.page, marks, citation.quote, RENDER_ZOOM
        )
        self._job = self._session.start(draw, lane="page", title="The page", target=self)

    def _show_words(self) -> None:
        if (shown := self._shown) is not None:
            text, mark = page_text([shown.passage], shown.page, shown.quote)
            self.query_one(PageView).show_text(text, mark)

    def on_page_drawn(self, message: PageDrawn) -> None:
        """The page was rendered; it may be one that was looked at before."""
        shown = self._shown
        if shown and (message.paper_id, message.page) == (shown.paper.id, shown.page):
            self.query_one(PageView).show_picture(message.picture, message.centre or 0.0)

    def on_job_failed(self, message: JobFailed) -> None:
        """A page that cannot be drawn is shown as the words of its passage."""
        message.stop()
        self._show_words()

    @on(PageView.EncodingWanted)
    def _encode(self, event: PageView.EncodingWanted) -> None:
        event.stop()
        self._session.start(
            partial(work.encode_pixels, event.encode),
            lane="pixels", title="The page's pixels", target=self.query_one(PageView),
        )  # fmt: skip

    def on_click(self, event: events.Click) -> None:
        """A click opens the paper there."""
        if (shown := self._shown) is not None:
            event.stop()
            marks = shown.passage.rectangles
            self.post_message(PaperChosen(shown.paper.id, shown.page, shown.quote, marks))
