"""The fields of the query language: their names, what they take, an example of each.

Owns the one table that parsing, error messages and the guide's list go by. ``narrow.py`` turns
values that name something of the library into conditions.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from difflib import get_close_matches

from workbench.errors import QueryError
from workbench.search.expression import FieldFilter

__all__ = ["FIELDS", "STATES", "FieldKind", "field_named", "likely_field", "year_range"]


@dataclass(frozen=True, slots=True)
class FieldKind:
    """One field: an example of its right form, and what it keeps, in a few words."""

    example: str
    keeps: str


FIELDS: Mapping[str, FieldKind] = {
    "author": FieldKind('author:knuth or author:"Donald Knuth"', "papers by an author"),
    "title": FieldKind('title:hashing or title:"hash tables"', "papers with words in the title"),
    "venue": FieldKind("venue:SIGIR", "papers of a journal or conference"),
    "year": FieldKind("year:2020, year:2019..2023 or year:>2020", "papers of some years"),
    "tag": FieldKind('tag:thesis or tag:"to read"', "papers you tagged"),
    "collection": FieldKind(
        'collection:thesis or collection:"chapter 2"', "papers of one of your collections"
    ),
    "note": FieldKind('note:proof or note:"look again"', "papers with words in your note"),
    "section": FieldKind('section:methods or section:"related work"', "passages under a heading"),
    "cites": FieldKind("cites:knuth1973art", "papers that cite a paper of the library"),
    "citedby": FieldKind("citedby:knuth1973art", "papers that a paper of the library cites"),
    "in": FieldKind('in:thesis or in:"~/papers/thesis"', "papers of a folder"),
    "is": FieldKind(
        "is:unread, is:read, is:starred, is:noted or is:undated",
        "papers you marked, or whose year is not known",
    ),
}
STATES = ("dated", "noted", "read", "starred", "undated", "unnoted", "unread", "unstarred")
"""What ``is:`` takes."""

_ALIASES = {
    "authors": "author",
    "collections": "collection",
    "by": "author",
    "cited_by": "citedby",
    "folder": "in",
    "journal": "venue",
    "notes": "note",
    "sections": "section",
    "tags": "tag",
    "titles": "title",
    "venues": "venue",
    "years": "year",
}
_LIKENESS = 0.75
"""Share of letters in common from which a word is a misspelt field: `yaer`, `authr`, `venu`."""
_SHORTEST_MISSPELT = 4
"""Shorter words are near to some field by chance."""

_YEAR = r"\d{4}"
_RANGE = re.compile(rf"({_YEAR})?(?:\.\.|[-–])({_YEAR})?")
_BOUND = re.compile(rf"([<>])(=?)\s*({_YEAR})")


def field_named(name: str) -> str | None:
    """The field that a name or another name for it means; None where there is none."""
    folded = name.lower()
    return folded if folded in FIELDS else _ALIASES.get(folded)


def likely_field(name: str) -> str | None:
    """The field that was probably meant by a name that is none."""
    folded = name.lower()
    if len(folded) < _SHORTEST_MISSPELT:
        return None
    names = [known for known in (*FIELDS, *_ALIASES) if len(known) >= _SHORTEST_MISSPELT]
    near = get_close_matches(folded, names, 1, _LIKENESS)
    return field_named(near[0]) if near else None


def year_range(filtered: FieldFilter, query: str) -> tuple[int | None, int | None]:
    """The first and last year that a value means, None where that side is open.

    Raises:
        QueryError: It is no year, or the range is the wrong way round.
    """
    value = filtered.value.replace(" ", "")
    if re.fullmatch(_YEAR, value):
        return int(value), int(value)
    if bound := _BOUND.fullmatch(value):
        step = 0 if bound[2] else 1
        year = int(bound[3])
        return (year + step, None) if bound[1] == ">" else (None, year - step)
    span = _RANGE.fullmatch(value)
    if span is None or not (span[1] or span[2]):
        raise QueryError(
            f"{filtered.value!r} is no year", FIELDS["year"].example, query, filtered.place
        )
    first, last = (int(year) if year else None for year in span.groups())
    if first is not None and last is not None and first > last:
        raise QueryError(
            f"no year is from {first} to {last}",
            f"the earlier one first: year:{last}..{first}",
            query,
            filtered.place,
        )
    return first, last
