"""The query language: what a person typed, as words that rank and filters that narrow.

    query   = item*                       side by side: filters must all hold, words rank
    item    = part (OR part)*             one of them holds
    part    = [-] (word | "phrase" | field:value | ( query ))

Owns the grammar and which part of a query does what. Words alone never exclude anything; a phrase
in a short query, an exclusion and every alternative beside one of those is a demand on the text;
a field narrows. A query without any sign of the language is text, whatever its punctuation.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from index.query_text import QueryText, TextDemand
from workbench.errors import QueryError
from workbench.search.expression import (
    AllOf,
    AnyOf,
    FieldFilter,
    Node,
    Not,
    Quote,
    Word,
    leaves,
)
from workbench.search.query_fields import STATES, year_range
from workbench.search.query_tokens import Kind, Token, Tokens

__all__ = ["Query", "demand_of", "parse_query"]

_DEEPEST = 20
"""Parentheses inside parentheses; nobody types more, and each costs a level of the stack."""


@dataclass(frozen=True, slots=True)
class Query:
    """A query taken apart.

    Args:
        text: What was typed.
        words: What ranks, and what a passage's text must hold.
        filters: What narrows, each of which must hold. A filter that is an alternative to words
            has those words in it.
        notes: What a person should know of how it was read.
    """

    text: str
    words: QueryText
    filters: tuple[Node, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def has_words(self) -> bool:
        """Whether there is anything to rank by."""
        return any(character.isalnum() for character in self.words.said)

    def filter_texts(self) -> tuple[str, ...]:
        """Each filter as it was typed, for showing it by itself."""
        return tuple(self.text[node.place[0] : node.place[1]] for node in self.filters)

    def without(self, index: int) -> str:
        """The query's text with one of its filters taken out."""
        start, end = self.filters[index].place
        return " ".join((self.text[:start] + self.text[end:]).split())


def parse_query(text: str) -> Query:
    """Take a query apart.

    Raises:
        QueryError: It uses the language and uses it wrongly; the error points at the place.
    """
    tokens = Tokens(text)
    found = list(tokens)
    if all(token.kind in (Kind.WORD, Kind.OPEN, Kind.CLOSE) for token in found):
        return Query(text, QueryText(text.strip()), notes=tuple(tokens.notes))
    nodes = _Parser(text, found).parse()
    for node in nodes:
        _check_values(node, text)
    narrowing = [node for node in nodes if _has_field(node)]
    rest = [node for node in nodes if not _has_field(node)]
    return Query(text, _query_text(rest, narrowing), tuple(narrowing), tuple(tokens.notes))


def demand_of(node: Node) -> TextDemand:
    """What a tree without fields asks of a passage's text."""
    if isinstance(node, Not):
        return TextDemand(join="none", parts=(demand_of(node.part),))
    if isinstance(node, AllOf | AnyOf):
        parts = tuple(demand_of(part) for part in node.parts)
        return TextDemand(join="any" if isinstance(node, AnyOf) else "all", parts=parts)
    return TextDemand(node.text if isinstance(node, Word | Quote) else "")


