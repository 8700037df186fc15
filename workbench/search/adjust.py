"""Changing a query by its filters: adding one, taking it out again, choosing other years.

Owns the text of a query as a person sees it: what a click narrows to stands in the query, where it
can be read, changed and removed. What a filter means is ``narrow.py``'s.
"""

from __future__ import annotations

import re

from index.query_text import QUOTES
from workbench.errors import QueryError
from workbench.search.expression import FieldFilter
from workbench.search.query import Query, parse_query
from workbench.search.query_fields import year_range

__all__ = ["chosen_filters", "chosen_years", "filter_text", "toggled", "with_years"]

_ONE_AT_A_TIME = frozenset({"venue", "in", "is", "year"})
"""Fields of which a paper has one value, so that another one takes the place of the first."""

_BARE = re.compile(r"[\w/.-]*\w")
"""A value that needs no quotes; it must not end in what may end a sentence."""


def filter_text(field: str, value: str) -> str:
    """A filter as it is typed: ``venue:SIGIR``, ``author:"Donald Knuth"``; ``""`` for no value."""
    # a value cannot hold a quotation mark, and every filter takes words without it
    kept = " ".join(value.translate(QUOTES).replace('"', " ").split())
    if not kept:
        return ""
    return f"{field}:{kept}" if _BARE.fullmatch(kept) else f'{field}:"{kept}"'


def chosen_filters(text: str) -> tuple[str, ...]:
    """The filters of a query as they were typed; none where it cannot be read."""
    query = _readable(text)
    return query.filter_texts() if query else ()


def toggled(text: str, wanted: str) -> str:
    """A query with a filter more, or without it where it has it already.

    A filter of a field of which a paper has one value takes the place of an earlier one.
    """
    query = _readable(text)
    if query is None:
        return f"{text.strip()} {wanted}".strip()
    typed = [told.casefold() for told in query.filter_texts()]
    if wanted.casefold() in typed:
        return query.without(typed.index(wanted.casefold()))
    field = wanted.partition(":")[0]
    kept = _without_field(text, field) if field in _ONE_AT_A_TIME else text
    return f"{kept.strip()} {wanted}".strip()


def chosen_years(text: str) -> tuple[int | None, int | None] | None:
    """The years that a query is narrowed to, ``None`` for all; an open side is None."""
    query = _readable(text)
    for node in query.filters if query else ():
        if isinstance(node, FieldFilter) and node.field == "year":
            return year_range(node, text)
    return None


def with_years(text: str, years: tuple[int, int] | None) -> str:
    """A query narrowed to these years, both included, in place of those that it had."""
    kept = _without_field(text, "year").strip()
    if years is None:
        return kept
    first, last = years
    return f"{kept} year:{first if first == last else f'{first}..{last}'}".strip()


def _without_field(text: str, field: str) -> str:
    """A query without its filters of a field; those inside alternatives stay."""
    while (query := _readable(text)) is not None:
        at = next(
            (
                n
                for n, node in enumerate(query.filters)
                if isinstance(node, FieldFilter) and node.field == field
            ),
            None,
        )
        if at is None:
            break
        text = query.without(at)
    return text


def _readable(text: str) -> Query | None:
    try:
        return parse_query(text)
    except QueryError:
        return None
