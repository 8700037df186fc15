"""Asking for whom an answer is to be put into other words, and in which language.

Owns the window; writing is the library's business.
"""

from __future__ import annotations

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widgets import Input, Static

from ui.app.dialogs.dialog import Dialog
from ui.app.widgets.text_box import TextBox

__all__ = ["RewordDialog"]


class RewordDialog(Dialog["tuple[str, str] | None"]):
    """Asks for an audience, a language, or both; gives back the two."""

    HELP = (
        "Say for whom, such as `a clinician`, in which language, or both. Every sentence keeps its "
        "citations and is checked again. The bundled writer is too small for it and says so; a "
        "larger one is chosen among the models (`g o`)."
    )

    def compose(self) -> ComposeResult:
        """Heading, two boxes, keys."""
        with Vertical(id="box"):
            yield Static("Put this answer into other words", classes="heading", markup=False)
            yield TextBox("for whom, such as: a clinician", id="audience")
            yield TextBox("in which language, such as: German", id="language")
            yield Static("tab next · enter write · escape leave", classes="keys", markup=False)

    @on(Input.Submitted)
    def _take(self, event: Input.Submitted) -> None:
        event.stop()
        audience, language = (
            self.query_one(name, TextBox).value.strip() for name in ("#audience", "#language")
        )
        if audience or language:
            self.dismiss((audience, language))
