"""Jump mode: a letter on everything that can have the focus; pressing it goes there.

Owns the letters and where they are drawn. What the widgets do when they have the focus, or are
clicked, is theirs.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.widget import Widget
from textual.widgets import Static

from ui.app.dialogs.dialog import Dialog

if TYPE_CHECKING:
    from textual.screen import Screen

__all__ = ["JumpDialog", "jump_targets"]

LETTERS = "asdfjklghqwertyuiopzxcvbnm123456789"


def jump_targets(screen: Screen[object]) -> Iterator[Widget]:
    """What a letter is put on: visible things that take the focus, and the names of places."""
    from ui.app.widgets.top_line import PlaceTab

    for widget in screen.query("*"):
        is_target = widget.focusable or isinstance(widget, PlaceTab)
        if is_target and widget.is_on_screen and widget.region.area and screen.region.overlaps(
            widget.region
        ):  # fmt: skip
            yield widget


class JumpDialog(Dialog["Widget | None"]):
    """Waits for a letter; closes with the widget that wears it."""

    HELP = "Press the letter of what you want to go to; Escape stays where you are."

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+o", "close", "Stay", show=False, id="jump.stay",
                tooltip="Stay where you are"),
    ]  # fmt: skip

    DEFAULT_CSS = """
    JumpDialog { align: left top; background: $background 40%; layers: letters;
        .letter {
            layer: letters; position: absolute; width: 3; height: 1; text-align: center;
            background: $accent; color: $background; text-style: bold;
        }
    }
    """

    def __init__(self, screen: Screen[object]) -> None:
        super().__init__()
        # the letters stand in the order in which one reads
        targets = sorted(jump_targets(screen), key=lambda w: (w.region.y, w.region.x))
        self._targets = dict(zip(LETTERS, targets, strict=False))

    def compose(self) -> ComposeResult:
        """A letter in the corner of each widget."""
        for letter, widget in self._targets.items():
            label = Static(letter, classes="letter", markup=False)
            label.styles.offset = (widget.region.x, widget.region.y)
            yield label

    def on_key(self, event: events.Key) -> None:
        """Go where the letter says; any other key stays."""
        target = self._targets.get(event.character or "")
        if target is not None or event.is_printable:
            event.stop()
            self.dismiss(target)

    def on_click(self, event: events.Click) -> None:
        """A click ends it; what was clicked is below and gets nothing of it."""
        event.stop()
        self.action_close()
