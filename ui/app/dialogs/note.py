"""Writing a note about a paper.

Owns the window, and keeping what is written while it is written. Where it is kept is the library's.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.timer import Timer
from textual.widgets import Static, TextArea

from ui.app.dialogs.dialog import Dialog
from ui.app.widgets.note_area import NoteArea
from ui.safe_text import one_line, plain

__all__ = ["NoteDialog"]

STILL_SECONDS = 1.0
"""How long the keys must rest before a draft is kept."""


class NoteDialog(Dialog["str | None"]):
    """Closes with the note's text, or ``None`` where it is to be as it was.

    Args:
        title: The paper's.
        text: The note so far.
        keep_draft: Takes what was written so far, now and then.
    """

    HELP = (
        "A note in Markdown, shown with the paper and found by `/` in the library and by note:word "
        "in a search. It is kept as you write: Escape closes. ctrl+d leaves it as it was."
    )

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,ctrl+s", "keep", "Keep", priority=True, id="note.keep",
                tooltip="Keep the note and close"),
        Binding("ctrl+d", "discard", "As before", priority=True, id="note.discard",
                tooltip="Close, and leave the note as it was before"),
    ]  # fmt: skip

    DEFAULT_CSS = """
    NoteDialog {
        #box { width: 100; height: 80%; }
        .heading { text-wrap: nowrap; text-overflow: ellipsis; }
    }
    """

    def __init__(self, title: str, text: str, keep_draft: Callable[[str], None]) -> None:
        super().__init__()
        self._title = title
        self._before = text
        self._keep_draft = keep_draft
        self._timer: Timer | None = None

    def compose(self) -> ComposeResult:
        """Heading, box, keys."""
        with Vertical(id="box"):
            yield Static(f"Note: {one_line(self._title, 80)}", classes="heading", markup=False)
            yield NoteArea(self._before, id="note")
            yield Static("escape keep · ctrl+d as before · Markdown", classes="keys", markup=False)

    def on_mount(self) -> None:
        """Go on writing where the note ends."""
        area = self.query_one(NoteArea)
        area.focus()
        area.move_cursor(area.document.end)

    @property
    def text(self) -> str:
        """What stands in the box."""
        return self.query_one(NoteArea).text

    @on(TextArea.Changed)
    def _changed(self, event: TextArea.Changed) -> None:
        event.stop()
        if self._timer is not None:
            self._timer.stop()
        if self.text != plain(self._before):
            self._timer = self.set_timer(STILL_SECONDS, self._draft)

    def _draft(self) -> None:
        self._keep_draft(self.text)

    def action_keep(self) -> None:
        """Close with what was written."""
        self.dismiss(self.text)

    def action_close(self) -> None:
        """A click beside the box loses no word either."""
        self.action_keep()

    def action_discard(self) -> None:
        """Close, with the note as it was."""
        self.dismiss(None)
