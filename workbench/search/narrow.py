"""What a search is narrowed to: filters to the papers and passages they leave.

Owns the resolving of a query's filters, and of those set beside it, against the catalogue. The
scope is applied inside both matches, so that a narrow search finds as many passages as there are.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
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
from workbench.errors import EditError, NothingLeftError, PaperNotFoundError, QueryError
from workbench.search.expression import AllOf, AnyOf, FieldFilter, Node, Not, leaves
from workbench.search.query import Query, demand_of, parse_query
from workbench.search.query_fields import FIELDS, year_range
from workbench.search.years import year_filter
from workbench.types import Filters

__all__ = ["PaperFilter", "Scope", "narrow", "undated_left_out"]

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
    wanted = _wanted(query, filters, _Resolver(query.text, catalogue, holding))
    if not wanted:
        return Scope(catalogue)
    condition = conditions.all_of(wanted)
    allowed = _left_by(condition, catalogue)
    if not (allowed.count if allowed.papers is None else allowed.papers):
        what = "passage" if condition.per_passage else "paper"
        undated = undated_left_out(query, filters, catalogue, holding)
        raise _nothing_left(what, query, filters, undated)
    return Scope(catalogue, allowed)


def undated_left_out(
    query: Query, filters: Filters, catalogue: Catalogue, holding: TextLabels
) -> str:
    """What to say of papers that years leave out since theirs is not known; ``""`` for none.

    Args: as of ``narrow``.
    """
    years = _years_named(query, filters)
    if not years:
        return ""
    strict = _Resolver(query.text, catalogue, holding)
    kept, wider = (
        _left_by(conditions.all_of(_wanted(query, filters, resolver)), catalogue)
        for resolver in (strict, replace(strict, keeps_undated=True))
    )
    count = _papers_beyond(kept, wider, catalogue)
    if not count:
        return ""
    one = count == 1
    told = (
        f"{count} paper{' has' if one else 's have'} no known year and {'was' if one else 'were'}"
    )
    return f"{told} left out: ({years} OR is:undated) keeps {'it' if one else 'them'}"


def _papers_beyond(kept: PassageFilter, wider: PassageFilter, catalogue: Catalogue) -> int:
    """How many papers with text the wider filter leaves that the other does not."""
    table = catalogue.passages.paper_table()
    if kept.papers is not None and wider.papers is not None:
        beyond = set(wider.papers) - set(kept.papers)
        return len(np.unique(table.papers[table.chosen(beyond)[table.papers]])) if beyond else 0
    before, after = (np.unique(table.papers_of(each.labels())) for each in (kept, wider))
    return len(np.setdiff1d(after, before))


def _years_named(query: Query, filters: Filters) -> str:
    """The first filter of years, as it is typed; ``""`` where none is."""
    if filters.since is not None or filters.until is not None:
        return year_filter([(filters.since, filters.until)])
    typed = [(query.text, query.filters), *((term, _filters_of(term)) for term in filters.terms)]
    for text, nodes in typed:
        for node in nodes:
            fields = [leaf for leaf in leaves(node) if isinstance(leaf, FieldFilter)]
            dated = [leaf for leaf in fields if leaf.field == "year"]
            if dated:
                start, end = node.place if len(dated) == len(fields) else dated[0].place
                return text[start:end]
    return ""


def _wanted(query: Query, filters: Filters, resolver: _Resolver) -> list[Condition]:
    """The conditions of a query's filters and of those beside it; ``resolver`` is the query's."""
    wanted = [*_set_beside(filters, resolver), *map(resolver.condition, query.filters)]
    for term in filters.terms:
        wanted += map(replace(resolver, text=term).condition, _filters_of(term))
    return wanted


def _left_by(condition: Condition, catalogue: Catalogue) -> PassageFilter:
    """What a condition leaves; remembered, since filters stay while words are typed."""
    key = _remembered_as(condition)
    if key is None:
        return _resolved(condition, catalogue)
    return catalogue.database.steady(key, lambda: _resolved(condition, catalogue))


def _resolved(condition: Condition, catalogue: Catalogue) -> PassageFilter:
    """What a condition leaves, as the catalogue says now."""
    if condition.per_passage:
        return LabelFilter(conditions.passages_where(catalogue.database, condition))
    papers = conditions.papers_where(catalogue.database, condition)
    return PaperFilter(catalogue.passages.paper_table(), papers)


def _remembered_as(condition: Condition) -> tuple[object, ...] | None:
    """What a condition is known by; None where it names passages one by one."""
    values = [tuple(v) if isinstance(v, list) else v for v in condition.parameters]
    if any(isinstance(value, np.ndarray) for value in values):
        return None
    return "left by", condition.sql, *values


def _nothing_left(what: str, query: Query, filters: Filters, undated: str) -> NothingLeftError:
    """What to say where filters leave nothing."""
    hint = "; ".join(filter(None, (_which(query, filters), undated)))
    return NothingLeftError(f"no {what} of the library is left by these filters", hint)


def _set_beside(filters: Filters, resolver: _Resolver) -> list[Condition]:
    """The conditions of filters that are not part of the query's text."""
    wanted = []
    if filters.since is not None or filters.until is not None:
        wanted.append(resolver.within(filters.since, filters.until))
    if filters.papers:
        wanted.append(conditions.is_among_papers(filters.papers))
    return wanted


