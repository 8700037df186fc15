"""The desk: one frame with the places in it.

Owns being at a place, the two lines of the frame, and handing what concerns all places (library
opened, library changed, status) to those that exist. Places are made when first visited.
"""

from __future__ import annotations

from functools import partial
from importlib import import_module
from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.screen import Screen
from textual.widgets import ContentSwitcher

from ui.app import work
from ui.app.messages import (
    FolderChosen,
    PlaceChosen,
    SamplesChosen,
)
from ui.app.places.place import Place
from ui.app.widgets.bottom_line import BottomLine, ModelLine
from ui.app.widgets.path_field import PathField
from ui.app.widgets.row_list import RowList
from ui.app.widgets.text_box import TextBox
from ui.app.widgets.top_line import LibraryTruth, TopLine

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Sequence

    from ui.app.session import Session
    from workbench.types import LibraryStatus

__all__ = ["Desk"]

PLACES = (
    ("ask", "Ask", "F2"),
    ("search", "Search", "F3"),
    ("library", "Library", "F4"),
    ("folders", "Folders", "F5"),
    ("map", "Map", "F6"),
    ("models", "Models", "F7"),
)
"""Name, label and key of the places in the top line."""

REMEMBER_SECONDS = 20.0
"""How often the desk's state is kept, so that a terminal that is closed costs little of it."""


_CLASSES = {
    "ask": "AskPlace",
    "search": "SearchPlace",
    "library": "LibraryPlace",
    "folders": "FoldersPlace",
    "map": "MapPlace",
    "models": "ModelsPlace",
    "welcome": "WelcomePlace",
}
"""The class of each place, in the module of its name."""

PREPARE_SECONDS = 0.25
"""Between imports of places that were not visited: each takes as long as a key may."""


def _place_class(name: str) -> type[Place]:
    """The class of a place; its module is imported only now, to keep the first paint quick."""
    made: type[Place] = getattr(import_module(f"ui.app.places.{name}"), _CLASSES[name])
    return made


def _make_place(name: str, session: Session) -> Place:
    make: Callable[[Session], Place] = _place_class(name)
    return make(session)


