"""A field for a folder or a PDF file, completed with Tab.

Owns typing, pasting and choosing a path. What is on the disk is looked up by whoever hears
``CompletionWanted``; what happens with the path is said by ``FolderChosen``.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar
from urllib.parse import unquote, urlparse

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.message import Message
from textual.style import Style
from textual.widgets import Input, Static

from ui.app.messages import FolderChosen, PathsCompleted
from ui.app.widgets.text_box import TextBox
from ui.safe_text import one_line

__all__ = ["PathField", "cleaned_path"]

MOST_MATCHES = 6


def cleaned_path(text: str) -> str:
    """A path as people paste it: quotes, ``file://`` and white space around it removed."""
    path = text.strip().strip("'\"")
    return unquote(urlparse(path).path) if path.startswith("file://") else path


def _common_start(texts: tuple[str, ...]) -> str:
    """The longest start that all texts share, letter by letter."""
    first, last = min(texts), max(texts)
    same = 0
    while same < min(len(first), len(last)) and first[same] == last[same]:
        same += 1
    return first[:same]


class PathField(Vertical):
    """A text box with the matching folders under it."""

    HELP = (
        "Type or paste a folder of PDF files, or a single file. Tab completes, Enter reads it "
        "into the library. Files are linked, never copied or changed."
    )

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("tab", "complete", "Complete", key_display="tab", id="path.complete",
                tooltip="Complete the path with the folder under the box"),
    ]  # fmt: skip

    DEFAULT_CSS = """
    PathField {
        height: auto;
        #matches { width: 1fr; height: auto; color: $quiet; padding: 0 2; display: none; }
    }
    """

    @dataclass
    class CompletionWanted(Message):
        """Someone is typing a path; matches are welcome."""

        typed: str
        field: PathField

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002 -- Textual's word
        super().__init__(id=id)
        self._matches: tuple[str, ...] = ()
        self._is_chosen = False
        """Whether the path was taken as it is; matches that come late are of no use then."""

    def compose(self) -> ComposeResult:
        """The box and its matches."""
        yield TextBox("a folder of PDF files, such as ~/papers", id="path")
        yield Static(id="matches", markup=False)

    @property
    def box(self) -> TextBox:
        """The text box."""
        return self.query_one("#path", TextBox)

    @on(Input.Changed, "#path")
    def _ask_for_matches(self, event: Input.Changed) -> None:
        event.stop()
        self._is_chosen = False
        self._show(())
        if event.value:
            self.post_message(self.CompletionWanted(event.value, self))

    @on(Input.Submitted, "#path")
    def _choose(self, event: Input.Submitted) -> None:
        event.stop()
        if path := cleaned_path(event.value):
            self._is_chosen = True
            self._show(())
            # what is typed next replaces the path; an arrow key keeps it, to be corrected
            self.box.select_all()
            self.post_message(FolderChosen((path,)))

    def on_paths_completed(self, message: PathsCompleted) -> None:
        """Show matches, unless something else has been typed since."""
        if message.typed == self.box.value and not self._is_chosen:
            self._show(message.matches)

    def _show(self, matches: tuple[str, ...]) -> None:
        if matches == (self.box.value,):
            matches = ()
        self._matches = matches
        lines = [
            Content(one_line(match)).stylize(Style.from_meta({"match": match}))
            for match in matches[:MOST_MATCHES]
        ]
        if len(matches) > MOST_MATCHES:
            lines.append(Content.styled("…", "$faint"))
        below = self.query_one("#matches", Static)
        below.update(Content("\n").join(lines))
        below.display = bool(lines)
        self.refresh_bindings()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Tab moves on only from an empty box and from a path that was taken.

        In the middle of a path it is meant to complete; if it left the box where nothing matches,
        the letters typed next would be taken for keys.
        """
        if action != "complete":
            return super().check_action(action, parameters)
        return bool(self.box.value) and not self._is_chosen

    def action_complete(self) -> None:
        """Take what all matches have in common, or the first where that adds nothing."""
        if not self._matches:
            return
        common = _common_start(self._matches)
        value = self.box.value
        self._take(common if len(common) > len(value) else self._matches[0])

    def on_click(self, event: events.Click) -> None:
        """Take the match under the pointer."""
        if match := event.style.meta.get("match"):
            self._take(match)
            self.box.focus()

    def _take(self, path: str) -> None:
        self.box.value = path
        self.box.cursor_position = len(path)
