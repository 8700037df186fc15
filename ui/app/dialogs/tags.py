"""The tags of a paper, in one box.

Owns the window and telling which tags came and went.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Input, Static

from ui.app.dialogs.dialog import Dialog
from ui.app.widgets.text_box import TextBox
from ui.safe_text import one_line, plain
from workbench.editing import tag_name
from workbench.errors import EditError

__all__ = ["Retagged", "TagsDialog"]


@dataclass(frozen=True, slots=True)
class Retagged:
    """Tags to put on and to take off."""

    added: tuple[str, ...]
    removed: tuple[str, ...]


class TagsDialog(Dialog["Retagged | None"]):
    """Asks for the tags a paper is to have."""

    HELP = "Tags, separated by commas. Enter keeps them; Escape leaves everything as it is."

    DEFAULT_CSS = """
    TagsDialog {
        .heading { text-wrap: nowrap; text-overflow: ellipsis; }
        #others, #wrong { color: $quiet; }
    }
    """

    def __init__(self, title: str, tags: Sequence[str], in_use: Sequence[str]) -> None:
        super().__init__()
        self._title = title
        self._before = tuple(tags)
        self._in_use = [tag for tag in in_use if tag not in tags]

    def compose(self) -> ComposeResult:
        """Heading, box, tags that other papers have, keys."""
        with Vertical(id="box"):
            heading = f"Tags: {one_line(self._title, 70)}"
            yield Static(heading, classes="heading", markup=False)
            box = TextBox("to read, ann, chapter 2", id="tags")
            box.value = ", ".join(self._before)
            yield box
            if self._in_use:
                yield Static(f"in use: {one_line(', '.join(self._in_use), 300)}", id="others",
                             markup=False)  # fmt: skip
            yield Static(id="wrong", markup=False)
            yield Static("enter save · escape leave", classes="keys", markup=False)

    @on(Input.Submitted)
    def _save(self, event: Input.Submitted) -> None:
        event.stop()
        try:
            tags = [tag_name(part) for part in event.value.split(",") if part.strip()]
        except EditError as error:
            told = Content.styled(f"{plain(error.message)}: {plain(error.hint)}", "$bad")
            self.query_one("#wrong", Static).update(told)
            return
        added = tuple(tag for tag in tags if tag not in self._before)
        removed = tuple(tag for tag in self._before if tag not in tags)
        self.dismiss(Retagged(added, removed) if added or removed else None)
