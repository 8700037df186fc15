"""Asking for a filter that a question is to be narrowed by.

Owns the window and the check that what was typed is a filter; asking again is the Ask place's.
"""

from __future__ import annotations

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import Input, Static

from ui.app.dialogs.dialog import Dialog
from ui.app.widgets.text_box import TextBox
from ui.safe_text import plain
from workbench.errors import QueryError
from workbench.search.query import parse_query
from workbench.search.query_fields import FIELDS

__all__ = ["NarrowDialog"]


class NarrowDialog(Dialog["str | None"]):
    """Asks for one or more filters of the query language."""

    HELP = "Type a filter, such as `tag:thesis` or `year:2018..`. Enter asks the question again."

    # on a small screen the fields scroll, so that the keys below them stay in sight
    DEFAULT_CSS = """
    NarrowDialog #fields { height: auto; max-height: 33vh; }
    """

    def compose(self) -> ComposeResult:
        """Heading, box, what there is, what is wrong."""
        fields = "\n".join(f"{kind.example}  {kind.keeps}" for kind in FIELDS.values())
        with Vertical(id="box"):
            yield Static("Answer from fewer papers", classes="heading", markup=False)
            yield TextBox("year:2018.. or tag:thesis or collection:mine", id="filter")
            yield Static(id="fault", markup=False)
            with VerticalScroll(id="fields"):
                yield Static(Content.styled(fields, "$faint"), markup=False)
            yield Static("enter ask again · escape leave", classes="keys", markup=False)

    @on(Input.Submitted)
    def _take(self, event: Input.Submitted) -> None:
        event.stop()
        fault = _fault(event.value)
        if fault:
            self.query_one("#fault", Static).update(Content.styled(plain(fault), "$bad"))
        elif event.value.strip():
            self.dismiss(event.value.strip())


def _fault(text: str) -> str:
    """Why a text is no filter; ``""`` where it is one, or nothing."""
    try:
        query = parse_query(text)
    except QueryError as error:
        return f"{error.message}: {error.hint}"
    if text.strip() and (query.has_words or not query.filters):
        return "that would be words to search for: put them into the question"
    return ""
