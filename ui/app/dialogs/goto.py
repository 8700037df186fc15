"""``g`` and a letter: a way to every place that can be seen while it is taken.

Owns the window; the desk does the going.
"""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Static

from ui.app.dialogs.dialog import Dialog

__all__ = ["GoToDialog"]


class GoToDialog(Dialog["str | None"]):
    """Waits for the letter of a place, or ``g`` again for the top of the list."""

    HELP = "Press the letter of a place."

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("a", "go('ask')", "Ask", id="go.ask", tooltip="Go to the questions"),
        Binding("s", "go('search')", "Search", id="go.search", tooltip="Go to the search"),
        Binding("l", "go('library')", "Library", id="go.library", tooltip="Go to the papers"),
        Binding("f", "go('folders')", "Folders", id="go.folders", tooltip="Go to the folders"),
        Binding("m", "go('map')", "Map", id="go.map", tooltip="Go to the map"),
        Binding(
            "o", "go('models')", "Models", id="go.models", tooltip="Go to the models and settings"
        ),
        Binding("g", "go('top')", "Top", id="go.top", tooltip="To the first row of the list"),
    ]

    DEFAULT_CSS = """
    GoToDialog { align: center bottom; background: transparent;
        #box { width: auto; padding: 0 2; margin-bottom: 2; }
        #box > Static { width: auto; }
    }
    """

    def compose(self) -> ComposeResult:
        """One line that names the letters."""
        names = (("a", "Ask"), ("s", "Search"), ("l", "Library"), ("f", "Folders"),
                 ("m", "Map"), ("o", "Models"), ("g", "top"))  # fmt: skip
        parts = [
            part for key, name in names for part in ((f"{key} ", "bold $accent"), f"{name}   ")
        ]
        with Vertical(id="box"):
            yield Static(Content.assemble(("go to  ", "$quiet"), *parts).rstrip())

    def action_go(self, place: str) -> None:
        """Close with the place."""
        self.dismiss(place)
