"""The Search place: results while typing, grouped by paper.

Owns when a search is started and which result may be shown. Requests are numbered: a result is
shown only when it is younger than what is on the screen.
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
from ui.app.messages import JobFailed, PaperChosen, SearchFinished
from ui.app.places.place import Place
from ui.app.widgets.passage_pane import PassagePane
from ui.app.widgets.result_list import ResultList
from ui.app.widgets.row_list import RowList
from ui.app.widgets.text_box import TextBox
from ui.safe_text import plain

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.message import Message

    from ui.app.jobs import Job
    from ui.app.session import Session
    from workbench.library import Library
    from workbench.types import SearchResult, Suggestion

__all__ = ["SearchPlace"]

_CHOICES = {"weigh": ("off", "gentle", "strong"), "rerank": ("off", "fast", "careful")}
"""What each control can be, in the order in which its key takes them."""


class SearchPlace(Place):
    """A box, the papers found, and the passages of the one under the cursor."""

    HELP = (
        "Search finds passages by their words and by their meaning and groups them by paper. "
        "Results appear while you type. Words in quotes must stand together; year:2019..2023, "
        "author:knuth and the like narrow. The line under the box says how the results are "
        "ordered, and what your words may mean: nothing is narrowed by that until you press t."
    )

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("w", "next('weigh')", "Weigh", id="search.weigh",
                tooltip="Change how much newness and citations count: off, gentle, strong"),
        Binding("c", "next('rerank')", "Closely", id="search.read-closely",
                tooltip="Change how closely the first passages are read: off, fast, careful"),
        Binding("t", "take_suggestion", "Take", id="search.take-suggestion",
                tooltip="Narrow by what your words may mean, as the line under the box says it"),
        Binding("x", "drop_filter", "Drop filter", id="search.drop-filter",
                tooltip="Take the last filter out of the query"),
        Binding("l", "more_like", "Like this", id="search.more-like",
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
        #controls { height: 1; padding: 0 2; color: $faint; text-wrap: nowrap;
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
        self._controls: dict[str, str | float] = {}
        self._suggestions: tuple[Suggestion, ...] = ()

    def compose(self) -> ComposeResult:
        """Box on top; results left, passages right."""
        yield TextBox("search words and meaning", id="query")
        yield Static(id="found", markup=False)
        yield Static(self._control_line(), id="controls", markup=False)
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
            self._start(partial(work.search, query, self._request, self.PASSAGES, self._controls))

    def _start(self, find: Callable[[Library, Job], Message]) -> None:
        self._job = self.session.start(find, lane="search", title="Search", target=self)

    def _clear(self) -> None:
        self._shown_request = self._request
        self.results.groups = []
        self.results.set_row_count(0)
        self._say(Content(""))
        self._suggestions = ()
        self._show_controls()

    def on_search_finished(self, message: SearchFinished) -> None:
        """Show a result unless a younger one is there already."""
        if message.request <= self._shown_request:
            return
        self._shown_request = message.request
        self.results.show_result(message.result)
        self._say(_summary(message.result, self.results.row_count))
        self._suggestions = message.result.suggestions
        self._show_controls()

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

    def action_next(self, name: str) -> None:
        """Take the next choice of a control, and search again."""
        choices = _CHOICES[name]
        now = choices.index(str(self._control(name)))
        self._controls[name] = choices[(now + 1) % len(choices)]
        self._show_controls()
        self.search_now()

    def action_take_suggestion(self) -> None:
        """Put the first suggestion to use; what it adds stands in the box, or in the line."""
        if not self._suggestions:
            self.notify("there is nothing to take: your words name no years, author or venue")
            return
        first, *others = self._suggestions
        self._suggestions = tuple(others)
        if first.kind == "recency":
            self._controls["recency"] = float(first.filter.rpartition("=")[2])
            self._show_controls()
            self.search_now()
        else:
            self.box().value = f"{self.box().value.strip()} {first.filter}"

    def action_drop_filter(self) -> None:
        """Take the last filter out of the query, or else newness as it was taken."""
        from workbench.errors import QueryError
        from workbench.search.query import parse_query

        try:
            query = parse_query(self.box().value)
        except QueryError:
            return
        if query.filters:
            self.box().value = query.without(len(query.filters) - 1)
        elif self._controls.pop("recency", None) is not None:
            self._show_controls()
            self.search_now()
        else:
            self.notify("the query has no filter")

    def action_more_like(self) -> None:
        """Find papers like the one under the cursor."""
        if (group := self.results.current) is None:
            return
        self._request += 1
        if self._job is not None:
            self._job.abandon()
        key = group.paper.id
        self._start(partial(work.more_like, key, self._request, self.PASSAGES, self._controls))

    def _control(self, name: str) -> str | float:
        value: str | float = getattr(self.session.settings.search, name)
        return self._controls.get(name, value)

    def _show_controls(self) -> None:
        self.query_one("#controls", Static).update(self._control_line())

    def _control_line(self) -> Content:
        """How results are ordered, then what the words may mean."""
        parts = [f"time and citations {self._control('weigh')}", f"read {self._control('rerank')}"]
        if (level := self._controls.get("recency")) is not None:
            parts.append(f"newness {level:g} of 10")
        line = Content(" · ".join(parts))
        if not self._suggestions:
            return line
        maybe = ", ".join(plain(suggestion.label) for suggestion in self._suggestions)
        return Content.assemble(line, (f" · maybe {maybe}: t takes it", "$accent"))

    def _say(self, text: Content, *, wrong: bool = False) -> None:
        found = self.query_one("#found", Static)
        found.set_class(wrong, "-wrong")
        found.update(text)

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
