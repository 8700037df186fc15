"""The names that a person gives to collections and saved searches.

Owns what such a name may be, and when two are the same. Stores nothing.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from difflib import get_close_matches

from index.query_text import QUOTES
from workbench.errors import EditError
from workbench.plain_text import encodable, plain

__all__ = ["collection_term", "kept_name", "name_key", "nearest_name"]

_LONGEST = 60
"""Characters: one line of a narrow screen."""

_LIKENESS = 0.6
"""Share of letters in common from which one name may have been meant by another."""


def kept_name(text: str) -> str:
    """A name as it is stored: composed, on one line, with single spaces; case is kept.

    Raises:
        EditError: It is empty, too long, or holds a double quote of any kind, which no query
            could name.
    """
    name = " ".join(plain(unicodedata.normalize("NFC", encodable(text))).split())
    if not name or len(name) > _LONGEST or '"' in name.translate(QUOTES):
        raise EditError(
            f"{text[: 2 * _LONGEST]!r} cannot be a name",
            f"letters, digits, signs and spaces, at most {_LONGEST}, without double quotes",
        )
    return name


def name_key(text: str) -> str:
    """What is the same for all ways of typing one name: case and spaces do not matter."""
    return " ".join(unicodedata.normalize("NFC", encodable(text)).casefold().split())


def nearest_name(text: str, names: Iterable[str]) -> str:
    """The name that was probably meant by one that is none; ``""`` where none is near."""
    by_key = {name_key(name): name for name in names}
    near = get_close_matches(name_key(text), by_key, 1, _LIKENESS)
    return by_key[near[0]] if near else ""


def collection_term(name: str) -> str:
    """The filter of the query language that narrows to a collection: ``collection:"my thesis"``."""
    return f'collection:"{name}"'
