"""The command palette: everything that has a key and makes sense now, and the themes.

Owns turning bindings into ``topic: Verb`` entries. It invents no command of its own: what is not a
binding or a theme is not here, so keys, help and palette cannot drift apart.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from textual.command import DiscoveryHit, Hit, Hits, Provider

from ui.app.themes import label_of

if TYPE_CHECKING:
    from textual.dom import DOMNode
    from textual.types import IgnoreReturnCallbackType

__all__ = ["Commands"]

_UNLISTED = {"list", "box", "focus", "dialog", "cite", "setting"}
"""Topics that only make sense under a finger: moving a cursor, leaving a box."""


@dataclass(frozen=True, slots=True)
class _Entry:
    name: str
    help: str
    run: IgnoreReturnCallbackType


class Commands(Provider):
    """Commands for the screen and widget that had the focus when the palette was opened."""

    def _entries(self) -> Iterator[_Entry]:
        seen: set[str] = set()
        for active in self.screen.active_bindings.values():
            binding = active.binding
            topic, _, verb = (binding.id or "").partition(".")
            is_listed = verb and topic not in _UNLISTED and binding.id != "app.commands"
            if not is_listed or not active.enabled or binding.action in seen:
                continue
            seen.add(binding.action)
            name = f"{topic}: {verb.replace('-', ' ').capitalize()}"
            key = self.app.get_key_display(binding)
            run = partial(self._run, binding.action, active.node)
            yield _Entry(name, f"{binding.tooltip}  ({key})", run)
        for name in self._themes():
            if name != self.app.theme:
                change = partial(self._set_theme, name)
                yield _Entry(f"theme: {label_of(name)}", "Change the colours", change)

    def _themes(self) -> Sequence[str]:
        from ui.app.app import CarrelApp

        return self.app.look.theme_names if isinstance(self.app, CarrelApp) else ()

    async def _run(self, action: str, node: DOMNode) -> None:
        await self.app.run_action(action, node)

    def _set_theme(self, name: str) -> None:
        from ui.app.app import CarrelApp

        if isinstance(self.app, CarrelApp):
            self.app.choose_theme(name)

    async def discover(self) -> Hits:
        """All entries, before anything is typed."""
        for entry in self._entries():
            yield DiscoveryHit(entry.name, entry.run, help=entry.help)

    async def search(self, query: str) -> Hits:
        """Entries that match what was typed."""
        matcher = self.matcher(query)
        for entry in self._entries():
            score = matcher.match(entry.name)
            if score > 0:
                yield Hit(score, matcher.highlight(entry.name), entry.run, help=entry.help)
