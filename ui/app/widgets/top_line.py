"""The top line: the places, and the truth about the library.

Owns drawing both. Being at a place is the desk's business; counting is the library's.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual import events
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.content import Content
from textual.reactive import reactive
from textual.widget import Widget
from textual.widgets import Static

from ui.app import wording
from ui.app.messages import PlaceChosen

if TYPE_CHECKING:
    from workbench.types import LibraryStatus

__all__ = ["LibraryTruth", "PlaceTab", "TopLine"]


class PlaceTab(Widget):
    """The name of one place; a click goes there."""

    ALLOW_SELECT = False

    DEFAULT_CSS = """
    PlaceTab {
        width: auto; height: 1; padding: 0 1; color: $quiet; pointer: pointer;
        &:hover { color: $foreground; background: $raised; }
        &.-here { color: $accent; text-style: bold; }
    }
    """

    def __init__(self, place: str, label: str, key: str) -> None:
        super().__init__(id=f"tab-{place}")
        self.place = place
        self.label = label
        self.tooltip = f"{label} ({key})"

    def render(self) -> Content:
        """The place's name."""
        return Content(self.label)

    def on_click(self, event: events.Click) -> None:
        """Go there."""
        event.stop()
        self.post_message(PlaceChosen(self.place))


class LibraryTruth(Widget):
    """Papers, how much of them is embedded, whether any can be added, and how many jobs run."""

    ALLOW_SELECT = False

    DEFAULT_CSS = """
    LibraryTruth {
        width: 1fr; height: 1; padding: 0 1; color: $quiet;
        text-align: right; text-wrap: nowrap; text-overflow: ellipsis;
    }
    """

    papers: reactive[int | None] = reactive(None)
    status: reactive[LibraryStatus | None] = reactive(None)
    jobs: reactive[int] = reactive(0)
    opening: reactive[str] = reactive("")
    is_read_only: reactive[bool] = reactive(False)

    def render(self) -> Content:
        """What is true now, said as briefly as the room asks for."""
        if self.papers is None:
            return Content.styled(f"opening {self.opening} …" if self.opening else "", "$quiet")
        room = self.content_size.width
        said = (self._said(self.papers, detail) for detail in (2, 1))
        return next((s for s in said if s.cell_length <= room), self._said(self.papers, 0))

    def _said(self, papers: int, detail: int) -> Content:
        """The truth with every word (2), without ``embedded`` (1), or in numbers alone (0)."""
        parts: list[tuple[str, str]] = [
            ("● ", "$good" if papers else "$faint"),
            (wording.count(papers, "paper") if detail else f"{papers:,}", "$quiet"),
        ]
        if self.is_read_only:
            parts.append(("  read only" if detail else "  ro", "$partly"))
        status = self.status
        if status is not None and status.passages:
            percent = int(100 * status.embedded / status.passages)
            colour = "$quiet" if percent == 100 else "$partly"
            parts.append((f"  {percent} %{' embedded' if detail > 1 else ''}", colour))
        if self.jobs:
            jobs = wording.count(self.jobs, "job") if detail else f"{self.jobs}"
            parts.append((f"  ⏵ {jobs}", "$accent"))
        return Content.assemble(*parts)

    def on_click(self) -> None:
        """Jobs and states are explained at the folders."""
        self.post_message(PlaceChosen("folders"))


class TopLine(Horizontal):
    """``carrel``, the places, and the truth."""

    DEFAULT_CSS = """
    TopLine {
        height: 1; background: $surface;
        #brand { width: auto; padding: 0 2 0 1; color: $foreground; text-style: bold; }
    }
    """

    def __init__(self, places: list[tuple[str, str, str]]) -> None:
        super().__init__(id="top-line")
        self._places = places

    def compose(self) -> ComposeResult:
        """Brand, places, truth."""
        yield Static("carrel", id="brand", markup=False)
        for place, label, key in self._places:
            yield PlaceTab(place, label, key)
        yield LibraryTruth()

    def show_place(self, place: str) -> None:
        """Mark the place one is at."""
        for tab in self.query(PlaceTab):
            tab.set_class(tab.place == place, "-here")
