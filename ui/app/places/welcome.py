"""The first sight of an empty library: one sentence, a path, and samples to try.

Owns that page only; reading is the Folders place's business.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.widgets import Button, Static

from ui.app.messages import SamplesChosen
from ui.app.places.place import Place
from ui.app.widgets.path_field import PathField
from ui.app.widgets.text_box import TextBox

if TYPE_CHECKING:
    from ui.app.session import Session

__all__ = ["WelcomePlace"]


class WelcomePlace(Place):
    """Where a reader begins."""

    HELP = "This library is empty. Point at a folder of PDF files, or try the sample papers."

    HAS_SIDE: ClassVar[bool] = False

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("t", "try_samples", "Try the samples", id="welcome.samples",
                tooltip="Read the sample papers that come with carrel"),
    ]  # fmt: skip

    DEFAULT_CSS = """
    WelcomePlace {
        align: center middle;
        #welcome { width: 72; max-width: 94%; height: auto; }
        #sentence { height: auto; margin: 0 1 1 1; }
        #or { color: $faint; margin: 1 1; height: 1; }
        Button { margin: 0 1; height: 1; border: none; background: $raised; color: $accent; }
        Button:focus { text-style: bold; background: $line; }
    }
    """

    def __init__(self, session: Session) -> None:
        super().__init__(session, "welcome")

    def compose(self) -> ComposeResult:
        """Sentence, path, samples."""
        with Vertical(id="welcome"):
            yield Static(
                "Point at a folder of papers: carrel reads them where they lie, and you can "
                "search and question them without leaving this machine.",
                id="sentence", markup=False,
            )  # fmt: skip
            yield PathField()
            yield Static("enter reads it, tab completes what you type; or", id="or", markup=False)
            yield Button("try the sample library", id="samples", compact=True)

    def box(self) -> TextBox:
        """The path."""
        return self.query_one(PathField).box

    @on(TextBox.Left)
    def _leave(self, event: TextBox.Left) -> None:
        event.stop()
        self.query_one("#samples").focus()

    @on(Button.Pressed)
    def _pressed(self, event: Button.Pressed) -> None:
        event.stop()
        self.action_try_samples()

    def action_try_samples(self) -> None:
        """Read the sample papers."""
        self.post_message(SamplesChosen())
