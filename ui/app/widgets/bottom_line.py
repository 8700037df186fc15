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
from textual.widgets import Footer, Input, TextArea
from textual.widgets._footer import FooterKey

from ui.safe_text import one_line

if TYPE_CHECKING:
    from textual.binding import ActiveBinding, Binding

    from workbench.types import LibraryStatus

_ALWAYS = frozenset({"help", "app.help", "command_palette", "app.command_palette"})
"""Actions whose keys are shown however narrow it gets."""

_BROAD = 150
"""From this width on, more of the letters that do something here are shown, as far as they fit."""
_ELSEWHERE = ("app.", "places.", "focus.", "list.")
"""Bindings of these work everywhere, and are listed in the help; a broad screen leaves them out."""

_UNDO = "app.undo"

_Shown = tuple[str, str, str, bool]
"""Key, description, action and whether it works, of a key in the line."""

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
        self._shown: list[_Shown] | None = None
        self._room = 0

    def compose(self) -> ComposeResult:
        """The keys that fit; help and the palette, where the others are, always do."""
        self._room = self.size.width or self.app.size.width
        # outside a group, which no binding here has, Textual's footer is made of keys alone
        keys = [key for key in super().compose() if isinstance(key, FooterKey)]
        always = [key for key in keys if key.action in _ALWAYS]
        firsts = [key for key in keys if key not in always]
        more = [_footer_key(self.screen, active) for active in self._further(self.screen)]
        kept = [*_fitting([*firsts, *more], self._room - sum(map(_width, always))), *always]
        self.styles.grid_size_columns = max(1, len(kept))
        yield from kept

    def on_resize(self, event: events.Resize) -> None:
        """Show more keys, or fewer."""
        if event.size.width != self._room:
            self.refresh(recompose=True)

    def bindings_changed(self, screen: Screen[object]) -> None:
        """Show other keys, if they are others."""
        firsts = [active for active in screen.active_bindings.values() if active.binding.show]
        shown = [
            (active.binding.key, active.binding.description, active.binding.action, active.enabled)
            for active in (*firsts, *self._further(screen))
        ]
        if shown != self._shown:
            self._shown = shown if screen.app.app_focus else None
            super().bindings_changed(screen)

    def _further(self, screen: Screen[object]) -> list[ActiveBinding]:
        """Letters that do something here and are shown on a broad screen only; undo before all."""
        if screen.size.width < _BROAD or isinstance(screen.focused, Input | TextArea):
            return []
        actives = [
            active
            for active in screen.active_bindings.values()
            if active.enabled and _is_further(active.binding)
        ]
        firsts = {a.binding.action for a in screen.active_bindings.values() if a.binding.show}
        unique = {a.binding.action: a for a in actives if a.binding.action not in firsts}
        return sorted(unique.values(), key=lambda active: active.binding.id != _UNDO)


def _is_further(binding: Binding) -> bool:
    if binding.show or not binding.id or len(binding.key) > 1 or not binding.key.isalpha():
        return False
    return binding.id == _UNDO or not binding.id.startswith(_ELSEWHERE)


def _footer_key(screen: Screen[object], active: ActiveBinding) -> FooterKey:
    binding = active.binding
    display = screen.app.get_key_display(binding)
    key = FooterKey(
        binding.key, display, binding.description, binding.action, tooltip=binding.tooltip
    )
    return key.data_bind(compact=Footer.compact)


def _fitting(keys: Sequence[FooterKey], room: int) -> list[FooterKey]:
    """As many keys as there is room for, the first before the others."""
    return [key for key in keys if (room := room - _width(key)) >= 0]


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
