"""Help for what has the focus: what it is, and every key that works there.

Owns gathering ``HELP`` texts and bindings up from the focused widget; the texts themselves stand
with the widgets they explain.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, VerticalScroll
from textual.content import Content
from textual.widgets import Static

from ui.app import wording
from ui.app.dialogs.dialog import Dialog

if TYPE_CHECKING:
    from textual.dom import DOMNode
    from textual.screen import Screen

__all__ = ["HelpDialog"]

_TWO_COLUMNS = 180
"""From this width on, the keys stand in two columns."""


class HelpDialog(Dialog[None]):
    """Help for the widget that has the focus, and for what it stands in."""

    HELP = "This window explains what has the focus. Escape closes it."

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("question_mark,f1", "close", "Close", show=False, id="help.close",
                tooltip="Close the help"),
    ]  # fmt: skip

    DEFAULT_CSS = """
    HelpDialog {
        #box { height: auto; scrollbar-size-vertical: 1; }
        #help-keys { height: auto; margin: 1 0; }
        #help-keys > Static { width: 1fr; height: auto; }
        &.-wide #box { width: 168; }
    }
    """

    def __init__(self, screen: Screen[object]) -> None:
        super().__init__()
        self._texts = help_texts(screen)
        self._tables = list(_key_tables(screen))

    def compose(self) -> ComposeResult:
        """What has the focus, its keys in as many columns as fit, then what it stands in."""
        wide = self.app.size.width >= _TWO_COLUMNS
        self.set_class(wide, "-wide")
        with VerticalScroll(id="box"):
            yield Static(Content("\n\n").join(self._texts[:1]), id="help-text")
            with Horizontal(id="help-keys"):
                for column in _columns(self._tables, 2 if wide else 1):
                    yield Static(Content("\n\n").join(column))
            yield Static(Content("\n\n").join(self._texts[1:]), id="help-around")


def help_texts(screen: Screen[object]) -> list[Content]:
    """What the focused widget is, then what each thing around it is."""
    focused = screen.focused
    nodes: list[DOMNode] = list(focused.ancestors_with_self) if focused else [screen, screen.app]
    told: list[Content] = []
    for node in nodes:
        text = type(node).__dict__.get("HELP") or (getattr(node, "HELP", None) or "")
        if text and not any(text in str(part) for part in told):
            told.append(wording.backticks(text))
    return told


def _columns(tables: list[Content], count: int) -> list[list[Content]]:
    """Tables in reading order, cut into columns of about the same height."""
    heights = [table.plain.count("\n") + 2 for table in tables]
    columns: list[list[Content]] = [[] for _ in range(count)]
    room, filled = sum(heights) / count, 0
    for table, height in zip(tables, heights, strict=True):
        columns[min(count - 1, int((filled + height / 2) / room))].append(table)
        filled += height
    return columns


def _key_tables(screen: Screen[object]) -> Iterable[Content]:
    by_topic: dict[str, dict[str, tuple[list[str], Binding]]] = {}
    for active in screen.active_bindings.values():
        binding = active.binding
        if not binding.id or not active.enabled:
            continue
        rows = by_topic.setdefault(binding.id.partition(".")[0], {})
        keys, _ = rows.setdefault(binding.id, ([], binding))
        keys.append(screen.app.get_key_display(binding))
    for topic, rows in by_topic.items():
        lines = [Content.styled(topic, "bold")]
        for keys, binding in rows.values():
            shown = " ".join(dict.fromkeys(keys))
            lines.append(Content.assemble((f"  {shown:<14}", "$accent"), binding.tooltip))
        yield Content("\n").join(lines)
