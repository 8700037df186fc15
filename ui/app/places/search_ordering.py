"""How the papers found are ordered, and what narrows them: the line of chips under the box.

Owns the controls, the suggestions that may be taken, and ordering anew what is there. Searching is
``search.py``'s.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.binding import Binding, BindingType

from ui.app import work
from ui.app.places.search_keeping import SearchKeeping
from ui.app.search_chips import LEVELS, chips_of, levels_of, next_choice
from ui.app.widgets.chip_line import HIGHEST_LEVEL, ChipLine

if TYPE_CHECKING:
    from ui.app.session import Session
    from workbench.settings import SearchSettings
    from workbench.types import SearchResult, Suggestion

__all__ = ["SearchOrdering"]


class SearchOrdering(SearchKeeping):
    """A place with a box for the query and a ``ChipLine`` called ``controls``."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("w", "next('weigh')", "Weigh", id="search.weigh",
                tooltip="Change how much newness and citations count: off, gentle, strong"),
        Binding("c", "next('rerank')", "Closely", show=False, id="search.read-closely",
                tooltip="Change how closely the first passages are read: off, fast, careful"),
        Binding("left_square_bracket", "step('recency', -1)", "Time less", show=False,
                id="search.time-less", tooltip="Let newness count less"),
        Binding("right_square_bracket", "step('recency', 1)", "Time more", show=False,
                id="search.time-more", tooltip="Let newness count more"),
        Binding("left_curly_bracket", "step('citations', -1)", "Impact less", show=False,
                id="search.impact-less", tooltip="Let citations count less"),
        Binding("right_curly_bracket", "step('citations', 1)", "Impact more", show=False,
                id="search.impact-more", tooltip="Let citations count more"),
        Binding("t", "take_suggestion", "Take", show=False, id="search.take-suggestion",
                tooltip="Narrow by what your words may mean, as the line under the box says it"),
        Binding("x", "drop_filter", "Drop filter", show=False, id="search.drop-filter",
                tooltip="Take the last filter out of the query"),
    ]  # fmt: skip

    def __init__(self, session: Session, name: str) -> None:
        super().__init__(session, name)
        self._request = 0
        self._result: SearchResult | None = None
        self._suggestions: tuple[Suggestion, ...] = ()

    def search_soon(self) -> None:
        """Search when no key was pressed for a moment."""
        raise NotImplementedError

    @property
    def _settings(self) -> SearchSettings:
        return self.session.settings.search

    def action_next(self, name: str) -> None:
        """Take the next choice of a control, and search again."""
        self._controls[name] = next_choice(name, self._settings, self._controls)
        if name == "weigh":
            for level in LEVELS:
                self._controls.pop(level, None)
        self._controls_changed()

    def action_step(self, name: str, step: int) -> None:
        """Let newness or citations count a level more or less."""
        if self.session.is_open:
            level = levels_of(self._settings, self._controls)[name] + step
            self._set_level(name, max(0.0, min(float(HIGHEST_LEVEL), level)))

    def _set_level(self, name: str, level: float) -> None:
        self._controls[name] = level
        self._controls_changed()

    def _controls_changed(self) -> None:
        """Order what is there at once; a search, whose order may be finer, takes its place."""
        self.show_controls()
        if self._result is not None and self._result.hits:
            self._request += 1
            again = partial(work.reweigh, self._result, self._request, dict(self._controls))
            self.session.start(again, lane="list", title="Ordering", target=self)
        self.search_soon()

    @on(ChipLine.Chosen, "#controls")
    def _chip_chosen(self, event: ChipLine.Chosen) -> None:
        event.stop()
        kind, _, number = event.chip.name.partition(" ")
        if kind == "offer":
            self._take(self._suggestions[int(number)])
        elif kind == "filter":
            self.box().focus()
        elif kind in LEVELS:
            self.action_step(kind, 1)
        else:
            self.action_next(kind)

    @on(ChipLine.TakenOut, "#controls")
    def _chip_taken_out(self, event: ChipLine.TakenOut) -> None:
        event.stop()
        from workbench.search.adjust import toggled

        self.box().value = toggled(self.box().value, event.chip.label)

    @on(ChipLine.LevelSet, "#controls")
    def _level_set(self, event: ChipLine.LevelSet) -> None:
        event.stop()
        self._set_level(event.chip.name, event.level)

    def action_take_suggestion(self) -> None:
        """Put the first suggestion to use; what it adds stands in the box, or in the line."""
        if not self._suggestions:
            self.notify("There is nothing to take: your words name no years, author or venue")
            return
        self._take(self._suggestions[0])

    def _take(self, taken: Suggestion) -> None:
        self._suggestions = tuple(other for other in self._suggestions if other is not taken)
        if taken.kind == "recency":
            self._set_level("recency", float(taken.filter.rpartition("=")[2]))
        else:
            self.box().value = f"{self.box().value.strip()} {taken.filter}"

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
            self._controls_changed()
        else:
            self.notify("The query has no filter")

    def show_controls(self) -> None:
        """How results are ordered, what narrows them, and what the words may mean."""
        levels: dict[str, float] = {}
        filters: tuple[str, ...] = ()
        if self.session.is_open:
            from workbench.search.adjust import chosen_filters

            levels = levels_of(self._settings, self._controls)
            filters = chosen_filters(self.box().value)
        chips = chips_of(self._settings, self._controls, levels, filters, self._suggestions)
        self.query_one("#controls", ChipLine).show_chips(chips)
