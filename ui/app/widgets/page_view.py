"""A page as a picture, to be scrolled and zoomed, or as its words.

Owns drawing one page: always in characters, and in pixels behind or over them where the terminal
takes pixels. Rendering the file and packing pixels are asked for; the paper screen has the threads.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

from rich.color import Color
from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.content import Content
from textual.geometry import Region, Size
from textual.message import Message
from textual.reactive import reactive
from textual.scroll_view import ScrollView
from textual.strip import Strip
from textual.visual import Visual

from ui.app.messages import PixelsEncoded
from ui.app.picture_planes import Encode, PicturePlane, Window, plane_for
from ui.app.terminal import USUAL_CELL, PictureWay, cell_size, write_to_terminal

if TYPE_CHECKING:
    from ui.app.app import CarrelApp
    from ui.app.look import Look
    from ui.app.page_picture import CellGrid, PagePicture

__all__ = ["PageView"]

WHITE = (1.0, 1.0, 1.0)
LAMPLIGHT = (0.87, 0.84, 0.77)
"""White paper glares on a dark desk; it is shown as under a warm lamp."""


class PageView(ScrollView, can_focus=True):
    """One page: picture or text."""

    HELP = (
        "The page, with the quote marked. `[` and `]` turn pages, `+` and `-` zoom, arrows and the "
        "wheel move, `t` changes between picture and text."
    )

    DEFAULT_CSS = """
    PageView {
        height: 1fr; scrollbar-size-vertical: 1; scrollbar-size-horizontal: 1;
        background: $background; overflow: auto auto;
    }
    """

    zoom: reactive[float] = reactive(1.0, repaint=False)
    """Width of the page in widths of this view."""

    @dataclass
    class EncodingWanted(Message):
        """Pixels have to be packed, on a thread; the result is wanted as ``PixelsEncoded``."""

        encode: Encode

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002 -- Textual's word
        super().__init__(id=id)
        self._picture: PagePicture | None = None
        self._grid: CellGrid | None = None
        self._text: Content | None = None
        self._lines: list[Strip] = []
        self._middle = (0.5, 0.0)
        """What is in the middle of the view, as shares of the page's width and height."""
        self._mark = -1
        self._styles: dict[tuple[int, ...], Style] = {}
        self._plane: PicturePlane | None = None
        self._plane_way = PictureWay.BLOCKS
        self._plane_tint = WHITE
        self._is_clear = False
        """Whether the page's cells are empty, so that the pixels behind them are seen."""
        self._was_repainted = False
        self._is_paint_due = False
        self._asked: Window | None = None
        """The part whose pixels are being packed."""

    # -- what is shown -----------------------------------------------------------------------

    def show_picture(self, picture: PagePicture, centre: float | None) -> None:
        """Show a page.

        Args:
            picture: Its pixels.
            centre: The height on it that matters, in 0..1; what is in sight stays there if omitted.
        """
        self._remember_middle()
        if centre is not None:
            self._middle = (0.5, centre)
        self._picture, self._text = picture, None
        self._show_on_plane()
        self._lay_out()

    def show_text(self, text: Content, mark: int = -1) -> None:
        """Show words in place of a picture, and bring the letter at ``mark`` into sight."""
        self.clear_pixels()
        self._picture, self._text, self._mark = None, text, mark
        self._lay_out()

    def watch_zoom(self) -> None:
        """Draw at the new size, around what was in the middle."""
        self._remember_middle()
        self._lay_out()

    def on_resize(self, _event: events.Resize) -> None:
        """Draw for the new width."""
        self._lay_out()

    def _remember_middle(self) -> None:
        if self._picture is not None and self._grid is not None:
            x = (self.scroll_offset.x + self.size.width / 2) / max(1, self.virtual_size.width)
            y = (self.scroll_offset.y + self.size.height / 2) / max(1, self.virtual_size.height)
            self._middle = (x if self.virtual_size.width > self.size.width else 0.5, y)

    def notify_style_update(self) -> None:
        """Colours changed: paper is dimmer on a dark desk."""
        super().notify_style_update()
        if self.is_mounted:
            if self._plane is not None and self._tint() != self._plane_tint:
                self._show_on_plane()
            self._lay_out()

    def _tint(self) -> tuple[float, float, float]:
        return LAMPLIGHT if self.app.current_theme.dark else WHITE

    def _lay_out(self) -> None:
        width = self.container_size.width - 1
        if width <= 4:
            return
        if self._text is not None:
            self._lines = Visual.to_strips(self, self._text, width - 2, None, self.visual_style)
            self.virtual_size = Size(width, len(self._lines))
            self._middle = (0.5, self._mark_height(self._text, width - 2))
        elif self._picture is not None:
            self._grid = self._picture.cells(int(width * self.zoom), self._tint(), self._aspect())
            self._lines = [self._strip(row) for row in range(self._grid.rows)]
            self.virtual_size = Size(self._grid.columns, self._grid.rows)
        self._scroll_to_middle()
        self.refresh()

    def _aspect(self) -> float:
        """How many times a character is as high as wide; twice where that is not known."""
        cell = cell_size(self._look.answer) if self._look.way.has_pixels else None
        return cell[1] / cell[0] if cell else 2.0

    def _mark_height(self, text: Content, width: int) -> float:
        """Where the mark stands, as a share of all lines: as far down as the words before it."""
        if self._mark < 0 or not self._lines:
            return 0.0
        before = Visual.to_strips(self, text[: self._mark + 1], width, None, self.visual_style)
        return len(before) / len(self._lines)

    def _scroll_to_middle(self) -> None:
        share_x, share_y = self._middle
        y = share_y * len(self._lines) - self.size.height / 2
        x = share_x * self.virtual_size.width - self.size.width / 2 if self._picture else 0
        self.scroll_to(x=max(0, x), y=max(0, y), animate=False, force=True)

    def _strip(self, row: int) -> Strip:
        """One line of blocks; neighbours of one colour become one segment."""
        grid = self._grid
        assert grid is not None
        ink, paper = grid.ink[row].tolist(), grid.paper[row].tolist()
        segments: list[Segment] = []
        run, last = "", None
        for glyph, front, back in zip(grid.glyphs[row], ink, paper, strict=True):
            colours = (*(front if glyph != " " else back), *back)
            if colours != last and run and last is not None:
                segments.append(Segment(run, self._style(last)))
                run = ""
            run, last = run + glyph, colours
        if last is not None:
            segments.append(Segment(run, self._style(last)))
        return Strip(segments, grid.columns)

    def _style(self, colours: tuple[int, ...]) -> Style:
        if colours not in self._styles:
            self._styles[colours] = Style(
                color=Color.from_rgb(*colours[:3]), bgcolor=Color.from_rgb(*colours[3:])
            )
        return self._styles[colours]

    def render_line(self, y: int) -> Strip:
        """Draw one line of the screen (Textual's Line API)."""
        width = self.size.width
        line = y + self.scroll_offset.y
        if line >= len(self._lines):
            return Strip.blank(width, self.rich_style)
        left = self._margin() if self._picture else 1
        x = self.scroll_offset.x
        strip = self._lines[line]
        if self._is_clear:
            strip = Strip([Segment(" " * strip.cell_length)], strip.cell_length)
        body = strip.crop(x, x + width - left).extend_cell_length(width - left, self.rich_style)
        return Strip.join([Strip.blank(left, self.rich_style), body])

    def _margin(self) -> int:
        """Columns at the left of a page that is narrower than the view."""
        return max(0, (self.size.width - self.virtual_size.width) // 2)

    # -- pixels ------------------------------------------------------------------------------

    @property
    def _look(self) -> Look:
        return cast("CarrelApp", self.app).look

    def on_mount(self) -> None:
        """Give way to what lies over the screen, and leave no pixels behind."""
        self.app.screen_change_signal.subscribe(self, self._screen_changed)
        self._look.pixels.add(self.clear_pixels)

    def on_unmount(self) -> None:
        """Take the pixels off the terminal."""
        self.clear_pixels()
        self._look.pixels.discard(self.clear_pixels)

    def clear_pixels(self) -> None:
        """Take the picture out of the terminal."""
        if self._plane is not None:
            self._send(self._plane.clear())
            self._plane = None
        self._is_clear, self._asked = False, None

    def _show_on_plane(self) -> None:
        """Hand the picture to a plane for the way that is set now."""
        way = self._look.way
        if self._plane is not None and way is not self._plane_way:
            self.clear_pixels()
        self._is_clear, self._asked = False, None
        if not way.has_pixels or self._picture is None:
            return
        if self._plane is None:
            self._plane_way = way
            self._plane = plane_for(way, cell_size(self._look.answer) or USUAL_CELL)
        self._plane_tint = self._tint()
        self._send(self._plane.show(self._picture, self._plane_tint))

    def _screen_changed(self, _screen: object) -> None:
        """Pixels would shine through a dialog: characters alone are shown while one is there."""
        if self._plane is None or self._picture is None:
            return
        if self.app.screen is not self.screen:
            self._hide_pixels()
        self.refresh()

    def on_hide(self) -> None:
        """Another tab is in front."""
        self._hide_pixels()

    def on_show(self) -> None:
        """The tab with the page is in front again."""
        self.refresh()

    def _hide_pixels(self) -> None:
        if self._plane is not None:
            self._send(self._plane.hide())
        self._is_clear = False

    def render_lines(self, crop: Region) -> list[Strip]:
        """Whatever draws the cells of the page has its pixels looked after."""
        if self._plane is not None:
            self._was_repainted = True
            if not self._is_paint_due:
                self._is_paint_due = True
                self.call_after_refresh(self._paint)
        return super().render_lines(crop)

    def _window(self) -> Window | None:
        """The part of the page that is in sight; nothing while something lies over the screen."""
        is_covered = self.app.screen is not self.screen or not self.is_on_screen
        region = self.scrollable_content_region
        if is_covered or self._picture is None or self._grid is None:
            return None
        columns, rows = self._grid.columns, self._grid.rows
        x, y = self.scroll_offset
        width = min(region.width - self._margin(), columns - x)
        height = min(region.height, rows - y)
        if width <= 0 or height <= 0:
            return None
        left = region.x + self._margin()
        return Window(left, region.y, x, y, width, height, columns, rows)

    def _paint(self) -> None:
        """Bring pixels and cells together, after the cells have been drawn."""
        self._is_paint_due = False
        window = self._window()
        if self._plane is None or window is None:
            return
        encode = self._plane.work(window)
        if encode is not None:
            if self._asked != window:
                self._asked = window
                self.post_message(self.EncodingWanted(encode))
            return
        self._asked = None
        self._send(self._plane.draw(window, was_repainted=self._was_repainted))
        self._was_repainted = False
        if self._plane_way is PictureWay.KITTY and not self._is_clear:
            self._is_clear = True
            self.refresh()

    def on_pixels_encoded(self, message: PixelsEncoded) -> None:
        """The pixels can be sent now."""
        self._asked = None
        if self._plane is not None:
            self._plane.take(message.encoded)
            self._paint()

    def _send(self, sequence: str) -> None:
        write_to_terminal(self.app, sequence)
