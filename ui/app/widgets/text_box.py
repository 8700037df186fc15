"""The one-line box in which queries, questions and filters are typed.

Owns its look, and leaving it: Escape hands the focus on instead of trapping it.
"""

from __future__ import annotations

from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.message import Message
from textual.widgets import Input

from ui.safe_text import plain

__all__ = ["TextBox"]


class TextBox(Input):
    """An ``Input`` that can be left with Escape or the down arrow."""

    HELP = "A box to type into. Enter takes what was typed; Escape or the down arrow leaves it."

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down", "leave", "To the list", show=False, id="box.down",
                tooltip="Leave the box for what is under it"),
        Binding("escape", "leave", "Leave box", id="box.leave",
                tooltip="Leave the box, so that single keys work"),
    ]  # fmt: skip

    DEFAULT_CSS = """
    TextBox {
        height: 3; border: round $line; background: $background; padding: 0 1;
        &:focus { border: round $accent; background-tint: $foreground 0%; }
        & > .input--placeholder { color: $faint; }
    }
    """

    class Left(Message):
        """The person is done typing here."""

        def __init__(self, box: TextBox) -> None:
            super().__init__()
            self.box = box

        @property
        def control(self) -> TextBox:
            """The box itself, for ``@on`` selectors."""
            return self.box

    def __init__(
        self,
        placeholder: str,
        *,
        id: str | None = None,  # noqa: A002 -- Textual's word
        starts_with_slash: bool = True,
    ) -> None:
        """Make an empty box.

        Args:
            placeholder: What stands in it until something is typed.
            id: Textual's name for it.
            starts_with_slash: Whether what is typed may begin with ``/``; where it never does, the
                key that leads here from elsewhere types nothing into the empty box.
        """
        super().__init__(placeholder=placeholder, id=id)
        self._starts_with_slash = starts_with_slash

    def on_key(self, event: events.Key) -> None:
        """Who presses the key for the box once more is here already."""
        if event.character == "/" and not self.value and not self._starts_with_slash:
            event.stop()
            event.prevent_default()

    def validate_value(self, value: str) -> str:
        """Pasted text is shown to the terminal too: what could command it is left out."""
        return plain(value).replace("\n", " ")

    def action_leave(self) -> None:
        """Hand the focus on."""
        self.post_message(self.Left(self))
