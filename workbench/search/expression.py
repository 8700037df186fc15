"""A query as a tree: words, quotes and filters, and how they are joined.

Owns the shapes. ``query.py`` builds the tree from what a person typed, ``narrow.py`` resolves its
filters; nothing here knows the catalogue.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

__all__ = ["AllOf", "AnyOf", "FieldFilter", "Node", "Not", "Quote", "Word", "leaves"]


@dataclass(frozen=True, slots=True)
class Word:
    """A word, with the punctuation it was typed with."""

    text: str
    place: tuple[int, int]


@dataclass(frozen=True, slots=True)
class Quote:
    """What stood in double quotes."""

    text: str
    place: tuple[int, int]


@dataclass(frozen=True, slots=True)
class FieldFilter:
    """``field:value``, its value without quotes."""

    field: str
    value: str
    place: tuple[int, int]


@dataclass(frozen=True, slots=True)
class Not:
    """What must not hold."""

    part: Node
    place: tuple[int, int]


@dataclass(frozen=True, slots=True)
class AllOf:
    """Parts side by side in parentheses."""

    parts: tuple[Node, ...]
    place: tuple[int, int]


@dataclass(frozen=True, slots=True)
class AnyOf:
    """Parts with ``OR`` between them."""

    parts: tuple[Node, ...]
    place: tuple[int, int]


Node = Word | Quote | FieldFilter | Not | AllOf | AnyOf


def leaves(node: Node) -> Iterator[Word | Quote | FieldFilter]:
    """All words, quotes and filters of a tree, from left to right."""
    if isinstance(node, Not):
        yield from leaves(node.part)
    elif isinstance(node, AllOf | AnyOf):
        for part in node.parts:
            yield from leaves(part)
    else:
        yield node
