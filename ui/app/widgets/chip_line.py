"""A line of chips: what holds now, what can be changed, taken out or added, each by key and click.

Owns drawing them and saying what was chosen, taken out or set. What a chip stands for is known to
the place alone.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.message import Message
from textual.reactive import reactive
from textual.style import Style
from textual.widgets import Static

from ui.safe_text import one_line

__all__ = ["HIGHEST_LEVEL", "Chip", "ChipLine"]

HIGHEST_LEVEL = 10
"""Levels run from 0 to this, one cell each."""

_LONGEST = 48
_GAP = 2


@dataclass(frozen=True, slots=True)
class Chip:
    """One thing that holds, or might.

    Args:
        name: What the place knows it by.
        label: What is shown.
        can_go: Whether it can be taken out.
        is_offer: Whether it does not hold yet, and choosing it lets it.
        level: Where it stands between 0 and ``HIGHEST_LEVEL``, for what has levels.
    """

    name: str
    label: str
    can_go: bool = False
    is_offer: bool = False
    level: float | None = None


class ChipLine(Static, can_focus=True):
    """Chips side by side.

    Args:
        id: Its id.
        stops_tab: Whether Tab comes by; if not, ``reach`` is the way here for the keyboard.
    """

    HELP = (
        "What holds now. Left and right move, Enter changes, Delete (or a click on ×) takes out, "
        "`+` and `-` set what has levels. What begins with + is not in use until you take it."
    )

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left,h", "move(-1)", "Previous", show=False, id="chips.previous",
                tooltip="To the chip before"),
        Binding("right,l", "move(1)", "Next", show=False, id="chips.next",
                tooltip="To the next chip"),
        Binding("enter", "choose", "Change", id="chips.change",
                tooltip="Change what the chip says, or take what it offers"),
        Binding("delete,backspace", "take_out", "Take out", id="chips.take-out",
                tooltip="Take out what the chip says"),
        Binding("plus", "step(1)", "More", show=False, id="chips.more",
                tooltip="Let what the chip says count more"),
        Binding("minus", "step(-1)", "Less", show=False, id="chips.less",
                tooltip="Let what the chip says count less"),
    ]  # fmt: skip

    DEFAULT_CSS = """
    ChipLine { height: auto; max-height: 2; padding: 0 2; color: $faint; }
    """

    current: reactive[int] = reactive(0, bindings=True)

    @dataclass
    class Chosen(Message):
        """A chip is to be changed, or what it offers to be taken."""

        line: ChipLine
        chip: Chip

        @property
        def control(self) -> ChipLine:
            """The line itself, for ``@on`` selectors."""
            return self.line

    @dataclass
    class TakenOut(Message):
        """What a chip says is to hold no more."""

        line: ChipLine
        chip: Chip

        @property
        def control(self) -> ChipLine:
            """The line itself, for ``@on`` selectors."""
            return self.line

    @dataclass
    class LevelSet(Message):
        """A chip is to stand at another level."""

        line: ChipLine
        chip: Chip
        level: float

        @property
        def control(self) -> ChipLine:
            """The line itself, for ``@on`` selectors."""
            return self.line

    def __init__(self, *, id: str | None = None, stops_tab: bool = True) -> None:  # noqa: A002 -- Textual's word
        super().__init__(id=id, markup=False)
        self._stops_tab = stops_tab
        self.can_focus = stops_tab
        self.chips: tuple[Chip, ...] = ()

    def show_chips(self, chips: Sequence[Chip]) -> None:
        """Replace all chips; nothing is drawn anew where they are the same."""
        if tuple(chips) != self.chips:
            self.chips = tuple(chips)
            self.current = min(self.current, max(0, len(chips) - 1))
            self._draw()

    def _draw(self) -> None:
        """Chips with two spaces between them, none of them broken between two lines."""
        parts: list[Content | str] = []
        used, width = 0, self.content_size.width
        for at, chip in enumerate(self.chips):
            drawn = self._chip(at, chip)
            used += drawn.cell_length + (_GAP if parts else 0)
            is_over = bool(parts) and used > width > 0
            parts += ["\n" if is_over else " " * _GAP] if parts else []
            parts.append(drawn)
            used = drawn.cell_length if is_over else used
        self.update(Content.assemble(*parts))

    def on_resize(self, _event: events.Resize) -> None:
        """Break lines for the new width."""
        self._draw()

    def _chip(self, at: int, chip: Chip) -> Content:
        is_here = self.has_focus and at == self.current
        colour = "$accent" if chip.is_offer else "$foreground" if chip.can_go else "$quiet"
        style = "bold $background on $accent" if is_here else colour
        label = ("+ " if chip.is_offer else "") + one_line(chip.label, _LONGEST)
        parts = [Content.styled(label, style)]
        if chip.level is not None:
            parts.append(_slider(at, chip.level))
        if chip.can_go:
            cross = Content.styled(" ×", "$quiet")
            parts.append(cross.stylize(Style.from_meta({"chip": at, "take_out": True})))
        return Content.assemble(*parts).stylize(Style.from_meta({"chip": at}))

    def reach(self) -> None:
        """Take the focus, which Tab may not give."""
        self.can_focus = True
        self.focus()

    def watch_has_focus(self, _has_focus: bool) -> None:
        """The chip one is at is marked only here."""
        super().watch_has_focus(_has_focus)
        if not _has_focus:
            self.can_focus = self._stops_tab
        self._draw()

    def watch_current(self) -> None:
        """Mark another chip."""
        self._draw()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Keys are there only where they do something."""
        chip = self._here
        if action == "take_out":
            return chip is not None and chip.can_go
        if action == "step":
            return chip is not None and chip.level is not None
        if action == "choose":
            return chip is not None
        return super().check_action(action, parameters)

    @property
    def _here(self) -> Chip | None:
        return self.chips[self.current] if self.chips else None

    def action_move(self, step: int) -> None:
        """To another chip."""
        self.current = max(0, min(self.current + step, len(self.chips) - 1))

    def action_choose(self) -> None:
        """Change the chip."""
        if (chip := self._here) is not None:
            self.post_message(self.Chosen(self, chip))

    def action_take_out(self) -> None:
        """Take out what the chip says."""
        if (chip := self._here) is not None and chip.can_go:
            self.post_message(self.TakenOut(self, chip))

    def action_step(self, step: int) -> None:
        """One level more or less."""
        if (chip := self._here) is not None and chip.level is not None:
            self._set_level(chip, chip.level + step)

    def _set_level(self, chip: Chip, level: float) -> None:
        kept = max(0.0, min(float(HIGHEST_LEVEL), level))
        self.post_message(self.LevelSet(self, chip, kept))

    def on_click(self, event: events.Click) -> None:
        """A click does what it points at: a level, × or the chip itself."""
        meta = event.style.meta
        at = meta.get("chip")
        if not isinstance(at, int) or at >= len(self.chips):
            return
        event.stop()
        self.current = at
        chip = self.chips[at]
        if meta.get("take_out"):
            self.action_take_out()
        elif isinstance(level := meta.get("level"), int):
            # the first cell, when it is the only one, empties the bar
            self._set_level(chip, 0 if level == chip.level == 1 else level)
        else:
            self.action_choose()


def _slider(at: int, level: float) -> Content:
    """A space, then a cell for each level, filled up to the one that holds."""
    cells = [Content(" ")]
    for n in range(1, HIGHEST_LEVEL + 1):
        cell = Content.styled("▮", "$accent") if n <= round(level) else Content.styled("▯", "$line")
        cells.append(cell.stylize(Style.from_meta({"chip": at, "level": n})))
    return Content("").join(cells)
