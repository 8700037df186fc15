"""How the app looks: themes, the plain look, pictures, keys of the person's own.

Owns applying them to the app and gathering what is wrong in the person's files.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from textual.binding import Binding

from ui.app.plain import PlainFilter
from ui.app.terminal import PictureWay, TerminalAnswer, choose_way
from ui.app.themes import DARK, THEMES
from workbench import paths

if TYPE_CHECKING:
    from textual.app import App

    from ui.app.own_files import Fault
    from workbench.settings import LookSettings, SettingsFound

__all__ = ["Look"]


class Look:
    """The look of one app.

    Args:
        app: The app to dress. Built-in themes and those of the themes folder are registered.
        answer: What the terminal said it can show.
    """

    def __init__(self, app: App[None], answer: TerminalAnswer) -> None:
        self._app = app
        self.answer = answer
        self.way = PictureWay.BLOCKS
        """How pictures of pages reach the screen."""
        self.pixels: set[Callable[[], None]] = set()
        """What takes the pixels off the terminal, to be called before the app leaves it."""
        self._plain = PlainFilter(enabled=False)
        self.faults: list[Fault] = []
        """What of the person's files cannot be used."""
        self.theme_names = [theme.name for theme in THEMES]
        for theme in THEMES:
            app.register_theme(theme)
        if paths.themes_folder().is_dir():
            self._register_own_themes()

    def _register_own_themes(self) -> None:
        from ui.app.theme_files import read_themes

        themes, faults = read_themes(paths.themes_folder())
        self.faults += faults
        for theme in themes:
            self._app.register_theme(theme)
        own = [theme.name for theme in themes]
        self.theme_names = list(dict.fromkeys([*self.theme_names, *own]))

    @property
    def is_plain(self) -> bool:
        """Whether the app is drawn for a screen reader."""
        return self._plain.enabled

    @property
    def line_filter(self) -> PlainFilter:
        """Goes over every line before it reaches the terminal."""
        return self._plain

    def apply(self, look: LookSettings) -> None:
        """Look as the settings say; an unknown theme is a fault, and the default is taken."""
        if look.theme in self.theme_names:
            self._app.theme = look.theme
        else:
            self._app.theme = DARK.name
            self.faults.append(_unknown_theme(look.theme, self.theme_names))
        self._plain.enabled = look.plain == "always"
        self._app.set_class(self._plain.enabled, "-plain")
        if self._plain.enabled:
            self._app.animation_level = "none"
        self.way = PictureWay.TEXT if self.is_plain else choose_way(look.pictures, self.answer)

    def tell_settings(self, found: SettingsFound) -> None:
        """Put what is wrong with the settings beside what is wrong with files for the look."""
        if not found.faults:
            return
        from ui.app.own_files import Fault

        self.faults += [
            Fault(Path(fault.where), fault.line, fault.problem, _sentence(found.instead(fault)))
            for fault in found.first_faults
        ]
        if more := len(found.faults) - len(found.first_faults):
            file = paths.settings_file()
            self.faults.append(
                Fault(file, 0, f"{more} more lines cannot be used", "Look at it all")
            )

    def read_keys(self) -> None:
        """Take the person's own keys; this looks through the whole app, if there are any."""
        if not paths.keys_file().exists():
            return
        from ui.app.keymap import read_keymap

        keymap, faults = read_keymap(paths.keys_file())
        self.faults += faults
        self._app.set_keymap(keymap)

    def tell_clash(self, clashed: set[Binding]) -> None:
        """Two things on one key of the person's own: the newer wins, and that is said."""
        from ui.app.own_files import Fault

        for binding in clashed:
            fault = Fault(
                paths.keys_file(), 0, f"{binding.key} was taken from {binding.id}",
                "Give one of them another key",
            )  # fmt: skip
            if fault not in self.faults:
                self.faults.append(fault)


def _sentence(words: str) -> str:
    return words[:1].upper() + words[1:]


def _unknown_theme(name: str, known: list[str]) -> Fault:
    from ui.app.own_files import Fault, line_of

    file = paths.settings_file()
    text = file.read_text(encoding="utf-8", errors="replace") if file.exists() else ""
    return Fault(file, line_of(text, "theme"), f"there is no theme {name!r}",
                 f"Known are {', '.join(known)}")  # fmt: skip
