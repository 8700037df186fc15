"""The frame that all small windows share.

Owns their look, and closing them by Escape, also out of a text box, or by a click beside them.
"""

from __future__ import annotations

from typing import ClassVar, TypeVar

from textual import events, on
from textual.binding import Binding, BindingType
from textual.screen import ModalScreen

from ui.app.widgets.text_box import TextBox

__all__ = ["Dialog"]

Result = TypeVar("Result")


class Dialog(ModalScreen[Result]):
    """A box in the middle; the desk stays visible, dimmed, behind it."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "close", "Close", id="dialog.close", tooltip="Close this window"),
    ]

    DEFAULT_CSS = """
    Dialog {
        align: center middle; background: $background 70%;
        #box {
            width: 84; max-width: 94%; height: auto; max-height: 84%; padding: 1 2;
            border: round $line; background: $surface;
        }
        #box > Static { width: 1fr; height: auto; }
        .heading { text-style: bold; margin-bottom: 1; }
        .keys { color: $faint; margin-top: 1; }
    }
    """

    def action_close(self) -> None:
        """Close with no result."""
        self.dismiss(None)

    @on(TextBox.Left)
    def _leave_box(self, event: TextBox.Left) -> None:
        event.stop()
        self.action_close()

    def on_click(self, event: events.Click) -> None:
        """A click beside the box closes it."""
        if self.get_widget_at(event.screen_x, event.screen_y)[0] is self:
            self.action_close()
