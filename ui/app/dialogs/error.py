"""One readable box for one error: what happened, what to do, and the detail to copy.

Owns nothing but the box.
"""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import Static

from ui.app.dialogs.dialog import Dialog
from ui.safe_text import plain

__all__ = ["ErrorDialog"]


class ErrorDialog(Dialog["str | None"]):
    """What happened and what to do next.

    Args:
        problem: What happened, in one sentence.
        hint: What to do; may be empty.
        detail: What a report of the fault should hold; may be empty.
        can_retry: Whether the same may be tried again; the box then closes with ``retry``.
    """

    HELP = "Something did not work. The box says what, and what to do. `c` copies the detail."

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "close", "Close", show=False, id="error.close", tooltip="Close this box"),
        Binding("c", "copy", "Copy detail", id="error.copy-detail",
                tooltip="Copy the message and its detail"),
        Binding("r", "retry", "Try again", id="error.retry", tooltip="Try the same once more"),
        Binding("d", "toggle_detail", "Detail", id="error.show-detail",
                tooltip="Show or hide the technical detail"),
    ]  # fmt: skip

    DEFAULT_CSS = """
    ErrorDialog {
        #box { border: round $bad; }
        #hint { color: $quiet; margin-top: 1; }
        #detail { height: auto; max-height: 14; margin-top: 1; display: none; }
        #detail Static { color: $faint; height: auto; width: 1fr; }
    }
    """

    def __init__(
        self, problem: str, hint: str = "", detail: str = "", *, can_retry: bool = False
    ) -> None:
        super().__init__()
        self.problem = plain(problem)
        self.hint = plain(hint)
        self.detail = plain(detail)
        self.can_retry = can_retry

    def compose(self) -> ComposeResult:
        """Problem, hint, detail, keys."""
        with Vertical(id="box"):
            yield Static(Content.assemble(("✗ ", "$bad"), self.problem), id="problem")
            yield Static(Content(self.hint), id="hint")
            with VerticalScroll(id="detail"):
                yield Static(Content(self.detail))
            keys = ["r try again"] if self.can_retry else []
            keys += ["d detail"] if self.detail else []
            keys += ["c copy", "enter close"]
            yield Static(" · ".join(keys), classes="keys", markup=False)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Trying again is offered only where it can help."""
        return self.can_retry if action == "retry" else super().check_action(action, parameters)

    def action_retry(self) -> None:
        """Close and let the same be tried again."""
        self.dismiss("retry")

    def action_copy(self) -> None:
        """Copy everything (OSC 52, so it works over SSH too)."""
        text = "\n\n".join(filter(None, (self.problem, self.hint, self.detail)))
        self.app.copy_to_clipboard(text)
        self.notify("Copied", markup=False)

    def action_toggle_detail(self) -> None:
        """Show or hide the detail."""
        detail = self.query_one("#detail")
        detail.display = bool(self.detail) and not detail.display