def _filters_of(term: str) -> tuple[Node, ...]:
    """The filters of a term that was set beside the query.

    Raises:
        QueryError: It cannot be read, or is no filter.
    """
    parsed = parse_query(term)
    if not parsed.filters or parsed.has_words:
        raise QueryError(f"{term!r} is no filter", "a field and its value, such as tag:thesis")
    return parsed.filters


def _which(query: Query, filters: Filters) -> str:
    """What to widen, in the person's own words."""
    typed = [f"`{text}`" for text in (*query.filter_texts(), *filters.terms)]
    if filters.since is not None or filters.until is not None:
        typed.append(f"the years {filters.since or ''}..{filters.until or ''}")
    if filters.papers:
        typed.append("the papers it was narrowed to")
    return f"widen or leave out {', '.join(typed)}"


@dataclass(frozen=True, slots=True)
class _Resolver:
    """Turns one query's filter trees into conditions on the catalogue.

    With ``keeps_undated`` a paper whose year is not known is in every range of years.
    """

    text: str
    catalogue: Catalogue
    holding: TextLabels
    keeps_undated: bool = False

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
            return self.within(*year_range(filtered, self.text))
        if filtered.field == "is":
            return _state(value.lower())
        if filtered.field == "cites":
            return conditions.cites(self._paper(filtered))
        if filtered.field == "citedby":
            return conditions.cited_by(self._paper(filtered))
        if filtered.field == "in":
            return conditions.in_folder(str(Path(value).expanduser()))
        if filtered.field == "collection":
            return conditions.in_collection(self._collection(filtered))
        return _BY_TEXT[filtered.field](value)

    def within(self, first: int | None, last: int | None) -> Condition:
        """The condition of a range of years."""
        within = conditions.year_within(first, last)
        if not self.keeps_undated:
            return within
        return conditions.any_of([within, conditions.negated(conditions.is_dated())])

    def _collection(self, filtered: FieldFilter) -> int:
        """The number of the collection that a name means.

        Raises:
            QueryError: There is none of this name.
        """
        try:
            return self.catalogue.collections.number(filtered.value)
        except EditError as error:
            raise QueryError(error.message, error.hint, self.text, filtered.place) from error

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
    "note": conditions.note_has,
    "section": conditions.section_has,
}


_STATES: dict[str, Callable[[], Condition]] = {
    "dated": conditions.is_dated,
    "noted": conditions.is_noted,
    "read": conditions.is_read,
    "starred": conditions.is_starred,
}


def _state(value: str) -> Condition:
    holds = _STATES[value.removeprefix("un")]()
    return conditions.negated(holds) if value.startswith("un") else holds