class Desk(Screen[None]):
    """Top line, the place one is at, bottom line."""

    HELP = (
        "F2 to F7, or `g` and a letter, change places. `/` goes to the box of a place, Escape "
        "leaves it, so that single keys work. Everything is also in the command palette, ctrl+p."
    )

    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (100, "-wide"), (160, "-broad")]  # noqa: RUF012 -- typed by Textual
    VERTICAL_BREAKPOINTS = [(0, "-low"), (20, "-high"), (32, "-tall")]  # noqa: RUF012 -- typed by Textual

    BINDINGS: ClassVar[list[BindingType]] = [
        *[
            Binding(key.lower(), f"go('{place}')", label, show=False, id=f"places.{place}",
                    tooltip=f"Go to {label}", priority=True)
            for place, label, key in PLACES
        ],
        Binding("g", "go_to", "Go to", show=False, id="places.go-to",
                tooltip="Go to a place: g and its letter"),
        Binding("s", "go('search')", "Search", show=False, id="places.search-letter",
                tooltip="Go to Search"),
        Binding("a", "go('ask')", "Ask", show=False, id="places.ask-letter",
                tooltip="Go to Ask"),
        Binding("tab", "app.focus_next", "Next", show=False, id="focus.next",
                tooltip="To the next thing that can have the focus"),
        Binding("shift+tab", "app.focus_previous", "Previous", show=False, id="focus.previous",
                tooltip="To the one before"),
    ]  # fmt: skip

    CSS = """
    Desk.-narrow Place .side { display: none; width: 1fr; border-left: none; }
    Desk.-narrow Place.-folded .side { display: block; }
    Desk.-narrow Place.-folded .main { display: none; }
    Desk.-low TopLine { display: none; }
    Desk.-narrow ModelLine { display: none; }
    Desk.-tall YearBars { display: block; }
    Desk.-narrow SearchPlace.-facets YearBars { display: block; }
    Desk.-narrow SearchPlace.-folded .facets { display: none; }
    Desk.-narrow SearchPlace.-folded.-facets .facets { display: block; }
    Desk.-narrow SearchPlace.-folded.-facets .passages { display: none; }
    Desk.-broad AskPlace.-page .side { layout: horizontal; width: 64%; }
    Desk.-broad SearchPlace .passages { display: block; width: 36%; }
    Desk.-broad SearchPlace .facets { display: block; width: 24%; }
    """
    # what folds is decided by the size of the screen, so it stands here and not with each part

    DEFAULT_CSS = """
    Desk { layout: vertical; background: $background; }
    Desk #places { height: 1fr; padding-top: 1; }
    Desk.-low #places { padding-top: 0; }
    """

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.session = session
        self._opened = False
        self._outdated: set[str] = set()
        """Places that have not looked at the library since it changed."""

    def compose(self) -> ComposeResult:
        """The frame, and the first place in it."""
        yield TopLine([*PLACES])
        first = self._first_place()
        with ContentSwitcher(initial=first, id="places"):
            yield _make_place(first, self.session)
        yield BottomLine()

    def on_mount(self) -> None:
        """Say what is going on before the library is open."""
        self.query_one(LibraryTruth).opening = self.session.label
        place = self._restore(self.place(self._first_place()))
        self.query_one(TopLine).show_place(place.id or "")
        place.first_focus().focus()
        self.set_interval(REMEMBER_SECONDS, self.remember)

    # -- places ------------------------------------------------------------------------------

    def _first_place(self) -> str:
        """Where one was last time, or the place to ask."""
        last = self.session.memory.place if self.session.memory else ""
        return last if last in {name for name, _, _ in PLACES} else "ask"

    def _restore(self, place: Place) -> Place:
        """Let a place be as it was left another day."""
        if self.session.memory and (state := self.session.memory.places.get(place.id or "")):
            place.restore(state)
        return place

    def remember(self) -> None:
        """Keep where one is and what was begun, for the next sitting."""
        memory = self.session.memory
        if memory is None:
            return
        if (here := self.switcher.current) and here != "welcome":
            memory.place = here
        for place in self.switcher.query(Place):
            memory.places[place.id or ""] = place.remembered()
        memory.write()

    @property
    def switcher(self) -> ContentSwitcher:
        """Holds the places made so far."""
        return self.query_one("#places", ContentSwitcher)

    def place(self, name: str) -> Place:
        """A place that was made already."""
        return self.switcher.query_one(f"#{name}", Place)

    async def make(self, name: str) -> Place:
        """A place, made now if need be, without going there."""
        if not self.switcher.query(f"#{name}"):
            place = _make_place(name, self.session)
            await self.switcher.add_content(place)
            self._restore(place)
            if self._opened:
                place.library_opened()
        return self.place(name)

    async def keep_in_step(self) -> None:
        """Let the folders be watched, or not any more, as the settings say."""
        from ui.app.places.folders import FoldersPlace

        place = await self.make("folders")
        if isinstance(place, FoldersPlace):
            place.keep_in_step()

    def make_way(self) -> None:
        """Let a reading of folders rest until what a person just asked for is done."""
        from ui.app.places.folder_reading import FolderReading

        for place in self.switcher.query(FolderReading):
            place.make_way()

    async def go(self, name: str) -> Place:
        """Be at a place, making it first if need be."""
        place = await self.make(name)
        self.switcher.current = name
        self.query_one(TopLine).show_place(name)
        place.first_focus().focus()
        # after the place has been painted as it was: coming there should not wait for it
        self.call_after_refresh(self._bring_up_to_date, place)
        place.arrived()
        return place

    async def action_go(self, place: str) -> None:
        """Go to a place."""
        await self.go(place)

    def action_go_to(self) -> None:
        """Wait for the letter of a place."""
        from ui.app.dialogs.goto import GoToDialog

        async def arrive(place: str | None) -> None:
            if place == "top" and isinstance(self.focused, RowList):
                self.focused.action_first()
            elif place and place != "top":
                await self.go(place)

        self.app.push_screen(GoToDialog(), arrive)

    async def on_place_chosen(self, message: PlaceChosen) -> None:
        """A place was clicked."""
        message.stop()
        await self.go(message.place)

    # -- the library -------------------------------------------------------------------------

    def library_opened(self) -> None:
        """Tell every place."""
        self._opened = True
        for truth in self.query(LibraryTruth):
            truth.is_read_only = not self.session.can_write
        for place in self.switcher.query(Place):
            place.library_opened()
        if self.session.settings.folders.watch == "auto":
            self.call_after_refresh(self.keep_in_step)
        self._prepare([*_CLASSES])

    def _prepare(self, names: Sequence[str]) -> None:
        """Import the places one by one, so that the first way to one is as quick as the next."""
        if names:
            _place_class(names[0])
            self.set_timer(PREPARE_SECONDS, partial(self._prepare, names[1:]))

    def on_library_changed(self) -> None:
        """Tell every place but the one that knows; the message goes on to the app."""
        self._tell_changed({"folders"})

    def on_undone(self) -> None:
        """Tell every place; the message goes on to the app, which says what was taken back."""
        self._tell_changed(frozenset())

    def _tell_changed(self, knowing: Collection[str]) -> None:
        """Let the place that is shown look again now, and the others when someone comes there."""
        here = self.switcher.current
        for place in self.switcher.query(Place):
            name = place.id or ""
            if name in knowing:
                continue
            if name == here or place.HEARS_AT_ONCE:
                place.library_changed()
            else:
                self._outdated.add(name)

    def _bring_up_to_date(self, place: Place) -> None:
        """Someone came to a place: what changed meanwhile is shown now."""
        if place.id in self._outdated:
            self._outdated.discard(place.id)
            place.library_changed()

    async def show_count(self, papers: int) -> None:
        """Show how many papers there are; welcome who comes to an empty library."""
        self.query_one(LibraryTruth).papers = papers
        if not papers and not self._reads_now and self.switcher.current == "ask":
            await self.go("welcome")

    def show_status(self, status: LibraryStatus) -> None:
        """Show the truth."""
        self.query_one(LibraryTruth).status = status
        self.query_one(ModelLine).status = status

    @property
    def _reads_now(self) -> bool:
        return bool(self.session.jobs.running("ingest"))

    def show_jobs(self, running: int) -> None:
        """Show how many long jobs run; threads may still tell it while the desk is taken down."""
        for truth in self.query(LibraryTruth):
            truth.jobs = running

    # -- papers get in -----------------------------------------------------------------------

    async def on_folder_chosen(self, message: FolderChosen) -> None:
        """Read a folder, and watch it being read."""
        message.stop()
        from ui.app.places.folders import FoldersPlace

        # who types a path may type another: no letter of it should be taken for a command
        is_typing = isinstance(self.focused, TextBox)
        place = await self.go("folders")
        if isinstance(place, FoldersPlace):
            (place.box() if is_typing else place.folders).focus()
            place.read(message.paths, retry=message.retry)

    def on_samples_chosen(self, message: SamplesChosen) -> None:
        """Find the sample papers; the thread answers with ``FolderChosen``."""
        message.stop()
        self.session.jobs.start(
            work.find_samples, lane="list", title="Finding the samples", target=self
        )

    def on_path_field_completion_wanted(self, message: PathField.CompletionWanted) -> None:
        """Look for folders that begin with what was typed, off the screen's thread."""
        message.stop()
        self.session.jobs.start(
            partial(work.complete_path, message.typed, 50),
            lane="list",
            title="Completing",
            target=message.field,
        )
