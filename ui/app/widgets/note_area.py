"""Where a note is written.

Owns that nothing gets into it that a terminal would obey.
"""

from __future__ import annotations

from textual import events
from textual.widgets import TextArea

from ui.safe_text import plain

__all__ = ["NoteArea"]


class NoteArea(TextArea):
    """A box of several lines for Markdown."""

    HELP = (
        "Markdown: # headings, - lists, *emphasis*, > quotes. What you write is kept as you "
        "write; Escape closes, ctrl+d goes back to what it was."
    )

    DEFAULT_CSS = """
    NoteArea {
        height: 1fr; min-height: 6; border: round $line; background: $background; padding: 0 1;
        &:focus { border: round $accent; }
    }
    """

    def __init__(self, text: str, *, id: str | None = None) -> None:  # noqa: A002 -- Textual's word
        super().__init__(
            plain(text), id=id, soft_wrap=True, tab_behavior="focus", show_line_numbers=False,
            highlight_cursor_line=False,
        )  # fmt: skip

    async def _on_paste(self, event: events.Paste) -> None:
        """Take pasted text without what could command the terminal."""
        await super()._on_paste(events.Paste(plain(event.text)))
        event.prevent_default()
        event.stop()
