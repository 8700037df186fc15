"""A page as a picture made of blocks, to be scrolled and zoomed, or as its words.

Owns drawing one page. Rendering the file is asked for by the paper screen.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.color import Color
from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.content import Content
from textual.geometry import Size
from textual.reactive import reactive
from textual.scroll_view import ScrollView
from textual.strip import Strip
from textual.visual import Visual

if TYPE_CHECKING:
    from ui.app.page_picture import CellGrid, PagePicture

__all__ = ["PageView"]

WHITE = (1.0, 1.0, 1.0)
LAMPLIGHT = (0.87, 0.84, 0.77)
"""White paper glares on a dark desk; it is shown as under a warm lamp."""


class PageView(ScrollView, can_focus=True):
    """One page: picture or text."""

    HELP = (
        "The page, with the quote marked. `[` and `]` turn pages, `+` and `-` zoom, arrows move, "
        "`t` changes between picture and text."
    )

    DEFAULT_CSS = """
    PageView {
        height: 1fr; scrollbar-size-vertical: 1; scrollbar-size-horizontal: 1;
        background: $background; overflow: auto auto;
    }
    """

    zoom: reactive[float] = reactive(1.0, repaint=False)
    """Width of the page in widths of this view."""

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002 -- Textual's word
        super().__init__(id=id)
        self._picture: PagePicture | None = None
        self._grid: CellGrid | None = None
        self._text: Content | None = None
        self._lines: list[Strip] = []
        self._centre = 0.0
        self._mark = -1
        self._styles: dict[tuple[int, ...], Style] = {}

    def show_picture(self, picture: PagePicture, centre: float) -> None:
        """Show a page; ``centre`` in 0..1 is the height on it that matters."""
        self._picture, self._text, self._centre = picture, None, centre
        self._lay_out()

    def show_text(self, text: Content, mark: int = -1) -> None:
        """Show words in place of a picture, and bring the letter at ``mark`` into sight."""
        self._picture, self._text, self._mark = None, text, mark
        self._lay_out()

    def watch_zoom(self) -> None:
        """Draw at the new size."""
        self._lay_out()

    def on_resize(self, _event: events.Resize) -> None:
        """Draw for the new width."""
        self._lay_out()

    def notify_style_update(self) -> None:
        """Colours changed: paper is dimmer on a dark desk."""
        super().notify_style_update()
        if self.is_mounted:
            self._lay_out()

    def _lay_out(self) -> None:
        width = self.container_size.width - 1
        if width <= 4:
            return
        if self._text is not None:
            self._lines = Visual.to_strips(self, self._text, width - 2, None, self.visual_style)
            self.virtual_size = Size(width, len(self._lines))
            self._centre = self._mark_height(self._text, width - 2)
        elif self._picture is not None:
            tint = LAMPLIGHT if self.app.current_theme.dark else WHITE
            self._grid = self._picture.cells(int(width * self.zoom), tint)
            self._lines = [self._strip(row) for row in range(self._grid.rows)]
            self.virtual_size = Size(self._grid.columns, self._grid.rows)
        self._scroll_to_centre()
        self.refresh()

    def _mark_height(self, text: Content, width: int) -> float:
        """Where the mark stands, as a share of all lines: as far down as the words before it."""
        if self._mark < 0 or not self._lines:
            return 0.0
        before = Visual.to_strips(self, text[: self._mark + 1], width, None, self.visual_style)
        return len(before) / len(self._lines)

    def _scroll_to_centre(self) -> None:
        y = self._centre * len(self._lines) - self.size.height / 2
        x = (self.virtual_size.width - self.size.width) / 2 if self._picture else 0
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
        strip = self._lines[line]
        left = max(0, (width - self.virtual_size.width) // 2) if self._picture else 1
        x = self.scroll_offset.x
        body = strip.crop(x, x + width - left).extend_cell_length(width - left, self.rich_style)
        return Strip.join([Strip.blank(left, self.rich_style), body])
