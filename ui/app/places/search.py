"""The Search place: results while typing, grouped by paper.

Owns when a search is started and which result may be shown. Requests are numbered: a result is
shown only when it is younger than what is on the screen. What narrows stands in the query itself.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.timer import Timer
from textual.widgets import Input, Static

from ui.app import wording, work
from ui.app.messages import (
    FacetsCounted,
    JobFailed,
    PaperChosen,
    SearchFinished,
)
from ui.app.places.like_this import Like
from ui.app.places.search_ordering import SearchOrdering
from ui.app.search_chips import Controls
from ui.app.widgets.chip_line import ChipLine
from ui.app.widgets.facet_list import FacetList
from ui.app.widgets.passage_pane import PassagePane
from ui.app.widgets.result_list import ResultList
from ui.app.widgets.row_list import RowList
from ui.app.widgets.text_box import TextBox
from ui.app.widgets.year_bars import YearBars
from ui.safe_text import plain

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.message import Message

    from ui.app.jobs import Job
    from ui.app.session import Session
    from workbench.library import Library
    from workbench.types import SearchResult

__all__ = ["SearchPlace"]


class SearchPlace(SearchOrdering):
    """A box, the papers found, and the passages of the one under the cursor."""

    HELP = (
        "Search finds passages by their words and by their meaning and groups them by paper. "
        "Results appear while you type. Words in quotes must stand together; year:2019..2023, "
        "author:knuth and the like narrow. The line under the box says how the results are "
        "ordered, what narrows them, and what your words may mean: nothing is narrowed by that "
        "until you press t. `f` shows authors, venues, folders and tags of what was found."
    )

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f", "facets", "Facets", id="search.facets",
                tooltip="Show what the papers found have in common, to narrow by it"),
        Binding("l", "more_like", "Like this", show=False, id="search.more-like",
                tooltip="Find papers like the one under the cursor"),
    ]  # fmt: skip

    DEBOUNCE: ClassVar[float] = 0.12
    """Seconds without a key before a search starts."""

    PASSAGES: ClassVar[int] = 60
    """Passages asked for: enough for some twenty papers."""

    DEFAULT_CSS = """
    SearchPlace {
        #found { height: 1; padding: 0 2; color: $quiet; text-wrap: nowrap;
                 text-overflow: ellipsis;
                 &.-wrong { height: auto; color: $bad; text-wrap: wrap; text-overflow: fold; } }
        .columns { padding-top: 1; }
        YearBars { display: none; }
        .facets { display: none; }
        &.-facets .facets { display: block; }
        &.-facets .passages { display: none; }
    }
    """

    def __init__(self, session: Session) -> None:
        super().__init__(session, "search")
        self._shown_request = 0
        self._timer: Timer | None = None
        self._job: Job | None = None
        self._facet_job: Job | None = None
        self._like: Like | None = None
        """What papers like one are looked for, in place of what the box holds."""

    def compose(self) -> ComposeResult:
        """Box on top; results left, passages right."""
        yield TextBox("search words and meaning", id="query", starts_with_slash=False)
        yield Static(id="found", markup=False)
        yield ChipLine(id="controls")
        yield YearBars(id="found-years")
        with Horizontal(classes="columns"):
            with Vertical(classes="main"):
                yield ResultList(id="results")
            with Vertical(classes="side passages"):
                yield PassagePane()
            with Vertical(classes="side facets"):
                yield FacetList(id="facets")

    def on_mount(self) -> None:
        """Say how results will be ordered before there are any."""
        self.show_controls()

    def box(self) -> TextBox:
        """The query."""
        return self.query_one("#query", TextBox)

    @property
    def results(self) -> ResultList:
        """The papers found."""
        return self.query_one("#results", ResultList)

    @property
    def facets(self) -> FacetList:
        """What the papers found have in common."""
        return self.query_one("#facets", FacetList)

    @property
    def years(self) -> YearBars:
        """The papers found by year."""
        return self.query_one("#found-years", YearBars)

    @on(Input.Changed, "#query")
    def _query_changed(self, event: Input.Changed) -> None:
        event.stop()
        self._like = self._like and self._like.narrowed_by(self.box().value)
        self.search_soon()

    def search_soon(self) -> None:
        """Search when no key was pressed for a moment."""
        if self._timer is not None:
            self._timer.stop()
        self._timer = self.set_timer(self.DEBOUNCE, self._search_again)

    def _search_again(self) -> None:
        """Look once more for what is shown: papers like one, or what the box holds."""
        if self._like is None:
            self.search_now()
        else:
            self._find_like(self._like)

    @on(Input.Submitted, "#query")
    def _query_submitted(self, event: Input.Submitted) -> None:
        event.stop()
        if self.results.row_count:
            self.results.focus()
        else:
            self._search_again()

    def search_now(self) -> None:
        """Start a search for what the box holds; an older one is given up."""
        self._like = None
        query = self.box().value.strip()
        self._request += 1
        if self._job is not None:
            self._job.abandon()
        if not query:
            self._clear()
        elif self.session.is_open:
            controls = dict(self._controls)
            self._start(partial(work.search, query, self._request, self.PASSAGES, controls))

    def _start(self, find: Callable[[Library, Job], Message]) -> None:
        self._job = self.session.start(find, lane="search", title="Search", target=self)

    def _clear(self) -> None:
        self._shown_request = self._request
        self._result = None
        self.results.groups = []
        self.results.set_row_count(0)
        self.facets.show_facets((), ())
        self.years.show_counts({})
        self._say(Content(""))
        self._suggestions = ()
        self.show_controls()

    def on_search_finished(self, message: SearchFinished) -> None:
        """Show a result unless a younger one is there already."""
        if message.request <= self._shown_request:
            return
        self._shown_request = message.request
        self._result = message.result
        self.results.show_result(message.result)
        self._say(_summary(message.result, self.results.row_count))
        self._suggestions = message.result.suggestions
        self.show_controls()
        self._count_facets(message.result)

    # -- what was found, by year and by what papers have in common -----------------------------

    def _count_facets(self, result: SearchResult) -> None:
        if self._facet_job is not None:
            self._facet_job.abandon()
        controls = dict(self._controls)
        count = partial(work.count_facets, result, self._shown_request, self.PASSAGES, controls)
        self._facet_job = self.session.start(count, lane="list", title="Counting", target=self)

    def on_facets_counted(self, message: FacetsCounted) -> None:
        """Show them unless other papers are shown by now."""
        if message.request != self._shown_request or self._result is None:
            return
        from workbench.search.adjust import chosen_filters, chosen_years

        query = " ".join(self._like.terms) if self._like else self._result.query
        self.facets.show_facets(message.facets.facets, chosen_filters(query))
        self.years.show_counts(message.facets.years)
        self.years.show_span(*(chosen_years(query) or (None, None)))

    @on(YearBars.SpanChosen)
    def _years_chosen(self, event: YearBars.SpanChosen) -> None:
        event.stop()
        from workbench.search.adjust import with_years

        self.box().value = with_years(self.box().value, event.years)

    @on(RowList.Chosen, "#facets")
    def _facet_chosen(self, event: RowList.Chosen) -> None:
        event.stop()
        from workbench.search.adjust import toggled

        self.box().value = toggled(self.box().value, self.facets.facets[event.index].filter)

    def action_facets(self) -> None:
        """Show what the papers have in common in place of the passages, or these again."""
        is_shown = self.facets.is_on_screen and self.facets.has_focus
        self._show_facets(not is_shown)

    def _show_facets(self, shown: bool) -> None:
        is_narrow = self.screen.has_class("-narrow")
        self.set_class(shown, "-facets")
        self.set_class(is_narrow and shown, "-folded")
        # at once: the next key may be typed before the screen is drawn anew
        self.app.stylesheet.update(self)
        (self.facets if shown else self.results).focus()

    @on(FacetList.Left)
    def _leave_facets(self, event: FacetList.Left) -> None:
        event.stop()
        self._show_facets(False)

    def on_job_failed(self, message: JobFailed) -> None:
        """A half-typed query may be wrong; that is said here, not in a box over the typing."""
        message.stop()
        lines = [plain(message.problem), *self._pointer(message), plain(message.hint)]
        self._say(Content("\n".join(filter(None, lines))), wrong=True)

    def _pointer(self, message: JobFailed) -> list[str]:
        """Query and marks; none where they would be broken, and the marks point elsewhere."""
        lines = message.pointer.splitlines()
        width = self.query_one("#found").content_size.width
        return lines if all(Content(line).cell_length <= width for line in lines) else []

    # -- searches that were kept, and papers like one ------------------------------------------

    def make_again(self, query: str, controls: Controls) -> None:
        """Search for a query, its results ordered as these controls say."""
        self._controls = controls
        self._like = None
        self.box().value = query
        self.show_controls()
        self.search_soon()
        self.results.focus()

    def action_more_like(self) -> None:
        """Find papers like the one under the cursor."""
        if (group := self.results.current) is None:
            return
        self._find_like(Like(group.paper.id, self.box().value))

    def _find_like(self, like: Like) -> None:
        self._like = like
        self._request += 1
        if self._job is not None:
            self._job.abandon()
        controls = dict(self._controls)
        self._start(
            partial(work.more_like, like.key, like.terms, self._request, self.PASSAGES, controls)
        )

    def _say(self, text: Content, *, wrong: bool = False) -> None:
        found = self.query_one("#found", Static)
        found.set_class(wrong, "-wrong")
        found.update(text)

    def library_opened(self) -> None:
        """What was typed meanwhile is searched now."""
        self.show_controls()
        if self.box().value:
            self.search_now()

    def library_changed(self) -> None:
        """New papers may match."""
        if self._like or self.box().value:
            self._search_again()

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
    notes = [(f" · {plain(wording.with_keys(note))}", "$partly") for note in result.notes]
    return Content.assemble(" · ".join(parts), *notes)
