"""What a person typed, read as words to find, phrases to keep whole and words to leave out.

Owns the little syntax of a plain search: ``"exact phrase"`` in double quotes, ``-word`` and
``-"phrase"``. Everything else is text: no input is an error.

A phrase in quotes is a demand in a short query and a quotation in a long question ("What is meant
by “what you see is what you get” in …?"): there it only lifts what holds it word for word.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

__all__ = ["QUOTES", "QueryText", "TextDemand", "parse_query_text"]

SHORT_QUERY = 6
"""Words outside quotes up to which a query is a query and not a question."""

QUOTES = str.maketrans({"“": '"', "”": '"', "„": '"', "«": '"', "»": '"', "＂": '"'})
"""Turns every kind of double quote into the plain one, character for character."""
_PART = re.compile(
    r'(?P<minus>(?<!\S)[-−])?"(?P<phrase>[^"]*)"|(?<!\S)[-−](?P<word>[^\W\d_][^\s"]*)'
)


@dataclass(frozen=True, slots=True)
class TextDemand:
    """What a passage's text must hold: a phrase, or what several demands come to.

    Args:
        phrase: Words as written, one after another; ``""`` where there are parts.
        join: How the parts count: ``all`` hold, ``any`` one does, or ``none`` does.
        parts: Demands.
    """

    phrase: str = ""
    join: Literal["all", "any", "none"] = "all"
    parts: tuple[TextDemand, ...] = ()

    def wanted(self) -> Iterator[str]:
        """The phrases that speak for a passage."""
        if self.phrase:
            yield self.phrase
        elif self.join != "none":
            for part in self.parts:
                yield from part.wanted()


@dataclass(frozen=True, slots=True)
class QueryText:
    """A query taken apart.

    Args:
        free: The text outside quotes and exclusions; may be empty.
        phrases: What must occur word for word.
        excluded: Words and phrases that must not occur.
        demands: What else the text must hold, as alternatives of phrases.
    """

    free: str
    phrases: tuple[str, ...] = ()
    excluded: tuple[str, ...] = ()
    demands: tuple[TextDemand, ...] = ()

    @property
    def requires_phrases(self) -> bool:
        """Whether the quotes are a demand: at most ``SHORT_QUERY`` words stand outside them."""
        return len(self.free.split()) <= SHORT_QUERY

    @property
    def words(self) -> str:
        """The words that each count for themselves; of a long question, those quoted too."""
        return self.free if self.requires_phrases else self.said

    @property
    def said(self) -> str:
        """What the query asks for, without what it rules out."""
        wanted = (phrase for demand in self.demands for phrase in demand.wanted())
        return " ".join(filter(None, (self.free, *self.phrases, *wanted)))

    @property
    def is_demanding(self) -> bool:
        """Whether some passages cannot be hits, however near they are in meaning."""
        demanded = self.demanded
        return bool(demanded.phrases or demanded.excluded or demanded.demands)

    @property
    def demanded(self) -> QueryText:
        """What a passage must hold or not hold, without the words that only rank."""
        required = self.phrases if self.requires_phrases else ()
        return QueryText("", required, self.excluded, self.demands)


def parse_query_text(query: str) -> QueryText:
    """Take a query apart. An unpaired quote is just a character."""
    query = query.translate(QUOTES)
    phrases: list[str] = []
    excluded: list[str] = []
    for match in _PART.finditer(query):
        if match["word"] is not None:
            excluded.append(match["word"])
        elif match["phrase"].strip():
            (excluded if match["minus"] else phrases).append(match["phrase"].strip())
    return QueryText(_PART.sub(" ", query).strip(), tuple(phrases), tuple(excluded))
