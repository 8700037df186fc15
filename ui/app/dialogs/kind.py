"""How a question is answered: what it is taken for, and what the answer may cost.

Owns the window. The kinds and efforts are the workbench's.
"""

from __future__ import annotations

from dataclasses import dataclass

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from ui.app.dialogs.dialog import Dialog
from workbench.answer.kinds import KIND_NAMES
from workbench.answer.plan import EFFORT_NAMES

__all__ = ["KindDialog", "Way"]


@dataclass(frozen=True, slots=True)
class Way:
    """A kind and an effort; ``""`` leaves it to carrel."""

    kind: str
    effort: str


class KindDialog(Dialog["Way | None"]):
    """A list of what a question may be and what its answer may cost."""

    HELP = (
        "What the question was taken for, and what else it may be. Enter asks it again that way; "
        "the last three change how much is read."
    )

    DEFAULT_CSS = """
    KindDialog OptionList {
        height: auto; max-height: 56vh; background: $surface; border: none; padding: 0;
        &:focus { border: none; background-tint: transparent; }
        & > .option-list--option-highlighted { background: $raised; color: $foreground; }
    }
    """

    def __init__(self, kind: str, effort: str) -> None:
        super().__init__()
        self._kind = kind
        self._effort = effort

    def compose(self) -> ComposeResult:
        """Heading and list, with what holds now marked."""
        with Vertical(id="box"):
            yield Static("Ask this question again", classes="heading", markup=False)
            yield OptionList(*self._options(), markup=False)

    def on_mount(self) -> None:
        """Begin at what holds now."""
        options = self.query_one(OptionList)
        options.highlighted = KIND_NAMES.index(self._kind) if self._kind else 0
        options.focus()

    def _options(self) -> list[Option | None]:
        kinds = [
            Option(f"as a question of the kind: {name}{_now(name == self._kind)}", name)
            for name in KIND_NAMES
        ]
        efforts = [
            Option(f"with effort: {name}{_now(name == self._effort)}", name)
            for name in EFFORT_NAMES
        ]
        return [*kinds, None, *efforts]

    @on(OptionList.OptionSelected)
    def _chosen(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        name = event.option_id or ""
        is_effort = name in EFFORT_NAMES
        kind = self._kind if is_effort else name
        self.dismiss(Way(kind, name if is_effort else self._effort))


def _now(holds: bool) -> str:
    return "  (now)" if holds else ""
