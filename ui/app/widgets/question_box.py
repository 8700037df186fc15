"""The box in which questions are typed, and from which an answer can be walked through.

Owns its keys while it has the focus. It keeps the focus after Enter, so that the next question
can be typed at once and no letter of it is taken for a command.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.message import Message
from textual.reactive import reactive

from ui.app.widgets.text_box import TextBox

__all__ = ["QuestionBox"]


class QuestionBox(TextBox):
    """A text box whose left and right arrows move through citations while it is empty."""

    HELP = (
        "Type a question; Enter asks it. Down or Escape goes to the answer, where single keys "
        "work. While the box is empty, left and right move through the citations."
    )

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down", "leave", "To the answer", show=True, id="question.to-answer",
                tooltip="Leave the box for the answer, where single keys work"),
        Binding("escape", "leave_to_keys", "Leave box", show=False, id="question.leave",
                tooltip="Leave the box, so that single keys work"),
        Binding("left", "step(-1)", "Previous citation", show=False,
                id="question.previous-citation", tooltip="Move to the citation before"),
        Binding("left", "cursor_left", "Left", show=False, id="question.left",
                tooltip="One letter to the left"),
        Binding("right", "step(1)", "Citations", key_display="←→", id="question.next-citation",
                tooltip="Move to the next citation; its quote is shown beside"),
        Binding("right", "cursor_right", "Right", show=False, id="question.right",
                tooltip="One letter to the right"),
        Binding("enter", "open", "Open page", id="question.open-page",
                tooltip="Open the paper at the page of the current citation"),
        Binding("enter", "submit", "Ask", show=False, id="question.ask",
                tooltip="Ask what was typed"),
    ]  # fmt: skip

    is_asking: reactive[bool] = reactive(False, bindings=True)
    """Whether an answer is being looked for; Escape then cancels instead of leaving."""
    has_answer: reactive[bool] = reactive(False, bindings=True)
    """Whether there is an answer with citations to walk through."""
    has_current: reactive[bool] = reactive(False, bindings=True)
    """Whether one of the citations is being looked at."""
    is_empty: reactive[bool] = reactive(True, bindings=True)
    """Whether nothing is typed."""

    @dataclass
    class Stepped(Message):
        """The next (1) or previous (-1) citation is wanted."""

        step: int

    class OpenWanted(Message):
        """The page of the current citation is wanted."""

    def watch_value(self, value: str) -> None:
        """The arrows change their meaning with the first letter."""
        self.is_empty = not value

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Keys are there only where they do something."""
        if action == "step":
            return self.has_answer and self.is_empty
        if action == "open":
            return self.has_answer and self.has_current and self.is_empty
        if action == "leave_to_keys":
            return not self.is_asking
        return super().check_action(action, parameters)

    def action_leave_to_keys(self) -> None:
        """Hand the focus on; while an answer is looked for, Escape cancels that instead."""
        self.action_leave()

    def action_step(self, step: int) -> None:
        """Walk through the citations."""
        self.post_message(self.Stepped(step))

    def action_open(self) -> None:
        """Open the current citation."""
        self.post_message(self.OpenWanted())