class _Parser:
    """Recursive descent over the tokens of one query."""

    def __init__(self, query: str, tokens: Sequence[Token]) -> None:
        self._query = query
        self._tokens = tokens
        self._at = 0

    def parse(self) -> list[Node]:
        nodes = self._items(0)
        if self._at < len(self._tokens):
            raise self._error("a parenthesis is closed that was not opened", self._tokens[self._at])
        return nodes

    def _items(self, depth: int) -> list[Node]:
        nodes: list[Node] = []
        while (token := self._peek()) is not None and token.kind is not Kind.CLOSE:
            if token.kind is Kind.OR:
                raise self._dangling(token)
            if token.kind is Kind.WORD and token.text == "AND" and nodes:
                self._at += 1
                continue
            nodes.append(self._item(depth))
        return nodes

    def _item(self, depth: int) -> Node:
        parts = [self._part(depth)]
        while (token := self._peek()) is not None and token.kind is Kind.OR:
            self._at += 1
            following = self._peek()
            if following is None or following.kind in (Kind.CLOSE, Kind.OR):
                raise self._dangling(token)
            parts.append(self._part(depth))
        if len(parts) == 1:
            return parts[0]
        return AnyOf(tuple(parts), (parts[0].place[0], parts[-1].place[1]))

    def _part(self, depth: int) -> Node:
        token = self._tokens[self._at]
        self._at += 1
        place = (token.start, token.end)
        if token.kind is Kind.MINUS:
            return self._negation(token, depth)
        if token.kind is Kind.OPEN:
            return self._group(token, depth)
        if token.kind is Kind.FIELD:
            return FieldFilter(token.field, token.text, place)
        return (Quote if token.kind is Kind.QUOTE else Word)(token.text, place)

    def _negation(self, minus: Token, depth: int) -> Node:
        following = self._peek()
        if following is None or following.kind in (Kind.CLOSE, Kind.OR, Kind.MINUS):
            raise self._error("there is nothing to leave out here", minus, "-word, -tag:thesis")
        part = self._part(depth)
        return Not(part, (minus.start, part.place[1]))

    def _group(self, opening: Token, depth: int) -> Node:
        if depth >= _DEEPEST:
            raise self._error("parentheses are nested too deeply", opening, "take some away")
        nodes = self._items(depth + 1)
        closing = self._peek()
        if closing is None:
            raise self._error("a parenthesis is opened and not closed", opening)
        self._at += 1
        if not nodes:
            raise self._error("there is nothing between the parentheses", opening)
        return AllOf(tuple(nodes), (opening.start, closing.end))

    def _peek(self) -> Token | None:
        return self._tokens[self._at] if self._at < len(self._tokens) else None

    def _dangling(self, token: Token) -> QueryError:
        return self._error(
            "OR needs something on both sides",
            token,
            'author:knuth OR author:dijkstra; the word itself is "OR" or or',
        )

    def _error(self, what: str, token: Token, form: str = "") -> QueryError:
        hint = form or "(author:knuth OR author:dijkstra) sorting"
        return QueryError(what, hint, self._query, (token.start, token.end))


def _has_field(node: Node) -> bool:
    return any(isinstance(leaf, FieldFilter) for leaf in leaves(node))


def _check_values(node: Node, query: str) -> None:
    """Find fault with values that are wrong whatever the library holds."""
    for leaf in leaves(node):
        if not isinstance(leaf, FieldFilter):
            continue
        if leaf.field == "year":
            year_range(leaf, query)
        elif leaf.field == "is" and leaf.value.lower() not in STATES:
            raise QueryError(
                f"no paper can be {leaf.value!r}",
                "is: takes " + ", ".join(STATES),
                query,
                leaf.place,
            )


def _query_text(nodes: Iterable[Node], narrowing: Iterable[Node]) -> QueryText:
    """What ranks and what is demanded, of the parts that hold no field."""
    free: list[str] = []
    phrases: list[str] = []
    excluded: list[str] = []
    demands: list[TextDemand] = []
    for node in _flattened(nodes):
        if isinstance(node, Word):
            free.append(node.text)
        elif isinstance(node, Quote):
            phrases += [node.text.strip()] if node.text.strip() else []
        elif isinstance(node, Not) and isinstance(node.part, Word | Quote):
            excluded.append(node.part.text)
        elif all(isinstance(leaf, Word) for leaf in leaves(node)) and not _excludes(node):
            free += [leaf.text for leaf in leaves(node) if isinstance(leaf, Word)]
        else:
            demands.append(demand_of(node))
    # words that are an alternative to a filter rank, and demand nothing here
    for node in narrowing:
        free += _positive_words(node)
    return QueryText(" ".join(free), tuple(phrases), tuple(excluded), tuple(demands))


def _flattened(nodes: Iterable[Node]) -> Iterable[Node]:
    for node in nodes:
        if isinstance(node, AllOf):
            yield from _flattened(node.parts)
        else:
            yield node


def _excludes(node: Node) -> bool:
    if isinstance(node, AllOf | AnyOf):
        return any(_excludes(part) for part in node.parts)
    return isinstance(node, Not)


def _positive_words(node: Node) -> list[str]:
    """Words and quotes that speak for a passage, in a tree with fields."""
    if isinstance(node, AllOf | AnyOf):
        return [word for part in node.parts for word in _positive_words(part)]
    return [node.text] if isinstance(node, Word | Quote) else []
