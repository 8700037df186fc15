"""What all places of the desk have in common: a box, a main side and a right side that folds.

Owns folding the right side and its width, and which widget gets the focus; everything else is a
place's own.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.containers import Container
from textual.widget import Widget

from ui.app.memory import MOST_LETTERS
from ui.app.session import Session
from ui.app.widgets.row_list import RowList
from ui.app.widgets.text_box import TextBox

__all__ = ["Place"]

LEAST_SIDE, MOST_SIDE = 20, 75
"""Widths of the right side in percent of the place; the left one is to be seen too."""
SIDE_STEP = 4


class Place(Container):
    """One place of the desk."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("slash", "focus_box", "Type", key_display="/", id="place.go-to-box",
                tooltip="Go to the box at the top and type"),
        Binding("v", "fold", "Sides", id="place.fold",
                tooltip="Show or hide the right side; on a narrow screen, change sides"),
        Binding("less_than_sign", "widen(1)", "Side wider", show=False, id="place.side-wider",
                tooltip="Make the right side wider; its border can be dragged too"),
        Binding("greater_than_sign", "widen(-1)", "Side narrower", show=False,
                id="place.side-narrower",
                tooltip="Make the right side narrower; its border can be dragged too"),
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

    HEARS_AT_ONCE: ClassVar[bool] = False
    """Whether it is told of changes while nobody is here: what it does then costs nothing."""

    FORGETS: ClassVar[frozenset[str]] = frozenset()
    """Ids of boxes whose text is not worth remembering."""

    def __init__(self, session: Session, name: str) -> None:
        super().__init__(id=name)
        self.session = session
        self._side_percent: int | None = None
        """Width of the right side as the person set it; None as it comes."""
        self._is_dragged = False

    def box(self) -> Widget:
        """The box one types into."""
        raise NotImplementedError

    def first_focus(self) -> Widget:
        """What has the focus when one comes here."""
        return self.box()

    def arrived(self) -> None:
        """Someone came here, perhaps after being elsewhere."""

    def library_opened(self) -> None:
        """The library can be used from now on."""

    def library_changed(self) -> None:
        """Papers were added or changed."""

    def remembered(self) -> dict[str, Any]:
        """What should be as it is now when someone comes back another day."""
        return {
            "boxes": {
                box.id: box.value[:MOST_LETTERS]
                for box in self.query(TextBox)
                if box.id and box.id not in self.FORGETS
            },
            "rows": {rows.id: rows.cursor for rows in self.query(RowList) if rows.id},
            # on a narrow screen the same class shows the other side instead
            "folded": self.has_class("-folded") and not self.screen.has_class("-narrow"),
            "side": self._side_percent,
        }

    def restore(self, state: Mapping[str, Any]) -> None:
        """Be as one was left; what does not fit any more is left out."""
        boxes, rows = _table(state.get("boxes")), _table(state.get("rows"))
        for box in self.query(TextBox):
            value = boxes.get(box.id)
            if isinstance(value, str) and value and not box.value:
                box.value = value
        for row_list in self.query(RowList):
            cursor = rows.get(row_list.id)
            if isinstance(cursor, int):
                row_list.restore_cursor(cursor)
        self.set_class(state.get("folded") is True, "-folded")
        side = state.get("side")
        if isinstance(side, int):
            self._set_side(side)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Nothing to fold without a right side; no way to the box for one who types in it."""
        if action == "fold":
            return self.HAS_SIDE
        if action == "widen":
            return self._open_side is not None and not self.screen.has_class("-narrow")
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

    # -- the right side's width ----------------------------------------------------------------

    @property
    def _open_side(self) -> Widget | None:
        """The first right side that is shown."""
        return next((side for side in self.query(".side") if side.display), None)

    def action_widen(self, steps: int) -> None:
        """Move the border between the sides."""
        if (side := self._open_side) is not None and self.size.width:
            now = round(100 * side.outer_size.width / self.size.width)
            self._set_side(now + steps * SIDE_STEP)

    def _set_side(self, percent: int) -> None:
        self._side_percent = max(LEAST_SIDE, min(percent, MOST_SIDE))
        self._size_sides()

    def _size_sides(self) -> None:
        """Give the sides the width that was set, where there is room for two."""
        if self._side_percent is None or not self.is_attached:
            return
        is_narrow = self.screen.has_class("-narrow")
        for side in self.query(".side"):
            side.styles.width = None if is_narrow else f"{self._side_percent}%"

    def on_resize(self) -> None:
        """On a narrow screen one side takes it all, and the keys with it."""
        self.call_after_refresh(self._size_sides)
        self.call_after_refresh(self._keep_focus)

    def _keep_focus(self) -> None:
        """Give the focus to what is in sight where what had it has folded away."""
        focused = self.screen.focused
        is_lost = focused is None or not all(node.display for node in focused.ancestors_with_self)
        if self.screen.is_current and self.display and is_lost:
            self._focus_in(".main")

    def on_mouse_down(self, event: events.MouseDown) -> None:
        """Take hold of the border."""
        side = self._open_side
        is_narrow = self.screen.has_class("-narrow")
        if side is not None and not is_narrow and event.screen_x == side.region.x:
            self._is_dragged = True
            self.capture_mouse()

    def on_mouse_move(self, event: events.MouseMove) -> None:
        """Drag it."""
        if self._is_dragged and self.size.width:
            width = self.region.right - event.screen_x
            self._set_side(round(100 * width / self.size.width))

    def on_mouse_up(self) -> None:
        """Let it go."""
        if self._is_dragged:
            self._is_dragged = False
            self.release_mouse()

    def _focus_in(self, selector: str) -> None:
        for side in self.query(selector):
            for widget in side.query("*"):
                if side.display and widget.focusable:
                    widget.focus()
                    return


def _table(stored: object) -> dict[object, object]:
    """What was stored where a table should be; none, where it is none."""
    return stored if isinstance(stored, dict) else {}
