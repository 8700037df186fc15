"""Correcting what was read of a paper: every field in a box, what was read under them.

Owns the window and telling changed fields from others. What a field may hold is the workbench's.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import Input, Static

from ui.app import wording
from ui.app.dialogs.dialog import Dialog
from ui.safe_text import one_line, plain
from workbench.editing import FIELDS, field_text, field_values, parse_changes
from workbench.errors import EditError

if TYPE_CHECKING:
    from workbench.types import PaperDetail

__all__ = ["Corrected", "EditDialog"]


@dataclass(frozen=True, slots=True)
class Corrected:
    """What a person changed: new texts by field, and fields that go back to what was read."""

    changes: dict[str, str]
    undone: tuple[str, ...]


class EditDialog(Dialog["Corrected | None"]):
    """All fields of one paper; Enter keeps what was changed."""

    HELP = (
        "Change what is wrong and press Enter. Arrows and Tab go from field to field; ctrl+r puts "
        "back what was read. What you set here counts everywhere and stays when the file is read "
        "again. Authors and keywords are separated by semicolons."
    )

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "move(-1)", "Previous", show=False, priority=True, id="edit.previous",
                tooltip="To the field before"),
        Binding("down", "move(1)", "Next", show=False, priority=True, id="edit.next",
                tooltip="To the next field"),
        Binding("ctrl+r", "revert", "As read", priority=True, id="edit.as-read",
                tooltip="Put back what was read of this field"),
    ]  # fmt: skip

    DEFAULT_CSS = """
    EditDialog {
        #box { max-height: 96%; }
        #fields { height: auto; max-height: 42vh; scrollbar-size-vertical: 1; }
        .heading { text-wrap: nowrap; text-overflow: ellipsis; }
        .field { height: 1; }
        .field > Static { width: 15; color: $quiet; }
        .field > Input {
            width: 1fr; height: 1; border: none; padding: 0; background: $background;
        }
        .field > Input:focus { background: $raised; background-tint: $foreground 0%; }
        #told { color: $quiet; margin-top: 1; height: 2; }
    }
    """

    def __init__(self, detail: PaperDetail) -> None:
        super().__init__()
        self._title = wording.title(detail.summary)
        self._before = {
            name: " ".join(plain(field_text(value)).split())
            for name, value in field_values(detail).items()
        }
        self._edited = {edit.name: field_text(edit.read) for edit in detail.edits}
        self._sources = detail.sources

    def compose(self) -> ComposeResult:
        """Heading, fields, what is known of the one with the focus, keys."""
        with Vertical(id="box"):
            yield Static(f"Edit: {one_line(self._title, 70)}", classes="heading", markup=False)
            with VerticalScroll(id="fields", can_focus=False):
                for name, field in FIELDS.items():
                    mark = "✎ " if name in self._edited else "  "
                    with Horizontal(classes="field"):
                        yield Static(f"{mark}{field.label}", markup=False)
                        yield Input(self._before[name], id=name, select_on_focus=False)
            yield Static(id="told", markup=False)
            yield Static("enter save · ↑ ↓ field · ctrl+r as read · escape leave", classes="keys")

    def on_mount(self) -> None:
        """Begin with the title, its end in sight."""
        self.query_one("#title", Input).focus()

    @property
    def _boxes(self) -> list[Input]:
        return list(self.query(Input))

    def action_move(self, step: int) -> None:
        """To another field."""
        boxes = self._boxes
        at = next((i for i, box in enumerate(boxes) if box is self.focused), 0)
        boxes[(at + step) % len(boxes)].focus()

    def action_revert(self) -> None:
        """What was read, in the field with the focus."""
        for box in self._boxes:
            if box is self.focused and box.id in self._edited:
                box.value = " ".join(plain(self._edited[box.id]).split())

    @on(events.DescendantFocus)
    def _focused(self, event: events.DescendantFocus) -> None:
        if isinstance(event.widget, Input) and event.widget.id:
            self._tell(event.widget.id)

    def _tell(self, name: str) -> None:
        """What may stand in a field, and what was read there or how sure that was."""
        told = FIELDS[name].form
        if name in self._edited:
            told += f"\nread: {one_line(self._edited[name], 200) or '(nothing)'}"
        elif source := self._sources.get(name):
            told += f"\nread from the {source.source}, {source.confidence:.0%} sure"
        self.query_one("#told", Static).update(Content.styled(told, "$quiet"))

    @on(Input.Submitted)
    def _save(self, event: Input.Submitted) -> None:
        event.stop()
        values = {box.id: box.value.strip() for box in self._boxes if box.id}
        changed = {name: text for name, text in values.items() if text != self._before[name]}
        undone = tuple(
            name
            for name, text in changed.items()
            if name in self._edited and text == " ".join(plain(self._edited[name]).split())
        )
        changes = {name: text for name, text in changed.items() if name not in undone}
        for name, text in changes.items():
            try:
                parse_changes({name: text})
            except EditError as error:
                self.query_one(f"#{name}", Input).focus()
                wrong = Content.styled(f"{plain(error.message)}\n{plain(error.hint)}", "$bad")
                self.call_after_refresh(self.query_one("#told", Static).update, wrong)
                return
        self.dismiss(Corrected(changes, undone) if changed else None)
