"""What all places of the desk have in common: a box, a main side and a right side that folds.

Owns folding, and which widget gets the focus; everything else is a place's own.
"""

from __future__ import annotations

from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.containers import Container
from textual.widget import Widget

from ui.app.session import Session
from ui.app.widgets.text_box import TextBox

__all__ = ["Place"]


class Place(Container):
    """One place of the desk."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("slash", "focus_box", "Type", key_display="/", id="place.go-to-box",
                tooltip="Go to the box at the top and type"),
        Binding("v", "fold", "Sides", id="place.fold",
                tooltip="Show or hide the right side; on a narrow screen, change sides"),
    ]  # fmt: skip

    DEFAULT_CSS = """
    Place {
        height: 1fr;
        .main { width: 1fr; height: 1fr; }
        .side { width: 44%; height: 1fr; border-left: solid $line; }
        .columns { height: 1fr; }
        &.-folded .side { display: none; }
    }
    """

    HAS_SIDE: ClassVar[bool] = True

    def __init__(self, session: Session, name: str) -> None:
        super().__init__(id=name)
        self.session = session

    def box(self) -> Widget:
        """The box one types into."""
        raise NotImplementedError

    def first_focus(self) -> Widget:
        """What has the focus when one comes here."""
        return self.box()

    def library_opened(self) -> None:
        """The library can be used from now on."""

    def library_changed(self) -> None:
        """Papers were added or changed."""

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Nothing to fold without a right side; no way to the box for one who types in it."""
        if action == "fold":
            return self.HAS_SIDE
        if action == "focus_box":
            return not isinstance(self.screen.focused, TextBox)
        return super().check_action(action, parameters)

    def action_focus_box(self) -> None:
        """Type."""
        self.box().focus()

    def action_fold(self) -> None:
        """Fold or unfold the right side; the focus goes to what is left or came."""
        self.toggle_class("-folded")
        came = self.has_class("-folded") == self.screen.has_class("-narrow")
        side = ".side" if came else ".main"
        self.call_after_refresh(self._focus_in, side)

    def _focus_in(self, selector: str) -> None:
        for side in self.query(selector):
            for widget in side.query("*"):
                if side.display and widget.focusable:
                    widget.focus()
                    return
