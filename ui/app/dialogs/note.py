"""Writing a note about a paper.

Owns the window, and keeping what is written while it is written: it closes when the note is stored,
so that a full disk costs no words. Where it is kept is the library's.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.timer import Timer
from textual.widgets import Static, TextArea

from ui.app import wording
from ui.app.dialogs.dialog import Dialog
from ui.app.messages import JobFailed
from ui.app.messages.keeping import PapersChanged
from ui.app.widgets.note_area import NoteArea
from ui.safe_text import one_line, plain

if TYPE_CHECKING:
    from ui.app.jobs import Job, JobTarget

__all__ = ["NoteDialog"]

Store = Callable[[str, "JobTarget"], "Job"]
"""Starts storing a text; whoever is named hears what came of it."""

STILL_SECONDS = 1.0
"""How long the keys must rest before a draft is kept."""


class NoteDialog(Dialog["PapersChanged | None"]):
    """Closes when the note is stored, with what changed; ``None`` where it is as it was.

    Args:
        title: The paper's.
        text: The note so far.
        keep_draft: Stores what was written so far, now and then.
        keep: Stores the note, and answers with ``PapersChanged``.
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
        #problem { color: $partly; display: none; }
    }
    """

    def __init__(self, title: str, text: str, keep_draft: Store, keep: Store) -> None:
        super().__init__()
        self._title = title
        self._before = text
        self._keep_draft = keep_draft
        self._keep = keep
        self._timer: Timer | None = None
        self._has_draft = False
        self._keeping: Job | None = None
        self._stored: PapersChanged | None = None

    def compose(self) -> ComposeResult:
        """Heading, box, keys."""
        with Vertical(id="box"):
            yield Static(f"Note: {one_line(self._title, 80)}", classes="heading", markup=False)
            yield NoteArea(self._before, id="note")
            yield Static(id="problem", markup=False)
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
        self._stop_timer()
        if self.text != plain(self._before):
            self._timer = self.set_timer(STILL_SECONDS, self._draft)

    def _stop_timer(self) -> None:
        if self._timer is not None:
            self._timer.stop()

    def _draft(self) -> None:
        self._has_draft = True
        self._keep_draft(self.text, self)

    def action_keep(self) -> None:
        """Store what was written, and close when that is done."""
        if self._keeping is not None:
            return
        self._stop_timer()
        if self.text.strip() == plain(self._before).strip():
            self.action_discard()
            return
        # a key pressed from here on would be lost
        self.query_one(NoteArea).read_only = True
        self._keeping = self._keep(self.text, self)

    def action_close(self) -> None:
        """A click beside the box loses no word either."""
        self.action_keep()

    def action_discard(self) -> None:
        """Close, with the note as it was."""
        if self._keeping is not None:
            return
        self._stop_timer()
        if self._has_draft:
            self._keep_draft(self._before, self.app)
        self.dismiss(None)

    def on_papers_changed(self, message: PapersChanged) -> None:
        """It is stored."""
        message.stop()
        self._stored = message
        self.on_screen_resume()

    def on_screen_resume(self) -> None:
        """Close what was stored, now or when nothing lies over it any more."""
        if self._stored is not None and self.app.screen is self:
            self.dismiss(self._stored)

    def on_job_failed(self, message: JobFailed) -> None:
        """Say below the text why it is not stored; no box may jump over what is being written."""
        message.stop()
        if self._keeping is not None and message.job == self._keeping.number:
            self._keeping = None
            self.query_one(NoteArea).read_only = False
        problem = self.query_one("#problem", Static)
        why = wording.homely(message.problem).rstrip(".")
        cure = wording.homely(wording.with_keys(message.hint)).rstrip(".")
        told = one_line(f"Not stored yet: {why}; {cure}" if cure else f"Not stored yet: {why}")
        problem.update(f"{told}. Escape tries again.")
        problem.display = True
