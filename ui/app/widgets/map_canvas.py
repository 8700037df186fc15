"""The map itself: dots to walk among, names of groups, what is lit.

Owns drawing and the cursor. Which papers are lit and which years are shown is the place's business.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from rich.segment import Segment
from textual import events
from textual.binding import Binding, BindingType
from textual.geometry import Size
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget

from ui.safe_text import one_line

if TYPE_CHECKING:
    from rich.style import Style

    from ui.app.map_picture import MapCell, MapPicture
    from workbench.types import PaperMap, PaperSummary

__all__ = ["MapCanvas"]

_GROUP_COLOURS = (
    "$accent", "$good", "$partly", "$plum", "$teal", "$bad", "$rose", "$quiet",
)  # fmt: skip
"""Colours of groups in turn; neighbours of like colour are told apart by their names."""


LIT = "●"
"""A paper that is found, or that the last answer used."""

MOST_ROWS_AWAY = 7
"""Rows, above and below, that a name may stand in: further away it would name something else."""


class MapCanvas(Widget, can_focus=True):
    """A plane of papers with one cursor."""

    HELP = (
        "Every dot is a paper; papers of like content lie near each other. The arrows, or `h` `j` "
        "`k` `l`, walk to the next paper in that direction, Enter opens it. ● is lit: found by "
        "what was typed, or used by the last answer. Faded papers are outside the chosen years."
    )

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left,h", "walk(-1, 0)", "Left", show=False, id="map.left",
                tooltip="To the next paper at the left"),
        Binding("right,l", "walk(1, 0)", "Right", show=False, id="map.right",
                tooltip="To the next paper at the right"),
        Binding("up,k", "walk(0, -1)", "Up", show=False, id="map.up",
                tooltip="To the next paper above"),
        Binding("down,j", "walk(0, 1)", "Down", show=False, id="map.down",
                tooltip="To the next paper below"),
        Binding("n", "next_lit(1)", "Next lit", id="map.next-lit",
                tooltip="To the next paper that is lit"),
        Binding("N", "next_lit(-1)", "Previous lit", show=False, id="map.previous-lit",
                tooltip="To the lit paper before"),
        Binding("enter", "choose", "Open", id="map.open",
                tooltip="Open the paper under the cursor"),
    ]  # fmt: skip

    DEFAULT_CSS = """
    MapCanvas { height: 1fr; width: 1fr; }
    """

    @dataclass
    class Reached(Message):
        """The cursor came to a paper."""

        paper: PaperSummary

    @dataclass
    class Chosen(Message):
        """A paper was opened."""

        paper: PaperSummary

    def __init__(self) -> None:
        super().__init__()
        self.map: PaperMap | None = None
        self.cursor: int | None = None
        self.lit: Collection[int] = frozenset()
        self.years: tuple[int, int] | None = None
        self._picture: MapPicture | None = None
        self._lines: list[list[tuple[str, str]]] | None = None
        self._drawn_for = Size(0, 0)

    # -- what is shown -----------------------------------------------------------------------

    def show_map(self, paper_map: PaperMap) -> None:
        """Draw another map; the cursor stays on its paper where that is still there."""
        before = self.current
        self.map = paper_map
        ids = {point.paper.id: index for index, point in enumerate(paper_map.points)}
        self.cursor = ids.get(before.id) if before else None
        if self.cursor is None and paper_map.points:
            self.cursor = 0
        self._picture = None
        self.draw_anew()
        self._tell()

    def light(self, indexes: Collection[int]) -> None:
        """Let these papers stand out, and no others."""
        self.lit = indexes
        self.draw_anew()
        self.refresh_bindings()

    def show_years(self, years: tuple[int, int] | None) -> None:
        """Fade papers outside these years, both included; papers without a year fade too."""
        self.years = years
        self.draw_anew()

    def is_shown(self, index: int) -> bool:
        """Whether a paper is within the chosen years."""
        if self.years is None or self.map is None:
            return True
        year = self.map.points[index].paper.year
        return year is not None and self.years[0] <= year <= self.years[1]

    @property
    def current(self) -> PaperSummary | None:
        """The paper under the cursor."""
        if self.map is None or self.cursor is None:
            return None
        return self.map.points[self.cursor].paper

    def go_to(self, index: int) -> None:
        """Put the cursor on a paper."""
        self.cursor = index
        self.draw_anew()
        self._tell()

    def _tell(self) -> None:
        if self.current is not None:
            self.post_message(self.Reached(self.current))

    # -- drawing -----------------------------------------------------------------------------

    def draw_anew(self) -> None:
        """Forget what was drawn."""
        self._lines = None
        self.refresh()

    def notify_style_update(self) -> None:
        """Colours changed."""
        super().notify_style_update()
        self._lines = None

    def picture(self) -> MapPicture | None:
        """The map drawn for the size of this widget."""
        if self.map is None or not self.map.points:
            return None
        # a new size is drawn before anybody is told of it: the picture is held against the size
        width, height = max(1, self.size.width), max(1, self.size.height)
        drawn = self._picture
        if drawn is None or (drawn.width, drawn.height) != (width, height):
            # NumPy must not be paid for before the first paint
            from ui.app.map_picture import MapPicture

            self._picture = MapPicture(self.map, width, height)
        return self._picture

    def render_line(self, y: int) -> Strip:
        """One line of the plane (Textual's Line API)."""
        if self._lines is None or self._drawn_for != self.size:
            self._lines, self._drawn_for = self._draw(), self.size
        width = self.size.width
        if y >= len(self._lines):
            return Strip.blank(width, self.rich_style)
        segments = [Segment(glyph, self._style(look)) for glyph, look in self._lines[y]]
        return Strip(segments).adjust_cell_length(width, self.rich_style)

    def _style(self, look: str) -> Style:
        return (self.visual_style + self._get_style(look)).rich_style if look else self.rich_style

    def _draw(self) -> list[list[tuple[str, str]]]:
        """Characters with their looks, line by line."""
        width, height = self.size
        lines = [[(" ", "")] * width for _ in range(height)]
        picture = self.picture()
        if picture is None or self.map is None or not width or not height:
            return lines
        for (column, row), cell in picture.cells(self.lit, self.is_shown).items():
            lines[row][column] = (cell.glyph, _look(cell))
        self._write_names(lines)
        if self.cursor is not None:
            column, row = picture.cell_of(self.cursor)
            lines[row][column] = ("◉", "bold $foreground on $raised")
        return lines

    def _write_names(self, lines: list[list[tuple[str, str]]]) -> None:
        """Names of groups near their middles, the largest first, where there is room for them.

        A name covers no paper where it can help it, and none that is lit.
        """
        assert self.map is not None
        width, height = self.size
        taken: set[tuple[int, int]] = set()
        dots = {(x, y) for y, line in enumerate(lines) for x, (glyph, _) in enumerate(line)
                if glyph != " "}  # fmt: skip
        lit = {(x, y) for x, y in dots if lines[y][x][0] == LIT}
        for group in self.map.groups:
            name = one_line(group.name, 40)
            if not name or not name.isprintable() or len(name) + 2 > width:
                continue
            at = max(0, min(round(group.x * width - len(name) / 2), width - len(name) - 1))
            row = _free_row(at, len(name), round(group.y * height), height, (taken | dots,
                            taken | lit))  # fmt: skip
            if row is None:
                continue
            taken |= _cells(at, len(name), row)
            look = f"bold {_GROUP_COLOURS[group.number % len(_GROUP_COLOURS)]}"
            for offset, letter in enumerate(name):
                lines[row][at + offset] = (letter, look)

    # -- moving ------------------------------------------------------------------------------

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Keys are there only where they lead somewhere."""
        if action == "next_lit":
            return bool(self.lit)
        if action in {"choose", "walk"}:
            return self.cursor is not None
        return super().check_action(action, parameters)

    def action_walk(self, dx: int, dy: int) -> None:
        """To the next paper in a direction."""
        picture = self.picture()
        if picture is None or self.cursor is None:
            return
        found = picture.towards(self.cursor, dx, dy, self.is_shown)
        if found is not None:
            self.go_to(found)

    def action_next_lit(self, step: int) -> None:
        """To the next lit paper, round and round."""
        lit = sorted(index for index in self.lit if self.is_shown(index))
        if not lit or self.cursor is None:
            return
        later = [index for index in lit if (index - self.cursor) * step > 0]
        found = (later[0] if step > 0 else later[-1]) if later else lit[0 if step > 0 else -1]
        self.go_to(found)

    def action_choose(self) -> None:
        """Open the paper under the cursor."""
        if self.current is not None:
            self.post_message(self.Chosen(self.current))

    def on_click(self, event: events.Click) -> None:
        """The first click goes to a paper, a click on the cursor's paper opens it."""
        picture = self.picture()
        found = picture.nearest(event.x, event.y) if picture else None
        if picture is None or found is None or self.cursor is None:
            return
        if picture.cell_of(found) == picture.cell_of(self.cursor):
            self.action_choose()
        else:
            self.go_to(found)


def _look(cell: MapCell) -> str:
    if cell.is_lit:
        return "bold $match"
    return "$line" if cell.is_faded else _GROUP_COLOURS[cell.group % len(_GROUP_COLOURS)]


def _cells(at: int, length: int, row: int) -> set[tuple[int, int]]:
    """What a name takes, with a blank at both ends."""
    return {(column, row) for column in range(at - 1, at + length + 1)}


def _free_row(
    at: int, length: int, row: int, height: int, kept_free: tuple[set[tuple[int, int]], ...]
) -> int | None:
    """The nearest row where a name covers nothing of the first set, else of the next ones."""
    for cells in kept_free:
        for near in sorted(range(height), key=lambda other: abs(other - row))[:MOST_ROWS_AWAY]:
            if not _cells(at, length, near) & cells:
                return near
    return None
