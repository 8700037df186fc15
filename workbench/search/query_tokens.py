"""What a person typed, cut into the query language's tokens.

Owns where a token begins and ends, and what is a field and what is a word with a colon in it. Text
from a natural question must come through unharmed: ``What is BM25: a model?`` holds no field,
``O(n log n)`` no group, ``-5`` no exclusion.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum

from index.query_text import QUOTES
from workbench.errors import QueryError
from workbench.search.query_fields import FIELDS, field_named, likely_field

__all__ = ["Kind", "Token", "Tokens"]


class Kind(Enum):
    """What a token is."""

    WORD = "word"
    QUOTE = "quote"
    FIELD = "field"
    MINUS = "minus"
    OR = "OR"
    OPEN = "("
    CLOSE = ")"


@dataclass(frozen=True, slots=True)
class Token:
    """A token with its place; ``field`` is set for ``Kind.FIELD`` alone."""

    kind: Kind
    text: str
    start: int
    end: int
    field: str = ""


_FIELD = re.compile(r"([A-Za-z_]{2,20}):(?=(.?))", re.DOTALL)
_EXCLUDED = re.compile(r"[-−](?=[^\W\d_]|[\"(])")
_END_OF_SENTENCE = ".,;!?"


class Tokens:
    """The tokens of one query.

    Args:
        query: What was typed.

    Raises:
        QueryError: A field is misspelt, or its value is missing or has no closing quote.
    """

    def __init__(self, query: str) -> None:
        self.query = query
        self.notes: list[str] = []
        """What was taken for words though it looks like a field."""
        self._text = query.translate(QUOTES)
        self._inside_words = 0
        # in a query of capitals alone AND and NOT are words like the others
        self._has_small_letters = any(character.islower() for character in query)

    def __iter__(self) -> Iterator[Token]:
        at = 0
        while at < len(self._text):
            if self._text[at].isspace():
                at += 1
                continue
            token = self._next(at)
            if token is not None:
                yield token
            at = token.end if token is not None else at + 1

    def _next(self, at: int) -> Token | None:
        """The token at a place that is no space; None for a quote that has no partner."""
        character = self._text[at]
        if character == "(":
            return Token(Kind.OPEN, "(", at, at + 1)
        if character == ")":
            return self._closing(at)
        if character == '"':
            return self._quote(at)
        if self._begins_a_part(at) and (minus := _EXCLUDED.match(self._text, at)):
            return Token(Kind.MINUS, minus[0], at, minus.end())
        if found := _FIELD.match(self._text, at):
            field = self._field(found)
            if field is not None:
                return field
        return self._word(at)

    def _begins_a_part(self, at: int) -> bool:
        return at == 0 or self._text[at - 1].isspace() or self._text[at - 1] == "("

    def _closing(self, at: int) -> Token:
        if self._inside_words:
            self._inside_words -= 1
            return Token(Kind.WORD, ")", at, at + 1)
        return Token(Kind.CLOSE, ")", at, at + 1)

    def _quote(self, at: int) -> Token | None:
        end = self._text.find('"', at + 1)
        if end < 0:
            return None
        return Token(Kind.QUOTE, self._text[at + 1 : end], at, end + 1)

    def _word(self, at: int) -> Token:
        end = self._word_end(at)
        text = self._text[at:end]
        if text == "OR":
            return Token(Kind.OR, text, at, end)
        if self._has_small_letters and text == "NOT" and self._text[end : end + 1] == " ":
            return Token(Kind.MINUS, text, at, end)
        return Token(Kind.WORD, text, at, end)

    def _word_end(self, at: int) -> int:
        """Where a word ends: at a space, a quote, or a parenthesis that it did not open."""
        depth, end = 0, at
        while end < len(self._text) and not self._text[end].isspace() and self._text[end] != '"':
            if self._text[end] == "(":
                depth += 1
            elif self._text[end] == ")":
                if not depth:
                    break
                depth -= 1
            end += 1
        self._inside_words += depth
        return end

    def _field(self, found: re.Match[str]) -> Token | None:
        """The field at ``found``; None where it is a word with a colon."""
        start, after = found.start(), found.end()
        name = field_named(found[1])
        has_value = bool(found[2]) and not found[2].isspace()
        if name is None:
            if has_value:
                self._look_closer(found)
            return None
        if not has_value or (found[2] in _END_OF_SENTENCE and not self._value(after)[0]):
            self.notes.append(
                f"`{found[1]}:` has no value after it and was searched as a word; "
                f"to filter, write {FIELDS[name].example}"
            )
            return None
        value, end = self._value(after)
        if not value.strip():
            raise QueryError(
                f"`{found[1]}:` has an empty value",
                f"write {FIELDS[name].example}",
                self.query,
                (start, end),
            )
        return Token(Kind.FIELD, value.strip(), start, end, name)

    def _value(self, at: int) -> tuple[str, int]:
        """A field's value and where it ends: quoted, or up to the next space."""
        if self._text[at] != '"':
            before = self._inside_words
            end = self._word_end(at)
            self._inside_words = before
            while end > at and self._text[end - 1] in ",;!?":
                end -= 1
            value = self._text[at:end]
            # a sentence may end here, a range may not
            shown = value if value.endswith("..") else value.rstrip(".")
            return shown, end
        end = self._text.find('"', at + 1)
        if end < 0:
            raise QueryError(
                "a quote is opened and not closed",
                'close it: author:"Donald Knuth"',
                self.query,
                (at, len(self._text)),
            )
        return self._text[at + 1 : end], end + 1

    def _look_closer(self, found: re.Match[str]) -> None:
        """Say that a word only looks like a field, or that a field is misspelt."""
        meant = likely_field(found[1])
        if meant is not None:
            raise QueryError(
                f"there is no field `{found[1]}:`",
                f"did you mean {FIELDS[meant].example}? To search for the word, put it in quotes",
                self.query,
                (found.start(), found.end()),
            )
        if found[1].islower() and found[2].isalnum():
            self.notes.append(f"`{found[1]}:` is no field and was searched as words")
