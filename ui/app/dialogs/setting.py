"""Changing one setting: its help, its bounds, and a box or a list of what it can be.

Owns the window. What a setting may be is the schema's; a wrong value never leaves this window.
"""

from __future__ import annotations

import os
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Input, Static

from ui.app import wording
from ui.app.dialogs.dialog import Dialog
from ui.app.widgets.text_box import TextBox
from ui.safe_text import plain
from workbench.errors import SettingsError
from workbench.settings import SettingInfo, parse_setting

__all__ = ["SettingDialog", "bounds"]


def bounds(info: SettingInfo) -> str:
    """What a setting may be, in words: ``one of …`` or ``a number from … to …``."""
    if info.choices:
        return f"one of {', '.join(info.choices)}"
    if info.kind == "str":
        return "a text"
    kind = "a whole number" if info.kind == "int" else "a number"
    low = f" from {info.low:g}" if info.low is not None else ""
    high = f" to {info.high:g}" if info.high is not None else ""
    return f"{kind}{low}{high}"


class SettingDialog(Dialog["str | None"]):
    """Asks for a value; closes with its text."""

    HELP = (
        "Type the new value and press Enter. Where only certain values can be had, the up and "
        "down arrows go through them. Escape leaves everything as it is."
    )

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "step(-1)", "Previous", show=False, priority=True, id="setting.previous",
                tooltip="The value before, where only certain ones can be had"),
        Binding("down", "step(1)", "Next", show=False, priority=True, id="setting.next",
                tooltip="The next value, where only certain ones can be had"),
    ]  # fmt: skip

    DEFAULT_CSS = """
    SettingDialog {
        #why { color: $quiet; margin-bottom: 1; }
        #wrong { color: $bad; display: none; }
    }
    """

    def __init__(self, info: SettingInfo, value: str) -> None:
        super().__init__()
        self._info = info
        self._value = value

    def compose(self) -> ComposeResult:
        """Key, help, box, what is wrong, keys."""
        info = self._info
        with Vertical(id="box"):
            yield Static(info.key, classes="heading", markup=False)
            told = f"{info.help}\n{bounds(info)}; default {info.default}. Applies {info.applies}."
            yield Static(wording.backticks(told), id="why")
            box = TextBox("value", id="value")
            box.value = self._value
            yield box
            yield Static(id="wrong", markup=False)
            choose = "↑ ↓ choose · " if info.choices else ""
            yield Static(f"{choose}enter set · escape leave", classes="keys", markup=False)

    def on_mount(self) -> None:
        """Select the value, so that typing replaces it; warn of what outranks the file."""
        box = self.query_one(TextBox)
        box.focus()
        box.select_all()
        if self._info.environment in os.environ:
            self._say(
                f"{self._info.environment} is set in your environment and wins over the file the "
                "next time carrel starts"
            )

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Arrows choose only where there is a choice."""
        if action == "step":
            return bool(self._info.choices)
        return super().check_action(action, parameters)

    def action_step(self, by: int) -> None:
        """Take the next of the possible values."""
        box, choices = self.query_one(TextBox), self._info.choices
        at = choices.index(box.value) if box.value in choices else -1
        box.value = choices[(at + by) % len(choices)]
        box.select_all()

    @on(Input.Submitted)
    def _set(self, event: Input.Submitted) -> None:
        event.stop()
        try:
            parse_setting(self._info.key, event.value.strip())
        except SettingsError as error:
            self._say(f"{error.message}: {error.hint}" if error.hint else error.message)
        else:
            self.dismiss(event.value.strip())

    def _say(self, text: str) -> None:
        wrong = self.query_one("#wrong", Static)
        wrong.update(Content(plain(text)))
        wrong.display = True
