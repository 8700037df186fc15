"""The Map place: the library on a plane, with a timeline below.

Owns fetching the map, what is lit on it, and the years that are shown.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Input, Static

from ui.app import wording, work
from ui.app.messages import JobCancelled, JobFailed, MapProgressed, MapRead, PaperChosen
from ui.app.places.place import Place
from ui.app.widgets.map_canvas import MapCanvas
from ui.app.widgets.text_box import TextBox
from ui.app.widgets.timeline import Timeline
from ui.safe_text import one_line, plain

if TYPE_CHECKING:
    from ui.app.jobs import Job
    from ui.app.session import Session
    from workbench.types import PaperMap, PaperSummary

__all__ = ["MapPlace"]


NOTHING_FOUND = "no paper on the map has these words in its title, authors, venue or year"


class MapPlace(Place):
    """A box to find papers, the plane, the paper under the cursor, the timeline."""

    HEARS_AT_ONCE: ClassVar[bool] = True
    HELP = (
        "The library as a map. Groups are named by their own terms. Type in the box to light "
        "papers; the papers of your last answer are lit when you come from it."
    )

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("x", "cancel", "Cancel", id="atlas.cancel", tooltip="Stop drawing the map"),
        Binding("escape", "clear", "Light none", id="atlas.clear",
                tooltip="Let no paper stand out any more"),
    ]  # fmt: skip

    DEFAULT_CSS = """
    MapPlace {
        #map-note { height: auto; padding: 0 2; color: $quiet; }
        #map-about { height: auto; padding: 0 2; }
        .side { width: 34; overflow-y: auto; scrollbar-size-vertical: 1; }
    }
    """

    def __init__(self, session: Session) -> None:
        super().__init__(session, "map")
        self._job: Job | None = None
        self._is_stale = True
        self._links: dict[str, set[str]] = {}
        self._index: dict[str, int] = {}
        self._answer_papers: frozenset[str] = frozenset()

    def compose(self) -> ComposeResult:
        """Box, note, plane beside the paper, timeline."""
        yield TextBox("find papers on the map", id="find", starts_with_slash=False)
        yield Static(id="map-note", markup=False)
        with Horizontal(classes="columns"):
            with Vertical(classes="main"):
                yield MapCanvas()
            with Vertical(classes="side"):
                yield Static(id="map-about", markup=False)
        yield Timeline()

    def box(self) -> TextBox:
        """The box that finds papers."""
        return self.query_one("#find", TextBox)

    def first_focus(self) -> Widget:
        """The plane: one comes here to look."""
        return self.canvas

    @property
    def canvas(self) -> MapCanvas:
        """The plane."""
        return self.query_one(MapCanvas)

    @property
    def timeline(self) -> Timeline:
        """The years."""
        return self.query_one(Timeline)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Keys are there only where they do something."""
        if action == "cancel":
            return self._job is not None
        if action == "clear":
            return bool(self.canvas.lit)
        return super().check_action(action, parameters)

    # -- the map -----------------------------------------------------------------------------

    def library_opened(self) -> None:
        """Draw the map if someone is here."""
        self.arrived()

    def library_changed(self) -> None:
        """The map is drawn anew when someone is here again, not with every paper that is read."""
        self._is_stale = True

    def arrived(self) -> None:
        """Draw the map if it is not up to date, and light what the last answer used."""
        if self.session.is_open and self._is_stale and self._job is None:
            self._is_stale = False
            self._job = self.session.start(work.read_map, lane="map", title="The map", target=self)
            self._say("the map is being drawn …")
        self._light_answer()

    def on_map_progressed(self, message: MapProgressed) -> None:
        """Say how far it is."""
        if self._job is not None:
            self._say(wording.progress_line(message.progress))

    def on_map_read(self, message: MapRead) -> None:
        """Show it."""
        self._job = None
        found = message.map
        self._index = {point.paper.id: n for n, point in enumerate(found.points)}
        self._links = {}
        for link in found.links:
            self._links.setdefault(link.citing, set()).add(link.cited)
            self._links.setdefault(link.cited, set()).add(link.citing)
        self.timeline.show_years([p.paper.year for p in found.points if p.paper.year])
        self.canvas.show_map(found)
        self._say(_note(found))
        self._find()
        self.refresh_bindings()

    def on_job_failed(self, message: JobFailed) -> None:
        """The box with the detail comes from the app."""
        if self._job is not None and message.job == self._job.number:
            self._job, self._is_stale = None, True
            self._say(f"✗ {plain(message.problem)}")

    def on_job_cancelled(self, message: JobCancelled) -> None:
        """Stopped by the person."""
        message.stop()
        self._job, self._is_stale = None, True
        self._say("stopped; come here again to draw the map")
        self.refresh_bindings()

    def action_cancel(self) -> None:
        """Stop drawing."""
        if self._job is not None:
            self._job.cancel()

    def _say(self, text: str) -> None:
        note = self.query_one("#map-note", Static)
        note.update(Content(text))
        note.display = bool(text)

    # -- what is lit -------------------------------------------------------------------------

    def _light_answer(self) -> None:
        from ui.app.places.ask import AskPlace

        for place in self.screen.query(AskPlace):
            cited = place.answer.citations if place.answer is not None else ()
            papers = frozenset(citation.paper.id for citation in cited)
            if papers != self._answer_papers:
                self._answer_papers = papers
                self.box().value = ""
        self._find()

    @on(Input.Changed, "#find")
    def _typed(self, event: Input.Changed) -> None:
        event.stop()
        self._find()

    def _find(self) -> None:
        """Light what matches the box, or what the last answer used."""
        words = self.box().value.casefold().split()
        if words:
            points = self.canvas.map.points if self.canvas.map else ()
            lit = {n for n, point in enumerate(points) if _matches(point.paper, words)}
        else:
            lit = {self._index[paper] for paper in self._answer_papers if paper in self._index}
        self.canvas.light(frozenset(lit))
        if self.canvas.map is not None:
            nothing = bool(words) and not lit
            self._say(NOTHING_FOUND if nothing else _note(self.canvas.map))
        if lit and (words or self.canvas.cursor not in lit):
            self.canvas.go_to(min(lit))

    @on(Input.Submitted, "#find")
    @on(TextBox.Left, "#find")
    def _to_canvas(self, event: Input.Submitted | TextBox.Left) -> None:
        event.stop()
        self.canvas.focus()

    def action_clear(self) -> None:
        """Light nothing."""
        self._answer_papers = frozenset()
        self.box().value = ""
        self._find()

    # -- papers and years --------------------------------------------------------------------

    @on(MapCanvas.Reached)
    def _reached(self, event: MapCanvas.Reached) -> None:
        event.stop()
        paper = event.paper
        others = self._papers(self._links.get(paper.id, ()))
        self.timeline.show_arcs(paper.year, [other.year for other in others if other.year])
        group = self._group_name(paper)
        tied = wording.count(len(others), "paper")
        self.query_one("#map-about", Static).update(
            Content.assemble(
                (f"{wording.title(paper)}\n\n", "$title"),
                (f"{wording.byline(paper)}\n\n", "$quiet"),
                (f"{group}\n\n" if group else "", "$accent"),
                (f"cites or is cited by {tied} here\n" if others else "", "$quiet"),
                ("⏎ opens it", "$faint"),
            )
        )

    def _papers(self, ids: Iterable[str]) -> list[PaperSummary]:
        points = self.canvas.map.points if self.canvas.map else ()
        return [points[self._index[paper]].paper for paper in ids if paper in self._index]

    def _group_name(self, paper: PaperSummary) -> str:
        if self.canvas.map is None:
            return ""
        number = self.canvas.map.points[self._index[paper.id]].group
        names = {group.number: group.name for group in self.canvas.map.groups}
        return one_line(names.get(number, ""))

    @on(MapCanvas.Chosen)
    def _chosen(self, event: MapCanvas.Chosen) -> None:
        event.stop()
        self.post_message(PaperChosen(event.paper.id))

    @on(Timeline.SpanChosen)
    def _span_chosen(self, event: Timeline.SpanChosen) -> None:
        event.stop()
        self.canvas.show_years(event.years)


def _matches(paper: PaperSummary, words: list[str]) -> bool:
    text = f"{paper.title} {' '.join(paper.authors)} {paper.year or ''} {paper.venue}".casefold()
    return all(word in text for word in words)


def _note(found: PaperMap) -> str:
    """What must be said of a map that does not show everything."""
    if not found.points and not found.missing:
        return "an empty library has no map yet"
    if not found.points:
        return "no paper is embedded yet: the map needs the model that finds by meaning (F7)"
    if found.missing:
        if found.missing == 1:
            return "1 paper is not on the map: nothing of it is embedded"
        return f"{found.missing:,} papers are not on the map: nothing of them is embedded"
    return ""
