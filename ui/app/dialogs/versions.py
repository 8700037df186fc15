"""Other versions of a paper, and linking them by hand.

Owns the window; finding versions and keeping links is the library's business.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.widgets import Input, Static

from ui.app import wording
from ui.app.dialogs.dialog import Dialog
from ui.app.widgets.row_list import RowList
from ui.app.widgets.text_box import TextBox
from ui.app.widgets.version_list import VersionList
from ui.safe_text import one_line

if TYPE_CHECKING:
    from workbench.types import PaperDetail

__all__ = ["VersionsDialog", "VersionsWish"]


@dataclass(frozen=True, slots=True)
class VersionsWish:
    """What is to be done with another paper: ``open``, ``link`` or ``unlink`` it."""

    what: str
    other: str


class VersionsDialog(Dialog["VersionsWish | None"]):
    """Lists versions and supplements; a box links one more."""

    HELP = (
        "Versions of one work are found by title, author and text; all of them stay in the "
        "library. Enter opens one, `x` sets it apart, and a citation key typed into the box links "
        "one more. What you link or set apart is never changed by carrel."
    )

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("x", "unlink", "Set apart", id="versions.set-apart",
                tooltip="This is another work, whatever it looks like"),
        Binding("tab", "app.focus_next", "Next", show=False, id="versions.focus-next",
                tooltip="Between the list and the box"),
    ]  # fmt: skip

    DEFAULT_CSS = """
    VersionsDialog {
        .heading { text-wrap: nowrap; text-overflow: ellipsis; }
        VersionList { height: auto; max-height: 10; background: $surface; }
    }
    """

    def __init__(self, detail: PaperDetail) -> None:
        super().__init__()
        self._detail = detail

    def compose(self) -> ComposeResult:
        """Heading, list, box, keys."""
        title = wording.title(self._detail.summary)
        with Vertical(id="box"):
            yield Static(f"Versions: {one_line(title, 66)}", classes="heading", markup=False)
            if self._detail.versions:
                yield VersionList(self._detail, id="versions")
            else:
                yield Static("no other version or supplement in this library", markup=False)
            yield TextBox("citation key of another version", id="other")
            keys = "enter open or link · x set apart · tab box · escape leave"
            yield Static(keys, classes="keys", markup=False)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Only what is linked can be set apart, and not while typing."""
        if action == "unlink":
            return isinstance(self.focused, VersionList)
        return super().check_action(action, parameters)

    @on(RowList.Chosen, "#versions")
    def _open(self, event: RowList.Chosen) -> None:
        event.stop()
        self.dismiss(VersionsWish("open", self._detail.versions[event.index].paper.id))

    def action_unlink(self) -> None:
        """Set the paper under the cursor apart."""
        index = self.query_one(VersionList).cursor
        self.dismiss(VersionsWish("unlink", self._detail.versions[index].paper.id))

    @on(Input.Submitted)
    def _link(self, event: Input.Submitted) -> None:
        event.stop()
        if key := event.value.strip():
            self.dismiss(VersionsWish("link", key))
