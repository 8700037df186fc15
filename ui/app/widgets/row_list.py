"""A list of any length that draws only the rows on the screen.

Owns the cursor, scrolling, the mouse and the cache of drawn rows. What a row shows is a subclass's
business (``row_content``); where rows come from is not known here. Rows all have the same height,
so that the ten-thousandth is found by multiplication.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from rich.segment import Segment
from textual import events
from textual.binding import Binding, BindingType
from textual.cache import LRUCache
from textual.content import Content
from textual.geometry import Offset, Region, Size
from textual.message import Message
from textual.reactive import reactive
from textual.scroll_view import ScrollView
from textual.strip import Strip
from textual.style import Style
from textual.visual import RenderOptions

__all__ = ["RowList"]


class RowList(ScrollView, can_focus=True):
    """A scrolling list with one cursor; subclasses say how many rows there are and draw them."""

    ROW_HEIGHT: ClassVar[int] = 1
    """Lines of one row, the blank one between rows included."""

    HELP = "Move with the arrows, Page Up, Page Down, Home and End; Enter opens."

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up,k", "cursor_up", "Up", show=False, id="list.up", tooltip="One row up"),
        Binding("down,j", "cursor_down", "Down", show=False, id="list.down",
                tooltip="One row down"),
        Binding("pageup", "page_up", "Page up", show=False, id="list.page-up",
                tooltip="One screen up"),
        Binding("pagedown", "page_down", "Page down", show=False, id="list.page-down",
                tooltip="One screen down"),
        Binding("home", "first", "First", show=False, id="list.first", tooltip="To the first row"),
        Binding("end,G", "last", "Last", show=False, id="list.last", tooltip="To the last row"),
        Binding("enter", "choose", "Open", id="list.open", tooltip="Open the row under the cursor"),
    ]  # fmt: skip

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "row-list--cursor",
        "row-list--cursor-blurred",
        "row-list--hover",
    }

    DEFAULT_CSS = """
    RowList {
        height: 1fr;
        overflow-x: hidden;
        overflow-y: auto;
        scrollbar-size-vertical: 1;
        text-wrap: nowrap;
        text-overflow: ellipsis;
        background: $background;
        & > .row-list--cursor { background: $raised; }
        & > .row-list--cursor-blurred { background: $surface; }
        & > .row-list--hover { background: $surface; }
    }
    """

    cursor: reactive[int] = reactive(0, repaint=False)
    """Index of the row under the cursor; 0 in an empty list."""

    hovered: reactive[int | None] = reactive(None, repaint=False)

    @dataclass
    class Highlighted(Message):
        """The cursor came to another row, or the rows changed under it."""

        rows: RowList
        index: int

        @property
        def control(self) -> RowList:
            """The list itself, for ``@on`` selectors."""
            return self.rows

    @dataclass
    class Chosen(Message):
        """A row was opened by Enter or a click."""

        rows: RowList
        index: int

        @property
        def control(self) -> RowList:
            """The list itself, for ``@on`` selectors."""
            return self.rows

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:  # noqa: A002 -- Textual's word
        super().__init__(id=id, classes=classes)
        self._row_count = 0
        self._restored: int | None = None
        """The row of an earlier sitting, until there are enough rows or the cursor is moved."""
        self._drawn: LRUCache[tuple[int, int, str], list[Strip]] = LRUCache(512)
        self._looks: dict[str, tuple[Style, Strip]] = {}
        self.auto_links = False

    # -- for subclasses ----------------------------------------------------------------------

    def row_content(self, index: int, width: int) -> Sequence[Content]:
        """The lines of one row, at most ``ROW_HEIGHT``, each no wider than ``width``."""
        raise NotImplementedError

    def set_row_count(self, count: int, *, keep_cursor: bool = False) -> None:
        """Tell the list how many rows there are now; everything drawn is forgotten."""
        self._row_count = count
        self.forget_rows()
        self.virtual_size = Size(0, count * self.ROW_HEIGHT)
        restored = self._restored
        if restored is not None and restored < count:
            self._restored = None
            self.cursor = restored
        elif keep_cursor:
            self.cursor = max(0, min(self.cursor, count - 1))
        else:
            self.scroll_to(y=0, animate=False)
            self.set_reactive(RowList.cursor, 0)
        self.post_message(self.Highlighted(self, self.cursor))

    def restore_cursor(self, index: int) -> None:
        """Put the cursor where it was another day, as soon as there are that many rows."""
        if 0 < index < self._row_count:
            self.cursor = index
        elif index > 0:
            self._restored = index

    def forget_rows(self) -> None:
        """Draw every row anew."""
        self._drawn.clear()
        self.refresh()

    @property
    def row_count(self) -> int:
        """How many rows there are."""
        return self._row_count

    # -- drawing -----------------------------------------------------------------------------

    def render_line(self, y: int) -> Strip:
        """Draw one line of the screen (Textual's Line API)."""
        width = self.scrollable_content_region.width
        index, line = divmod(y + self.scroll_offset.y, self.ROW_HEIGHT)
        if index >= self._row_count:
            return Strip.blank(width, self.rich_style)
        strips = self._row_strips(index, width)
        return strips[line] if line < len(strips) else Strip.blank(width, self.rich_style)

    def _row_strips(self, index: int, width: int) -> list[Strip]:
        look = self._look_of(index)
        key = (index, width, look)
        if key not in self._drawn:
            self._drawn[key] = self._draw_row(index, width, look)
        return self._drawn[key]

    def _look_of(self, index: int) -> str:
        if index == self.cursor:
            return "row-list--cursor" if self.has_focus else "row-list--cursor-blurred"
        return "row-list--hover" if index == self.hovered else ""

    def _draw_row(self, index: int, width: int, look: str) -> list[Strip]:
        style, marked = self._styles_of(look)
        options = RenderOptions(self._get_style, self.styles.get_rules())
        strips = []
        for line in self.row_content(index, width - 2):
            fitted = line.truncate(width - 2, ellipsis=True)
            # a row of a list needs nothing of what Visual.to_strips adds for links and selections
            drawn = fitted.render_strips(width - 1, 1, style, options)
            body = drawn[0] if drawn else Strip([])
            strips.append(
                Strip.join([marked, body.extend_cell_length(width - 1, style.rich_style)])
            )
        missing = self.ROW_HEIGHT - len(strips)
        return strips + [Strip.blank(width, self.rich_style)] * missing if missing else strips

    def _styles_of(self, look: str) -> tuple[Style, Strip]:
        """The style of a row's text and its mark in the first column, worked out once a theme."""
        if look not in self._looks:
            style = self.get_visual_style(look) if look else self.visual_style
            mark = "▌" if look.startswith("row-list--cursor") else " "
            colour = "$accent" if look == "row-list--cursor" else "$line"
            segment = Segment(mark, (style + self._get_style(colour)).rich_style)
            self._looks[look] = (style, Strip([segment], 1))
        return self._looks[look]

    def notify_style_update(self) -> None:
        """Colours changed: nothing drawn so far is right any more."""
        super().notify_style_update()
        self._drawn.clear()
        self._looks.clear()

    # -- cursor ------------------------------------------------------------------------------

    def validate_cursor(self, cursor: int) -> int:
        """Keep the cursor on a row."""
        return max(0, min(cursor, self._row_count - 1))

    def watch_cursor(self, old: int, new: int) -> None:
        """Redraw two rows, follow the cursor and tell who listens."""
        self._restored = None
        self._refresh_row(old)
        self._refresh_row(new)
        self._scroll_to_cursor()
        self.post_message(self.Highlighted(self, new))
        self._place_terminal_cursor()

    def _place_terminal_cursor(self) -> None:
        """Screen readers and input methods look where the terminal's own cursor is."""
        if self.has_focus:
            row = self.cursor * self.ROW_HEIGHT - self.scroll_offset.y
            self.app.cursor_position = self.content_region.offset + Offset(0, max(0, row))

    def watch_hovered(self, old: int | None, new: int | None) -> None:
        """Redraw the rows that the pointer left and entered."""
        for index in (old, new):
            if index is not None:
                self._refresh_row(index)

    def watch_has_focus(self, _has_focus: bool) -> None:
        """The cursor is drawn dimmer while the focus is elsewhere."""
        super().watch_has_focus(_has_focus)
        self._refresh_row(self.cursor)
        self._place_terminal_cursor()

    def _refresh_row(self, index: int) -> None:
        top = index * self.ROW_HEIGHT - self.scroll_offset.y
        self.refresh(Region(0, top, self.size.width, self.ROW_HEIGHT))

    def _scroll_to_cursor(self) -> None:
        region = Region(0, self.cursor * self.ROW_HEIGHT, 1, self.ROW_HEIGHT)
        self.scroll_to_region(region, animate=False, force=True)

    def action_cursor_up(self) -> None:
        """One row up."""
        self.cursor -= 1

    def action_cursor_down(self) -> None:
        """One row down."""
        self.cursor += 1

    def _rows_per_page(self) -> int:
        return max(1, self.size.height // self.ROW_HEIGHT - 1)

    def action_page_up(self) -> None:
        """One screen up."""
        self.cursor -= self._rows_per_page()

    def action_page_down(self) -> None:
        """One screen down."""
        self.cursor += self._rows_per_page()

    def action_first(self) -> None:
        """To the first row."""
        self.cursor = 0

    def action_last(self) -> None:
        """To the last row."""
        self.cursor = self._row_count - 1

    def action_choose(self) -> None:
        """Open the row under the cursor."""
        if self._row_count:
            self.post_message(self.Chosen(self, self.cursor))

    # -- mouse -------------------------------------------------------------------------------

    def _row_at(self, event: events.MouseEvent) -> int | None:
        index = (event.y + self.scroll_offset.y) // self.ROW_HEIGHT
        return index if 0 <= index < self._row_count else None

    def on_mouse_move(self, event: events.MouseMove) -> None:
        """Show what a click would take."""
        self.hovered = self._row_at(event)

    def on_leave(self) -> None:
        """The pointer is elsewhere."""
        self.hovered = None

    def on_click(self, event: events.Click) -> None:
        """The first click moves the cursor, a click on the cursor's row opens it."""
        index = self._row_at(event)
        if index is None:
            return
        if index == self.cursor:
            self.action_choose()
        else:
            self.cursor = index
