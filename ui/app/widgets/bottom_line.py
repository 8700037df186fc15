"""The bottom line: the keys that matter here, and the models in use.

Owns drawing them. Keys come from the bindings of what has the focus.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from rich.cells import cell_len
from textual import events
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.content import Content
from textual.reactive import reactive
from textual.screen import Screen
from textual.widget import Widget
from textual.widgets import Footer
from textual.widgets._footer import FooterKey

from ui.safe_text import one_line

if TYPE_CHECKING:
    from workbench.types import LibraryStatus

_ALWAYS = frozenset({"help", "app.help", "command_palette", "app.command_palette"})
"""Actions whose keys are shown however narrow it gets."""

__all__ = ["BottomLine", "KeysLine", "ModelLine"]


class ModelLine(Widget):
    """Which models answer here, and on what device."""

    ALLOW_SELECT = False

    DEFAULT_CSS = """
    ModelLine { width: auto; max-width: 40; height: 1; padding: 0 1; color: $faint; }
    """

    status: reactive[LibraryStatus | None] = reactive(None, repaint=False)
    said: reactive[Content] = reactive(Content(""), layout=True)
    """What is shown; a status that says the same must not have the screen laid out anew."""

    def watch_status(self) -> None:
        """Say what is true now."""
        self.said = self._words()

    def render(self) -> Content:
        """Name of the embedder and the device."""
        return self.said

    def _words(self) -> Content:
        """Name of the embedder and the device; words only when there is none."""
        if self.status is None:
            return Content("")
        embedders = [m for m in self.status.models if m.role == "embed"]
        if not any(m.present for m in embedders):
            return Content.styled("words only · no model", "$partly")
        name = one_line(embedders[0].name, 24)
        return Content(f"{name} · {one_line(self.status.device, 20)}")


class KeysLine(Footer):
    """Textual's footer, made anew only when it would say something else.

    Making it takes as long as a screen of papers, and bindings are looked at with every change of
    what can be done.
    """

    def __init__(self) -> None:
        super().__init__(show_command_palette=False)
        self._shown: list[tuple[str, str, str, bool]] | None = None
        self._room = 0

    def compose(self) -> ComposeResult:
        """The keys that fit; help and the palette, where the others are, always do."""
        self._room = self.size.width or self.app.size.width
        # outside a group, which no binding here has, Textual's footer is made of keys alone
        keys = [key for key in super().compose() if isinstance(key, FooterKey)]
        kept = _fitting(keys, self._room)
        self.styles.grid_size_columns = max(1, len(kept))
        yield from kept

    def on_resize(self, event: events.Resize) -> None:
        """Show more keys, or fewer."""
        if event.size.width != self._room:
            self.refresh(recompose=True)

    def bindings_changed(self, screen: Screen[object]) -> None:
        """Show other keys, if they are others."""
        shown = [
            (active.binding.key, active.binding.description, active.binding.action, active.enabled)
            for active in screen.active_bindings.values()
            if active.binding.show
        ]
        if shown != self._shown:
            self._shown = shown if screen.app.app_focus else None
            super().bindings_changed(screen)


def _fitting(keys: Sequence[FooterKey], room: int) -> list[FooterKey]:
    """As many keys as there is room for, the first and the ones that are always there."""
    always = [key for key in keys if key.action in _ALWAYS]
    left = room - sum(map(_width, always))
    return [key for key in keys if key in always or (left := left - _width(key)) >= 0]


def _width(key: FooterKey) -> int:
    """Cells of a key in the line: a space before it, before its word and after that."""
    return cell_len(key.key_display) + cell_len(key.description) + 3


class BottomLine(Horizontal):
    """Keys at the left, models at the right."""

    DEFAULT_CSS = """
    BottomLine {
        height: 1; dock: bottom; background: $background;
        Footer { dock: none; width: 1fr; }
    }
    """

    def compose(self) -> ComposeResult:
        """Footer and models."""
        yield KeysLine()
        yield ModelLine()
