"""What a search is narrowed to: filters to the papers and passages they leave.

Owns the resolving of a query's filters, and of those set beside it, against the catalogue. The
scope is applied inside both matches, so that a narrow search finds as many passages as there are.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from index.protocols import PassageFilter
from index.query_text import TextDemand
from index.rows import LabelFilter
from workbench.catalogue import conditions
from workbench.catalogue.catalogue import Catalogue
from workbench.catalogue.conditions import Condition
from workbench.catalogue.passage_papers import PaperTable
from workbench.errors import PaperNotFoundError, QueryError
from workbench.search.expression import AllOf, AnyOf, FieldFilter, Node, Not
from workbench.search.query import Query, demand_of
from workbench.search.query_fields import FIELDS, year_range
from workbench.types import Filters

__all__ = ["PaperFilter", "Scope", "narrow"]

TextLabels = Callable[[TextDemand], NDArray[np.int64]]
"""The labels of all passages that hold a text (``LexicalIndex.labels_holding``)."""


class PaperFilter:
    """Allows all passages of some papers. A ``PassageFilter``.

    Args:
        table: Which paper each passage belongs to.
        paper_ids: The papers; those without passages are passed over.
    """

    def __init__(self, table: PaperTable, paper_ids: Sequence[str]) -> None:
        self._table = table
        self._chosen = table.chosen(paper_ids)
        self.papers: Sequence[str] | None = paper_ids

    @cached_property
    def count(self) -> int:
        """How many passages these papers have."""
        sizes = np.bincount(self._table.papers, minlength=len(self._chosen))
        return int(sizes[self._chosen].sum())

    def labels(self) -> NDArray[np.int64]:
        """Labels of all their passages, int64 (count,), ascending."""
        labels: NDArray[np.int64] = self._table.labels[self._chosen[self._table.papers]]
        return labels

    def allows(self, labels: NDArray[np.int64]) -> NDArray[np.bool_]:
        """Whether each of these labels (n,) is a passage of one of them, booleans (n,)."""
        papers = self._table.papers_of(labels)
        allowed: NDArray[np.bool_] = (papers >= 0) & self._chosen[papers]
        return allowed


@dataclass(frozen=True, slots=True)
class Scope:
    """Where a search looks. ``allowed`` None means everywhere."""

    catalogue: Catalogue
    allowed: PassageFilter | None = None

    def without(self, paper_ids: Iterable[str]) -> Scope:
        """The same without these papers."""
        table = self.catalogue.passages.paper_table()
        labels = table.labels[~table.chosen(paper_ids)[table.papers]]
        if self.allowed is not None:
            labels = labels[self.allowed.allows(labels)]
        return Scope(self.catalogue, LabelFilter(labels))


def narrow(query: Query, filters: Filters, catalogue: Catalogue, holding: TextLabels) -> Scope:
    """The papers or passages that the query's own filters and those beside it leave.

    Args:
        query: What was typed.
        filters: What was set beside it.
        catalogue: What they are about.
        holding: Finds the passages that hold a text, for words that are an alternative to a filter.

    Raises:
        QueryError: A filter names a paper that is not in the library, or they leave no paper.
    """
    resolver = _Resolver(query.text, catalogue, holding)
    wanted = [*_set_beside(filters), *map(resolver.condition, query.filters)]
    if not wanted:
        return Scope(catalogue)
    condition = conditions.all_of(wanted)
    if condition.per_passage:
        labels = conditions.passages_where(catalogue.database, condition)
        if not len(labels):
            raise _nothing_left("passage", query, filters)
        return Scope(catalogue, LabelFilter(labels))
    papers = conditions.papers_where(catalogue.database, condition)
    if not papers:
        raise _nothing_left("paper", query, filters)
    return Scope(catalogue, PaperFilter(catalogue.passages.paper_table(), papers))


def _nothing_left(what: str, query: Query, filters: Filters) -> QueryError:
    """What to say where filters leave nothing."""
    return QueryError(f"no {what} of the library is left by these filters", _which(query, filters))


def _set_beside(filters: Filters) -> list[Condition]:
    """The conditions of filters that are not part of the query's text."""
    wanted = []
    if filters.since is not None or filters.until is not None:
        wanted.append(conditions.year_within(filters.since, filters.until))
    if filters.papers:
        wanted.append(conditions.is_among_papers(filters.papers))
    return wanted


def _which(query: Query, filters: Filters) -> str:
    """What to widen, in the person's own words."""
    typed = [f"`{text}`" for text in query.filter_texts()]
    if filters.since is not None or filters.until is not None:
        typed.append(f"the years {filters.since or ''}..{filters.until or ''}")
    if filters.papers:
        typed.append("the papers it was narrowed to")
    return f"widen or leave out {', '.join(typed)}"


@dataclass(frozen=True, slots=True)
class _Resolver:
    """Turns one query's filter trees into conditions on the catalogue."""

    text: str
    catalogue: Catalogue
    holding: TextLabels

    def condition(self, node: Node) -> Condition:
        """The condition of a tree; words in it mean the passages that hold them."""
        if isinstance(node, Not):
            return conditions.negated(self.condition(node.part))
        if isinstance(node, AllOf):
            return conditions.all_of([self.condition(part) for part in node.parts])
        if isinstance(node, AnyOf):
            return conditions.any_of([self.condition(part) for part in node.parts])
        if isinstance(node, FieldFilter):
            return self._field(node)
        return conditions.is_among_passages(self.holding(demand_of(node)))

    def _field(self, filtered: FieldFilter) -> Condition:
        value = filtered.value
        if filtered.field == "year":
            return conditions.year_within(*year_range(filtered, self.text))
        if filtered.field == "is":
            return _state(value.lower())
        if filtered.field == "cites":
            return conditions.cites(self._paper(filtered))
        if filtered.field == "citedby":
            return conditions.cited_by(self._paper(filtered))
        if filtered.field == "in":
            return conditions.in_folder(str(Path(value).expanduser()))
        return _BY_TEXT[filtered.field](value)

    def _paper(self, filtered: FieldFilter) -> str:
        """The id of the paper that a key names.

        Raises:
            QueryError: It names none, or several.
        """
        try:
            return self.catalogue.papers.resolve(filtered.value)
        except PaperNotFoundError as error:
            hint = error.hint or FIELDS[filtered.field].example
            raise QueryError(error.message, hint, self.text, filtered.place) from error


_BY_TEXT: dict[str, Callable[[str], Condition]] = {
    "author": conditions.author_is,
    "title": conditions.title_has,
    "venue": conditions.venue_has,
    "tag": conditions.tagged,
    "section": conditions.section_has,
}


def _state(value: str) -> Condition:
    make = conditions.is_read if value.endswith("read") else conditions.is_starred
    return conditions.negated(make()) if value.startswith("un") else make()
