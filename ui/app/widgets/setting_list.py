"""Every setting with its value, by section.

Owns drawing and narrowing the rows; changing a setting is the place's business.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from textual.content import Content

from ui.app.widgets.row_list import RowList
from ui.safe_text import one_line
from workbench.settings import SettingInfo, describe_settings, setting_value

if TYPE_CHECKING:
    from workbench.settings import Settings

__all__ = ["SettingList"]

KEY_WIDTH = 30
"""Columns for a setting's key, the longest of which has 27 letters."""


class SettingList(RowList):
    """One line a setting: key, value, and what it is for as far as that fits."""

    HELP = (
        "Every setting. Enter changes one, `d` gives it its default again; what is typed in the "
        "box at the top narrows the list. A changed value is shown bright."
    )

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002 -- Textual's word
        super().__init__(id=id)
        self._all = list(describe_settings())
        self.infos: list[SettingInfo] = self._all
        self._settings: Settings | None = None

    def show_settings(self, settings: Settings, narrow: str = "") -> None:
        """Show values; keep those settings whose key or help holds every word of ``narrow``."""
        self._settings = settings
        words = narrow.casefold().split()
        self.infos = [
            info
            for info in self._all
            if all(word in f"{info.key} {info.help}".casefold() for word in words)
        ]
        self.set_row_count(len(self.infos), keep_cursor=True)

    @property
    def current(self) -> SettingInfo | None:
        """The setting under the cursor."""
        return self.infos[self.cursor] if self.infos else None

    def row_content(self, index: int, width: int) -> Sequence[Content]:
        """Key, value, help."""
        info = self.infos[index]
        value = info.default if self._settings is None else setting_value(self._settings, info.key)
        colour = "$quiet" if value == info.default else "$accent"
        value_width = max(12, min(26, width // 4))
        return [
            Content.assemble(
                Content(info.key).truncate(KEY_WIDTH - 1, ellipsis=True, pad=True),
                " ",
                Content.styled(one_line(str(value), 200), colour).truncate(
                    value_width, ellipsis=True, pad=True
                ),
                ("  " + one_line(info.help.replace("`", "")), "$faint"),
            )
        ]
