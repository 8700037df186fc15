"""The Search place: results while typing, grouped by paper.

Owns when a search is started and which result may be shown. Requests are numbered: a result is
shown only when it is younger than what is on the screen.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.timer import Timer
from textual.widgets import Input, Static

from ui.app import wording, work
from ui.app.messages import JobFailed, PaperChosen, SearchFinished
from ui.app.places.place import Place
from ui.app.widgets.passage_pane import PassagePane
from ui.app.widgets.result_list import ResultList
from ui.app.widgets.row_list import RowList
from ui.app.widgets.text_box import TextBox
from ui.safe_text import plain

if TYPE_CHECKING:
    from ui.app.jobs import Job
    from ui.app.session import Session
    from workbench.types import SearchResult

__all__ = ["SearchPlace"]


class SearchPlace(Place):
    """A box, the papers found, and the passages of the one under the cursor."""

    HELP = (
        "Search finds passages by their words and by their meaning and groups them by paper. "
        "Results appear while you type. Words in quotes must stand together."
    )

    DEBOUNCE: ClassVar[float] = 0.12
    """Seconds without a key before a search starts."""

    PASSAGES: ClassVar[int] = 60
    """Passages asked for: enough for some twenty papers."""

    DEFAULT_CSS = """
    SearchPlace {
        #found { height: 1; padding: 0 2; color: $quiet; text-wrap: nowrap;
                 text-overflow: ellipsis; margin-bottom: 1; }
        #search-idle { padding: 1 2; color: $quiet; height: auto; }
    }
    """

    def __init__(self, session: Session) -> None:
        super().__init__(session, "search")
        self._request = 0
        self._shown_request = 0
        self._timer: Timer | None = None
        self._job: Job | None = None

    def compose(self) -> ComposeResult:
        """Box on top; results left, passages right."""
        yield TextBox("search words and meaning", id="query")
        yield Static(id="found", markup=False)
        with Horizontal(classes="columns"):
            with Vertical(classes="main"):
                yield ResultList(id="results")
            with Vertical(classes="side"):
                yield PassagePane()

    def box(self) -> TextBox:
        """The query."""
        return self.query_one("#query", TextBox)

    @property
    def results(self) -> ResultList:
        """The papers found."""
        return self.query_one("#results", ResultList)

    @on(Input.Changed, "#query")
    def _query_changed(self, event: Input.Changed) -> None:
        event.stop()
        if self._timer is not None:
            self._timer.stop()
        self._timer = self.set_timer(self.DEBOUNCE, self.search_now)

    @on(Input.Submitted, "#query")
    def _query_submitted(self, event: Input.Submitted) -> None:
        event.stop()
        if self.results.row_count:
            self.results.focus()
        else:
            self.search_now()

    def search_now(self) -> None:
        """Start a search for what the box holds; an older one is given up."""
        query = self.box().value.strip()
        self._request += 1
        if self._job is not None:
            self._job.abandon()
        if not query:
            self._clear()
        elif self.session.is_open:
            self._job = self.session.start(
                partial(work.search, query, self._request, self.PASSAGES),
                lane="search", title="Search", target=self,
            )  # fmt: skip

    def _clear(self) -> None:
        self._shown_request = self._request
        self.results.groups = []
        self.results.set_row_count(0)
        self._say(Content(""))

    def on_search_finished(self, message: SearchFinished) -> None:
        """Show a result unless a younger one is there already."""
        if message.request <= self._shown_request:
            return
        self._shown_request = message.request
        self.results.show_result(message.result)
        self._say(_summary(message.result, self.results.row_count))

    def on_job_failed(self, message: JobFailed) -> None:
        """A half-typed query may be wrong; that is said here, not in a box over the typing."""
        message.stop()
        self._say(Content.styled(f"{plain(message.problem)} {plain(message.hint)}", "$bad"))

    def _say(self, text: Content) -> None:
        self.query_one("#found", Static).update(text)

    def library_opened(self) -> None:
        """What was typed meanwhile is searched now."""
        if self.box().value:
            self.search_now()

    def library_changed(self) -> None:
        """New papers may match."""
        if self.box().value:
            self.search_now()

    @on(TextBox.Left, "#query")
    def _to_results(self, event: TextBox.Left) -> None:
        event.stop()
        self.results.focus()

    @on(RowList.Highlighted, "#results")
    def _show_passages(self, event: RowList.Highlighted) -> None:
        event.stop()
        self.query_one(PassagePane).show_hits(self.results.current, self.results.stems)

    @on(RowList.Chosen, "#results")
    def _open_paper(self, event: RowList.Chosen) -> None:
        event.stop()
        best = self.results.groups[event.index].hits[0]
        self.post_message(
            PaperChosen(best.paper.id, best.passage.page, "", best.passage.rectangles)
        )


def _summary(result: SearchResult, papers: int) -> Content:
    if not result.hits:
        parts = ["nothing found"]
    else:
        passages = wording.count(len(result.hits), "passage")
        parts = [f"{passages} in {wording.count(papers, 'paper')}"]
    if seconds := result.timings.get("total"):
        parts.append(wording.duration(seconds))
    notes = [(f" · {plain(note)}", "$partly") for note in result.notes]
    return Content.assemble(" · ".join(parts), *notes)
