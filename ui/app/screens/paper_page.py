"""The page of the paper that is open: which one is shown, as what, and what is marked on it.

Owns turning, zooming, and changing between words and picture. Rendering happens in the library's
reader process, decoding on a thread.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, ClassVar, cast

from textual import on
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Static

from ui.app import wording, work
from ui.app.messages import JobFailed, PageDrawn
from ui.app.page_text import page_text
from ui.app.terminal import PictureWay
from ui.app.widgets.page_view import PageView
from ui.safe_text import one_line, plain

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ingest.paper import Rectangle
    from ui.app.app import CarrelApp
    from ui.app.jobs import Job
    from ui.app.messages import PaperChosen
    from ui.app.session import Session
    from workbench.types import PaperDetail, StoredPassage

__all__ = ["PaperPage"]

RENDER_ZOOM = 1.5
"""Pixels per point that pages are rendered with: enough for four times the width of a view."""

PIXEL_ZOOM = 2.0
"""The same where the terminal shows pixels and the page is as wide as the view."""

LEGIBLE_COLUMNS = 180
"""Width of the page's view from which print made of blocks can be read: two cells a letter."""

LEGIBLE_PIXEL_COLUMNS = 50
"""The same for print made of pixels: two letters a cell."""


class PaperPage(Screen[None]):
    """A screen with a ``PageView``, and with ``Static`` widgets for head and quote."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q", "leave", "Back", key_display="esc", id="paper.back",
                tooltip="Back to where this paper was opened from"),
        Binding("left_square_bracket", "turn(-1)", "Page", key_display="[",
                id="paper.previous-page", tooltip="Turn to the page before"),
        Binding("right_square_bracket", "turn(1)", "Page", key_display="]", id="paper.next-page",
                tooltip="Turn to the next page"),
        Binding("plus,equals_sign", "zoom(1.4)", "Zoom", key_display="+", id="paper.zoom-in",
                tooltip="Show the page larger"),
        Binding("minus", "zoom(0.714)", "Zoom", key_display="-", show=False, id="paper.zoom-out",
                tooltip="Show the page smaller"),
        Binding("t", "show_words", "Words", id="paper.words",
                tooltip="Show the page's words instead of its picture"),
        Binding("t", "show_picture", "Picture", id="paper.picture",
                tooltip="Show the page's picture instead of its words"),
    ]  # fmt: skip

    def __init__(self, session: Session, chosen: PaperChosen) -> None:
        super().__init__()
        self.session = session
        self._chosen = chosen
        self.detail: PaperDetail | None = None
        self.passages: Sequence[StoredPassage] = ()
        self.page = chosen.page or 1
        self.is_text = True
        """Words rather than a picture. Without room, print made of blocks cannot be read."""
        self._marked: tuple[Rectangle, ...] = chosen.rectangles
        self._quote = chosen.quote
        self._quote_page = self.page
        self._is_cited = bool(chosen.quote)
        """Whether it is a quote that one came for, and not a passage that was chosen here."""
        self._is_marked = False
        """Whether the quote is marked in the words that are shown."""
        self._job: Job | None = None
        self._drawn_page = 0
        """The page whose picture is shown; drawn anew, it stays where it was."""

    def action_tab(self, tab: str) -> None:
        """Show a tab and give its content the focus."""
        raise NotImplementedError

    @property
    def _way(self) -> PictureWay:
        return cast("CarrelApp", self.app).look.way

    def show_legibly(self) -> None:
        """Begin with the picture where it can be read, else with the words."""
        width = self.query_one(PageView).size.width
        least = LEGIBLE_PIXEL_COLUMNS if self._way.has_pixels else LEGIBLE_COLUMNS
        if width >= least and self._way is not PictureWay.TEXT:
            self.action_show_picture()

    def show_head(self) -> None:
        """The page's number and the paper's title, over everything."""
        if self.detail is None:
            return
        pages = self.detail.summary.pages
        page = f"p. {self.page} of {pages}" if pages else f"p. {self.page}"
        head = Content.assemble(
            ("‹ ", "$accent"),
            (f"{page}  ", "$accent"),
            (wording.title(self.detail.summary), "bold"),
        )
        self.query_one("#paper-head", Static).update(head)

    def show_quote(self) -> None:
        """The quote over the picture of its page; in words it is marked where it stands."""
        quote = self.query_one("#quote", Static)
        is_here = self.page == self._quote_page
        quote.display = self._is_cited and not (is_here and self._is_marked)
        if is_here:
            quote.update(Content.styled(f"“{one_line(self._quote, 1200)}”", "$quoted"))
        else:
            quote.update(Content.styled(f"the quote is on page {self._quote_page}", "$faint"))

    def _draw_page(self) -> None:
        if self._job is not None:
            self._job.abandon()
        marks = [r for r in self._marked if r.page == self.page]
        quote = self._quote if self.page == self._quote_page else ""
        view = self.query_one(PageView)
        zoom = PIXEL_ZOOM * max(1.0, view.zoom) if self._way.has_pixels else RENDER_ZOOM
        self._job = self.session.start(
            partial(work.draw_page, self._chosen.paper_id, self.page, marks, quote, zoom),
            lane="page", title="The page", target=self,
        )  # fmt: skip

    @on(PageView.EncodingWanted)
    def _encode(self, event: PageView.EncodingWanted) -> None:
        event.stop()
        self.session.start(
            partial(work.encode_pixels, event.encode),
            lane="pixels", title="The page's pixels", target=self.query_one(PageView),
        )  # fmt: skip

    def on_page_drawn(self, message: PageDrawn) -> None:
        """A page was rendered."""
        if message.page == self.page and not self.is_text:
            is_new = self.page != self._drawn_page
            self._drawn_page = self.page
            centre = (message.centre or 0.0) if is_new else None
            self.query_one(PageView).show_picture(message.picture, centre)

    def on_job_failed(self, message: JobFailed) -> None:
        """A page that cannot be drawn is shown as words; other failures are the app's to tell."""
        if self._job is not None and message.job == self._job.number:
            message.stop()
            self.is_text = True
            self.refresh_bindings()
            self.show_text(f"{message.problem} {message.hint}".strip())

    def show_text(self, why: str = "") -> None:
        """The page's words, after why there is no picture where that has to be told."""
        quote = self._quote if self.page == self._quote_page else ""
        text, mark = page_text(self.passages, self.page, quote)
        if not text and self.detail is not None:
            text = Content.styled("no passage of this page is in the library", "$faint")
        if why:
            told = Content.styled(f"{plain(why)}\n\n", "$partly")
            text, mark = told + text, mark + len(told) if mark >= 0 else -1
        self._is_marked = mark >= 0
        self.show_quote()
        self.query_one(PageView).show_text(text, mark)

    def turn_to(self, page: int, marked: tuple[Rectangle, ...] | None = None) -> None:
        """Show a page, with other marks if given."""
        last = self.detail.summary.pages if self.detail else page
        self.page = max(1, min(page, last or page))
        self._drawn_page = 0
        if marked is not None:
            self._marked = marked
        self.show_head()
        if self.is_text:
            self.show_text()
        else:
            self._is_marked = False
            self.show_quote()
            self._draw_page()
        self.refresh_bindings()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Words have a picture to change to, a picture has words and can be zoomed."""
        if action == "show_picture":
            return self.is_text and self._way is not PictureWay.TEXT
        if action in {"show_words", "zoom"}:
            return not self.is_text
        return super().check_action(action, parameters)

    def action_turn(self, step: int) -> None:
        """Turn pages."""
        self.action_tab("page")
        self.turn_to(self.page + step)

    def action_zoom(self, factor: float) -> None:
        """Larger or smaller, between the view's width and four times that."""
        view = self.query_one(PageView)
        view.zoom = max(0.5, min(4.0, view.zoom * factor))
        if self._way.has_pixels:
            self._draw_page()

    def action_show_words(self) -> None:
        """Words in place of the picture."""
        self._change_look(is_text=True)

    def action_show_picture(self) -> None:
        """The picture in place of the words."""
        self._change_look(is_text=False)

    def _change_look(self, *, is_text: bool) -> None:
        self.is_text = is_text
        self.action_tab("page")
        self.turn_to(self.page)

    def action_leave(self) -> None:
        """Back."""
        if self._job is not None:
            self._job.abandon()
        self.dismiss(None)
